"""What would fix the two-variable thread, each method measured from the same start.

The one rule: the cost is gradients evaluated until the parameters are, and stay, within
1 % of their first error. A method without a search needs none at the place it ends in.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

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
    spectrum,
    steps_until,
)
from gdcore.validation import Array
from scripts.topics.ill_conditioning.data.thread import MIDDLE, START, TOLERANCE

TWO_RATES = Momentum(np.array([1e-5, 0.05]), 0.95)  # as the thread's last answer has it
HABIT = Momentum(1.6e-5, 0.9)
ADAM = Adam(0.1)
SEARCHED = 30_000  # backtracking steps


@dataclass(frozen=True)
class Remedy:
    """A method, and gradients evaluated until 1 % of the error is left."""

    key: str
    label: str
    evaluations: int


@dataclass(frozen=True)
class Searched:
    """Evaluations and final loss of SEARCHED steps with a backtracking search."""

    evaluations: int
    loss: float


@dataclass(frozen=True)
class Squared:
    """Gradients to 1 % by the condition number of A; each of shape (13,)."""

    condition: Array
    plain: Array  # gradient descent
    heavy: Array  # momentum


def costs(problem: LeastSquares) -> list[Remedy]:
    """The dearest first."""
    linear, within = partial(_steps, problem), partial(_end, minimizer(problem))
    adam = run(problem, ADAM, START, max_steps=12_000)
    conjugate = run(problem, ConjugateGradient(), START, max_steps=4)
    exact = run(problem, SteepestDescent(Exact()), START, max_steps=36_000)
    lbfgs = run(problem, LBFGS(), START, max_steps=50)
    rows = (
        (
            "thread",
            "Gradient descent, the thread's rate",
            linear(GradientDescent(MIDDLE)),
        ),
        ("best", "Gradient descent, best rate", linear(best_gradient_descent(problem))),
        ("nesterov", "Nesterov, best settings", linear(best_nesterov(problem))),
        ("momentum", "Momentum, best settings", linear(best_momentum(problem))),
        ("two_rates", "Two hand-set rates and momentum", linear(TWO_RATES)),
        ("habit", f"Momentum {HABIT.beta}, out of habit", linear(HABIT)),
        ("adam", f"Adam at rate {ADAM.learning_rate}", adam.k[within(adam.x)]),
        ("conjugate_gradients", "Conjugate gradients", within(conjugate.x)),
        ("exact_search", "Exact line search", exact.nfev[within(exact.x)]),
        ("lbfgs", "L-BFGS", lbfgs.nfev[within(lbfgs.x)]),
        ("jacobi", "Jacobi scaling, best rate", _scaled(problem, jacobi(problem))),
        ("rounded", "A rounded to two digits", _scaled(problem, rounded(problem))),
    )
    remedies = [
        Remedy(key, label, int(evaluations)) for key, label, evaluations in rows
    ]
    return sorted(remedies, key=lambda remedy: -remedy.evaluations)


def rounded(problem: LeastSquares) -> ChangeOfVariables:
    """The change of variables by A itself, rounded to two significant digits."""
    digits = np.vectorize(lambda a: float(f"{a:.1e}"))
    return approximate(digits(problem.X))


def searched(problem: LeastSquares) -> Searched:
    """A run with a backtracking search."""
    path = run(problem, SteepestDescent(Backtracking()), START, max_steps=SEARCHED)
    return Searched(int(path.nfev[-1]), float(path.value[-1]))


def squared(problem: LeastSquares) -> Squared:
    """Costs on matrices with the thread's directions and any condition.

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
    return Squared(conditions, np.array(plain), np.array(heavy))


def _steps(problem: Problem, method: Any) -> int:
    return steps_until(problem, method, START, tolerance=TOLERANCE)


def _scaled(problem: LeastSquares, change: ChangeOfVariables) -> int:
    """Gradient descent at its best rate after a change of variables."""
    other = Transformed(problem, change)
    method, start = best_gradient_descent(other), change.to(START)
    path = run(other, method, start, max_steps=12_000)
    return _end(minimizer(problem), change.back(path.x))


def _end(solution: Array, x: Array) -> int:
    """The first row from which the error stays within the tolerance."""
    error = length(x - solution)
    outside = np.flatnonzero(error > TOLERANCE * length(START - solution))
    row = int(outside[-1]) + 1
    if row == len(x):
        raise ValueError(f"not within {TOLERANCE:.0%} after {len(x) - 1} steps")
    return row
