"""Three points, small enough to follow by hand: tilting a line against lifting it.

The one rule: the lift is one, and the tilt that answers it is the best one.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.problems import line_fit
from gdcore.spectral import spectrum
from gdcore.validation import Array

POINTS = np.array([9.0, 10.0, 11.0])
TILT = 0.1  # what imitates a lift of one at the mean of POINTS


@dataclass(frozen=True)
class Three:
    """What a lift by one and a tilt do at each of POINTS, and what they leave."""

    x: Array  # POINTS, (3,)
    tilted: Array  # by TILT about x = 0, (3,)
    mean: float
    square: float  # mean of x^2
    variance: float
    slope: float  # the change of slope that answers a lift by one best
    answer: Array  # what it does at each point, (3,)
    left: Array  # lift and answer together, (3,)
    gradient: float  # dL/db of the lift alone
    gradient_left: float  # and of both
    lambda_min: float
    lambda_max: float


def three() -> Three:
    """All of it, on points that lie on the best line."""
    mean, square = float(POINTS.mean()), float(np.mean(POINTS**2))
    slope = -mean / square
    left = 1 + slope * POINTS
    valley = spectrum(line_fit(POINTS, POINTS))
    return Three(
        x=POINTS,
        tilted=TILT * POINTS,
        mean=mean,
        square=square,
        variance=float(POINTS.var()),
        slope=slope,
        answer=slope * POINTS,
        left=left,
        gradient=2.0,
        gradient_left=2 * float(left.mean()),
        lambda_min=valley.lambda_min,
        lambda_max=valley.lambda_max,
    )
