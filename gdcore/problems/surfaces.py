"""Surfaces given by a formula, and what every problem offers.

The one rule: nothing here knows about data rows; those are in `losses`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.algebra import dot, product
from gdcore.validation import Array

QUIET = np.errstate(over="ignore", invalid="ignore")
"""Far out, a value is inf: that is no mistake of who asks."""
ASYMMETRY = 1e-6
"""Relative to the largest entry; up to here a matrix counts as symmetric."""


class Problem(Protocol):
    """f: R^p -> R with its first two derivatives, at points x of shape (..., p)."""

    @property
    def dim(self) -> int:
        """p, the number of parameters."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """Precision in which a run on this problem computes."""

    def value(self, x: Array) -> Array:
        """f(x), shape (...)."""

    def grad(self, x: Array) -> Array:
        """Gradient of f at x, shape (..., p)."""

    def hess(self, x: Array) -> Array:
        """Hessian of f at x, shape (p, p) where it is constant, else (..., p, p)."""


@dataclass(frozen=True, eq=False)
class Quadratic:
    """f(x) = x^T A x / 2 - b^T x, with A symmetric, shape (p, p), and b shape (p,)."""

    A: Array
    b: Array

    if TYPE_CHECKING:  # lists are taken, arrays are kept

        def __init__(self, A: npt.ArrayLike, b: npt.ArrayLike) -> None: ...

    def __post_init__(self) -> None:
        A, b = validation.array("A", self.A, 2), validation.array("b", self.b, 1)
        if A.shape != (len(b), len(b)):
            raise ValueError(f"A {A.shape} and b {b.shape} do not fit: (p, p) and (p,)")
        with np.errstate(over="ignore"):
            gap, twice = np.abs(A - A.T), A + A.T
        i, j = np.unravel_index(int(gap.argmax()), gap.shape)
        if gap[i, j] > ASYMMETRY * np.abs(A).max():
            raise ValueError(
                f"A is not symmetric: {A[i, j]} at [{i}, {j}] but {A[j, i]} at "
                f"[{j}, {i}]; "
                "to solve A x = b with such an A, minimize LeastSquares(A, b)"
            )
        even = np.where(np.isfinite(twice), 0.5 * twice, 0.5 * A + 0.5 * A.T)
        validation.freeze(self, A=validation.array("A", even, 2), b=b)

    __setstate__ = validation.refrozen

    @property
    def dim(self) -> int:
        """p, the number of parameters."""
        return len(self.b)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Precision of A and b."""
        return np.result_type(self.A, self.b)

    def value(self, x: npt.ArrayLike) -> Array:
        """x^T A x / 2 - b^T x, shape (...)."""
        x = validation.place("x", x, self.dim)
        return np.asarray(dot(x, 0.5 * product(x, self.A) - self.b))

    def grad(self, x: npt.ArrayLike) -> Array:
        """A x - b, shape (..., p)."""
        if type(x) is not np.ndarray or x.shape != self.b.shape:
            x = validation.place("x", x, self.dim)
        return product(x, self.A) - self.b

    def hess(self, x: npt.ArrayLike) -> Array:
        """A, whatever x is; shape (p, p)."""
        validation.place("x", x, self.dim)
        return self.A


@dataclass(frozen=True)
class Rosenbrock:
    """f(x) = (a - x_0)^2 + b (x_1 - x_0^2)^2: a curved valley, minimum 0 at (a, a^2).

    Source: Rosenbrock (1960), "An automatic method for finding the greatest or least
    value of a function", with a = 1, b = 100.
    """

    a: float = 1.0
    b: float = 100.0

    def __post_init__(self) -> None:
        fields = {name: validation.real(name, getattr(self, name)) for name in "ab"}
        validation.freeze(self, **fields)

    @property
    def dim(self) -> int:
        """2."""
        return 2

    @property
    def dtype(self) -> np.dtype[Any]:
        """float64: there are no data whose precision a run could follow."""
        return np.dtype(np.float64)

    @QUIET
    def value(self, x: npt.ArrayLike) -> Array:
        """f(x), shape (...)."""
        u, v = np.moveaxis(validation.place("x", x, 2), -1, 0)
        return np.asarray((self.a - u) ** 2 + self.b * (v - u**2) ** 2)

    @QUIET
    def grad(self, x: npt.ArrayLike) -> Array:
        """Shape (..., 2)."""
        u, v = np.moveaxis(validation.place("x", x, 2), -1, 0)
        bend = 2 * self.b * (v - u**2)
        return np.stack([2 * (u - self.a) - 2 * u * bend, bend], axis=-1)

    @QUIET
    def hess(self, x: npt.ArrayLike) -> Array:
        """Shape (..., 2, 2)."""
        u, v = np.moveaxis(validation.place("x", x, 2), -1, 0)
        uu = 2 + 2 * self.b * (6 * u**2 - 2 * v)
        uv = -4 * self.b * u
        vv = np.full_like(uu, 2 * self.b)
        return np.stack([np.stack([uu, uv], -1), np.stack([uv, vv], -1)], -2)


def hessian_at(problem: Any, x: Array) -> Array:
    """The Hessian that a problem gives at x; refuse another shape than it must have."""
    H, p = validation.numeric("hess", problem.hess(x)), problem.dim
    if H.shape[-2:] != (p, p):
        raise ValueError(
            f"hess of {type(problem).__name__} gives shape {H.shape}, not ({p}, {p})"
        )
    return H


def some_data(problem: Any) -> None:
    """Refuse a problem whose X is all zeros, which says nothing of x."""
    if isinstance(X := getattr(problem, "X", None), np.ndarray) and not X.any():
        raise ValueError("X is all zeros, which every x fits alike: give other data")


def numerical_grad(f: Callable[[Array], Array], x: npt.ArrayLike) -> Array:
    """Central differences (f(x + h) - f(x - h)) / 2h, one parameter at a time.

    h is the cube root of the precision times max(1, |x_i|), which balances the
    formula's h^2 error against rounding.

    Args:
        f: Function of points of shape (..., p).
        x: One point, shape (p,).

    Returns:
        Shape (p,); on a smooth f of order 1 about 1e-10 from the gradient in float64.

    Source: Nocedal and Wright (2006), section 8.1, equation (8.7).
    """
    kinds.function("f", f)
    x = validation.array("x", x, 1)
    h = np.cbrt(np.finfo(x.dtype).eps) * np.maximum(1, np.abs(x))
    offset = np.diag(h)
    return np.asarray((f(x + offset) - f(x - offset)) / (2 * h))
