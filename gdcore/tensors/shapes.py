"""The same numbers in another shape: reshape, transpose, unsqueeze, expand, …

The one rule: what torch gives as a view shares its numbers here, too.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.errors import axis_of, message_of_expand
from gdcore.tensors.graph import record, show, unbroadcast
from gdcore.tensors.tensor import Tensor

Ints = int | Sequence[int]


def sizes_of(given: Sequence[Any]) -> tuple[int, ...]:
    """(2, 3), ((2, 3),) or ([2, 3],) as a tuple of whole numbers."""
    sizes = given[0] if len(given) == 1 and hasattr(given[0], "__len__") else given
    for size in sizes:
        if not hasattr(size, "__index__"):
            raise TypeError(
                "argument 'size' (position 1) must be tuple of ints, not "
                f"{type(size).__name__}"
            )
    return tuple(int(size) for size in sizes)


def reshape(input: Tensor, *shape: Any) -> Tensor:
    """Another shape with as many elements; one size may be -1."""
    sizes, x = _fitting(input, sizes_of(shape)), input.array
    if np.shares_memory(x.reshape(sizes), x) or not x.size:
        return show(
            "View", input, lambda a: a.reshape(sizes), lambda g: g.reshape(x.shape)
        )
    back = (input, lambda g: g.reshape(x.shape), ())
    return record("UnsafeView", x.reshape(sizes), [back])


def view(input: Tensor, *shape: Any) -> Tensor:
    """reshape, refused where the numbers would have to be copied."""
    if len(shape) == 1 and not isinstance(shape[0], (int, tuple, list)):
        raise TypeError("view() takes sizes; to change the dtype, use to(dtype)")
    sizes = _fitting(input, sizes_of(shape))
    if input.array.size and not np.shares_memory(
        input.array.reshape(sizes), input.array
    ):
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at "
            "least one dimension spans across two contiguous subspaces). Use "
            ".reshape(...) instead."
        )
    return reshape(input, sizes)


def _fitting(input: Tensor, sizes: tuple[int, ...]) -> tuple[int, ...]:
    count = input.array.size
    known = math.prod(n for n in sizes if n != -1)
    wild = sizes.count(-1)
    if wild == 1 and known and count % known == 0:
        return tuple(count // known if n == -1 else n for n in sizes)
    if wild or known != count:
        raise RuntimeError(
            f"shape '{list(sizes)}' is invalid for input of size {count}"
        )
    return sizes


def view_as(input: Tensor, other: Tensor) -> Tensor:
    """In the shape of another."""
    return view(input, other.array.shape)


def reshape_as(input: Tensor, other: Tensor) -> Tensor:
    """In the shape of another."""
    return reshape(input, other.array.shape)


def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """Dimensions from one to another become one."""
    shape, ndim = input.array.shape, input.array.ndim
    start, end = axis_of(start_dim, ndim), axis_of(end_dim, ndim)
    if ndim == 1:
        return input
    joined = math.prod(shape[start : end + 1])
    return reshape(input, (*shape[:start], joined, *shape[end + 1 :]))


def ravel(input: Tensor) -> Tensor:
    """One dimension."""
    return reshape(input, -1) if input.array.size else reshape(input, 0)


def squeeze(input: Tensor, dim: Ints | None = None) -> Tensor:
    """Without dimensions of size 1."""
    shape = input.array.shape
    dims = range(len(shape)) if dim is None else axes_from(dim, len(shape))
    gone = {d for d in dims if d < len(shape) and shape[d] == 1}
    left = tuple(n for i, n in enumerate(shape) if i not in gone)
    return show(
        "Squeeze" if dim is None else "SqueezeBackward1",
        input,
        lambda a: a.reshape(left),
        lambda g: g.reshape(shape),
    )


def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """With a dimension of size 1 more."""
    axis, shape = axis_of(dim, input.array.ndim + 1), input.array.shape
    return show(
        "Unsqueeze",
        input,
        lambda a: np.expand_dims(a, axis),
        lambda g: g.reshape(shape),
    )


def axes_from(dims: Ints, ndim: int) -> list[int]:
    """Dimensions counted from the front."""
    return [axis_of(d, ndim) for d in ([dims] if isinstance(dims, int) else dims)]


def expand(input: Tensor, *sizes: Any) -> Tensor:
    """Dimensions of size 1 repeated without copying; -1 keeps a size."""
    given, shape = sizes_of(sizes), input.array.shape
    old = (1,) * (len(given) - len(shape)) + shape
    place = tuple(o if n == -1 else n for n, o in zip(given, old, strict=False))
    if len(given) < len(shape) or any(
        o not in (1, n) for n, o in zip(place, old, strict=True)
    ):
        raise RuntimeError(message_of_expand(given, shape))
    return show(
        "Expand",
        input,
        lambda a: np.broadcast_to(a, place),
        lambda g: unbroadcast(g, shape),
    )


def expand_as(input: Tensor, other: Tensor) -> Tensor:
    """Repeated to the shape of another."""
    return expand(input, other.array.shape)


def repeat(input: Tensor, *repeats: Any) -> Tensor:
    """The whole tensor, so many times along each dimension."""
    times, shape = sizes_of(repeats), input.array.shape
    if len(times) < len(shape):
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than number of "
            "dimensions of tensor"
        )
    whole = (1,) * (len(times) - len(shape)) + shape

    def back(g: Array) -> Any:
        parts = [n for pair in zip(times, whole, strict=True) for n in pair]
        summed = g.reshape(parts).sum(axis=tuple(range(0, len(parts), 2)))
        return np.asarray(summed).reshape(shape)

    return record("Repeat", np.tile(input.array, times), [(input, back, ())])


def contiguous(input: Tensor) -> Tensor:
    """The numbers in a row in memory."""
    if input.array.flags.c_contiguous:
        return input
    value = np.ascontiguousarray(input.array)
    return record("Clone", value, [(input, lambda g: g, ())])
