"""What would fix the two-variable thread, each method measured from the same start.

The one rule: the cost is gradients evaluated until the parameters are, and stay, within
1 % of their first error. A method without a search needs none at the place it ends in.
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np

from gdcore.algebra import length, product
from gdcore.linesearch import Backtracking, Exact
from gdcore.optimizers import (
    LBFGS,
    Adam,
    ConjugateGradient,
    GradientDescent,
    Momentum,
    SteepestDescent,
)
from gdcore.preconditioning import (
    ChangeOfVariables,
    Transformed,
    approximate,
    jacobi,
)
from gdcore.problems import LeastSquares, Problem
from gdcore.runs import run
from gdcore.spectral import (
    best_gradient_descent,
    best_momentum,
    best_nesterov,
    minimizer,
    rate,
    spectrum,
    steps_to,
    steps_until,
)
from gdcore.validation import Array

TOLERANCE = 0.01
START = np.zeros(2)
TWO_RATES = Momentum(np.array([1e-5, 0.05]), 0.95)  # as the thread's last answer has it


class Remedy(NamedTuple):
    """A method, and gradients evaluated until 1 % of the error is left."""

    key: str
    label: str
    evaluations: int


def remedies(problem: LeastSquares) -> list[Remedy]:
    """The dearest first."""
    theory: dict[str, tuple[str, Any]] = {
        "thread": ("Gradient descent, the thread's rate", GradientDescent(1e-5)),
        "best": ("Gradient descent, best rate", best_gradient_descent(problem)),
        "nesterov": ("Nesterov, best settings", best_nesterov(problem)),
        "momentum": ("Momentum, best settings", best_momentum(problem)),
        "two_rates": ("Two hand-set rates and momentum", TWO_RATES),
    }
    adam = run(problem, Adam(0.1), START, max_steps=12_000)
    conjugate = run(problem, ConjugateGradient(), START, max_steps=4)
    searched = run(problem, SteepestDescent(Exact()), START, max_steps=36_000)
    lbfgs = run(problem, LBFGS(), START, max_steps=50)
    habit = rate(problem, Momentum(1.6e-5, 0.9))  # theory's count: it crawls, smoothly
    found = [
        Remedy(k, label, steps_until(problem, method, START, tolerance=TOLERANCE))
        for k, (label, method) in theory.items()
    ]
    end = partial(_end, minimizer(problem))
    found += [
        Remedy("habit", "Momentum 0.9, out of habit", steps_to(habit, TOLERANCE)),
        Remedy("adam", "Adam at rate 0.1", int(adam.k[end(adam.x)])),
        Remedy("conjugate_gradients", "Conjugate gradients", int(end(conjugate.x))),
        Remedy(
            "exact_search", "Exact line search", int(searched.nfev[end(searched.x)])
        ),
        Remedy("lbfgs", "L-BFGS", int(lbfgs.nfev[end(lbfgs.x)])),
        Remedy(
            "jacobi", "Jacobi scaling, best rate", _scaled(problem, jacobi(problem))
        ),
        Remedy(
            "rounded", "A rounded to two digits", _scaled(problem, rounded(problem))
        ),
    ]
    return sorted(found, key=lambda remedy: -remedy.evaluations)


def rounded(problem: LeastSquares) -> ChangeOfVariables:
    """The change of variables by A itself, rounded to two significant digits."""
    digits = np.vectorize(lambda a: float(f"{a:.1e}"))
    return approximate(digits(problem.X))


def backtracked(problem: LeastSquares) -> tuple[int, float]:
    """Evaluations and final loss of 30,000 steps with a backtracking search."""
    seen = run(problem, SteepestDescent(Backtracking()), START, max_steps=30_000)
    return int(seen.nfev[-1]), float(seen.value[-1])


def squared(problem: LeastSquares) -> dict[str, Array]:
    """Gradients to 1 % on matrices with the thread's directions and any condition.

    The start has the same error in both directions, which no rate can favor.
    """
    conditions = np.geomspace(2, 2e3, 13)
    vectors = spectrum(problem).eigenvectors
    plain, heavy = [], []
    for condition in conditions:
        A = product(vectors / [condition, 1.0], vectors.T)
        other = LeastSquares(A, product(vectors.sum(axis=1), A), reduction="sum")
        plain.append(_steps(other, best_gradient_descent(other)))
        heavy.append(_steps(other, best_momentum(other)))
    return {"condition": conditions, "plain": np.array(plain), "heavy": np.array(heavy)}


def _steps(problem: Problem, method: Any) -> int:
    return steps_until(problem, method, START, tolerance=TOLERANCE)


def _scaled(problem: LeastSquares, change: ChangeOfVariables) -> int:
    """Gradient descent at its best rate after a change of variables."""
    other = Transformed(problem, change)
    method, start = best_gradient_descent(other), change.to(START)
    seen = run(other, method, start, max_steps=12_000)
    return _end(minimizer(problem), change.back(seen.x))


def _end(solution: Array, x: Array) -> int:
    """The first row from which the error stays within the tolerance."""
    error = length(x - solution)
    outside = np.flatnonzero(error > TOLERANCE * length(START - solution))
    row = int(outside[-1]) + 1
    if row == len(x):
        raise ValueError(f"not within {TOLERANCE:.0%} after {len(x) - 1} steps")
    return row
