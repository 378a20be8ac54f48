"""The linear problems that NIST certifies, and their solutions as exact fractions.

The one rule: the right value is that of the decimals as NIST prints them; a program
gets the floats next to them.
"""

import json
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from gdcore.problems import LeastSquares
from gdcore.validation import Array
from scripts import read

READS = ("scripts/reference_problems/recorded/nist_strd.json",)
Rows = list[list[Fraction]]


class Case(NamedTuple):
    """A problem of the Statistical Reference Datasets.

    Attributes:
        problem: As floats.
        solution: Of the decimals, exact.
        certified: As NIST prints it.
    """

    problem: LeastSquares
    solution: list[Fraction]
    certified: list[Fraction]


def entries() -> dict[str, Any]:
    """Columns of x, powers, y and certified parameters of each, as text."""
    loaded: dict[str, Any] = json.loads(read(*READS))
    return loaded["problems"]


def case(entry: dict[str, Any]) -> Case:
    """Rows and targets as decimals, and as the problem that a program makes of them."""
    texts = [column.split() for column in entry["x"]]
    terms = [(c, k) for k in entry["powers"] for c in range(len(texts) if k else 1)]
    X = [[Fraction(row[c]) ** k for c, k in terms] for row in zip(*texts, strict=True)]
    y = [Fraction(value) for value in entry["y"].split()]
    floats = np.array(texts, float)
    problem = LeastSquares(
        np.stack([floats[c] ** k for c, k in terms], axis=1), np.array(y, float)
    )
    certified = [Fraction(value) for value in entry["certified"].split()]
    return Case(problem, fit(X, y), certified)


def fractions(X: Array) -> Rows:
    """The very floats, as fractions."""
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


def inner(a: Any, b: Any) -> Fraction:
    """The sum of products."""
    return sum((u * v for u, v in zip(a, b, strict=True)), Fraction(0))


def digits(x: Array, exact: list[Fraction]) -> float:
    """Of the worst entry; 16 where all are right."""
    share = max(
        abs(Fraction(a) - b) / (abs(b) or 1)
        for a, b in zip(x.tolist(), exact, strict=True)
    )
    return min(16.0, -float(np.log10(float(share) or 1e-16)))
