"""What float32 does to the two-variable thread, taken apart: experiments and a rule.

The one rule: every operation rounds on its own, in the order in which it is written, so
that a run gives the same digits on every machine; a BLAS may fuse two of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from gdcore.algebra import length, solve
from gdcore.problems import LeastSquares
from gdcore.spectral import eigen_errors, minimizer, spectrum
from gdcore.validation import Array
from scripts.topics.ill_conditioning.data.thread import DIVERGING, START

FLOAT32_MAX = float(np.finfo(np.float32).max)
FLOAT64_MAX = float(np.finfo(np.float64).max)


@dataclass(frozen=True)
class Course:
    """The course of x1 by the rounding rule, up to the place where it stops."""

    steps: Array  # shape (K,)
    size: Array  # of x1
    loss: Array
    middle: Array  # of x1 in each cell on all of its way, shape (N,)
    exact: Array  # spacings of float32 in an update there
    count: Array  # whole spacings taken

    def losses(self, steps: Array) -> Array:
        """Loss at these steps."""
        return np.asarray(np.interp(steps, self.steps, self.loss))

    def thinned(self) -> "Course":
        """Every 50th cell, and the last one reached: enough to draw."""
        at = np.append(np.arange(0, len(self.steps) - 1, 50), len(self.steps) - 1)
        cells = self.middle[::50], self.exact[::50], self.count[::50]
        return Course(self.steps[at], self.size[at], self.loss[at], *cells)


@dataclass(frozen=True)
class Stop:
    """Where a float32 run stands still, and the update that is lost there."""

    x1: float
    loss: float
    update: float
    half_spacing: float
    stands_still: bool


@dataclass(frozen=True)
class Overflow:
    """First step whose loss is inf, and NaN, in float32; and inf by theory."""

    inf: int
    nan: int
    inf_predicted: int
    inf_float64: int


@dataclass(frozen=True)
class Stored:
    """Relative error of the solution after storing A, or A^T A, in float32."""

    plain: float
    squared: float


def descended(
    problem: LeastSquares,
    rates: Array,
    *,
    steps: int,
    every: int,
    start: Array = START,
    parameters: npt.DTypeLike = np.float32,
    arithmetic: npt.DTypeLike = np.float32,
) -> Array:
    """x <- x - eta 2 A^T (A x - b), all rates side by side; shape (R, r, 2).

    Args:
        problem: |A x - b|^2 with a 2 x 2 matrix.
        rates: Learning rates, shape (r,).
        steps: A multiple of `every`.
        every: Steps between two recorded rows.
        start: Shape (2,).
        parameters: Precision in which x is stored.
        arithmetic: Precision of A, b, the rate and every operation but the last.
    """
    x = np.repeat(start[:, None], len(rates), axis=1).astype(parameters)
    recorded = [x.copy()]
    for k, row in enumerate(islice(_iterates(problem, rates, x, arithmetic), steps), 1):
        if k % every == 0:
            recorded.append(row.copy())
    return np.array(recorded).swapaxes(1, 2)


def _iterates(
    problem: LeastSquares, rates: Array, x: Array, arithmetic: npt.DTypeLike
) -> Iterator[Array]:
    """x, of shape (2, r), after each step: always the same array."""
    # numpy takes thrice as long for operands whose shapes or types differ: so each has
    # the whole shape, and x is held as `wide` too, in which it meets the arithmetic.
    wide = np.result_type(x, np.dtype(arithmetic))
    A = np.repeat(problem.X.astype(arithmetic)[:, :, None], len(rates), axis=2)
    b = np.repeat(problem.y.astype(arithmetic)[:, None], len(rates), axis=1)
    columns, twice = A.swapaxes(0, 1).astype(wide, order="C"), np.empty_like(b)
    twice[...] = 2 * rates
    here, update = x.astype(wide), x.astype(wide)
    factors, products = np.empty_like(columns), np.empty_like(columns)
    spread, part, r = np.empty_like(A), np.empty_like(A), np.empty_like(b)
    x_entries, r_entries, first, second = here[:, None], r[:, None], part[0], part[1]
    while True:
        factors[...] = x_entries
        np.multiply(columns, factors, products)
        part[...] = products
        np.add(first, second, r)
        np.subtract(r, b, r)
        spread[...] = r_entries
        np.multiply(A, spread, part)
        np.add(first, second, r)
        np.multiply(r, twice, r)
        update[...] = r
        np.subtract(here, update, here)
        x[...] = here
        here[...] = x
        yield x


def loss(problem: LeastSquares, x: Array) -> Array:
    """|A x - b|^2 in the precision of x, one rounding an operation; shape (...)."""
    A, b = problem.X.astype(x.dtype), problem.y.astype(x.dtype)
    r = x[..., :1] * A[:, 0] + x[..., 1:] * A[:, 1] - b
    return np.asarray(r[..., 0] ** 2 + r[..., 1] ** 2)


def predicted(problem: LeastSquares, rate: float) -> Course:
    """The course of x1 if each update is rounded to whole spacings of float32.

    On the valley's floor an update of x1 is eta lambda_min (x1* - x1). Stored numbers
    lie one spacing apart, so it is taken as a whole number of spacings; none at all if
    it is below half a spacing.
    """
    solution, valley = abs(minimizer(problem)[1]), spectrum(problem)
    size = np.geomspace(1e-5, solution * (1 - 1e-6), 200_001)
    middle = (size[1:] + size[:-1]) / 2
    spacing = np.spacing(middle.astype(np.float32)).astype(np.float64)
    exact = rate * valley.lambda_min * (solution - middle) / spacing
    count = np.rint(exact)
    end = int(np.argmin(count > 0)) + 1  # the first cell that is not crossed
    taken = np.concatenate([[0], np.cumsum(np.diff(size) / spacing / count.clip(1))])
    left = (solution - size) / abs(valley.eigenvectors[1, 0])
    loss = 0.5 * valley.lambda_min * left**2
    return Course(taken[:end], size[:end], loss[:end], middle, exact, count)


def spacings(problem: LeastSquares, rate: float, size: float) -> float:
    """Spacings of float32 in the update of x1 where its size is `size`."""
    left = abs(minimizer(problem)[1]) - size
    return float(
        rate * spectrum(problem).lambda_min * left / np.spacing(np.float32(size))
    )


def stop(problem: LeastSquares, rate: float, size: float) -> Stop:
    """Where a float32 run stops for good, begun just before the predicted place.

    It begins on the floor of the valley with |x1| a little below `size`.
    """
    direction, solution = spectrum(problem).eigenvectors[:, 0], minimizer(problem)
    x1 = np.sign(solution[1]) * size * (1 - 2**-12)
    start = solution + direction * (x1 - solution[1]) / direction[1]
    x = descended(problem, np.array([rate]), steps=20_000, every=1, start=start)[:, 0]
    end = x[-1].astype(np.float64)
    return Stop(
        x1=float(end[1]),
        loss=float(problem.value(end)),
        update=float(rate * abs(problem.grad(end)[1])),
        half_spacing=float(np.spacing(np.float32(size)) / 2),
        stands_still=bool(np.all(x[-1000:] == x[-1])),
    )


def passes(
    largest: float, problem: LeastSquares, rates: npt.ArrayLike, start: Array = START
) -> Array:
    """First step whose loss passes the largest number there is; of each rate.

    Theory: the steep error grows by |1 - eta lambda_max| a step until its loss,
    lambda_max e^2 / 2, is that large.
    """
    e, high = eigen_errors(problem, start)[-1], spectrum(problem).lambda_max
    growth = 2 * np.log(np.abs(1 - np.asarray(rates) * high))
    return np.ceil((np.log(largest) - np.log(0.5 * high * e**2)) / growth)


def overflow(problem: LeastSquares) -> dict[float, Overflow]:
    """When the losses of the rates above the limit leave float32, and float64."""
    rates = np.array(DIVERGING)
    with np.errstate(over="ignore", invalid="ignore"):
        losses = loss(problem, descended(problem, rates, steps=90_000, every=1))
    inf, nan = (np.argmax(test(losses), axis=0) for test in (np.isinf, np.isnan))
    rules = [passes(largest, problem, rates) for largest in (FLOAT32_MAX, FLOAT64_MAX)]
    steps = np.array([inf, nan, *rules])
    return {
        rate: Overflow(*map(int, each))
        for rate, each in zip(DIVERGING, steps.T, strict=True)
    }


def stored(problem: LeastSquares) -> Stored:
    """What the solution loses; all but the storing is float64.

    So the digits do not depend on the machine.
    """
    A, b = problem.X.astype(np.float32), problem.y.astype(np.float32)
    product = (A[:, :, None] * A[:, None, :]).sum(axis=0)
    right = (A * b[:, None]).sum(axis=0)
    solution = minimizer(problem)

    def error(matrix: Array, vector: Array) -> float:
        x = solve(matrix.astype(np.float64), vector.astype(np.float64))
        return float(length(x - solution) / length(solution))

    return Stored(error(A, b), error(product, right))
