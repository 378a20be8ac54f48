"""Runs of the page on the gradients: the right loop, conventions, and mistakes.

The one rule: what theory says stands beside what the run did.
"""

from typing import Any

import numpy as np

from gdcore.algebra import dot, product
from gdcore.datasets import TEACHING, clean
from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import (
    closed_form,
    eigen_errors,
    learning_rate_limit,
    minimizer,
    spectrum,
)
from scripts.topics.mse import checks

X = np.array([-1.0, 0.0, 1.0, 2.0, 3.0])
Y = np.array([-1.0, 2.0, 1.0, 3.0, 6.0])
START = np.array([-1.0, 4.0])  # (w, b)
RATE = 0.1
STEPS = 200
PAIRED_STEPS = 600  # until the plateau of mismatched shapes
CLEAN_RATE = 1e-3
LARGE_X = 100.0 * np.arange(1, 7)  # of a question on NaN; thread-sized numbers
SCALES = {  # what a convention makes of the gradient of the mean of r^2, for n points
    "mean": lambda n: 1.0,
    "half_mean": lambda n: 0.5,
    "sum": lambda n: float(n),
    "half_sum": lambda n: n / 2,
}


def training(problem: LeastSquares) -> dict[str, Any]:
    """The run of the page, and one step of it predicted to second order."""
    method = GradientDescent(RATE)
    path = run(problem, method, START, max_steps=STEPS)
    exact = closed_form(problem, method, START, np.array([20, STEPS]))
    g, H = problem.grad(START), problem.hess(START)
    half = RATE**2 / 2 * dot(product(g, H), g)
    return {
        "path": path.x,
        "loss": path.value,
        "step_20_predicted": exact[0],
        "error": float(np.abs(path.x[-1] - minimizer(problem)).max()),
        "first_step_predicted": float(problem.value(START) - RATE * dot(g, g) + half),
    }


def conventions(problem: LeastSquares) -> dict[str, Any]:
    """Gradient and largest learning rate when the loss is a multiple of the mean."""
    data = clean()
    limits = [learning_rate_limit(p) for p in (problem, line_fit(data.x, data.y))]
    return {
        name: {
            "grad": scale(len(X)) * problem.grad(START),
            "limit": limits[0] / scale(len(X)),
            "limit_measured": _limit_measured(problem, scale(len(X))),
            "limit_clean": limits[1] / scale(len(data.x)),
        }
        for name, scale in SCALES.items()
    }


def _limit_measured(problem: LeastSquares, scale: float) -> float:
    """By runs on `scale` times the loss."""

    def step(theta: Any, rate: Any) -> Any:
        return theta - rate[..., None] * scale * problem.grad(theta)

    return checks.observed_limit(step, START, 1 / scale)


def accumulated(problem: LeastSquares) -> dict[str, Any]:
    """Without zero_grad each error mode swings as e_0 cos((k + 1/2) t) / cos(t / 2).

    cos t = 1 - eta lambda / 2: momentum with beta = 1, a ball without friction.
    """
    path = checks.accumulated(problem, START, RATE, 2000)
    flat = eigen_errors(problem, path)[:, 0]
    flat = flat * np.sign(flat[0])  # an eigenvector points either way
    angle = np.arccos(1 - RATE * spectrum(problem).mu / 2)
    up = np.flatnonzero((flat[:-1] < 0) & (flat[1:] >= 0))
    return {
        "path": path,
        "loss": problem.value(path),
        "flat": flat,
        "period_predicted": float(2 * np.pi / angle),
        "period_measured": float((up[-1] - up[0]) / (len(up) - 1)),
        "swing_predicted": float(1 / np.cos(angle / 2)),
        "swing_measured": float(np.abs(flat).max() / abs(flat[0])),
    }


