"""One run of the build: what is stale of .build/, and the making of it.

The one rule: nothing is recorded but what was made of the snapshot's bytes, and
nothing is deleted before all stands: not for a file that does not parse, nor for one
that is half saved.
"""

import ast
import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from scripts.pipeline import failures, parts, vendor
from scripts.pipeline.failures import Failure
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Entry, Manifest, Part, placed
from scripts.pipeline.plan import PARTS, Plan, differences, drawing_pins, recorded
from scripts.pipeline.pool import Job, Pool, working
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot

TOPICS = "scripts/topics"
DRAWING = ("scripts.drawing.svg", "scripts.drawing.animation")
PLANNED_BY = ("scripts.pipeline.plan", *DRAWING)

Jobs = dict[Job, tuple[Any, ...]]  # each with what the worker needs beside


def topics(snapshot: Snapshot) -> list[str]:
    """The names of the folders in scripts/topics that declare a TOPIC, sorted."""
    return [
        Path(place).parent.name
        for place, content in sorted(snapshot.below(TOPICS, "/__init__.py").items())
        if re.search(rb"^TOPIC\b", content, re.MULTILINE)
    ]


def _home(topic: str) -> str:
    """The file that declares a topic."""
    return f"{TOPICS}/{topic}/__init__.py"


