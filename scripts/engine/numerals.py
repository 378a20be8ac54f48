"""How the explorer writes a number in a sentence.

The one rule: the same number has the same text wherever it stands; state/numerals.js
writes alike, and a test compares the two.
"""

import math
import re

MINUS = "\N{MINUS SIGN}"
NO_NUMBER = "\N{EN DASH}"
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
TIE = 1 + 4e-16
"""A tie is rounded away from zero, as JavaScript does."""
LITTLE = 1e-6
"""Below this share the digits are those of rounding."""
NUMBER = re.compile(r"(?<![\w.,])-?\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?(?!\w)")


def number(value: float | None, digits: int = 4) -> str:
    """Up to so many significant digits: 0.0123, 12,300, 1.23 × 10⁻⁹."""
    if value is None or math.isnan(value):
        return NO_NUMBER
    sign = MINUS if value < 0 else ""
    if math.isinf(value):
        return f"{sign}∞"
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{abs(value) * TIE:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if not -4 <= power < 6:
        times = "" if _short(mantissa) == "1" else f"{_short(mantissa)} × "
        return f"{sign}{times}10{str(power).translate(SUPERSCRIPT)}"
    decimals = max(0, digits - 1 - power)
    return sign + _short(f"{float(f'{mantissa}e{exponent}'):,.{decimals}f}")


def count(value: float) -> str:
    """A whole number with commas."""
    return f"{math.floor(value + 0.5):,}"


def percent(share: float) -> str:
    """A share of one: 96 %, 2.4 %, 0.01 %; of LITTLE no digit is told."""
    size = abs(share) * 100
    if math.isnan(size):
        return NO_NUMBER
    if size < 100 * LITTLE:
        return f"less than {100 * LITTLE:.4f} %"
    if 99.95 < size < 100.05:
        return "100 %"
    if 1e3 <= size < 1e5:
        return f"{count(size)} %"
    digits = 3 if 10 <= size < 1e5 else 2 if 1 <= size < 10 else 1
    return f"{number(size, digits)} %"


def steps(value: int) -> str:
    """ "1 step", "2,000 steps"."""
    return f"{count(value)} step{'s' * (value != 1)}"


def restyled(text: str) -> str:
    """A sentence of gdcore's with its numbers in this form: 1.6e-05 as 1.6 × 10⁻⁵."""
    return NUMBER.sub(_restyled, text)


def _restyled(match: re.Match[str]) -> str:
    mantissa, _, exponent = match[0].replace(",", "").partition("e")
    whole, _, decimals = mantissa.removeprefix("-").partition(".")
    if exponent:
        digits = len((whole + decimals).lstrip("0")) or 1
        return number(float(f"{mantissa}e{exponent}"), digits)
    sign = MINUS if mantissa.startswith("-") else ""
    return f"{sign}{int(whole):,}" + (f".{decimals}" if decimals else "")


def _short(text: str) -> str:
    """Without zeros at the end of its decimals."""
    return text.rstrip("0").rstrip(".") if "." in text else text
