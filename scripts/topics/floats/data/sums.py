"""What rounding does to sums: their order, a variance, a line mapped back.

The one rule: the exact value is the sum that `math.fsum` rounds once, or float64 where
float32 is on trial.
"""

import math
from dataclasses import dataclass

import numpy as np

from gdcore.validation import Array
from scripts.topics.floats.data.formats import FLOAT32, halved

UNIT = 2.0**-24
"""Half the spacing of float32 above 1: the largest relative error of one rounding."""
ORDERS = ("in_turn", "ascending", "pairwise", "kahan")
SIZES = 2 ** np.arange(7, 18)
SETS = 16  # of numbers, for one root mean square
LARGE = 8  # the place of a mean of a hundred spreads
MEANS = np.geomspace(1, 1e5, 21)
FAR_MEAN = 1e4
SPREAD, VALUES = 1.0, 1000
BACK_MEAN, BACK_SPREAD = 54_321.6, 28.9
SECONDS, CLOCK = 60, 1_700_000_000  # one reading a second, at Unix time
BACK_LINE = (0.3, 0.01)  # slope and intercept of the line that is mapped back


@dataclass(frozen=True)
class Variances:
    """Relative errors of both formulas in float32, and the prediction, by MEANS."""

    one_pass: Array
    two_pass: Array
    predicted: Array  # u (mean^2 + v) / v
    far: float  # one pass at FAR_MEAN: the value itself


def orders() -> dict[str, Array]:
    """Relative errors of sums of SIZES squares, root mean square, over u, by order."""
    drawn = np.random.RandomState(0).normal(size=(SIZES[-1], SETS))
    values = drawn.astype(np.float32) ** 2
    columns = zip(*(_errors(values[:n]) for n in SIZES.tolist()), strict=True)
    return dict(zip(ORDERS, map(np.array, columns), strict=True))


def _errors(values: Array) -> list[float]:
    exact = np.array([math.fsum(column) for column in values.T.tolist()])
    sums = (
        np.cumsum(values, axis=0)[-1],
        np.cumsum(np.sort(values, axis=0), axis=0)[-1],
        halved(values),
        compensated(values),
    )
    errors = (total.astype(float) / exact - 1 for total in sums)
    return [float(np.sqrt(np.mean(error**2)) / UNIT) for error in errors]


def compensated(terms: Array) -> Array:
    """Kahan's sum over the first axis: what an addition lost goes to the next one."""
    total, lost = np.zeros_like(terms[0]), np.zeros_like(terms[0])
    for term in terms:
        corrected = term - lost
        after = total + corrected
        lost = (after - total) - corrected
        total = after
    return total


def one_pass(x: Array) -> Array:
    """mean(x^2) - mean(x)^2, in the precision of x."""
    mean = halved(x) / x.dtype.type(len(x))
    return np.asarray(halved(x * x) / x.dtype.type(len(x)) - mean * mean)


def two_pass(x: Array) -> Array:
    """mean((x - mean)^2), in the precision of x."""
    deviation = x - halved(x) / x.dtype.type(len(x))
    return np.asarray(halved(deviation * deviation) / x.dtype.type(len(x)))


def variances() -> Variances:
    """Numbers of spread 1 about means that grow."""
    z = np.random.RandomState(0).normal(size=VALUES)

    def errors(mean: float) -> list[float]:
        x = FLOAT32.of(mean + SPREAD * z)
        v = float(two_pass(x.astype(float)))
        both = (abs(float(way(x)) / v - 1) for way in (one_pass, two_pass))
        return [*both, UNIT * (mean**2 + v) / v]

    one, two, rule = np.array([errors(mean) for mean in MEANS.tolist()]).T
    far = one_pass(FLOAT32.of(FAR_MEAN + SPREAD * z))
    return Variances(one, two, rule, float(far))


def mapped_back() -> tuple[float, float]:
    """w mean and c - w mean in float32, from the u and c that BACK_LINE has."""
    w, b = BACK_LINE
    raw = (w * BACK_SPREAD, w * BACK_MEAN + b, BACK_MEAN, BACK_SPREAD)
    u, c, mean, sd = FLOAT32.of(raw)
    product = (u / sd) * mean
    return float(product), float(c - product)


def clocks() -> tuple[Array, Array]:
    """Unix time, raw and counted from its mean."""
    raw = CLOCK + np.arange(float(SECONDS))
    return raw, raw - raw.mean()


def determinant(x: Array) -> float:
    """n sum x^2 - (sum x)^2, by which the normal equations of a line divide."""
    total = halved(x)
    return float(len(x) * halved(x * x) - total * total)
