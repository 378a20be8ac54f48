"""Tensors joined and parted: cat, stack, split, unbind, diag.

The one rule: what is joined has one shape, but for the dimension along which it is.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.errors import axis_of
from gdcore.tensors.graph import Input, record
from gdcore.tensors.indexing import diagonal, narrow, select
from gdcore.tensors.nodes import Rule
from gdcore.tensors.promotion import result_type
from gdcore.tensors.shapes import reshape, unsqueeze
from gdcore.tensors.tensor import Tensor

Tensors = Sequence[Tensor]


def cat(tensors: Tensors, dim: int = 0, *, axis: int | None = None) -> Tensor:
    """One after the other along a dimension."""
    tensors = _listed(tensors)
    if not tensors:
        raise RuntimeError("torch.cat(): expected a non-empty list of Tensors")
    along = axis_of(dim if axis is None else axis, tensors[0].array.ndim)
    _check_sizes(tensors, along)
    kind = result_type(*tensors).kind
    ends = np.cumsum([0, *(x.array.shape[along] for x in tensors)]).tolist()
    uses: list[Input] = []
    for x, start, end in zip(tensors, ends, ends[1:], strict=False):
        uses.append((x, _part(along, start, end), ()))
    value = np.concatenate([x.array for x in tensors], axis=along).astype(kind)
    return record("Cat", value, uses)


def _part(along: int, start: int, end: int) -> Rule:
    key = (*(slice(None),) * along, slice(start, end))
    return lambda g: g[key]


def _listed(tensors: Tensors) -> list[Tensor]:
    listed = list(tensors)
    for i, x in enumerate(listed):
        if not isinstance(x, Tensor):
            raise TypeError(
                f"expected Tensor as element {i} in argument 0, but got "
                f"{type(x).__name__}"
            )
    return listed


def _check_sizes(tensors: Tensors, along: int) -> None:
    first = tensors[0].array.shape
    if not first:
        raise RuntimeError(
            "zero-dimensional tensor (at position 0) cannot be concatenated"
        )
    for i, x in enumerate(tensors):
        shape = x.array.shape
        if len(shape) != len(first):
            raise RuntimeError(
                "Tensors must have same number of dimensions: got "
                f"{len(first)} and {len(shape)}"
            )
        for d, (n, m) in enumerate(zip(first, shape, strict=True)):
            if d != along and n != m:
                raise RuntimeError(
                    f"Sizes of tensors must match except in dimension {along}. "
                    f"Expected size {n} but got size {m} for tensor number {i} in the "
                    "list."
                )


def stack(tensors: Tensors, dim: int = 0, *, axis: int | None = None) -> Tensor:
    """Side by side along a new dimension."""
    tensors = _listed(tensors)
    if not tensors:
        raise RuntimeError("stack expects a non-empty TensorList")
    first = list(tensors[0].shape)
    for i, x in enumerate(tensors):
        if list(x.shape) != first:
            raise RuntimeError(
                "stack expects each tensor to be equal size, but got "
                f"{first} at entry 0 and {list(x.shape)} at entry {i}"
            )
    along = axis_of(dim if axis is None else axis, len(first) + 1)
    uses: list[Input] = []
    for i, x in enumerate(tensors):
        uses.append((x, _slab(along, i), ()))
    kind = result_type(*tensors).kind
    value = np.stack([x.array for x in tensors], axis=along).astype(kind)
    return record("Stack", value, uses)


def _slab(along: int, i: int) -> Rule:
    return lambda g: np.take(g, i, axis=along)


def hstack(tensors: Tensors) -> Tensor:
    """Joined along columns; vectors end to end."""
    rows = [reshape(x, -1) if x.ndim == 0 else x for x in tensors]
    return cat(rows, 0 if rows[0].ndim == 1 else 1)


def vstack(tensors: Tensors) -> Tensor:
    """Joined along rows; vectors become rows."""
    return cat([unsqueeze(x, 0) if x.ndim == 1 else x for x in tensors], 0)


def column_stack(tensors: Tensors) -> Tensor:
    """Joined along columns; vectors become columns."""
    return cat([reshape(x, -1, 1) if x.ndim < 2 else x for x in tensors], 1)


def split(
    tensor: Tensor, split_size_or_sections: int | Sequence[int], dim: int = 0
) -> tuple[Tensor, ...]:
    """Parts of a size, the last perhaps smaller, or of these sizes."""
    along = axis_of(dim, tensor.array.ndim)
    n = tensor.array.shape[along]
    sizes = split_size_or_sections
    if isinstance(sizes, int):
        sizes = [min(sizes, n - start) for start in range(0, n, sizes)]
    elif sum(sizes) != n:
        raise RuntimeError(
            "split_with_sizes expects split_sizes to sum exactly to "
            f"{n} (input tensor's size at dimension {along}), but got "
            f"split_sizes={list(sizes)}"
        )
    starts = np.cumsum([0, *sizes]).tolist()
    return tuple(
        narrow(tensor, along, start, size)
        for start, size in zip(starts, sizes, strict=False)
    )


def chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """So many parts, the last perhaps smaller."""
    n = input.array.shape[axis_of(dim, input.array.ndim)]
    return split(input, max(-(-n // chunks), 1), dim)


def unbind(input: Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    """Each entry along a dimension."""
    along = axis_of(dim, input.array.ndim)
    return tuple(select(input, along, i) for i in range(input.array.shape[along]))


def iterate(x: Tensor) -> Iterator[Tensor]:
    """What `for row in x` and `w, b = x` go through."""
    if x.array.ndim == 0:
        raise TypeError("iteration over a 0-d tensor")
    return iter(unbind(x))


def diag(input: Tensor) -> Tensor:
    """The matrix with this diagonal, or the diagonal of a matrix."""
    if input.array.ndim == 2:
        return diagonal(input)

    def back(g: Array) -> Any:
        return np.diagonal(g).copy()

    return record("DiagEmbed", np.diag(input.array), [(input, back, ())])
