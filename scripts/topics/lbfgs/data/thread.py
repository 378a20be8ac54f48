"""The two-variable thread through L-BFGS: as written there, repaired, and searched.

The one rule: "solved" is the thread's own assertion, allclose(x, solution, atol=1e-4),
asked at the beginning of its outer steps; the cost is evaluations of the loss.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdcore.algebra import solve
from gdcore.datasets import two_variable_thread
from gdcore.linesearch import Backtracking, Exact
from gdcore.optimizers import (
    LBFGS,
    ConjugateGradient,
    GradientDescent,
    Momentum,
    Optimizer,
)
from gdcore.problems import LeastSquares
from gdcore.runs import run
from gdcore.spectral import (
    best_gradient_descent,
    best_momentum,
    closed_form_excess,
    root_of_loss,
    spectrum,
    steps_to,
    steps_until,
)
from gdcore.validation import Array
from scripts.topics.lbfgs.data.torch import CURVATURE, Forum, thread_run

OUTER = 51  # as in the thread
ATOL = 1e-4  # of the thread's assertion
TOLERANCE = 0.01  # error left, of the first, when the methods are compared
SCALED = 9.0  # the loss times this, in the counterfactual
FACTORS = (1, 2, 3, 4, 5, 5.2, 5.3, 5.5, 6, 8, 10, 30, 100)
ZERO = np.zeros(2)


@dataclass(frozen=True)
class Loop:
    """The thread's loop: E evaluations, S outer steps, P pairs on offer."""

    losses: Array  # (E,)
    outer: Array  # evaluations before each outer step, (S,)
    products: Array  # u^T s, (P,)
    kept: Array  # which pairs were kept, (P,)
    lengths: Array  # of s, (P,)
    solved: Any  # evaluations until it was, or None
    rounds: Any  # outer steps until then, or None


@dataclass(frozen=True)
class Closures:
    """The loop in float32 with the right closure, the thread's own, and neither."""

    right: Loop
    thread: Loop
    accumulated: Loop  # the thread's closure where nothing zeroes the gradient


@dataclass(frozen=True)
class Cliff:
    """Evaluations against the factor on the loss; where the cliff must be."""

    factors: Array  # (F,)
    evaluations: Array  # NaN where it was not solved, (F,)
    predicted: float
    measured: float


@dataclass(frozen=True)
class Descent:
    """The stuck run read as gradient descent at rate 1 / L along the flat direction."""

    steps: int
    loss: float
    loss_predicted: float
    steps_needed: int  # to one percent of the error


@dataclass(frozen=True)
class Defaults:
    """The right closure without a search: precision, units and the test on u^T s."""

    float32: Loop
    float64: Loop
    scaled: Loop  # the loss times SCALED; its losses are divided by it again
    any_positive: Loop  # every u^T s > 0 is kept
    cliff: Cliff
    descent: Descent


@dataclass(frozen=True)
class Method:
    """One method's curve, and evaluations until a tolerance is kept."""

    nfev: Array  # (K,)
    value: Array  # (K,)
    evaluations: int


@dataclass(frozen=True)
class Methods:
    """Descent, momentum, conjugate gradients and L-BFGS on the thread's problem."""

    by_name: dict[str, Method]
    step_size: Array  # of L-BFGS, by step


def problem(dtype: Any = np.float64, factor: float = 1.0) -> LeastSquares:
    """|A x - b|^2 of the thread, times `factor`."""
    system, root = two_variable_thread(), np.sqrt(factor)
    A, b = (system.A * root).astype(dtype), (system.b * root).astype(dtype)
    return LeastSquares(A, b, reduction="sum")


def solved_at(record: Forum) -> int | None:
    """Evaluations before the first outer step at which the assertion holds."""
    system = two_variable_thread()
    solution = solve(system.A, system.b)
    near = [np.allclose(x, solution, rtol=1e-5, atol=ATOL) for x in record.path]
    starts = [*record.outer, len(record.losses)]
    return starts[near.index(True)] if any(near) else None


