"""The two runs of each answer, followed to their ends.

The one rule: a run is the explorer's, from the function that the explorer calls.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.validation import Array
from scripts.drawing.explorer_settings import Settings
from scripts.engine.frame import frame
from scripts.engine.program_frame import trace
from scripts.topics.answers.written import Answer, answers

ROWS = 500


@dataclass(frozen=True)
class Followed:
    """One run: steps k, losses, parameters; those of a run that explodes are finite.

    Attributes:
        exploded: The first step whose loss is no number that can be held, if any.
        needed: Steps until 1 % of its error is left, of w and of b, if theory knows.
        arrived: Steps until the loss is near its least, as the page has it, if any.
    """

    k: Array
    loss: Array
    first: tuple[float, ...]
    last: tuple[float, ...]
    limit: float | None
    rate: float | None
    condition_number: float | None
    needed: dict[str, int | None]
    exploded: int | None
    arrived: int | None


@dataclass(frozen=True)
class Runs:
    """Before and after, with the least loss that is mended for, and where it is."""

    before: Followed
    after: Followed
    least: float
    near: float
    best: tuple[float, ...]
    x: Array | None  # the column, if there is one
    rows: int


def compute() -> dict[str, Runs]:
    """By the name of the page."""
    return {name: _runs(answer) for name, answer in answers().items()}


def _runs(answer: Answer) -> Runs:
    after = frame(answer.after, rows=ROWS)
    code = answer.before["code"]
    before = _traced(answer.before) if code else frame(answer.before, rows=ROWS)
    data = after["data"]
    column = np.asarray(data["x"]) if "x" in data else None
    least = float(after["best"])
    several = after.get("features")
    rows = data["y"] if "y" in data else after["optimum"]
    return Runs(
        before=_followed(answer.before, before, least, answer.near),
        after=_followed(answer.after, after, least, answer.near),
        least=least,
        near=answer.near,
        best=_numbers(several["best"] if several else after["optimum"]),
        x=column,
        rows=len(rows),
    )


def _traced(settings: Settings) -> dict[str, Any]:
    answer = trace(settings)
    if "error" in answer:
        raise ValueError(f"the program of an answer: {answer['error']['message']}")
    run: dict[str, Any] = answer["frame"]
    return run


def _followed(
    settings: Settings, run: dict[str, Any], least: float, near: float
) -> Followed:
    k, loss = np.asarray(run["k"]), np.asarray(run["loss"], float)
    several = run.get("features")
    x = several["coefficients"] if several else run["x"]
    held = np.isfinite(loss)
    far = np.flatnonzero(~(loss - least <= near * (loss[0] - least)))
    stays = k[1 + np.max(far, initial=-1) :]  # near, from there on
    return Followed(
        k=k[held],
        loss=loss[held],
        first=_numbers(x[0]),
        last=_numbers(x[-1]),
        limit=run["limit"],
        rate=settings["optimizer"].get("learning_rate"),
        condition_number=run["condition_number"],
        needed=run["steps"],
        exploded=int(k[-1]) if run["status"] == "DIVERGED" else None,
        arrived=int(stays[0]) if len(stays) else None,
    )


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
