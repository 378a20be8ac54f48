"""Lines below a table of bare numbers: what a program prints at its end.

The one rule: nothing is left out but below a first column of whole numbers that rise,
or below an only column.
"""

import math

from gdcore.logs import numerals
from gdcore.logs.records import Row

LEFT_OUT = "what stands below the table of numbers is of another kind: it is left out"


def without_closing(rows: list[Row]) -> tuple[list[Row], list[str]]:
    """The rows, without bare ones that end a table; and a note.

    A row that counts, but not on, may be the first of another run: one alone is none.
    """
    first = next((i for i, row in enumerate(rows) if row and not row[0].name), None)
    if first is None:
        return rows, []
    like, last, end, lines = rows[first], -math.inf, first, 0
    for i, row in enumerate(rows[first:], first):
        if row is not None:
            step = _step(row, like, lines)
            if not step > last:
                break
            last, end, lines = step, i + 1, lines + 1
    tail = rows[end:]
    again = sum(_step(row, like, 0) >= 0 for row in tail)
    kept = [row for row in tail if row is None or all(entry.name for entry in row)]
    least = len(tail) + 1 if like and len(like) == 1 else 2
    if lines < least or again > (lines > 2) or len(kept) == len(tail):
        return rows, []
    return [*rows[:end], *kept], [LEFT_OUT]


def _step(row: Row, like: Row, place: int) -> float:
    """The whole number with which a row of this kind starts; nan for any other.

    The place stands for it where the kind is a lone number.
    """
    if not row or not like or [e[:2] for e in row] != [e[:2] for e in like]:
        return math.nan
    if len(row) == 1:
        return float(place)
    return numerals.value(row[0].text) if row[0].text.isdecimal() else math.nan
