"""The steps of a log: as printed, or counted from its lines.

The one rule: a column is the step only if it rises as steps do.
"""

import math
from itertools import pairwise
from typing import NamedTuple

from gdcore.logs import numerals, roles
from gdcore.logs.columns import Column, Columns, Key


class Steps(NamedTuple):
    """The step of each record, None where it has none; and the column they are of."""

    of: list[float | None]
    key: Key | None
    note: str


def steps_of(columns: Columns) -> Steps:
    """Steps as printed, or 0, 1, 2, ... with a note."""
    for key, column in columns.by.items():
        bare = not key[0] and key[1] == 0 and len(columns.by) > 1
        counter = len(columns.by) > 1 and _counts(key, column)
        if not (bare or counter or roles.role(key[0]) == "step"):
            continue
        values = [numerals.value(text) for text in column.texts]
        whole = all(math.isfinite(v) and v == int(v) for v in values)
        if not whole or 2 * len(values) < columns.size or len(set(values)) < 2:
            continue
        found = _rising(values, bare)
        if found is not None and not _crowded(columns, column, values):
            of: list[float | None] = [None] * columns.size
            for record, step in zip(column.records, found.of, strict=True):
                of[record] = step
            note = f'"{key[0]}" counts up: it is the step' if counter else found.note
            return Steps(of, key, note)
    start = max(_piece(columns), key=len)
    counted: list[float | None] = [None] * columns.size
    for place, record in enumerate(start):
        counted[record] = float(place)
    return Steps(counted, None, "no steps are printed: the lines count as 0, 1, 2, …")


def _counts(key: Key, column: Column) -> bool:
    """Whether a column of an unknown name counts up evenly."""
    if not key[0] or key[1] or roles.role(key[0]) != "other" or len(column.texts) < 3:
        return False
    if not all(text.isdecimal() for text in column.texts):
        return False
    gaps = {int(b) - int(a) for a, b in pairwise(column.texts)}
    return len(gaps) == 1 and gaps.pop() > 0


def _crowded(columns: Columns, steps: Column, values: list[float]) -> bool:
    """Whether a loss has several values at many a step: epochs of many lines."""
    at = dict(zip(steps.records, values, strict=True))
    step = math.nan
    for record in range(columns.size):
        step = at.setdefault(record, step)
    for (name, _), column in columns.by.items():
        if roles.role(name) == "loss":
            there = [at[record] for record in column.records]
            pairs = pairwise(there)
            if 5 * sum(a == b for a, b in pairs) > len(there):
                return True
    return False


def _piece(columns: Columns) -> list[range]:
    """Runs of records between two elisions."""
    edges = [0, *columns.cuts, columns.size]
    return [range(a, b) for a, b in pairwise(edges)]


def _rising(values: list[float], bare: bool) -> Steps | None:
    """The steps of the last run that starts in them; None if they are no steps."""
    falls = [i for i in range(1, len(values)) if values[i] < values[i - 1]]
    same = sum(a == b for a, b in pairwise(values))
    if bare and (falls or same):
        return None
    if len(falls) * 4 > len(values) or same * 2 > len(values):
        return None
    edges = [0, *falls, len(values)]
    pieces = list(pairwise(edges))
    long = [piece for piece in pieces if piece[1] - piece[0] >= 3]
    first, last = long[-1] if long else pieces[-1]
    of = [v if first <= i < last else None for i, v in enumerate(values)]
    note = f"the steps start again {len(falls)} times: the last run is read"
    return Steps(of, None, note if falls else "")
