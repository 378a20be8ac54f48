"""How logs write numbers: marks of decimals and thousands, nan and inf, last digits.

The one rule: which mark parts the decimals is decided for the whole log at once.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,4})?|nan|inf(?:inity)?)"
    r"(?!\w|\.\d)",
    re.IGNORECASE,
)
"""A number whose decimals stand behind a point."""
WINDOWS = (
    (re.compile(r"1\.#(?:INF|J)\w*", re.IGNORECASE), "inf"),
    (re.compile(r"1\.#(?:IND|Q?NAN|R|QNB)\w*", re.IGNORECASE), "nan"),
    (re.compile(r"∞"), "inf"),
)
"""How runtimes of Windows, and people, write what is not finite."""
POINTS = re.compile(r"\.(?:\d{1,2}(?!\d)|\d{4,}|\d{3}(?![\d.,]))")
COMMAS = re.compile(r"(?<![\w.,])[-+]?(\d+),(\d+)([eE][-+]?\d+)?(?![\w,.])")
GERMAN = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:\.\d{3})+,\d")
GROUPED = re.compile(r"(?<![\w.,\[(])(\d{1,3}(?:,\d{3})+)(?![\d,]|[eE][-+]?\d)")
SHOWN = 500
"""Values of a series that tell its format."""
SEEN, LONGEST = 2000, 2000
"""Lines, and characters of each, that tell how numbers are written."""
LETTER = re.compile(r"[^\W\d_]")
NUMERIC = re.compile(r"nan|inf|(?<=[\d.])e(?=[-+\d])", re.IGNORECASE)
EPSILON = 2.0**-52


def mended(text: str) -> tuple[str, list[str]]:
    """The text with points for decimals and no thousands marks, and what was done."""
    for pattern, word in WINDOWS:
        text = pattern.sub(word, text)
    if "," not in text:
        return text, []
    if _as_cells(text):
        return text, []
    if _decimal_commas(text):
        text = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", text)
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
        return text, ["a comma parts the decimals"]
    after = GROUPED.sub(lambda match: match[1].replace(",", ""), text)
    return after, ["commas between thousands are left out"] * (after != text)


def _decimal_commas(text: str) -> bool:
    """Whether numbers have commas, and no point stands but between thousands.

    Before an exponent no comma parts thousands.
    """
    if POINTS.search(text):
        return False
    if GERMAN.search(text):
        return True
    found = COMMAS.findall(text)
    return any(len(end) != 3 or start == "0" or power for start, end, power in found)


def _as_cells(text: str) -> bool:
    """Whether lines without words have one number of commas: cells parted by them."""
    lines = [line[:LONGEST] for line in text.split("\n", SEEN)[:SEEN]]
    bare = [line.strip() for line in lines if _bare(line)]
    counts = {line.count(",") for line in bare}
    if not bare or len(counts) > 1 or 0 in counts or any(";" in line for line in bare):
        return False
    if any(re.search(r"\d\s+[-+\d.]", line) for line in bare):
        return False
    if counts != {1} or any("," in line for line in lines if _worded(line)):
        return True
    firsts = [line.partition(",")[0].strip(" []()|") for line in bare]
    steps = [int(first) for first in firsts if first.isdecimal()]
    rising = all(a < b for a, b in pairwise(steps))
    return len(steps) == len(bare) and (len(bare) > 1) and rising


def _worded(line: str) -> bool:
    return bool(line.strip()) and not re.search(r"\d", line)


def _bare(line: str) -> bool:
    """Whether a line has a number, and no letters but those of numbers."""
    return not LETTER.search(NUMERIC.sub("", line)) and bool(re.search(r"\d", line))


def value(text: str) -> float:
    """The number; huge exponents become inf and 0 as Python reads them."""
    return float(text)


def units(texts: Sequence[str], values: Sequence[float]) -> list[float]:
    """One unit of the last printed digit of each value, absolute.

    A format with fixed decimals shows as many in most lines; one with significant
    digits shows as many of these. Whichever is the more constant is taken.
    """
    shapes = [_shape(text) for text in texts[:: max(1, len(texts) // SHOWN)]]
    known = [shape for shape in shapes if shape is not None]
    if not known:
        return [0.0] * len(texts)
    most = max(decimals for decimals, _, _ in known)
    deep = max(significant for _, significant, _ in known)
    fixed = sum(decimals == most for decimals, _, _ in known)
    free = sum(significant == deep for _, significant, _ in known)
    if not any(exponent for _, _, exponent in known) and fixed >= free:
        return [max(10.0**-most, EPSILON * _size(v)) for v in values]
    return [max(_unit(v, deep), EPSILON * _size(v)) for v in values]


def _size(v: float) -> float:
    return abs(v) if math.isfinite(v) else 0.0


def _unit(v: float, significant: int) -> float:
    if v == 0 or not math.isfinite(v):
        return 0.0
    return float(10.0 ** max(math.floor(math.log10(abs(v))) + 1 - significant, -320))


def _shape(text: str) -> tuple[int, int, bool] | None:
    """Decimals, significant digits, and whether there is an exponent."""
    mantissa, mark, _ = text.lower().lstrip("+-").partition("e")
    whole, _, decimals = mantissa.partition(".")
    if not (whole + decimals).isdecimal():
        return None
    return len(decimals), len((whole + decimals).lstrip("0")), bool(mark)
