"""Three faults that more digits do not cure, each in float32 and in float64.

The one rule: the same operations run in both formats.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.problems import line_fit
from gdcore.validation import Array
from scripts.topics.floats.data.formats import FLOAT32, FLOAT64, descended, halved
from scripts.topics.floats.data.runs import RATE, STEPS, X, Y

SECONDS, CLOCK = 60, 1_700_000_000
"""One reading a second for a minute, at Unix time."""


@dataclass(frozen=True)
class Unhelped:
    """What is left in (float32, float64)."""

    broadcast: tuple[float, float]  # loss where each row is compared with all
    normal: float  # determinant of the normal equations of Unix time, in float64
    centered: float  # the same, x counted from its mean
    ratio: float  # mean of x over its spread


def compute() -> Unhelped:
    """A wrong gradient, and the normal equations of a clock."""
    everywhere = line_fit(X, np.full_like(Y, Y.mean()))  # the mean over all pairs
    ends = [
        descended(everywhere, RATE, steps=STEPS, every=STEPS, kept=kept)[-1, :, 0]
        for kept in (FLOAT32, FLOAT64)
    ]
    first, second = (float(np.mean((w * X + b - Y) ** 2)) for w, b in ends)
    clock = CLOCK + np.arange(float(SECONDS))
    return Unhelped(
        (first, second),
        determinant(clock),
        determinant(clock - clock.mean()),
        float(clock.mean() / clock.std()),
    )


def determinant(x: Array) -> float:
    """n sum x^2 - (sum x)^2, by which the normal equations of a line divide."""
    total = halved(x)
    return float(len(x) * halved(x * x) - total * total)
