"""The eigenvalue that a factor implies, by the method: for descent q = 1 - eta lambda.

The one rule: where the log hides the sign of q, both branches are told.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from gdcore.logs.factors import Factor


class Theory(NamedTuple):
    """How a method's factor goes with eta lambda, for one mode of a quadratic.

    Attributes:
        product: eta lambda, from q and beta.
        limit: eta lambda from which on the mode diverges, from beta.
        complex: |q| up to which the mode may turn in a plane, from beta.
    """

    product: Callable[[float, float], float]
    limit: Callable[[float], float]
    complex: Callable[[float], float]


HEAVY_BALL = Theory(
    product=lambda q, beta: 1 + beta - q - beta / q,
    limit=lambda beta: 2 * (1 + beta),
    complex=math.sqrt,
)
"""q^2 - (1 + beta - eta lambda) q + beta = 0; descent, for beta = 0. Polyak (1964)."""
NESTEROV = Theory(
    product=lambda q, beta: 1 - q * q / ((1 + beta) * q - beta),
    limit=lambda beta: 2 * (1 + beta) / (1 + 2 * beta),
    complex=lambda beta: 2 * beta / (1 + beta),
)
"""q^2 - (1 - eta lambda) ((1 + beta) q - beta) = 0.

Source: Lessard, Recht and Packard (2016), Proposition 1.
"""


class Curvature(NamedTuple):
    """What a factor says of the loss; of eta lambda where eta is not known.

    Attributes:
        eigenvalues: The implied lambda, the likelier branch first; () without eta.
        limit: The learning rate from which on the mode of that lambda diverges.
        share: The learning rate as a share of the limit; known without eta, too.
    """

    eigenvalues: tuple[float, ...]
    limit: float | None
    share: float


def curvature(
    factor: Factor, rate: float | None, beta: float, theory: Theory | None
) -> Curvature | None:
    """lambda, from the factor and the learning rate.

    Args:
        factor: Of the error per step.
        rate: eta; None if it is not known.
        beta: Of the heavy ball or Nesterov's method; 0 for plain descent.
        theory: Of the method; None if it has none.

    Returns:
        None where no lambda is implied: the error of a heavy ball that swings
        shrinks by sqrt(beta) at every lambda.
    """
    size = factor.size
    if theory is None or not 1e-12 < size < 1e150:
        return None
    if size < theory.complex(beta) * 1.02:
        return None
    signs: tuple[int, ...] = (factor.sign,) if factor.sign else (1, -1)
    if factor.log_size > 0 and factor.sign == 0:
        signs = (-1,)
    products = tuple(theory.product(sign * size, beta) for sign in signs)
    share = products[0] / theory.limit(beta)
    if not share:
        return None
    if rate is None:
        return Curvature((), None, share)
    limit = rate / share if share > 0 else None
    return Curvature(tuple(product / rate for product in products), limit, share)
