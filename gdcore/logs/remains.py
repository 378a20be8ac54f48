"""A direction that is left when a fast one has died: a slope that stays, a drift.

The one rule: a factor promises nothing of a direction that it does not explain.
"""

import numpy as np

from gdcore.logs.case import Case, Curve
from gdcore.logs.factors import Factor

LEAST = 8
"""Lines of a series in which another direction can be told."""
CLEAR = 5.0
"""What stays or drifts, in units of the digits and of the misfit."""
DEAD = 1.5
"""-ln of what the last half of the lines leaves of the fast direction, at least."""
SHARE = 1e-4
"""The same, as a share of the largest value."""


def remains(case: Case, factor: Factor | None) -> Curve | None:
    """The series with something left that the factor does not explain."""
    if factor is None or factor.log_size >= 0:
        return None
    for curve, gradient in case.signed:
        if len(curve.k) >= LEAST and _left(curve, gradient, factor):
            return curve
    return None


def _left(curve: Curve, gradient: bool, factor: Factor) -> bool:
    """Whether a gradient runs to a level, or a parameter moves on along a line."""
    rows = slice(len(curve.k) // 2, None)
    k, v, u = curve.k[rows] - curve.k[rows][0], curve.v[rows], curve.u[rows]
    if factor.log_size * k[-1] > -DEAD:
        return False
    sign = np.where(k % 2 == 1, float(factor.sign or 1), 1.0)
    shrink = sign * np.exp(factor.log_size * k)
    columns = [np.ones_like(k), shrink] if gradient else [k / k[-1], shrink, k**0]
    A = np.stack(columns, axis=1)
    found = np.linalg.lstsq(A, v, rcond=None)[0]
    misfit = float(np.sqrt(np.mean((v - A @ found) ** 2)))
    size = float(np.abs(curve.v).max() if gradient else np.ptp(curve.v))
    own = abs(float(found[1] * shrink[-1]))
    doubt = max(CLEAR * float(u.max()), CLEAR * misfit, SHARE * size, 3 * own)
    return bool(abs(found[0]) > doubt)
