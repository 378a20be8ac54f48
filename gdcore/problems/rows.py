"""Data rows as the losses hold them: checked, by columns, and in blocks.

The one rule: the sums over all rows are taken block by block, each in the cache.
"""

from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from gdcore import validation
from gdcore.algebra import Squares
from gdcore.problems.surfaces import Problem
from gdcore.validation import Array

BLOCK = 2**15
"""Rows whose residuals are taken at once: they stay in the processor's cache."""
Rows = tuple[Array, Array, Array]
Blocks = tuple[Rows, tuple[Rows, ...]]


class RowProblem(Problem, Protocol):
    """A problem that is a mean or sum over data rows and so can be sampled."""

    @property
    def y(self) -> Array:
        """Targets, shape (n,)."""

    def rows(self, index: Array) -> Self:
        """The same loss on the rows `index` alone."""


def by_columns(problem: Any) -> Array:
    """X^T, shape (p, n), each column of X in one piece, in the problem's precision."""
    return np.ascontiguousarray(problem.X.T, problem.dtype)


def point(problem: Any) -> tuple[int]:
    """The shape of one point, (p,)."""
    return (problem.X.shape[1],)


def cut(columns: Array, y: Array, weighted: Array) -> Blocks:
    """X^T, y and weighted X in blocks of rows, the first apart: mostly it is all."""
    blocks = [
        (columns[:, i : i + BLOCK], y[i : i + BLOCK], weighted[i : i + BLOCK])
        for i in range(0, len(y), BLOCK)
    ]
    return blocks[0], tuple(blocks[1:])


def squares(problem: Any) -> Squares:
    """The same loss as rows alone: sqrt(l2 / weight) stands below the data."""
    X, y = (a.astype(np.float64) for a in (problem.X, problem.y))
    if problem.l2:
        penalty = problem._penalty.astype(np.float64)
        X = np.vstack([X, np.diag(np.sqrt(penalty / problem._weight))])
        y = np.append(y, np.zeros(problem.dim))
    return Squares(X, y, problem._weight, float(np.finfo(problem.dtype).eps))


def freeze_rows(problem: object, X: npt.ArrayLike, y: npt.ArrayLike) -> None:
    """Put X and y, once checked, into a problem that is being made; l2 likewise."""
    X, y = validation.array("X", X, 2), validation.array("y", y, 1)
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows but y has {len(y)} values")
    validation.freeze(problem, X=X, y=y)
    if hasattr(problem, "l2"):
        _freeze_weight(problem)


def _freeze_weight(problem: Any) -> None:
    """Make l2 a Python float; refuse what the sums over rows cannot hold."""
    validation.plain(problem, "l2")
    validation.at_least("l2", problem.l2, 0.0)
    if problem.l2 > float(np.finfo(problem.dtype).max) / (2 * len(problem.y)):
        raise ValueError(f"l2 is {problem.l2}, too large for data in {problem.dtype}")
