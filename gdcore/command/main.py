"""The command: arguments to a question, the question to a report, printed.

The one rule: 0 nothing is wrong, 1 something was found, 2 bad input, with one sentence
on the standard error.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from gdcore.command.arguments import parser
from gdcore.command.figure import draw
from gdcore.command.files import rows, text
from gdcore.reports import Report, answer

BAD = 2
SECONDS = 60.0
"""Time that a program may take."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    given = parser().parse_args(arguments)
    _say_what_can_be_said()
    try:
        report = _report(given)
        if given.figure:
            draw(report, given.figure)
        print(_printed(report, as_json=given.json), flush=True)
        return int(report.wrong)
    except BrokenPipeError:
        # Who reads has gone; what is left in the buffer must not be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BAD
    except (ValueError, MemoryError) as error:
        why = str(error) or "the data do not fit into memory: give fewer rows"
        print(f"python -m gdcore: {why}", file=sys.stderr)
        return BAD
    except KeyboardInterrupt:
        print("python -m gdcore: interrupted", file=sys.stderr)
        return BAD


def _printed(report: Report, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(report.as_dict(), ensure_ascii=False, allow_nan=False)
    return str(report)


def _report(given: argparse.Namespace) -> Report:
    if [given.data, given.log, given.code].count("-") > 1:
        raise ValueError("the standard input can be read once: give - once")
    if given.run and not given.code:
        raise ValueError("--run needs --code, the program to run")
    question = _question(given)
    execution = _executed(question["code"]) if given.run else None
    return answer(question, execution=execution)


def _executed(source: str) -> dict[str, Any]:
    # What stands in for torch is loaded only where a program is run.
    from gdcore.programs.running import run_program

    execution: dict[str, Any] = run_program(source, seconds=SECONDS).as_dict()
    return execution


def _question(given: argparse.Namespace) -> dict[str, Any]:
    moments = {key: getattr(given, key) for key in ("n", "mean", "std")}
    if all(value is None for value in moments.values()):
        moments = {}
    if not (given.data or given.log or given.code or moments):
        raise ValueError(
            "there is nothing to diagnose: give a file of data, --code, --log, or --n, "
            "--mean and --std; --help says more"
        )
    method: dict[str, Any] | None = None
    if given.method is not None or given.beta is not None:
        method = {"name": given.method or "momentum", "beta": given.beta}
    return {
        "rows": rows(given.data, given.y, given.x) if given.data else None,
        "moments": moments or None,
        "learning_rate": given.lr,
        "method": method,
        "loss": given.loss,
        "steps": given.steps,
        "precision": given.precision,
        "log": text(given.log) if given.log else "",
        "code": text(given.code) if given.code else "",
    }


def _say_what_can_be_said() -> None:
    """Letters that the terminal has not are written as ?."""
    for stream in (sys.stdout, sys.stderr):
        change = getattr(stream, "reconfigure", None)
        if change is not None:
            change(errors="replace")
