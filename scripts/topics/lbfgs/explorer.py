"""What the figures of the L-BFGS page open in the explorer.

The one rule: the same problem; where the figure runs another program's L-BFGS, the one
of gdcore, whose line search is what that other lacks.
"""

import numpy as np

from gdcore.datasets import clean, heavy_noise
from gdcore.linesearch import Exact
from gdcore.optimizers import LBFGS, ConjugateGradient, MinibatchGradientDescent
from gdcore.spectral import best_momentum
from scripts import read
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    at_ends,
    optimizer,
    points,
    settings,
    with_methods,
)
from scripts.topics.lbfgs.data import Data
from scripts.topics.lbfgs.data.kinks import START as KINKED
from scripts.topics.lbfgs.data.noise import BATCH, BATCH_STEPS, SGD_RATE
from scripts.topics.lbfgs.data.surfaces import BEGIN, ROSENBROCK_STEPS, START
from scripts.topics.lbfgs.data.thread import OUTER, problem

NAME = "two_variables"
READS = ("docs/snippets/explorer_rosenbrock.py",)
PAGE = settings(NAME, LBFGS(), epochs=OUTER)
HISTORIES = (1, 2, 3, 5, 10)
STARTS = (0.0, 1.0, 10.0, 100.0, 1000.0)
HANDLES = {
    "steps": Handle("steps", "d", at_ends(PAGE, (1, 2, 3, 4)), 3),
    "history": Handle(
        "pairs that are kept",
        "d",
        with_methods(PAGE, {pairs: LBFGS(history=pairs) for pairs in HISTORIES}),
        HISTORIES[-1],
    ),
    "start": Handle(
        "both parameters at the start",
        ",g",
        {value: {**PAGE, "step": OUTER, "start": [value, value]} for value in STARTS},
        STARTS[0],
    ),
}


def thread(data: Data) -> Settings:
    """The thread's problem by L-BFGS with a strong Wolfe search."""
    return PAGE


def single(data: Data) -> Settings:
    """The same in the thread's float32, and in float64."""
    return {**PAGE, "precision": "float32", "compare": {"precision": "float64"}}


def methods(data: Data) -> Settings:
    """L-BFGS, and the best momentum."""
    steps = data.methods.by_name["momentum"].evaluations
    other = {"optimizer": optimizer(best_momentum(problem()))}
    return settings(NAME, LBFGS(), epochs=steps, compare=other)


def banana(data: Data) -> Settings:
    """Rosenbrock's function, as the reader's own program."""
    code = read(*READS).decode()
    return settings("clean", LBFGS(), epochs=ROSENBROCK_STEPS, start=START, code=code)


def conjugate(data: Data) -> Settings:
    """The small quadratic as a line's, with b first: conjugate gradients and L-BFGS.

    The loss of a line has the Hessian 2 [[1, m], [m, s]] in (b, w), m the mean of x and
    s that of its squares. Both methods go the same way when a loss is multiplied.
    """
    (one, m), (_, s) = data.conjugate.A / data.conjugate.A[0, 0]
    assert one == 1
    x = m + np.array([-1, 1]) * np.sqrt(s - m**2)
    b, w = data.conjugate.star
    return settings(
        points(x, w * x + b),
        ConjugateGradient(),
        epochs=len(BEGIN),
        start=BEGIN[::-1],
        compare={"optimizer": optimizer(LBFGS(len(BEGIN), Exact()))},
    )


def noise(data: Data) -> Settings:
    """Batches by plain descent, and L-BFGS on the whole of the data."""
    batches = -(-len(clean().x) // BATCH)
    return settings(
        clean.__name__,
        MinibatchGradientDescent(SGD_RATE, BATCH),
        epochs=-(-BATCH_STEPS // batches),
        coordinates="standardized",
        compare={"optimizer": optimizer(LBFGS())},
    )


def kinks(data: Data) -> Settings:
    """Absolute errors, until no step satisfies the search."""
    name, steps = heavy_noise.__name__, data.kinks.evaluations
    return settings(name, LBFGS(), epochs=steps, start=KINKED, loss="mae")
