"""Eigenvalues to more digits than float64 has.

The one rule: fractions, and decimals of many digits, of the very floats that are given.
"""

from decimal import Decimal, localcontext
from fractions import Fraction

from scripts.reference_problems.nist import Rows, inner

DIGITS = 120


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
