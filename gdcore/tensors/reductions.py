"""Sums, means, deviations and norms over all elements or over dimensions.

The one rule: float32 is added up in float64 and rounded once, as good as any order.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array, DType
from gdcore.tensors.errors import axis_of
from gdcore.tensors.graph import record
from gdcore.tensors.tensor import Tensor

Dim = int | Sequence[int] | None


def axes_of(x: Tensor, dim: Dim) -> tuple[int, ...]:
    """The dimensions meant, counted from the front; None and () mean all."""
    if dim is None or (not isinstance(dim, int) and len(dim) == 0):
        return tuple(range(x.array.ndim))
    dims = (dim,) if isinstance(dim, int) else dim
    if x.array.ndim == 0:
        return tuple(d for d in dims if axis_of(d, 0) > 0)
    return tuple(axis_of(d, x.array.ndim) for d in dims)


def spread(g: Array, x: Array, axes: tuple[int, ...], keepdim: bool) -> Array:
    """A gradient of the reduced shape, with the reduced dimensions as 1."""
    if keepdim or not axes:
        return g
    return np.reshape(g, [1 if i in axes else n for i, n in enumerate(x.shape)])


def added(x: Array, axes: tuple[int, ...], keepdim: bool) -> Array:
    """The sum, in the kind of x."""
    with np.errstate(all="ignore"):
        if x.dtype == np.float32:
            total: Any = np.sum(x, axis=axes, dtype=np.float64, keepdims=keepdim)
            return np.asarray(total, dtype=np.float32)
        return np.asarray(np.sum(x, axis=axes, keepdims=keepdim))


def counted(input: Tensor) -> Array:
    """The numbers, bool and whole ones as int64."""
    x = input.array
    return x if x.dtype.kind == "f" else x.astype(np.int64)


def sum_(
    input: Tensor,
    dim: Dim = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """The sum; of bool and whole numbers as int64."""
    x = counted(input) if dtype is None else input.array.astype(dtype.kind)
    every = dim is None
    axes = axes_of(input, dim)

    def rule(g: Array) -> Any:
        return np.broadcast_to(spread(g, x, axes, keepdim), x.shape)

    name = "Sum" if every else "SumBackward1"
    return record(name, added(x, axes, keepdim), [(input, rule, ())])


def mean(
    input: Tensor,
    dim: Dim = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """The mean, of floating numbers only."""
    x = input.array
    if dtype is not None:
        x = x.astype(dtype.kind)
    elif x.dtype.kind != "f":
        raise RuntimeError(
            "mean(): could not infer output dtype. Input dtype must be either a "
            f"floating point or complex dtype. Got: {input.dtype.title}"
        )
    every = dim is None
    axes = axes_of(input, dim)
    count = math.prod(x.shape[i] for i in axes)

    def rule(g: Array) -> Any:
        return np.broadcast_to(spread(g, x, axes, keepdim) / count, x.shape)

    with np.errstate(all="ignore"):
        value = added(x, axes, keepdim) / x.dtype.type(count)
    return record("Mean" if every else "MeanBackward1", value, [(input, rule, ())])
