"""When each parameter arrives: by theory, and in a run.

The one rule: what starts at its best value has arrived; what a run did not reach is
nan, unless the run has ended.
"""

import contextlib
from typing import NamedTuple

import numpy as np

from gdcore.algebra import product
from gdcore.diagnosis.candidates import Candidate
from gdcore.diagnosis.case import Case
from gdcore.diagnosis.counts import resolved
from gdcore.diagnosis.measured import affordable
from gdcore.optimizers import LBFGS
from gdcore.preconditioning import Transformed
from gdcore.problems.surfaces import hessian_at
from gdcore.runs import Status, Trajectory, run
from gdcore.spectral import LinearMethod, rate
from gdcore.spectral.each import steps_until_each
from gdcore.validation import Array

TOLERANCES = (0.01, 0.0001)
NOTHING = 1e-9
"""Share of the largest first error, in units of the loss, that counts as none."""
NOISE = 0.1
"""Share of a tolerance that rounding may take before theory no longer counts."""
GROWTH = 200
"""Steps of a run that shows that the method diverges."""
ENDED = frozenset(Status) - {Status.OUT_OF_STEPS}
"""Of a run that more steps would not change."""


class Arrivals(NamedTuple):
    """What a run did.

    Attributes:
        counts: Steps (evaluations for L-BFGS) to each tolerance, (2, q); nan where
            the run was too short, inf where it ended elsewhere: more steps would
            change nothing.
        steps: Taken, or evaluations.
        left: Share of each first error at the end, (q,); inf after an overflow.
    """

    counts: Array
    steps: int
    left: Array


def seen(case: Case, errors: Array) -> Array:
    """Of errors (..., p): what is counted, (..., q)."""
    return errors if case.view is None else product(errors, case.view.T)


def first_errors(case: Case) -> Array:
    """Of what is counted, (q,); 0 where it is nothing but rounding."""
    assert case.reference is not None
    first = np.abs(seen(case, case.x0 - case.reference))
    if case.view is not None or not case.quadratic:
        return np.where(first > NOTHING * first.max(initial=0.0), first, 0)
    root = np.sqrt(np.diag(hessian_at(case.problem, np.zeros(case.problem.dim))))
    felt = root * first
    # A column of zeros is felt nowhere, and its parameter moves nowhere.
    return np.where(felt > NOTHING * felt.max(initial=0.0), first, 0)


def foretold(case: Case, one: Candidate) -> Array | None:
    """Steps to each tolerance by theory, (2, q): inf never, nan where rounding counts.

    None where there is no theory.
    """
    method = one.internal
    if not isinstance(method, LinearMethod) or not case.quadratic:
        return None
    with contextlib.suppress(ValueError):
        factor, begun = rate(one.problem, method), first_errors(case) > 0
        if factor > 1:
            return np.full((len(TOLERANCES), len(begun)), np.inf)
        if factor == 1 or not resolved(case, one.problem):
            return None
        M = np.eye(len(case.x0)) if one.change is None else one.change.M
        start = case.x0 if one.change is None else one.change.to(case.x0)
        view = seen(case, M.T).T
        steps = steps_until_each(
            one.problem, method, start, tolerances=TOLERANCES, view=view
        )
        noise = np.maximum(case.rounding, _rounding(case, view, start, one))
        lost = steps * noise > NOISE * np.array(TOLERANCES)[:, None]
        return np.where(begun, np.where(lost, np.nan, steps), 0)
    return None


def in_exact_arithmetic(case: Case, one: Candidate) -> Array | None:
    """The same without the rounding of float32; None for float64, whose own decides."""
    exact = case.exact
    if exact is case:
        return None
    change = one.change
    whole = exact.problem if change is None else Transformed(exact.problem, change)
    return foretold(exact, one._replace(problem=whole))


def _rounding(case: Case, view: Array, start: Array, one: Candidate) -> Array:
    """Relative to each first error: rounding of the terms that make up a part, (q,)."""
    assert case.reference is not None
    eps = float(np.finfo(case.problem.dtype).eps)
    best = case.reference if one.change is None else one.change.to(case.reference)
    terms = product(np.maximum(np.abs(best), np.abs(start)), np.abs(view).T)
    first = first_errors(case)
    return eps * terms / np.where(first > 0, first, np.inf)


def followed(
    case: Case, one: Candidate, told: Array | None, most: int, *, whole: bool
) -> Arrivals | None:
    """What a run of at most so many steps did; None if it would show nothing.

    Args:
        case: Whose start and reference it is.
        one: The method, and where it runs.
        told: What theory says.
        most: Steps that may be taken.
        whole: Whether to run it although it will not arrive.
    """
    most = affordable(case.problem, most)
    needed = most if told is None or np.isnan(told).any() else _enough(told)
    if not most or (told is not None and not whole and _first(told) > most):
        return None
    start = case.x0 if one.change is None else one.change.to(case.x0)
    path = run(one.problem, one.internal, start, max_steps=min(most, needed))
    return _arrivals(case, one, path, told)


def _enough(told: Array) -> int:
    finite = told[told < np.inf]
    return int(1.02 * finite.max()) + 20 if len(finite) == told.size else GROWTH


def _first(told: Array) -> float:
    """Steps to the weaker tolerance of the slowest parameter, where they are known."""
    known = told[0][~np.isnan(told[0])]
    return float(known.max(initial=0.0))


def _arrivals(
    case: Case, one: Candidate, path: Trajectory, told: Array | None
) -> Arrivals:
    left = _shares(case, one, path)
    k = path.nfev if isinstance(one.internal, LBFGS) else path.k
    outside = left[None] > np.array(TOLERANCES)[:, None, None]
    last = len(left) - 1 - outside[:, ::-1].argmax(axis=1)
    reached = np.where(outside.any(axis=1), last + 1, 0)
    ended = path.status in ENDED
    beyond = np.inf if ended else np.nan
    there = k[np.minimum(reached, len(left) - 1)]
    counts = np.where(reached < len(left), there, beyond)
    if told is not None and not ended:
        # A swing may come back after the end of a run that is shorter than theory.
        counts = np.where(told > path.k[-1], np.nan, counts)
    return Arrivals(counts, int(k[-1]), left[-1])


def _shares(case: Case, one: Candidate, path: Trajectory) -> Array:
    """Of the first errors, (R, q); 0 for what started at its best value."""
    first, best = first_errors(case), case.reference
    assert best is not None
    with np.errstate(over="ignore", invalid="ignore"):
        x = path.x.astype(np.float64)
        x = x if one.change is None else product(x, one.change.M.T) + one.change.c
        left = np.abs(seen(case, x - best)) / np.where(first > 0, first, 1)
    left = np.where(first > 0, left, 0)
    return np.where(np.isnan(left), np.inf, left)
