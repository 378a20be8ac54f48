"""The page on absolute error: kinks, exact optima, and what a constant step does.

The one rule: every minimum is exact, a vertex of a linear program, so that each gap to
it is a number and not an estimate.
"""

from typing import Any

import numpy as np

from gdcore import datasets
from gdcore.algebra import least_squares, product, solve
from gdcore.preconditioning import standardize
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    line_design,
    line_fit,
    numerical_grad,
)
from gdcore.validation import Array
from scripts.drawing.declarations import Topic, declared
from scripts.topics.mae import figures, runs
from scripts.topics.mae.exact import exact, touched
from scripts.topics.mae.numbers import numbers
from scripts.topics.mae.runs import LIFTED_AT, TOY_AT, TOY_X, TOY_Y

WINDOW = 0.06  # half the width of the surface drawn, in u and in c
HEIGHTS = np.linspace(0, 100, 26)  # of the lifted point above the line
PLACES = np.r_[np.geomspace(50, 1150, 25), np.linspace(1160, 1320, 17), 2000, 4000]
UNIT_ERRORS = 3  # points of `clean`
TRUE_SLOPE = 0.3  # of `outliers`, before noise and lifts
TIES_X = np.arange(8.0)
TIES_Y = np.array([1.0, 1.0, 3.0, 2.0, 6.0, 4.0, 7.0, 5.0])
LIFT = 25.0  # of ten points of `outliers` above the line


def compute() -> dict[str, Any]:
    """Fits of the teaching datasets, and runs on `outliers`; about two seconds."""
    data = datasets.outliers()
    raw = LeastAbsolute(line_design(data.x), data.y)
    change = standardize(raw)
    scaled = LeastAbsolute(product(raw.X, change.M), data.y)
    star = exact(scaled)
    trained, films = runs.train(scaled, star), runs.descents(scaled)
    return {
        "fits": {name: fit(make()) for name, make in datasets.TEACHING.items()},
        "toy": toy(),
        "surface": surface(scaled, star),
        "sizes": {"raw": runs.sizes(raw), "scaled": runs.sizes(scaled)},
        "raw": runs.raw_runs(raw, exact(raw)),
        "floor": runs.floors(scaled, star),
        "decay": runs.decay(scaled, star),
        "train": {**trained, "line": change.back(trained["end"])},
        "film": {name: change.back(path) for name, path in films.items()},
        "leverage": leverage(datasets.clean()),
        "conventions": conventions(scaled, star),
        "lifted": lifted(data),
        "true_slope": TRUE_SLOPE,
        "exercises": runs.exercises(raw, scaled, star),
    }


def fit(data: datasets.Dataset) -> dict[str, Any]:
    """Both optimal lines, and the multipliers that prove the absolute one optimal."""
    problem = LeastAbsolute(line_design(data.x), data.y)
    mae, mse = exact(problem), least_squares(problem.X, data.y)
    on = touched(problem, mae)
    signs = np.sign(problem.residual(mae))
    signs[on] = 0
    subgradient = product(signs, problem.X)
    return {
        "title": data.title,
        "x": data.x,
        "y": data.y,
        "mae": mae,
        "mse": mse,
        "on": on,
        "signs": signs,
        "multipliers": solve(problem.X[on].T, -subgradient),
        "subgradient": subgradient / len(data.y),
        "error": {"mae": problem.value(mae), "mse": problem.value(mse)},
        "residuals": {"mae": -problem.residual(mae), "mse": -problem.residual(mse)},
    }


def toy() -> dict[str, Any]:
    """Four examples at w = 1, b = 1: one lies on the line, one far above it."""
    mae, mse = LeastAbsolute(line_design(TOY_X), TOY_Y), line_fit(TOY_X, TOY_Y)
    r = mae.residual(TOY_AT)
    return {
        "r": r,
        "mae_terms": np.sign(r)[:, None] * mae.X,
        "mse_terms": 2 * r[:, None] * mse.X,
        "mae": mae.grad(TOY_AT),
        "mse": mse.grad(TOY_AT),
        "differences": numerical_grad(mae.value, TOY_AT),
    }


