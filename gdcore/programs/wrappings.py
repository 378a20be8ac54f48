"""What stands around and before posted code: fences, tags, marks, prompts, numbers.

The one rule: only what stands on nearly every line, or encloses the code, is taken off.
"""

import html
import itertools
import json
import re

from gdcore.programs.layout import parses

BLANKS = str.maketrans(
    dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u202f\u3000", " ")
    | dict.fromkeys("\u200b\u200c\u200d\ufeff\u2060")
)


def _fences(source: str) -> str:
    blocks = re.findall(
        r"^[ \t]*(?:```|~~~)[^\n]*\n(.*?)(?:^[ \t]*(?:```|~~~)|\Z)", source, re.M | re.S
    )
    blocks = blocks or re.findall(r"\[code[^\]]*\](.*?)\[/code\]", source, re.S | re.I)
    sound = [b for b in blocks if parses(b)]
    return "\n".join(sound or blocks) if blocks else source


TAGS = r"</?(pre|code|p|div|span|br)\b[^>]*>"
ENTITY = r"&(lt;|gt;|amp;|quot;|nbsp\b|#\d+;|#x[0-9a-f]+;)"


def _entities(source: str) -> str:
    """&lt; and its like, <pre>, <br>."""
    if not re.search(f"{ENTITY}|{TAGS}", source, re.I):
        return source
    source = re.sub(r"<br\s*/?>(?!\n)", "\n", re.sub(r"<br\s*/?>\n", "\n", source))
    source = re.sub(r"</(p|pre|div)>(?!\n)|(?<!\n)<pre\b[^>]*>", "\n", source)
    source = re.sub(r"&(amp;)?nbsp;?", " ", re.sub(TAGS, "", source, flags=re.I))
    return html.unescape(source).translate(BLANKS)


def _notebook(source: str) -> str:
    """The code cells of a notebook's file."""
    if not source.lstrip().startswith("{") or '"cells"' not in source:
        return source
    try:
        cells = json.loads(source).get("cells", [])
        code = [c["source"] for c in cells if c.get("cell_type") == "code"]
        return "\n".join(c if isinstance(c, str) else "".join(c) for c in code)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return source


def _patch(source: str) -> str:
    """The new lines of a diff."""
    lines = [s for s in source.split("\n") if s.strip()]
    added = sum(s.startswith("+") for s in lines)
    marked = sum(s[:1] in "+-@ " for s in lines)
    if added < 3 or marked < len(lines) or added < 0.5 * len(lines):
        return source
    kept = [s for s in source.split("\n") if not s.startswith(("-", "@@", "+++"))]
    return "\n".join(s[1:] for s in kept)


def _button(source: str) -> str:
    """The words of a copy button before the code."""
    return re.sub(r"\A\s*(python3?|py)?\s*\n?\s*Copy( code)?\s*\n", "", source)


def _first(source: str) -> str:
    """A margin before all lines but the first."""
    first, _, rest = source.partition("\n")
    lines = [s for s in rest.split("\n") if s.strip()]
    margin = min((len(s) - len(s.lstrip()) for s in lines), default=0)
    if not margin or first[:1] in " \t" or first.rstrip().endswith(":"):
        return source
    return "\n".join([first, *(s[margin:] for s in rest.split("\n"))])


def _mail(source: str) -> str:
    """`> ` or `>> ` before every line of a reply; the text around it goes."""
    lines = source.split("\n")
    quoted = [s for s in lines if re.match(r"^\s{0,3}>{1,2}( (?!>)|$)", s)]
    if len(quoted) < 3 or len(quoted) < 0.5 * sum(bool(s.strip()) for s in lines):
        return source
    return "\n".join(re.sub(r"^\s{0,3}>{1,2} ?", "", s, count=1) for s in quoted)


def _prompts(source: str) -> str:
    """`>>>`, `...`, `In [3]:`; the lines that such a session printed go."""
    lines = source.split("\n")
    if any(re.match(r"^\s*>>>( |$)", s) for s in lines):
        kept = [s for s in lines if re.match(r"^\s*(>>>|\.\.\.)( |$)", s)]
        return "\n".join(re.sub(r"^\s*(>>>|\.\.\.) ?", "", s) for s in kept)
    if not any(re.match(r"^\s*In ?\[[\d* ]*\]:", s) for s in lines):
        return source
    kept, output = [], False
    for line in lines:
        if re.match(r"^\s*Out ?\[[\d ]*\]:", line):
            output = True
        elif re.match(r"^\s*In ?\[[\d* ]*\]:", line):
            output = False
        if not output:
            line = re.sub(r"^\s*In ?\[[\d* ]*\]: ?", "", line)
            kept.append(re.sub(r"^ *\.\.\.: ?", "", line))
    return "\n".join(kept)


def _numbers(source: str) -> str:
    """Line numbers that were copied along: 1, 2, 3, … before each line."""
    lines = source.split("\n")
    found = [re.match(r"^\s*(\d+)(?: ?\||[.:)]|\t|\s|$) ?", s) for s in lines]
    numbers = [int(m[1]) for m in found if m]
    filled = sum(bool(s.strip()) for s in lines)
    rising = all(b == a + 1 for a, b in itertools.pairwise(numbers))
    if len(numbers) < 3 or not rising or len(numbers) < 0.9 * filled:
        return source
    return "\n".join(
        s[m.end() :] if m else s for s, m in zip(lines, found, strict=True)
    )


def _shells(source: str) -> str:
    """Commands of a notebook or a shell: %matplotlib, !pip, $ python."""
    return re.sub(
        r"^[ \t]*(?:[%!$]|pip install\b|python3? \S+\.py).*$", "", source, flags=re.M
    )
