"""What is found of a reader's program, and what it takes to find it.

The one rule: one gradient is a multiple of another only if it is so at every point.
"""

from typing import NamedTuple

import numpy as np

from gdcore.validation import Array
from scripts.engine.gradient_sample import Sample
from scripts.engine.numerals import count, number

CLOSE, FLOOR = 1e-3, 1e-5
"""Two gradients agree within CLOSE of themselves and FLOOR of the largest."""


class Finding(NamedTuple):
    """What was found of a program.

    Attributes:
        name: "right", "factor", "unknown", or the fault's.
        wrong: Whether the program has to be changed.
        says: What was found, and what to change.
    """

    name: str
    wrong: bool
    says: str


class Fit:
    """Asks whether the gradients of a program are a multiple of others."""

    def __init__(self, sample: Sample) -> None:
        self.own, self.doubt = sample.own, sample.doubt

    def factor(self, other: Array, parts: slice = slice(None)) -> float | None:
        """c with own = c other at all points; None if there is none.

        Args:
            other: Shape (K, 2).
            parts: The components that are compared.
        """
        own, other, doubt = (a[:, parts] for a in (self.own, other, self.doubt))
        largest = np.abs(other).max(axis=0)
        if not (largest > 0).all():
            return None
        scaled = other / largest
        c = float((own / largest * scaled).sum() / (scaled * scaled).sum())
        if c == 0 or not np.isfinite(c):
            return None
        room = CLOSE * np.abs(other) + FLOOR * largest + 3 * doubt
        return c if (np.abs(own / c - other) <= room).all() else None


def factors(n: int) -> list[tuple[float, str]]:
    """Factors that conventions make, with their words; the rows are n."""
    return [
        (1, "equal to"),
        (0.5, "½ of"),
        (2, "2 times"),
        (n, f"n = {count(n)} times"),
        (1 / n, f"1/n = 1/{count(n)} of"),
        (2 * n, f"2n = {count(2 * n)} times"),
        (1 / (2 * n), f"1/(2n) = 1/{count(2 * n)} of"),
        (n / 2, f"n/2 = {number(n / 2)} times"),
        (2 / n, f"2/n = 1/{number(n / 2)} of"),
    ]


def times(factor: float, n: int) -> str:
    """A factor in words: "½ of", "n = 100 times", "minus 3 times"."""
    if factor < 0:
        return f"minus {times(-factor, n)}".replace(" equal to", "")
    for value, words in factors(n):
        if np.isclose(factor, value, rtol=CLOSE):
            return words
    return f"{number(factor)} times"


def lines(points: Array, x: Array) -> Array:
    """w x_i + b at each point, shape (K, n)."""
    return points[:, :1] * x + points[:, 1:]
