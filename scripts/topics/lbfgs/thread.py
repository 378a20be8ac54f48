"""The two-variable thread through L-BFGS: as written there, repaired, and searched.

The one rule: "solved" is the thread's own assertion, allclose(x, solution, atol=1e-4),
asked at the beginning of its outer steps; the cost is evaluations of the loss.
"""

from typing import Any

import numpy as np

from gdcore.algebra import solve
from gdcore.datasets import two_variable_thread
from gdcore.linesearch import Backtracking, Exact, StrongWolfe
from gdcore.optimizers import LBFGS, ConjugateGradient
from gdcore.problems import LeastSquares
from gdcore.runs import run
from gdcore.spectral import (
    best_gradient_descent,
    best_momentum,
    closed_form_excess,
    spectrum,
    steps_to,
    steps_until,
)
from scripts.topics.lbfgs.torch import CURVATURE, Forum, thread_run

OUTER = 51  # as in the thread
SCALED = 9.0  # the loss times this, in the counterfactual
FACTORS = (1, 2, 3, 4, 5, 5.2, 5.3, 5.5, 6, 8, 10, 30, 100)
ZERO = np.zeros(2)


def problem(dtype: Any = np.float64, factor: float = 1.0) -> LeastSquares:
    """|A x - b|^2 of the thread, times `factor`."""
    system, root = two_variable_thread(), np.sqrt(factor)
    A, b = (system.A * root).astype(dtype), (system.b * root).astype(dtype)
    return LeastSquares(A, b, reduction="sum")


def solution() -> Any:
    """The exact solution of A x = b."""
    system = two_variable_thread()
    return solve(system.A, system.b)


def solved_at(record: Forum) -> int | None:
    """Evaluations before the first outer step at which the assertion holds."""
    near = [np.allclose(x, solution(), rtol=1e-5, atol=1e-4) for x in record.path]
    starts = [*record.outer, len(record.losses)]
    return starts[near.index(True)] if any(near) else None


def closures() -> dict[str, Any]:
    """The thread's loop in float32, with its own closure, the right one, and neither.

    "accumulated" is the thread's closure in a loop that never zeroes the gradient.
    """
    single = problem(np.float32)
    runs = {
        "right": thread_run(single, fresh=True, outer=OUTER),
        "thread": thread_run(single, fresh=False, outer=OUTER),
        "accumulated": thread_run(single, fresh=False, outer=OUTER, accumulate=True),
    }
    return {name: _told(record) for name, record in runs.items()}


def _told(record: Forum) -> dict[str, Any]:
    solved = solved_at(record)
    return {
        "losses": np.array(record.losses),
        "outer": np.array(record.outer),
        "products": np.array([product for product, _ in record.products]),
        "kept": np.array([kept for _, kept in record.products]),
        "lengths": np.array(record.lengths),
        "solved": solved,
        "rounds": None if solved is None else record.outer.index(solved),
        "end": record.path[-1],
        "largest": max(record.losses),
    }


def defaults() -> dict[str, Any]:
    """The right closure without a search: precision, units and the test on y^T s."""
    runs = {
        "float32": thread_run(problem(np.float32), fresh=True, outer=OUTER),
        "float64": thread_run(problem(), fresh=True, outer=OUTER),
        "scaled": thread_run(problem(factor=SCALED), fresh=True, outer=OUTER),
        "any_positive": thread_run(problem(), fresh=True, outer=OUTER, least=0.0),
    }
    told = {name: _told(record) for name, record in runs.items()}
    told["scaled"]["losses"] = told["scaled"]["losses"] / SCALED
    told["cliff"] = _cliff(float(told["float64"]["products"][2]))
    told["descent"] = _as_descent(runs["float64"])
    return told


def _cliff(product: float) -> dict[str, Any]:
    """Evaluations against the factor on the loss; where the cliff must be."""
    found = [
        solved_at(thread_run(problem(factor=factor), fresh=True, outer=OUTER))
        for factor in FACTORS
    ]
    low, high = 1.0, SCALED
    for _ in range(24):
        middle = (low + high) / 2
        record = thread_run(problem(factor=middle), fresh=True, outer=1)
        if sum(kept for _, kept in record.products) > 2:
            high = middle
        else:
            low = middle
    return {
        "factors": np.array(FACTORS),
        "evaluations": np.array([np.nan if n is None else n for n in found]),
        "predicted": CURVATURE / product,
        "measured": high,
    }


def _as_descent(record: Forum) -> dict[str, float]:
    """The stuck run read as gradient descent at rate 1 / L along the flat direction."""
    L, mu = spectrum(record.problem).L, spectrum(record.problem).mu
    steps = len(record.products) - 2
    left = (1 - mu / L) ** steps
    return {
        "steps": steps,
        "loss_predicted": float(record.losses[3] * left**2),
        "loss": record.losses[-1],
        "steps_needed": steps_to(1 - mu / L, 0.01),
    }


def methods() -> dict[str, Any]:
    """f / f(0) against evaluations: descent, momentum, conjugate gradients, L-BFGS."""
    plain = problem()
    steps = np.unique(np.geomspace(1, 2e7, 160).astype(int))
    theory: dict[str, Any] = {
        "gd": best_gradient_descent(plain),
        "momentum": best_momentum(plain),
    }
    curves = {
        name: (steps + 1, closed_form_excess(plain, method, ZERO, steps) / 100)
        for name, method in theory.items()
    }
    counts = {
        name: steps_until(plain, method, ZERO, tolerance=0.01)
        for name, method in theory.items()
    }
    searched: dict[str, Any] = {
        "lbfgs": LBFGS(),
        "backtracking": LBFGS(search=Backtracking()),
        "exact": LBFGS(search=Exact()),
        "cg": ConjugateGradient(),
    }
    ends = {}
    for name, method in searched.items():
        seen = run(plain, method, ZERO, max_steps=60, gtol=1e-9)
        last = int(np.flatnonzero(seen.value > 1e-16)[-1]) + 1
        curves[name] = (seen.nfev[: last + 1], seen.value[: last + 1] / 100)
        counts[name] = int(seen.nfev[np.flatnonzero(seen.value > 1e-2)[-1] + 1])
        ends[name] = (last, int(seen.nfev[last]), float(seen.value[last]))
    wolfe = run(plain, LBFGS(search=StrongWolfe()), ZERO, max_steps=3)
    return {
        "curves": curves,
        "counts": counts,
        "ends": ends,
        "steps": wolfe.step_size,
        "points": wolfe.x,
        "nfev": wolfe.nfev,
    }
