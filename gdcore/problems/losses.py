"""Losses of a linear model on data rows: mean squared and mean absolute error.

The one rule: X has shape (n, p), y has shape (n,), and an intercept is a column of
ones.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.algebra import dot, product
from gdcore.problems.rows import Blocks, by_columns, cut, freeze_rows, point, squares
from gdcore.validation import Array


@dataclass(frozen=True, eq=False)
class LeastSquares:
    """f(x) = mean_i (X_i x - y_i)^2 + l2 sum_j x_j^2; or the sum over i for the mean.

    Attributes:
        X: Data, shape (n, p); a column of ones is the intercept.
        y: Targets, shape (n,).
        reduction: "mean" or "sum" over the n rows; "sum" makes the gradient n times
            larger and the largest stable learning rate n times smaller.
        l2: Weight of the ridge term, at least 0, dimensionless.
        penalize_intercept: Whether the ridge term counts a column of ones too.
    """

    X: Array
    y: Array
    reduction: Literal["mean", "sum"] = "mean"
    l2: float = 0.0
    penalize_intercept: bool = False

    if TYPE_CHECKING:  # lists are taken, arrays are kept

        def __init__(
            self,
            X: npt.ArrayLike,
            y: npt.ArrayLike,
            reduction: Literal["mean", "sum"] = "mean",
            l2: float = 0.0,
            penalize_intercept: bool = False,
        ) -> None: ...

    def __post_init__(self) -> None:
        freeze_rows(self, self.X, self.y)
        if not (isinstance(r := self.reduction, str) and r in ("mean", "sum")):
            raise ValueError(f'reduction is "mean" or "sum", not {self.reduction!r}')
        kinds.flag("penalize_intercept", self.penalize_intercept)

    @property
    def dim(self) -> int:
        """p, the number of parameters."""
        return int(self.X.shape[1])

    @property
    def dtype(self) -> np.dtype[Any]:
        """Precision of X and y."""
        return np.result_type(self.X, self.y)

    def residual(self, x: npt.ArrayLike) -> Array:
        """X x - y, shape (..., n)."""
        return product(validation.place("x", x, self.dim), self._columns) - self.y

    def value(self, x: npt.ArrayLike) -> Array:
        """f(x), shape (...)."""
        x = validation.place("x", x, self.dim)
        (columns, y, _), rest = self._blocks
        r = product(x, columns) - y
        squares = dot(r, r)
        for columns, y, _ in rest:
            r = product(x, columns) - y
            squares = squares + dot(r, r)
        fit = self._weight * squares
        return np.asarray(fit + dot(x, self._penalty * x) if self.l2 else fit)

    def grad(self, x: npt.ArrayLike) -> Array:
        """(2 / n) X^T (X x - y) + 2 l2 x, shape (..., p)."""
        if type(x) is not np.ndarray or x.shape != self._point:
            x = validation.place("x", x, self.dim)
        (columns, y, slopes), rest = self._blocks
        fit = product(product(x, columns) - y, slopes)
        for columns, y, slopes in rest:
            fit = fit + product(product(x, columns) - y, slopes)
        return fit + 2 * self._penalty * x if self.l2 else fit

    def hess(self, x: npt.ArrayLike) -> Array:
        """(2 / n) X^T X + 2 l2 I, whatever x is; shape (p, p), always in float64."""
        validation.place("x", x, self.dim)
        return self._hessian

    def rows(self, index: npt.ArrayLike) -> Self:
        """The same loss on the rows `index` alone."""
        index = validation.index(index, len(self.y))
        part = replace(self, X=self.X[index], y=self.y[index])
        # In few rows a column of data may hold nothing but ones.
        validation.freeze(part, _penalty=self._penalty)
        return part

    @cached_property
    def _hessian(self) -> Array:
        columns = self._columns.astype(np.float64)
        H = product(2 * self._weight * columns, columns.T) + np.diag(2 * self._penalty)
        H.setflags(write=False)
        return H

    __setstate__ = validation.refrozen
    _columns, _point = cached_property(by_columns), cached_property(point)
    squares = cached_property(squares)

    @cached_property
    def _blocks(self) -> Blocks:
        return cut(self._columns, self.y, (2 * self._weight * self._columns).T)

    @cached_property
    def _weight(self) -> float:
        return 1.0 if self.reduction == "sum" else 1.0 / len(self.y)

    @cached_property
    def _penalty(self) -> Array:
        """l2 for each parameter that is shrunk, 0 for the intercept; shape (p,)."""
        ones = np.all(self.X == 1, axis=0) & (not self.penalize_intercept)
        return np.where(ones, 0, self.l2).astype(self.dtype)


@dataclass(frozen=True, eq=False)
class LeastAbsolute:
    """f(x) = mean_i |X_i x - y_i|, with the subgradient that takes sign(0) = 0.

    Attributes:
        X: Data, shape (n, p); a column of ones is the intercept.
        y: Targets, shape (n,).
    """

    X: Array
    y: Array

    if TYPE_CHECKING:

        def __init__(self, X: npt.ArrayLike, y: npt.ArrayLike) -> None: ...

    def __post_init__(self) -> None:
        freeze_rows(self, self.X, self.y)

    @property
    def dim(self) -> int:
        """p, the number of parameters."""
        return int(self.X.shape[1])

    @property
    def dtype(self) -> np.dtype[Any]:
        """Precision of X and y."""
        return np.result_type(self.X, self.y)

    def residual(self, x: npt.ArrayLike) -> Array:
        """X x - y, shape (..., n)."""
        return product(validation.place("x", x, self.dim), self._columns) - self.y

    def value(self, x: npt.ArrayLike) -> Array:
        """f(x), shape (...)."""
        x = validation.place("x", x, self.dim)
        (columns, y, _), rest = self._blocks
        total = np.abs(product(x, columns) - y).sum(-1)
        for columns, y, _ in rest:
            total = total + np.abs(product(x, columns) - y).sum(-1)
        return np.asarray(total / len(self.y))

    def grad(self, x: npt.ArrayLike) -> Array:
        """A subgradient, X^T sign(X x - y) / n; shape (..., p)."""
        if type(x) is not np.ndarray or x.shape != self._point:
            x = validation.place("x", x, self.dim)
        (columns, y, rows), rest = self._blocks
        fit = product(np.sign(product(x, columns) - y), rows)
        for columns, y, rows in rest:
            fit = fit + product(np.sign(product(x, columns) - y), rows)
        return fit / len(self.y)

    def hess(self, x: npt.ArrayLike) -> Array:
        """Zero: the loss is piecewise linear. Shape (p, p)."""
        validation.place("x", x, self.dim)
        return np.zeros((self.dim, self.dim), self.dtype)

    def rows(self, index: npt.ArrayLike) -> Self:
        """The same loss on the rows `index` alone."""
        index = validation.index(index, len(self.y))
        return replace(self, X=self.X[index], y=self.y[index])

    @cached_property
    def _blocks(self) -> Blocks:
        return cut(self._columns, self.y, self._columns.T)

    __setstate__ = validation.refrozen
    _columns, _point = cached_property(by_columns), cached_property(point)
