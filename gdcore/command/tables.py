"""Text of columns as a table: separator, header, decimal marks.

The one rule: the separator is decided for the whole text; a cell that is no number is
named by its line and its column.
"""

import csv
import io
import math
import re
from typing import NamedTuple

import numpy as np

from gdcore.validation import Array

SEPARATORS = ("\t", ";", ",", "|")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?$")
COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?$")
GAPS = ("nan", "na", "n/a", "null", "none")
"""How programs write a number that is missing."""
LONG = 2000
"""Lines from which on numpy reads a table, if it can."""
LOOKED_AT = 50
"""Lines that decide how a text is read."""


class Table(NamedTuple):
    """Columns by name.

    Attributes:
        names: Of the columns, "" where there is no header.
        rows: Cells as text.
        lines: Line of each row in the text, from 1.
        comma: Whether a comma is the decimal mark.
        values: All of them, of a long table that is plain; else None.
    """

    names: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    comma: bool
    values: Array | None = None


def table(text: str) -> Table:
    """The table in a text.

    Raises:
        ValueError: If there is none, or a line has another number of columns.
    """
    numbered = [
        (number, line)
        for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)
        if line.strip() and not line.lstrip().startswith(("#", "//"))
    ]
    if not numbered:
        raise ValueError("the data are empty: give a line for each row, x and y")
    separator = _separator([line for _, line in numbered[:LOOKED_AT]])
    if len(numbered) > LONG:
        plain = _plain(numbered, separator)
        if plain:
            return plain
    cells = [_split(line, separator) for _, line in numbered]
    comma = separator != "," and _commas(cells)
    width = len(cells[0])
    head = _headed(cells[0], comma=comma)
    names = tuple(cell.strip() for cell in cells[0]) if head else ("",) * width
    if head and len(cells) > 1 and len(cells[1]) == width + 1:
        names, width = ("", *names), width + 1  # an index without a name
    first = numbered[0][0] if len(cells[0]) == width else numbered[1][0]
    body, lines = cells[head:], [line for line, _ in numbered][head:]
    if not body:
        raise ValueError("there is a header and no row of numbers below it")
    for row, line in zip(body, lines, strict=True):
        if len(row) != width:
            raise ValueError(
                f"line {line} has {len(row)} columns, and line {first} has {width}: "
                "give each line as many, and close each quote in its line"
            )
    return Table(names, body, lines, comma)


def _plain(numbered: list[tuple[int, str]], separator: str) -> Table | None:
    """A long table of nothing but numbers below its header, which numpy can read."""
    head = [_split(line, separator) for _, line in numbered[:LOOKED_AT]]
    named = _headed(head[0])
    lines = [line for _, line in numbered][named:]
    try:
        values = np.loadtxt(
            lines, delimiter=None if separator == " " else separator, ndmin=2
        )
    except ValueError:
        return None
    names = tuple(cell.strip() for cell in head[0]) if named else ("",) * len(head[0])
    if values.shape[1] != len(names) or not np.isfinite(values).all():
        return None
    return Table(names, head[named:], [n for n, _ in numbered][named:], False, values)


def _headed(cells: list[str], *, comma: bool = False) -> bool:
    """Whether the first line names columns: it is more than numbers with gaps."""
    words = [cell for cell in cells if math.isnan(number(cell, comma=comma))]
    gaps = all(word.strip().strip("\"'").lower() in GAPS for word in words)
    return bool(words) and not (gaps and len(words) < len(cells))


def column(of: Table, j: int) -> Array:
    """Numbers of a column.

    Raises:
        ValueError: If a cell is none; the text names its line.
    """
    if of.values is not None:
        return of.values[:, j]
    out = np.array([number(row[j], comma=of.comma) for row in of.rows])
    bad = np.flatnonzero(np.isnan(out))
    if bad.size:
        i = int(bad[0])
        name = of.names[j] or str(j + 1)
        raise ValueError(
            f"line {of.lines[i]}, column {name} is {of.rows[i][j].strip()!r}, no "
            f"number ({len(bad)} of {len(out)} are none): leave these lines out, or "
            "choose other columns by --x and --y"
        )
    return out


def numeric(of: Table, j: int) -> bool:
    """Whether the first rows of a column hold a number."""
    cells = [row[j] for row in of.rows[:LOOKED_AT]]
    return not all(math.isnan(number(cell, comma=of.comma)) for cell in cells)


def number(cell: str, *, comma: bool = False) -> float:
    """The number in a cell; nan if it is none."""
    text = cell.strip().strip("\"'$€£%").replace("\u2212", "-").replace("\u00a0", "")
    if comma:
        text = text.replace(".", "").replace(",", ".") if "," in text else text
    elif GROUPED.match(text):
        text = text.replace(",", "")
    try:
        return float(text)
    except ValueError:
        return math.nan


def _separator(lines: list[str]) -> str:
    """What splits all lines into the same number of columns, two or more; " " else."""
    for one in SEPARATORS:
        widths = {len(_split(line, one)) for line in lines}
        if len(widths) == 1 and widths.pop() > 1 and not _decimal(lines, one):
            return one
    for one in SEPARATORS:
        some = sum(one in line for line in lines)
        if 2 * some > len(lines) and not _decimal(lines, one):
            return one
    return " "


def _decimal(lines: list[str], separator: str) -> bool:
    """Whether the comma that would separate is a decimal mark between blanks."""
    if separator != ",":
        return False
    parts = [line.split() for line in lines]
    return all(
        len(part) > 1 and all(COMMA.match(cell) or cell.isdigit() for cell in part)
        for part in parts
    )


def _commas(cells: list[list[str]]) -> bool:
    """Whether numbers are written with a decimal comma."""
    some = [cell.strip() for row in cells[:LOOKED_AT] for cell in row]
    with_comma = [cell for cell in some if "," in cell]
    return bool(with_comma) and all(COMMA.match(cell) for cell in with_comma)


def _split(line: str, separator: str) -> list[str]:
    if separator == " ":
        return line.split()
    line = line.strip().strip("|") if separator == "|" else line
    try:
        return next(csv.reader(io.StringIO(line), delimiter=separator), [])
    except csv.Error as error:
        raise ValueError(f"a line is no line of a table: {error}") from None
