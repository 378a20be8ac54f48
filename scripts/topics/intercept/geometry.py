"""The geometry behind the intercept's crawl: curvatures, the valley and the pivot.

The one rule: points of the thread's run come from its closed form, not from steps.
"""

from typing import Any

import numpy as np

from gdcore.algebra import eigh, length
from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import (
    closed_form,
    learning_rate_limit,
    line_eigenvalues,
    minimizer,
    spectrum,
)
from scripts.topics.intercept.race import START, THREAD

FAN = (100, 100_000, 300_000, 1_000_000)  # epochs whose lines are drawn


def curvatures(problem: LeastSquares) -> dict[str, float]:
    """The formula from mean and variance, and the Hessian's own eigenvalues."""
    x = problem.X[:, 0]
    low, high = line_eigenvalues(float(x.mean()), float(x.var()))
    # A gradient is linear here, so its differences are the Hessian, with no error term.
    H = problem.grad(np.eye(2)) - problem.grad(START)
    seen = eigh(H)[0]
    rates = np.geomspace(0.99, 1.01, 2) * learning_rate_limit(problem)
    grown = run(problem, GradientDescent(rates[:, None]), START, max_steps=2000).grad
    size = length(grown[-1]) / length(grown[0])
    return {
        "min": low,
        "max": high,
        "seen_min": float(seen[0]),
        "seen_max": float(seen[1]),
        "condition": spectrum(problem).condition_number,
        "limit": learning_rate_limit(problem),
        "below": float(size[0]),
        "above": float(size[1]),
        "mean": float(x.mean()),
        "variance": float(x.var()),
        "square": float((x**2).mean()),
        "correlation": float(x.mean() / np.sqrt((x**2).mean())),
        "loss_min": float(np.square(problem.residual(minimizer(problem))).mean()),
        "noise": float(np.std(problem.residual(minimizer(problem)))),
    }


def shifted(x: Any) -> dict[str, Any]:
    """Eigenvalues when the thread's x are moved to another mean: formula and seen."""
    means = np.linspace(-100, 100, 201)
    spots = means[::20]
    moved = [line_fit(x - x.mean() + mean, x) for mean in spots]
    return {
        "means": means,
        "formula": np.array([line_eigenvalues(m, float(x.var())) for m in means]),
        "spots": spots,
        "seen": np.array([eigh(p.hess(START))[0] for p in moved]),
    }


def valley(problem: LeastSquares) -> dict[str, Any]:
    """The loss around the valley's floor, and the run at log-spaced epochs."""
    best = minimizer(problem)
    w = np.linspace(best[0] - 0.016, best[0] + 0.020, 161)
    b = np.linspace(-0.35, 1.45, 161)
    grid = np.stack(np.meshgrid(w, b), -1)
    k = np.unique(np.geomspace(1, 2e6, 400).round().astype(int))
    marks = np.array([60, 70, 80, 100, 10_000, 100_000, 300_000, 1_000_000])
    return {
        "w": w,
        "b": b,
        "excess": problem.value(grid) - problem.value(best),
        "path": closed_form(problem, THREAD, START, k),
        "marks": marks,
        "spots": closed_form(problem, THREAD, START, marks),
    }


def pivot(problem: LeastSquares) -> dict[str, Any]:
    """Where lines of one run cross: on the flat eigenvector, and between two epochs."""
    x = problem.X[:, 0]
    lines = closed_form(problem, THREAD, START, np.array(FAN))
    flat = spectrum(problem).eigenvectors[:, 0]
    (w0, b0), (w1, b1) = lines[1], lines[2]
    return {
        "ratio": float((x**2).mean() / x.mean()),
        "flat": float(-flat[1] / flat[0]),
        "crossing": float(-(b1 - b0) / (w1 - w0)),
        "epochs": np.array(FAN),
        "errors": lines - minimizer(problem),
    }


def film(problem: LeastSquares) -> dict[str, Any]:
    """Errors of the line at 120 log-spaced epochs, without iterating."""
    k = np.geomspace(1, 2e6, 119).round().astype(int)
    k = np.concatenate([[0], k])
    return {
        "k": k,
        "error": closed_form(problem, THREAD, START, k) - minimizer(problem),
    }
