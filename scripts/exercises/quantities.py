"""What a rule may ask of a run: the words that checks and numbers share.

The one rule: exercise.js has the same words with the same meaning; a test compares the
two on every run of every exercise.
"""

from typing import Any

import numpy as np

PERCENT = 0.01
DIRECT = ("status", "share", "limit", "condition_number", "best")


def quantity(name: str, answer: dict[str, Any]) -> Any:
    """One quantity of a frame; None where the run has none.

    Args:
        name: A word of this file, a path such as "settings.optimizer.beta", or either
            after "other." for the second run.
        answer: What the bridge answered to "frame" or "trace".
    """
    if name.startswith("other."):
        other = answer.get("other")
        return quantity(name.removeprefix("other."), other) if other else None
    if name.startswith("settings."):
        return _path(answer["settings"], name.split(".")[1:])
    return answer.get(name) if name in DIRECT else MEASURED[name](answer)


def _path(value: Any, keys: list[str]) -> Any:
    for key in keys:
        if isinstance(value, list):
            value = value[int(key)] if int(key) < len(value) else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


def _excess(answer: dict[str, Any]) -> Any:
    """Loss above the best, as a share of what it was at the start; shape (R,)."""
    best = answer.get("best")
    if best is None:
        return np.full(len(answer["loss"]), np.nan)
    above = np.asarray(answer["loss"]) - best
    return above / above[0]


def _left(answer: dict[str, Any]) -> Any:
    """Distance of w and b from the optimum, as shares of the start's; shape (R, 2)."""
    if answer.get("optimum") is None:
        return np.full((len(answer["k"]), 2), np.nan)
    error = np.abs(np.asarray(answer["x"]) - answer["optimum"])
    first = np.where(error[0] == 0, np.nan, error[0])
    return error / first


def _reached(answer: dict[str, Any]) -> int | None:
    """The step from which on both errors stay within one percent of their first."""
    outside = np.flatnonzero(~(_left(answer) <= PERCENT).all(axis=1))
    row = int(outside[-1]) + 1 if outside.size else 0
    return int(answer["k"][row]) if row < len(answer["k"]) else None


def _needed(answer: dict[str, Any]) -> int | None:
    """Steps to one percent in both parameters that theory gives."""
    steps = answer["steps"].values()
    return None if None in steps else max(steps)


def _raw_condition_number(answer: dict[str, Any]) -> float | None:
    """Of the mean squared error in w and b, from mean and variance of x."""
    x = answer["data"].get("x")
    if x is None:
        return None
    mean, variance = float(np.mean(x)), float(np.var(x))
    trace = 1 + mean * mean + variance
    # Not the quotient of the two roots: the smaller one would be lost in rounding.
    largest = trace + (trace * trace - 4 * variance) ** 0.5
    return largest * largest / (4 * variance) if variance else None


def _number(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def _rates(answer: dict[str, Any]) -> int:
    rate = answer["settings"]["optimizer"].get("learning_rate")
    return 0 if rate is None else int(np.size(rate))


MEASURED = {
    "taken": lambda a: int(a["k"][-1]),
    "w": lambda a: _number(np.asarray(a["x"])[-1, 0]),
    "b": lambda a: _number(np.asarray(a["x"])[-1, 1]),
    "best_w": lambda a: None if a["optimum"] is None else _number(a["optimum"][0]),
    "best_b": lambda a: None if a["optimum"] is None else _number(a["optimum"][1]),
    "excess": lambda a: _number(_excess(a)[-1]),
    "floor": lambda a: _number(_excess(a)[-max(1, len(a["k"]) // 5) :].mean()),
    "peak": lambda a: _number(_excess(a)[len(a["k"]) // 2 :].max()),
    "left_w": lambda a: _number(_left(a)[-1, 0]),
    "left_b": lambda a: _number(_left(a)[-1, 1]),
    "reached": _reached,
    "needed": _needed,
    "points": lambda a: len(a["data"].get("x", a["data"].get("b"))),
    "moved": lambda a: len(a["settings"]["data"].get("moved", ())),
    "rates": _rates,
    "raw_condition_number": _raw_condition_number,
    "own_loss": lambda a: a["settings"]["code"] is not None and a["best"] is None,
    "has_code": lambda a: a["settings"]["code"] is not None,
}
"""Quantities that are computed: name -> function of the answer."""
