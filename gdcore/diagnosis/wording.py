"""How a diagnosis writes numbers: what is read, and what is typed again.

The one rule: a number to type is rounded down, so that no limit is crossed by rounding.
"""

import math

EXACT = 1_000_000
"""Steps below which each digit of a count holds on every processor."""
LITTLE = 1e-6
"""A share below which no digit is told."""


def typed(value: float, digits: int = 3) -> float:
    """`value` cut to so many significant digits, toward zero.

    A value within 5e-14, relative, below a shorter number counts as that number.
    """
    mantissa, _, exponent = f"{value:.12e}".partition("e")
    return float(f"{mantissa[: digits + 1]}e{exponent}")


def number(value: float) -> str:
    """Four significant digits."""
    return f"{value:.4g}"


def limit(value: float, convention: str) -> str:
    """ "the limit (0.0845 for the mean of squares)"."""
    return f"the limit ({number(value)} for {convention})"


def rate(value: float | tuple[float, ...]) -> str:
    """Learning rates, as short as the number that was cut."""
    if isinstance(value, tuple):
        return ", ".join(map(rate, value))
    return f"{value:.12g}"


def steps(count: float) -> str:
    """ "1 step", "34,439 steps", "about 7.49e+06 steps"."""
    if count == math.inf:
        return "no number of steps"
    if count >= EXACT:
        return f"about {count:.3g} steps"
    return f"{int(count):,} step{'s' * (count != 1)}"


def share(value: float) -> str:
    """A percentage of two digits, and the word for one that shows none."""
    if value < LITTLE:
        return f"under {100 * LITTLE:g} %"
    return f"{100 * value:,.0f} %" if value >= 0.1 else f"{100 * value:.2g} %"
