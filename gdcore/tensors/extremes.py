"""The largest, the smallest, the median, sorted order, running sums and products.

The one rule: over all elements a tie parts the gradient; along a dimension the first
of a tie has it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gdcore.tensors.arithmetic import maximum, minimum
from gdcore.tensors.dtypes import Array
from gdcore.tensors.errors import axis_of
from gdcore.tensors.graph import record
from gdcore.tensors.reductions import Dim, axes_of, spread
from gdcore.tensors.tensor import Tensor, wrap


class Extreme(NamedTuple):
    """What x.max(dim) returns."""

    values: Tensor
    indices: Tensor

    def __repr__(self) -> str:
        parts = f"values={self.values},\nindices={self.indices}"
        return f"torch.return_types.max(\n{parts})"


def amax(input: Tensor, dim: Dim = None, keepdim: bool = False) -> Tensor:
    """The largest, over all or along dimensions."""
    return _ends(input, np.max, axes_of(input, dim), keepdim, "Amax")


def amin(input: Tensor, dim: Dim = None, keepdim: bool = False) -> Tensor:
    """The smallest, over all or along dimensions."""
    return _ends(input, np.min, axes_of(input, dim), keepdim, "Amin")


def _ends(
    input: Tensor,
    best: Callable[..., Any],
    axes: tuple[int, ...],
    keepdim: bool,
    name: str,
) -> Tensor:
    x = input.array
    if x.size == 0:
        raise RuntimeError(
            f"{name.lower()}(): Expected reduction dim to be specified for "
            "input.numel() == 0. Specify the reduction dim with the 'dim' argument."
        )
    top = np.asarray(best(x, axis=axes, keepdims=True))

    def rule(g: Array) -> Any:
        at = x == top
        return spread(g, x, axes, keepdim) * at / np.sum(at, axis=axes, keepdims=True)

    value = top if keepdim else top.reshape(np.delete(top.shape, axes))
    return record(name, value, [(input, rule, (input,))], saves_result=True)


def max_(input: Tensor, dim: int | Tensor | None = None, keepdim: bool = False) -> Any:
    """The largest of all; with values and indices along a dimension; or of two."""
    if isinstance(dim, Tensor):
        return maximum(input, dim)
    if dim is None:
        every = tuple(range(input.array.ndim))
        return _ends(input, np.max, every, False, "MaxBackward1")
    return _along(input, argmax(input, dim, True), dim, keepdim, "Max")


def min_(input: Tensor, dim: int | Tensor | None = None, keepdim: bool = False) -> Any:
    """The smallest of all; with values and indices along a dimension; or of two."""
    if isinstance(dim, Tensor):
        return minimum(input, dim)
    if dim is None:
        every = tuple(range(input.array.ndim))
        return _ends(input, np.min, every, False, "MinBackward1")
    return _along(input, argmin(input, dim, True), dim, keepdim, "Min")


def argmax(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Where the largest is."""
    return _where(input, np.argmax, dim, keepdim)


def argmin(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Where the smallest is."""
    return _where(input, np.argmin, dim, keepdim)


def _where(
    input: Tensor, find: Callable[..., Any], dim: int | None, keepdim: bool
) -> Tensor:
    if input.array.size == 0:
        raise IndexError(
            f"{find.__name__}(): Expected reduction dim to be specified for "
            "input.numel() == 0."
        )
    x = np.atleast_1d(input.array)
    axis = None if dim is None else axis_of(dim, input.array.ndim)
    found = find(x, axis=axis, keepdims=keepdim and dim is not None)
    shaped = found if input.array.ndim else np.asarray(0)
    return wrap(input.session, np.asarray(shaped, dtype=np.int64))


def _along(
    input: Tensor, indices: Tensor, dim: int, keepdim: bool, name: str
) -> Extreme:
    """The elements at indices of shape (..., 1, ...) along a dimension."""
    x, at = input.array, indices.array
    if x.ndim == 0:
        return Extreme(record(name, x, [(input, lambda g: g, ())]), indices)
    axis = axis_of(dim, x.ndim)
    values = np.take_along_axis(x, at, axis)
    if not keepdim:
        values = np.squeeze(values, axis)

    def rule(g: Array) -> Any:
        out = np.zeros(x.shape, dtype=np.asarray(g).dtype)
        whole = g if keepdim else np.expand_dims(g, axis)
        np.put_along_axis(out, at, whole, axis)
        return out

    where = at if keepdim else np.squeeze(at, axis)
    taken = record(f"{name}Backward0", values, [(input, rule, ())], frees=True)
    return Extreme(taken, wrap(input.session, where))


def median(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Any:
    """The lower of the two in the middle."""
    flat = input.array.reshape(-1) if dim is None else input.array
    axis = 0 if dim is None else axis_of(dim, input.array.ndim)
    order = np.argsort(flat, axis=axis, kind="stable")
    at = np.take(order, [(flat.shape[axis] - 1) // 2], axis=axis)
    if dim is not None:
        return _along(input, wrap(input.session, at), dim, keepdim, "Median")
    place = int(at[0])

    def rule(g: Array) -> Any:
        out = np.zeros(flat.shape, dtype=flat.dtype)
        out[place] = g
        return out.reshape(input.array.shape)

    return record("Median", flat[place], [(input, rule, (input,))])


def sort(input: Tensor, dim: int = -1, descending: bool = False) -> Extreme:
    """Sorted, with the indices of where each came from."""
    at = argsort(input, dim, descending)
    return _along(input, at, dim, True, "Sort")


def argsort(input: Tensor, dim: int = -1, descending: bool = False) -> Tensor:
    """The indices that sort."""
    x = -input.array if descending else input.array
    order = np.argsort(x, axis=axis_of(dim, x.ndim), kind="stable")
    return wrap(input.session, order.astype(np.int64))
