"""What is diagnosed: a problem, a start, and what is known of the minimizer.

The one rule: what is known of the data is asked of their spectrum, in one place.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gdcore import validation
from gdcore.algebra import length
from gdcore.diagnosis.conventions import Convention, convention
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Problem,
    Rosenbrock,
    best_absolute_fit,
)
from gdcore.problems.surfaces import hessian_at
from gdcore.spectral import Spectrum, minimizer, spectrum, trusted_digits
from gdcore.validation import Array

ROUNDING = 1e-14
"""Relative difference of two losses that are equal but for rounding."""


@dataclass(frozen=True, eq=False)
class Case:
    """A problem from a start, under a convention.

    Attributes:
        problem: What is minimized, but for the factor.
        x0: Start, shape (p,), float64.
        convention: Of the loss.
        names: Of what is counted: the parameters, or the rows of `view`.
        view: What is counted of an error x - x*, view (x - x*), shape (q, p); None
            for the parameters themselves.
        rows: Rows of the data that the problem stands for; None where it has none.
    """

    problem: Problem
    x0: Array
    convention: Convention
    names: tuple[str, ...] = ()
    view: Array | None = None
    rows: int | None = None

    @cached_property
    def quadratic(self) -> bool:
        """Whether the Hessian is constant and not zero."""
        zero = np.zeros(self.problem.dim)
        H, there = (hessian_at(self.problem, zero + shift) for shift in (0, 1))
        return H.ndim == 2 and np.array_equal(H, there) and bool(np.any(H))

    @cached_property
    def exact(self) -> "Case":
        """The same rows in float64: what a run would do without float32's rounding."""
        problem = self.problem
        if not isinstance(problem, LeastSquares) or problem.dtype != np.float32:
            return self
        X, y = problem.X.astype(np.float64), problem.y.astype(np.float64)
        return replace(self, problem=replace(problem, X=X, y=y))

    @cached_property
    def spectrum(self) -> Spectrum:
        """Of the problem, without the factor."""
        return spectrum(self.problem)

    @cached_property
    def arrived(self) -> bool:
        """Whether the start is the minimizer."""
        return self.reference is not None and np.array_equal(self.x0, self.reference)

    @cached_property
    def rounding(self) -> float:
        """Relative rounding of x in a run on a quadratic, by the first error."""
        eps, best = float(np.finfo(self.problem.dtype).eps), minimizer(self.problem)
        first = float(length(best - self.x0))
        largest = float(max(length(best), length(self.x0)))
        return eps * max(1.0, largest / first) if first else eps

    @cached_property
    def digits(self) -> int:
        """Decimal digits of the minimizer that the data determine."""
        return trusted_digits(self.problem)

    @cached_property
    def flat(self) -> bool:
        """Whether a direction of the quadratic has no curvature."""
        return self.spectrum.lambda_min == 0

    @cached_property
    def reference(self) -> Array | None:
        """The minimizer nearest to the start, where it is known; shape (p,)."""
        problem = self.problem
        if isinstance(problem, Rosenbrock):
            return np.array([problem.a, problem.a**2])
        if isinstance(problem, LeastAbsolute):
            best = best_absolute_fit(problem)
            least = float(problem.value(best)) * (1 + ROUNDING)
            return self.x0 if problem.value(self.x0) <= least else best
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
    start = start.astype(np.float64)
    y = getattr(problem, "y", None)
    rows = None if y is None else len(y)
    return Case(
        problem, start, convention(problem, loss), parameters(problem), rows=rows
    )


def parameters(problem: Problem) -> tuple[str, ...]:
    """Names: w and b of a line, w1, w2, ... and b of features, x1, x2, ... else."""
    X = getattr(problem, "X", None)
    if X is None or not np.all(X[:, -1] == 1):
        return tuple(f"x{j + 1}" for j in range(problem.dim))
    if problem.dim == 2:
        return ("w", "b")
    return (*(f"w{j}" for j in range(1, problem.dim)), "b")
