"""Which kind of run the lines show: the first test that holds.

The one rule: each test looks at printed numbers alone, and below their last digit at
nothing.
"""

from collections.abc import Callable, Iterator

from gdcore.logs.case import Case
from gdcore.logs.descents import descent
from gdcore.logs.factors import Factor, factors
from gdcore.logs.growths import divergence, nan, rising
from gdcore.logs.rests import flat, floor
from gdcore.logs.shown import Shown
from gdcore.logs.swings import noise, oscillation

FEW = 3
"""Finite values below which nothing but nan is told."""


def shown(case: Case) -> Shown:
    """The first kind that holds; of "few" there are too few lines."""
    found = factors(case) if len(case.main.k) >= FEW else []
    return next(kind for test in TESTS for kind in test(case, found))


def _few(case: Case, _: list[Factor]) -> Iterator[Shown]:
    if len(case.main.v) < FEW:
        yield Shown("few")


TESTS: tuple[Callable[[Case, list[Factor]], Iterator[Shown]], ...] = (
    nan,
    _few,
    flat,
    floor,
    divergence,
    rising,
    oscillation,
    noise,
    descent,
)
