"""The steps of a log: as printed, or counted from its lines.

The one rule: a column is the step only if it counts as steps do.
"""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from gdcore.logs import numerals, roles
from gdcore.logs.columns import Column, Columns, Key


class Steps(NamedTuple):
    """The step of each record, None where it has none; and the column they are of."""

    of: list[float | None]
    key: Key | None
    note: str


class Candidate(NamedTuple):
    """A column that may be the step; a bare one has no name, a counter no known one."""

    key: Key
    column: Column
    values: list[float]
    bare: bool
    counter: bool


def steps_of(columns: Columns) -> Steps:
    """Steps as printed, or 0, 1, 2, ... with a note."""
    found = [*_candidates(columns)]
    epochs = [_at(columns, one) for one in found if _crowded(columns, one)]
    for one in found:
        steps = _through(one, epochs) or _rising(one.values, one.bare)
        if steps is not None and not _crowded(columns, one):
            of: list[float | None] = [None] * columns.size
            for record, step in zip(one.column.records, steps.of, strict=True):
                of[record] = step
            counts = f'"{one.key[0]}" counts up: it is the step'
            return Steps(of, one.key, counts if one.counter else steps.note)
    start = max(_piece(columns), key=len)
    counted: list[float | None] = [None] * columns.size
    for place, record in enumerate(start):
        counted[record] = float(place)
    return Steps(counted, None, "no steps are printed: the lines count as 0, 1, 2, …")


def _candidates(columns: Columns) -> Iterator[Candidate]:
    """Columns of whole numbers that change, most lines long."""
    for key, column in columns.by.items():
        bare = not key[0] and key[1] == 0 and len(columns.by) > 1
        counter = len(columns.by) > 1 and _counts(key, column)
        if not (bare or counter or roles.role(key[0]) == "step"):
            continue
        values = [numerals.value(text) for text in column.texts]
        whole = all(math.isfinite(v) and v == int(v) for v in values)
        if whole and 2 * len(values) >= columns.size and len(set(values)) > 1:
            yield Candidate(key, column, values, bare, counter)


def _counts(key: Key, column: Column) -> bool:
    """Whether a column of an unknown name counts up evenly."""
    if not key[0] or key[1] or roles.role(key[0]) != "other" or len(column.texts) < 3:
        return False
    if not all(text.isdecimal() for text in column.texts):
        return False
    gaps = {int(b) - int(a) for a, b in pairwise(column.texts)}
    return len(gaps) == 1 and gaps.pop() > 0


def _crowded(columns: Columns, one: Candidate) -> bool:
    """Whether a loss has several values at many a step: epochs of many lines."""
    at = _at(columns, one)
    for (name, _), column in columns.by.items():
        if roles.role(name) == "loss":
            there = [at[record] for record in column.records]
            pairs = pairwise(there)
            if 5 * sum(a == b for a, b in pairs) > len(there):
                return True
    return False


def _at(columns: Columns, one: Candidate) -> list[float]:
    """The step at each record: its own, or the one before it."""
    at = dict(zip(one.column.records, one.values, strict=True))
    step = math.nan
    return [step := at.get(record, step) for record in range(columns.size)]


def _through(one: Candidate, epochs: list[list[float]]) -> Steps | None:
    """Steps that start again in each epoch, counted on; None if they do not."""
    pairs = [*pairwise(one.values)]
    gaps = {b - a for a, b in pairs if b > a}
    of_records = [*pairwise(one.column.records)]
    for epoch in epochs:
        passed = [epoch[b] - epoch[a] for a, b in of_records]
        again = [float(b <= a) for a, b in pairs]
        if len(gaps) == 1 and any(again) and passed == again:
            gap, first = gaps.pop(), one.values[0]
            of: list[float | None] = [first + gap * k for k in range(len(one.values))]
            return Steps(of, None, "the steps of all epochs are counted through")
    return None


def _piece(columns: Columns) -> list[range]:
    """Runs of records between two elisions."""
    edges = [0, *columns.cuts, columns.size]
    return [range(a, b) for a, b in pairwise(edges)]


def _rising(values: list[float], bare: bool) -> Steps | None:
    """The steps of the last run that starts in them; None if they are no steps."""
    falls = [i for i in range(1, len(values)) if values[i] < values[i - 1]]
    same = sum(a == b for a, b in pairwise(values))
    if bare and (falls or same) and not _counts_down(values):
        return None
    edges = [0, *falls, len(values)]
    pieces = list(pairwise(edges))
    if falls and _mixed(values, pieces):
        return Steps([*values], None, "the lines are put in the order of their steps")
    if len(falls) * 4 > len(values) or same * 2 > len(values):
        return None
    long = [piece for piece in pieces if piece[1] - piece[0] >= 3]
    first, last = long[-1] if long else pieces[-1]
    of = [v if first <= i < last else None for i, v in enumerate(values)]
    note = f"the steps start again {len(falls)} times: the last run is read"
    return Steps(of, None, note if falls else "")


def _counts_down(values: list[float]) -> bool:
    """Whether whole numbers fall evenly, as no loss does: the newest line is first."""
    return len(values) >= EVEN and len({b - a for a, b in pairwise(values)}) == 1


def _mixed(values: list[float], pieces: list[tuple[int, int]]) -> bool:
    """Whether the lines are of one run, in another order: no step comes twice.

    Those of two runs lie among each other over more than a few lines.
    """
    if len(set(values)) < len(values):
        return False
    order = sorted(range(len(values)), key=values.__getitem__)
    near = all(abs(i - place) <= NEAR for place, i in enumerate(order))
    ends = sorted((values[first], values[last - 1]) for first, last in pieces)
    return near or all(a[1] < b[0] for a, b in pairwise(ends))


EVEN = 5
"""Whole numbers from which on an even fall is no loss."""
NEAR = 3
"""Lines by which one may be printed too late."""
