"""Rounds of several steps, each on a row or a batch: whether they grow.

The one rule: a step beyond its own limit is not enough, the others may take back
more; what counts is the product of all.
"""

import numpy as np

from gdcore.programs.values import Array


def grows(parts: list[Array], beta: float, *, nesterov: bool) -> bool:
    """Whether a round grows, in the order given and in the reverse.

    Args:
        parts: M J'J of each piece, (p, p).
        beta: Of the velocity; nesterov: whether it looks ahead.
    """
    steps = [_step(part, beta, nesterov=nesterov) for part in parts]
    return all(_radius(order) > 1.0005 for order in (steps, steps[::-1]))


def _step(part: Array, beta: float, *, nesterov: bool) -> Array:
    """What a step does to the error and the velocity; (2p, 2p)."""
    one = np.eye(len(part))
    ahead = 1 + beta if nesterov else 1
    kept = beta**2 if nesterov else beta
    return np.block([[one - ahead * part, -kept * one], [part, beta * one]])


def _radius(steps: list[Array]) -> float:
    """The spectral radius of a product, which may be beyond all numbers."""
    product, log = np.eye(len(steps[0])), 0.0
    for step in steps:
        product = step @ product
        size = float(np.abs(product).max())
        if not 0 < size < np.inf:
            return size
        product, log = product / size, log + np.log(size)
    with np.errstate(over="ignore"):
        return float(np.abs(np.linalg.eigvals(product)).max() * np.exp(log))
