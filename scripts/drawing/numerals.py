"""A number as a reader sees it: in HTML, in TeX and as bare text.

The one rule: the value is rounded by a format and by nothing else, and never to zero:
zero is printed for zero, and by "z.1f" for what rounding left of it. Two formats are
not Python's: "below" for a bound on what rounding left, and ",.2r" for a whole number
of which only two digits count.
"""

import math
import re
import string
from typing import Any

MINUS = "\N{MINUS SIGN}"
BELOW = "below "
BOUNDS = (1e-14, 1e-12, 1e-9, 1e-6, 1e-3)
ROUNDING = 1e-9  # the most that "z.1f" prints as zero
FINEST = 1e-12  # "below:1e-14" names the finer one, too


def as_text(value: Any, form: str, scale: float = 1) -> str:
    """A value as Python formats it; what is not a finite number has its own word."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = float(value) if isinstance(value, str) else value * scale
    if isinstance(number, float) and not math.isfinite(number):
        return str(number)
    text = _formatted(number, form)
    return (
        text.removeprefix("-") if re.fullmatch(r"-[0.,]+(e[+-]\d+)?%?", text) else text
    )


def as_html(value: Any, form: str, scale: float = 1) -> str:
    """1.6e-05 as 1.6 × 10<sup>−5</sup>, with a true minus sign."""
    text = as_text(value, form, scale)
    text = {"inf": "∞", "-inf": f"{MINUS}∞", "nan": "NaN"}.get(text, text)
    mantissa, power = _split(text)
    if power is None:
        return mantissa.replace("-", MINUS)
    times = "" if mantissa == BELOW else " × "
    return f"{mantissa}{times}10<sup>{power}</sup>".replace("-", MINUS)


def as_tex(value: Any, form: str, scale: float = 1) -> str:
    r"""1.6e-05 as 1.6 \times 10^{-5}, and 1,000 with commas that TeX does not space."""
    text = as_text(value, form, scale)
    text = {"inf": r"\infty", "-inf": r"-\infty", "nan": r"\mathrm{NaN}"}.get(
        text, text
    )
    mantissa, power = _split(text)
    mantissa = mantissa.replace(",", "{,}").replace("%", r"\%")
    if mantissa == BELOW:
        return rf"\text{{below }} 10^{{{power}}}"
    return mantissa if power is None else rf"{mantissa} \times 10^{{{power}}}"


class Filled(string.Formatter):
    """A text with `{key:.1f}` in it, filled as `as_text` writes numbers."""

    def format_field(self, value: Any, form: str) -> str:
        """One of its numbers."""
        return as_text(value, form)


def _formatted(number: float, form: str) -> str:
    if form.startswith(BELOW.strip()):
        finest = float(form.partition(":")[2] or FINEST)
        return f"{BELOW}{_bound(abs(number), finest):.0e}"
    if digits := re.fullmatch(r",\.(\d)r", form):
        return f"{float(f'{number:.{digits[1]}g}'):,.0f}"
    text = format(number, form)
    left = "z" in form and abs(number) < ROUNDING
    if number and not left and not re.search("[1-9]", text.partition("e")[0]):
        raise ValueError(f"{number:.1e} would be printed as {text}: print its digits")
    return text


def _bound(size: float, finest: float) -> float:
    """The least of BOUNDS above `size`, from the finest that is asked for.

    They lie far apart: what rounding left differs from processor to processor, and
    what is printed of it must not.
    """
    above = [bound for bound in BOUNDS if bound >= finest and bound > size]
    if not above:
        raise ValueError(f"{size:.0e} is more than rounding leaves: print its digits")
    return above[0]


def _split(text: str) -> tuple[str, int | None]:
    if text.startswith(BELOW):
        return BELOW, int(text.rpartition("e")[2])
    match = re.fullmatch(r"(-?(?=[.,0]*[1-9])[\d.,]+)e([+-]\d+)", text)
    zero = re.fullmatch(r"([0.,]+)e[+-]\d+", text)
    return (match[1], int(match[2])) if match else (zero[1] if zero else text, None)
