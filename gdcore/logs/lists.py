"""Lists and arrays as Python prints them: each long bracket is one series.

The one rule: brackets that repeat line by line are vectors of a record, no series.
"""

import re

from gdcore.logs.columns import Column, Columns, Key
from gdcore.logs.fields import last_name
from gdcore.logs.numerals import NUMBER

GROUP = re.compile(r"([\[(])([^\[\]()]*)(?:[\])]|\Z)")
BETWEEN_ROWS = re.compile(r"([\])])\s{0,80},?\s{0,80}([\[(])")
LEAST = 5
"""Numbers that make a bracket a series."""
MOST_SERIES = 12
ELIDED = re.compile(r"\.{3,}|…")


def rows_apart(text: str) -> str:
    """Rows of a nested list on lines of their own."""
    if not re.search(r"[\[(]\s{0,80}[\[(]", text):
        return text
    text = BETWEEN_ROWS.sub("\n", text)
    return re.sub(r"[\[(]\s{0,80}[\[(]|[\])]\s{0,80}[\])]", " ", text)


def from_lists(text: str) -> Columns | None:
    """The long brackets of a text as columns; None if it is no text of lists."""
    if "[" not in text and "(" not in text:
        return None
    by: dict[Key, Column] = {}
    notes: list[str] = []
    covered = 0
    for match in GROUP.finditer(text):
        texts, cut = _numbers(match[2])
        if len(texts) + 3 * cut < LEAST or re.search(r"[:=]", match[2]):
            continue
        covered += match.end() - match.start()
        if cut:
            notes.append("of a list with an elided middle the longer part is read")
        name = last_name(
            text[max(0, match.start() - 60) : match.start()].split("\n")[-1]
        )
        if (name, 0) in by or len(by) >= MOST_SERIES:
            return None
        by[(name, 0)] = Column(list(range(len(texts))), texts)
    if not by or 2 * covered < len(text.strip()):
        return None
    return Columns(by, max(len(c.texts) for c in by.values()), [], notes[:1])


def _numbers(inside: str) -> tuple[list[str], bool]:
    """The numbers of a bracket; of the parts around an elision the longer one."""
    parts = [
        [match[0] for match in NUMBER.finditer(part)] for part in ELIDED.split(inside)
    ]
    return max(parts, key=len), len(parts) > 1
