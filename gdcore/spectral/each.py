"""After how many steps each of several parts of an error is small, all found at once.

The one rule: a count is that of `steps_until`; the bound of the envelope says where to
look, and where it is too wide, `steps_until` itself is asked.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gdcore import validation
from gdcore.algebra import product
from gdcore.problems import Problem
from gdcore.spectral.closed_form import LinearMethod, modes_of
from gdcore.spectral.convergence import converging
from gdcore.spectral.counts import POWERS, steps_until
from gdcore.spectral.envelopes import Envelope, envelope
from gdcore.spectral.solutions import minimizer
from gdcore.validation import Array

WINDOWS = 64, 512
"""Steps before the bound falls below a limit that are looked at one by one."""
CUTS = 16
"""Parts that a range of steps is cut into in each round of the search."""


def steps_until_each(
    problem: Problem,
    optimizer: LinearMethod,
    x0: npt.ArrayLike,
    *,
    tolerances: tuple[float, ...],
    view: npt.ArrayLike | None = None,
) -> Array:
    """Steps after which each part of the error stays within each tolerance.

    Args:
        problem: A quadratic with a single minimizer.
        optimizer: A linear method that converges on it.
        x0: Start, shape (p,).
        tolerances: Relative to each part at x0, in (0, 1).
        view: The parts, view (x - x*), shape (q, p); the parameters if None.

    Returns:
        Whole numbers as floats, shape (number of tolerances, q); 0 for a part that is
        zero at the start.

    Raises:
        ValueError: If the method does not converge, or a tolerance is out of range.
    """
    converging(problem, optimizer)
    start = validation.points("x0", x0, problem.dim) - minimizer(problem)
    rows = validation.array("view", np.eye(len(start)) if view is None else view, 2)
    modes = modes_of(problem, optimizer)
    parts = product(rows, modes.vectors) * product(start, modes.inverse.T)
    first = np.abs(product(start, rows.T))
    limits = np.array([[validation.share("tolerance", t)] for t in tolerances]) * first
    factors = envelope(optimizer, modes.values)
    counts = _counted(factors, parts, limits, WINDOWS[0])
    for t, j in np.argwhere(np.isnan(counts)):
        part, limit = parts[[j]], limits[[[t]], [[j]]]
        counts[t, j] = _counted(factors, part, limit, WINDOWS[1])[0, 0]
    for t, j in np.argwhere(np.isnan(counts)):
        told, size = tolerances[t], _size(rows[j])
        counts[t, j] = steps_until(problem, optimizer, x0, tolerance=told, measure=size)
    return counts


def _size(row: Array) -> Callable[[Array], Array]:
    return lambda errors: product(errors, row[:, None])[:, 0]


def _counted(factors: Envelope, parts: Array, limits: Array, window: int) -> Array:
    """Steps for each tolerance and part; nan where the window holds no crossing."""
    ends = _ends(factors, np.abs(parts), limits)
    k = np.maximum(ends[..., None] - window + np.arange(window), 0)
    grown = factors.factor(k.ravel()).reshape(*k.shape, -1)
    above = np.abs(np.einsum("tjkp,jp->tjk", grown, parts)) > limits[..., None]
    last = window - 1 - above[..., ::-1].argmax(axis=-1)
    counts = np.take_along_axis(k, last[..., None], -1)[..., 0] + 1.0
    found = np.where(above.any(axis=-1), counts, np.nan)
    return np.where(limits == 0, 0.0, found)


def _ends(factors: Envelope, sizes: Array, limits: Array) -> Array:
    """Steps from which on the bound is within each limit; at most CUTS too many."""
    bounds = product(factors.size(POWERS), sizes.T)
    inside = bounds[None] <= limits[:, None]
    index = np.where(inside.any(axis=1), inside.argmax(axis=1), len(POWERS) - 1)
    high = POWERS[index]
    low = np.where(index > 0, POWERS[index - 1], 0)
    while (high - low).max() > CUTS:
        cuts = low[..., None] + (high - low)[..., None] // CUTS * np.arange(1, CUTS)
        bound = np.einsum(
            "tjkp,jp->tjk", factors.size(cuts.ravel()).reshape(*cuts.shape, -1), sizes
        )
        over = (bound > limits[..., None]).sum(axis=-1)
        edges = np.concatenate([low[..., None], cuts, high[..., None]], axis=-1)
        low = np.take_along_axis(edges, over[..., None], -1)[..., 0]
        high = np.take_along_axis(edges, over[..., None] + 1, -1)[..., 0]
    return high
