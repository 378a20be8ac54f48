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


def surface(
    value: Callable[[Array], Array], path: Array, center: Array, *, cells: int = CELLS
) -> dict[str, Any]:
    """The loss on a grid that holds the start, the center and the path's near rows.

    Args:
        value: The loss at points of shape (N, 2), in the coordinates of the path.
        path: Rows, shape (R, 2), the start first.
        center: What the view is about, shape (2,); the optimum where it is known.
        cells: p and q.

    Returns:
        {"u": (p,), "v": (q,), "loss": (q, p)}.
    """
    u, v = (axis(path[:, i], float(center[i]), cells) for i in (0, 1))
    points = np.stack(np.meshgrid(u, v), axis=-1).reshape(-1, 2)
    loss = value(points).reshape(len(v), len(u))
    return {"u": u, "v": v, "loss": loss}


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
