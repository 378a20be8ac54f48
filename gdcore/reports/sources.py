"""Code, printed lines and a program's run, read for what they say of the question.

The one rule: what the asker gave stands; what was left open is taken from the code,
then from its run, then from the printed lines, and that is said. Rows that were only
read in the text of the code come last: a program may scale them first.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdcore.logs import HEAVY_BALL, NESTEROV, Log, LogFinding, judge, read_log
from gdcore.programs.reading import Reading, read
from gdcore.reports.data import Rows, table
from gdcore.reports.methods import BETA
from gdcore.reports.printing import prints_losses
from gdcore.reports.question import LOSSES, METHODS, PRECISIONS, Question
from gdcore.reports.recorded import log_of

RIGHT: dict[str, Callable[[Any], bool]] = {
    "learning_rate": lambda value: _number(value) and 0 < value < 1e100,
    "beta": lambda value: _number(value) and 0 <= value < 1,
    "steps": lambda value: _number(value) and 1 <= value <= 10**12,
    "loss": lambda value: value in LOSSES,
    "method": lambda value: value in METHODS,
    "precision": lambda value: value in PRECISIONS,
}
"""What is taken from a source for each field."""
THEORIES = {
    "": HEAVY_BALL,
    "gradient descent": HEAVY_BALL,
    "momentum": HEAVY_BALL,
    "Nesterov": NESTEROV,
}
"""Of the methods that have one; what is not named is gradient descent."""
SAME = 1e-9
"""Share of a column's largest number that is rounding alone."""


@dataclass(frozen=True)
class Sources:
    """What was read beside the data; None where nothing was given.

    Attributes:
        reading: Of the code.
        log: Of the printed lines, or of what a run recorded.
        execution: Of a run of the code, in plain values.
        printed: Whether the log was printed.
    """

    reading: Reading | None = None
    log: Log | None = None
    execution: Mapping[str, Any] | None = None
    printed: bool = True


def sources(asked: Question, execution: Any) -> Sources:
    """The code and the lines of a question, read.

    Raises:
        ValueError: If the execution is no mapping.
    """
    if execution is not None and not isinstance(execution, Mapping):
        raise ValueError("execution is what a run of the program gave, as a mapping")
    reading = read(asked.code) if asked.code.strip() else None
    lines = asked.log
    if not lines.strip() and execution:
        lines = str(execution.get("printed") or "")
        learns = execution.get("line")
        lines = lines if prints_losses(lines, reading, learns) else ""
    printed = bool(lines.strip())
    return Sources(
        reading,
        read_log(lines) if printed else log_of(execution),
        execution,
        printed,
    )


def judged(asked: Question, known: Sources) -> LogFinding | None:
    """What the printed lines show; None without any."""
    if known.log is None or known.log.problem:
        return None
    beta = BETA if asked.beta is None else asked.beta
    return judge(
        known.log,
        learning_rate=asked.learning_rate,
        momentum=beta if asked.method in ("momentum", "Nesterov") else 0.0,
        theory=THEORIES.get(asked.method),
    )


def filled(asked: Question, known: Sources) -> tuple[Question, tuple[str, ...]]:
    """The question with what its sources add, and what they added."""
    out, read_ = replace(asked, rows=None) if asked.in_code else asked, list[str]()
    for where, facts in _facts(known):
        for field, right in RIGHT.items():
            value = facts.get(field)
            if getattr(out, field) in (None, "") and value and right(value):
                found: Any = {field: int(value) if field == "steps" else value}
                out = replace(out, **found)
                read_.append(f"{field.replace('_', ' ')} {_shown(value)}, {where}")
        if out.rows is None and out.moments is None:
            out, told = _with_rows(out, facts.get("data"), where)
            read_ += told
    if asked.in_code and (out.rows is None or _alike(out.rows, asked.rows)):
        out = replace(out, rows=asked.rows)  # with the names of its columns
    return out, tuple(read_)


def _facts(known: Sources) -> Iterator[tuple[str, Mapping[str, Any]]]:
    fields = (*RIGHT, "data")
    if known.reading is not None:
        yield "from your code", {f: getattr(known.reading, f, None) for f in fields}
    if known.execution is not None:
        yield "from the run of your code", known.execution
    rate = getattr(known.log, "learning_rate", None)
    yield "from the printed lines", {"learning_rate": rate}


def _with_rows(asked: Question, data: Any, where: str) -> tuple[Question, list[str]]:
    """The question on the rows that were found, if they are some."""
    if not isinstance(data, Mapping) or data.get("X") is None or data.get("y") is None:
        return asked, []
    intercept = data.get("intercept") is not False
    try:
        rows = table(data["X"], data["y"], "X", "y", intercept=intercept)
    except ValueError as error:
        return asked, [f"the data {where} are not used: {error}"]
    return replace(asked, rows=rows), [f"{len(rows.y):,} rows, {where}"]


def _alike(rows: Rows, others: Rows | None) -> bool:
    """Whether the numbers are the same, but for rounding."""
    if others is None or rows.X.shape != others.X.shape:
        return False
    mine, theirs = (np.column_stack([one.X, one.y]) for one in (rows, others))
    near = np.abs(mine - theirs) <= SAME * np.abs(theirs).max(axis=0)
    return rows.intercept == others.intercept and bool(near.all())


def _number(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
