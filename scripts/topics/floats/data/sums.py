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
SIZES = 2 ** np.arange(7, 18)
SETS = 16  # of numbers, for one root mean square
MEANS = np.geomspace(1, 1e5, 21)
LARGE_MEAN, FAR_MEAN = 100.0, 1e4
SPREAD, VALUES = 1.0, 1000
BACK_MEAN, BACK_SPREAD = 54_321.6, 28.9
BACK_LINE = (0.3, 0.01)  # slope and intercept of the line that is mapped back


@dataclass(frozen=True)
class Orders:
    """Relative errors of a sum of n squares in float32, root mean square, over u."""

    n: Array
    in_turn: Array
    ascending: Array
    pairwise: Array
    kahan: Array


@dataclass(frozen=True)
class Variances:
    """Relative errors of both formulas in float32, and the prediction, by the mean."""

    mean: Array
    one_pass: Array
    two_pass: Array
    predicted: Array  # u (mean^2 + v) / v
    large: float  # error of one pass at LARGE_MEAN
    far: float  # one pass at FAR_MEAN: the value itself


@dataclass(frozen=True)
class MappedBack:
    """The intercept c - w mean in float32: its error and what the rule allows."""

    c: float
    product: float
    intercept: float
    spacing: float  # of numbers as large as the product


def orders() -> Orders:
    """The same squares added in four ways."""
    drawn = np.random.RandomState(0).normal(size=(SIZES[-1], SETS))
    values = drawn.astype(np.float32) ** 2
    rows = [_errors(values[:n]) for n in SIZES.tolist()]
    return Orders(SIZES, *np.array(rows).T)


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
    return Variances(MEANS, one, two, rule, errors(LARGE_MEAN)[0], float(far))


def mapped_back() -> MappedBack:
    """The line of BACK_LINE, known by u and c, taken back to raw x in float32."""
    w, b = BACK_LINE
    u, c, mean, sd = FLOAT32.of(
        [w * BACK_SPREAD, w * BACK_MEAN + b, BACK_MEAN, BACK_SPREAD]
    )
    product = (u / sd) * mean
    spacing = FLOAT32.spacing(float(product))
    return MappedBack(float(c), float(product), float(c - product), spacing)
