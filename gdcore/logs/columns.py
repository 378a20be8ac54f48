"""Columns of numbers out of lines: a record ends where a name comes again.

The one rule: a column keeps, beside each number, the record in which it stood.
"""

import re
from typing import NamedTuple

from gdcore.logs.closing import without_closing
from gdcore.logs.fields import MOST_LABELS, Label, entries, last_name
from gdcore.logs.records import Row, closed_by_steps, numbered
from gdcore.logs.roles import role

Key = tuple[str, int]
MOST_COLUMNS = 60
TOO_MANY = "the words between the numbers change all the time: the first"
ELIDED = re.compile(r"\s*(?:\.{2,}|…|⋮|\[\.\.\.\]|etc\.?)[\s,.]*")


class Column(NamedTuple):
    """Numbers of one name, as texts, and the record of each."""

    records: list[int]
    texts: list[str]


class Columns(NamedTuple):
    """What the lines hold.

    Attributes:
        by: Columns by name and place under it.
        size: Records.
        cuts: Records before which something was elided.
        notes: What was left out.
    """

    by: dict[Key, Column]
    size: int
    cuts: list[int]
    notes: list[str]


def from_lines(lines: list[str]) -> Columns:
    """Columns of named numbers, or of bare ones under a header."""
    by: dict[Key, Column] = {}
    rows, header, notes = _rows(lines)
    last = closed_by_steps(rows)
    record, seen, cuts, valued, over = 0, set[Key](), [], False, False
    for found in rows:
        if found is None:
            cuts.append(record + 1)
            continue
        keys = [(name, place) for name, place, _ in found]
        fresh = over if last else role(found[0].name) == "step" and valued
        if fresh or not seen.isdisjoint(keys):
            record, seen, valued = record + bool(seen), set(), False
        over = False
        for key, entry in zip(keys, found, strict=True):
            if key in seen or (key not in by and len(by) >= MOST_COLUMNS):
                continue
            seen.add(key)
            step = role(entry.name) == "step"
            valued, over = valued or not step, over or step
            column = by.setdefault(key, Column([], []))
            column.records.append(record)
            column.texts.append(entry.text)
    notes += ["an elided middle is left out"] * bool(cuts)
    return Columns(_headed(by, header), record + 1, cuts, notes)


def _rows(lines: list[str]) -> tuple[list[Row], str, list[str]]:
    """The numbers of each line, the header of bare ones, and what was left out."""
    labels: dict[str, Label] = {}
    rows: list[Row] = []
    header, named = "", ""
    for line in lines:
        if ELIDED.fullmatch(line):
            rows.append(None)
            continue
        found = entries(line, labels)
        if not found:
            named = line if any(c.isalpha() for c in line) else named
            continue
        if not header and not found[0].name:
            header = named
        rows.append(found)
    full = len(labels) >= MOST_LABELS
    rows, notes = without_closing(numbered(rows))
    return rows, header, [*notes, *[f"{TOO_MANY} {MOST_LABELS:,} are read"] * full]


def _headed(by: dict[Key, Column], header: str) -> dict[Key, Column]:
    """Bare columns under their names, if the header has as many as there are."""
    bare = [key for key in by if not key[0]]
    if not header or not bare:
        return by
    for pattern in (r"[|,;\t]|\s{2,}", r"[|,;\s]+"):
        parts = re.split(pattern, header.strip().strip("|[](){}"))
        names = [last_name(part) for part in parts if part.strip()]
        if len(names) == len(bare) - 1:
            names.insert(0, "step")
        if len(names) == len(bare) and all(names):
            break
    else:
        return by
    taken = dict[str, int]()
    renamed = dict[Key, Key]()
    for key, name in zip(bare, names, strict=True):
        renamed[key] = (name, taken.get(name, 0))
        taken[name] = taken.get(name, 0) + 1
    return {renamed.get(key, key): column for key, column in by.items()}
