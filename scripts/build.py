"""Computes and draws what is stale: `python -m scripts.build [topic ...] [--check]`.

The one rule: with nothing changed it imports neither numpy nor matplotlib and writes
nothing, since every build of the site runs it.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from scripts import (
    bundle,
    cache,
    explorer,
    plans,
    reference,
    runtime,
    style,
    vendor,
    worker,
)
from scripts.crew import Crew
from scripts.files import alone, write
from scripts.manifest import Manifest

ROOT = Path(__file__).resolve().parent.parent
PARTS = (vendor, bundle, reference, runtime)  # of the site; vendor installs


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, or check; the exit code is 1 if something failed or is stale."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.build", description=__doc__
    )
    parser.add_argument("topics", nargs="*", metavar="topic", help="only these topics")
    parser.add_argument("--check", action="store_true", help="only name what is stale")
    parser.add_argument("--workers", type=int, help="processes; as many as cores")
    options = parser.parse_args(arguments)
    known = topics(ROOT)
    wanted = [name.replace("-", "_") for name in options.topics] or known
    for name in wanted:
        if name not in known:
            parser.error(f"no topic {name!r}; there are {', '.join(known)}")
    with alone(ROOT / ".build/cache/lock"):
        build = Build(ROOT, options.workers)
        lines = build.check(wanted) if options.check else build.run(wanted)
    for line in lines:
        print(line, file=sys.stderr)
    return bool(lines)


def topics(root: Path) -> list[str]:
    """The names of the modules in scripts/topics that declare a TOPIC, sorted."""
    modules = sorted((root / "scripts/topics").glob("*.py"))
    return [m.stem for m in modules if re.search(rb"^TOPIC\b", m.read_bytes(), re.M)]


class Build:
    """One run of the builder over a project's folder."""

    def __init__(self, root: Path, workers: int | None = None) -> None:
        self.root = root
        self.workers = workers
        self.folder = root / ".build"
        self.manifest = Manifest(self.folder)
        self.known = topics(root)
        versions = cache.versions(*plans.DATA_PACKAGES, *plans.DRAWING_PACKAGES)
        self._pins = f"{versions}, font {vendor.font_version(root)}"
        self._pins += f", recorded {cache.recorded_digest(root)}"
        self._tree = f"{cache.tree_digest(root)} {self._pins}"

    def fresh(self) -> bool:
        """Whether nothing at all has changed since a build without failure."""
        same = self.manifest.tree == self._tree
        return same and not self._stale(self.known) and not [*self._stale_of_site()]

    def run(self, wanted: list[str]) -> list[str]:
        """Build what is stale of these topics, and publish; what failed, as text."""
        for part in PARTS:
            part.update(self.root, self.folder)
        write(self.folder / "palette.css", style.css())
        self.manifest.forget(self.manifest.strangers(self.known))
        with Crew(self.root, self.folder, self.workers) as crew:
            planned, failures = self._plans(crew, self._stale(wanted))
            failures += self._draw(crew, planned)
        for name, plan in planned.items():
            if not self.manifest.differences(name, plan):
                self.manifest.set_fingerprint(name, self._prints[name])
        self.manifest.tree = "" if self._stale(self.known) else self._tree
        self.manifest.save()
        self.manifest.publish()
        if self.manifest.tree:  # its texts hold numbers of all topics
            explorer.update(self.root, self.folder)
        return failures

    def check(self, wanted: list[str]) -> list[str]:
        """What `run` would make anew, and what would fail; it only caches data."""
        with Crew(self.root, self.folder, self.workers) as crew:
            planned, failures = self._plans(crew, self._stale(wanted))
        found = [*self._stale_of_site()]
        for name, plan in planned.items():
            found += self.manifest.differences(name, plan)
        return [*(f"stale: {name}" for name in sorted(found)), *failures]

    @cached_property
    def _prints(self) -> dict[str, str]:
        """What each topic's module and all it imports amount to, comments apart."""
        if self.manifest.tree == self._tree:
            return {name: self.manifest.fingerprint(name) for name in self.known}
        sources = cache.Sources(self.root)
        return {name: self._fingerprint(sources, name) for name in self.known}

    def _fingerprint(self, sources: cache.Sources, name: str) -> str:
        try:
            code = sources.closure(f"scripts.topics.{name}", worker.__name__)
        except SyntaxError:
            return "unreadable"  # a worker will meet the same error, and report it
        return f"{code} {self._pins}"

    def _stale(self, names: list[str]) -> list[str]:
        return [
            name
            for name in names
            if self.manifest.fingerprint(name) != self._prints[name]
            or not self.manifest.whole(name)
        ]

    def _stale_of_site(self) -> Iterator[str]:
        for part in (*PARTS, explorer):
            if part.stale(self.root, self.folder):
                yield part.__name__.removeprefix("scripts.")
        palette = self.folder / "palette.css"
        if not palette.is_file() or palette.read_text(encoding="utf-8") != style.css():
            yield "palette.css"
        for name in self.manifest.strangers(self.known):
            yield f"{name} (no longer a topic)"

    def _plans(
        self, crew: Crew, names: list[str]
    ) -> tuple[dict[str, plans.Plan], list[str]]:
        """The plans of these topics, and what failed."""
        planned, failures = {}, []
        jobs = [(name,) for name in names]
        for (name,), result in crew.each(worker.plan, jobs, "computing"):
            if isinstance(result, worker.Failure):
                failures.append(result.message)
            else:
                planned[name] = result
        return planned, failures

    def _draw(self, crew: Crew, planned: dict[str, plans.Plan]) -> list[str]:
        """Draw what the plans miss, each recorded when its last part stands."""
        jobs = [
            (topic, name, part)
            for topic, plan in planned.items()
            for name in self.manifest.accept(topic, plan)
            for part in worker.PARTS[plan.artifacts[name]["kind"]]
        ]
        # Films take longest: begun last, one of them would keep a single core busy.
        jobs.sort(key=lambda job: planned[job[0]].artifacts[job[1]]["kind"])
        left = Counter((topic, name) for topic, name, _ in jobs)
        failures = []
        for (topic, name, _), failure in crew.each(worker.draw, jobs, "drawing"):
            if failure:
                failures.append(failure.message)
                continue
            left[topic, name] -= 1
            if not left[topic, name]:
                self.manifest.record(topic, name, planned[topic].artifacts[name])
        return failures


if __name__ == "__main__":
    sys.exit(main())
