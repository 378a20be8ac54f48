"""Eight remedies for the intercept, run on the same data from the same line.

The one rule: each run is iterated, not predicted, and pays for every point at which it
asks for the loss or its gradient, the start included.
"""

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
from gdcore.problems import LeastSquares
from gdcore.runs import Trajectory, run
from gdcore.spectral import (
    best_gradient_descent,
    best_momentum,
    closed_form,
    learning_rate_limit,
    minimizer,
    spectrum,
    steps_to,
)

START = np.zeros(2)
THREAD_RATE, EPOCHS = 1e-5, 100
THREAD = GradientDescent(THREAD_RATE)
TOLERANCE = 0.01
FIX_RATE = 0.1  # of the page's first snippet
EVERY = 1000  # steps between the records of a long run
ADAM_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1.0)  # default first
ADAM_STEPS = 20_000


class Entry(NamedTuple):
    """A remedy: the coordinates it works in, the method, and how long it runs.

    `metric` is the change of variables in which the method is plain descent, whose
    condition number it meets; None where it has no fixed one.
    """

    change: ChangeOfVariables
    optimizer: Optimizer
    steps: int
    metric: ChangeOfVariables | None


def entries(problem: LeastSquares, adam: float) -> dict[str, Entry]:
    """The seven that iterate, Adam at the rate given; least squares needs no run."""
    raw = ChangeOfVariables(np.eye(2), START)
    centered, standard = center(problem), standardize(problem)
    seen = Transformed(problem, centered)
    rates = 1 / np.diag(problem.hess(START))
    return {
        "plain": Entry(raw, best_gradient_descent(problem), 80_000, raw),
        "centering": Entry(centered, best_gradient_descent(seen), 20_000, centered),
        "standardizing": Entry(standard, GradientDescent(0.5), 1, standard),
        "rates": Entry(raw, GradientDescent(rates), 300, diagonal(rates)),
        "momentum": Entry(raw, best_momentum(problem), 2000, raw),
        "adam": Entry(raw, Adam(adam), 6000, None),
        "lbfgs": Entry(raw, LBFGS(), 7, None),
    }


def compute(problem: LeastSquares) -> dict[str, Any]:
    """Each remedy's settings, cost and curve; Adam's rates; the least-squares line."""
    adam = adam_scan(problem)
    fastest = min(adam, key=lambda rate: adam[rate]["stays"])
    found = entries(problem, fastest)
    exact = least_squares(problem.X, problem.y)
    change = standardize(problem)
    fixed = run(
        Transformed(problem, change),
        GradientDescent(FIX_RATE),
        change.to(START),
        max_steps=EPOCHS,
    )
    return {
        "fixed": abs(change.back(fixed.x[-1])[1] / minimizer(problem)[1] - 1),
        "remedies": {name: _raced(problem, entry) for name, entry in found.items()},
        "adam": adam,
        "adam_rate": fastest,
        "tolerance": TOLERANCE,
        "lstsq_gap": float(length(problem.grad(exact))),
        "start_gap": float(length(problem.grad(START))),
        "momentum_rate": float(best_momentum(problem).learning_rate),
        "momentum_beta": best_momentum(problem).beta,
        "rates": 1 / np.diag(problem.hess(START)),
    }


def iterated(
    problem: LeastSquares, method: GradientDescent, x0: Any, *, steps: int
) -> tuple[list[int], Trajectory]:
    """Steps to 1 % of w and of b, counted on a long run of a method without memory.

    The run is recorded at every thousandth step; the piece in which an error was last
    too large is then run again, and each of its steps looked at. The errors must
    shrink from step to step, as they do below half the limit.
    """
    best = minimizer(problem)
    coarse = run(problem, method, x0, max_steps=steps, every=EVERY)
    first = np.abs(coarse.x[0] - best)
    counts = []
    for i in (0, 1):
        j = _last_outside(coarse.x[:, i], best[i], first[i])
        fine = run(problem, method, coarse.x[j], max_steps=EVERY)
        counts.append(
            int(coarse.k[j]) + _last_outside(fine.x[:, i], best[i], first[i]) + 1
        )
    return counts, coarse


