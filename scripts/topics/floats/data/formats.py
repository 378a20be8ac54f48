"""The number formats, and descent on a line in any of them.

The one rule: each operation is elementwise and rounds on its own, sums included, so
that a run has the same digits on every processor.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gdcore.problems import LeastSquares
from gdcore.spectral import minimizer, spectrum
from gdcore.validation import Array


def as_stored(values: Array) -> Array:
    """What numpy rounded already."""
    return values


def to_bfloat16(values: Array) -> Array:
    """float32 rounded to 8 bits of significand, ties to even; the range is the same."""
    bits = np.ascontiguousarray(values).view(np.uint32)
    odd = (bits >> np.uint32(16)) & np.uint32(1)
    kept = (bits + np.uint32(0x7FFF) + odd) & np.uint32(0xFFFF0000)
    return kept.view(np.float32)


@dataclass(frozen=True)
class Format:
    """How numbers are kept: numpy's type, its bits, and what is still to be rounded."""

    name: str
    dtype: Any
    bits: int  # of the significand, the leading one counted
    rounded: Callable[[Array], Array] = as_stored

    def of(self, values: npt.ArrayLike) -> Array:
        """The nearest numbers of this format."""
        return self.rounded(np.asarray(values).astype(self.dtype))

    def spacing(self, value: float) -> float:
        """From |value| to the next larger number of this format."""
        return float(2.0 ** (np.frexp(abs(value))[1] - self.bits))


FLOAT16 = Format("float16", np.float16, 11)
BFLOAT16 = Format("bfloat16", np.float32, 8, to_bfloat16)
FLOAT32 = Format("float32", np.float32, 24)
FLOAT64 = Format("float64", np.float64, 53)
FORMATS = (BFLOAT16, FLOAT16, FLOAT32, FLOAT64)


def halved(terms: Array, rounded: Callable[[Array], Array] = as_stored) -> Array:
    """Sum over the first axis by adding its halves, again and again (pairwise)."""
    while len(terms) > 1:
        half = 1 << ((len(terms) - 1).bit_length() - 1)
        pairs = len(terms) - half
        added = rounded(terms[:pairs] + terms[half:])
        whole = pairs == half
        terms = added if whole else np.concatenate([added, terms[pairs:half]])
    return terms[0]


def descended(
    problem: LeastSquares,
    rates: npt.ArrayLike,
    *,
    steps: int,
    every: int = 1,
    start: npt.ArrayLike = (0.0, 0.0),
    kept: Format = FLOAT32,
    compensated: npt.ArrayLike = False,
) -> Array:
    """theta <- theta - eta grad, all rates side by side; float64, shape (K, 2, R).

    Args:
        problem: Squared error on two columns.
        rates: Shape (R,).
        steps: A multiple of `every`.
        every: Steps between two recorded ones.
        start: Shape (2,) or (2, R).
        kept: The format of every number.
        compensated: Runs that carry on what an update lost (Kahan), shape (R,).
    """
    q, of, n = kept.rounded, kept.of, len(problem.y)
    rates = np.atleast_1d(np.asarray(rates, float))
    first, second = (of(column)[:, None] for column in problem.X.T)
    columns, target = np.stack([first, second], axis=1), of(problem.y)[:, None]
    scale = of(-2 * rates / (n if problem.reduction == "mean" else 1))
    keep = of(np.broadcast_to(compensated, rates.shape))
    begun = np.asarray(start, float).reshape(2, -1)
    theta = of(np.broadcast_to(begun, (2, len(rates))))
    lost, recorded = np.zeros_like(theta), [theta.astype(float)]
    for k in range(1, steps + 1):
        r = q(q(q(first * theta[0]) + q(second * theta[1])) - target)
        update = q(q(scale * halved(q(columns * r[:, None]), q)) - lost)
        moved = q(theta + update)
        lost = q(q(q(moved - theta) - update) * keep)
        theta = moved
        if k % every == 0:
            recorded.append(theta.astype(float))
    return np.array(recorded)


def excess(problem: LeastSquares, theta: Array) -> Array:
    """Loss above the least one, e^T H e / 2 with e = theta - theta*, in float64.

    Args:
        problem: Squared error on two columns.
        theta: Shape (K, 2, R).
    """
    H, (w, b) = problem.hess(np.zeros(2)), minimizer(problem)
    dw, db = theta[:, 0] - w, theta[:, 1] - b
    half = H / 2  # first, so that nothing overflows before the loss does
    return np.asarray(half[0, 0] * dw**2 + H[0, 1] * dw * db + half[1, 1] * db**2)


def floor(problem: LeastSquares, rate: npt.ArrayLike, kept: Format) -> Any:
    """Distance of b at which its update is lost: spacing / (2 eta lambda_min)."""
    spacing = kept.spacing(minimizer(problem)[1])
    return spacing / (2 * np.asarray(rate) * spectrum(problem).lambda_min)
