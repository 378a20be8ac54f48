"""`call`: the questions that the explorer asks, by name.

The one rule: nothing is raised here, whatever comes in.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from gdcore.programs.isolation import isolated
from scripts.engine.catalog import catalog
from scripts.engine.frame import frame
from scripts.engine.settings import complete, second
from scripts.engine.shares import at_share

Answer = dict[str, Any]


def call(name: str, argument: object) -> Answer:
    """The answer to one question.

    Args:
        name: "frame" (settings to a frame, and "other" where they compare), "shared"
            ({"settings", "share"} to the frame at that share of the limit), "dial"
            (settings to the steps of each learning rate), "catalog", "trace"
            (settings with the reader's program to a frame and its output), "read"
            ({"code", "log"} to how they were read), "diagnose" ({"question",
            "execution"} to a report) or "run_code" ({"code"} to "execution").
        argument: Plain values: dict, list, str, numbers, None; rows may be arrays.

    Returns:
        A dict of plain values and numpy arrays; or {"error": {"message", "line"}}.
    """
    if name not in QUESTIONS:
        return refusal(f"no question is called {name!r}; there are {list(QUESTIONS)}")
    try:
        return QUESTIONS[name](argument)
    except ValueError as error:
        return refusal(str(error))
    except Exception as error:  # the boundary to JavaScript: told, not hidden
        return refusal(f"{type(error).__name__}: {error}")


def refusal(message: str, line: int | None = None) -> Answer:
    """An answer that says why there is none."""
    return {"error": {"message": message, "line": line}}


def _frame(argument: object) -> Answer:
    settings = complete(argument)
    if settings["compare"] is None:
        return frame(settings)
    return {**frame(settings), "other": frame(second(settings))}


def _shared(argument: Any) -> Answer:
    settings, share = complete(argument["settings"]), argument["share"]
    return _frame(at_share(settings, share))


def _dial(argument: object) -> Answer:
    from scripts.engine.dial import dial  # Python is ready before it

    return dial(complete(argument))


def _catalog(argument: object) -> Answer:
    return catalog()


def _trace(argument: object) -> Answer:
    from scripts.engine.program_frame import trace  # Python is ready before it

    settings = complete(argument)
    with isolated():
        return trace(settings)


def _consulted(name: str) -> Callable[[object], Answer]:
    """A question of the other page: no picture of this one hangs on its modules."""

    def answer(argument: object) -> Answer:
        consultation = import_module("scripts.engine.consultation")
        answered: Answer = getattr(consultation, name)(argument)
        return answered

    return answer


QUESTIONS: dict[str, Callable[[object], Answer]] = {
    "frame": _frame,
    "shared": _shared,
    "dial": _dial,
    "catalog": _catalog,
    "trace": _trace,
    "read": _consulted("read_paste"),
    "diagnose": _consulted("diagnosed"),
    "run_code": _consulted("run_code"),
}
