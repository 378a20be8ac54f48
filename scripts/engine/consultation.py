"""What the page "Diagnose my run" asks: how a paste was read, a report, a run of code.

The one rule: the same report as `python -m gdcore` gives; nothing is computed here.
"""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from gdcore import reports
from gdcore.logs import read_log
from gdcore.programs.reading import read
from gdcore.programs.running import MOST_STEPS, run_program
from scripts.engine.schema import number
from scripts.engine.schema_reader import checked

Answer = dict[str, Any]
SECONDS = 10.0
"""For a run of code; the page ends the worker a little later."""


def diagnosed(argument: Any) -> Answer:
    """{"question", "execution"?} to the report.

    Raises:
        ValueError: If the question is none; the text says what to do.
    """
    given = _mapping(argument, ("question", "execution"))
    execution = given.get("execution")
    report = reports.answer(given.get("question"), execution=execution)
    return report.as_dict()


def read_paste(argument: Any) -> Answer:
    """{"code"?, "log"?} to {"code", "log"}: how each was read; None where not given."""
    given = _mapping(argument, ("code", "log"))
    code, log = (_text(key, given.get(key)) for key in ("code", "log"))
    return {
        "code": plain(read(code)) if code.strip() else None,
        "log": plain(read_log(log)) if log.strip() else None,
    }


def run_code(argument: Any) -> Answer:
    """{"code", "seconds"?} to {"execution"}, what was seen of its run, as a dict.

    Its error is the program's, and no refusal: so it does not stand where one would.
    """
    given = _mapping(argument, ("code", "seconds"))
    code = _text("code", given.get("code"))
    if not code.strip():
        raise ValueError("there is no program to run: paste one")
    seconds = checked(number(0.1, 600), given.get("seconds", SECONDS), "seconds")
    execution = run_program(code, most_steps=MOST_STEPS, seconds=seconds)
    return {"execution": execution.as_dict()}


def plain(value: Any) -> Any:
    """A record as a dict, in depth: what it holds is plain otherwise."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _mapping(argument: Any, keys: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(argument, Mapping):
        raise ValueError(f"the question must have some of {', '.join(keys)}")
    if odd := [key for key in argument if key not in keys]:
        raise ValueError(f"{str(odd[0])[:40]!r} is none of {', '.join(keys)}")
    return argument


def _text(key: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{key} must be text")
    return value
