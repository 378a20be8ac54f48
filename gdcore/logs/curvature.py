"""The eigenvalue that a factor implies: q = 1 - eta lambda, with momentum as well.

The one rule: where the log hides the sign of q, both branches are told.
"""

import math
from typing import NamedTuple

from gdcore.logs.factors import Factor


class Curvature(NamedTuple):
    """What a factor says of the loss; of eta lambda where eta is not known.

    Attributes:
        eigenvalues: The implied lambda, the likelier branch first; () without eta.
        limit: 2 (1 + beta) / lambda: from this learning rate on that mode diverges.
        share: The learning rate as a share of the limit; known without eta, too.
    """

    eigenvalues: tuple[float, ...]
    limit: float | None
    share: float


def curvature(
    factor: Factor, rate: float | None, beta: float = 0.0
) -> Curvature | None:
    """lambda from |1 - eta lambda|; with heavy ball (1 + beta - q - beta / q) / eta.

    Args:
        factor: Of the error per step.
        rate: eta; None if it is not known.
        beta: Of the heavy ball; 0 for plain descent.

    Returns:
        None where no lambda is implied: the error of a heavy ball that swings
        shrinks by sqrt(beta) at every lambda.

    Source: Polyak (1964).
    """
    size = factor.size
    if not 1e-12 < size < 1e150:
        return None
    if beta and size < math.sqrt(beta) * 1.02:
        return None
    signs: tuple[int, ...] = (factor.sign,) if factor.sign else (1, -1)
    if factor.log_size > 0 and factor.sign == 0:
        signs = (-1,)
    products = tuple(_product(sign * size, beta) for sign in signs)
    share = products[0] / (2 * (1 + beta))
    if not share:
        return None
    if rate is None:
        return Curvature((), None, share)
    limit = rate / share if share > 0 else None
    return Curvature(tuple(product / rate for product in products), limit, share)


def _product(q: float, beta: float) -> float:
    """eta lambda."""
    return 1 + beta - q - (beta / q if beta else 0.0)
