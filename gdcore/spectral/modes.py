"""The Hessian's eigen-directions, the minimizer, and errors told apart by direction.

The one rule: eigenvalues ascend, so index 0 is the flat direction and -1 the steep one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.algebra import eigh, least_squares, product
from gdcore.problems import LeastSquares, Problem
from gdcore.validation import Array


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Eigenvalues (p,), ascending, and eigenvectors (p, p), one a column.

    Attributes:
        eigenvalues: Curvatures of f along the eigenvectors, in units of f.
        eigenvectors: Orthonormal; column i belongs to eigenvalues[i].
    """

    eigenvalues: Array
    eigenvectors: Array

    @property
    def lambda_min(self) -> float:
        """Smallest eigenvalue, along the flat direction."""
        return float(self.eigenvalues[0])

    @property
    def lambda_max(self) -> float:
        """Largest eigenvalue, along the steep direction."""
        return float(self.eigenvalues[-1])

    @property
    def condition_number(self) -> float:
        """lambda_max / lambda_min; inf if some direction is flat to rounding."""
        eps = np.finfo(self.eigenvalues.dtype).eps
        flat = self.lambda_min <= len(self.eigenvalues) * eps * self.lambda_max
        return float("inf") if flat else self.lambda_max / self.lambda_min


def spectrum(problem: Problem) -> Spectrum:
    """H v_i = lambda_i v_i for the constant Hessian H of a quadratic.

    Raises:
        ValueError: If the Hessian depends on x, is zero, or has a negative eigenvalue.
    """
    return Spectrum(*_eigh(hessian(problem)))


def hessian(problem: Problem) -> Array:
    """The constant Hessian of a quadratic, in float64; shape (p, p).

    Raises:
        ValueError: If it depends on x or is zero (as of an absolute loss).
    """
    kinds.problem(problem)
    kinds.offers("problem", problem, "a quadratic with a Hessian, hess", "hess")
    zero = np.zeros(problem.dim)
    with np.errstate(over="ignore", invalid="ignore"):
        H = np.asarray(problem.hess(zero), np.float64)
    if H.ndim != 2 or not np.array_equal(H, problem.hess(zero + 1)) or not H.any():
        raise ValueError(
            f"{type(problem).__name__} has no constant, nonzero Hessian: the "
            "eigen-view holds for LeastSquares and Quadratic"
        )
    if not np.isfinite(H).all():
        raise ValueError(
            f"the Hessian of the problem, {type(problem).__name__}, overflows: divide "
            "the columns of X by their size first"
        )
    return H


def _eigh(H: Array) -> tuple[Array, Array]:
    values, vectors = eigh(H)
    return curvatures(values), vectors


def curvatures(values: Array) -> Array:
    """Eigenvalues, those that rounding put below 0 at 0; a saddle is refused."""
    if values[0] < -len(values) * np.finfo(np.float64).eps * abs(values[-1]):
        raise ValueError(f"the Hessian has the eigenvalue {values[0]}: no minimum")
    return np.maximum(values, 0)


def minimizer(problem: Problem) -> Array:
    """x* with the least |x*| where there are many; shape (p,).

    Least squares go through X itself, not through X^T X, whose condition number is
    the square of that of X.

    Source: Golub and Van Loan (2013), section 5.5, minimum-norm least squares.
    """
    H = hessian(problem)
    if isinstance(problem, LeastSquares) and not problem.l2:
        X, y = (a.astype(np.float64) for a in (problem.X, problem.y))
        return least_squares(X, y)
    _eigh(H)
    offset = problem.grad(np.zeros(problem.dim))
    x = -least_squares(H, offset)
    left, eps = np.abs(product(x, H) + offset), np.finfo(np.float64).eps
    if left.max() > np.sqrt(eps) * np.abs(offset).max():
        raise ValueError(
            "the problem has no minimum: it falls for ever along a direction without "
            "curvature (b is not in the range of A)"
        )
    return x


def eigen_errors(problem: Problem, x: npt.ArrayLike) -> Array:
    """Components of x - x* along the eigenvectors, flat direction first.

    Args:
        problem: A quadratic.
        x: Points, shape (..., p).

    Returns:
        Shape (..., p). f(x) - f(x*) is the sum over i of lambda_i e_i^2 / 2.
    """
    kinds.problem(problem)
    error = validation.points("x", x, problem.dim) - minimizer(problem)
    return product(error, spectrum(problem).eigenvectors)


def line_eigenvalues(mean: float, variance: float) -> tuple[float, float]:
    """lambda = T -+ sqrt(T^2 - 4 v), T = 1 + mean^2 + v: a line's mean squared error.

    The Hessian of the loss in (w, b) is 2 [[mean^2 + v, mean], [mean, 1]]. The small
    eigenvalue is taken as 4 v / lambda_max, which does not cancel.

    Args:
        mean: Mean of x.
        variance: v, the variance of x (divided by n), above 0.

    Returns:
        (smallest, largest).

    Source: LeCun, Kanter and Solla (1991), on the eigenvalue that the mean makes.
    """
    mean, variance = (
        validation.real("mean", mean),
        validation.scalar("variance", variance),
    )
    validation.positive("variance", variance)
    T = 1 + mean**2 + variance
    largest = T + np.sqrt(T * T - 4 * variance)
    return float(4 * variance / largest), float(largest)
