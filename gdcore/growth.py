"""How fast the moves of a run grow, and the learning rate from which they do.

The one rule: nothing is looked at but the path, so that a limit that is found here
stands beside the one of a formula; no eigenvalue is known.
"""

from collections.abc import Callable

import numpy as np

from gdcore import kinds, validation
from gdcore.extremes import lengths
from gdcore.validation import Array

SETTLED = 1e-9  # of the first move; below, moves are rounding
HALVINGS = 26  # of a bracket between a rate and its double


def growth(path: Array) -> float:
    """Factor per step by which the moves of a run grow, over its second half.

    The longest of an eighth of all moves counts, for a run may swing.

    Args:
        path: Iterates, shape (K + 1, d); it may end where they are not finite.

    Returns:
        inf if the last iterate is not finite, 0 if it moves by nothing but rounding.

    Raises:
        ValueError: If there are fewer than three iterates, all finite.
    """
    path = validation.numeric("path", path)
    if path.ndim == 2 and path.size and not np.isfinite(path[-1]).all():
        return np.inf
    if path.ndim != 2 or len(path) < 3:
        raise ValueError(f"path has shape {path.shape}, not (3 or more iterates, d)")
    moves = lengths(np.diff(path, axis=0))
    half, width = len(moves) // 2, max(len(moves) // 8, 1)
    middle, last = moves[half - width : half].max(), moves[-width:].max()
    if last <= SETTLED * moves[0]:
        return 0.0
    return float((last / middle) ** (1 / (len(moves) - half)))


def observed_limit(path_at: Callable[[float], Array], *, first: float = 1.0) -> float:
    """The learning rate above which a run grows, by bisection over runs.

    Args:
        path_at: From a learning rate to the path of a run at it, as `growth` takes it.
        first: A rate near which the search begins.

    Returns:
        The largest rate found whose run does not grow, to a relative 2e-8 or so far as
        the runs are long enough to tell.

    Raises:
        ValueError: If a run grows at every learning rate, or at none.
    """

    def grows(rate: float) -> bool:
        return growth(path_at(rate)) > 1

    kinds.function("path_at", path_at)
    validation.positive("first", first)
    high = float(first)
    with np.errstate(over="ignore", invalid="ignore"):
        while not grows(high):
            high *= 2
            if high == np.inf:
                raise ValueError("no run grows, at any learning rate")
        while grows(high / 2):
            high /= 2
            if high == 0:
                raise ValueError("every run grows, at any learning rate")
        low = high / 2
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if grows(middle) else (middle, high)
    return low
