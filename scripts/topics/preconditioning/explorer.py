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
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    at_ends,
    optimizer,
    points,
    settings,
    with_data,
    with_methods,
)
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
RUNS = (1, 10, runs.CLAIMED_EPOCHS, 100, runs.EPOCHS)
RATES = (runs.CLAIMED_RATE, 0.03, 0.1, 0.3, runs.ONE_STEP_RATE, 0.7, 0.97)
SHIFTS = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0)  # of x, in deviations
FEW = 20  # steps, with which the circle is done


def _handles() -> dict[str, Handle]:
    sample = intercept_thread()
    z = (sample.x - sample.x.mean()) / sample.x.std()
    shifted = {shift: points(z + shift, sample.y) for shift in SHIFTS}
    method = GradientDescent(runs.SHIFTED_RATE)
    raw = settings(NAME, method, epochs=FEW)
    rates = {rate: GradientDescent(rate) for rate in RATES}
    at_claimed = {**PAGE, "epochs": runs.CLAIMED_EPOCHS}
    mean = "mean of x, in standard deviations"
    return {
        "epochs": Handle("epochs", "d", at_ends(PAGE, RUNS), runs.CLAIMED_EPOCHS),
        "rate": Handle("learning rate", "g", with_methods(at_claimed, rates), RATES[0]),
        "mean": Handle(mean, "g", with_data(raw, shifted), SHIFTS[0]),
    }


HANDLES = _handles()


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
