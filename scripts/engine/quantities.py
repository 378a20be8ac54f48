"""What a rule may ask of a run, by name: the quantities of its frame.

The one rule: a frame carries them, so whoever judges a run reads and computes nothing.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.validation import Array

Frame = dict[str, Any]
PERCENT = 0.01
DIRECT = ("status", "share", "limit", "condition_number", "best")


def quantities(frame: Frame) -> Frame:
    """Each quantity of a frame; None where the run has none, or one too large."""
    direct = {name: frame.get(name) for name in DIRECT}
    with np.errstate(over="ignore", invalid="ignore"):
        measured = {name: measure(frame) for name, measure in MEASURED.items()}
    return direct | measured


def excess(frame: Frame) -> Array:
    """Loss above the best, as a share of the start's; shape (R,), NaN if that is 0."""
    best = frame.get("best")
    if best is None:
        return np.full(len(frame["loss"]), np.nan)
    above = np.asarray(frame["loss"]) - best
    return np.asarray(above / (above[0] or np.nan))


def row_at(frame: Frame, share: float) -> int:
    """The first row at or beyond this share of the steps; rows are not even."""
    k = np.asarray(frame["k"])
    return int(np.searchsorted(k, share * k[-1]))


def left(frame: Frame) -> Array:
    """Distance of w and b from the optimum, as shares of the start's; shape (R, 2)."""
    if frame.get("optimum") is None:
        return np.full((len(frame["k"]), 2), np.nan)
    error = np.abs(np.asarray(frame["x"]) - frame["optimum"])
    first = np.where(error[0] == 0, np.nan, error[0])
    return np.asarray(error / first)


def _reached(frame: Frame) -> int | None:
    """The step from which on both errors stay within one percent of their first."""
    outside = np.flatnonzero(~(left(frame) <= PERCENT).all(axis=1))
    row = int(outside[-1]) + 1 if outside.size else 0
    return int(frame["k"][row]) if row < len(frame["k"]) else None


def _needed(frame: Frame) -> int | None:
    """Steps to one percent in both parameters that theory gives."""
    steps = frame["steps"].values()
    return None if None in steps else max(steps)


def raw_condition_number(frame: Frame) -> float | None:
    """Of the mean squared error in w and b, from mean and variance of x."""
    x = frame["data"].get("x")
    if x is None:
        return None
    mean, variance = float(np.mean(x)), float(np.var(x))
    trace = 1 + mean * mean + variance
    # Not the quotient of the two roots: the smaller one would be lost in rounding.
    largest = trace + (trace * trace - 4 * variance) ** 0.5
    return largest * largest / (4 * variance) if variance else None


def _number(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def _rates(frame: Frame) -> int:
    rate = frame["settings"]["optimizer"].get("learning_rate")
    return 0 if rate is None else int(np.size(rate))


MEASURED: dict[str, Callable[[Frame], Any]] = {
    "taken": lambda a: int(a["k"][-1]),
    "w": lambda a: _number(np.asarray(a["x"])[-1, 0]),
    "b": lambda a: _number(np.asarray(a["x"])[-1, 1]),
    "best_w": lambda a: None if a["optimum"] is None else _number(a["optimum"][0]),
    "best_b": lambda a: None if a["optimum"] is None else _number(a["optimum"][1]),
    "excess": lambda a: _number(excess(a)[-1]),
    "floor": lambda a: _number(excess(a)[row_at(a, 0.8) :].mean()),
    "peak": lambda a: _number(excess(a)[row_at(a, 0.5) :].max()),
    "left_w": lambda a: _number(left(a)[-1, 0]),
    "left_b": lambda a: _number(left(a)[-1, 1]),
    "reached": _reached,
    "needed": _needed,
    "points": lambda a: len(a["data"].get("y", a["data"].get("b"))),
    "moved": lambda a: len(a["settings"]["data"].get("moved", ())),
    "rates": _rates,
    "raw_condition_number": raw_condition_number,
    "own_loss": lambda a: a["settings"]["code"] is not None and a["best"] is None,
    "has_code": lambda a: a["settings"]["code"] is not None,
}
"""Quantities that are computed: name -> function of the answer."""
