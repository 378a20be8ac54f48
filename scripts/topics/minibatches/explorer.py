"""What the figures of the page on minibatches open in the explorer.

The one rule: the page's data and rate; the explorer shuffles anew each epoch.
"""

from gdcore.datasets import clean, heavy_noise
from gdcore.optimizers import GradientDescent, MinibatchGradientDescent
from scripts.drawing.explorer_settings import Handle, Settings, optimizer, settings
from scripts.topics.minibatches.data import Data, runs
from scripts.topics.minibatches.data.single_rows import (
    BAD_EPOCHS,
    BAD_RATE,
    BAD_ROW,
)

NAME, ROWS, EPOCHS = heavy_noise.__name__, 100, 20
SIZES = (1, 2, 5, 10, 20, 50, 100)
RATES = (0.2, 0.1, 0.05, 0.02, 0.01, 0.005)
DECAYED = (1, 2, 5, 10, 20, 40)


def _run(method: MinibatchGradientDescent, epochs: int = EPOCHS) -> Settings:
    """A run, shown at its end."""
    steps = epochs * -(-ROWS // method.batch_size)
    return settings(
        NAME,
        method,
        epochs=epochs,
        start=runs.START,
        step=steps,
        coordinates="standardized",
    )


PAGE = _run(runs.method(1))
HANDLES = {
    "batch": Handle(
        "batch size", "d", {m: _run(runs.method(m)) for m in SIZES}, first=SIZES[0]
    ),
    "rate": Handle(
        "learning rate",
        "g",
        {rate: _run(MinibatchGradientDescent(rate, 1)) for rate in RATES},
        first=RATES[0],
    ),
    "epochs": Handle(
        "epochs with a decaying rate",
        "d",
        {k: _run(runs.decaying(), k) for k in DECAYED},
        first=DECAYED[0],
    ),
}


def page(data: Data) -> Settings:
    """Single rows at the page's rate."""
    return PAGE


def start(data: Data) -> Settings:
    """The same, before its first step."""
    return {**PAGE, "step": 0, "show": {"residuals": True, "predicted": True}}


def batches(data: Data) -> Settings:
    """Single rows, and batches of ten laid under them."""
    return {**PAGE, "compare": {"optimizer": optimizer(runs.method(10))}}


def slow(data: Data) -> Settings:
    """A rate at which the memory of a run is longer than an epoch."""
    return _run(MinibatchGradientDescent(runs.SHUFFLED_RATES[2], 1))


def decaying(data: Data) -> Settings:
    """The decaying rate, and the constant one."""
    shown = _run(runs.decaying())
    return {**shown, "compare": {"optimizer": optimizer(runs.method(1))}}


def bad_row(data: Data) -> Settings:
    """The bad row among the clean ones, single rows against all."""
    moved = {"name": clean.__name__, "moved": [[BAD_ROW, data.bad.x, data.bad.y]]}
    return settings(
        moved,
        MinibatchGradientDescent(BAD_RATE, 1),
        epochs=BAD_EPOCHS,
        start=runs.START,
        step=ROWS * BAD_EPOCHS,
        coordinates="standardized",
        compare={"optimizer": optimizer(GradientDescent(0.5))},
    )


def clean_rows(data: Data) -> Settings:
    """The data of the regressor, single rows at its first rate."""
    shown = _run(MinibatchGradientDescent(0.005, 1), int(data.stops.epochs[0]))
    return {**shown, "data": {"name": clean.__name__}}
