"""A diagnosis as plain text, to paste into a forum.

The one rule: the verdict comes first, and no line is longer than 80 characters.
"""

import math
import textwrap
from collections.abc import Iterator
from typing import Any

from gdcore.diagnosis import wording

WIDTH = 80
NAMES = 18
"""Characters that the names of numbers take."""


def report(diagnosis: Any) -> str:
    """Verdicts, numbers, and ranked remedies."""
    blocks = [
        [*_verdicts(diagnosis)],
        [*_numbers(diagnosis)],
        [*_fixes(diagnosis)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _verdicts(diagnosis: Any) -> Iterator[str]:
    fixes = set[str]()
    for verdict in diagnosis.verdicts:
        yield from _wrapped(f"{verdict.finding.name}: ", verdict.says, 2)
        if verdict.fix and verdict.fix not in fixes:
            yield from _wrapped("  -> ", verdict.fix, 5)
        fixes.add(verdict.fix)


def _numbers(diagnosis: Any) -> Iterator[str]:
    for name, text in _named(diagnosis):
        yield from _wrapped(f"{name:<{NAMES}} ", text, NAMES + 1)


def _named(d: Any) -> Iterator[tuple[str, str]]:
    """Names and texts of the numbers that are known."""
    if d.loss:
        yield "loss", d.loss
    if d.learning_rate == d.learning_rate:
        share = "" if math.isnan(d.share) else f", {d.share:.4g} of its limit"
        yield "learning rate", f"{d.learning_rate:.6g}{share}"
    if d.learning_rate_limit == d.learning_rate_limit:
        yield "limit", _limit(d)
    if d.lambda_max == d.lambda_max:
        low, high = wording.number(d.lambda_min), wording.number(d.lambda_max)
        yield "eigenvalues", f"{low} to {high}"
        better = d.standardized_condition_number
        note = f" ({wording.number(better)} with x standardized)"
        note = "" if math.isnan(better) else note
        yield "condition number", f"{wording.number(d.condition_number)}{note}"
    yield "steps to 1 %", _steps(d)
    run = d.measured if d.steps_to_1_percent < math.inf else None
    if run:
        yield (
            "error left",
            f"{wording.share(run.left)} after {wording.steps(run.steps)}",
        )
    if run and run.loss_left == run.loss_left:
        yield "excess loss left", wording.share(run.loss_left)
    if d.digits == d.digits:
        yield "digits to trust", f"{d.digits:.0f}"


def _limit(d: Any) -> str:
    limit = wording.number(d.learning_rate_limit)
    half, _, kind = d.loss.rpartition(" ")
    if not kind:
        return str(limit)
    if half:
        return f"{limit} of half the {kind} of squares"
    twice = wording.number(2 * d.learning_rate_limit)
    return f"{limit} of the {kind} of squares ({twice} with ½ in front)"


def _steps(d: Any) -> str:
    if math.isnan(d.steps_to_1_percent):
        return "more than rounding lets one count"
    if d.steps_to_1_percent == math.inf:
        return f"never ({d.counted})"
    words = wording.steps(d.steps_to_1_percent)
    return f"more than {words}" if d.counted == "at least" else f"{words} ({d.counted})"


def _fixes(diagnosis: Any) -> Iterator[str]:
    if diagnosis.fixes:
        yield "What takes fewer steps to 1 % of the error:"
    for rank, fix in enumerate(diagnosis.fixes, 1):
        yield from _wrapped(f"{rank:>3}. ", f"{fix.name}, {fix.counted}: {fix.says}", 5)


def _wrapped(label: str, text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=label,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )
