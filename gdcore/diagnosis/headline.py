"""The most urgent finding in one sentence, with its number.

The one rule: the fault and its number come first, then what it costs in steps.
"""

import math
from typing import Any

import numpy as np

from gdcore.diagnosis import wording
from gdcore.diagnosis.counts import PERCENT
from gdcore.diagnosis.floors import floor, stops
from gdcore.runs import Status

SMALL = 0.05
"""Share of the limit below which the rate is named first."""
UNLIMITED = (
    "has no limit of the learning rate and no best one, as its gradient does not "
    "shrink near the best fit"
)
"""Of a mean of absolute errors, which stands before it."""
CAUSES = ("UNSCALED", "SLOW")
"""Findings that are about the data, not about the rate."""


def headline(d: Any) -> str:
    """One sentence about a Diagnosis."""
    verdict = next((v for v in d.verdicts if v.finding.name != "SUMMED"), None)
    kind = "FINE" if verdict is None else verdict.finding.name
    yours = next((row for row in d.forecasts if row.yours), None)
    known = yours is not None and d.steps_to_1_percent < math.inf
    if kind == "DIVERGES" and not math.isnan(d.share):
        return _diverges(d)
    if kind == "TOO_SMALL":
        return _too_small(d, yours)
    kinds = {v.finding.name for v in d.verdicts}
    if kind == "UNSCALED" and known and d.fix("standardize"):
        return _unscaled(d, yours)
    if kind in CAUSES and (d.share < SMALL or "TOO_SMALL" in kinds):
        return _too_small(d, yours)
    if kind in CAUSES and known:
        return _slow(d, yours)
    if kind == "FINE":
        if verdict and d.counted == "at least":  # the run is at another minimizer
            return f"Nothing is wrong: {verdict.says}."
        return f"Nothing is wrong: {arrivals(d, yours)}."
    says: str = verdict.says if verdict else ""
    if kind == "OSCILLATES" and known:
        return f"{sentence(says.partition(';')[0])[:-1]}; {arrivals(d, yours)}."
    return sentence(says)


def _unscaled(d: Any, yours: Any) -> str:
    steps = wording.steps(d.fix("standardize").steps)
    rate = ""
    if d.share < SMALL:
        rate = f", the learning rate {wording.share(d.share)} of its limit"
    plain = type(d.asked.method).__name__ == "GradientDescent"
    whose = "" if plain else "plain gradient descent "
    return (
        f"Your data are not scaled: {_cause(d)}{rate}; {arrivals(d, yours)}, and "
        f"{whose}with x standardized after {steps}."
    )


def _slow(d: Any, yours: Any) -> str:
    """Of a flat direction that standardizing does not steepen."""
    cause = _cause(d)
    top = next((fix for fix in d.fixes if fix.steps), None)
    better = f"; {top.name} takes {top.counted}" if top else ""
    if not cause:
        return f"{sentence(arrivals(d, yours))[:-1]}{better}."
    return f"{sentence(cause)[:-1]}, so {arrivals(d, yours)}{better}."


def without_rate(d: Any, best: Any) -> str:
    """Of a Diagnosis at a good rate, where none was given: the limit, and what it does.

    Of a method at a given beta no rate is known to be best: then it is half the limit.
    """
    limit, words = wording.number(d.learning_rate_limit), d.asked.case.convention.words
    rate = wording.rate(float(np.max(best.learning_rate)))
    yours = next((row for row in d.forecasts if row.yours), None)
    if math.isnan(d.learning_rate_limit):
        return f"{sentence(words)[:-1]} {UNLIMITED}; {_without_limit(d, yours, rate)}."
    half = hasattr(best, "beta") and math.isclose(d.share, 0.5, rel_tol=0.01)
    which = "half of that" if half else "the best one"
    return (
        f"A learning rate below {limit} converges ({words}); at {which}, {rate}, "
        f"{arrivals(d, yours)}."
    )


