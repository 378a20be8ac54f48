"""The fit v = a + c q^k to printed values, each as exact as it was printed.

The one rule: an error covers the printed digits, and what the curve does not explain.
"""

import math
from typing import NamedTuple

import numpy as np

from gdcore.logs.curves import Points, solve
from gdcore.validation import Array

MOST_POINTS = 160
"""A longer series is thinned evenly before it is fitted."""
STARTS = (0.0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.75, 0.85)
"""Where a fit may start, as shares of the lines that still change."""
RELATIVE = 1e-7
"""Of a value: what is not printed, but rounded away in float32."""


class Fit(NamedTuple):
    """A geometric curve through the last lines of a series.

    Attributes:
        log_factor: ln |q| of one step; below 0 it shrinks.
        error: Standard error of `log_factor`.
        level: a, where it runs to, or comes from if it grows.
        level_error: Standard error of a; 0 where a is set to 0.
        amplitude: c q^k at the last line.
        lines: Values that it rests on.
        misfit: Root mean square of the residuals as a share of what changes.
        alternate: Whether q is below 0.
        first: Step from which on it holds.
        last: Step at which `amplitude` is taken.
    """

    log_factor: float
    error: float
    level: float
    level_error: float
    amplitude: float
    lines: int
    misfit: float
    alternate: bool
    first: float
    last: float

    @property
    def factor(self) -> float:
        """q of one step."""
        size = math.exp(min(self.log_factor, 700.0))
        return -size if self.alternate else size

    @property
    def doubt(self) -> float:
        """Error of ln |q| as a share of it; inf if nothing was fitted."""
        return self.error / abs(self.log_factor) if self.log_factor else math.inf


def best_fit(
    k: Array, v: Array, u: Array, *, alternate: bool = False, to_zero: bool = False
) -> Fit | None:
    """The fit to the last lines, as many of them as leave the least doubt.

    Args:
        k: Steps, shape (n,), ascending.
        v: Values, finite, shape (n,).
        u: Units of their last digits, shape (n,).
        alternate: Whether q is negative.
        to_zero: Whether a is 0, as of a gradient.

    Returns:
        None for fewer than three values, or four with a free level.
    """
    best: Fit | None = None
    live, least = _live(v, u), 3 if to_zero else 4
    end = min(len(k), 2 * live + 4)
    for share in STARTS:
        start = int(share * live)
        if end - start < least:
            continue
        rows = slice(start, end)
        found = fit(k[rows], v[rows], u[rows], alternate=alternate, zero=to_zero)
        if found and (best is None or found.doubt < 0.7 * best.doubt):
            best = found
    return best


def _live(v: Array, u: Array) -> int:
    """Values up to the last that differs from the end by more than its digits."""
    moved = np.nonzero(np.abs(v - v[-1]) > 3 * u)[0]
    return int(moved[-1]) + 2 if len(moved) else len(v)


def fit(
    k: Array, v: Array, u: Array, *, alternate: bool = False, zero: bool = False
) -> Fit | None:
    """The fit to all of the lines; None if they show too few different values.

    Lines that are printed alike share one rounding: the error counts them as one.
    """
    n = len(k)
    if n > MOST_POINTS:
        keep = np.unique(np.linspace(0, n - 1, MOST_POINTS).round().astype(int))
        k, v, u = k[keep], v[keep], u[keep]
    span, scale = float(k[-1] - k[0]), float(np.abs(v).max())
    if not (span > 0 and 0 < scale < 1e300) or not np.ptp(v) > 0:
        return None
    apart = len(np.unique(v))
    if apart < (3 if zero else 4):
        return None
    t, y = (k - k[0]) / span, v / scale
    sign = np.where((k - k[0]) % 2 == 0, 1.0, -1.0) if alternate else np.ones(len(k))
    sigma = np.hypot(u / scale / math.sqrt(12), RELATIVE * np.abs(y)) + 1e-18
    found = solve(Points(t, y, sigma, sign, not zero))
    if found is None:
        return None
    misfit = float(np.sqrt(np.mean(found.residual**2))) / float(np.ptp(y))
    return Fit(
        log_factor=found.s / span,
        error=found.s_error / span * math.sqrt(len(v) / apart),
        level=found.a * scale,
        level_error=found.a_error * scale,
        amplitude=found.last * scale,
        lines=n,
        misfit=misfit,
        alternate=alternate,
        first=float(k[0]),
        last=float(k[-1]),
    )
