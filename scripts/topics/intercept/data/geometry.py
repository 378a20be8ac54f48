"""The geometry behind the intercept's crawl: curvatures, the valley and the pivot.

The one rule: points of the thread's run come from its closed form, not from steps.
"""

from dataclasses import dataclass

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
from gdcore.validation import Array
from scripts.topics.intercept.data.thread import EPOCHS, START, THREAD

FAN = (EPOCHS, 100_000, 300_000, 1_000_000)  # epochs whose lines are drawn
SIDES = {"below": 0.99, "above": 1.01}  # rates beside the limit, over the limit
SIDE_STEPS = 2000


@dataclass(frozen=True)
class Curvatures:
    """Moments of x, the curvatures that follow from them, and those measured."""

    formula: tuple[float, float]  # smaller and larger eigenvalue
    measured: tuple[float, float]  # those of the Hessian that differences give
    condition: float
    limit: float
    growth: dict[str, float]  # last gradient over first, for each of SIDES
    mean: float
    variance: float
    square: float  # mean of x^2
    correlation: float  # the cosine between x and the column of ones
    loss_min: float


@dataclass(frozen=True)
class Shifted:
    """Eigenvalues when the thread's x are moved to another mean."""

    means: Array  # (M,)
    formula: Array  # (M, 2)
    spots: Array  # (S,)
    measured: Array  # (S, 2)


@dataclass(frozen=True)
class Valley:
    """The loss around the valley's floor, and the run at log-spaced epochs."""

    w: Array  # (161,)
    b: Array  # (161,)
    excess: Array  # loss above its least, (161, 161)
    path: Array  # (K, 2)
    marks: Array  # epochs of the spots, (M,)
    spots: Array  # (M, 2)


@dataclass(frozen=True)
class Pivot:
    """Where lines of one run cross."""

    ratio: float  # mean(x^2) / mean(x)
    flat: float  # zero of the flat eigenvector
    crossing: float  # of the lines of the second and third epoch of FAN
    epochs: tuple[int, ...]
    errors: Array  # of the lines of FAN, (len(FAN), 2)


@dataclass(frozen=True)
class Film:
    """Errors of the line at log-spaced epochs."""

    k: Array  # (120,)
    error: Array  # (120, 2)


def curvatures(problem: LeastSquares) -> Curvatures:
    """The formula from mean and variance, and the Hessian's own eigenvalues."""
    x = problem.X[:, 0]
    mean, variance, square = float(x.mean()), float(x.var()), float((x**2).mean())
    # A gradient is linear here, so its differences are the Hessian, with no error term.
    low, high = eigh(problem.grad(np.eye(2)) - problem.grad(START))[0]
    limit = learning_rate_limit(problem)
    method = GradientDescent(np.array([*SIDES.values()])[:, None] * limit)
    grad = run(problem, method, START, max_steps=SIDE_STEPS).grad
    growth = (length(grad[-1]) / length(grad[0])).tolist()
    return Curvatures(
        formula=line_eigenvalues(mean, variance),
        measured=(float(low), float(high)),
        condition=spectrum(problem).condition_number,
        limit=limit,
        growth=dict(zip(SIDES, growth, strict=True)),
        mean=mean,
        variance=variance,
        square=square,
        correlation=float(mean / np.sqrt(square)),
        loss_min=float(np.square(problem.residual(minimizer(problem))).mean()),
    )


def shifted(x: Array) -> Shifted:
    """Curvatures by the formula along the mean, and measured at some means."""
    means = np.linspace(-100, 100, 201)
    spots = means[::20]
    problems = [line_fit(x - x.mean() + mean, x) for mean in spots]
    return Shifted(
        means=means,
        formula=np.array([line_eigenvalues(m, float(x.var())) for m in means]),
        spots=spots,
        measured=np.array([eigh(problem.hess(START))[0] for problem in problems]),
    )


def valley(problem: LeastSquares) -> Valley:
    """The valley's floor and the run to its end."""
    best = minimizer(problem)
    w = np.linspace(best[0] - 0.016, best[0] + 0.020, 161)
    b = np.linspace(-0.35, 1.45, 161)
    grid = np.stack(np.meshgrid(w, b), -1)
    k = np.unique(np.geomspace(1, 2e6, 400).round().astype(int))
    marks = np.array([60, 70, 80, 100, 10_000, 100_000, 300_000, 1_000_000])
    return Valley(
        w=w,
        b=b,
        excess=problem.value(grid) - problem.value(best),
        path=closed_form(problem, THREAD, START, k),
        marks=marks,
        spots=closed_form(problem, THREAD, START, marks),
    )


def pivot(problem: LeastSquares) -> Pivot:
    """By the ratio of moments, on the flat eigenvector, and between two epochs."""
    x = problem.X[:, 0]
    lines = closed_form(problem, THREAD, START, np.array(FAN))
    flat = spectrum(problem).eigenvectors[:, 0]
    (w0, b0), (w1, b1) = lines[1], lines[2]
    return Pivot(
        ratio=float((x**2).mean() / x.mean()),
        flat=float(-flat[1] / flat[0]),
        crossing=float(-(b1 - b0) / (w1 - w0)),
        epochs=FAN,
        errors=lines - minimizer(problem),
    )


def film(problem: LeastSquares) -> Film:
    """The start and 119 epochs after it, without iterating."""
    k = np.concatenate([[0], np.geomspace(1, 2e6, 119).round().astype(int)])
    return Film(k, closed_form(problem, THREAD, START, k) - minimizer(problem))
