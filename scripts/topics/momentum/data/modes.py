"""One eigen-direction at a time: the two-by-two step, its roots, and what they say.

The one rule: the error e and the velocity v of a direction with curvature lambda obey
v <- beta v + lambda e, e <- e - eta v.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gdcore.optimizers import GradientDescent, Momentum
from gdcore.problems import Quadratic
from gdcore.runs import run
from gdcore.spectral import best_gradient_descent, best_momentum
from gdcore.validation import Array
from scripts.topics.momentum.data.valley import BALL, CURVED, HABIT, SAFE_RATE, settled

SMALL = np.array([9.0, 1.0])  # two curvatures, for a calculation by hand
ENDS = np.array([CURVED.lambda_max, CURVED.lambda_min])
SMALL_STEPS, DOUBLE_STEPS, VERY_LONG = 4, 90, 6000
HEAVY = 0.99


class Small(NamedTuple):
    """By hand, from the error 1 in a steep and in a flat direction."""

    ball: Momentum
    plain: GradientDescent
    velocity: Array  # of the ball, (steep, flat) after each step, (K+1, 2)
    errors: Array  # likewise
    steps: tuple[int, int]  # to one percent in both directions: ball, plain


@dataclass(frozen=True)
class Modes:
    """What the two-by-two step says, beside the run."""

    small: Small
    roots: Array  # of z^2 - (1 + beta - nu) z + beta, nu ascending, complex (K, 2)
    alone: Array  # rho^k at the best settings
    double: Array  # (1 + k (1 + rho)) rho^k, the steep direction
    measured: Array  # errors of the run in both, (K+1, 2)
    ripple: float  # factor per step of a long run with the habit
    period: float  # steps of a swing along the flat direction at HEAVY


def roots_at(nu: Array, beta: float) -> Array:
    """Both eigenvalues of the step matrix, for each nu = eta lambda."""
    half = (1 + beta - nu) / 2
    apart = np.sqrt((half * half - beta).astype(complex))
    return np.stack([half + apart, half - apart], axis=-1)


def stepped(curvatures: Array, method: Momentum | GradientDescent, steps: int) -> Array:
    """Errors from 1 in each direction, shape (steps + 1, 2)."""
    surface = Quadratic(np.diag(curvatures), np.zeros(2))
    return run(surface, method, np.ones(2), max_steps=steps).x


def small() -> Small:
    """Every value of the first steps, and the counts."""
    surface = Quadratic(np.diag(SMALL), np.zeros(2))
    ball, plain = best_momentum(surface), best_gradient_descent(surface)
    errors, slow = (stepped(SMALL, method, 40) for method in (ball, plain))
    steps = settled(np.abs(errors).max(axis=1)), settled(np.abs(slow).max(axis=1))
    velocity = np.vstack([np.zeros(2), -np.diff(errors, axis=0) / ball.learning_rate])
    return Small(ball, plain, velocity, errors, steps)


def compute() -> Modes:
    """From the example's settings."""
    k, rho = np.arange(DOUBLE_STEPS + 1.0), np.sqrt(BALL.beta)
    habit = stepped(ENDS, Momentum(SAFE_RATE, HABIT), VERY_LONG)
    return Modes(
        small=small(),
        roots=roots_at(np.linspace(0, 2 * (1 + BALL.beta), 401)[1:], BALL.beta),
        alone=rho**k,
        double=(1 + k * (1 + rho)) * rho**k,
        measured=stepped(ENDS, BALL, DOUBLE_STEPS),
        ripple=float(np.abs(habit[-1]).max() ** (1 / VERY_LONG)),
        period=float(2 * np.pi / np.angle(roots_at(SAFE_RATE * ENDS, HEAVY)[1, 0])),
    )
