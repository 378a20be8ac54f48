"""Numbers without names that fill lines: one series, or vectors in brackets.

The one rule: lines are one series where a table would not look like them.
"""

import re
from decimal import Decimal
from itertools import pairwise

from gdcore.logs.columns import Column, Columns
from gdcore.logs.fields import last_name
from gdcore.logs.numerals import LETTER, NUMBER, NUMERIC

INDEX = re.compile(r"\s{0,8}\[(\d{1,7})\]\s+(?=[-+.\d]|nan|inf|\"|')", re.IGNORECASE)
"""How R counts what it prints: [1] at a line's start, [7] where its row goes on."""
SCALE = re.compile(r"\s{0,80}1(?:\.0{0,9})?e([-+]?\d{1,3})\s{0,9}\*\s{0,80}", re.I)
"""How MATLAB prints a factor that all numbers below it have."""
COLUMNS = re.compile(r"\s{0,80}columns? \d+", re.I)
"""What it prints between the parts of a wide matrix."""
SCALED = "the numbers are multiplied by the factor that stands above them"
WIDE = 30
"""Power of ten up to which numbers are written out, which shows their last digit."""
GROUP = re.compile(r"[\[(]{1,3}([^\[\]()]*)[\])]{1,3}")
LEAST = 4
"""Numbers of a line from which on they may be one series."""
ONE_SERIES = "the numbers that fill the lines are one series"


def without_indices(lines: list[str]) -> list[str]:
    """Lines as R prints them without its indices; a vector's rows in one bracket."""
    found = [INDEX.match(line) for line in lines]
    if not any(match and match[1] == "1" for match in found):
        return lines
    kept: list[str] = []
    count, inside = 0, False
    for line, match in zip(lines, found, strict=True):
        rest = line[match.end() :] if match else line
        size = len(NUMBER.findall(rest)) if match else 0
        goes_on = bool(match and kept and int(match[1]) == count + 1 and count)
        if goes_on:
            start = kept[-1] if inside else f"[{kept[-1]}]"
            kept[-1], inside = f"{start[:-1]} {rest}]", True
            count += size
            continue
        if match and match[1] != "1":
            return lines
        kept.append(rest)
        count, inside = size, False
    return kept


def scaled(lines: list[str]) -> tuple[list[str], list[str]]:
    """Numbers under a line "1.0e+03 *", as MATLAB prints them, times it; and a note."""
    kept: list[str] = []
    power: int | None = None
    for line in lines:
        scale = SCALE.fullmatch(line)
        if scale:
            power = int(scale[1])
        elif power is None or not COLUMNS.match(line):
            power = None if LETTER.search(NUMERIC.sub("", line)) else power
            kept.append(line if power is None else _times(line, power))
    return kept, [SCALED] * (len(kept) < len(lines))


def _times(line: str, power: int) -> str:
    """A line whose numbers are multiplied by a power of ten, digit by digit."""
    form = "f" if abs(power) <= WIDE and "e" not in line.lower() else "e"
    return NUMBER.sub(lambda found: f"{Decimal(found[0]).scaleb(power):{form}}", line)


def apart(line: str) -> str:
    """A line of bare numbers with vectors in brackets moved to its end, as theta."""
    if ("[" not in line and "(" not in line) or LETTER.search(NUMERIC.sub("", line)):
        return line
    groups = [match for match in GROUP.finditer(line) if NUMBER.search(match[1])]
    outside = GROUP.sub(" ", line)
    out = NUMBER.findall(outside)
    inside = [text for match in groups for text in NUMBER.findall(match[1])]
    if not out or not inside or "/" in line:
        return line
    counter = not groups[0].start() and groups[0][1].strip().isdecimal()
    if counter or (len(out) == len(inside) == 1 and out[0].isdecimal()):
        return line
    vector = len(inside) > 1 or "[" in line
    return f"{outside} {'theta' if vector else 'bracket'} {' '.join(inside)}"


def from_rows(lines: list[str]) -> Columns | None:
    """One series out of numbers that fill lines; None if the lines are a table."""
    first = next((line for line in lines if re.search(r"\d", line)), "")
    if len(NUMBER.findall(first)) < LEAST:
        return None
    rows = [(line, NUMBER.findall(line)) for line in lines if re.search(r"\d", line)]
    start = re.search(r"[-+.]?\d", first)
    name = last_name(first[: start.start()]) if start else ""
    rest = [first[start.start() :] if start else "", *(line for line, _ in rows[1:])]
    if any(LETTER.search(NUMERIC.sub("", line)) for line in rest):
        return None
    texts = [text for _, row in rows for text in row]
    sizes = [len(row) for _, row in rows]
    if len(rows) > 1 and not _wrapped(sizes, [float(text) for text in texts]):
        return None
    if len(rows) == 1 and texts[0].isdecimal() and not texts[1].isdecimal():
        return None
    column = Column(list(range(len(texts))), texts)
    return Columns({(name, 0): column}, len(texts), [], [ONE_SERIES])


def _wrapped(sizes: list[int], values: list[float]) -> bool:
    """Whether lines of numbers go on from one to the next, as no table does."""
    if len(set(sizes[:-1])) > 1 or sizes[-1] > sizes[0]:
        return False
    firsts = values[:: sizes[0]]
    if len(firsts) > 3 and sizes[-1] < sizes[0]:
        firsts.pop()  # the parameters below a table
    counts = {b - a for a, b in pairwise(firsts)}
    if len(firsts) > 2 and len(counts) == 1 and firsts[0] == int(firsts[0]):
        return False
    signs = {a > b for a, b in pairwise(values) if a != b}
    return sizes[-1] < sizes[0] or len(signs) == 1
