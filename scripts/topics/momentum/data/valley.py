"""The page's example: a line through points whose x average zero, with deviation 15.

The one rule: its curvatures are whole numbers, 450 for the slope and 2 for the
intercept, so that the best settings of every method are short fractions.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.optimizers import Chebyshev, GradientDescent, Momentum
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import (
    LinearMethod,
    best_chebyshev,
    best_gradient_descent,
    best_momentum,
    best_nesterov,
    learning_rate_limit,
    minimizer,
    rate,
    root_of_loss,
    spectrum,
    steps_to,
    steps_until,
)
from gdcore.validation import Array

X = np.arange(-25.0, 26.0, 2.0)
Y = 0.3 * X + 5 + np.sin(X)
START = np.zeros(2)
TOLERANCES = (1e-2, 1e-6)
HABIT = 0.9
CONDITIONS = (25.0, 225.0, 2025.0)
BETAS = np.r_[0:0.9:19j, 0.91:0.99:9j]
LONG, HALVINGS, BRACKET = 3000, 14, (0.9, 1.1)
TOO_LOW = 0.9
FILM_STEPS = 90


@dataclass(frozen=True)
class Racer:
    """One method on the example; counts are steps to each of the tolerances."""

    factor: float  # of the error per step, asymptotic
    by_factor: tuple[int, ...]  # what the factor alone predicts
    predicted: tuple[int, ...]  # by the closed form
    measured: tuple[int, ...]  # by the run
    share: Array  # sqrt((L_k - L*) / (L_0 - L*)), shape (K+1,)
    path: Array  # (w, b), shape (K+1, 2)


@dataclass(frozen=True)
class Choice:
    """Steps to the first tolerance at each beta, with the best rate for it."""

    steps: Array  # shape (len(BETAS),)
    beta: float  # the best in theory
    best: int  # steps there


def problem_of(condition_number: float) -> LeastSquares:
    """The example with x scaled; its condition number is the variance of x."""
    return line_fit(X * np.sqrt(condition_number) / X.std(), Y)


PROBLEM = line_fit(X, Y)
CURVED, STAR = spectrum(PROBLEM), minimizer(PROBLEM)
PLAIN, BALL = best_gradient_descent(PROBLEM), best_momentum(PROBLEM)
SAFE_RATE = 1 / CURVED.lambda_max
METHODS: dict[str, LinearMethod] = {
    "plain": PLAIN,
    "nesterov": best_nesterov(PROBLEM),
    "ball": BALL,
    "chebyshev": best_chebyshev(PROBLEM),
    "slow": GradientDescent(SAFE_RATE),
    "habit": Momentum(SAFE_RATE, HABIT),
}


def counted(problem: LeastSquares, method: Any, tolerance: float) -> int:
    """Steps until sqrt(L - L*) stays within the tolerance, by the closed form."""
    measure = root_of_loss(problem)
    return steps_until(problem, method, START, tolerance=tolerance, measure=measure)


def race(method: LinearMethod) -> Racer:
    """Counted three times, and stepped."""
    factor = rate(PROBLEM, method)
    predicted = tuple(counted(PROBLEM, method, one) for one in TOLERANCES)
    path = run(PROBLEM, method, START, max_steps=2 * predicted[-1]).x
    size = root_of_loss(PROBLEM)(path - STAR)
    share = size / size[0]
    measured = tuple(int(np.flatnonzero(share > t)[-1]) + 1 for t in TOLERANCES)
    by_factor = tuple(steps_to(factor, tolerance) for tolerance in TOLERANCES)
    return Racer(factor, by_factor, predicted, measured, share, path)


def choice(condition_number: float) -> Choice:
    """What each beta costs on the example with this condition number."""
    problem = problem_of(condition_number)
    plain, best = best_gradient_descent(problem), best_momentum(problem)
    steps = [
        counted(problem, Momentum((1 + b) * plain.learning_rate, b), TOLERANCES[0])
        for b in BETAS.tolist()
    ]
    return Choice(np.array(steps), best.beta, counted(problem, best, TOLERANCES[0]))


def limit_of_run(name: str) -> float:
    """The rate from which on long runs grow, by bisection, over the predicted limit."""
    method: Any = METHODS[name]
    limit, (low, high) = learning_rate_limit(PROBLEM, method), BRACKET
    for _ in range(HALVINGS):
        share = (low + high) / 2
        tried = type(method)(share * limit, method.beta)
        path = run(PROBLEM, tried, START, max_steps=LONG).x
        shrinks = np.abs(path[-1] - STAR).max() < np.abs(STAR).max()
        low, high = (share, high) if shrinks else (low, share)
    return (low + high) / 2


def too_low() -> tuple[float, float]:
    """Chebyshev's factor per step, its upper bound too low: predicted, measured."""
    method = Chebyshev(CURVED.lambda_min, TOO_LOW * CURVED.lambda_max)
    errors = np.abs(run(PROBLEM, method, START, max_steps=400).x[:, 0] - STAR[0])
    return rate(PROBLEM, method), float((errors[400] / errors[200]) ** (1 / 200))