def _without_limit(d: Any, yours: Any, rate: str) -> str:
    """When a run at a rate that was tried arrives, or else what does."""
    if yours is not None and max(yours.to_1) < math.inf and not any(yours.open_1):
        return f"at {rate}, {arrivals(d, yours)}"
    top = d.fixes[0]  # there is always the exact fit, where a run has steps to take
    return f"{top.says.partition(';')[0]} ({top.counted})"


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def arrivals(d: Any, yours: Any) -> str:
    """ "w is within 1 % after 6 steps, b after 905,572 steps"."""
    if yours is None:
        return _of_all(d)
    names, counts, more = d.asked.case.names, yours.to_1, yours.open_1
    if len(names) > 2:
        low, high = int(np.argmin(counts)), int(np.argmax(counts))
        pairs = [(names[j], counts[j], more[j]) for j in dict.fromkeys((low, high))]
        pairs = [(f"the first, {pairs[0][0]},", *pairs[0][1:]), *pairs[1:]]
        pairs = [*pairs[:1], *((f"the last, {n},", c, m) for n, c, m in pairs[1:])]
    else:
        pairs = list(zip(names, counts, more, strict=True))
    words = [f"{_called(name)} {_after(count, m)}" for name, count, m in pairs]
    subject, _, rest = words[0].partition(" after ")
    first = f"{subject} is within 1 % after {rest}" if rest else words[0]
    return ", ".join([first, *words[1:]]) + _how(d, yours)


def _how(d: Any, yours: Any) -> str:
    """What a count holds for: exact arithmetic, or a run of so many steps."""
    if yours.counted == "exact":
        lost = floor(d.asked.case.problem, d.asked.internal)
        where = f", but {stops(lost)}" if lost > PERCENT else ""
        return f", in exact arithmetic{where}"
    run = d.measured
    arrived = not all(yours.open_1) and yours.counted in ("measured", "bound")
    if run is None or run.status is not Status.OUT_OF_STEPS or not arrived:
        return ""
    return f", in a run of {wording.steps(run.steps)}"


def _of_all(d: Any) -> str:
    """Where parameters are not counted one by one."""
    if math.isnan(d.steps_to_1_percent):
        return "one percent of the error takes more steps than rounding lets one count"
    more = "more than " if d.counted == "at least" else ""
    words = wording.steps(d.steps_to_1_percent)
    return f"one percent of the error is left after {more}{words}"


def _called(name: str) -> str:
    return f"the {name}" if name.endswith(" direction") else name


def _after(count: float, more: bool) -> str:
    if count == math.inf:
        return "never arrives"
    if not count:
        return "starts at its best value"
    return f"after {'more than ' * more}{wording.steps(count)}"


def _diverges(d: Any) -> str:
    words = d.asked.case.convention.words if d.asked else "this loss"
    grows = f"the loss grows by a factor {wording.number(d.rate * d.rate)} every step"
    if d.rate < 1 + 1e-9:
        grows = "the steep direction swings and never shrinks"
    return (
        f"Your learning rate {wording.rate(d.learning_rate)} is "
        f"{wording.number(d.share)} times "
        f"{wording.limit(d.learning_rate_limit, words)}: {grows}."
    )


def _too_small(d: Any, yours: Any) -> str:
    words = d.asked.case.convention.words if d.asked else "this loss"
    return (
        f"Your learning rate {wording.rate(d.learning_rate)} is only "
        f"{wording.share(d.share)} of "
        f"{wording.limit(d.learning_rate_limit, words)}: {arrivals(d, yours)}."
    )


def _cause(d: Any) -> str:
    kappa, better = d.condition_number, d.standardized_condition_number
    if math.isnan(kappa):
        return ""
    words = f"the condition number is {wording.number(kappa)}"
    if not 10 * better < kappa:
        return words
    words += f" ({wording.number(better)} with x standardized)"
    X = getattr(d.asked.case.problem, "X", None)
    if X is None or X.shape[1] != 2:
        return words
    mean, deviation = float(X[:, 0].mean()), float(X[:, 0].std())
    if abs(mean) > deviation > 0:
        ratio = wording.number(abs(mean) / deviation)
        return f"the mean of x is {ratio} times its standard deviation, and {words}"
    return f"x has a standard deviation of {wording.number(deviation)}, and {words}"
