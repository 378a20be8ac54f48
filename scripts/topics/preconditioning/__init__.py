"""How do I turn the valley into a bowl? A line fit in seven coordinate systems.

The one rule: an error is sqrt(f - f*), which no change of variables can change.
"""

from typing import Any

import numpy as np

from gdcore.algebra import product
from gdcore.datasets import TEACHING, clean, intercept_thread
from gdcore.optimizers import GradientDescent
from gdcore.preconditioning import (
    ChangeOfVariables,
    Transformed,
    center,
    jacobi,
    standardize,
    whiten,
)
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import (
    best_gradient_descent,
    closed_form,
    closed_form_excess,
    learning_rate_limit,
    minimizer,
    rate,
    spectrum,
    steps_to,
)
from scripts.drawing.declarations import Topic, declared
from scripts.topics.preconditioning import figures, mistakes, runs, thread
from scripts.topics.preconditioning import numbers as tell

SAME_PATH_RATE, SAME_PATH_STEPS = 0.1, 100
IDENTITY = ChangeOfVariables(np.eye(2), np.zeros(2))


def compute() -> dict[str, Any]:
    """Everything the page shows; well below two seconds."""
    data = intercept_thread()
    problem = line_fit(data.x, data.y)
    return {
        "systems": _systems(problem),
        "correlations": _correlations(),
        "film": _film(),
        "epochs": _epochs(problem),
        "scalars": _same_path(problem) | _back(problem) | mistakes.of(problem),
        "two_rates": thread.two_rates(),
        "approximate": thread.approximations(),
    }


def _systems(problem: LeastSquares) -> dict[str, dict[str, float]]:
    """Gradient descent at its best rate in each coordinate system of one line fit."""
    x = problem.X[:, 0]
    low, high = x.min(), x.max()
    changes = {
        "raw": IDENTITY,
        "centered": center(problem),
        "minmax": _shift_and_scale(low, high - low),
        "jacobi": jacobi(problem),
        "symmetric": _shift_and_scale((low + high) / 2, (high - low) / 2),
        "standardized": standardize(problem),
        "whitened": whiten(problem),
    }
    return {name: _best_run(problem, change) for name, change in changes.items()}


def _shift_and_scale(shift: float, scale: float) -> ChangeOfVariables:
    """The line in (x - shift) / scale instead of x."""
    M = np.array([[1 / scale, 0], [-shift / scale, 1]])
    return ChangeOfVariables(M, np.zeros(2))


def _best_run(problem: LeastSquares, change: ChangeOfVariables) -> dict[str, float]:
    """Limit, best rate, and steps to one percent: predicted, and counted."""
    seen = Transformed(problem, change)
    best = best_gradient_descent(seen)
    predicted = steps_to(rate(seen, best), 0.01)
    steps = np.arange(2 * predicted + 2)
    excess = closed_form_excess(seen, best, change.to(np.zeros(2)), steps)
    return {
        "condition_number": spectrum(seen).condition_number,
        "limit": learning_rate_limit(seen),
        "best_rate": float(best.learning_rate),
        "steps": predicted,
        "steps_counted": thread.within(np.sqrt(excess)),
    }


def _correlations() -> dict[str, Any]:
    """Jacobi's condition number against mean / sd of x: the curve, and datasets."""
    ratio = np.geomspace(0.1, 400, 120)
    r = ratio / np.sqrt(ratio**2 + 1)
    named = {name: make().x for name, make in TEACHING.items()}
    named["intercept_thread"] = intercept_thread().x
    named["years"] = np.arange(2000.0, 2025.0)
    points = {name: _jacobi_point(x) for name, x in named.items()}
    return {"ratio": ratio, "theory": (1 + r) / (1 - r), "points": points}


def _jacobi_point(x: Any) -> dict[str, float]:
    problem = line_fit(x, x)
    r = x.mean() / np.sqrt(x.mean() ** 2 + x.var())
    scaled = Transformed(problem, jacobi(problem))
    return {
        "ratio": float(x.mean() / x.std()),
        "correlation": float(r),
        "raw": spectrum(problem).condition_number,
        "jacobi": spectrum(scaled).condition_number,
        "jacobi_predicted": float((1 + r) / (1 - r)),
    }


