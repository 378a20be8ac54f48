"""Dimensions in another order, or in reverse.

The one rule: a transpose is a view, a flip is a copy.
"""

import warnings
from typing import Any

import numpy as np

from gdcore.tensors.errors import axis_of
from gdcore.tensors.graph import record, show
from gdcore.tensors.shapes import axes_from, sizes_of
from gdcore.tensors.tensor import Tensor

T_WARNING = (
    "The use of `x.T` on tensors of dimension other than 2 to reverse their shape is "
    "deprecated and it will throw an error in a future release. Consider `x.mT` to "
    "transpose batches of matrices or `x.permute(*torch.arange(x.ndim - 1, -1, -1))` "
    "to reverse the dimensions of a tensor."
)


def permute(input: Tensor, *dims: Any) -> Tensor:
    """Dimensions in another order."""
    order = axes_from(sizes_of(dims), input.array.ndim)
    back = np.argsort(order)
    return show(
        "Permute", input, lambda a: a.transpose(order), lambda g: g.transpose(back)
    )


def transpose(input: Tensor, dim0: int, dim1: int) -> Tensor:
    """Two dimensions exchanged."""
    i, j = axis_of(dim0, input.array.ndim), axis_of(dim1, input.array.ndim)
    return _swapped("Transpose", input, i, j)


def _swapped(name: str, input: Tensor, i: int, j: int) -> Tensor:
    if input.array.ndim < 2:
        return show(name, input, lambda a: a[...], lambda g: g)
    return show(name, input, lambda a: a.swapaxes(i, j), lambda g: np.swapaxes(g, i, j))


def t(input: Tensor) -> Tensor:
    """A matrix turned over; a vector as it is."""
    if input.array.ndim > 2:
        raise RuntimeError(
            f"t() expects a tensor with <= 2 dimensions, but self is {input.ndim}D"
        )
    return _swapped("T", input, 0, 1)


def turned(input: Tensor) -> Tensor:
    """x.T: all dimensions in reverse."""
    if input.array.ndim != 2:
        warnings.warn(T_WARNING, UserWarning, stacklevel=2)
    return permute(input, tuple(range(input.array.ndim))[::-1])


def matrices_turned(input: Tensor) -> Tensor:
    """x.mT: the last two dimensions exchanged."""
    return transpose(input, -2, -1)


def flip(input: Tensor, *dims: Any) -> Tensor:
    """In reverse along dimensions, as a copy."""
    axes = tuple(axes_from(sizes_of(dims), input.array.ndim))
    value = np.flip(input.array, axes).copy()
    return record("Flip", value, [(input, lambda g: np.flip(g, axes), ())])
