"""A number as a reader sees it: in HTML, in TeX and as bare text.

The one rule: the value is rounded by a Python format and by nothing else.
"""

import math
import re
from typing import Any

MINUS = "\N{MINUS SIGN}"


def as_text(value: Any, form: str, scale: float = 1) -> str:
    """A value as Python formats it; what is not a finite number has its own word."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = float(value) if isinstance(value, str) else value * scale
    if isinstance(number, float) and not math.isfinite(number):
        return str(number)
    text = format(number, form)
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
    return f"{mantissa} × 10<sup>{power}</sup>".replace("-", MINUS)


def as_tex(value: Any, form: str, scale: float = 1) -> str:
    r"""1.6e-05 as 1.6 \times 10^{-5}, and 1,000 with commas that TeX does not space."""
    text = as_text(value, form, scale)
    text = {"inf": r"\infty", "-inf": r"-\infty", "nan": r"\mathrm{NaN}"}.get(
        text, text
    )
    mantissa, power = _split(text)
    mantissa = mantissa.replace(",", "{,}").replace("%", r"\%")
    return mantissa if power is None else rf"{mantissa} \times 10^{{{power}}}"


def _split(text: str) -> tuple[str, int | None]:
    match = re.fullmatch(r"(-?(?=[.,0]*[1-9])[\d.,]+)e([+-]\d+)", text)
    zero = re.fullmatch(r"([0.,]+)e[+-]\d+", text)
    return (match[1], int(match[2])) if match else (zero[1] if zero else text, None)
