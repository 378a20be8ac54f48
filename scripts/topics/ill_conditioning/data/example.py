"""A valley small enough to follow by hand: A = diag(10, 1), from the error (1, 1).

The one rule: its eigenvectors are the axes, so that each error is a coordinate.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastSquares
from gdcore.runs import run
from gdcore.spectral import learning_rate_limit, spectrum, steps_until
from gdcore.validation import Array
from scripts.topics.ill_conditioning.data.thread import TOLERANCE

DIAGONAL = np.array([10.0, 1.0])
RATE, TOO_LARGE = 0.009, 0.011
STEPS = 3


@dataclass(frozen=True)
class Small:
    """The first errors of two runs, and steps to one percent."""

    lambda_max: float
    lambda_min: float
    limit: float
    errors: Array  # (steep, flat) at RATE, (STEPS + 1, 2)
    growing: Array  # the same at TOO_LARGE
    steps: int  # until the error stays within one percent, at RATE


def small() -> Small:
    """Stepped, and counted."""
    problem = LeastSquares(np.diag(DIAGONAL), np.zeros(2), reduction="sum")
    valley, start = spectrum(problem), np.ones(2)
    errors, growing = (
        run(problem, GradientDescent(rate), start, max_steps=STEPS).x
        for rate in (RATE, TOO_LARGE)
    )
    count = steps_until(problem, GradientDescent(RATE), start, tolerance=TOLERANCE)
    return Small(
        lambda_max=valley.lambda_max,
        lambda_min=valley.lambda_min,
        limit=learning_rate_limit(problem),
        errors=errors,
        growing=growing,
        steps=count,
    )
