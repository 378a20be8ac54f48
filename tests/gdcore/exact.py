"""Least squares and condition numbers to more digits than float64 has.

The one rule: fractions, and decimals of many digits, of the very floats that are given.
"""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np

DIGITS = 120
Rows = list[list[Fraction]]


def fractions(X: np.ndarray) -> Rows:
    return [[Fraction(value) for value in row] for row in np.atleast_2d(X).tolist()]


def fit(X: Rows, y: list[Fraction]) -> list[Fraction]:
    """The x with X^T X x = X^T y, for columns that do not depend on each other."""
    columns = list(zip(*X, strict=True))
    A = [[inner(a, b) for b in columns] + [inner(a, y)] for a in columns]
    for i, pivot in enumerate(A):
        for row in A[i + 1 :]:
            factor = row[i] / pivot[i]
            row[:] = [u - factor * v for u, v in zip(row, pivot, strict=True)]
    x: list[Fraction] = []
    for i in range(len(A) - 1, -1, -1):
        x.insert(0, (A[i][-1] - inner(A[i][i + 1 : -1], x)) / A[i][i])
    return x


def inner(a, b):
    return sum((u * v for u, v in zip(a, b, strict=True)), Fraction(0))


def eigenvalues(X: Rows) -> list[float]:
    """Those of X^T X, ascending, by Jacobi's rotations in decimals."""
    columns = list(zip(*X, strict=True))
    with localcontext(prec=DIGITS):
        A = [[decimal(inner(a, b)) for b in columns] for a in columns]
        p = len(A)
        for _ in range(30):
            for i in range(p):
                for j in range(i + 1, p):
                    rotate(A, i, j)
        return sorted(float(A[i][i]) for i in range(p))


def rotate(A: list[list[Decimal]], i: int, j: int) -> None:
    if A[i][j] ** 2 <= Decimal(10) ** (-DIGITS) * abs(A[i][i] * A[j][j]):
        return
    tau = (A[j][j] - A[i][i]) / (2 * A[i][j])
    t = (1 if tau >= 0 else -1) / (abs(tau) + (1 + tau * tau).sqrt())
    c = 1 / (1 + t * t).sqrt()
    s = t * c
    for row in A:
        row[i], row[j] = c * row[i] - s * row[j], s * row[i] + c * row[j]
    A[i], A[j] = (
        [c * u - s * v for u, v in zip(A[i], A[j], strict=True)],
        [s * u + c * v for u, v in zip(A[i], A[j], strict=True)],
    )


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def digits(x: np.ndarray, exact: list[Fraction]) -> float:
    """Of the worst entry; 16 where all are right."""
    share = max(
        abs(Fraction(a) - b) / (abs(b) or 1)
        for a, b in zip(x.tolist(), exact, strict=True)
    )
    return min(16.0, -float(np.log10(float(share) or 1e-16)))
