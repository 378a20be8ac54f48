"""What the numbers mean: findings, the most urgent first.

The one rule: a verdict advises nothing that takes more steps than what it is about.
"""

import math
from collections.abc import Iterator

import numpy as np

from gdcore.diagnosis import wording
from gdcore.diagnosis.answer import MANY_STEPS, Diagnosis, Finding, Verdict
from gdcore.diagnosis.case import Case
from gdcore.diagnosis.causes import causes, unscaled
from gdcore.diagnosis.fix import Fix
from gdcore.diagnosis.measured import Measured
from gdcore.diagnosis.numbers import HOW
from gdcore.problems import LeastAbsolute
from gdcore.runs import Status

SWINGS = 0.95
"""Share of the limit above which steps count as swinging."""
SAME_KIND = {
    "GradientDescent": "best learning rate",
    "Momentum": "momentum",
    "Nesterov": "Nesterov",
}
"""The fix that keeps the method and sets its rate."""
LOWEST = 1e-9
"""Share of the excess loss at which a mean of absolute errors is at its lowest."""
PLAIN = "plain gradient descent at its best rate"
ONE_PERCENT = ", and one percent takes "
"""Stands before a count of steps that a sentence may do without."""
STANDING = (Status.STALLED, Status.CONVERGED, Status.UNDERFLOWED)
"""Of a run that no longer moves."""


def verdicts(case: Case, method: str, numbers: Diagnosis) -> tuple[Verdict, ...]:
    """All that apply, or that nothing is wrong.

    Args:
        case: What is diagnosed.
        method: The optimizer's class.
        numbers: The diagnosis without its verdicts.
    """
    judged = _of_run if math.isnan(numbers.rate) else _of_theory
    findings = tuple(judged(case, method, numbers))
    if findings:
        return findings
    how = HOW.get(numbers.counted, numbers.counted)
    words = f"{wording.steps(numbers.steps_to_1_percent)} ({how})"
    says = f"one percent of the error is left after {words}"
    return (Verdict(Finding.FINE, says, ""),)


def _of_theory(case: Case, method: str, d: Diagnosis) -> Iterator[Verdict]:
    small = _too_small(case, method, d)
    alone = small is not None and small[1].steps <= MANY_STEPS
    if d.share >= 1 or (d.rate >= 1 and not case.flat and math.isnan(d.share)):
        yield _diverges(case, method, d)
    if small and alone:
        yield small[0]
    yield from unscaled(d)
    if not (alone or case.flat) and _is_slow(d):
        yield Verdict(Finding.SLOW, _slow(method, d), _advice(d))
    if small and not alone:
        yield small[0]
    if method == "GradientDescent" and SWINGS < d.share < 1:
        yield _oscillates(case, d)
    yield from causes(case, d)


def _diverges(case: Case, method: str, d: Diagnosis) -> Verdict:
    if math.isnan(d.share):
        says = f"the error grows by the factor {wording.number(d.rate)} a step"
        return Verdict(Finding.DIVERGES, says, _advice(d))
    says = (
        f"the learning rate is {wording.number(d.share)} times "
        f"{wording.limit(d.learning_rate_limit, case.convention.words)}"
    )
    if d.loss in ("mean", "sum"):
        says += "; with ½ in front of the loss the limit is twice that"
        if d.share < 2:
            says += f", and the rate {wording.number(d.share / 2)} of it"
    limit = wording.rate(wording.typed(d.learning_rate_limit, 4))
    ways = [f"use less than {limit}"]
    best, top = d.fix("best learning rate"), _top(d)
    if best:
        rate = wording.rate(best.learning_rate)
        near = bool(np.max(best.learning_rate) > 0.999 * d.learning_rate_limit)
        which = "even the best, just below it," if near else f"the best, {rate},"
        if method != "GradientDescent":
            which = f"{PLAIN}, {rate},"
        ways.append(f"{which} takes {best.counted}")
    if top and top is not best:
        ways.append(f"or {top.says} ({top.counted})")
    return Verdict(Finding.DIVERGES, says, "; ".join(ways))


