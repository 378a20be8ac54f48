"""The eigenvalues and eigen-directions of a constant Hessian.

The one rule: eigenvalues ascend, so index 0 is the flat direction and -1 the steep one.
"""

from dataclasses import dataclass

import numpy as np

from gdcore import kinds, validation
from gdcore.algebra import Squares, definite, eigh
from gdcore.problems import Problem
from gdcore.problems.surfaces import ASYMMETRY, hessian_at, some_data
from gdcore.validation import Array

LEAST = float(np.finfo(np.float64).tiny)
"""Below it numbers lose digits, and then all of them."""


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
        """lambda_max / lambda_min; inf if some direction has no curvature."""
        flat = self.lambda_min == 0
        return float("inf") if flat else self.lambda_max / self.lambda_min


def spectrum(problem: Problem) -> Spectrum:
    """H v_i = lambda_i v_i for the constant Hessian H of a quadratic.

    From the data X, where there are data, not from X^T X: small eigenvalues are as
    exact as columns at equal length allow, whatever their units are. An eigenvalue is
    zero only where such columns depend on each other, to max(n, p) eps.

    Raises:
        ValueError: If the Hessian depends on x, is zero, or has a negative eigenvalue,
            or an eigenvalue is not zero, but below what float64 holds.
    """
    resolved(problem)
    return Spectrum(*(part.copy() for part in eigenpairs(problem)))


def eigenpairs(problem: Problem, rates: Array | None = None) -> tuple[Array, Array]:
    """Eigenvalues and eigenvectors of sqrt(rates) H sqrt(rates), or of H itself."""
    kinds.problem(problem)
    rows = rows_of(problem)
    if rows:
        values, vectors = rows.modes(rates)
    else:
        H = hessian(problem)
        root = np.ones(len(H)) if rates is None else np.sqrt(rates)
        values, vectors = eigh_of_hessian(root[:, None] * H * root)
    least = LEAST if rows else 0.0
    if not (np.isfinite(values[-1]) and values[-1] > 0 and values[-1] >= least):
        raise ValueError(
            f"the largest eigenvalue of the problem, {type(problem).__name__}, is "
            f"{values[-1]}, beyond float64: give the data in other units"
        )
    return values, vectors


def resolved(problem: Problem) -> None:
    """Refuse rows with an eigenvalue that is not zero, but too small for float64."""
    rows = rows_of(problem)
    if rows and eigenpairs(problem)[0][-rows.solution.rank] < LEAST:
        raise ValueError(
            f"an eigenvalue of the problem, {type(problem).__name__}, is below "
            f"{LEAST:.4g}, the least that float64 holds: give the columns of X in "
            "other units"
        )


def rows_of(problem: Problem) -> Squares | None:
    """The rows that a quadratic is made of; None where it is a matrix, or zero."""
    rows = getattr(problem, "squares", None)
    return rows if isinstance(rows, Squares) and rows.X.any() else None


def hessian(problem: Problem) -> Array:
    """The constant Hessian of a quadratic, in float64; shape (p, p).

    Raises:
        ValueError: If it depends on x or is zero (as of an absolute loss).
    """
    kinds.problem(problem)
    kinds.offers("problem", problem, "a quadratic with a Hessian, hess", "hess")
    zero = np.zeros(problem.dim)
    with np.errstate(over="ignore", invalid="ignore"):
        H, there = (hessian_at(problem, zero + shift) for shift in (0, 1))
    if H.ndim != 2 or not np.array_equal(H, there) or not H.any():
        some_data(problem)
        raise ValueError(
            f"{type(problem).__name__} has no constant, nonzero Hessian: the "
            "eigen-view holds for LeastSquares and Quadratic"
        )
    if not np.isfinite(H).all():
        raise ValueError(
            f"the Hessian of the problem, {type(problem).__name__}, overflows: divide "
            "the columns of X by their size first"
        )
    if np.abs(H - H.T).max() > ASYMMETRY * np.abs(H).max():
        raise ValueError(f"hess of {type(problem).__name__} is not symmetric")
    return np.asarray(H, np.float64)


def eigh_of_hessian(H: Array) -> tuple[Array, Array]:
    """Eigenvalues, 0 where rounding alone makes them, and eigenvectors; no saddle."""
    values, vectors = eigh(H)
    rounding = len(H) * np.finfo(np.float64).eps * abs(values[-1])
    if values[0] < -rounding:
        raise ValueError(f"the Hessian has the eigenvalue {values[0]}: no minimum")
    flat = values <= rounding
    if flat.any() and not definite(H):
        values = np.where(flat, 0, values)
    return values, vectors


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
    T = 1 + mean * mean + variance
    largest = T + np.sqrt(max(T * T - 4 * variance, 0.0))
    if not largest < np.inf:
        raise ValueError(
            f"the mean {mean} and the variance {variance} are too large: their squares "
            "are beyond float64; give x in other units"
        )
    return float(min(4 * variance / largest, largest)), float(largest)
