"""Three points, small enough to standardize by hand.

The one rule: descent starts at zero, and the points lie on the line y = 2 x - 1.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.optimizers import GradientDescent
from gdcore.problems import line_fit
from gdcore.runs import run
from gdcore.spectral import best_gradient_descent, spectrum
from gdcore.validation import Array
from scripts.topics.preconditioning.data.runs import ONE_STEP_RATE
from scripts.topics.preconditioning.data.thread import ZERO, counted

X = np.array([1.0, 2.0, 3.0])
Y = 2 * X - 1


@dataclass(frozen=True)
class Three:
    """The three points raw, and standardized after one step."""

    y: Array  # (3,)
    standardized: Array  # x standardized, (3,)
    sd: float
    u: float  # slope and intercept after one step at one half
    c: float
    w: float  # mapped back
    b: float
    condition: float  # of the Hessian in raw x
    steps: int  # to one percent there, at the best rate


def three() -> Three:
    """Stepped once, and mapped back."""
    mean, sd = float(X.mean()), float(X.std())
    standardized = (X - mean) / sd
    method, raw = GradientDescent(ONE_STEP_RATE), line_fit(X, Y)
    u, c = run(line_fit(standardized, Y), method, ZERO, max_steps=1).x[-1].tolist()
    return Three(
        y=Y,
        standardized=standardized,
        sd=sd,
        u=u,
        c=c,
        w=u / sd,
        b=c - u * mean / sd,
        condition=spectrum(raw).condition_number,
        steps=counted(raw, best_gradient_descent(raw)),
    )
