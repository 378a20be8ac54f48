"""The line w x + b as a problem: points in, rows (x_i, 1) out.

The one rule: x that cannot tell slope from intercept is refused.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from gdcore import validation
from gdcore.problems.losses import LeastSquares
from gdcore.validation import Array


def line_design(x: npt.ArrayLike) -> Array:
    """Rows (x_i, 1) for the line w x + b, shape (n, 2).

    Raises:
        ValueError: If x is constant: no data tell its slope and intercept apart.
    """
    x = validation.array("x", x, 1)
    if np.all(x == x[0]):
        rows = f"all {len(x)} rows" if len(x) > 1 else "its only row"
        raise ValueError(
            f"x is constant ({x[0]:.6g} in {rows}): every slope fits as well as "
            "any other; a line needs at least two different x"
        )
    return np.stack([x, np.ones_like(x)], axis=1)


def line_fit(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    reduction: Literal["mean", "sum"] = "mean",
    l2: float = 0.0,
    penalize_intercept: bool = False,
) -> LeastSquares:
    """The least-squares line through (x, y), as a problem in (w, b)."""
    X, y = line_design(x), validation.array("y", y, 1)
    if len(X) != len(y):
        raise ValueError(f"x has {len(X)} values but y has {len(y)}")
    return LeastSquares(X, y, reduction, l2, penalize_intercept)
