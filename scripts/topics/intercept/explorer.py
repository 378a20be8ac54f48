"""What the figures of the intercept's page open in the explorer.

The one rule: the thread's run, as far as the figure follows it.
"""

from gdcore.datasets import intercept_thread
from gdcore.optimizers import GradientDescent
from gdcore.problems import line_fit
from gdcore.spectral import best_gradient_descent, spectrum
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    at_ends,
    optimizer,
    points,
    settings,
    with_methods,
)
from scripts.topics.intercept.data import Data
from scripts.topics.intercept.data.geometry import FAN
from scripts.topics.intercept.data.remedies import FIX_RATE, entries
from scripts.topics.intercept.data.thread import EPOCHS, LATE, START, THREAD

NAME = intercept_thread.__name__
PAGE = settings(NAME, THREAD, epochs=EPOCHS, start=START, step=EPOCHS)
LONG = settings(NAME, THREAD, epochs=max(FAN), start=START)
RUNS = (1, 10, EPOCHS, 1000, 10_000, 100_000, max(FAN))
"""Epochs, for the handle that trains longer."""
SHARES = (0.01, 0.03, 0.1, 0.3, 0.9, 1.02)
"""Of the limit, for the handle that goes past it."""
MEANS = (10.0, 5.0, 3.0, 1.73, 1.0, 0.5, 0.0)
"""Of x with the spread one, for the handle that shifts it."""


def _handles() -> dict[str, Handle]:
    sample = intercept_thread()
    limit = 2 / spectrum(line_fit(sample.x, sample.y)).eigenvalues[-1]
    rates = {share: GradientDescent(share * limit) for share in SHARES}
    far = {
        mean: _at_best(
            points((sample.x - sample.x.mean()) / sample.x.std() + mean, sample.y)
        )
        for mean in MEANS
    }
    share = "learning rate as a share of its limit"
    return {
        "epochs": Handle("epochs", ",d", at_ends(PAGE, RUNS), EPOCHS),
        "share": Handle(share, ".0%", with_methods(PAGE, rates), SHARES[1]),
        "mean": Handle("mean of x, in standard deviations", "g", far, MEANS[0]),
    }


def _at_best(data: Settings) -> Settings:
    """The page's epochs on other points, at the best rate that these have."""
    best = best_gradient_descent(line_fit(data["x"], data["y"]))
    return settings(data, best, epochs=EPOCHS, step=EPOCHS)


HANDLES = _handles()


def thread(data: Data) -> Settings:
    """The hundred epochs, at their end."""
    return PAGE


def terms(data: Data) -> Settings:
    """The same, with the residuals whose signs cancel."""
    return {**PAGE, "show": {"residuals": True, "predicted": True}}


def long(data: Data) -> Settings:
    """A million epochs from the start."""
    return LONG


def valley(data: Data) -> Settings:
    """A million epochs, after the first hundred."""
    return {**LONG, "step": EPOCHS}


def gradients(data: Data) -> Settings:
    """To the epoch whose gradients the page compares."""
    return {**PAGE, "epochs": LATE, "step": LATE}


def centered(data: Data) -> Settings:
    """The thread's run, and the same rate where the mean of x is zero."""
    return {**PAGE, "compare": {"coordinates": "centered"}}


def scaled(data: Data) -> Settings:
    """The page's fix, laid over the thread's run."""
    return settings(
        NAME,
        GradientDescent(FIX_RATE),
        epochs=EPOCHS,
        start=START,
        coordinates="standardized",
        compare={"optimizer": optimizer(THREAD), "coordinates": "raw"},
    )


def race(data: Data) -> Settings:
    """Curvature and new coordinates: L-BFGS, and the single standardized step."""
    remedies = entries(line_fit(data.x, data.y), data.race.adam_rate)
    one_step = optimizer(remedies["standardizing"].optimizer)
    return settings(
        NAME,
        remedies["lbfgs"].optimizer,
        epochs=remedies["lbfgs"].steps,
        start=START,
        compare={"optimizer": one_step, "coordinates": "standardized"},
    )
