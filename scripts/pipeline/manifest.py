"""What stands in .build/: each part, what it was made of, and the bytes of its files.

The one rule: a part stands if it is recorded under its key, the digest of all that it
was made of, and each of its files holds the bytes that were recorded. Anything else
counts as not there: a lost or damaged file, an unreadable record, a new version.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from scripts.pipeline.files import digest, prune, read_sealed, write, write_sealed
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot

Entry = dict[str, Any]  # as in JSON
Written = dict[str, str]  # the digest of each file, by its place below .build/
RECORD = "cache/manifest"
CACHES = ("cache/lock", "cache/pages", "preview")  # not the build's own
SAVE_EVERY = 1.0  # seconds: what a killed build may have to make again


class Part(NamedTuple):
    """Files that are made together.

    Args:
        name: What it is called in the record and by `--check`.
        key: Digest of all that the files depend on.
        make: Makes their content, by their places below .build/.
        after: What stands before it, since it reads their files: parts, and topics
            as "topic/<name>", for their data.
        module: The module whose `parts` lists it.
    """

    name: str
    key: str
    make: Callable[[], Mapping[str, bytes]]
    after: tuple[str, ...] = ()
    module: str = ""


class Manifest:
    """The record of the last builds."""

    def __init__(self, build: Path) -> None:
        self._build = build
        record = json.loads(read_sealed(build / RECORD) or b"{}")
        self.tree: str = record.get("tree", "")
        self.summaries: dict[str, Any] = record.get("summaries", {})
        self._parts: dict[str, Entry] = record.get("parts", {})
        self._digests: dict[str, str] = {}
        self._saved = time.monotonic()

    def save(self) -> None:
        """Write the record."""
        record = {
            "tree": self.tree,
            "summaries": self.summaries,
            "parts": self._parts,
        }
        text = json.dumps(record, sort_keys=True, allow_nan=False)
        write_sealed(self._build / RECORD, text.encode())
        self._saved = time.monotonic()

    def text(self, snapshot: Snapshot, *modules: str) -> str:
        """Digest of modules with their docstrings; what was read of them is kept."""
        sources = Sources(snapshot, self.summaries)
        out = sources.closure(*modules, docstrings=True)
        if sources.summaries != self.summaries:
            self.summaries = sources.summaries
            self.save()
        return out

    def names(self, prefix: str = "") -> list[str]:
        """The recorded parts whose names begin so."""
        return [name for name in self._parts if name.startswith(prefix)]

    def stands(self, name: str, key: str | None = None) -> bool:
        """Whether a part is recorded, under this key if one is given, and whole."""
        entry = self._parts.get(name)
        if entry is None or key not in (None, entry["key"]):
            return False
        return all(self._digest(file) == it for file, it in entry["files"].items())

    def whole(self) -> bool:
        """Whether every recorded part stands."""
        return all(map(self.stands, self._parts))

    def entry(self, name: str) -> Entry | None:
        """What is recorded of a part that stands."""
        return self._parts[name] if self.stands(name) else None

    def facts(self, name: str) -> Any:
        """What was recorded beside a part's files; None if it does not stand."""
        entry = self.entry(name)
        return entry and entry["facts"]

    def record(self, name: str, key: str, files: Written, facts: Any = None) -> None:
        """Note that a part stands at its final places."""
        self._parts[name] = {"key": key, "files": files, "facts": facts}
        self._digests.update(files)
        if time.monotonic() - self._saved > SAVE_EVERY:
            self.save()

    def forget(self, names: Iterable[str]) -> None:
        """Drop parts; their files go when this is pruned."""
        for name in names:
            self._parts.pop(name, None)

    def files(self) -> Iterator[str]:
        """The place of each recorded file."""
        for entry in self._parts.values():
            yield from entry["files"]

    def prune(self) -> None:
        """Delete every file of .build/ that no part has."""
        kept = {self._build / file for file in (*self.files(), *CACHES, RECORD)}
        for cache in CACHES:
            kept |= set((self._build / cache).rglob("*"))
        prune(self._build, kept)

    def _digest(self, file: str) -> str:
        """Digest of a file as it is on the disk; empty if there is none."""
        if file not in self._digests:
            try:
                self._digests[file] = digest((self._build / file).read_bytes())
            except OSError:
                return ""
        return self._digests[file]


def placed(build: Path, contents: Mapping[str, bytes]) -> Written:
    """Write files at their places; the digest of each."""
    for place, content in contents.items():
        write(build / place, content)
    return {place: digest(content) for place, content in contents.items()}
