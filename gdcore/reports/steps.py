"""What is left of each error after the steps that the asker takes.

The one rule: by the closed form where theory counts, else by a run that is as long.
"""

import math
from typing import NamedTuple

import numpy as np

from gdcore.diagnosis import Diagnosis, wording
from gdcore.diagnosis.arrivals import TOLERANCES, first_errors, seen
from gdcore.diagnosis.floors import floor
from gdcore.diagnosis.forecasts import Forecast
from gdcore.diagnosis.numbers import Number
from gdcore.reports.findings import Found
from gdcore.runs import run
from gdcore.spectral import LinearMethod, closed_form

GROWN = 10.0
"""Share of an error from which on it is told as a factor."""
LONGEST = 2000
"""Steps of a run at most."""


class Left(NamedTuple):
    """Shares of the first errors that are not zero; inf where one overflowed."""

    steps: int
    names: tuple[str, ...]
    shares: tuple[float, ...]


def left(told: Diagnosis, row: Forecast, steps: int) -> Left | None:
    """After so many steps; None where neither theory nor a run can tell."""
    asked = told.asked
    if asked is None:
        return None
    case, method, best = asked.case, asked.internal, asked.case.reference
    if best is None:
        return None
    lost = 0.0
    if isinstance(method, LinearMethod) and row.counted == "predicted":
        x = closed_form(case.problem, method, case.x0, steps)
    elif steps <= LONGEST and case.problem.dim * (case.rows or 1) <= 100_000:
        x = run(case.problem, method, case.x0, max_steps=steps).x[-1]
    elif isinstance(method, LinearMethod) and row.counted == "exact":
        x = closed_form(case.exact.problem, method, case.x0, steps)
        lost = floor(case.problem, method)
    else:
        return None
    first = first_errors(case)
    with np.errstate(over="ignore", invalid="ignore"):
        end = x.astype(np.float64) - best
        errors = np.abs(seen(case, end))
        shares = errors[first > 0] / first[first > 0]
    if not shares.size:
        return None
    names = tuple(n for n, size in zip(case.names, first, strict=True) if size > 0)
    shares = np.maximum(np.where(np.isfinite(shares), shares, np.inf), lost)
    return Left(steps, names, tuple(shares.tolist()))


def number(after: Left) -> Number:
    """For the list of numbers."""
    worst = max(after.shares)
    pairs = list(zip(after.names, after.shares, strict=True))
    if len(pairs) > 2:
        pairs = [max(pairs, key=lambda pair: pair[1])]
    text = ", ".join(f"{name} {_share(share)}" for name, share in pairs)
    return Number(f"after {after.steps:,} steps", f"error left: {text}", worst)


def too_few(told: Diagnosis, row: Forecast, after: Left) -> Found | None:
    """That more steps are needed for one percent, where they would help."""
    counts = [c for c, more in zip(row.to_1, row.open_1, strict=True) if not more]
    if max(after.shares) <= TOLERANCES[0] or math.inf in row.to_1 or not counts:
        return None
    if max(counts) <= after.steps and row.counted not in ("predicted", "exact"):
        return None  # it was there, and has left
    name, share = max(
        zip(after.names, after.shares, strict=True), key=lambda pair: pair[1]
    )
    of = f"the error of {'the ' * name.endswith(' direction')}{name}"
    lost = f"{_share(share)} of {of} is left"
    if share > GROWN:
        lost = f"{of} has {_share(share)}"
    says = f"after your {after.steps:,} steps {lost}"
    fix, stopped = "", 0.0
    if told.asked is not None:
        stopped = floor(told.asked.case.problem, told.asked.internal)
    if len(counts) == len(row.to_1) and stopped <= TOLERANCES[0]:
        fix = f"take {wording.steps(max(counts))}"
    top = told.fixes[0] if told.fixes else None
    if top:
        fix = f"{fix}, or {top.says} ({top.counted})" if fix else top.says
    return Found("data", "too few steps", says, fix)


def _share(share: float) -> str:
    if share == math.inf:
        return "grown beyond all numbers"
    return f"grown {share:.3g} times" if share > GROWN else wording.share(share)
