"""One line as names and numbers: each number is named by the words before it.

The one rule: a number without words of its own goes on with the name before it.
"""

import re
from typing import NamedTuple

from gdcore.logs.numerals import NUMBER
from gdcore.logs.roles import BEFORE, STEP, role

NAME = re.compile(
    r"[^\W\d][\w./'^²*∇∂|-]*(?:\([^()\n]{0,30}\))?"
    r"(?: [^\W\d][\w./'^²]*(?:\([^()\n]{0,30}\))?)*|\|+[^\W\d]+\|+|∇[\w(]*|∂\w*/∂\w*|#"
)
NAMES = re.compile(r"([^\W\d]\w*(?:\s*,\s*[^\W\d]\w*){1,9})\s*\)?\s*[:=]\s*[\[(]*\s*$")
BRACKETED = re.compile(r"([^\W\d][\w./-]*) \(([^\W\d][\w -]*)\)[\s:=]*$")
LAST_WORDS = re.compile(r"(?:\s+(?:is|now|was|are|equals|value|of|to|the|current))+$")
FIRST_WORDS = re.compile(r"^(?:(?:the|current|new|and|with|then|has|info|debug)\s+)+")
AFTER = re.compile(
    rf"(?:(.*?)\s+)?(?:after|at|in|for|on|of)\s+{BEFORE}{STEP}|(.+?)\s+(?:after|at)"
)
PREPOSITION = re.compile(r"\b(?:after|at|in|for|on|of)\b")
SHARE = re.compile(r"\s?\(\s*\)")
"""What is left of the percents in "[640/60000 (1%)]"."""
LONGEST = 120
"""Characters before a number in which its name is looked for."""
MOST_LABELS = 800
"""Different texts between numbers that are read, in all lines."""
MOST_NUMBERS = 400
"""Numbers of one line that are read."""


class Label(NamedTuple):
    """What stands between two numbers.

    Attributes:
        names: Of the numbers that follow; empty where there are no words.
        pending: In "cost after iteration 5: 1.2", the name of what comes later.
        total: Whether the next number is the n of "i/n".
        step: Whether the next number is a step.
    """

    names: tuple[str, ...]
    pending: str
    total: bool
    step: bool


class Entry(NamedTuple):
    """A number of a line: its name, its place under this name, and its text."""

    name: str
    place: int
    text: str


def entries(line: str, labels: dict[str, Label]) -> list[Entry]:
    """The numbers of a line; `labels` remembers what was read before."""
    found: list[Entry] = []
    queue: list[str] = []
    name, pending, place, end = "", "", -1, 0
    for match in NUMBER.finditer(line):
        gap, end = line[end : match.start()], match.end()
        label = labels.get(gap)
        if label is None:
            if len(labels) >= MOST_LABELS:
                continue
            label = labels[gap] = read_label(gap)
        if label.total and found:
            name = name or _counted(found, line[end:])
            continue
        if pending and (label.step or not label.names):
            name, place, pending = pending, 0, ""
        elif label.names:
            (name, *queue), place, pending = label.names, 0, label.pending
        elif queue:
            name, place = queue.pop(0), 0
        elif place >= 0 and name and role(name) == "step":
            name, place = "", 0
        else:
            place += 1
        found.append(Entry(name, place, match[0]))
        if len(found) >= MOST_NUMBERS:
            break
    return found


def _counted(found: list[Entry], rest: str) -> str:
    """The name of the i in "i/n": a step, or none where it counts an epoch's rows."""
    if SHARE.match(rest) and any(role(entry.name) == "step" for entry in found):
        found.pop()
        return ""
    found[-1] = found[-1]._replace(name="step")
    return found[-1].name


def read_label(gap: str) -> Label:
    """The words of a gap between two numbers."""
    text = gap[-LONGEST:].strip().lower()
    if text in ("/", "of", "out of"):
        return Label((), "", True, False)
    listed = NAMES.search(text) if "," in text else None
    if listed:
        names = tuple(name.strip() for name in listed[1].split(","))
        if all(role(name) in ("gradient", "parameter", "loss") for name in names):
            return Label(names, "", False, False)
    name = last_name(text)
    if not name:
        return Label((), "", False, False)
    after = AFTER.fullmatch(name) if PREPOSITION.search(name) else None
    if after:
        pending = (after[1] or after[2] or "").strip()
        return Label(("step",), pending, False, True)
    return Label((name,), "", False, role(name) == "step")


def last_name(text: str) -> str:
    """The last name of a text, in lower case, without the words around it."""
    text = text.strip().lower()
    bracketed = BRACKETED.search(text) if "(" in text else None
    if bracketed:
        return f"{bracketed[1]} {bracketed[2]}"
    found = NAME.findall(text)
    if not found:
        return ""
    name = FIRST_WORDS.sub("", LAST_WORDS.sub("", found[-1].strip("'\"*.,-/ ")))
    return name.strip("'\"*.,-/ ")
