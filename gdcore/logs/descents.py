"""A loss that falls: by one factor, by one too near 1, or fast and then slowly.

The one rule: two modes are told by what the last one does not explain of the fall.
"""

import math
from collections.abc import Iterator

import numpy as np

from gdcore.logs.case import Case, Curve
from gdcore.logs.factors import Factor, best
from gdcore.logs.finding import MANY_STEPS, steps_to_1_percent
from gdcore.logs.patterns import rises_again
from gdcore.logs.remains import remains
from gdcore.logs.shown import Shown
from gdcore.validation import Array

APART = 4.0
"""Ratio of the rates of two modes from which on the first fall is a fast one."""
UNEXPLAINED = 0.4
"""Share of the fall that the last mode leaves to a faster one."""


def descent(case: Case, found: list[Factor]) -> Iterator[Shown]:
    """What is left: a loss that falls, or rises with no factor and from no low."""
    main, power = case.main, case.power
    v, low = main.v, float(main.v.min())
    risen = max(3 * float(main.u[-1]), 0.1 * abs(float(v[0]) - low))
    if v[-1] - low > risen or _jumps(main):
        yield Shown("rising again", "little", size=float(v[-1]) / max(low, 1e-300))
        return
    factor = best(found, growing=False)
    if factor is not None and not _lasts(main, factor, power):
        factor = None
    left = remains(case, factor)
    if left is not None:
        end, name = float(left.v[-1]), left.name
        yield Shown("plateau", "hidden", factor, size=end, source=name)
        return
    cause = "" if factor else "unknown factor"
    log_factor = power * factor.log_size if factor else 0.0
    curve = last_mode(main, factor, power) if factor else last_line(main)
    if factor is None and rises_again(v, main.u):
        yield Shown("converging", "uneven")
        return
    if still_falls(main) and _faster(main, curve, log_factor):
        yield Shown("plateau", cause, factor)
        return
    pace = factor.log_size if factor else -falls(main) / power
    slow = pace < 0 and steps_to_1_percent(pace) > MANY_STEPS
    yield Shown("slow" if slow else "converging", cause, factor)


def _jumps(main: Curve) -> bool:
    """Whether the end is several times above the low, as no rise before it was."""
    rises = np.diff(np.log(np.maximum(main.v, 1e-300)))
    high = main.v[-1] > max(3 * float(main.v.min()), float(main.u[-1]) * 10)
    return bool(high and len(rises) > 3 and rises[-1] > max(1.0, 2 * rises[:-1].max()))


def falls(main: Curve) -> float:
    """Share of the loss that a step takes away, over the second half of the lines."""
    half = len(main.v) // 2
    steps = float(main.k[-1] - main.k[half])
    first, last = float(main.v[half]), float(main.v[-1])
    if not steps or not first > 0 or not last > 0:
        return 0.0
    return math.log(first / last) / steps


def still_falls(main: Curve) -> bool:
    """Whether the last third of the lines falls by more than the printed digits."""
    third = main.v[-max(len(main.v) // 3, 2) :]
    return bool(third[0] - third[-1] > 3 * main.u[-1])


def last_line(main: Curve) -> Array:
    """The straight line through the last third, at all steps."""
    third = max(len(main.v) // 3, 2)
    k, v = main.k, main.v
    slope = (v[-1] - v[-third]) / (k[-1] - k[-third])
    return np.asarray(v[-1] + slope * (k - k[-1]))


def last_mode(main: Curve, factor: Factor, power: int) -> Array:
    """The curve of the factor through the lines from which it was taken."""
    fit, k = factor.fit, main.k
    if factor.source == main.name:
        with np.errstate(over="ignore"):
            rise = np.exp(np.minimum(fit.log_factor * (k - fit.last), 600.0))
        return np.asarray(fit.level + fit.amplitude * rise)
    rows = k >= min(fit.first, float(k[-min(4, len(k))]))
    shrink = np.exp(np.minimum(power * factor.log_size * (k - k[rows][0]), 600.0))
    A = np.stack([np.ones_like(k), shrink], axis=1)
    best = np.linalg.lstsq(A[rows], main.v[rows], rcond=None)[0]
    return np.asarray(A @ best)


def _lasts(main: Curve, factor: Factor, power: int) -> bool:
    """Whether the factor's mode is what falls in the last third, if anything does."""
    if not still_falls(main):
        return True
    curve = last_mode(main, factor, power)
    third = max(len(main.v) // 3, 2)
    fall = float(main.v[-third] - main.v[-1])
    return bool(curve[-third] - curve[-1] > 0.5 * fall)


def _faster(main: Curve, last: Array, log_factor: float) -> bool:
    """Whether much of the fall is not the last mode's, and was done long before.

    Args:
        main: The loss.
        last: The last mode's share of it.
        log_factor: ln of that mode's factor a step; 0 for a straight line.
    """
    rest, k = main.v - last, main.k - main.k[0]
    if rest[0] < UNEXPLAINED * (main.v[0] - main.v[-1]):
        return False
    below = np.nonzero(rest <= 0.1 * rest[0])[0]
    if not len(below):
        return False
    i = int(below[0])
    before, after = float(rest[i - 1]), max(float(rest[i]), 1e-6 * float(rest[0]))
    part = math.log(before / (0.1 * rest[0])) / max(math.log(before / after), 1e-9)
    early = float(k[i - 1] + min(part, 1.0) * (k[i] - k[i - 1]))
    own = max(-log_factor, math.log(10) / (2 * float(k[-1])))
    return math.log(10) / max(early, 1e-300) > APART * own
