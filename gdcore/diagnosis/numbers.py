"""The numbers of a diagnosis that are known, with their names and texts.

The one rule: a number that is not known is left out, not written as nan.
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from gdcore.diagnosis import wording

HOW = {"exact": "in exact arithmetic"}
"""Ways of counting whose word alone says too little."""


class Number(NamedTuple):
    """A number in words; `value` is nan where there is none behind the text."""

    name: str
    text: str
    value: float


def numbers(d: Any) -> Iterator[Number]:
    """Of a Diagnosis."""
    if d.loss:
        yield Number("loss", d.loss, math.nan)
    if d.learning_rate == d.learning_rate:
        times = "times" if d.share > 1 else "of"
        share = "" if math.isnan(d.share) else f", {d.share:.4g} {times} its limit"
        yield Number("learning rate", f"{d.learning_rate:.6g}{share}", d.learning_rate)
    if d.learning_rate_limit == d.learning_rate_limit:
        yield Number("limit", _limit(d), d.learning_rate_limit)
    if d.share == d.share:
        yield Number("share of the limit", wording.number(d.share), d.share)
    best = d.fix("best learning rate")
    if best:
        rate = best.learning_rate
        plain = d.asked is None or type(d.asked.method).__name__ == "GradientDescent"
        whose = "" if plain else " for plain gradient descent"
        text = f"{wording.rate(rate)}{whose}: {best.counted}"
        yield Number("best rate", text, rate)
    if d.lambda_max == d.lambda_max:
        yield from _curvatures(d)
    if d.rate == d.rate:
        shrinks = f"1 - {1 - d.rate:.4g}" if d.rate > 0.99 else wording.number(d.rate)
        text = f"{shrinks}, of the part of the error that is slowest"
        if d.rate > 1:
            text = f"{wording.number(d.rate)}, by which the error grows"
        yield Number("factor per step", text, d.rate)
    yield Number("steps to 1 %", _steps(d), d.steps_to_1_percent)
    yield from _left(d)
    if d.digits == d.digits:
        yield Number("digits to trust", f"{d.digits:.0f}", d.digits)


def _curvatures(d: Any) -> Iterator[Number]:
    low, high = wording.number(d.lambda_min), wording.number(d.lambda_max)
    yield Number("eigenvalues", f"{low} to {high}", d.lambda_max)
    better = d.standardized_condition_number
    note = f" ({wording.number(better)} with x standardized)"
    note = "" if math.isnan(better) else note
    kappa = d.condition_number
    yield Number("condition number", f"{wording.number(kappa)}{note}", kappa)


def _left(d: Any) -> Iterator[Number]:
    run = d.measured if d.steps_to_1_percent < math.inf else None
    if run:
        text = f"{wording.share(run.left)} after {wording.steps(run.steps)}"
        yield Number("error left", text, run.left)
    if run and run.loss_left == run.loss_left:
        yield Number("excess loss left", wording.share(run.loss_left), run.loss_left)


def _limit(d: Any) -> str:
    limit = wording.number(d.learning_rate_limit)
    half, _, kind = d.loss.rpartition(" ")
    if not kind:
        return limit
    if half:
        return f"{limit} for half the {kind} of squares"
    twice = wording.number(2 * d.learning_rate_limit)
    return f"{limit} for the {kind} of squares ({twice} with ½ in front)"


def _steps(d: Any) -> str:
    if math.isnan(d.steps_to_1_percent):
        return "more than rounding lets one count"
    if d.steps_to_1_percent == math.inf:
        return f"never ({d.counted})"
    words = wording.steps(d.steps_to_1_percent)
    if d.counted == "at least":
        return f"more than {words}"
    return f"{words} ({HOW.get(d.counted, d.counted)})"
