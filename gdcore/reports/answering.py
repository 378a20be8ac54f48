"""From a question to its report.

The one rule: each source is asked once, and the causes are put before the symptoms.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from gdcore.diagnosis.diagnoses import diagnosed
from gdcore.diagnosis.headline import sentence
from gdcore.optimizers import Optimizer
from gdcore.programs.reading import Reading
from gdcore.reports import findings
from gdcore.reports.findings import Found
from gdcore.reports.methods import chosen
from gdcore.reports.of_data import of_data
from gdcore.reports.question import Question, question
from gdcore.reports.report import Report
from gdcore.reports.setting import Setting, setting
from gdcore.reports.sources import Sources, filled, judged, sources
from gdcore.reports.steps import LONGEST
from gdcore.spectral import LinearMethod

OF_CODE = (
    "framework",
    "method",
    "learning_rate",
    "beta",
    "loss",
    "steps",
    "precision",
    "problem",
    "mended",
    "repaired",
    "source",
)
"""What a report tells of a program that was read."""
STANDARDIZE = "standardize"
EVALUATIONS = 1000
"""Steps of each run at most."""


def answer(
    given: Any, *, execution: Any = None, evaluations: int = EVALUATIONS
) -> Report:
    """The report on a question of plain values.

    Args:
        given: The question: rows, matrix or moments, learning_rate, method, loss,
            steps, precision, log and code, each of which may be left out.
        execution: What a run of the code gave, in plain values.
        evaluations: Steps of each confirming run at most.

    Raises:
        ValueError: If something in the question cannot be taken; the text names it
            and says what to give instead.
    """
    with np.errstate(all="ignore"):
        first = question(given)
        known = sources(first, execution)
        asked, added = _with_rule(first, known, *filled(first, known))
        try:
            where = setting(asked)
        except ValueError as error:
            own = (first.rows, first.moments)
            if not first.in_code and any(one is not None for one in own):
                raise
            where = None  # what a program holds is no mistake of who asks
            added = (*added, f"these data are not used: {error}")
        return _report(asked, known, added, where, evaluations)


def _with_rule(
    first: Question, known: Sources, asked: Question, added: tuple[str, ...]
) -> tuple[Question, tuple[str, ...]]:
    """The question without the rate of a rule that is not known: it has no limit."""
    unnamed = known.reading is not None and known.reading.unnamed
    if not unnamed or first.method or first.learning_rate is not None:
        return asked, added
    kept = [words for words in added if not words.startswith("learning rate")]
    words = "the steps of your code follow a rule of their own: its rate is not judged"
    return replace(asked, learning_rate=None), (*kept, words)


def _report(
    asked: Question,
    known: Sources,
    added: tuple[str, ...],
    where: Setting | None,
    evaluations: int,
) -> Report:
    told, of_method = None, None
    if where is not None:
        of_method = chosen(asked, where.case)
        most = _as_long(asked, of_method.method, evaluations)
        told = diagnosed(where.case, of_method.method, most)
    said = judged(asked, known)
    found = [*findings.of_code(known.reading, known.execution)]
    kinds = {one.kind for one in found}
    ran = [*findings.of_run(known.execution, kinds)]
    if any(one.kind == "syntax error" for one in ran):
        found = [one for one in found if one.kind != findings.UNREADABLE]
    found += ran
    kinds |= {one.kind for one in ran}
    if known.printed:
        found += findings.of_log(known.log, said)
    else:
        found += findings.of_recorded(said, kinds)
    log_read = known.log.notes if known.log is not None else ()
    read = (*added, *getattr(known.reading, "mended", ()), *log_read)
    report = Report("", read)
    if told is not None and where is not None and of_method is not None:
        report = of_data(told, asked, of_method, known.reading)
        read = (*where.read, *of_method.read, *read)
    ranked = _ranked([*found, *report.findings], asked, known, report)
    return replace(
        report,
        headline=_headline(ranked, report.headline),
        read=read,
        findings=ranked,
        log=None if said is None else said.as_dict(),
        code=_code(known.reading),
    )


def _ranked(
    found: list[Found], asked: Question, known: Sources, report: Report
) -> tuple[Found, ...]:
    """Each told once, the most urgent first; its change is standardized features."""
    if known.reading and known.reading.learning_rate == asked.learning_rate:
        found = findings.told_once(found)
    changes = (one.diff for one in report.remedies if one.fix.name == STANDARDIZE)
    return findings.with_change(findings.ranked(found), next(changes, ""))


def _as_long(asked: Question, method: Optimizer[Any], evaluations: int) -> int:
    """Steps of a run, as many as the asker's where only a run can tell."""
    if isinstance(method, LinearMethod) and asked.loss != "absolute":
        return evaluations
    return max(evaluations, min(asked.steps or 0, LONGEST))


def _headline(ranked: tuple[Found, ...], of_data: str) -> str:
    first = ranked[0] if ranked else None
    if first is None:
        return of_data or "Nothing wrong was found."
    if first.source == "data":
        return of_data
    if of_data and not first.wrong:
        return of_data
    if first.line is None:
        return sentence(first.says)
    return f"Line {first.line}: {first.says.rstrip('.')}."


def _code(reading: Reading | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    return {field: getattr(reading, field, None) for field in OF_CODE}