def _loop(record: Forum) -> Loop:
    solved = solved_at(record)
    return Loop(
        losses=np.array(record.losses),
        outer=np.array(record.outer),
        products=np.array([product for product, _ in record.products]),
        kept=np.array([kept for _, kept in record.products]),
        lengths=np.array(record.lengths),
        solved=solved,
        rounds=None if solved is None else record.outer.index(solved),
    )


def closures() -> Closures:
    """Three closures, the first of them right."""
    single = problem(np.float32)
    wrong = thread_run(single, fresh=False, outer=OUTER)
    never = thread_run(single, fresh=False, outer=OUTER, accumulate=True)
    right = thread_run(single, fresh=True, outer=OUTER)
    return Closures(_loop(right), _loop(wrong), _loop(never))


def defaults() -> Defaults:
    """What PyTorch does when it is called as its page says."""
    stuck = thread_run(problem(), fresh=True, outer=OUTER)
    scaled = _loop(thread_run(problem(factor=SCALED), fresh=True, outer=OUTER))
    return Defaults(
        float32=_loop(thread_run(problem(np.float32), fresh=True, outer=OUTER)),
        float64=_loop(stuck),
        scaled=replace(scaled, losses=scaled.losses / SCALED),
        any_positive=_loop(thread_run(problem(), fresh=True, outer=OUTER, least=0.0)),
        cliff=_cliff(stuck.products[2][0]),
        descent=_as_descent(stuck),
    )


def _cliff(product: float) -> Cliff:
    """By runs at some factors, by bisection, and by the product u^T s at factor 1."""
    solved = [
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
    return Cliff(
        factors=np.array(FACTORS),
        evaluations=np.array([np.nan if n is None else n for n in solved]),
        predicted=CURVATURE / product,
        measured=high,
    )


def _as_descent(record: Forum) -> Descent:
    """What descent would leave after as many steps, and how many it needs."""
    curvatures = spectrum(record.problem)
    shrink = 1 - curvatures.lambda_min / curvatures.lambda_max
    steps = len(record.products) - 2
    return Descent(
        steps=steps,
        loss=record.losses[-1],
        loss_predicted=float(record.losses[3] * (shrink**steps) ** 2),
        steps_needed=steps_to(shrink, TOLERANCE),
    )


def methods() -> Methods:
    """Two by the closed form and four by their runs, from zero.

    All count evaluations, that of the start too, until sqrt(L) stays within TOLERANCE.
    """
    plain = problem()
    steps = np.unique(np.geomspace(1, 2e7, 160).astype(int))
    theory: dict[str, GradientDescent | Momentum] = {
        "gd": best_gradient_descent(plain),
        "momentum": best_momentum(plain),
    }
    searched: dict[str, Optimizer] = {
        "lbfgs": LBFGS(),
        "backtracking": LBFGS(search=Backtracking()),
        "exact": LBFGS(search=Exact()),
        "cg": ConjugateGradient(),
    }
    by_name = {}
    for name, linear in theory.items():
        value = closed_form_excess(plain, linear, ZERO, steps)
        count = steps_until(
            plain, linear, ZERO, tolerance=TOLERANCE, measure=root_of_loss(plain)
        )
        by_name[name] = Method(steps + 1, value, count + 1)
    for name, method in searched.items():
        path = run(plain, method, ZERO, max_steps=60, gtol=1e-9)
        shown = slice(int(np.flatnonzero(path.value > 1e-16)[-1]) + 2)
        above = np.flatnonzero(path.value > TOLERANCE**2 * path.value[0])
        count = int(path.nfev[above[-1] + 1])
        by_name[name] = Method(path.nfev[shown], path.value[shown], count)
    first = run(plain, LBFGS(), ZERO, max_steps=3)
    return Methods(by_name, first.step_size)
