"""What stands in .build/: which files, drawn from what, and what pages read of them.

The one rule: an artifact is recorded only when its files stand at their final names.
"""

from collections.abc import Iterable
from pathlib import Path

from scripts.files import prune, read_json, write_json
from scripts.plans import Entry, Plan

PUBLISHED = (
    "kind",
    "alt",
    "explorer",
    "width",
    "height",
    "files",
)  # what figures.json tells


class Manifest:
    """The record of the last builds; an unreadable one counts as empty."""

    def __init__(self, build: Path) -> None:
        self._build = build
        self._path = build / "cache/manifest.json"
        record = read_json(self._path) or {}
        self.tree: str = record.get("tree", "")
        self._topics: dict[str, Entry] = record.get("topics", {})

    def save(self) -> None:
        """Write the record."""
        write_json(self._path, {"tree": self.tree, "topics": self._topics})

    def fingerprint(self, topic: str) -> str:
        """What a topic was last built from, whole and without failure; "" if never."""
        return str(self._topic(topic)["fingerprint"])

    def set_fingerprint(self, topic: str, fingerprint: str) -> None:
        """Note that a topic is whole."""
        self._topic(topic)["fingerprint"] = fingerprint

    def whole(self, topic: str) -> bool:
        """Whether every file of a topic stands."""
        return all(map(self._in_place, self._topic(topic)["artifacts"].values()))

    def strangers(self, known: Iterable[str]) -> set[str]:
        """Recorded topics that are no longer known."""
        return self._topics.keys() - set(known)

    def forget(self, topics: Iterable[str]) -> None:
        """Drop topics; their files go when this is published."""
        for topic in topics:
            del self._topics[topic]

    def undrawn(self, topic: str, plan: Plan) -> list[str]:
        """Artifacts that do not stand as planned."""
        drawn = self._topic(topic)["artifacts"]
        return [
            name
            for name, planned in plan.artifacts.items()
            if name not in drawn
            or drawn[name]["key"] != planned["key"]
            or not self._in_place(drawn[name])
        ]

    def differences(self, topic: str, plan: Plan) -> list[str]:
        """What a build would make anew, by name."""
        entry = self._topic(topic)
        undrawn = self.undrawn(topic, plan)
        found = [f"{topic}/{name}" for name in undrawn]
        if entry["numbers"] != plan.numbers:
            found.append(f"{topic} (numbers)")
        for name in plan.artifacts.keys() - set(undrawn):
            for part, called in (("alt", "alt text"), ("explorer", "explorer")):
                if entry["artifacts"][name].get(part) != plan.artifacts[name][part]:
                    found.append(f"{topic}/{name} ({called})")
        for name in entry["artifacts"].keys() - plan.artifacts.keys():
            found.append(f"{topic}/{name} (no longer declared)")
        return found

    def accept(self, topic: str, plan: Plan) -> list[str]:
        """Take over a plan; the names of the artifacts that are yet to be drawn.

        Of these the last good files stay, with what was recorded of them.
        """
        undrawn = self.undrawn(topic, plan)
        drawn = self._topic(topic)["artifacts"]
        self._topics[topic] = {
            "fingerprint": "",
            "numbers": plan.numbers,
            "artifacts": {
                name: drawn[name] if name in undrawn else drawn[name] | planned
                for name, planned in plan.artifacts.items()
                if name in drawn
            },
        }
        return undrawn

    def record(self, topic: str, name: str, planned: Entry) -> None:
        """Note that an artifact now stands as planned, and how large its files are."""
        files = planned["files"].values()
        sizes = {file: (self._build / file).stat().st_size for file in files}
        self._topic(topic)["artifacts"][name] = {**planned, "sizes": sizes}
        self.save()

    def publish(self) -> None:
        """Write numbers.json and figures.json, and delete files of no entry."""
        numbers, figures = {}, {}
        kept = []
        for topic, entry in self._topics.items():
            kept.append(self._build / f"cache/data/{topic}.pickle")
            for key, number in entry["numbers"].items():
                numbers[f"{topic}.{key}"] = number
            for name, artifact in entry["artifacts"].items():
                told = {key: artifact[key] for key in PUBLISHED if key in artifact}
                figures[f"{topic}.{name}"] = told
                kept += [self._build / file for file in artifact["files"].values()]
        write_json(self._build / "numbers.json", numbers)
        write_json(self._build / "figures.json", figures)
        for folder in ("figures", "animations", "cache/data"):
            prune(self._build / folder, kept)

    def _topic(self, name: str) -> Entry:
        empty: Entry = {"fingerprint": "", "numbers": {}, "artifacts": {}}
        return self._topics.setdefault(name, empty)

    def _in_place(self, artifact: Entry) -> bool:
        """Whether its files stand, each as large as it was written."""
        try:
            return all(
                (self._build / file).stat().st_size == size
                for file, size in artifact["sizes"].items()
            )
        except FileNotFoundError:
            return False
