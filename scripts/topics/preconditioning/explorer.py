"""What the figures of the preconditioning page open in the explorer.

The one rule: the runs that the figure draws; where a figure sweeps over many matrices,
the problem without any.
"""

from typing import Any

import numpy as np

from gdcore.datasets import clean, intercept_thread
from gdcore.optimizers import GradientDescent, Momentum
from gdcore.preconditioning import jacobi
from gdcore.problems import line_fit
from gdcore.spectral import best_gradient_descent
from scripts.drawing.explorer_settings import Settings, optimizer, points, settings
from scripts.topics.preconditioning.runs import (
    CLAIMED_EPOCHS,
    CLAIMED_RATE,
    EPOCHS,
    FILM_SCALE,
    FILM_START,
    FILM_STEPS,
    ONE_STEP_RATE,
)
from scripts.topics.preconditioning.thread import BETA, RATES, STEPS
from scripts.topics.preconditioning.thread import problem as two_variables

NAME = intercept_thread.__name__
THREAD = "two_variables"
MOST = 1_000_000  # epochs that the explorer takes
STANDARDIZED = {"coordinates": "standardized"}
PAGE = settings(
    NAME,
    GradientDescent(CLAIMED_RATE),
    epochs=EPOCHS,
    step=CLAIMED_EPOCHS,
    coordinates="standardized",
    compare={"optimizer": optimizer(GradientDescent(ONE_STEP_RATE))},
)


def film(data: Any) -> Settings:
    """The run in raw coordinates, and the one after standardizing."""
    made, runs = clean(), data["film"]["runs"]
    other = GradientDescent(runs["standardized"]["best_rate"])
    return settings(
        points(made.x / FILM_SCALE, made.y),
        GradientDescent(runs["raw"]["best_rate"]),
        epochs=FILM_STEPS,
        start=FILM_START,
        compare={"optimizer": optimizer(other), **STANDARDIZED},
    )


def ladder(data: Any) -> Settings:
    """The top and the bottom of the ladder, each at its best rate."""
    found = data["systems"]
    other = GradientDescent(found["standardized"]["best_rate"])
    return settings(
        NAME,
        GradientDescent(found["raw"]["best_rate"]),
        epochs=found["raw"]["steps_counted"],
        compare={"optimizer": optimizer(other), **STANDARDIZED},
    )


def own_rates(data: Any) -> Settings:
    """A rate for each parameter, as good as such rates can be; and standardized."""
    made, found = intercept_thread(), data["systems"]
    change = jacobi(line_fit(made.x, made.y))
    rates = np.diag(change.M) ** 2 * found["jacobi"]["best_rate"]
    other = GradientDescent(found["standardized"]["best_rate"])
    return settings(
        NAME,
        GradientDescent(rates),
        epochs=found["jacobi"]["steps_counted"],
        compare={"optimizer": optimizer(other), **STANDARDIZED},
    )


def two_rates(data: Any) -> Settings:
    """The thread's two rates with momentum, and without."""
    other = {"optimizer": optimizer(GradientDescent(RATES))}
    return settings(THREAD, Momentum(RATES, BETA), epochs=STEPS, compare=other)


def without(data: Any) -> Settings:
    """The problem before any B: the best single rate, as far as the explorer goes."""
    return settings(THREAD, best_gradient_descent(two_variables()), epochs=MOST)


def epochs(data: Any) -> Settings:
    """The claimed rate at the claimed epoch, and the rate that needs one step."""
    return PAGE
