"""Lines as records: what belongs to one step, where the step is printed last, too.

The one rule: a pattern of lines counts if it comes again, alike, each time.
"""

from itertools import groupby

from gdcore.logs.fields import Entry
from gdcore.logs.roles import role

Row = list[Entry] | None
"""The numbers of a line; None for a line that stands for elided ones."""
MOST_REPEATED = 9
"""Lines of one name in a row that are entries of one vector."""


def numbered(rows: list[Row]) -> list[Row]:
    """Rows with entries of a vector, printed one a line, at places of their own."""
    runs: dict[str, list[list[int]]] = {}
    for name, group in groupby(range(len(rows)), key=lambda i: _sole(rows[i])):
        if name and role(name) in ("gradient", "parameter"):
            runs.setdefault(name, []).append(list(group))
    places = dict[int, int]()
    for groups in runs.values():
        sizes = {len(group) for group in groups[1:-1] or groups[:1]}
        size = sizes.pop()
        if sizes or len(groups) < 2 or not 1 < size <= MOST_REPEATED:
            continue
        if max(len(groups[0]), len(groups[-1])) > size:
            continue
        for run in groups:
            first = size - len(run) if run is groups[0] else 0
            places.update({i: first + j for j, i in enumerate(run)})
    return [_moved(row, places.get(i, 0)) for i, row in enumerate(rows)]


def _sole(row: Row) -> str:
    """The one name of a row; "" if there are several."""
    if not row or any(entry.name != row[0].name for entry in row):
        return ""
    return row[0].name


def _moved(row: Row, place: int) -> Row:
    if not row or not place:
        return row
    return [e._replace(place=e.place + place * len(row)) for e in row]


def closed_by_steps(rows: list[Row]) -> bool:
    """Whether the step is the last line of its record, not the first."""
    lines = [row for row in rows if row]
    at = [i for i, row in enumerate(lines) if _has_step(row)][:2]
    if len(at) < 2 or not _has_step(lines[-1]):
        return False
    between = at[1] - at[0] - 1
    if not 0 < between <= at[0]:
        return False
    before = lines[at[0] - between : at[0]]
    return [_keys(r) for r in before] == [_keys(r) for r in lines[at[0] + 1 : at[1]]]


def _has_step(row: list[Entry]) -> bool:
    return any(role(entry.name) == "step" for entry in row)


def _keys(row: list[Entry]) -> list[tuple[str, int]]:
    return [(entry.name, entry.place) for entry in row]
