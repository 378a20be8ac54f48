"""Off quadratics, and with a rate that changes: where the simple theory ends.

The one rule: what is said to cycle, to converge or to jump was run.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.optimizers import Momentum
from gdcore.problems import Quadratic
from gdcore.runs import run
from gdcore.spectral import best_gradient_descent, best_momentum, best_nesterov
from gdcore.validation import Array
from scripts.topics.momentum.data.valley import HABIT, PROBLEM, SAFE_RATE, START

FLAT, STEEP, KINKS = 1.0, 25.0, (1.0, 2.0)
CYCLE_START, CYCLE_STEPS = 3.3, 300
GRID = np.round(np.arange(2.5, 4.001, 0.01), 2)
NEAR, SAFE = 1e-6, 0.9
CUT_AT, CUT_BY, AFTER = 12, 10.0, 40


@dataclass(frozen=True)
class FlatMiddle:
    """A convex function of curvature 25, but 1 between the kinks; f' = 25 x below.

    Source: Lessard, Recht and Packard (2016), section 4.6.
    """

    dim: int = 1
    dtype: Any = np.float64  # what a problem of gdcore has to say

    def value(self, x: Any) -> Array:
        """The integral of the slope, 0 at 0; shape (...)."""
        x = np.asarray(x)[..., 0]
        first, second = (np.maximum(x - kink, 0) ** 2 for kink in KINKS)
        return np.asarray(STEEP * x**2 - (STEEP - FLAT) * (first - second)) / 2

    def grad(self, x: Any) -> Array:
        """Continuous and rising, shape (..., 1)."""
        first, second = (np.maximum(x - kink, 0) for kink in KINKS)
        return np.asarray(STEEP * x - (STEEP - FLAT) * (first - second))


@dataclass(frozen=True)
class Cycle:
    """The tuned heavy ball on it, and what converges there."""

    ball: Momentum
    safe: float  # the rate below which a heavy ball of this beta must converge
    paths: dict[str, Array]  # x of the ball, "tuned", and of runs that converge
    starts: Array  # around the source's, all of which end in the cycle


def cycle() -> Cycle:
    """From the source's start, and from a grid of starts."""
    tuned_on = Quadratic(np.diag([FLAT, STEEP]), np.zeros(2))
    ball = best_momentum(tuned_on)
    safe = 2 * (1 - ball.beta) / STEEP

    def path(method: Any, x0: Any) -> Array:
        return run(FlatMiddle(), method, x0, max_steps=CYCLE_STEPS).x[..., 0]

    free = np.flatnonzero(np.abs(path(ball, GRID[:, None])[-1]) < NEAR)
    after = np.searchsorted(GRID[free], CYCLE_START)
    starts = GRID[free[after - 1] + 1 : free[after]]
    methods = {
        "tuned": ball,
        "plain": best_gradient_descent(tuned_on),
        "nesterov": best_nesterov(tuned_on),
        "small": Momentum(SAFE * safe, ball.beta),
    }
    paths = {name: path(method, [CYCLE_START]) for name, method in methods.items()}
    return Cycle(ball, safe, paths, starts)


def cut() -> tuple[Array, Array]:
    """The run of a rate that is cut: outside the velocity as in PyTorch, inside it."""
    outside, inside = [START], [START]
    v, u = np.zeros(2), np.zeros(2)
    for k in range(CUT_AT + AFTER):
        rate = SAFE_RATE if k < CUT_AT else SAFE_RATE / CUT_BY
        v = HABIT * v + PROBLEM.grad(outside[-1])
        u = HABIT * u + rate * PROBLEM.grad(inside[-1])
        outside.append(outside[-1] - rate * v)
        inside.append(inside[-1] - u)
    return np.array(outside), np.array(inside)
