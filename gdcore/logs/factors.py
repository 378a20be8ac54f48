"""The factor of the parameters' error per step, from the series that tells it best.

The one rule: gradients and parameters give the factor itself, a loss its square.
"""

import math
from typing import NamedTuple

import numpy as np

from gdcore.logs import patterns
from gdcore.logs.case import Case, Curve
from gdcore.logs.fits import Fit, best_fit

DOUBT = 0.3
"""Error of ln |q|, as a share of it, above which a factor is not told."""
CLEAR = 0.015
"""The same, up to which the loss is believed before any parameter."""
FIRM = 0.05
"""The same, up to which the series that moves most is believed before the surest."""


class Factor(NamedTuple):
    """q, by which one step multiplies the error of the parameters.

    Attributes:
        log_size: ln |q|.
        error: Standard error of it.
        sign: +1 or -1 where a series shows it, else 0.
        source: The series.
        lines: Printed values that it rests on.
        level: Where this series runs to; nan if it grows.
        power: 2 for a loss, 1 for a series that goes as the error itself.
        moved: By how much it changed over the last third of the lines.
        fit: The curve behind it.
    """

    log_size: float
    error: float
    sign: int
    source: str
    lines: int
    level: float
    power: int
    moved: float
    fit: Fit

    @property
    def size(self) -> float:
        """|q|."""
        return math.exp(min(self.log_size, 700.0))

    @property
    def sure(self) -> bool:
        """Whether the printed digits tell it."""
        return self.error <= DOUBT * abs(self.log_size)


def factors(case: Case) -> list[Factor]:
    """What each series tells, those in doubt among them."""
    found = [_of_loss(case)]
    found += [_of_signed(curve, gradient) for curve, gradient in case.signed[:6]]
    found += [_of_norm(curve) for curve in case.norms[:2]]
    return [factor for factor in found if factor]


def best(found: list[Factor], *, growing: bool) -> Factor | None:
    """The factor of the mode that lasts, from the series that knows it best."""
    sure = [f for f in found if f.sure and (f.log_size > 0) == growing]
    if not sure:
        return None
    if growing:
        return min(sure, key=lambda f: f.error / abs(f.log_size))
    of_loss = next((f for f in sure if f.power == 2), None)
    if of_loss and of_loss.error <= CLEAR * abs(of_loss.log_size):
        return of_loss
    known = min(sure, key=lambda f: f.error / abs(f.log_size))
    firm = [f for f in sure if f.power == 1 and f.error <= FIRM * abs(f.log_size)]
    return max(firm, key=lambda f: f.moved) if firm else known


def sign(case: Case) -> int:
    """+1 or -1 where the last changes of a signed series show the sign of q, else 0."""
    for curve, gradient in case.signed:
        shown = sign_of(curve, gradient)
        if shown:
            return shown
    return 0


def sign_of(curve: Curve, gradient: bool) -> int:
    """The sign that one series shows: an even spacing of lines hides it."""
    gaps = np.diff(curve.k)
    if not len(gaps) or np.ptp(gaps) or gaps[0] % 2 != 1:
        return 0
    turning = alternating(curve, gradient)
    return 0 if turning is None else -1 if turning else 1


def alternating(curve: Curve, gradient: bool) -> bool | None:
    """Whether a series goes to and fro at its end; None if neither is clear."""
    if gradient:
        return patterns.alternates(curve.v, curve.u)
    return patterns.alternates(np.diff(curve.v), curve.u[1:])


def _of_loss(case: Case) -> Factor | None:
    main = case.main
    v, k, u = main.v, main.k, main.u
    grown = patterns.rises(v, u) + 1
    if ENOUGH <= grown < len(v):
        start = max(len(v) - grown, 0)
        k, v, u = k[start:], v[start:], u[start:]
    found = best_fit(k, v, u)
    if found is None or found.level < 3 * found.level_error:
        fallen = len(v) > 2 and 0 < v[-1] < 0.1 * v[0]
        if found is None or fallen or found.log_factor > 0:
            free, found = found, best_fit(k, v, u, to_zero=True)
            if found is None or (free and free.misfit < 0.3 * found.misfit):
                found = free
    if found is None:
        return None
    return _factor(found, case.power, 0, main)


ENOUGH = 3
"""Lines of growth that are judged without the fall before them."""


def _of_signed(curve: Curve, gradient: bool) -> Factor | None:
    turning = alternating(curve, gradient)
    gaps = np.diff(curve.k)
    odd = len(gaps) > 0 and bool(np.all(gaps % 2 == 1))
    found = best_fit(
        curve.k, curve.v, curve.u, alternate=bool(turning) and odd, to_zero=False
    )
    if found is None:
        return None
    return _factor(found, 1, sign_of(curve, gradient), curve)


def _of_norm(curve: Curve) -> Factor | None:
    found = best_fit(curve.k, curve.v, curve.u, to_zero=True)
    return _factor(found, 1, 0, curve) if found else None


def _factor(found: Fit, power: int, shown: int, curve: Curve) -> Factor:
    return Factor(
        found.log_factor / power,
        found.error / power,
        shown,
        curve.name,
        found.lines,
        found.level if found.log_factor < 0 else math.nan,
        power,
        float(np.ptp(curve.v[-max(len(curve.v) // 3, 2) :])),
        found,
    )
