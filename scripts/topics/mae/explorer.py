"""What the figures of the page on absolute error open in the explorer.

The one rule: absolute errors come first, squares are laid over them.
"""

import numpy as np

from gdcore import datasets
from gdcore.optimizers import Adam, GradientDescent, SubgradientDescent
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    at_ends,
    optimizer,
    points,
    settings,
    with_methods,
)
from scripts.topics.mae.data import Data, lines, runs

NAME = datasets.outliers.__name__
STEP = SubgradientDescent(runs.TRAIN_RATE, 0.5)
SQUARES = {"loss": "mse", "optimizer": optimizer(GradientDescent(runs.FILM_RATE_MSE))}
PAGE = settings(
    NAME,
    STEP,
    epochs=runs.TRAIN_STEPS,
    start=runs.START,
    loss="mae",
    coordinates="standardized",
    compare=SQUARES,
)
RUNS = (10, 100, 500, runs.TRAIN_STEPS)
RATES = (0.1, 0.3, 1.0, runs.TRAIN_RATE, 5.0)
POWERS = (0.0, 0.25, 0.5, 0.75, 1.0)
HANDLES = {
    "steps": Handle("steps", ",d", at_ends(PAGE, RUNS), runs.TRAIN_STEPS),
    "rate": Handle(
        "first learning rate",
        "g",
        with_methods(PAGE, {rate: SubgradientDescent(rate, 0.5) for rate in RATES}),
        runs.TRAIN_RATE,
    ),
    "power": Handle(
        "power of the decay",
        "g",
        with_methods(PAGE, {p: SubgradientDescent(runs.TRAIN_RATE, p) for p in POWERS}),
        POWERS[2],
    ),
}


def trained(data: Data) -> Settings:
    """The page's training loop, and squares."""
    return PAGE


def balance(data: Data) -> Settings:
    """Its end, with the residuals, as many above as below."""
    shown = {"residuals": True, "predicted": True}
    return {**PAGE, "step": runs.TRAIN_STEPS, "compare": None, "show": shown}


def film(data: Data) -> Settings:
    """The film's two runs."""
    method = optimizer(SubgradientDescent(runs.FILM_RATE_MAE, 0.5))
    return {**PAGE, "optimizer": method, "epochs": runs.FILM_STEPS}


def kink(data: Data) -> Settings:
    """Four points, one of them on the line: its sign is zero."""
    toy = settings(
        points(lines.TOY_X, lines.TOY_Y),
        SubgradientDescent(runs.HOP, 0.0),
        epochs=runs.SIGN_STEPS,
        start=lines.TOY_AT,
        loss="mae",
    )
    return {**toy, "show": {"residuals": True}}


def oscillation(data: Data) -> Settings:
    """On raw x the largest of the constant rates, and the smallest."""
    first, *_, last = (SubgradientDescent(float(r), 0.0) for r in runs.RAW_RATES)
    other = {"optimizer": optimizer(last)}
    return settings(NAME, first, epochs=runs.RAW_STEPS - 1, loss="mae", compare=other)


def floor(data: Data) -> Settings:
    """Away from the exact optimum at a constant rate, and with Adam."""
    rate = float(runs.FLOOR_RATES[len(runs.FLOOR_RATES) // 2])
    return settings(
        NAME,
        SubgradientDescent(rate, 0.0),
        epochs=runs.FLOOR_STEPS,
        start=data.fits[NAME].mae.theta,
        loss="mae",
        coordinates="standardized",
        compare={"optimizer": optimizer(Adam(rate))},
    )


def decay(data: Data) -> Settings:
    """A step that shrinks, and a constant one."""
    method = SubgradientDescent(runs.DECAY_RATE, 0.5)
    other = {"optimizer": optimizer(SubgradientDescent(runs.DECAY_RATE, 0.0))}
    changed = {"optimizer": optimizer(method), "compare": other}
    return {**PAGE, **changed, "epochs": runs.DECAY_STEPS}


def lifted(data: Data) -> Settings:
    """`clean` and one more point, as high as the figure lifts it."""
    sample = datasets.clean()
    w, b = data.fits[datasets.clean.__name__].mae.theta
    high = w * lines.LIFTED_AT + b + lines.HEIGHTS[-1]
    more = points(np.r_[sample.x, lines.LIFTED_AT], np.r_[sample.y, high])
    return {**PAGE, "data": more}
