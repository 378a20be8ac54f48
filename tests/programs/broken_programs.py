"""The broken programs: right ones with one fault each, written in by a recorded edit.

The one rule: the kind and the line are true by construction. An edit is a piece of a
diff: lines with `-` go, lines with `+` come, lines with a blank stand around them.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tests.programs import right_programs, running
from tests.programs.kinds import ALIKE, KINDS
from tests.programs.right_programs import HEAD, HERE, Program


@dataclass(frozen=True)
class Broken:
    """One fault: the whole program, the kind, the first line that the edit changed.

    Where the edit takes a line away, it is the line that comes in its place.

    `watch` is what goes wrong where the coefficients do not, an expression.
    """

    name: str
    kind: str
    line: int
    source: str
    base: Program
    watch: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind, and the names that say the same."""
        return (self.kind, *ALIKE.get(self.kind, ()))


@cache
def broken() -> tuple[Broken, ...]:
    """All broken programs, base by base."""
    return tuple(
        one for path in sorted((HERE / "broken").glob("*.txt")) for one in read(path)
    )


def read(path: Path) -> list[Broken]:
    """The broken forms of one right program, whose name is the file's."""
    base = right_programs.programs()[path.stem]
    parts = ("\n" + path.read_text("utf-8")).split("\n" + HEAD)[1:]
    return [made(base, part) for part in parts]


def made(base: Program, part: str) -> Broken:
    head, edits = part.split("\n", 1)
    kind, *rest = (field.strip() for field in head.split("|"))
    options = dict(field.split("=", 1) for field in rest)
    if kind not in KINDS:
        raise ValueError(f"{base.name}: {kind} is not one of the kinds")
    source = base.source
    for old, new in hunks(edits):
        if source.count(old) != 1:
            raise ValueError(f"{base.name}, {kind}: found {source.count(old)} × {old}")
        source = source.replace(old, new)
    name = f"{base.name}:{options.get('name', kind)}"
    line = first_difference(base.source, source)
    return Broken(name, kind, line, source, base, options.get("watch", ""))


def hunks(edits: str) -> list[tuple[str, str]]:
    """(old, new) of each hunk; a line with @ stands between two."""
    parts = f"\n{edits}".split("\n@\n")
    return [(side(part, " -"), side(part, " +")) for part in parts]


def side(part: str, signs: str) -> str:
    """The lines of a hunk that begin with one of `signs`."""
    rows = [row or " " for row in part.strip("\n").splitlines()]
    return "".join(f"{row[1:]}\n" for row in rows if row[0] in signs)


def first_difference(before: str, after: str) -> int:
    """Number of the first line of `after` that differs, from 1."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((i for i, (a, b) in enumerate(pairs, 1) if a != b), 1)


def misbehavior(one: Broken) -> str:
    """What a run of the program shows, "" if nothing is wrong with it."""
    base, ended = one.base, running.run(one.source, seconds=60)
    if ended.raised:
        return f"raises {ended.raised}"
    right = running.run(base.source).names
    try:
        watched = one.watch or base.found
        reached = right_programs.flat(right_programs.evaluated(watched, ended.names))
    except Exception as error:  # the broken program lacks what the right one has
        return f"has no {watched}: {error}"
    truth = watched_truth(one, right)
    if base.near(reached, truth):
        return ""
    return f"{np.array2string(reached, precision=4)} instead of {truth.round(4)}"


def watched_truth(one: Broken, right: dict[str, object]) -> np.ndarray:
    """What the right program reaches, for the same expression."""
    if not one.watch:
        return one.base.truth(right)
    scalar = one.watch.replace("[0]]", "]")
    return right_programs.flat(right_programs.evaluated(scalar, right))