def _film() -> dict[str, Any]:
    """Three runs, each at the best rate of its own coordinates, in three pictures."""
    data = clean()
    problem = line_fit(data.x / runs.FILM_SCALE, data.y)
    views = {
        "raw": IDENTITY,
        "centered": center(problem),
        "standardized": standardize(problem),
    }
    star = minimizer(problem)
    return {
        "runs": {name: _film_run(problem, name, views) for name in views},
        "stars": {name: view.to(star) for name, view in views.items()},
        "hessians": {
            name: Transformed(problem, view).hess(np.zeros(2))
            for name, view in views.items()
        },
    }


def _film_run(
    problem: LeastSquares, name: str, views: dict[str, ChangeOfVariables]
) -> dict[str, Any]:
    """Descent in the coordinates `name`; its path as every view sees it."""
    seen, steps = Transformed(problem, views[name]), np.arange(runs.FILM_STEPS + 1)
    best, z0 = best_gradient_descent(seen), views[name].to(np.array(runs.FILM_START))
    path = views[name].back(closed_form(seen, best, z0, steps))
    excess = closed_form_excess(seen, best, z0, steps)
    return {
        "paths": {other: view.to(path) for other, view in views.items()},
        "share": np.sqrt(excess / excess[0]),
        "best_rate": float(best.learning_rate),
        "condition_number": spectrum(seen).condition_number,
        "steps": steps_to(rate(seen, best), 0.01),
        "left": float(np.sqrt(excess[5] / excess[0])),
    }


def _epochs(problem: LeastSquares) -> dict[str, Any]:
    """What is left after each epoch at the claimed rate, x standardized."""
    change, gd = standardize(problem), GradientDescent(runs.CLAIMED_RATE)
    seen = Transformed(problem, change)
    values = run(seen, gd, np.zeros(2), max_steps=runs.EPOCHS).value
    least = problem.value(minimizer(problem))
    share = np.sqrt(1 - (values[0] - values) / (values[0] - least))
    predicted = rate(seen, gd) ** np.arange(runs.EPOCHS + 1)
    one = run(seen, GradientDescent(runs.ONE_STEP_RATE), np.zeros(2), max_steps=1).x[-1]
    return {
        "share": share,
        "predicted": predicted,
        "scalars": {
            "to_1_percent": thread.within(share),
            "factor": rate(seen, gd),
            "share": float(share[runs.CLAIMED_EPOCHS]),
            "loss_share": float(share[runs.CLAIMED_EPOCHS] ** 2),
            "gap": float(np.abs(share - predicted).max()),
            "rate_for_claim": (1 - 0.01 ** (1 / runs.CLAIMED_EPOCHS)) / 2,
            "one_step_gap": float(
                np.abs(change.back(one) / minimizer(problem) - 1).max()
            ),
        },
    }


def _same_path(problem: LeastSquares) -> dict[str, float]:
    """Descent in z carried back, and preconditioned descent in x: one path."""
    change, gd = standardize(problem), GradientDescent(SAME_PATH_RATE)
    start = change.to(np.zeros(2))
    seen = run(Transformed(problem, change), gd, start, max_steps=SAME_PATH_STEPS)
    carried = change.back(seen.x)
    P, path = product(change.M, change.M.T), np.zeros_like(carried)
    for k in range(SAME_PATH_STEPS):
        path[k + 1] = path[k] - SAME_PATH_RATE * product(problem.grad(path[k]), P)
    H = problem.hess(path[0])
    return {
        "same_path_gap": float(np.abs(path - carried).max() / np.abs(carried).max()),
        "newton_gap": float(np.abs(product(P, H) - 2 * np.eye(2)).max()),
    }


def _back(problem: LeastSquares) -> dict[str, float]:
    """Coefficients in standardized x, and carried back by the two formulas."""
    x = problem.X[:, 0]
    mean, sd = float(x.mean()), float(x.std())
    u, c = (float(v) for v in minimizer(line_fit((x - mean) / sd, problem.y)))
    w, b = u / sd, c - u * mean / sd
    gap = float(np.abs(np.array([w, b]) - minimizer(problem)).max())
    return {"mean": mean, "sd": sd, "u": u, "c": c, "w": w, "b": b, "back_gap": gap}


TOPIC = Topic(compute, tell.numbers, declared(figures))
