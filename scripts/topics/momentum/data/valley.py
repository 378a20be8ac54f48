"""The page's example: a line through points whose x average zero, with deviation 15.

The one rule: its curvatures are whole numbers, 450 for the slope and 2 for the
intercept, so that the best settings of every method are short fractions.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore import spectral
from gdcore.growth import observed_limit
from gdcore.optimizers import Chebyshev, GradientDescent, Momentum
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.validation import Array

X = np.arange(-25.0, 26.0, 2.0)
Y = 0.3 * X + 5 + np.sin(X)
START = np.zeros(2)
ONE_PERCENT = 1e-2
TOLERANCES = (ONE_PERCENT, 1e-6)
HABIT = 0.9
CONDITIONS = (25.0, 225.0, 2025.0)
BETAS = np.r_[0:0.9:19j, 0.91:0.99:9j]
LONG = 3000
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
CURVED, STAR = spectral.spectrum(PROBLEM), spectral.minimizer(PROBLEM)
BALL = spectral.best_momentum(PROBLEM)
SAFE_RATE = 1 / CURVED.lambda_max
METHODS: dict[str, Any] = {
    "plain": spectral.best_gradient_descent(PROBLEM),
    "nesterov": spectral.best_nesterov(PROBLEM),
    "ball": BALL,
    "chebyshev": spectral.best_chebyshev(PROBLEM),
    "slow": GradientDescent(SAFE_RATE),
    "habit": Momentum(SAFE_RATE, HABIT),
}


def counted(problem: LeastSquares, method: Any, tolerance: float = ONE_PERCENT) -> int:
    """Steps until sqrt(L - L*) stays within the tolerance, by the closed form."""
    how: Any = {"tolerance": tolerance, "measure": spectral.root_of_loss(problem)}
    return spectral.steps_until(problem, method, START, **how)


def settled(left: Array, tolerance: float = ONE_PERCENT) -> int:
    """Steps of a run after which what is left, shape (K+1,), stays within it."""
    return int(np.flatnonzero(left > tolerance)[-1]) + 1


def race(method: Any) -> Racer:
    """Counted three times, and stepped."""
    factor = spectral.rate(PROBLEM, method)
    by_factor = tuple(spectral.steps_to(factor, one) for one in TOLERANCES)
    predicted = tuple(counted(PROBLEM, method, one) for one in TOLERANCES)
    path = run(PROBLEM, method, START, max_steps=2 * predicted[-1]).x
    size = spectral.root_of_loss(PROBLEM)(path - STAR)
    share = size / size[0]
    measured = tuple(settled(share, one) for one in TOLERANCES)
    return Racer(factor, by_factor, predicted, measured, share, path)


def choice(condition_number: float) -> Choice:
    """What each beta costs on the example with this condition number."""
    problem = problem_of(condition_number)
    plain = spectral.best_gradient_descent(problem).learning_rate
    steps = [counted(problem, Momentum((1 + b) * plain, b)) for b in BETAS.tolist()]
    best = spectral.best_momentum(problem)
    return Choice(np.array(steps), best.beta, counted(problem, best))


def limit_of_run(name: str) -> float:
    """The rate from which long runs grow, over the predicted limit."""
    method = METHODS[name]

    def path(rate: float) -> Array:
        tried = type(method)(rate, method.beta)
        return run(PROBLEM, tried, START, max_steps=LONG).x

    limit = spectral.learning_rate_limit(PROBLEM, method)
    return observed_limit(path, first=limit) / limit


def too_low() -> tuple[float, float]:
    """Chebyshev's factor per step, its upper bound too low: predicted, measured."""
    method = Chebyshev(CURVED.lambda_min, TOO_LOW * CURVED.lambda_max)
    error = np.abs(run(PROBLEM, method, START, max_steps=400).x[:, 0] - STAR[0])
    return spectral.rate(PROBLEM, method), float((error[400] / error[200]) ** (1 / 200))
