"""Running sums, products, all, any and counts.

The one rule: bool and whole numbers are counted in int64.
"""

from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array, DType
from gdcore.tensors.errors import axis_of
from gdcore.tensors.graph import record
from gdcore.tensors.reductions import Dim, axes_of, counted, spread
from gdcore.tensors.tensor import Tensor, wrap


def cumsum(input: Tensor, dim: int, *, dtype: DType | None = None) -> Tensor:
    """Running sums."""
    x = counted(input) if dtype is None else input.array.astype(dtype.kind)
    axis = axis_of(dim, x.ndim)

    def rule(g: Array) -> Any:
        return np.flip(np.cumsum(np.flip(g, axis), axis=axis), axis)

    return record("Cumsum", np.cumsum(x, axis=axis), [(input, rule, ())])


def prod(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The product; its gradient divides by each element, which must not be zero."""
    x, axes = counted(input), axes_of(input, dim)
    value = np.asarray(np.prod(x, axis=axes, keepdims=True))

    def rule(g: Array) -> Any:
        return spread(g, x, axes, keepdim) * value / x

    out = value if keepdim else value.reshape(np.delete(value.shape, axes))
    return record("Prod", out, [(input, rule, (input,))], saves_result=True)


def all_(input: Tensor, dim: Dim = None, keepdim: bool = False) -> Tensor:
    """Whether every element is true."""
    found = np.all(input.array, axis=axes_of(input, dim), keepdims=keepdim)
    return wrap(input.session, found)


def any_(input: Tensor, dim: Dim = None, keepdim: bool = False) -> Tensor:
    """Whether some element is true."""
    found = np.any(input.array, axis=axes_of(input, dim), keepdims=keepdim)
    return wrap(input.session, found)


def count_nonzero(input: Tensor, dim: Dim = None) -> Tensor:
    """How many are not zero."""
    found = np.sum(input.array != 0, axis=axes_of(input, dim))
    return wrap(input.session, np.asarray(found, dtype=np.int64))
