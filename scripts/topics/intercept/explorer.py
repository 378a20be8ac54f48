"""What the figures of the intercept's page open in the explorer.

The one rule: the thread's run, as far as the figure follows it.
"""

from typing import Any

from gdcore.datasets import intercept_thread
from gdcore.optimizers import GradientDescent
from gdcore.problems import line_fit
from scripts.drawing.explorer_settings import Settings, optimizer, settings
from scripts.topics.intercept.geometry import FAN
from scripts.topics.intercept.race import EPOCHS, FIX_RATE, START, THREAD, entries

NAME = intercept_thread.__name__
PAGE = settings(NAME, THREAD, epochs=EPOCHS, start=START, step=EPOCHS)
LONG = settings(NAME, THREAD, epochs=max(FAN), start=START)


def thread(data: Any) -> Settings:
    """The hundred epochs, at their end."""
    return PAGE


def terms(data: Any) -> Settings:
    """The same, with the residuals whose signs cancel."""
    return {**PAGE, "show": {"residuals": True, "predicted": True}}


def long(data: Any) -> Settings:
    """A million epochs from the start."""
    return LONG


def valley(data: Any) -> Settings:
    """A million epochs, after the first hundred."""
    return {**LONG, "step": EPOCHS}


def gradients(data: Any) -> Settings:
    """To the epoch whose gradients the page compares."""
    late = data["late"]["last_epoch"]
    return {**PAGE, "epochs": late, "step": late}


def centered(data: Any) -> Settings:
    """The thread's run, and the same rate where the mean of x is zero."""
    return {**PAGE, "compare": {"coordinates": "centered"}}


def scaled(data: Any) -> Settings:
    """The page's fix, laid over the thread's run."""
    return settings(
        NAME,
        GradientDescent(FIX_RATE),
        epochs=EPOCHS,
        start=START,
        coordinates="standardized",
        compare={"optimizer": optimizer(THREAD), "coordinates": "raw"},
    )


def race(data: Any) -> Settings:
    """Curvature and new coordinates: L-BFGS, and the single standardized step."""
    made = intercept_thread()
    found = entries(line_fit(made.x, made.y), data["race"]["adam_rate"])
    other = found["standardizing"].optimizer
    return settings(
        NAME,
        found["lbfgs"].optimizer,
        epochs=found["lbfgs"].steps,
        start=START,
        compare={"optimizer": optimizer(other), "coordinates": "standardized"},
    )
