"""Values that go to and fro: line by line, at even distances, or without any order.

The one rule: a swing is as regular as it is called; the rest is noise.
"""

import math
from collections.abc import Iterator

import numpy as np

from gdcore.logs import patterns
from gdcore.logs.case import Case
from gdcore.logs.factors import Factor, sign_of
from gdcore.logs.fits import fit
from gdcore.logs.rests import FLIPS
from gdcore.logs.shown import Shown

KEEPS = 0.8
"""Factor of a swing above which it counts as an oscillation."""
SHRINKS = 0.1
"""Factor of even turns, from one to the next, below which they are no swing."""
NOISY = 12
"""Lines from which on a scatter is noise."""


def oscillation(case: Case, found: list[Factor]) -> Iterator[Shown]:
    """Signs, or the loss, change line by line or at even distances."""
    for curve, gradient in case.signed:
        if sign_of(curve, gradient) < 0:
            one = next((f for f in found if f.source == curve.name), None)
            clean = one is not None and one.fit.misfit < 0.15
            if one and clean and one.size >= KEEPS and _most_swing(case):
                yield Shown("oscillation", "sign", one, size=one.size)
                return
    kept = _line_by_line(case)
    if kept is not None:
        yield Shown("oscillation", "loss", None, size=kept)
        return
    for curve in (*(c for c, _ in case.signed), case.main):
        swing = patterns.swing(curve.k, curve.v, curve.u)
        if swing and swing.ratio > SHRINKS:
            yield Shown("oscillation", "period", None, swing, swing.period)
            return
    waves = patterns.waves(*case.main[1:])
    if waves:
        yield Shown("oscillation", "waves", size=waves)


def _most_swing(case: Case) -> bool:
    """Whether no more series go one way than to and fro."""
    signs = [sign_of(curve, gradient) for curve, gradient in case.signed]
    return signs.count(-1) >= signs.count(1)


def _line_by_line(case: Case) -> float | None:
    """What a swing of the loss keeps of its size, if it goes up and down each line."""
    k, v, u = case.main.k, case.main.v, case.main.u
    d = np.diff(v)
    late = d[-max(6, len(v) // 2) :]
    clear = np.abs(late) > 1.5 * u[-len(late) :]
    if len(v) < 7 or not clear.all() or not np.all(late[1:] * late[:-1] < 0):
        return None
    if np.abs(late).min() <= FLIPS * abs(v[-1]):
        return None
    size = fit(k[1:], np.abs(d), u[1:], zero=True)
    return math.exp(size.log_factor) if size else 1.0


def noise(case: Case, found: list[Factor]) -> Iterator[Shown]:
    """The second half scatters about a level, without a trend."""
    k, v, u = case.main.k, case.main.v, case.main.u
    half = slice(len(v) // 2, len(v))
    if len(v) < NOISY or patterns.turns(v[half], u[half]) < 0.3:
        return
    late = patterns.scatter(k[half], v[half])
    if late.trendless and late.size > 1.5 * u[half].max():
        yield Shown("noise", "", None, size=late.size / max(abs(late.level), 1e-300))
