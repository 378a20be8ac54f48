"""Remedies without a theory, which are tried: Adam, L-BFGS, a rate that shrinks.

The one rule: a run is bounded, and the rates tried follow the scale of the parameters.
"""

import contextlib
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from gdcore.algebra import length, product
from gdcore.diagnosis import wording
from gdcore.diagnosis.case import Case
from gdcore.diagnosis.conventions import scaled
from gdcore.diagnosis.fix import BACK, STANDARDIZE, Fix
from gdcore.diagnosis.measured import affordable, arrivals, measure
from gdcore.diagnosis.wording import typed
from gdcore.optimizers import LBFGS, Adam, SubgradientDescent
from gdcore.preconditioning import ChangeOfVariables, standardize
from gdcore.problems import LeastAbsolute

SHARES = (0.3, 0.1, 0.03, 0.01)
"""First steps that are tried, as shares of the longest way that a parameter has."""


def tried(case: Case, evaluations: int) -> Iterator[Fix]:
    """Remedies that arrive within so many evaluations; none are tried if it is 0."""
    if not evaluations or case.arrived:
        return
    yield from _rates(case, evaluations, "Adam", Adam, "use Adam({rate})")
    if not isinstance(case.problem, LeastAbsolute):
        path = measure(case, LBFGS(), evaluations)
        if path.steps_to_1_percent < math.inf:
            says = "use LBFGS() with a strong Wolfe search"
            count = int(path.evaluations_to_1_percent)
            yield Fix("L-BFGS", count, True, says, LBFGS())
        return
    kind, says = SubgradientDescent, "let the rate shrink, SubgradientDescent({rate})"
    yield from _rates(case, evaluations, "shrinking rate", kind, says)
    with contextlib.suppress(ValueError):
        change = standardize(case.problem)
        says = f"{STANDARDIZE}, and {says}; {BACK}"
        yield from _rates(case, evaluations, "standardize", kind, says, change)


def _rates(
    case: Case,
    evaluations: int,
    name: str,
    kind: Callable[[Any], Any],
    says: str,
    change: ChangeOfVariables | None = None,
) -> Iterator[Fix]:
    """The method at the best of a few rates, runs side by side."""
    if case.reference is None:
        return
    problem, start, end = case.problem, case.x0, case.reference
    if change is not None and isinstance(problem, LeastAbsolute):
        problem = LeastAbsolute(product(problem.X, change.M), problem.y)
        start, end = change.to(start), change.to(end)
    way = float(np.abs(end - start).max())
    if kind is SubgradientDescent:
        way /= case.convention.factor * float(length(problem.grad(start)))
    rates = [typed(share * way, 1) for share in SHARES]
    method = scaled(kind(np.array(rates)[:, None]), case.convention.factor)
    steps = affordable(problem, evaluations)
    counts = arrivals(case, problem, method, start, steps, change)
    best = int(np.argmin(counts))
    if counts[best] < math.inf:
        says = says.format(rate=wording.rate(rates[best]))
        yield Fix(name, int(counts[best]), True, says, kind(rates[best]), change)
