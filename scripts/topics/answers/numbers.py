"""The numbers of the answers: the same for each page, under its name.

The one rule: a key is the name of the page, with underscores, and the part.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from gdcore.validation import Array
from scripts.drawing.declarations import Number
from scripts.topics.answers.data import Followed, Runs
from scripts.topics.answers.written import key

Rows = Iterator[tuple[str, Any, str, str]]  # key, value, unit, meaning

NONE, STEPS = "dimensionless", "steps"
WHEN = {"before": "before the repair", "after": "after the repair"}


def numbers(data: dict[str, Runs]) -> list[Number]:
    """Those of every page."""
    return [
        Number(f"{key(name)}_{part}", value, unit, meaning)
        for name, runs in data.items()
        for part, value, unit, meaning in (*_data(runs), *_both(runs))
    ]


def _data(runs: Runs) -> Rows:
    yield "rows", runs.rows, "rows", "rows of the data"
    yield "least", runs.least, NONE, "least loss of the data"
    yield "near", runs.near, NONE, "share of the way down that is left on arrival"
    for name, value in _named(runs.best):
        yield f"best_{name}", value, NONE, f"best {name}, where the loss is least"
    if runs.x is not None:
        yield "x_mean", float(runs.x.mean()), "units of x", "mean of x"
        yield "x_deviation", float(runs.x.std()), "units of x", "deviation of x"
        yield "x_most", float(abs(runs.x).max()), "units of x", "largest size of an x"
        yield (
            "x_row_limit",
            _row_limit(runs.x),
            NONE,
            "limit for the farthest row alone",
        )


def _both(runs: Runs) -> Rows:
    for when, run in (("before", runs.before), ("after", runs.after)):
        for part, value, unit, meaning in _run(run, runs):
            yield f"{when}_{part}", value, unit, f"{meaning}, {WHEN[when]}"


def _run(run: Followed, runs: Runs) -> Rows:
    yield "rate", run.rate, NONE, "learning rate"
    yield "limit", run.limit, NONE, "limit of the learning rate, 2 / lambda_max"
    share = run.rate / run.limit if run.rate and run.limit else None
    yield "share", share, NONE, "learning rate over its limit"
    yield "condition_number", run.condition_number, NONE, "condition number"
    yield "steps", int(run.k[-1]), STEPS, "steps of the run with a finite loss"
    yield "exploded", run.exploded, STEPS, "first step beyond all bounds, if any"
    yield "arrived", run.arrived, STEPS, "steps until the loss is near the least"
    for name, steps in run.needed.items():
        said = f"steps to one percent of the error of {name}"
        yield f"steps_{name}", steps, STEPS, said
    yield "first_loss", float(run.loss[0]), NONE, "loss at the start"
    yield "last_loss", float(run.loss[-1]), NONE, "last finite loss"
    yield "lowest_loss", float(run.loss.min()), NONE, "lowest loss of the run"
    yield "growth", _growth(run), NONE, "factor of a growing loss per step, at the end"
    way = run.loss[0] - runs.least
    left = float((run.loss[-1] - runs.least) / way) if way > 0 else None
    yield "loss_left", left, NONE, "share that is left of the loss above its least"
    for i, (name, value) in enumerate(_named(run.last)):
        yield name, value, NONE, f"{name} at the end"
        began, best = run.first[i], runs.best[i]
        gap = abs(value - best) / abs(began - best) if began != best else None
        yield f"left_{name}", gap, NONE, f"share of its error that {name} has left"


def _row_limit(x: Array) -> float:
    """1 / max(x^2 + 1): beyond it an update by that row enlarges its own residual."""
    return float(1 / np.max(x**2 + 1))


def _growth(run: Followed) -> float | None:
    """(L_j / L_i)^(1 / (k_j - k_i)) of the last two finite losses; None if it fell."""
    if not run.loss[-1] > run.loss[0]:
        return None
    steps = float(run.k[-1] - run.k[-2])
    return float(np.exp((np.log(run.loss[-1]) - np.log(run.loss[-2])) / steps))


def _named(parameters: tuple[float, ...]) -> Iterator[tuple[str, float]]:
    names = "wb" if len(parameters) == 2 else range(len(parameters))
    yield from zip(map(str, names), parameters, strict=True)
