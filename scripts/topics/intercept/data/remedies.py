"""Remedies for the intercept, run on the same data from the same line.

The one rule: each run is iterated, not predicted, and pays for every point at which it
asks for the loss or its gradient, the start included.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gdcore.algebra import least_squares, length
from gdcore.optimizers import (
    LBFGS,
    Adam,
    GradientDescent,
    MinibatchGradientDescent,
    Optimizer,
)
from gdcore.preconditioning import (
    ChangeOfVariables,
    Transformed,
    center,
    diagonal,
    jacobi,
    standardize,
)
from gdcore.problems import LeastSquares, Problem
from gdcore.runs import run
from gdcore.spectral import (
    best_gradient_descent,
    best_momentum,
    closed_form,
    learning_rate_limit,
    minimizer,
    spectrum,
)
from gdcore.validation import Array
from scripts.topics.intercept.data.thread import (
    EPOCHS,
    START,
    THREAD,
    THREAD_RATE,
    TOLERANCE,
    last_outside,
)

FIX_RATE = 0.1  # of the page's first snippet
ADAM_DEFAULT, ADAM_FAST = 0.001, 0.1  # torch's, and one that leaves again
ADAM_RATES = (ADAM_DEFAULT, 0.003, 0.01, 0.03, ADAM_FAST, 0.2, 0.3, 0.5, 1.0)
ADAM_STEPS = 20_000
SIZES = (1, 10)  # of batches

CHANGES: dict[str, Callable[[LeastSquares], ChangeOfVariables]] = {
    "centered": center,
    "scaled": jacobi,
    "standardized": standardize,
}


class Entry(NamedTuple):
    """A remedy: the coordinates it works in, the method, and how long it runs.

    `metric` is the change of variables in which the method is plain descent, whose
    condition number it meets; None where it has no fixed one.
    """

    change: ChangeOfVariables
    optimizer: Optimizer
    steps: int
    metric: ChangeOfVariables | None


@dataclass(frozen=True)
class Remedy:
    """What one remedy costs until b is within 1 %, and its curve."""

    steps: int
    evaluations: int
    slope_steps: int  # until w is within 1 %
    share: Array  # of b's first error that is left, (K,)
    nfev: Array  # (K,)
    end: Array  # the last line, (2,)
    rate: Any  # a number, one for each parameter, or None
    condition: float | None  # that it meets


@dataclass(frozen=True)
class AdamTrial:
    """One rate of Adam: when b is first within 1 %, and when for good."""

    first: int
    stays: int
    left: int  # times that b left again


@dataclass(frozen=True)
class Race:
    """Each remedy's cost and curve; Adam's rates; the least-squares line."""

    remedies: dict[str, Remedy]
    adam: dict[float, AdamTrial]  # by rate
    adam_rate: float  # the fastest that stays
    tolerance: float
    fixed: float  # share of b's error that the page's fix leaves
    exact_gradient: float  # at the least-squares line, over that at (0, 0)
    momentum_beta: float


@dataclass(frozen=True)
class System:
    """The loss in other coordinates."""

    condition: float
    limit: float


@dataclass(frozen=True)
class Advice:
    """Where the usual advice ends after the same hundred passes over the data."""

    batches: dict[int, Array]  # the last line by the size of the batches, (2,)
    full: dict[int, Array]  # and after as many full-batch steps
    large_loss: float  # at a hundred times the rate


def entries(problem: LeastSquares, adam: float) -> dict[str, Entry]:
    """The seven that iterate, Adam at the rate given; least squares needs no run."""
    raw = ChangeOfVariables(np.eye(2), START)
    centered, standard = center(problem), standardize(problem)
    centered_descent = best_gradient_descent(Transformed(problem, centered))
    rates = 1 / np.diag(problem.hess(START))
    return {
        "plain": Entry(raw, best_gradient_descent(problem), 80_000, raw),
        "centering": Entry(centered, centered_descent, 20_000, centered),
        "standardizing": Entry(standard, GradientDescent(0.5), 1, standard),
        "rates": Entry(raw, GradientDescent(rates), 300, diagonal(rates)),
        "momentum": Entry(raw, best_momentum(problem), 2000, raw),
        "adam": Entry(raw, Adam(adam), 6000, None),
        "lbfgs": Entry(raw, LBFGS(), 7, None),
    }


def race(problem: LeastSquares) -> Race:
    """Every remedy, from the line (0, 0)."""
    adam = adam_scan(problem)
    fastest = min(adam, key=lambda rate: adam[rate].stays)
    runners = entries(problem, fastest)
    change = standardize(problem)
    fixed = run(
        Transformed(problem, change),
        GradientDescent(FIX_RATE),
        change.to(START),
        max_steps=EPOCHS,
    )
    exact = problem.grad(least_squares(problem.X, problem.y))
    return Race(
        remedies={name: _raced(problem, entry) for name, entry in runners.items()},
        adam=adam,
        adam_rate=fastest,
        tolerance=TOLERANCE,
        fixed=float(abs(change.back(fixed.x[-1])[1] / minimizer(problem)[1] - 1)),
        exact_gradient=float(length(exact)) / float(length(problem.grad(START))),
        momentum_beta=best_momentum(problem).beta,
    )


def _raced(problem: LeastSquares, entry: Entry) -> Remedy:
    """One remedy from the line (0, 0): steps and evaluations until b is within 1 %."""
    change, best = entry.change, minimizer(problem)
    system = Transformed(problem, change)
    path = run(system, entry.optimizer, change.to(START), max_steps=entry.steps)
    lines = change.back(path.x)
    at_w, at_b = (last_outside(lines[:, i], best[i]) + 1 for i in (0, 1))
    kept = np.union1d(_thinned(len(path.k)), at_b)
    metric = entry.metric and Transformed(problem, entry.metric)
    return Remedy(
        steps=int(path.k[at_b]),
        evaluations=int(path.nfev[at_b]),
        slope_steps=int(path.k[at_w]),
        share=np.abs(lines[kept, 1] - best[1]) / np.abs(best[1]),
        nfev=path.nfev[kept],
        end=lines[-1],
        rate=getattr(entry.optimizer, "learning_rate", None),
        condition=spectrum(metric).condition_number if metric else None,
    )


def _thinned(n: int) -> Array:
    """At most 300 of n indices, log-spaced after the first few."""
    return np.unique(np.geomspace(1, n, 300).round().astype(int)) - 1


def adam_scan(problem: LeastSquares) -> dict[float, AdamTrial]:
    """Each rate by the worse of two runs that differ in rounding alone: the rows, and
    backward.

    All rates run side by side, since a single run would end as stalled when x stands
    still, and Adam moves again after that.
    """
    best = minimizer(problem)
    method = Adam(np.array(ADAM_RATES)[:, None])
    runs = []
    for rows in (problem, problem.rows(np.arange(len(problem.y))[::-1])):
        path = run(rows, method, START, max_steps=ADAM_STEPS)
        if path.k[-1] != ADAM_STEPS:
            raise ValueError(f"Adam was stopped at step {path.k[-1]}")
        runs.append(np.abs(path.x[..., 1] - best[1]) <= TOLERANCE * abs(best[1]))
    inside = np.array(runs)  # (2, steps + 1, rates)
    left = (np.diff(inside.astype(int), axis=1) == -1).sum(1)
    return {
        rate: AdamTrial(
            first=int(inside[..., i].argmax(1).max()),
            stays=ADAM_STEPS + 1 - int(inside[:, ::-1, i].argmin(1).min()),
            left=int(left[:, i].min()),
        )
        for i, rate in enumerate(ADAM_RATES)
    }


def systems(problem: LeastSquares) -> dict[str, System]:
    """x as it is, centered, scaled, and both."""
    problems: dict[str, Problem] = {"raw": problem}
    for name, change in CHANGES.items():
        problems[name] = Transformed(problem, change(problem))
    return {
        name: System(spectrum(one).condition_number, learning_rate_limit(one))
        for name, one in problems.items()
    }


def usual_advice(problem: LeastSquares) -> Advice:
    """A larger rate, and batches."""
    steps = {size: EPOCHS * len(problem.y) // size for size in SIZES}
    batches = {}
    for size, count in steps.items():
        method: Any = MinibatchGradientDescent(THREAD_RATE, size)  # needs rows
        path = run(problem, method, START, max_steps=count, every=EPOCHS)
        batches[size] = path.x[-1]
    large = run(problem, GradientDescent(100 * THREAD_RATE), START, max_steps=EPOCHS)
    return Advice(
        batches=batches,
        full={n: closed_form(problem, THREAD, START, k) for n, k in steps.items()},
        large_loss=float(large.value[-1]),
    )