def surface(problem: LeastAbsolute, star: Array) -> dict[str, Any]:
    """Both losses near their own minima, in (u, c) of the standardized x."""
    z, y = problem.X[:, 0], problem.y
    lowest = least_squares(problem.X, y)
    losses = {"mae": near(problem, star), "mse": near(line_fit(z, y), lowest)}
    return {"z": z, "y": y, **losses}


def near(loss: LeastAbsolute | LeastSquares, star: Array) -> dict[str, Array]:
    """The loss on a square window around its minimizer, shape (161, 161)."""
    axes = star[:, None] + np.linspace(-WINDOW, WINDOW, 161)
    grid = np.stack(np.meshgrid(*axes), axis=-1)
    return {"star": star, "u": axes[0], "c": axes[1], "loss": loss.value(grid)}


def leverage(data: datasets.Dataset) -> dict[str, Any]:
    """One more point on `clean`: lifted in y at one x, or moved out along x."""
    w, b = exact(LeastAbsolute(line_design(data.x), data.y))
    y = w * data.x.mean() + b
    on_line = w * LIFTED_AT + b
    middle = np.median(data.x)
    return {
        "heights": HEIGHTS,
        "lifted": np.array([slopes(data, LIFTED_AT, on_line + h) for h in HEIGHTS]),
        "places": PLACES,
        "moved": np.array([slopes(data, place, y) for place in PLACES]),
        "y": y,
        "capture_bound": float(middle + np.abs(data.x - middle).sum()),
        "capture": capture(data, y),
        "unit_points": UNIT_ERRORS,
        "unit_errors": unit_errors(data),
    }


def with_point(data: datasets.Dataset, x: float, y: float) -> LeastAbsolute:
    """The absolute error on the data and one more point."""
    return LeastAbsolute(line_design(np.r_[data.x, x]), np.r_[data.y, y])


def slopes(data: datasets.Dataset, x: float, y: float) -> tuple[float, float]:
    """The slopes of both optimal lines, with one more point."""
    problem = with_point(data, x, y)
    return exact(problem)[0], least_squares(problem.X, problem.y)[0]


def capture(data: datasets.Dataset, y: float) -> float:
    """The smallest x, to a thousandth, at which the line goes through the point."""
    low, high = PLACES[0], PLACES[-1]
    while high - low > 1e-3:
        middle = (low + high) / 2
        problem = with_point(data, middle, y)
        caught = len(data.x) in touched(problem, exact(problem))
        low, high = (low, middle) if caught else (middle, high)
    return float(high)


def unit_errors(data: datasets.Dataset) -> tuple[float, float]:
    """Both slopes after the last few x were written in a unit ten times smaller."""
    x = data.x.copy()
    x[-UNIT_ERRORS:] *= 10
    design = line_design(x)
    mae = exact(LeastAbsolute(design, data.y))
    return mae[0], least_squares(design, data.y)[0]


def conventions(scaled: LeastAbsolute, star: Array) -> dict[str, Any]:
    """sign(0) = -1, 0, 1 on `outliers`, and on whole numbers, where zeros are hit."""
    whole = LeastAbsolute(line_design(TIES_X), TIES_Y)
    return {
        "outliers": runs.conventions(scaled, star),
        "whole": runs.conventions(whole, exact(whole)),
    }


def lifted(data: datasets.Dataset) -> dict[str, Array]:
    """Both lines on `outliers` with the ten lifted points ten times as high."""
    y = data.y.copy()
    y[-10:] += 9 * LIFT
    design = line_design(data.x)
    return {
        "mae": exact(LeastAbsolute(design, y)),
        "mse": least_squares(design, y),
    }


TOPIC = Topic(compute, numbers, declared(figures))
