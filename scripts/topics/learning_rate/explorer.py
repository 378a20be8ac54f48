"""What the page on the learning rate opens in the explorer.

The one rule: the `clean` line at a share of its limit, unless the sentence says other.
"""

import numpy as np

from gdcore.datasets import clean
from gdcore.optimizers import GradientDescent
from gdcore.problems import line_fit
from gdcore.spectral import best_gradient_descent, spectrum
from scripts.drawing.explorer_settings import Handle, Settings, points, settings
from scripts.topics.learning_rate.data import Data, runs

NAME = clean.__name__
STEPS = 60
SHARES = (0.1, 0.5, 0.9, 0.99, 1.01, 1.1, 1.5)
"""Of the limit, for the handle of the rate."""
SCALES = (0.1, 0.5, 1.0, 1.2, 1.5, 2.0, 10.0)
"""Of x, for the handle that stretches it; the rate stays."""
ROWS, SUM_RATE, FIRST_ROWS = (10, 30, 60, 90, 120, 130, 200), 1e-5, 60
"""Of the table under a summed loss; the rate stays."""


CLEAN = clean()
LIMIT = 2 / spectrum(line_fit(CLEAN.x, CLEAN.y)).lambda_max


def _at(share: float) -> Settings:
    method = GradientDescent(share * LIMIT)
    return settings(NAME, method, epochs=STEPS, step=STEPS)


PAGE = _at(0.9)


def _scaled(scale: float) -> Settings:
    return {**_at(0.5), "data": points(CLEAN.x * scale, CLEAN.y)}


def _summed(rows: float) -> Settings:
    """n times the mean's rate: the same steps as on the sum of n rows."""
    x = np.linspace(0, 50, int(rows))
    line, summed = points(x, 0.3 * x + 5), GradientDescent(rows * SUM_RATE)
    return settings(line, summed, epochs=STEPS, step=STEPS)


HANDLES = {
    name: Handle(label, form, {value: shown(value) for value in values}, first)
    for name, label, form, values, shown, first in (
        ("share", "learning rate as a share of its limit", ".0%", SHARES, _at, 0.9),
        ("scale", "factor of x", ".1f", SCALES, _scaled, 1.0),
        ("rows", "rows under a summed loss", "d", ROWS, _summed, FIRST_ROWS),
    )
}


def page(data: Data) -> Settings:
    """Swinging, a little below the limit."""
    return PAGE


def tenth(data: Data) -> Settings:
    """x divided by ten, at its best rate."""
    x, y = CLEAN.x / 10, CLEAN.y
    method = best_gradient_descent(line_fit(x, y))
    return settings(points(x, y), method, epochs=STEPS, step=STEPS)


def past(data: Data) -> Settings:
    """The run that ends as NaN, its first steps."""
    return _at(runs.PAST)


def far(data: Data) -> Settings:
    """Full gradients on the table with one x typed wrong, at the picture's rate."""
    method = GradientDescent(data.thrown.rate)
    return settings(points(*runs.far()), method, epochs=STEPS, step=STEPS)


def best(data: Data) -> Settings:
    """The best constant rate, until one percent is left."""
    method = best_gradient_descent(line_fit(CLEAN.x, CLEAN.y))
    steps = data.dials["raw"].steps.min()
    return settings(NAME, method, epochs=steps, step=steps)
