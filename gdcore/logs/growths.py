"""Values that grow: by a factor, faster, up to what is not finite, or after a fall.

The one rule: a rise counts if it is longer or higher than chance would make it.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.logs import patterns
from gdcore.logs.case import Case
from gdcore.logs.factors import Factor, best, sign_of
from gdcore.logs.rests import DEEP
from gdcore.logs.shown import Shown
from gdcore.validation import Array


def nan(case: Case, found: list[Factor]) -> Iterator[Shown]:
    """A value is not finite: at once, or after growth."""
    if case.broken is None:
        return
    v = case.main.v
    if not len(v):
        first = case.log.steps[0] if case.log.steps else 0.0
        later = first > 1 or case.log.updates > 1
        yield Shown("nan", "unseen" if case.log.numbered and later else "data")
        return
    growing = best(found, growing=True)
    rising = len(v) > 1 and v[-1] > 2 * v[0]
    if rising or growing:
        yield Shown("nan", "rate", growing)
    elif _seen(case) and v[-1] < 1e12:
        yield Shown("nan", "data", size=float(len(v)))
    else:
        yield Shown("nan", "between")


NEAR = 5
"""Steps between two lines up to which growth to what is not finite would show."""


def _seen(case: Case) -> bool:
    """Whether the lines stand so close that no growth hides between them."""
    if case.log.numbered:
        return case.leap <= NEAR
    return len(case.main.v) >= FIRM


def divergence(case: Case, found: list[Factor]) -> Iterator[Shown]:
    """The error grows by a factor above 1, or faster."""
    v, u, n = case.main.v, case.main.u, len(case.main.v)
    growing = best(found, growing=True)
    rises = patterns.rises(v, u)
    if _turned(case):
        return
    if growing and growing.sign < 0 and rises >= 2:
        yield Shown("divergence", "factor", growing)
        return
    start = n - 1 - rises
    above = v[-1] > 1.2 * float(v[: n - rises].max())
    few = start and 2 <= rises < FIRM and not _elsewhere(case, growing)
    if few and above:
        yield Shown("divergence", "few", size=float(rises + 1))
        return
    lasts = rises >= FIRM and _turns(v[: n - rises], u[: n - rises]) < 2
    if (rises >= 2 and above) or (lasts and _steady(case, rises)):
        if growing or v[-1] > 100 * v[start]:
            yield Shown("divergence", _of_growth(case, rises, growing), growing)
        elif rises < 4 and rises == n - 1:
            yield Shown("divergence", "factor", growing, size=float(v[-1] / v[-2]))
        return
    quarter = max(n // 4, 1)
    if n >= 12 and np.median(v[-quarter:]) > 10 * np.median(v[:quarter]):
        half = patterns.scatter(case.main.k[n // 2 :], np.log(v[n // 2 :] + 1e-300))
        if half.change > half.size:
            yield Shown("divergence", "scattered", growing)


FIRM = 3
"""Rises at the end that tell a factor where other lines stand before them."""
STEADY = 0.6
"""Share of the fastest of the last three rises that the slowest has at least."""


def _elsewhere(case: Case, growing: Factor | None) -> bool:
    """Whether another series than the loss tells the growth."""
    return growing is not None and growing.source != case.main.name


def _turns(v: Array, u: Array) -> int:
    """How often the values turn, by more than the printed digits."""
    d = np.diff(v)
    d = d[np.abs(d) > 1.5 * u[1:]]
    return int(np.sum(d[1:] * d[:-1] < 0))


def _steady(case: Case, rises: int) -> bool:
    """Whether the last three rises have one pace, as those by a factor have."""
    pace = _pace(case, len(case.main.v) - 1 - rises)[-3:]
    return bool(pace.min() > STEADY * pace.max())


def _pace(case: Case, start: int) -> Array:
    """ln of the growth a step from line to line."""
    logs = np.log(np.maximum(case.main.v[start:], 1e-300))
    return np.asarray(np.diff(logs) / np.diff(case.main.k[start:]))


def _of_growth(case: Case, rises: int, growing: Factor | None) -> str:
    """ "factor", "faster" if the factor itself grows, or "ascent" if nothing swings."""
    ratios = _pace(case, len(case.main.v) - 1 - rises)
    if len(ratios) >= 4 and np.all(np.diff(ratios) > 0) and ratios[-1] > 2 * ratios[-3]:
        return "faster"
    signs = [sign_of(curve, gradient) for curve, gradient in case.signed]
    sure = growing is not None and growing.error < 0.05 * growing.log_size
    return "ascent" if signs and sure and all(s > 0 for s in signs) else "factor"


def rising(case: Case, _: list[Factor]) -> Iterator[Shown]:
    """The loss has fallen and rises again, by no factor."""
    if _turned(case):
        v = case.main.v
        size = float(v[-1] / max(float(v.min()), 1e-300))
        yield Shown("rising again", "", None, size=size)


def _turned(case: Case) -> bool:
    """Whether the loss fell and rose once, and the rise has lost its pace."""
    v, u = case.main.v, case.main.u
    low = int(np.argmin(v))
    if _deep(v):
        return True
    if not 0 < low < len(v) - 2 or v[low] > v[0] / 2 or v[-1] > v[0]:
        return False
    if v[-1] < 1.2 * v[low] or v[-1] - v[low] < 3 * u[-1]:
        return False
    if _turns(v, u) > 2:
        return False
    pace = _pace(case, low)
    return bool(pace[-1] < 0.7 * pace.max())


def _deep(v: Array) -> bool:
    """Whether the end is far above a low that only a run that works comes down to."""
    low, top = float(v.min()), float(v[0])
    return low < 1e-6 * top and max(100 * low, DEEP * top) < v[-1] < top
