"""The loss over a grid that holds what the run has to show.

The one rule: a run that leaves does not decide the view; what is near the optimum does.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.validation import Array

CELLS = 64
FAR = 3.0
"""Rows farther from the optimum than so many times the start's distance are left out,
along each axis."""
WIDE = 3.2
"""No picture is wider, times its height."""


def surface(
    value: Callable[[Array], Array],
    path: Array,
    center: Array,
    *,
    cells: int = CELLS,
    equal: bool = False,
) -> dict[str, Any]:
    """The loss on a grid that holds the start, the center and the path's near rows.

    Args:
        value: The loss at points of shape (N, 2), in the coordinates of the path.
        path: Rows, shape (R, 2), the start first.
        center: What the view is about, shape (2,); the optimum where it is known.
        cells: p and q.
        equal: Whether both axes are to be drawn alike: then the region is WIDE times as
            wide as high, and a picture shows the middle of it.

    Returns:
        {"u": (p,), "v": (q,), "loss": (q, p), "equal"}.
    """
    u, v = (axis(path[:, i], float(center[i]), cells) for i in (0, 1))
    if equal:
        reach = max(np.ptp(u), np.ptp(v)) / 2
        u, v = _about(u, WIDE * reach, 2 * cells), _about(v, reach, cells)
    points = np.stack(np.meshgrid(u, v), axis=-1).reshape(-1, 2)
    loss = value(points).reshape(len(v), len(u))
    return {"u": u, "v": v, "loss": loss, "equal": equal}


def _about(values: Array, reach: float, cells: int) -> Array:
    """About the same middle, to both sides as far as `reach`; shape (cells,)."""
    middle = (values[0] + values[-1]) / 2
    return np.linspace(middle - reach, middle + reach, cells)


def axis(values: Array, center: float, cells: int) -> Array:
    """A range about the path's near values and the center, shape (cells,).

    Its ends are multiples of a power of two of at most a sixteenth of its length: while
    a rate or a start is moved, the view stands still for most of the time.
    """
    reach = abs(float(values[0]) - center)
    floor = 0.05 * (1 + abs(center))
    near = values[np.abs(values - center) <= max(FAR * reach, floor)]
    low = min(float(near.min(initial=center)), center)
    high = max(float(near.max(initial=center)), center)
    margin = max(0.2 * (high - low), floor)
    low, high = low - margin, high + margin
    unit = 2.0 ** np.floor(np.log2((high - low) / 16))
    return np.linspace(unit * np.floor(low / unit), unit * np.ceil(high / unit), cells)