def in_turn(problem: LeastSquares) -> dict[str, Any]:
    """b updated with the w that has just moved, beside both from the old point."""
    data = clean()
    large = line_fit(data.x, data.y)
    step = checks.in_turn(problem)
    path = checks.iterates(step, START, RATE, STEPS)
    near = minimizer(large) + np.array([0.1, 1.0])
    high = 3 * learning_rate_limit(large)
    return {
        "path": path,
        "loss": problem.value(path),
        "error": float(np.abs(path[-1] - minimizer(problem)).max()),
        "limit": checks.observed_limit(step, START, 1.0),
        "limit_clean": checks.observed_limit(checks.in_turn(large), near, high),
        "safe": float(2 / problem.hess(START).diagonal().max()),
    }


def broadcast() -> dict[str, Any]:
    """Predictions (n, 1) minus targets (n,): a fit to the mean of y at every x."""
    predictions = START[0] * X + START[1]
    paired = LeastSquares(
        np.repeat(line_fit(X, Y).X, len(Y), axis=0), np.tile(Y, len(X))
    )
    path = run(paired, GradientDescent(RATE), START, max_steps=PAIRED_STEPS).x
    return {
        "path": path,
        "path_loss": line_fit(X, Y).value(path),
        "residual": predictions[:, None] - Y,
        "grad": checks.broadcast_gradient(X, Y, START),
        "end": path[-1],
        "loss": float(line_fit(X, Y).value(path[-1])),
    }


def scaled() -> dict[str, Any]:
    """The `clean` data at a rate that suits the mean, and N or N / 2 times too much."""
    data = clean()
    problem = line_fit(data.x, data.y)
    n = len(data.x)
    zero = np.zeros(2)
    factors = {"right": 1.0, "no_two_over_n": n / 2, "sum": float(n)}
    spread = 2 * np.mean((data.x - data.x.mean()) * problem.residual(zero))
    return {
        "n": n,
        "factors": factors,
        "overflow": {
            name: checks.steps_to_overflow(problem, CLEAN_RATE * factor)
            for name, factor in factors.items()
        },
        "mean_x": float(data.x.mean()),
        "mean_part": float(data.x.mean() * problem.grad(zero)[1]),
        "spread_part": float(spread),
    }


def fitted(name: str) -> dict[str, Any]:
    """A teaching dataset, its least-squares line, and the gradients at zero."""
    data = TEACHING[name]()
    problem = line_fit(data.x, data.y)
    best = minimizer(problem)
    return {
        "title": data.title,
        "x": data.x,
        "y": data.y,
        "optimum": best,
        "loss": float(problem.value(best)),
        "grad_at_zero": problem.grad(np.zeros(2)),
        "grad_left": float(np.abs(problem.grad(best)).max()),
    }


def exercises(problem: LeastSquares) -> dict[str, Any]:
    """Answers of "Try it"."""
    best_b = float(np.mean(Y - START[0] * X))
    wide, large = line_fit(10 * X, Y), line_fit(LARGE_X, LARGE_X)
    limit = learning_rate_limit(large)
    return {
        "grad_at_zero": problem.grad(np.zeros(2)),
        "best_b": best_b,
        "best_b_loss": float(problem.value(np.array([START[0], best_b]))),
        "best_b_grad": problem.grad(np.array([START[0], best_b])),
        "wide_grad": wide.grad(START / [10, 1]),
        "wide_limit": learning_rate_limit(wide),
        "large_limit": limit,
        "large_limit_sum": limit / len(LARGE_X),
        "residual_at_optimum": problem.residual(minimizer(problem)),
    }


def film() -> Any:
    """Where each frame stands on the path, in steps: slow first, then faster."""
    pauses = np.repeat([14, 9, 6, 3, 1], [3, 4, 5, 10, 14])
    moves = [
        k + np.sin(np.pi / 2 * np.linspace(0, 1, frames, endpoint=False)) ** 2
        for k, frames in enumerate(pauses)
    ]
    return np.concatenate([*moves, np.full(18, float(len(pauses)))])
