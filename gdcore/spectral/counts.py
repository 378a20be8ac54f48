"""After how many steps the error of a linear method is small, without taking them.

The one rule: a block of steps is passed over where a bound says that no step of it is
outside; all others are looked at one by one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.algebra import dot, length, product
from gdcore.problems import Problem
from gdcore.spectral.closed_form import LinearMethod, modes_of
from gdcore.spectral.convergence import converging
from gdcore.spectral.envelopes import Envelope, envelope
from gdcore.spectral.modes import hessian, spectrum
from gdcore.spectral.solutions import minimizer
from gdcore.validation import Array

DENSE = 512
"""Steps that are looked at one by one, of a block that cannot be passed over."""
PARTS = 32
"""Blocks that a longer one is cut into."""
ROUNDING = 1e-12
"""Share of a bound that rounding may have taken from it."""
SMALL = 1e-140
"""A size below it, or above 1 / SMALL, may be made of squares beyond float64."""
POWERS = 2 ** np.arange(62, dtype=np.int64)


def steps_to(rate: float, tolerance: float) -> int:
    """Fewest steps k with rate^k <= tolerance.

    Args:
        rate: Factor per step, in [0, 1).
        tolerance: Relative to the first error, in (0, 1).

    Raises:
        ValueError: If the rate is not below 1, as at or beyond the limit, or the
            tolerance is out of range.
    """
    validation.fraction("rate", rate)
    rate, tolerance = float(rate), validation.share("tolerance", tolerance)
    if rate == 0:
        return 1
    k = int(np.ceil(np.log(tolerance) / np.log(rate)))
    # The quotient of the logarithms is rounded, and so may be on the wrong side.
    if rate ** (k - 1) <= tolerance:
        return k - 1
    return k + (rate**k > tolerance)


def steps_until(
    problem: Problem,
    optimizer: LinearMethod,
    x0: npt.ArrayLike,
    *,
    tolerance: float,
    measure: Callable[[Array], Array] = length,
) -> int:
    """Steps after which the error stays within `tolerance` of what it was at first.

    Exact up to 10^8 steps; beyond, to one in 10^8, which eigenvalues lose by rounding.

    Args:
        problem: A quadratic with a single minimizer.
        optimizer: A linear method that converges on it.
        x0: Start, shape (p,).
        tolerance: Relative to the measure at x0, in (0, 1).
        measure: Of errors x - x*, (K, p) to (K,): their length, or another seminorm,
            such as the size of one parameter; the sign of what it returns is dropped.

    Raises:
        ValueError: If the method does not converge, or the tolerance is out of range.
    """
    tolerance = validation.share("tolerance", tolerance)
    kinds.function("measure", measure)
    converging(problem, optimizer)
    x0 = validation.points("x0", validation.array("x0", x0, 1), problem.dim)
    with np.errstate(over="ignore", invalid="ignore"):
        error, size = _in_range(problem, optimizer, x0, measure)
    limit = tolerance * size
    if limit == 0:
        return 0
    end = POWERS[np.argmax(error.most(POWERS) <= limit)]
    return error.last_above(limit, 0, int(end)) + 1


def _in_range(
    problem: Problem,
    optimizer: LinearMethod,
    x0: Array,
    measure: Callable[[Array], Array],
) -> tuple["_Measured", float]:
    """The error and its size, of a start that is brought near 1 if squares would fail.

    Where it is nothing to the measure then, it stays as it was.
    """
    modes = modes_of(problem, optimizer)
    factors = envelope(optimizer, modes.values)

    def measured(start: Array) -> tuple[_Measured, float]:
        parts = (modes.vectors * product(start, modes.inverse.T)).T
        error = _Measured(measure, parts, factors)
        return error, float(error.sizes(start[None])[0])

    start = x0 - minimizer(problem)
    error, size = measured(start)
    if not (SMALL < size < 1 / SMALL and np.isfinite(error.parts).all()):
        near, grown = measured(np.ldexp(start, -np.frexp(np.abs(start).max())[1]))
        if grown > SMALL:
            error, size = near, grown
    if not (size < np.inf and np.isfinite(error.parts).all()):
        raise ValueError(
            "x0 is too far from the minimizer for float64: give the data in other units"
        )
    return error, size


def root_of_loss(problem: Problem) -> Callable[[Array], Array]:
    """sqrt(f(x) - f*) of errors x - x*, a measure that no change of variables alters.

    Raises:
        ValueError: If the problem is not quadratic, or has no minimum.
    """
    spectrum(problem)  # refuses a saddle
    half = hessian(problem) / 2

    def measure(errors: Array) -> Array:
        return np.sqrt(np.maximum(dot(product(errors, half), errors), 0))

    return measure


@dataclass(frozen=True, eq=False)
class _Measured:
    """A seminorm of the error, whose parts (p, p), one a row, shrink by factors."""

    measure: Callable[[Array], Array]
    parts: Array
    factors: Envelope

    def sizes(self, errors: Array) -> Array:
        """Of each row."""
        return np.abs(self.measure(errors))

    def at(self, k: Array) -> Array:
        """Of the error after k steps, shape (K,)."""
        return self.sizes(product(self.factors.factor(k), self.parts))

    def most(self, k: Array) -> Array:
        """At least what it is at every step from k on."""
        return product(self.factors.size(k), self._weights)[:, 0]

    def change(self, k: Array, length: int) -> Array:
        """At least by how much it differs from the middle of `length` steps from k."""
        return product(self.factors.change(k, length), self._weights)[:, 0]

    @cached_property
    def _weights(self) -> Array:
        return self.sizes(self.parts)[:, None]

    def last_above(self, limit: float, low: int, high: int) -> int:
        """The last step from low to high, without high, above the limit; -1 if none."""
        stride = self.factors.stride
        if high - low <= max(DENSE, PARTS * stride):
            above = np.flatnonzero(self.at(_steps(low, high)) > limit)
            return low + int(above[-1]) if above.size else -1
        rows = -(-(high - low) // (PARTS * stride))
        starts = _steps(low, high, rows * stride)
        middles = starts[:, None] + rows // 2 * stride + np.arange(stride)
        there = self.at(middles.ravel()).reshape(middles.shape).max(axis=1)
        most = self.most(starts)
        near = there + self.change(starts, rows * stride) + ROUNDING * most
        for start in starts[np.fmin(most, near) > limit][::-1].tolist():
            last = self.last_above(limit, start, min(start + rows * stride, high))
            if last >= 0:
                return last
        return -1


def _steps(low: int, high: int, stride: int = 1) -> Array:
    """Every stride-th step; where an int has 32 bits, arange alone would overflow."""
    return np.arange(low, high, stride, dtype=np.int64)