class Builder:
    """One run over a project's folder; `modules` make the parts of no topic."""

    def __init__(
        self, root: Path, modules: Sequence[str], workers: int | None = None
    ) -> None:
        self.root = root
        self.modules = modules
        self.workers = workers
        self.folder = root / ".build"
        self.manifest = Manifest(self.folder)
        self.snapshot = Snapshot.take(root)
        self.sources = Sources(self.snapshot, self.manifest.summaries)
        self.known = topics(self.snapshot)
        self._pins = drawing_pins(self.sources)
        self._tree = digest(self.snapshot.digest(), self._pins)
        self._done: set[str] = set()

    def fresh(self) -> bool:
        """Whether nothing has changed, comments apart, since a build without failure.

        That comments have changed is noted, so that the next answer is a quick one.
        """
        if not vendor.installed(self.root):
            return False
        if self.manifest.tree == self._tree:
            return self.manifest.whole()
        try:
            if self._lost or self._stale(self.known) or self._due():
                return False
        except SyntaxError:
            return False
        self._finish()
        return True

    def run(self, wanted: list[str]) -> list[str]:
        """Build what is stale of these topics, and publish; what failed, as text."""
        stale = self._stale(wanted)
        with self._pool() as pool:
            failed = self._lost or self._work(pool, stale)
        if failed or self._stale(self.known):
            self.manifest.tree = ""
            self.manifest.save()
        else:
            self._finish()
        return failures.lines(failed)

    def check(self, wanted: list[str]) -> list[str]:
        """What `run` would make anew, and what would fail; it only caches data."""
        stale = self._stale(wanted)
        with self._pool() as pool:
            failed = self._prepare(pool, stale)
            planned, more = self._plan(pool, [] if failed else stale, {})
        self.manifest.save()
        names = [] if failed else self._due()
        for name, plan in planned.items():
            undrawn = {artifact for artifact, _ in self._undrawn(name, plan.artifacts)}
            names += differences(name, self._facts(name), plan, undrawn)
        names += [f"{name} (no longer a topic)" for name in self._gone]
        lines = [f"stale: {name}" for name in sorted(names)]
        return lines + failures.lines([*self._lost, *failed, *more])

    @contextlib.contextmanager
    def _pool(self) -> Iterator[Pool]:
        self.manifest.summaries.update(self.sources.summaries)
        self.manifest.save()  # the workers parse no module that has been parsed here
        with working(self.snapshot, self.folder, self.workers) as pool:
            yield pool

    def _work(self, pool: Pool, stale: list[str]) -> list[Failure]:
        if failed := self._prepare(pool, stale):
            return failed
        planned, failed = self._plan(pool, stale, self._ready())
        if failed:
            return failed
        for name, plan in planned.items():
            facts = {"numbers": plan.numbers, "artifacts": plan.artifacts}
            self.manifest.record(f"topic/{name}", self._prints[name], {}, facts)
        self._write_index()
        self.manifest.save()  # parts find the data of topics by it
        failed = self._make(pool, {**self._draws(planned), **self._ready()})
        while not failed and (jobs := self._ready()):
            failed = self._make(pool, jobs)
        return failed

    def _prepare(self, pool: Pool, stale: list[str]) -> list[Failure]:
        """Install, and import all that is stale: a mistake there shows at once."""
        installs: Jobs = {} if vendor.installed(self.root) else {("install",): ()}
        loads: Jobs = {("load", name): () for name in stale}
        return self._make(pool, installs) or self._make(pool, loads)

    def _plan(
        self, pool: Pool, names: list[str], makes: Jobs
    ) -> tuple[dict[str, Plan], list[Failure]]:
        """The plans of these topics, until one fails; parts are made beside them."""
        jobs: Jobs = {("plan", n): (recorded(self.manifest, n),) for n in names}
        planned: dict[str, Plan] = {}
        for job, result in pool.each({**makes, **jobs}, "computing"):
            if isinstance(result, Failure):
                return planned, [result]
            if job[0] == "make":
                self._record(job, result)
                continue
            planned[job[1]] = result
            key, value, files = result.data
            self.manifest.record(f"data/{job[1]}", key, files, value)
        return planned, []

    def _make(self, pool: Pool, jobs: Jobs) -> list[Failure]:
        """Do all these jobs, and record what they made; what failed."""
        failed = []
        for job, result in pool.each(jobs, "drawing"):
            if isinstance(result, Failure):
                failed.append(result)
            else:
                self._record(job, result)
        return failed

    def _record(self, job: Job, result: Any) -> None:
        what, *names = job
        if what == "make":
            self.manifest.record(names[0], *result)
            self._done.add(names[0])
        elif what == "draw":
            key = self._artifacts(names[0])[names[1]]["key"]
            self.manifest.record("/".join(names), key, result)

    def _ready(self) -> Jobs:
        """The parts of no topic that can be made now, as jobs."""
        due = self._due()
        every = self._parts()
        unplanned = {f"topic/{name}" for name in self.known if not self._planned(name)}
        missing = {*due} | unplanned
        wait = {name for name, part in every.items() if {*part.after} & missing}
        if unplanned:
            wait.add("explorer")  # its texts hold numbers of all topics
        names = [n for n in due if n in every and n not in wait | self._done]
        return {("make", name): (every[name].module,) for name in names}

    def _draws(self, planned: Mapping[str, Plan]) -> Jobs:
        """What these plans miss, as jobs."""
        # Films take longest: begun last, one of them would keep a single core busy.
        return {
            ("draw", topic, name, part): (plan.data,)
            for kind in ("animation", "figure")
            for topic, plan in planned.items()
            for name, part in self._undrawn(topic, plan.artifacts)
            if plan.artifacts[name]["kind"] == kind
        }

    @cached_property
    def _prints(self) -> dict[str, str]:
        """What each topic's module and all it imports amount to, comments apart."""
        return {name: self._print(name) for name in self.known}

    def _print(self, name: str) -> str:
        try:
            code = self.sources.closure(f"scripts.topics.{name}", *PLANNED_BY)
        except SyntaxError:
            return ""  # a worker will meet the same error, and report it
        return digest(code, self._pins)

    def _stale(self, names: list[str]) -> list[str]:
        """The topics that were not planned as they are now, or are not all drawn."""
        return [
            name
            for name in names
            if not self._planned(name)
            or self.manifest.entry(f"data/{name}") is None
            or any(self._undrawn(name, self._artifacts(name)))
        ]

    def _planned(self, name: str) -> bool:
        return self.manifest.stands(f"topic/{name}", self._prints[name])

    def _undrawn(
        self, topic: str, artifacts: Mapping[str, Entry]
    ) -> Iterator[tuple[str, str]]:
        """The parts of artifacts that do not stand as planned."""
        for name, artifact in artifacts.items():
            for part in PARTS[artifact["kind"]]:
                if not self.manifest.stands(f"{topic}/{name}/{part}", artifact["key"]):
                    yield name, part

    def _artifacts(self, topic: str) -> dict[str, Entry]:
        return dict(self._facts(topic)["artifacts"])

    def _facts(self, topic: str) -> Entry:
        empty: Entry = {"numbers": {}, "artifacts": {}}
        return dict(self.manifest.facts(f"topic/{topic}") or empty)

    def _due(self) -> list[str]:
        """The parts of no topic that do not stand."""
        every = [*self._parts().values(), self._index()]
        return [p.name for p in every if not self.manifest.stands(p.name, p.key)]

    @property
    def _former(self) -> list[str]:
        """Recorded topics that are none any more."""
        recorded = {name.partition("/")[2] for name in self.manifest.names("topic/")}
        return sorted(recorded - {*self.known})

    @property
    def _gone(self) -> list[str]:
        """Recorded topics whose folders were deleted."""
        return [n for n in self._former if _home(n) not in self.snapshot.files]

    @property
    def _lost(self) -> list[Failure]:
        """Recorded topics whose files declare none any more: half saved?"""
        files = map(_home, self._former)
        return [self._why_lost(file) for file in files if file in self.snapshot.files]

    def _why_lost(self, file: str) -> Failure:
        try:
            ast.parse(self.snapshot.files[file], str(self.root / file))
        except SyntaxError as error:
            return failures.explain(error, self.root)
        remedy = "declare it, or delete the folder"
        return Failure("it has lost its TOPIC", remedy=remedy, place=f"{file}:1")

    def _parts(self) -> dict[str, Part]:
        return parts.every(self.modules, self.sources, self.folder)

    def _index(self) -> Part:
        return parts.index({name: self._facts(name) for name in self.known})

    def _write_index(self) -> None:
        index = self._index()
        self.manifest.record(index.name, index.key, placed(self.folder, index.make()))

    def _finish(self) -> None:
        """All stands: forget and delete what is no longer declared."""
        every = {"index", *self._parts()}
        for topic in self.known:
            every |= {f"topic/{topic}", f"data/{topic}"}
            for name, artifact in self._artifacts(topic).items():
                every |= {f"{topic}/{name}/{part}" for part in PARTS[artifact["kind"]]}
        self.manifest.forget(set(self.manifest.names()) - every)
        if self._gone or self._due():
            self._write_index()
        self.manifest.summaries = self.sources.summaries
        self.manifest.tree = self._tree
        self.manifest.prune()
        self.manifest.save()
