"""The way of a run, before and after a fix, in few points.

The one rule: where theory has counted, points come from the closed form, at any step;
else from a run of as many steps as can be afforded.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.algebra import product
from gdcore.diagnosis.candidates import Candidate
from gdcore.diagnosis.case import Case
from gdcore.diagnosis.forecasts import Forecast
from gdcore.diagnosis.measured import affordable, least
from gdcore.runs import run
from gdcore.spectral import LinearMethod, closed_form, closed_form_excess, rate
from gdcore.validation import Array

POINTS = 200
GROWN = 1e12
"""Factor of the loss at which a diverging path ends."""
MOST = 10**15


@dataclass(frozen=True, eq=False)
class Path:
    """Steps k (K,), loss above its minimum (K,), and parameters (K, p)."""

    label: str
    k: Array
    loss: Array
    theta: Array

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "label": self.label,
            "k": self.k.tolist(),
            "loss": self.loss.tolist(),
            "theta": self.theta.tolist(),
        }


def path(case: Case, one: Candidate, row: Forecast, most: int) -> Path | None:
    """The way of a method; None where no minimum is known."""
    if case.reference is None:
        return None
    theory = isinstance(one.internal, LinearMethod) and row.counted == "predicted"
    k, z, above = _foretold(case, one, row) if theory else _run(case, one, most)
    x = z if one.change is None else product(z, one.change.M.T) + one.change.c
    good = np.isfinite(above) & np.isfinite(x).all(axis=-1)
    end = len(k) if good.all() else int(np.argmin(good))
    factor = case.convention.factor
    return Path(row.label, k[:end], factor * above[:end], x[:end])


def _foretold(case: Case, one: Candidate, row: Forecast) -> tuple[Array, Array, Array]:
    start = case.x0 if one.change is None else one.change.to(case.x0)
    k = spaced(_horizon(one, row))
    z = closed_form(one.problem, one.internal, start, k)
    return k, z, closed_form_excess(one.problem, one.internal, start, k)


def _horizon(one: Candidate, row: Forecast) -> int:
    """The step to which a path is drawn."""
    counts = [count for count in row.to_001 if count < math.inf]
    if len(counts) == len(row.to_001):
        return min(max(2, int(1.1 * max(counts))), MOST)
    growth = rate(one.problem, one.internal)  # type: ignore[arg-type]
    if growth <= 1:
        return POINTS
    return min(max(5, int(math.log(GROWN) / (2 * math.log(growth)))), MOST)


def _run(case: Case, one: Candidate, most: int) -> tuple[Array, Array, Array]:
    start = case.x0 if one.change is None else one.change.to(case.x0)
    steps = affordable(case.problem, most)
    ran = run(one.problem, one.internal, start, max_steps=steps)
    few = spaced(len(ran.k) - 1)
    with np.errstate(over="ignore", invalid="ignore"):
        above = np.maximum(ran.value[few].astype(np.float64) - least(case), 0)
    return ran.k[few], ran.x[few].astype(np.float64), above


def spaced(last: int) -> Array:
    """Whole numbers from 0 to `last`, all of few, else even in their logarithm."""
    if last < POINTS:
        return np.arange(last + 1, dtype=np.int64)
    powers = np.geomspace(1, last, POINTS - 1).round().astype(np.int64)
    return np.unique(np.concatenate([[0], powers, [last]]))[:POINTS]
