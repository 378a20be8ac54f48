"""What the figures and the sentences of the page open in the explorer.

The one rule: two runs, with the penalty and without; each at half of its limit, where
the steep direction takes one step, and long enough for both to arrive.
"""

import numpy as np

from gdcore.datasets import intercept_thread
from gdcore.optimizers import Adam, GradientDescent
from gdcore.problems import line_fit
from gdcore.spectral import learning_rate_limit, steps_until
from gdcore.validation import Array
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    optimizer,
    points,
    settings,
)
from scripts.topics.ridge.data import SHIFTS, Data
from scripts.topics.ridge.data.runs import ADAM_RATE, ADAM_STEPS, ALPHA, X, Y

LEFT = 1e-3  # of the error, at the end
ALPHAS = (0, 0.1, 0.3, 1, 3, 10, 30)
SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10)
LIFTS: tuple[float, ...] = (0, 5, 10, 20, 40)


def both(x: Array, y: Array, alpha: float) -> Settings:
    """Descent with alpha, over descent without a penalty."""
    problems = line_fit(x, y, l2=float(alpha)), line_fit(x, y)
    methods = [GradientDescent(learning_rate_limit(each) / 2) for each in problems]
    epochs = max(
        steps_until(problem, method, np.zeros(2), tolerance=LEFT)
        for problem, method in zip(problems, methods, strict=True)
    )
    plain = {"l2": 0, "optimizer": optimizer(methods[1])}
    preset = settings(
        points(x, y), methods[0], epochs=epochs, step=epochs, compare=plain
    )
    return {**preset, "l2": float(alpha)}


PAGE = both(X, Y, ALPHA)


_ALPHA = {alpha: both(X, Y, alpha) for alpha in ALPHAS}
_SCALE = {scale: both(scale * X, Y, ALPHA) for scale in SCALES}
_LIFT = {lift: both(X, Y + lift * (X.max() == X), ALPHA) for lift in LIFTS}
HANDLES = {
    "alpha": Handle("ridge weight alpha", "g", _ALPHA, first=1),
    "scale": Handle("factor that x is multiplied by", "g", _SCALE, first=1),
    "lift": Handle("lift of the last point", "g", _LIFT, first=0),
}


def page(data: Data) -> Settings:
    """The ten rows, with the penalty and without."""
    return PAGE


def shifted(data: Data) -> Settings:
    """The thread's data, lifted, with b free."""
    sample = intercept_thread()
    return both(sample.x, sample.y + SHIFTS[-1], ALPHA)


def small(data: Data) -> Settings:
    """The same rows in a unit that makes x small."""
    return _SCALE[SCALES[0]]


def adam(data: Data) -> Settings:
    """Adam with the penalty in its gradient."""
    preset = settings(points(X, Y), Adam(ADAM_RATE), epochs=ADAM_STEPS, step=ADAM_STEPS)
    return {**preset, "l2": ALPHA}
