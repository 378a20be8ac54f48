"""What the figures of the preconditioning page open in the explorer.

The one rule: the runs that the figure draws; where a figure sweeps over many matrices,
the problem without any.
"""

import numpy as np

from gdcore.datasets import clean, intercept_thread
from gdcore.optimizers import GradientDescent, Momentum
from gdcore.preconditioning import jacobi
from gdcore.problems import line_fit
from gdcore.spectral import best_gradient_descent
from gdcore.validation import Array
from scripts.drawing.explorer_settings import Settings, optimizer, points, settings
from scripts.reference_problems import cases
from scripts.topics.preconditioning.data import Data, runs, thread

NAME = intercept_thread.__name__
THREAD = "two_variables"
MOST = 1_000_000  # epochs that the explorer takes
PAGE = settings(
    NAME,
    GradientDescent(runs.CLAIMED_RATE),
    epochs=runs.EPOCHS,
    step=runs.CLAIMED_EPOCHS,
    coordinates="standardized",
    compare={"optimizer": optimizer(GradientDescent(runs.ONE_STEP_RATE))},
)


def film(data: Data) -> Settings:
    """The run in raw coordinates, and the one after standardizing."""
    dataset, filmed = clean(), data.film.runs
    return settings(
        points(dataset.x / runs.FILM_SCALE, dataset.y),
        GradientDescent(filmed["raw"].best_rate),
        epochs=runs.FILM_STEPS,
        start=runs.FILM_START,
        compare=_standardized(filmed["standardized"].best_rate),
    )


def ladder(data: Data) -> Settings:
    """The top and the bottom of the ladder, each at its best rate."""
    return _beside_standardized(data, "raw", data.systems["raw"].best_rate)


def own_rates(data: Data) -> Settings:
    """A rate for each parameter, as good as such rates can be; and standardized."""
    dataset = intercept_thread()
    change = jacobi(line_fit(dataset.x, dataset.y))
    rates = np.diag(change.M) ** 2 * data.systems["jacobi"].best_rate
    return _beside_standardized(data, "jacobi", rates)


def two_rates(data: Data) -> Settings:
    """The thread's two rates with momentum, and without."""
    other = {"optimizer": optimizer(GradientDescent(thread.RATES))}
    return settings(
        THREAD, Momentum(thread.RATES, thread.BETA), epochs=thread.STEPS, compare=other
    )


def without(data: Data) -> Settings:
    """The problem before any B: the best single rate, as far as the explorer goes."""
    return settings(THREAD, best_gradient_descent(cases.thread()), epochs=MOST)


def epochs(data: Data) -> Settings:
    """The claimed rate at the claimed epoch, and the rate that needs one step."""
    return PAGE


def _beside_standardized(data: Data, name: str, rates: float | Array) -> Settings:
    return settings(
        NAME,
        GradientDescent(rates),
        epochs=data.systems[name].steps_counted,
        compare=_standardized(data.systems["standardized"].best_rate),
    )


def _standardized(rate: float) -> Settings:
    method = GradientDescent(rate)
    return {"optimizer": optimizer(method), "coordinates": "standardized"}
