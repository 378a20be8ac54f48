"""The exercises of the page on the intercept, answered.

The one rule: an answer is computed on the data that the exercise names.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.optimizers import GradientDescent
from gdcore.preconditioning import Transformed, center, jacobi
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import learning_rate_limit, spectrum, steps_to
from scripts.topics.intercept.data.thread import (
    THREAD,
    THREAD_RATE,
    TOLERANCE,
    steps_to_tolerance,
)

OWN_RATE, DIVISOR = 0.5, 100  # a rate for b alone; what x is divided by
SNIPPET = (0.5, 0.7)  # slope and intercept of the data in the page's first snippet


@dataclass(frozen=True)
class Exercises:
    """Years as x, x divided by a hundred, and a rate for b alone: what follows."""

    bias_rate_steps: int
    years: float  # condition numbers
    years_centered: float
    years_scaled: float
    since: float
    hundredth: float
    years_pivot: float
    years_mean: float
    hundredth_limit: float
    hundredth_steps: int
    snippet_steps: int  # of b to 1 % on the first snippet's data, at the thread's rate


def exercises(problem: LeastSquares) -> Exercises:
    """Each answer."""
    x = problem.X[:, 0]
    own = GradientDescent(np.array([THREAD_RATE, OWN_RATE]))
    years = np.arange(1950.0, 2021.0)
    dated, hundredth = line_fit(years, years), line_fit(x / DIVISOR, x)
    slow = 1 - spectrum(hundredth).lambda_min * OWN_RATE
    slope, intercept = SNIPPET
    snippet = line_fit(x, slope * x + intercept)
    return Exercises(
        bias_rate_steps=steps_to_tolerance(problem, own, 1),
        years=spectrum(dated).condition_number,
        years_centered=spectrum(Transformed(dated, center(dated))).condition_number,
        years_scaled=spectrum(Transformed(dated, jacobi(dated))).condition_number,
        since=spectrum(line_fit(years - 1950, years)).condition_number,
        hundredth=spectrum(hundredth).condition_number,
        years_pivot=float((years**2).mean() / years.mean()),
        years_mean=float(years.mean()),
        hundredth_limit=learning_rate_limit(hundredth),
        hundredth_steps=steps_to(slow, TOLERANCE),
        snippet_steps=steps_to_tolerance(snippet, THREAD, 1),
    )
