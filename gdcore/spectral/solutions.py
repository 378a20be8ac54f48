"""The minimizer of a quadratic, its digits, and errors told apart by direction.

The one rule: data are asked before a Hessian made of them, which keeps half the digits.
"""

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.algebra import (
    Squares,
    definite,
    half_powers,
    least_squares,
    product,
    symmetric,
)
from gdcore.problems import Problem
from gdcore.spectral.modes import eigh_of_hessian, hessian, rows_of, spectrum
from gdcore.validation import Array

MOST_DIGITS = 15
"""Decimal digits that float64 holds."""


def minimizer(problem: Problem) -> Array:
    """x* with the least |x*| where there are many; shape (p,).

    Least squares go through X itself, not through X^T X, whose condition number is
    the square of that of X; `trusted_digits` says how many digits the data leave.

    Raises:
        ValueError: If there is no minimum, or it is beyond float64.

    Source: Golub and Van Loan (2013), sections 5.3.8 and 5.5.
    """
    kinds.problem(problem)
    rows = rows_of(problem)
    if rows:
        return _finite(rows.solution.x.copy())
    H, offset = hessian(problem), problem.grad(np.zeros(problem.dim))
    power = half_powers(H)
    if not definite(H):
        eigh_of_hessian(H)  # refuses a saddle
        power = np.zeros(len(H), int)
    A, b = symmetric(H, power), np.ldexp(-offset, -power)
    z, root = _finite(least_squares(A, b)), np.sqrt(np.finfo(np.float64).eps)
    if np.abs(product(z, A) - b).max() > root * np.abs(b).max():
        raise ValueError(
            "the problem has no minimum: it falls for ever along a direction without "
            "curvature (b is not in the range of A)"
        )
    with np.errstate(over="ignore"):
        return _finite(np.ldexp(z, -power))


def trusted_digits(problem: Problem) -> int:
    """Decimal digits of each parameter of `minimizer` that the data determine.

    Each number of the data is known to half a unit of its last place; how far the
    minimizer moves with them is what it can be trusted to. From 0, for columns that
    depend on each other, to 15; a parameter that is zero to rounding does not count.

    Source: Bjorck (1996), section 1.4.5, on perturbations of each entry.
    """
    rows = rows_of(problem)
    if rows is None:
        minimizer(problem)  # refuses what has none
        H = hessian(problem)
        rows = Squares(H, -problem.grad(np.zeros(problem.dim)))
    return int(np.clip(rows.digits, 0, MOST_DIGITS))


def _finite(x: Array) -> Array:
    lost = np.flatnonzero(~np.isfinite(x))
    if lost.size:
        raise ValueError(
            f"the minimizer's parameter {lost[0]} is beyond float64: give the data in "
            "other units"
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
