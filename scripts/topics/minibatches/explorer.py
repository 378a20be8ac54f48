"""What the figures of the page on minibatches open in the explorer.

The one rule: the page's data and rate; the explorer shuffles anew each epoch.
"""

from typing import Any

from gdcore.datasets import clean, heavy_noise
from gdcore.optimizers import GradientDescent, MinibatchGradientDescent
from scripts.drawing.explorer_settings import Handle, Settings, always, beside, settings
from scripts.topics.minibatches.data import BAD_EPOCHS, BAD_RATE, BAD_ROW, Data, runs

ROWS, EPOCHS = 100, 10
SIZES: tuple[float, ...] = (1, 2, 5, 10, 20, 50, 100)
RATES = (0.2, 0.1, 0.05, 0.02, 0.01, 0.005)
DECAYS = (0.0, 0.005, 0.02, runs.DECAY, 0.2, 1.0, 5.0)


def _run(method: MinibatchGradientDescent, epochs: int = EPOCHS, **of: Any) -> Settings:
    """A run on standardized x, shown at its end."""
    steps = epochs * -(-ROWS // method.batch_size)
    of = {"data": heavy_noise.__name__, "coordinates": "standardized", **of}
    return settings(method=method, epochs=epochs, step=steps, start=runs.START, **of)


PAGE = _run(runs.method(1))
SIZED = {m: _run(runs.method(int(m))) for m in SIZES}
RATED = {rate: _run(MinibatchGradientDescent(rate, 1)) for rate in RATES}
DECAYED = {d: _run(runs.decaying(d)) for d in DECAYS}
HANDLES = {
    "batch": Handle("batch size", "d", SIZED, first=SIZES[0]),
    "rate": Handle("learning rate", "g", RATED, first=RATES[0]),
    "decay": Handle("decay of the rate", "g", DECAYED, first=DECAYS[0]),
}

page = always(PAGE)  # single rows at the page's rate
start = always({**PAGE, "step": 0, "show": {"residuals": True, "predicted": True}})
"""The same before its first step, with what each row has left."""
batches = always(beside(PAGE, runs.method(10)))
"""Single rows, and batches of ten laid under them."""
slow = always(RATED[RATES[-1]])
"""The smallest rate of the page's handle, whose memory is an epoch."""
decaying = always(beside(DECAYED[runs.DECAY], runs.method(1)))
"""The decaying rate, and the constant one."""


def bad_row(data: Data) -> Settings:
    """The bad row among the clean ones: single rows against all."""
    moved = {"name": clean.__name__, "moved": [[BAD_ROW, *data.bad.place]]}
    single = MinibatchGradientDescent(BAD_RATE, 1)
    return beside(_run(single, BAD_EPOCHS, data=moved), GradientDescent(0.5))


def clean_rows(data: Data) -> Settings:
    """The data of the regressor, single rows at its first rate, in squares halved."""
    single = MinibatchGradientDescent(0.005, 1)
    return _run(single, int(data.stops.epochs[0]), data=clean.__name__)
