"""What is diagnosed: a problem, a start, and what is known of the minimizer.

The one rule: columns are scaled before anything is said of their dependence.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gdcore import validation
from gdcore.algebra import dot, length, singular_values
from gdcore.diagnosis.conventions import Convention, convention
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Problem,
    Rosenbrock,
    best_absolute_line,
)
from gdcore.spectral import Spectrum, minimizer, spectrum
from gdcore.validation import Array

EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Case:
    """A problem from a start, under a convention.

    Attributes:
        problem: What is minimized, but for the factor.
        x0: Start, shape (p,), float64.
        convention: Of the loss.
    """

    problem: Problem
    x0: Array
    convention: Convention

    @cached_property
    def quadratic(self) -> bool:
        """Whether the Hessian is constant and not zero."""
        zero = np.zeros(self.problem.dim)
        H, there = (self.problem.hess(zero + shift) for shift in (0, 1))
        return H.ndim == 2 and np.array_equal(H, there) and bool(np.any(H))

    @cached_property
    def spectrum(self) -> Spectrum:
        """Of the problem, without the factor."""
        return spectrum(self.problem)

    @cached_property
    def scaled_condition_number(self) -> float:
        """Of the rows with columns of unit length, or of H scaled to a unit diagonal.

        It tells how many digits of the minimizer are lost; inf for a zero column.

        Source: Golub and Van Loan (2013), section 5.3.7; van der Sluis (1969).
        """
        if not isinstance(self.problem, LeastSquares):
            H = np.asarray(self.problem.hess(self.x0), np.float64)
            root = np.sqrt(np.diag(H))
            return _ratio(H / root / root[:, None]) if root.all() else np.inf
        rows = stacked(self.problem)[0]
        size = np.abs(rows).max(axis=0)
        if not size.all():
            return np.inf
        size = size * length((rows / size).T)
        if rows.shape[1] != 2:
            return _ratio(rows / size)
        first, second = np.ascontiguousarray((rows / size).T)
        cosine = dot(first, second)
        sine = float(length(second - cosine * first))
        return float((1 + abs(cosine)) / sine) if sine else np.inf

    @cached_property
    def arrived(self) -> bool:
        """Whether the start is the minimizer."""
        return self.reference is not None and np.array_equal(self.x0, self.reference)

    @cached_property
    def rounding(self) -> float:
        """Relative rounding of x in a run, measured by the first error."""
        eps = float(np.finfo(self.problem.dtype).eps)
        if self.reference is None:
            return eps
        first = float(length(self.reference - self.x0))
        largest = float(max(length(self.reference), length(self.x0)))
        return eps * max(1.0, largest / first) if first else eps

    @cached_property
    def digits(self) -> int:
        """Digits of the largest terms of the minimizer that float64 leaves."""
        if self.flat:
            return 0
        return max(0, int(-np.log10(EPS * self.scaled_condition_number)))

    @cached_property
    def flat(self) -> bool:
        """Whether the columns depend on each other, to the rounding of the data."""
        eps = float(np.finfo(self.problem.dtype).eps)
        return not self.scaled_condition_number * eps * self.problem.dim < 1

    @cached_property
    def reference(self) -> Array | None:
        """The minimizer nearest to the start, where it is known; shape (p,)."""
        problem = self.problem
        if isinstance(problem, Rosenbrock):
            return np.array([problem.a, problem.a**2])
        if isinstance(problem, LeastAbsolute):
            line = problem.dim == 2 and bool(np.all(problem.X[:, 1] == 1))
            return best_absolute_line(problem) if line else None
        if not self.quadratic:
            return None
        if self.flat and isinstance(problem, LeastSquares) and not problem.l2:
            return self.x0 + minimizer(replace(problem, y=-problem.residual(self.x0)))
        return minimizer(problem)


def case(problem: Problem, x0: npt.ArrayLike | None, loss: str | None) -> Case:
    """The case that the arguments of `diagnose` describe.

    Raises:
        ValueError: If the start does not fit, or the loss.
    """
    start = np.zeros(problem.dim) if x0 is None else validation.array("x0", x0, 1)
    if len(start) != problem.dim:
        raise ValueError(f"x0 has {len(start)} of the problem's {problem.dim} values")
    return Case(problem, start.astype(np.float64), convention(problem, loss))


def stacked(problem: LeastSquares) -> tuple[Array, Array]:
    """Rows and targets whose plain sum of squares is the loss, the ridge term as rows.

    Returns:
        Shapes (n, p) and (n,), or with p rows more where there is a ridge term.
    """
    weight = 1.0 if problem.reduction == "sum" else 1 / len(problem.y)
    X, y = (np.sqrt(weight) * a.astype(np.float64) for a in (problem.X, problem.y))
    if not problem.l2:
        return X, y
    shrunk = ~np.all(problem.X == 1, axis=0) | problem.penalize_intercept
    ridge = np.diag(np.sqrt(problem.l2 * shrunk))
    return np.vstack([X, ridge]), np.append(y, np.zeros(problem.dim))


def _ratio(A: Array) -> float:
    values = singular_values(A)
    return float(values[0] / values[-1]) if values[-1] > 0 else np.inf