def _too_small(case: Case, method: str, d: Diagnosis) -> tuple[Verdict, Fix] | None:
    """The verdict, and the fix that raises the rate."""
    fix = d.fix(SAME_KIND.get(method, ""))
    known = d.counted != "at least"
    # Steps without a count are many: the flat direction's, and these go with 1 / rate.
    small = 10 * fix.steps <= d.steps_to_1_percent if fix and known else d.share < 0.05
    if not fix or not small or not d.share < 0.5:
        return None
    says = (
        f"the learning rate is {wording.number(d.share)} of "
        f"{wording.limit(d.learning_rate_limit, case.convention.words)}"
    )
    if known:
        says += f"{ONE_PERCENT}{wording.steps(d.steps_to_1_percent)}"
    return Verdict(Finding.TOO_SMALL, says, f"{fix.says} ({fix.counted})"), fix


def _is_slow(d: Diagnosis) -> bool:
    return MANY_STEPS < d.steps_to_1_percent < math.inf or d.counted == "at least"


def _slow(method: str, d: Diagnosis) -> str:
    if d.counted == "at least":
        if d.measured:
            return _left(d.measured)
        return "one percent of the error takes more steps than rounding lets one count"
    words = f"one percent of the error takes {wording.steps(d.steps_to_1_percent)}"
    words += " in exact arithmetic" * (d.counted == "exact")
    best = "the best learning rate" if method == "GradientDescent" else PLAIN
    named = {"best learning rate": best, "momentum": "momentum"}
    others = [(subject, d.fix(name)) for name, subject in named.items()]
    parts = [f"{subject} takes {fix.counted}" for subject, fix in others if fix]
    return "; ".join([words, *parts])


def _oscillates(case: Case, d: Diagnosis) -> Verdict:
    says = (
        f"at {wording.number(d.share)} of "
        f"{wording.limit(d.learning_rate_limit, case.convention.words)} each step "
        "swings across the steep direction"
    )
    best = d.fix("best learning rate")
    if best and 2 * best.steps <= d.steps_to_1_percent:
        return Verdict(Finding.OSCILLATES, says, f"{best.says} ({best.counted})")
    says += "; the flat direction takes the steps"
    return Verdict(Finding.OSCILLATES, says, _advice(d))


def _of_run(case: Case, method: str, d: Diagnosis) -> Iterator[Verdict]:
    """Of a method or a loss without a theory."""
    assert d.measured
    after = f"after {wording.steps(d.measured.steps)}"
    advice = _advice(d) or "use a smaller learning rate"
    if d.steps_to_1_percent == math.inf:
        says = f"the run diverged {after}"
        if not d.measured.steps:
            says = "the gradient at the start is beyond the range of the precision"
        yield Verdict(Finding.DIVERGES, says, advice)
    elif isinstance(case.problem, LeastAbsolute) and d.measured.loss_left <= LOWEST:
        if d.counted == "at least":
            says = f"the loss is the lowest {after}, to nine digits, and more than one"
            yield Verdict(Finding.FINE, f"{says} fit has it", "")
            return
    elif d.counted == "at least" and d.measured.status in STANDING:
        says = f"the run stands still; {_left(d.measured)}"
        yield Verdict(Finding.STALLED, says, advice)
    elif d.counted == "at least" and d.measured.hovers:
        says = f"{_left(d.measured)}, and its second half gained nothing"
        yield Verdict(Finding.HOVERS, says, advice)
    elif d.counted == "at least":
        yield Verdict(Finding.SLOW, _left(d.measured), _advice(d))
    yield from unscaled(d)
    yield from causes(case, d)


def _left(measured: Measured) -> str:
    words = f"a run of {wording.steps(measured.steps)} leaves "
    words += f"{wording.share(measured.left)} of the error"
    if math.isnan(measured.loss_left):
        return words
    return f"{words} and {wording.share(measured.loss_left)} of the excess loss"


def _top(d: Diagnosis) -> Fix | None:
    return d.fixes[0] if d.fixes else None


def _advice(d: Diagnosis) -> str:
    top = _top(d)
    return f"{top.says} ({top.counted})" if top else ""
