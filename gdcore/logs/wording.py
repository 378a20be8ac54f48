"""What a kind says, in one sentence with its number, and what to do.

The one rule: each sentence has the number that shows it.
"""

import math
from typing import NamedTuple

from gdcore.logs.case import Case
from gdcore.logs.curvature import Curvature
from gdcore.logs.finding import steps_to_1_percent
from gdcore.logs.phrases import (
    STANDARDIZE,
    a_step,
    digits,
    growth,
    implied,
    judged,
    lower,
    number,
    steps,
)
from gdcore.logs.shown import Shown


class Words(NamedTuple):
    """A sentence, and what to do."""

    says: str
    fix: str


def words(case: Case, shown: Shown, curved: Curvature | None) -> Words:
    """Of any kind but "few"."""
    return BY_KIND[shown.kind](case, shown, curved)


LOOK = (
    "look for nan, empty cells, inf or huge numbers in x and y: print x.min(), "
    "x.max() and those of y"
)
MORE = "print the lines that follow: with four of them the factor shows"
WAVES = "lower beta if there is momentum, else the learning rate"
PRINT_EACH = "print each step before it: growth means the learning rate, none the data"


def _nan(case: Case, shown: Shown, curved: Curvature | None) -> Words:
    place = (case.broken or 0) + 1
    if shown.cause == "data" and place == 1:
        says = "value 1 is not finite: no step was taken before it, so it is the data"
        return Words(says, LOOK)
    if shown.cause == "data":
        says = f"value {place} is not finite, though nothing grew before it"
        return Words(says, f"it is the data rather than the rate: {LOOK}")
    if shown.cause == "unseen":
        first = number(case.log.steps[0])
        says = f"the values are not finite from the first printed step, {first}, on"
        return Words(says, PRINT_EACH)
    if shown.cause == "between":
        says = f"value {place} is not finite, and the lines before it show no growth"
        return Words(says, PRINT_EACH)
    if shown.factor:
        says = f"{growth(case, shown.factor)}, and value {place} is not finite"
    else:
        says = f"the values grow, and value {place} is not finite"
    return Words(f"{says}{implied(case, curved)}", lower(curved))


def _flat(case: Case, shown: Shown, _: Curvature | None) -> Words:
    says = f"nothing changes: all {len(case.main.v)} lines show {number(shown.size)}"
    if shown.cause == "update":
        fix = "the gradient is not 0, so the update does not reach the parameters"
        return Words(says, f"{fix}: check what the optimizer holds, and its rate")
    fix = "check that the gradient reaches the parameters (no .item() or detach on the "
    fix += "way, optimizer.step() is called, the rate is not 0), and print more digits"
    return Words(says, fix)


def _floor(case: Case, shown: Shown, _: Curvature | None) -> Words:
    level, it = number(float(case.main.v[-1])), judged(case)
    if shown.cause == "zero":
        says = f"{it} is down to {level}: nothing is left to gain"
        return Words(says, "stop here")
    if shown.cause == "precision":
        says = f"{it} stands at {level}, and the steps are lost in rounding"
        return Words(says, f"if this is too high use float64, and {STANDARDIZE}")
    compare = "compare with least squares: a loss above 0 is what noise in y leaves"
    if shown.cause == "digits":
        says = f"{it} rests at {level}, to the {digits(case)} printed digits"
        return Words(says, f"{compare}, and more digits show a direction that is slow")
    says = f"{it} rests at {level}: its best value, or the floor of the precision"
    return Words(says, compare)


def _divergence(case: Case, shown: Shown, curved: Curvature | None) -> Words:
    first, last = number(float(case.main.v[0])), number(float(case.main.v[-1]))
    it = judged(case)
    if shown.cause == "faster":
        says = f"{it} grows from {first} to {last}, faster than by any factor"
        return Words(says, lower(None))
    if shown.cause == "few":
        says = f"the last {number(shown.size)} lines rise above all others, to {last}: "
        return Words(f"{says}too few to tell a factor", f"{MORE}; or {lower(None)}")
    if shown.factor is None:
        return Words(f"{it} grows, from {first} to {last}", lower(None))
    if shown.cause == "ascent":
        says = f"{growth(case, shown.factor)}, and the parameters go one way: uphill"
        return Words(says, "subtract the gradient, do not add it; or turn its sign")
    says = f"{growth(case, shown.factor)}, by {shown.factor.lines} lines"
    return Words(f"{says}{implied(case, curved)}", lower(curved))