def systems(problem: LeastSquares) -> dict[str, Any]:
    """Condition number and best run with x centered, scaled, both or neither."""
    rows = {
        "raw": None,
        "centered": center,
        "scaled": jacobi,
        "standardized": standardize,
    }
    x = problem.X[:, 0]
    r = float(x.mean() / np.sqrt(np.mean(x**2)))
    slow = steps_to(1 - 2 * THREAD_RATE, TOLERANCE)
    out: dict[str, Any] = {
        "jacobi_predicted": (1 + r) / (1 - r),
        "centered_steps": slow,
    }
    for name, change in rows.items():
        seen = Transformed(problem, change(problem)) if change else problem
        best = best_gradient_descent(seen)
        out[name] = {
            "condition": spectrum(seen).condition_number,
            "limit": learning_rate_limit(seen),
            "rate": float(best.learning_rate),
        }
    return out


def usual_advice(problem: LeastSquares) -> dict[str, Any]:
    """What the usual advice gives after the same hundred passes over the data."""
    batches, full = {}, {}
    for size in (1, 10):
        method: Any = MinibatchGradientDescent(
            THREAD_RATE, size
        )  # needs rows to sample
        steps = EPOCHS * len(problem.y) // size
        batches[size] = run(problem, method, START, max_steps=steps, every=EPOCHS).x[-1]
        full[size] = closed_form(problem, THREAD, START, steps)
    large = run(problem, GradientDescent(100 * THREAD_RATE), START, max_steps=EPOCHS)
    return {"batches": batches, "full": full, "large_loss": float(large.value[-1])}


def _raced(problem: LeastSquares, entry: Entry) -> dict[str, Any]:
    """One remedy from the line (0, 0): steps and evaluations until b is within 1 %."""
    change, best = entry.change, minimizer(problem)
    seen = Transformed(problem, change)
    path = run(seen, entry.optimizer, change.to(START), max_steps=entry.steps)
    lines = change.back(path.x)
    share = np.abs(lines - best) / np.abs(best)
    at = _last_outside(lines[:, 1], best[1], abs(best[1])) + 1
    kept = np.union1d(_thinned(len(path.k)), at)
    metric = entry.metric
    return {
        "steps": int(path.k[at]),
        "evaluations": int(path.nfev[at]),
        "slope_steps": int(path.k[_last_outside(lines[:, 0], best[0], best[0]) + 1]),
        "share": share[kept, 1],
        "nfev": path.nfev[kept],
        "end": lines[-1],
        "rate": getattr(entry.optimizer, "learning_rate", None),
        "condition": metric and spectrum(Transformed(problem, metric)).condition_number,
    }


def adam_scan(problem: LeastSquares) -> dict[float, dict[str, int]]:
    """At each rate: when b is first within 1 %, and when for the last time not.

    The worse of two runs that differ in rounding alone: the rows, and backward.
    All rates run side by side, since a single run would end as stalled when x stands
    still, and Adam moves again after that.
    """
    best = minimizer(problem)
    method = Adam(np.array(ADAM_RATES)[:, None])
    inside = []
    for rows in (problem, problem.rows(np.arange(len(problem.y))[::-1])):
        path = run(rows, method, START, max_steps=ADAM_STEPS)
        if path.k[-1] != ADAM_STEPS:
            raise ValueError(f"Adam was stopped at step {path.k[-1]}")
        inside.append(np.abs(path.x[..., 1] - best[1]) <= TOLERANCE * abs(best[1]))
    # Shape (2, steps + 1, rates).
    kept = np.array(inside)
    left = (np.diff(kept.astype(int), axis=1) == -1).sum(1)
    return {
        rate: {
            "first": int(kept[..., i].argmax(1).max()),
            "stays": ADAM_STEPS + 1 - int(kept[:, ::-1, i].argmin(1).min()),
            "left": int(left[:, i].min()),
        }
        for i, rate in enumerate(ADAM_RATES)
    }


def _last_outside(values: Any, best: float, first: float) -> int:
    """Index of the last value further than 1 % of `first` from `best`."""
    outside = np.flatnonzero(np.abs(values - best) > TOLERANCE * abs(first))
    return int(outside[-1])


def _thinned(n: int) -> Any:
    """At most 300 of n indices, log-spaced after the first few."""
    return np.unique(np.geomspace(1, n, 300).round().astype(int)) - 1
