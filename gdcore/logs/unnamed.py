"""The loss among columns without names.

The one rule: what a parameter may be as well is not taken for the loss.
"""

import math
from itertools import pairwise

from gdcore.logs.log import Series


def loss_of(columns: list[Series], *, stepped: bool) -> Series | None:
    """The only column that goes as a loss does; None in doubt.

    Of several, that which falls furthest is the loss where custom puts it: last of
    three or more, first where the lines have no steps.
    """
    if len(columns) == 1:
        return None if _negative(columns[0]) else columns[0]
    found = [one for one in columns if not _negative(one) and _goes_so(one)]
    if len(found) == 1:
        return found[0]
    furthest = min(found, key=_share, default=None)
    last = len(columns) > 2 and furthest is columns[-1]
    first = not stepped and furthest is columns[0]
    return furthest if last or first else None


def _negative(one: Series) -> bool:
    return any(v < 0 for v in one.values)


def _goes_so(one: Series) -> bool:
    """Whether values fall, or rise ever faster; parameters rise more and more slowly.

    Whole numbers that rise evenly count something.
    """
    v = _finite(one)
    gaps = {b - a for a, b in pairwise(v)}
    if len(v) > 2 and len(gaps) == 1 and min(gaps) > 0 and v[0] == int(v[0]):
        return False
    return len(v) < 2 or v[-1] <= v[0] or v[len(v) // 2] < (v[0] + v[-1]) / 2


def _share(one: Series) -> float:
    """What is left of the larger end: a loss goes as the square of parameters."""
    v = _finite(one) or [0.0]
    return min(v[0], v[-1]) / (max(v[0], v[-1]) or 1.0)


def _finite(one: Series) -> list[float]:
    """The values up to the first that is not finite."""
    bad = [i for i, v in enumerate(one.values) if not math.isfinite(v)]
    return list(one.values[: bad[0]] if bad else one.values)
