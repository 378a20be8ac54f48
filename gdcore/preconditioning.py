"""Preconditioners as what they are: changes of variables, with the way back.

The one rule: x = M z + c; descent in z is descent in x preconditioned by M M^T.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.algebra import Squares, composed, inverse, invertible, product, solve
from gdcore.problems import LeastAbsolute, LeastSquares, Problem
from gdcore.problems.moments import moments, shift
from gdcore.problems.surfaces import hessian_at
from gdcore.spectral import spectrum
from gdcore.spectral.modes import hessian
from gdcore.validation import Array

UNITS = "drop its column of X, or give it in other units"


@dataclass(frozen=True, eq=False)
class ChangeOfVariables:
    """x = M z + c, with M invertible.

    Attributes:
        M: Shape (p, p).
        c: Shape (p,).
    """

    M: Array
    c: Array

    if TYPE_CHECKING:  # lists are taken, arrays are kept

        def __init__(self, M: npt.ArrayLike, c: npt.ArrayLike) -> None: ...

    def __post_init__(self) -> None:
        M, c = validation.array("M", self.M, 2), validation.array("c", self.c, 1)
        if M.shape != (len(c), len(c)):
            raise ValueError(f"M {M.shape} and c {c.shape} do not fit: (p, p) and (p,)")
        if not invertible(M):
            raise ValueError("M is singular: there is no way back from x to z")
        validation.freeze(self, M=M, c=c)

    __setstate__ = validation.refrozen

    def back(self, z: npt.ArrayLike) -> Array:
        """x = M z + c, for z of shape (..., p)."""
        return product(validation.place("z", z, len(self.c)), self.M.T) + self.c

    def to(self, x: npt.ArrayLike) -> Array:
        """z = M^-1 (x - c), for x of shape (..., p)."""
        return solve(self.M, validation.place("x", x, len(self.c)) - self.c)


@dataclass(frozen=True, eq=False)
class Transformed:
    """g(z) = f(M z + c): the same loss, seen in z."""

    original: Problem
    change: ChangeOfVariables

    def __post_init__(self) -> None:
        kinds.problem(self.original, "original")
        kinds.offers("change", self.change, "a ChangeOfVariables", "M", "c", "back")
        n = len(self.change.c)
        if n != self.original.dim:
            raise ValueError(f"{n} variables for {self.original.dim} parameters")
        M, c = (a.astype(self.dtype) for a in (self.change.M, self.change.c))
        validation.freeze(self, change=ChangeOfVariables(M, c))

    @property
    def dim(self) -> int:
        """p, the number of parameters."""
        return self.original.dim

    @property
    def dtype(self) -> np.dtype[Any]:
        """Precision of the original problem."""
        return self.original.dtype

    def value(self, z: npt.ArrayLike) -> Array:
        """f(M z + c), shape (...)."""
        return self.original.value(self.change.back(z))

    def grad(self, z: npt.ArrayLike) -> Array:
        """M^T grad f, shape (..., p)."""
        return product(self.original.grad(self.change.back(z)), self.change.M)

    def hess(self, z: npt.ArrayLike) -> Array:
        """M^T H M, shape (p, p) or (..., p, p); of rows X M where there are rows."""
        x = self.change.back(z)
        if self.squares:
            return self.squares.hess
        H = hessian_at(self.original, x)
        return composed(composed(self.change.M.T, H), self.change.M)

    @cached_property
    def squares(self) -> Squares | None:
        """The original's rows in z, X M and y - X c; None where it has none."""
        rows: Squares | None = getattr(self.original, "squares", None)
        if rows is None:
            return None
        M, c = (a.astype(np.float64) for a in (self.change.M, self.change.c))
        y = rows.y - product(c, np.ascontiguousarray(rows.X.T))
        return replace(rows, X=product(rows.X, M), y=y)


def center(problem: LeastSquares | LeastAbsolute) -> ChangeOfVariables:
    """Measure each column of X from its mean; b = c - sum_j mean_j w_j.

    Raises:
        ValueError: If X has no column of ones to take up the means.
    """
    ones, mean, _ = moments(problem)
    return ChangeOfVariables(shift(ones, mean), np.zeros(problem.dim))


def standardize(problem: LeastSquares | LeastAbsolute) -> ChangeOfVariables:
    """Center, then divide by the standard deviation: w = u / sd, b = c - u mean / sd.

    The Hessian of a line's mean squared error becomes 2 I.

    Raises:
        ValueError: If X has no column of ones, or another constant column.

    Source: LeCun et al. (1998), "Efficient BackProp", section 4.3.
    """
    ones, mean, sd = moments(problem)
    with np.errstate(over="ignore", divide="ignore"):
        M = shift(ones, mean) / sd
    if not np.isfinite(M).all():
        raise ValueError("a deviation of X is too small to divide by: " + UNITS)
    return ChangeOfVariables(M, np.zeros(problem.dim))


def jacobi(problem: Problem) -> ChangeOfVariables:
    """Divide each parameter by the root of its own curvature: H_ii becomes 1.

    Within a factor p of the best condition number that any diagonal gives.

    Source: van der Sluis (1969), Theorem 4.1.
    """
    curvature = np.diag(hessian(problem))
    with np.errstate(over="ignore", divide="ignore"):
        rates = 1 / curvature
    if not np.all((rates > 0) & (rates < np.inf)):
        least = int(curvature.argmin())
        raise ValueError(f"parameter {least} has no curvature in float64: {UNITS}")
    return diagonal(rates)


def whiten(problem: Problem) -> ChangeOfVariables:
    """M = Q diag(lambda)^(-1/2): the Hessian becomes I, and the valley a bowl.

    Raises:
        ValueError: If a direction has no curvature.
    """
    curvatures = spectrum(problem)
    if curvatures.lambda_min == 0:
        raise ValueError("a direction has no curvature: it cannot be scaled to 1")
    M = curvatures.eigenvectors / np.sqrt(curvatures.eigenvalues)
    return ChangeOfVariables(M, np.zeros(problem.dim))


def approximate(B: npt.ArrayLike) -> ChangeOfVariables:
    """z = B x, for B near the A of |A x - b|^2: the better, the nearer A B^-1 to I.

    Raises:
        ValueError: If B is singular or not square.
    """
    B = validation.array("B", B, 2)
    if B.shape[0] != B.shape[1] or not invertible(B):
        raise ValueError(f"B {B.shape} must be square and invertible")
    return ChangeOfVariables(inverse(B), np.zeros(len(B)))


def diagonal(learning_rate: npt.ArrayLike) -> ChangeOfVariables:
    """M = diag(sqrt(eta_i)): a rate of 1 in z is eta_i for parameter i in x."""
    validation.positive("learning_rate", learning_rate)
    root = np.sqrt(validation.array("learning_rate", learning_rate, 1))
    return ChangeOfVariables(np.diag(root), np.zeros(len(root)))
