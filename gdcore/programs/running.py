"""A posted program, run to its end: what it printed, what it learned, what is wrong.

The one rule: each run begins clean and leaves Python as it was; whatever the program
does, there is an Execution.
"""

import ast
import builtins
import contextlib
import warnings
from dataclasses import replace
from types import CodeType
from typing import Any

import numpy as np

from gdcore.programs import lacking
from gdcore.programs.execution import (
    FILE,
    MOST_PRINTED,
    Printed,
    ProgramError,
    blamed,
    no_input,
)
from gdcore.programs.failures import Failure, failure
from gdcore.programs.instrumenting import MARK, NAMES, Loop, instrumented
from gdcore.programs.isolation import isolated
from gdcore.programs.outcome import Execution, outcome
from gdcore.programs.recording import Recorder
from gdcore.programs.surroundings import surrounded

MOST_STEPS = 5_000_000
"""Passes of all loops together."""
MOST_WARNINGS = 10


def run_program(
    source: str,
    *,
    most_steps: int = MOST_STEPS,
    most_printed: int = MOST_PRINTED,
    seconds: float | None = None,
) -> Execution:
    """Run a program of linear regression, with a stand-in for torch.

    Args:
        source: The program; numpy is what it is, pictures are not drawn.
        most_steps: Passes of its loops after which it is stopped.
        most_printed: Characters of output that are kept.
        seconds: Time after which the next pass of a loop stops it; None for no limit.

    Returns:
        What was seen of it; an `error` that says why it stopped is no exception.
    """
    printed, names = Printed(most_printed), dict[str, Any]()
    lacks = dict[str, str]()
    stopped: Failure | None = None
    recorder, loops = Recorder(0, most_steps, seconds), tuple[Loop, ...]()
    with isolated(), warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        try:
            with blamed(), surrounded():
                code, loops, lacks = _compiled(source)
                recorder = Recorder(len(loops), most_steps, seconds)
                names.update({**_given(recorder), **lacking.imported(lacks)})
                with (
                    contextlib.redirect_stdout(printed),
                    contextlib.redirect_stderr(printed),
                ):
                    exec(code, names)
        except ProgramError as error:
            stopped = failure(error)
    told = _warned(raised)
    with np.errstate(all="ignore"):
        seen = outcome(printed.getvalue(), stopped, told, (recorder, loops), names)
    return replace(seen, lacked=lacking.lines(lacks))


def _compiled(source: str) -> tuple[CodeType, tuple[Loop, ...], dict[str, str]]:
    compile(source, FILE, "exec", dont_inherit=True)  # its own words on what is wrong
    lacks = lacking.lacking(ast.parse(source, FILE))
    tree, loops = instrumented(source)
    return compile(tree, FILE, "exec", dont_inherit=True), loops, lacks


def _given(recorder: Recorder) -> dict[str, Any]:
    """The names with which a program begins."""
    marks = {MARK: recorder, NAMES: locals}
    safe = {**vars(builtins), "input": no_input, **marks}
    return {"__name__": "__main__", "__builtins__": safe}


def _warned(raised: list[warnings.WarningMessage]) -> tuple[dict[str, Any], ...]:
    """Each warning once, with the line of the program if it is one of its own."""
    seen: dict[tuple[str, int | None], None] = {}
    for warning in raised:
        line = warning.lineno if warning.filename == FILE else None
        seen[f"{warning.category.__name__}: {warning.message}"[:500], line] = None
    return tuple({"text": t, "line": line} for t, line in [*seen][:MOST_WARNINGS])
