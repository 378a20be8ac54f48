"""The convention of a loss: mean, half mean, sum, half sum.

The one rule: it is read off the numbers, not off the names.
"""

import numpy as np

from gdcore.programs.gradients import LOSS
from gdcore.programs.sampling import (
    Samples,
)
from gdcore.programs.values import Array

CONVENTIONS = ((1.0, "mean"), (0.5, "half mean"))


def _weight(samples: Samples, jacobian: Array, offset: Array) -> float | None:
    """q with loss = q sum r² at every point."""
    losses = samples.nodes.get(LOSS)
    if not losses or losses[0].shape[1] != 1:
        return None
    r = samples.theta[:, 0] @ jacobian.T + offset
    shares = losses[0][:, 0] / np.maximum((r * r).sum(axis=1), 1e-300)
    return float(shares[0]) if np.ptp(shares) < 1e-4 * abs(shares[0]) else None


def _convention(weight: float | None, rows: int) -> str:
    """mean, half mean, sum, half sum, "" for others."""
    if weight is None or rows < 3:
        return ""
    for share, name in CONVENTIONS:
        if np.isclose(weight * rows, share, rtol=1e-3):
            return name
        if np.isclose(weight, share, rtol=1e-3):
            return name.replace("mean", "sum")
    return ""
