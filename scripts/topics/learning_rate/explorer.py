"""What the page on the learning rate opens in the explorer.

The one rule: the `clean` line at a share of its limit, unless the sentence says other.
"""

import numpy as np

from gdcore.datasets import clean
from gdcore.linesearch import Exact
from gdcore.optimizers import GradientDescent, SteepestDescent
from gdcore.problems import line_fit
from gdcore.spectral import best_gradient_descent, spectrum
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    optimizer,
    points,
    settings,
)
from scripts.topics.learning_rate.data import Data, runs

NAME = clean.__name__
STEPS = 60
SHARES = (0.1, 0.5, 0.9, 0.99, 1.01, 1.1, 1.5)
"""Of the limit, for the handle of the rate."""
SCALES = (0.1, 0.5, 1.0, 1.2, 1.5, 2.0, 10.0)
"""Of x, for the handle that stretches it; the rate stays."""
ROWS, SUM_RATE, FIRST_ROWS = (10, 30, 60, 90, 120, 130, 200), 1e-5, 60
"""Of the table under a summed loss; the rate stays."""


def _limit() -> float:
    data = clean()
    return 2 / spectrum(line_fit(data.x, data.y)).lambda_max


LIMIT = _limit()


def _at(share: float, steps: int = STEPS) -> Settings:
    method = GradientDescent(share * LIMIT)
    return settings(NAME, method, epochs=steps, step=steps)


PAGE = _at(0.9)


def _scaled(scale: float) -> Settings:
    data = clean()
    return {**_at(0.5), "data": points(data.x * scale, data.y)}


def _summed(rows: int) -> Settings:
    """n times the mean's rate: the same steps as on the sum of n rows."""
    x = np.linspace(0, 50, rows)
    line, summed = points(x, 0.3 * x + 5), GradientDescent(rows * SUM_RATE)
    return settings(line, summed, epochs=STEPS, step=STEPS)


HANDLES = {
    "share": Handle(
        "learning rate as a share of its limit",
        ".0%",
        {share: _at(share) for share in SHARES},
        first=0.9,
    ),
    "scale": Handle(
        "factor of x",
        ".1f",
        {scale: _scaled(scale) for scale in SCALES},
        first=1.0,
    ),
    "rows": Handle(
        "rows under a summed loss",
        "d",
        {rows: _summed(rows) for rows in ROWS},
        first=FIRST_ROWS,
    ),
}


def page(data: Data) -> Settings:
    """Swinging, a little below the limit."""
    return PAGE


def tenth(data: Data) -> Settings:
    """x divided by ten, at its best rate."""
    sample = clean()
    x, y = sample.x / 10, sample.y
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
    """The best constant rate, to one percent."""
    sample = clean()
    method = best_gradient_descent(line_fit(sample.x, sample.y))
    steps = data.courses["best"].steps
    return settings(NAME, method, epochs=steps, step=steps)


def searched(data: Data) -> Settings:
    """An exact line search over the best constant rate."""
    method = SteepestDescent(Exact())
    return {**best(data), "compare": {"optimizer": optimizer(method)}}
