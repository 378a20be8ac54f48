"""What the figures of the page on the two gradients open in the explorer.

The one rule: the page's own five points, start and rate, unless the figure says other.
"""

import numpy as np

from gdcore.datasets import clean
from gdcore.optimizers import GradientDescent
from gdcore.preconditioning import Transformed, standardize
from gdcore.problems import line_fit
from gdcore.spectral import best_gradient_descent
from scripts import read
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    at_ends,
    points,
    settings,
    with_data,
    with_methods,
)
from scripts.topics.mse.data import Data
from scripts.topics.mse.data.example import RATE, START, STEPS, X, Y
from scripts.topics.mse.data.mistakes import ACCUMULATED_STEPS, PAIRED_STEPS

METHOD = GradientDescent(RATE)
READS = ("docs/snippets/explorer_accumulated.py",)
PAGE = settings(points(X, Y), METHOD, epochs=STEPS, start=START)
RATES = (0.01, 0.03, RATE, 0.2, 0.29, 0.3)
LAST = (-6, -2, 2, 4, 6, 8, 10)  # heights of the last point
HANDLES = {
    "steps": Handle("steps", "d", at_ends(PAGE, (1, 2, 3, 5, 10, 20, STEPS)), 3),
    "rate": Handle(
        "learning rate",
        "g",
        with_methods(PAGE, {rate: GradientDescent(rate) for rate in RATES}),
        RATE,
    ),
    "last": Handle(
        "height of the last point",
        "d",
        with_data(PAGE, {y: points(X, [*Y[:-1], y]) for y in LAST}),
        int(Y[-1]),
    ),
}


def training(data: Data) -> Settings:
    """The run of the page, at its start."""
    return PAGE


def film(data: Data) -> Settings:
    """As many steps as the film shows."""
    return {**PAGE, "epochs": int(data.film[-1])}


def start(data: Data) -> Settings:
    """The start, with the residuals that make the gradient there."""
    return {**PAGE, "show": {"residuals": True, "predicted": True}}


def fitted(data: Data) -> Settings:
    """The line of `clean`, by the rate that is best once x is standardized."""
    sample = clean()
    problem = line_fit(sample.x, sample.y)
    best = best_gradient_descent(Transformed(problem, standardize(problem)))
    return settings("clean", best, epochs=STEPS, coordinates="standardized")


def accumulated(data: Data) -> Settings:
    """The right loop; and, as the reader's program, the one that never zeroes."""
    code = read(*READS).decode()
    return {**PAGE, "epochs": ACCUMULATED_STEPS, "code": code}


def paired(data: Data) -> Settings:
    """Each of the residuals that mismatched shapes make, as a point of its own."""
    every = points(np.repeat(X, len(Y)), np.tile(Y, len(X)))
    return settings(every, METHOD, epochs=PAIRED_STEPS, start=START)
