"""Steps of each method and parameter as lines of text.

The one rule: of more than two parameters the first and the last to arrive are told.
"""

import math
import textwrap
from collections.abc import Iterator
from typing import Any

from gdcore.diagnosis import wording

LABEL, HOW, COLUMN = 38, 10, 8
"""Characters of the columns."""
WIDTH = 80
MARK = "run"
"""Stands behind a prediction that a run has confirmed."""


def table(names: tuple[str, ...], rows: tuple[Any, ...]) -> Iterator[str]:
    """A line for each method; nothing without rows."""
    if not rows:
        return
    heads = names if len(names) <= 2 else ("the first to arrive", "the last one")
    who = "each parameter's" if len(names) <= 2 else "a parameter's"
    title = f"Steps until 1 % and 0.01 % of {who} first error are left, each for"
    yield from textwrap.wrap(f"{title} {' and for '.join(heads)}:", WIDTH)
    yield _line("", "", ["1 %"] * len(heads) + ["0.01 %"] * len(heads))
    for row in rows:
        how = MARK if row.confirmed else row.counted
        cells = [*_cells(row.to_1, row.open_1), *_cells(row.to_001, row.open_001)]
        yield _line(row.label, how, cells)
    if any(row.confirmed for row in rows):
        yield f'"{MARK}": predicted, and a run has taken as many'


def _line(label: str, how: str, cells: list[str]) -> str:
    columns = "".join(f"{cell:>{COLUMN}}" for cell in cells)
    return f"{label:<{LABEL}.{LABEL}}{how:<{HOW}}{columns}"


def _cells(counts: tuple[float, ...], more: tuple[bool, ...]) -> list[str]:
    pairs = list(zip(counts, more, strict=True))
    if len(pairs) > 2:
        pairs = [min(pairs), max(pairs)]
    return [_cell(count, open_) for count, open_ in pairs]


def _cell(count: float, more: bool) -> str:
    if count == math.inf:
        return "never"
    text = f"{count:.2g}" if count >= wording.EXACT else f"{int(count):,}"
    return f">{text}" if more else text
