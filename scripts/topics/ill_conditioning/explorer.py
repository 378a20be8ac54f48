"""What the figures of the two-variable page open in the explorer.

The one rule: the thread's problem at the rates of its own table; where float32 has to
take each step by itself, as many as the explorer takes.
"""

from typing import Any

import numpy as np

from gdcore.algebra import product
from gdcore.datasets import two_variable_thread
from gdcore.optimizers import LBFGS, GradientDescent
from gdcore.problems import LeastSquares
from gdcore.spectral import (
    best_gradient_descent,
    best_momentum,
    eigen_errors,
    minimizer,
    spectrum,
)
from scripts.drawing.explorer_settings import Settings, optimizer, settings
from scripts.engine.recorded_run import MOST_STEPS
from scripts.topics.ill_conditioning.rates import RATES, START, SWINGS, WALL, T

NAME = "two_variables"
SMALLEST, MIDDLE, BELOW, ABOVE, BEYOND = (
    GradientDescent(RATES[i]) for i in (0, 2, 3, 4, -1)
)
PAGE = settings(NAME, MIDDLE, epochs=T)


def thread(data: Any) -> Settings:
    """A million steps at the rate in the middle of the table."""
    return {**PAGE, "step": T}


def wall(data: Any) -> Settings:
    """The film's run: the thread's error along the floor, and one up the wall."""
    problem = _problem()
    flat = eigen_errors(problem, START)[0]
    left = np.array([flat, WALL])
    start = minimizer(problem) + product(left, spectrum(problem).eigenvectors.T)
    return settings(NAME, MIDDLE, epochs=T, start=start)


def rates(data: Any) -> Settings:
    """The middle rate, and the last below the limit."""
    return {**PAGE, "compare": {"optimizer": optimizer(BELOW)}}


def zigzag(data: Any) -> Settings:
    """Just below the limit, and just above."""
    other = {"optimizer": optimizer(BEYOND)}
    return settings(NAME, BELOW, epochs=SWINGS, start=START, compare=other)


def cliff(data: Any) -> Settings:
    """The last rate below the limit, and the first above."""
    other = {"optimizer": optimizer(ABOVE)}
    return settings(NAME, BELOW, epochs=T, compare=other)


def squared(data: Any) -> Settings:
    """The best momentum over the best gradient descent."""
    other = {"optimizer": optimizer(best_gradient_descent(_problem()))}
    steps = data["steps"]["momentum"]
    return settings(NAME, best_momentum(_problem()), epochs=steps, compare=other)


def remedies(data: Any) -> Settings:
    """The best momentum, and L-BFGS."""
    return {**squared(data), "compare": {"optimizer": optimizer(LBFGS())}}


def rounding(data: Any) -> Settings:
    """float32 at the smallest rate, and the same in float64."""
    return _single(SMALLEST)


def course(data: Any) -> Settings:
    """float32 at the middle rate, and the same in float64."""
    return _single(MIDDLE)


def _single(method: GradientDescent) -> Settings:
    other = {"precision": "float64"}
    return settings(NAME, method, epochs=MOST_STEPS, precision="float32", compare=other)


def _problem() -> LeastSquares:
    thread = two_variable_thread()
    return LeastSquares(thread.A, thread.b, reduction="sum")
