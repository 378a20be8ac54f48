"""Learning rates that have a name, and how a rate is written that a page sets.

The one rule: a rate has as few digits as keep its distance from the limit; the best
one has those that the diagnosis counts its steps with.
"""

import math
from typing import Any

from gdcore.diagnosis.wording import typed
from gdcore.optimizers import GradientDescent, Momentum, Optimizer

NEAR = 0.1
"""Share of its distance from the limit by which rounding may move a rate."""
FEWEST, MOST = 3, 17
"""Significant digits."""
HALF, PAST = 0.5, 1.2


def named(
    optimizer: Optimizer[Any], limit: float, condition_number: float
) -> dict[str, float]:
    """Rates to choose among: "half" the limit, "best", and "past" the limit.

    The best is 2 / (lambda_min + lambda_max) for gradient descent, and (1 + beta) times
    that for the heavy ball: the roots of a mode hang on |1 + beta - eta lambda| alone,
    which both ends of the spectrum then share. It is cut as the diagnosis cuts the
    rates that it says to type. Others have none.
    """
    rates = {"half": short(HALF * limit, limit), "past": short(PAST * limit, limit)}
    known = isinstance(optimizer, GradientDescent | Momentum)
    if known and math.isfinite(condition_number):
        best = limit * condition_number / (condition_number + 1)
        rates["best"] = typed(best)
    return rates


def short(rate: float, limit: float) -> float:
    """`rate` with the fewest digits that keep its distance from the limit."""
    for digits in range(FEWEST, MOST):
        rounded = float(f"{rate:.{digits}g}")
        if abs(rounded - rate) <= NEAR * abs(limit - rate):
            return rounded
    return rate
