"""Where the rounding of float32 stops a run: at the share of the error that it leaves.

The one rule: an update below half a unit of a parameter's last digit is no update.
"""

import contextlib
import math
from typing import Any

import numpy as np

from gdcore.diagnosis import wording
from gdcore.optimizers import Optimizer
from gdcore.problems import Problem
from gdcore.spectral import LinearMethod, minimizer, rate, spectrum


def floor(problem: Problem, method: Optimizer[Any]) -> float:
    """Share of the error at which the flat direction's updates are lost; 0 if none.

    An update is eta lambda_min e; from the start zero the first error is the size of
    the parameter itself, whose last digit it has to move.

    Args:
        problem: Without the factor of the loss.
        method: Of that problem.
    """
    if problem.dtype != np.float32 or not isinstance(method, LinearMethod):
        return 0.0
    with contextlib.suppress(ValueError):
        factor = rate(problem, method)
        if factor >= 1:
            return 0.0
        rates = np.asarray(getattr(method, "learning_rate", math.nan))
        lost = _half_a_unit(problem)
        if rates.ndim:
            return lost / (1 - factor)
        shrinks = float(rates) * spectrum(problem).lambda_min
        if 0 < shrinks < math.inf:
            return lost * (1 - getattr(method, "beta", 0.0)) / shrinks
    return 0.0


def _half_a_unit(problem: Problem) -> float:
    """Of the last digit of the parameter that the flat direction moves most, (0, 1)."""
    along = np.abs(spectrum(problem).eigenvectors[:, 0])
    best = np.abs(minimizer(problem)[int(along.argmax())])
    if not 0 < best < np.finfo(np.float32).max:
        return float(np.finfo(np.float32).eps) / 2
    return float(np.spacing(np.float32(best))) / 2 / float(best)


def stops(share: float) -> str:
    """ "float32 rounding stops the run at about 1.2 % of the error"."""
    return (
        f"float32 rounding stops the run at about {wording.share(share)} of the error"
    )
