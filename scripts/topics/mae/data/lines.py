"""Optimal lines of both losses, what they lie on, and what turns them.

The one rule: of two columns, or of two slopes, the absolute error's comes first.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import least_squares, product, solve
from gdcore.datasets import Dataset
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    best_absolute_line,
    line_design,
    line_fit,
    numerical_grad,
)
from gdcore.validation import Array

TOY_X, TOY_Y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 5.0, 30.0])
TOY_AT = np.array([1.0, 1.0])
TIES_X = np.arange(8.0)
TIES_Y = np.array([1.0, 1.0, 3.0, 2.0, 6.0, 4.0, 7.0, 5.0])
WINDOW = 0.06  # half the width of the surface drawn, in u and in c
LIFTED_AT = 45.0  # x of the lifted point
HEIGHTS = np.linspace(0, 100, 26)  # of the lifted point above the line
PLACES = np.r_[np.geomspace(50, 1150, 25), np.linspace(1160, 1320, 17), 2000, 4000]
UNIT_ERRORS = 3  # points of `clean`
TRUE_SLOPE = 0.3  # of `outliers`, before noise and lifts
LIFT = 25.0  # of ten points of `outliers` above the line


@dataclass(frozen=True)
class Line:
    """The best line of one loss on a dataset."""

    theta: Array  # (w, b)
    error: float  # mean |y - w x - b|
    residuals: Array  # y - w x - b, (n,)


@dataclass(frozen=True)
class Fit:
    """Both optimal lines, and the multipliers that prove the absolute one optimal."""

    title: str
    x: Array  # (n,)
    y: Array  # (n,)
    mae: Line
    mse: Line
    on: Array  # the two rows that the absolute line goes through
    signs: Array  # of w x + b - y along the absolute line, 0 on it; (n,)
    multipliers: Array  # in place of these two zeros they make the gradient zero
    subgradient: Array  # with the two zeros, (2,)


@dataclass(frozen=True)
class Three:
    """The best constant for three targets, and with the last one much higher."""

    y: Array  # (3,)
    high: float  # the last target, moved
    mean: tuple[float, float]  # before and after
    median: tuple[float, float]


@dataclass(frozen=True)
class Toy:
    """Four examples at w = 1, b = 1: one lies on the line, one far above it."""

    r: Array  # (4,)
    terms: dict[str, Array]  # of the gradient by loss, (4, 2)
    gradients: dict[str, Array]  # by loss, and by differences of the absolute one


@dataclass(frozen=True)
class Near:
    """A loss on a square window around its minimizer, in (u, c) of standardized x."""

    star: Array  # (u, c)
    u: Array  # (161,)
    c: Array  # (161,)
    loss: Array  # (161, 161)


@dataclass(frozen=True)
class Surface:
    """Both losses near their own minima, and the data that crease one of them."""

    z: Array  # standardized x, (n,)
    y: Array  # (n,)
    near: dict[str, Near]  # by loss


@dataclass(frozen=True)
class Leverage:
    """Slopes with one more point on `clean`: lifted in y, or moved out along x."""

    heights: Array  # (k,)
    lifted: Array  # (k, 2)
    places: Array  # (l,)
    moved: Array  # (l, 2)
    y: float  # of the point that is moved
    capture: float  # x from which on the absolute line goes through it
    capture_bound: float  # x at which it does so at the latest
    unit_errors: tuple[float, float]  # a few x in a unit ten times smaller


def fit(data: Dataset) -> Fit:
    """Both lines of a dataset."""
    problem = LeastAbsolute(line_design(data.x), data.y)
    mae, mse = best_absolute_line(problem), least_squares(problem.X, data.y)
    on = touched(problem, mae)
    signs = np.sign(problem.residual(mae))
    signs[on] = 0
    subgradient = product(signs, problem.X)

    def line(theta: Array) -> Line:
        return Line(theta, float(problem.value(theta)), -problem.residual(theta))

    return Fit(
        title=data.title,
        x=data.x,
        y=data.y,
        mae=line(mae),
        mse=line(mse),
        on=on,
        signs=signs,
        multipliers=solve(problem.X[on].T, -subgradient),
        subgradient=subgradient / len(data.y),
    )


def touched(problem: LeastAbsolute, theta: Array) -> Array:
    """The two rows nearest to the line, in the order of the data."""
    return np.sort(np.argsort(np.abs(problem.residual(theta)))[:2])


def three() -> Three:
    """A line without slope: squares take the mean, absolute errors the median."""
    y = np.array([1.0, 2.0, 9.0])
    moved = np.array([*y[:-1], 10 * y[-1]])
    mean, median = (
        (float(best(y)), float(best(moved))) for best in (np.mean, np.median)
    )
    return Three(y, float(moved[-1]), mean, median)


def toy() -> Toy:
    """The gradients of both losses, term by term."""
    mae, mse = LeastAbsolute(line_design(TOY_X), TOY_Y), line_fit(TOY_X, TOY_Y)
    r = mae.residual(TOY_AT)
    gradients = {"mae": mae.grad(TOY_AT), "mse": mse.grad(TOY_AT)}
    return Toy(
        r=r,
        terms={"mae": np.sign(r)[:, None] * mae.X, "mse": 2 * r[:, None] * mse.X},
        gradients={**gradients, "differences": numerical_grad(mae.value, TOY_AT)},
    )


def surface(problem: LeastAbsolute, star: Array) -> Surface:
    """The losses of a problem whose x is standardized."""
    z, y = problem.X[:, 0], problem.y
    squares = near(line_fit(z, y), least_squares(problem.X, y))
    return Surface(z, y, {"mae": near(problem, star), "mse": squares})


def near(loss: LeastAbsolute | LeastSquares, star: Array) -> Near:
    """The loss around its minimizer."""
    u, c = star[:, None] + np.linspace(-WINDOW, WINDOW, 161)
    return Near(star, u, c, loss.value(np.stack(np.meshgrid(u, c), axis=-1)))


def leverage(data: Dataset) -> Leverage:
    """One more point on the data: lifted in y at one x, or moved out along x."""
    w, b = best_absolute_line(LeastAbsolute(line_design(data.x), data.y))
    y, on_line = w * data.x.mean() + b, w * LIFTED_AT + b
    lifted = [slopes(with_point(data, LIFTED_AT, on_line + h)) for h in HEIGHTS]
    middle = np.median(data.x)
    return Leverage(
        heights=HEIGHTS,
        lifted=np.array(lifted),
        places=PLACES,
        moved=np.array([slopes(with_point(data, place, y)) for place in PLACES]),
        y=y,
        capture=capture(data, y),
        capture_bound=float(middle + np.abs(data.x - middle).sum()),
        unit_errors=unit_errors(data),
    )


def with_point(data: Dataset, x: float, y: float) -> LeastAbsolute:
    """The absolute error on the data and one more point."""
    return LeastAbsolute(line_design(np.r_[data.x, x]), np.r_[data.y, y])


def slopes(problem: LeastAbsolute) -> tuple[float, float]:
    """The slopes of both optimal lines."""
    return best_absolute_line(problem)[0], least_squares(problem.X, problem.y)[0]


def capture(data: Dataset, y: float) -> float:
    """The smallest x, to a thousandth, at which the line goes through the point."""
    low, high = PLACES[0], PLACES[-1]
    while high - low > 1e-3:
        middle = (low + high) / 2
        problem = with_point(data, middle, y)
        caught = len(data.x) in touched(problem, best_absolute_line(problem))
        low, high = (low, middle) if caught else (middle, high)
    return float(high)


def unit_errors(data: Dataset) -> tuple[float, float]:
    """Both slopes after the last few x were written in a unit ten times smaller."""
    x = data.x.copy()
    x[-UNIT_ERRORS:] *= 10
    return slopes(LeastAbsolute(line_design(x), data.y))


def lifted(data: Dataset) -> tuple[float, float]:
    """Both slopes on `outliers` with the ten lifted points ten times as high."""
    y = data.y.copy()
    y[-10:] += 9 * LIFT
    return slopes(LeastAbsolute(line_design(data.x), y))
