"""What the figures and the sentences of the page on rounding open in the explorer.

The one rule: float32 comes first, the same run in float64 is laid over it.
"""

from gdcore.datasets import intercept_thread
from gdcore.optimizers import GradientDescent
from scripts.drawing.explorer_settings import Handle, Settings, points, settings
from scripts.topics.floats.data import Data
from scripts.topics.floats.data.runs import INTERCEPT, LONG_RATE, RATE, SLOPE, X

LONG = 14_000
RUNS = (500, 1000, 2000, 3000, 4000, 6000, LONG)
"""Steps, for the handle that trains longer."""
STEP_SIZES = (0.003, RATE, 0.01, 0.02, 0.027)
LEVELS = (300, 100, 30, 10, 3, 1)
"""Intercepts of the line, for the handle that lowers it."""
DISTANCES = (300, 100, 30, 10, 3, 1)
"""Of the start from the best intercept."""
DOUBLE = {"precision": "float64"}
States = dict[float, Settings]


def _run(rate: float = RATE, level: float = INTERCEPT, far: float = 0) -> Settings:
    """Float32 and float64 to the end, from b `far` below the best one, or from zero."""
    return settings(
        points(X, SLOPE * X + level),
        GradientDescent(rate),
        epochs=LONG,
        start=(SLOPE, level - far) if far else (0.0, 0.0),
        step=LONG,
        precision="float32",
        compare=DOUBLE,
    )


PAGE = _run()
OF_STEPS: States = {k: {**PAGE, "epochs": k, "step": k} for k in RUNS}
OF_RATE = {rate: _run(rate) for rate in STEP_SIZES}
OF_LEVEL: States = {level: _run(level=level) for level in LEVELS}
OF_DISTANCE: States = {far: _run(far=far) for far in DISTANCES}
LEVEL_WORDS = "intercept of the line that made the data"
DISTANCE_WORDS = "distance of the start from the best intercept"
HANDLES = {
    "steps": Handle("steps", ",d", OF_STEPS, first=LONG),
    "rate": Handle("learning rate", "g", OF_RATE, first=RATE),
    "level": Handle(LEVEL_WORDS, "d", OF_LEVEL, first=LEVELS[0]),
    "distance": Handle(DISTANCE_WORDS, "d", OF_DISTANCE, first=DISTANCES[0]),
}


def example(data: Data) -> Settings:
    """The page's own run, in both precisions."""
    return PAGE


def thread(data: Data) -> Settings:
    """The intercept thread, as far as the explorer steps float32 at once."""
    name, method = intercept_thread.__name__, GradientDescent(LONG_RATE)
    return settings(name, method, epochs=2000, precision="float32", compare=DOUBLE)
