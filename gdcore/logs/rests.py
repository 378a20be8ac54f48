"""Values at rest: from the first line on, at the end, or up to their last bits.

The one rule: what the digits do not show has not moved.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.logs import patterns
from gdcore.logs.case import Case
from gdcore.logs.factors import Factor, best
from gdcore.logs.remains import remains
from gdcore.logs.shown import Shown

FLIPS = 2e-6
"""Scatter, as a share of the level, that rounding in float32 explains."""
DEEP = 1e-9
"""Level, as a share of the first loss, that only rounding explains."""
TINY = 1e-11
"""Level of a loss that only rounding explains, for y of the order of 1."""


def flat(case: Case, _: list[Factor]) -> Iterator[Shown]:
    """Nothing that is printed changes, from the first line on."""
    main = case.main
    curves = [main, *(curve for curve, _ in case.signed)]
    if any(patterns.rest(c.v, c.u) < len(c.v) for c in curves if len(c.v)):
        return
    spacing = case.spacing if case.spacing > 0 else 1.0
    if not case.log.numbered or main.k[0] <= max(spacing, 1.0):
        stuck = any(gradient and np.any(c.v != 0) for c, gradient in case.signed)
        yield Shown("flat", "update" if stuck else "gradient", size=float(main.v[-1]))
    else:
        yield Shown("floor", _cause_of_rest(case), size=float(main.v[-1]))


def floor(case: Case, found: list[Factor]) -> Iterator[Shown]:
    """The end is printed alike, or only flips in its last bits."""
    v, u, n = case.main.v, case.main.u, len(case.main.v)
    if patterns.at_rest(v, u):
        left = remains(case, best(found, growing=False))
        if left is not None and _cause_of_rest(case) == "digits":
            return
        yield Shown("floor", _cause_of_rest(case), best(found, growing=False))
        return
    half = slice(n // 2, n)
    if n < 8:
        return
    late = patterns.scatter(case.main.k[half], v[half])
    size, level = float(np.std(v[half])), abs(late.level)
    restless = patterns.turns(v[half], 0 * u[half]) > 0.3
    held = [curve for curve, gradient in case.signed if not gradient]
    still = bool(held) and all(patterns.rest(c.v, c.u) > n // 2 for c in held)
    tiny = size < FLIPS * level or level < max(DEEP * float(v.max()), TINY) or still
    repeats = len(np.unique(v[half])) <= 0.6 * len(v[half]) and size < 1e-3 * level
    last = v[-max(5, n // 3) :]
    if (
        last.max() < max(DEEP * float(v.max()), TINY)
        and len(set(last)) <= len(last) / 2
    ):
        yield Shown("floor", "zero", best(found, growing=False))
        return
    calm = late.trendless or abs(late.change) < 0.5 * level
    if restless and calm and (tiny or (repeats and size < 4 * u[half].max())):
        yield Shown("floor", "precision", best(found, growing=False), size=size)


def _cause_of_rest(case: Case) -> str:
    """ "zero", "precision" if a gradient is left, "digits" if few are printed."""
    v, u = float(case.main.v[-1]), float(case.main.u[-1])
    if v == 0 or abs(v) < DEEP * float(np.abs(case.main.v).max()):
        return "zero"
    coarse = u > 2e-7 * abs(v)
    for curve, gradient in case.signed:
        if coarse:
            break
        if gradient and abs(curve.v[-1]) > 1e-3 * np.abs(curve.v).max() > 0:
            return "precision"
    return "digits" if coarse else "best"
