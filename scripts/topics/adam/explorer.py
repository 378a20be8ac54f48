"""What the figures of the page on Adam open in the explorer.

The one rule: the thread's problem by the topic's own method, as far as the figure goes.
"""

from gdcore.datasets import clean
from gdcore.optimizers import Adam
from gdcore.spectral import best_gradient_descent
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    at_ends,
    optimizer,
    settings,
    with_methods,
)
from scripts.reference_problems import cases
from scripts.topics.adam.data import Data, others
from scripts.topics.adam.data.thread import RATES, SETTLED, SHORT

PAGE = settings("two_variables", Adam(cases.ADAM_RATE), epochs=SETTLED, step=SETTLED)
LONG = {**PAGE, "epochs": cases.ADAM_STEPS, "step": cases.ADAM_STEPS}
RUNS = (100, 1000, 3000, SETTLED, 20_000, cases.ADAM_STEPS)
DIAL = (0.001, 0.01, 0.03, cases.ADAM_RATE, 1.0, 10.0, 100.0)
BETAS = (0.0, 0.5, 0.8, Adam.beta1, 0.95, 0.99)
OF_RATE = with_methods(PAGE, {rate: Adam(rate) for rate in DIAL})
OF_BETA = with_methods(PAGE, {b: Adam(cases.ADAM_RATE, beta1=b) for b in BETAS})
HANDLES = {
    "steps": Handle("steps", ",d", at_ends(PAGE, RUNS), SETTLED),
    "rate": Handle("learning rate", "g", OF_RATE, cases.ADAM_RATE),
    "beta": Handle("decay of the mean, beta1", "g", OF_BETA, Adam.beta1),
}


def thread(data: Data) -> Settings:
    """The thread's fifty thousand steps."""
    return LONG


def slower(data: Data) -> Settings:
    """The same, and a tenth of the rate beside it."""
    return {**LONG, "compare": {"optimizer": optimizer(Adam(RATES[0]))}}


def beside(data: Data) -> Settings:
    """Adam, and gradient descent at its best rate."""
    other = optimizer(best_gradient_descent(cases.thread()))
    return {**PAGE, "epochs": SHORT, "compare": {"optimizer": other}}


def decay(data: Data) -> Settings:
    """The line whose parameters are made small, without any decay."""
    name, method = clean.__name__, Adam(cases.ADAM_RATE)
    return settings(name, method, epochs=others.HELD, coordinates="standardized")
