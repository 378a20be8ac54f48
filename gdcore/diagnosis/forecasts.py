"""Steps that each parameter takes, under the method asked about and under the others.

The one rule: a count that theory gives stands beside a run's where one can be afforded,
and the run has the last word.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from gdcore.diagnosis import wording
from gdcore.diagnosis.arrivals import (
    TOLERANCES,
    Arrivals,
    followed,
    foretold,
    in_exact_arithmetic,
)
from gdcore.diagnosis.candidates import Candidate, candidates
from gdcore.diagnosis.case import Case
from gdcore.diagnosis.conventions import scaled
from gdcore.diagnosis.fix import Fix
from gdcore.diagnosis.floors import floor, stops
from gdcore.diagnosis.labels import label_of, named
from gdcore.optimizers import LBFGS, Adam, Optimizer
from gdcore.problems import LeastAbsolute
from gdcore.validation import Array

APART = 0.01
"""Relative distance of a count from a run's up to which theory has predicted it."""
Counted = Literal["predicted", "exact", "measured", "bound"]
SEARCHES = 200
"""Steps of L-BFGS at most: each is a search, and more than these are no remedy."""


class Asked(NamedTuple):
    """What a diagnosis was asked: a case, and the method on it."""

    case: Case
    method: Optimizer[Any]
    internal: Optimizer[Any]
    evaluations: int


@dataclass(frozen=True)
class Forecast:
    """Steps until 1 % and 0.01 % of each parameter's first error are left, to stay.

    Attributes:
        label: The method, with its rate.
        yours: Whether it is the one that was asked about.
        counted: "predicted" by theory, "measured" by a run, "exact": some counts are
            theory's without the rounding of float32, which decides; or "bound": some
            are only known to be larger than what is told.
        to_1: Steps for each parameter; inf if it never arrives.
        to_001: The same for 0.01 %.
        open_1: Whether more steps are needed than `to_1` says.
        open_001: The same for 0.01 %.
        measured_1: A run's own count, nan where it was too short; () without a run.
        measured_001: The same for 0.01 %.
        note: What else there is to say.
    """

    label: str
    yours: bool
    counted: Counted
    to_1: tuple[float, ...]
    to_001: tuple[float, ...]
    open_1: tuple[bool, ...]
    open_001: tuple[bool, ...]
    measured_1: tuple[float, ...] = ()
    measured_001: tuple[float, ...] = ()
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether a run has arrived where theory said, for each parameter at 1 %."""
        finite = all(count < math.inf for count in self.to_1)
        known = bool(self.measured_1) and not np.isnan(self.measured_1).any()
        return self.counted == "predicted" and finite and known


def forecasts(asked: Asked, fixes: tuple[Fix, ...]) -> tuple[Forecast, ...]:
    """A row for each method: yours first, then those of theory, then those tried."""
    case = asked.case
    if case.reference is None:
        return ()
    return tuple(_rows(asked, fixes))


def _rows(asked: Asked, fixes: tuple[Fix, ...]) -> Iterator[Forecast]:
    case, most = asked.case, asked.evaluations
    label = f"yours: {named(asked.method)}"
    own = Candidate("", asked.method, asked.internal, case.problem, None, "")
    yield from _row(case, own, label, most, yours=True)
    for one in candidates(case):
        yield from _row(case, one, label_of(one), most, yours=False)
    for one in _tried(case, fixes) if most else ():
        few = min(most, SEARCHES) if isinstance(one.method, LBFGS) else most
        yield from _row(case, one, named(one.method), few, yours=False)
    zeros, shut = (0.0,) * len(case.names), (False,) * len(case.names)
    note = "no steps: it is solved directly"
    yield Forecast(
        "least squares" if case.quadratic else "the exact fit",
        False,
        "predicted",
        *(zeros, zeros, shut, shut),
        note=note,
    )


def _tried(case: Case, fixes: tuple[Fix, ...]) -> Iterator[Candidate]:
    """Adam at the rate of its fix, or at a tenth of the longest way; and L-BFGS."""
    assert case.reference is not None
    fix = next((fix for fix in fixes if fix.name == "Adam"), None)
    way = float(np.abs(case.reference - case.x0).max())
    adam: Any = fix.optimizer if fix else None
    if adam is None and 0 < way < math.inf:
        adam = Adam(wording.typed(0.1 * way, 1))
    for method in (adam, None if isinstance(case.problem, LeastAbsolute) else LBFGS()):
        if method is not None:
            internal = scaled(method, case.convention.factor)
            yield Candidate("", method, internal, case.problem, None, "")


def _row(
    case: Case, one: Candidate, label: str, most: int, *, yours: bool
) -> Iterator[Forecast]:
    told = foretold(case, one)
    ran = followed(case, one, told, most, whole=yours)
    if told is None and ran is None:
        told = _unknown(case) if in_exact_arithmetic(case, one) is not None else None
    if told is None and ran is None:
        return
    counts, shut, agreed = _joined(case, told, ran)
    counts, shut, exact = _filled(case, one, counts, shut)
    predicted = told is not None and not np.isnan(told).any() and agreed
    counted: Counted = "measured" if shut.all() else "bound"
    counted = "predicted" if predicted else counted
    counted = "exact" if exact else counted
    note = "" if agreed else "rounding takes the run elsewhere than theory says"
    if exact:
        note = f"in exact arithmetic; {stops(floor(one.problem, one.internal))}"
    if ran is not None and "LBFGS" in type(one.method).__name__:
        note = "evaluations of the loss and its gradient"
    measured = ((), ()) if ran is None else _tuples(ran.counts)
    yield Forecast(
        label,
        yours,
        counted,
        *_tuples(counts),
        *_tuples(~shut),
        measured_1=measured[0],
        measured_001=measured[1],
        note=note,
    )


def _filled(
    case: Case, one: Candidate, counts: Array, shut: Array
) -> tuple[Array, Array, bool]:
    """The counts with those of exact arithmetic where only a bound is known."""
    told = None if shut.all() else in_exact_arithmetic(case, one)
    if told is None:
        return counts, shut, False
    with np.errstate(invalid="ignore"):
        fills = ~shut & (told > counts)
    return np.where(fills, told, counts), shut | fills, bool(fills.any())


def _unknown(case: Case) -> Array:
    return np.full((len(TOLERANCES), len(case.names)), np.nan)


def _tuples(pair: Array) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Of the rows for 1 % and for 0.01 %."""
    first, second = pair.tolist()
    return tuple(first), tuple(second)


def _joined(
    case: Case, told: Array | None, ran: Arrivals | None
) -> tuple[Array, Array, bool]:
    """Counts (2, q); whether each is no bound; whether theory and run agree."""
    counts = _unknown(case) if told is None else told.copy()
    if ran is None:
        known = ~np.isnan(counts)
        # The smaller share takes at least the steps of the larger one.
        return np.where(known, counts, np.fmax(counts[:1], 0)), known, True
    with np.errstate(invalid="ignore"):
        apart = np.abs(ran.counts - counts) > np.maximum(1, APART * counts)
    counts = np.where(apart | np.isnan(counts), ran.counts, counts)
    short = np.isnan(counts)
    return np.where(short, ran.steps, counts), ~short, not apart.any()
