"""Where the two gradients of linear regression come from: mean squared error.

The one rule: five points that can be checked by hand carry the page; the teaching
datasets show that nothing depends on them.
"""

from typing import Any

import numpy as np

from gdcore.algebra import dot, length, product
from gdcore.datasets import TEACHING
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import minimizer, spectrum
from scripts.drawing.declarations import Topic, declared
from scripts.topics.mse import check_figures, checks, figures, runs
from scripts.topics.mse.numbers import numbers
from scripts.topics.mse.runs import RATE, START, X, Y


def compute() -> dict[str, Any]:
    """Everything on the page; shapes follow the five points."""
    problem = line_fit(X, Y)
    r = problem.residual(START)
    return {
        "x": X,
        "y": Y,
        "start": START,
        "rate": RATE,
        "residual": r,
        "pulls": 2 / len(X) * r[:, None] * problem.X,
        "grad": problem.grad(START),
        "loss": float(problem.value(START)),
        "optimum": minimizer(problem),
        "loss_optimum": float(problem.value(minimizer(problem))),
        "hessian": problem.hess(START),
        "eigenvalues": spectrum(problem).eigenvalues,
        "chain": chain(4),
        "grid": grid(problem),
        "level": level(problem),
        "slices": slices(problem),
        "ways": checks.ways(X, Y, START),
        "differences": checks.differences(X, Y, START),
        "training": runs.training(problem),
        "film": runs.film(),
        "conventions": runs.conventions(problem),
        "accumulated": runs.accumulated(problem),
        "in_turn": runs.in_turn(problem),
        "broadcast": runs.broadcast(),
        "scaled": runs.scaled(),
        "datasets": {name: runs.fitted(name) for name in TEACHING},
        "exercises": runs.exercises(problem),
    }


def chain(i: int) -> dict[str, float]:
    """One example through the chain rule, forward and back, values only."""
    w, b = START
    x, y = X[i], Y[i]
    r = w * x + b - y
    return {
        "x": float(x),
        "y": float(y),
        "prediction": float(w * x + b),
        "residual": float(r),
        "square": float(r**2),
        "d_residual": float(2 * r),
        "d_w": float(2 * r * x),
        "d_b": float(2 * r),
    }


def level(problem: LeastSquares) -> dict[str, Any]:
    """Points as high as the start, their gradients, and where those lead."""
    seen, best = spectrum(problem), minimizer(problem)
    above = problem.value(START) - problem.value(best)
    angles = np.radians([75, 110, 180, 215, 255])
    unit = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    modes = unit * np.sqrt(2 * above / seen.eigenvalues)
    points = np.vstack([START, best + product(modes, seen.eigenvectors.T)])
    g, to_best = problem.grad(START), best - START
    cosine = -dot(g, to_best) / length(g) / length(to_best)
    return {
        "points": points,
        "grad": problem.grad(points),
        "off_course": float(np.degrees(np.arccos(cosine))),
    }


def grid(problem: LeastSquares) -> dict[str, Any]:
    """The loss over (w, b), for contours."""
    w, b = np.linspace(-1.9, 3.5, 136), np.linspace(-1.6, 5.6, 181)
    theta = np.stack(np.meshgrid(w, b), axis=-1)
    return {"w": w, "b": b, "loss": problem.value(theta)}


def slices(problem: LeastSquares) -> dict[str, Any]:
    """The loss along w and along b through the start, as (parameter, loss)."""
    w, b = np.linspace(-2.4, 3.6, 121), np.linspace(0.2, 6.2, 121)
    along_w = np.stack([w, np.full_like(w, START[1])], axis=-1)
    along_b = np.stack([np.full_like(b, START[0]), b], axis=-1)
    return {"w": (w, problem.value(along_w)), "b": (b, problem.value(along_b))}


TOPIC = Topic(compute, numbers, declared(figures, check_figures))
