"""How code is posted: prompts, fences, quotes, entities, lost indentation, mended.

The one rule: what is changed is said, and what parses as it is stays as it is.
"""

import re
from collections.abc import Callable

from gdcore.programs.layout import indented, parses, without_prose
from gdcore.programs.wrappings import (
    BLANKS,
    _button,
    _entities,
    _fences,
    _first,
    _mail,
    _notebook,
    _numbers,
    _patch,
    _prompts,
    _shells,
)

LONGEST = 200_000
"""Characters that are read."""
PUT_BACK = "lost indentation was put back"
QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "′": "'"})
SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "⋅": "*", "·": "*"})


def mend(source: str) -> tuple[str, tuple[str, ...]]:
    """The source as it was written, and what was mended, in words."""
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    said: list[str] = []
    for words, always, change in STEPS:
        if not always and parses(source):
            break
        changed = change(source)
        if changed != source and changed.strip():
            if change is without_prose and _margins(changed) > _margins(source):
                said.append(PUT_BACK)
            source = changed
            said.append(words)
    return source, tuple(said)


def _margins(source: str) -> int:
    """Lines that begin with a blank."""
    return sum(row[:1] in (" ", "\t") for row in source.split("\n"))


def _quotes(source: str) -> str:
    return source.translate(QUOTES)


def _blanks(source: str) -> str:
    return source.translate(BLANKS)


def _signs(source: str) -> str:
    return source.translate(SIGNS)


def _spaced(source: str) -> str:
    """A blank line after every line."""
    lines = source.split("\n")
    return "\n".join(lines[::2]) if not any(s.strip() for s in lines[1::2]) else source


def _tabs(source: str) -> str:
    """Four blanks for a tab."""
    return re.sub(r"^[ \t]+", lambda m: m[0].expandtabs(4), source, flags=re.M)


def _outer(source: str) -> str:
    """Blanks that stand before every line."""
    lines = [s for s in source.split("\n") if s.strip()]
    margin = min((len(s) - len(s.lstrip()) for s in lines), default=0)
    return "\n".join(s[margin:] for s in source.split("\n"))


def _print(source: str) -> str:
    """Python 2's print, xrange and raw_input."""
    source = re.sub(
        r"^([ \t]*(?:.*?:[ \t]+)?)print[ \t]+(?![=(])([^\n;#]+?)[ \t]*$",
        r"\1print(\2)", source, flags=re.M,
    )  # fmt: skip
    source = re.sub(
        r"^([ \t]*)print[ \t]+(\([^\n]*\)[ \t]*[%,][^\n]*)$", r"\1print(\2)", source,
        flags=re.M,
    )  # fmt: skip
    return re.sub(r"^([ \t]*)print[ \t]*$", r"\1print()", source, flags=re.M)


STEPS: list[tuple[str, bool, Callable[[str], str]]] = [
    ("no-break spaces and invisible characters became blanks", True, _blanks),
    ("the code cells were taken out of a notebook's file", True, _notebook),
    ("the words of a copy button were left out", False, _button),
    ("the new lines of a patch were taken", False, _patch),
    ("the code was taken out of its fences", False, _fences),
    ("HTML entities became characters", False, _entities),
    ("the marks of a quoted mail were taken off", False, _mail),
    ("prompts were taken off, and the output between them", False, _prompts),
    ("line numbers were taken off", False, _numbers),
    ("commands of a notebook or shell were left out", False, _shells),
    ("typographic quotes became straight ones", False, _quotes),
    ("the margin before every line was taken off", False, _outer),
    ("the margin before all lines but the first was taken off", False, _first),
    ("typographic signs became - and *", False, _signs),
    ("blank lines between all lines were taken out", False, _spaced),
    ("tabs became blanks", False, _tabs),
    ("Python 2's print became a call", False, _print),
    (PUT_BACK, False, indented),
    ("prose around the code was left out", False, without_prose),
]
