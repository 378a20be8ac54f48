"""What the figures of the two-variable page open in the explorer.

The one rule: the thread's problem at the rates of its own table; where float32 has to
take each step by itself, as many as the explorer takes.
"""

import numpy as np

from gdcore.algebra import product
from gdcore.optimizers import LBFGS, GradientDescent, Momentum
from gdcore.spectral import (
    best_gradient_descent,
    best_momentum,
    eigen_errors,
    minimizer,
    spectrum,
)
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    at_ends,
    beside,
    optimizer,
    settings,
    with_methods,
)
from scripts.engine.recorded_run import MOST_STEPS
from scripts.reference_problems import cases
from scripts.topics.ill_conditioning.data import Data
from scripts.topics.ill_conditioning.data.thread import (
    ABOVE,
    BELOW,
    BEYOND,
    MIDDLE,
    RATES,
    SMALLEST,
    START,
    SWINGS,
    WALL,
    T,
)

NAME = "two_variables"
PAGE = settings(NAME, GradientDescent(MIDDLE), epochs=T)
END = {**PAGE, "step": T}
RUNS = (1000, 10_000, 100_000, 300_000, T)
BETAS = (0.0, 0.5, 0.9, 0.99, 0.999, 0.9999)
HANDLES = {
    "steps": Handle("steps", ",d", at_ends(PAGE, RUNS), T),
    "rate": Handle(
        "learning rate",
        ".4g",
        with_methods(PAGE, {rate: GradientDescent(rate) for rate in RATES}),
        MIDDLE,
    ),
    "beta": Handle(
        "momentum",
        "g",
        with_methods(PAGE, {beta: Momentum(MIDDLE, beta) for beta in BETAS}),
        BETAS[0],
    ),
}


def thread(data: Data) -> Settings:
    """A million steps at the rate in the middle of the table."""
    return END


def wall(data: Data) -> Settings:
    """The film's run: the thread's error along the floor, and one up the wall."""
    problem = cases.thread()
    flat = eigen_errors(problem, START)[0]
    left = np.array([flat, WALL])
    start = minimizer(problem) + product(left, spectrum(problem).eigenvectors.T)
    return settings(NAME, GradientDescent(MIDDLE), epochs=T, start=start)


def rates(data: Data) -> Settings:
    """The middle rate, and the last below the limit."""
    return {**PAGE, "compare": _descent(BELOW)}


def zigzag(data: Data) -> Settings:
    """Just below the limit, and just above."""
    method, other = GradientDescent(BELOW), _descent(BEYOND)
    return settings(NAME, method, epochs=SWINGS, start=START, compare=other)


def cliff(data: Data) -> Settings:
    """The last rate below the limit, and the first above."""
    return settings(NAME, GradientDescent(BELOW), epochs=T, compare=_descent(ABOVE))


def dial(data: Data) -> Settings:
    """The line that the dial counts on, at half its limit."""
    rate = float(f"{data.dial['raw'].limit / 2:.3g}")
    return settings("clean", GradientDescent(rate), epochs=20_000)


def squared(data: Data) -> Settings:
    """The best momentum over the best gradient descent."""
    method, steps = best_momentum(cases.thread()), data.theory.steps_momentum
    other = {"optimizer": optimizer(best_gradient_descent(cases.thread()))}
    return settings(NAME, method, epochs=steps, compare=other)


def remedies(data: Data) -> Settings:
    """The best momentum, and L-BFGS."""
    return beside(squared(data), LBFGS())


def rounding(data: Data) -> Settings:
    """float32 at the smallest rate, and the same in float64."""
    return _single(SMALLEST)


def course(data: Data) -> Settings:
    """float32 at the middle rate, and the same in float64."""
    return _single(MIDDLE)


def _single(rate: float) -> Settings:
    method, other = GradientDescent(rate), {"precision": "float64"}
    return settings(NAME, method, epochs=MOST_STEPS, precision="float32", compare=other)


def _descent(rate: float) -> Settings:
    return {"optimizer": optimizer(GradientDescent(rate))}