def _oscillation(case: Case, shown: Shown, curved: Curvature | None) -> Words:
    if shown.swing:
        says = f"the values swing with a period of {number(shown.swing.period)} steps"
        return Words(says, WAVES)
    if shown.cause == "waves":
        says = f"{judged(case)} goes up and down in waves of about "
        return Words(f"{says}{steps(shown.size)}", WAVES)
    kept = f"a swing keeps {number(shown.size)} of its size"
    if shown.factor:
        says = f"{shown.factor.source} changes direction at each step, and {kept}"
        fix = "halve the learning rate: then that direction is learnt at once"
        return Words(f"{says}{implied(case, curved)}", fix)
    says = f"{judged(case)} goes up and down line by line, and {kept}"
    return Words(says, "halve the learning rate, or let it shrink as the run goes on")


def _noise(case: Case, shown: Shown, _: Curvature | None) -> Words:
    level = number(float(case.main.v[len(case.main.v) // 2 :].mean()))
    says = f"{judged(case)} scatters by {100 * shown.size:.2g} % about {level}, "
    says += "with no trend"
    fix = "a smaller rate or larger batch lowers the noise; print the mean of an epoch"
    return Words(says, fix)


def _rising(case: Case, shown: Shown, _: Curvature | None) -> Words:
    low = number(float(case.main.v.min()))
    times = number(shown.size)
    says = f"{judged(case)} was down to {low}, and is {times} times that now"
    fix = "lower the learning rate, or beta of the momentum, and keep the best step"
    return Words(says, fix)


def _falling(case: Case, shown: Shown, curved: Curvature | None) -> Words:
    factor, fix = shown.factor, FIXES[shown.kind]
    if factor is None:
        first, last = number(float(case.main.v[0])), number(float(case.main.v[-1]))
        span = steps(float(case.main.k[-1] - case.main.k[0]))
        says = f"{judged(case)} falls from {first} to {last} in {span}"
        if shown.cause == "uneven":
            return Words(f"{says}, and goes up and down on the way", UNEVEN)
        if shown.kind == "plateau":
            says += ", most of it at once and the rest slowly"
        return Words(f"{says}; more lines or digits would tell the factor", fix)
    if shown.cause == "hidden":
        says = f"a fast direction is done, but {shown.source} still stands at "
        says += f"{number(shown.size)} and moves on slowly: when it arrives, these "
        return Words(f"{says}lines do not show{implied(case, curved)}", HIDDEN)
    left = steps(steps_to_1_percent(factor.log_size))
    share = number(-math.expm1(factor.log_size * case.power) * 100)
    start = "after a fast fall, " if shown.kind == "plateau" else ""
    says = (
        f"{start}what is left of {judged(case)} shrinks by {share} % {a_step(case)}, "
        f"by {factor.lines} lines: one percent of "
    )
    fit = factor.fit
    if factor.power == 2 and fit.level > 3 * fit.level_error:
        says += f"this fall, to {number(fit.level)}, takes {left} more, and a slower "
        says += "direction may hide below it"
    else:
        says += f"the error takes {left} more"
    return Words(f"{says}{implied(case, curved)}", fix)


UNEVEN = (
    "print each step of a stretch: even waves come from momentum (lower beta), a "
    "scatter from small batches (larger ones, or a smaller rate)"
)
HIDDEN = f"print more steps, for the slow direction counts; {STANDARDIZE}"
FIXES = {
    "plateau": f"{STANDARDIZE}; a larger rate alone meets the limit of the fast mode",
    "slow": f"raise the learning rate tenfold until it swings, and {STANDARDIZE}",
    "converging": "let it run",
}
BY_KIND = {
    "nan": _nan,
    "flat": _flat,
    "floor": _floor,
    "divergence": _divergence,
    "oscillation": _oscillation,
    "noise": _noise,
    "rising again": _rising,
    "plateau": _falling,
    "slow": _falling,
    "converging": _falling,
}
