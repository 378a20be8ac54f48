"""What the page on the learning rate opens in the explorer.

The one rule: the `clean` line at a share of its limit, unless the sentence says other.
"""

from typing import Any

import numpy as np

from gdcore.datasets import clean
from gdcore.optimizers import GradientDescent
from gdcore.problems import line_fit
from gdcore.spectral import best_gradient_descent
from scripts.drawing.explorer_settings import Handle, Settings, always, points, settings
from scripts.topics.learning_rate.data import Data, runs
from scripts.topics.learning_rate.data.runs import CLEAN, LINE

NAME = clean.__name__
STEPS = 60
SHARES = (0.1, 0.5, 0.9, 0.99, 1.01, 1.1, 1.5)
"""Of the limit, for the handle of the rate."""
SCALES = (0.1, 0.5, 1.0, 1.2, 1.5, 2.0, 10.0)
"""Of x, for the handle that stretches it; the rate stays."""
ROWS, SUM_RATE, FIRST_ROWS = (10, 30, 60, 90, 120, 130, 200), 1e-5, 60
"""Of the table under a summed loss; the rate stays."""


def _run(data: str | Settings, rate: Any) -> Settings:
    return settings(data, GradientDescent(rate), epochs=STEPS, step=STEPS)


def _at(share: float) -> Settings:
    return _run(NAME, share * runs.LIMIT)


def _scaled(scale: float) -> Settings:
    return _run(points(CLEAN.x * scale, CLEAN.y), 0.5 * runs.LIMIT)


def _summed(rows: float) -> Settings:
    """n times the mean's rate: the same steps as on the sum of n rows."""
    x = np.linspace(0, 50, int(rows))
    return _run(points(x, 0.3 * x + 5), rows * SUM_RATE)


PAGE = _at(0.9)  # swinging, a little below the limit
page = always(PAGE)
past = always(_at(runs.PAST))  # the run that ends as NaN, its first steps
HANDLES = {
    name: Handle(label, form, {value: shown(value) for value in values}, first)
    for name, label, form, values, shown, first in (
        ("share", "learning rate as a share of its limit", ".0%", SHARES, _at, 0.9),
        ("scale", "factor of x", ".1f", SCALES, _scaled, 1.0),
        ("rows", "rows under a summed loss", "d", ROWS, _summed, FIRST_ROWS),
    )
}


# Full gradients on the table with one x typed wrong, at the picture's rate.
far = always(_run(points(*runs.far()), runs.FAR_RATE))


def tenth(data: Data) -> Settings:
    """x divided by ten, at its best rate."""
    best = best_gradient_descent(line_fit(CLEAN.x / 10, CLEAN.y))
    return _run(points(CLEAN.x / 10, CLEAN.y), best.learning_rate)


def best(data: Data) -> Settings:
    """The best constant rate, until one percent is left."""
    steps = data.dials["raw"].steps.min()
    return settings(NAME, best_gradient_descent(LINE), epochs=steps, step=steps)
