"""What the data of a question say: numbers, findings, steps, remedies and paths.

The one rule: where no rate was given, nothing is said against it.
"""

from collections.abc import Iterator
from dataclasses import replace

from gdcore.diagnosis import Diagnosis, wording
from gdcore.diagnosis.candidates import Candidate, candidates
from gdcore.diagnosis.fix import Fix
from gdcore.diagnosis.forecasts import Forecast
from gdcore.diagnosis.headline import SMALL, headline, without_rate
from gdcore.diagnosis.numbers import Number, numbers
from gdcore.problems import LeastAbsolute
from gdcore.programs.reading import Reading
from gdcore.reports import findings, floor, steps
from gdcore.reports.changes import diff_of
from gdcore.reports.findings import Found
from gdcore.reports.lines import lines
from gdcore.reports.methods import Chosen
from gdcore.reports.paths import Path, path
from gdcore.reports.question import Question
from gdcore.reports.report import Remedy, Report

OF_THE_RATE = ("learning rate", "share of the limit", "factor per step", "steps to 1 %")
"""Numbers that are left out where no rate was given."""
URGENT = ("diverges", "too small", "hovers", "stalled")
"""Findings that stand before a number of steps that is too small."""


def of_data(
    told: Diagnosis, asked: Question, of_method: Chosen, reading: Reading | None
) -> Report:
    """The report of the data alone, without what was read."""
    given, rows = of_method.given, told.forecasts
    yours = next((row for row in rows if row.yours), None)
    counted = list(numbers(told))
    if not given:
        counted = [one for one in counted if one.name not in OF_THE_RATE]
        rows = tuple(row for row in rows if not row.yours)
    found = [*findings.of_data(told, rate_given=given)]
    if given:
        found[:0] = _too_small(told, found)
    head = headline(told) if given else without_rate(told, of_method.method)
    if yours is not None and given:
        head = _with_steps(told, asked, yours, counted, found, head)
        _with_floor(told, counted, found)
    before, after = _paths(told, yours, given)
    return Report(
        head,
        (),
        tuple(found),
        tuple(counted),
        told.eigenvalues,
        told.asked.case.names if told.asked else (),
        rows,
        tuple(_remedy(told, fix, reading) for fix in told.fixes),
        before,
        after,
    )


def _too_small(told: Diagnosis, found: list[Found]) -> Iterator[Found]:
    """A rate that is far below its limit, where no step of the best can be counted."""
    kinds = {one.kind for one in found}
    if told.share < SMALL and not kinds & {"too small", "flat", "fine"}:
        limit = wording.number(told.learning_rate_limit)
        says = f"the learning rate is {wording.share(told.share)} of the limit, {limit}"
        half = wording.rate(wording.typed(told.learning_rate_limit / 2))
        yield Found("data", "too small", says, f"set the learning rate to {half}")


def _with_steps(
    told: Diagnosis,
    asked: Question,
    yours: Forecast,
    counted: list[Number],
    found: list[Found],
    head: str,
) -> str:
    """Adds what the asker's number of steps leaves; the headline with it."""
    after = steps.left(told, yours, asked.steps) if asked.steps else None
    if after is None:
        return head
    counted.append(steps.number(after))
    short = steps.too_few(told, yours, after)
    if short is None:
        return head
    found.insert(sum(one.kind in URGENT for one in found[:1]), short)
    head = head.replace("Nothing is wrong:", "The rate is right, the steps too few:")
    return f"{head[:-1]}; {short.says}."


def _with_floor(told: Diagnosis, counted: list[Number], found: list[Found]) -> None:
    """Adds where float32 stops."""
    share = floor.floor(told)
    if share > floor.FELT:
        counted.append(floor.number(share))
    lost = floor.lost(told, share)
    if lost is not None:
        found.append(lost)


def _remedy(told: Diagnosis, fix: Fix, reading: Reading | None) -> Remedy:
    assert told.asked is not None
    problem = told.asked.case.problem
    names = told.asked.case.names
    absolute = isinstance(problem, LeastAbsolute)
    intercept = "b" in names[-1:] or told.asked.case.view is not None
    pasted = lines(fix, intercept=intercept, absolute=absolute)
    return Remedy(fix, pasted, diff_of(fix, reading))


def _paths(
    told: Diagnosis, yours: Forecast | None, given: bool
) -> tuple[Path | None, Path | None]:
    """Of the asker's method, and of the first remedy that takes steps."""
    asked = told.asked
    if asked is None or yours is None:
        return None, None
    case, most = asked.case, asked.evaluations
    own = Candidate("", asked.method, asked.internal, case.problem, None, "")
    label = yours if given else replace(yours, label=yours.label[len("yours: ") :])
    before = path(case, own, label, most)
    top = next((fix for fix in told.fixes if fix.optimizer is not None), None)
    for one, row in _pairs(told):
        if top is not None and one.name == top.name:
            return before, path(case, one, row, most)
    return before, None


def _pairs(told: Diagnosis) -> list[tuple[Candidate, Forecast]]:
    """Candidates of theory with their rows, which stand behind the asker's."""
    assert told.asked is not None
    rows = [row for row in told.forecasts if not row.yours]
    return list(zip(candidates(told.asked.case), rows, strict=False))
