"""x[i], x[a:b], x[mask], x[:, None] and x[i] = y.

The one rule: whole numbers and slices give a view; lists, tensors and masks a copy.
"""

from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.errors import axis_of
from gdcore.tensors.graph import record, show
from gdcore.tensors.inplace import check_changeable, set_part
from gdcore.tensors.tensor import Tensor

NESTED = (list, slice, np.ndarray)
NO_DIMENSION = (
    "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or "
    "`tensor.item<T>()` in C++ to convert a 0-dim tensor to a number"
)


def getitem(x: Tensor, index: Any) -> Tensor:
    """x[index]."""
    key, basic = _key(x, index)
    shape, kind = x.array.shape, x.array.dtype
    if basic:

        def back(g: Array) -> Any:
            out = np.zeros(shape, dtype=kind)
            out[key] = g
            return out

        return show(_name(index), x, lambda a: a[key], back)

    def scatter(g: Array) -> Any:
        out = np.zeros(shape, dtype=kind)
        np.add.at(out, key, g)
        return out

    return record("Index", x.array[key], [(x, scatter, ())], frees=True)


def setitem(x: Tensor, index: Any, value: Any) -> None:
    """x[index] = value."""
    check_changeable_part(x)
    set_part(x, _key(x, index)[0], value)


def check_changeable_part(x: Tensor) -> None:
    """As for the whole, in the words that torch has for a part."""
    try:
        check_changeable(x)
    except RuntimeError as error:
        words = str(error).replace("a leaf", "a view of a leaf")
        raise RuntimeError(words) from None


def _name(index: Any) -> str:
    first = index[0] if isinstance(index, tuple) and index else index
    if isinstance(index, tuple) and None in [i for i in index if i is None]:
        return "Unsqueeze"
    return "Slice" if isinstance(first, slice) else "Select"


def _key(x: Tensor, index: Any) -> tuple[Any, bool]:
    """What numpy takes, and whether it makes a view."""
    if isinstance(index, list) and any(isinstance(p, NESTED) for p in index):
        index = tuple(index)  # torch reads lists in a list as one index each
    parts = index if isinstance(index, tuple) else (index,)
    if x.array.ndim == 0 and any(isinstance(p, (int, slice)) for p in parts):
        raise IndexError(NO_DIMENSION)
    key = tuple(_part(p) for p in parts)
    _check(x, key)
    basic = all(p is None or p is ... or isinstance(p, (int, slice)) for p in key)
    if basic and not any(p is ... for p in key):
        key = (
            *key,
            ...,
        )  # so that numpy gives an array without dimensions, not a number
    return key, basic


def _part(part: Any) -> Any:
    if isinstance(part, Tensor):
        array = part.array
        if array.dtype.kind == "f":
            raise IndexError(
                "tensors used as indices must be long, int, byte or bool tensors"
            )
        return int(array) if array.ndim == 0 and array.dtype.kind == "i" else array
    if isinstance(part, np.ndarray):
        return part
    if isinstance(part, slice):
        if part.step is not None and part.step <= 0:
            raise ValueError("step must be greater than zero")
        return slice(*(_bound(b) for b in (part.start, part.stop, part.step)))
    if isinstance(part, (list, range)):
        array = np.array([_part(p) if isinstance(p, Tensor) else p for p in part])
        return array if array.size else array.astype(np.int64)
    return int(part) if hasattr(part, "__index__") and part is not True else part


def _bound(bound: Any) -> int | None:
    return None if bound is None else int(bound)


def _check(x: Tensor, key: tuple[Any, ...]) -> None:
    """Refuse in torch's words what does not fit the dimensions."""
    shape, at = x.array.shape, 0
    used = sum(_width(p) for p in key)
    if used > len(shape):
        raise IndexError(f"too many indices for tensor of dimension {len(shape)}")
    for part in key:
        if part is ...:
            at = len(shape) - sum(_width(p) for p in key[key_index(key) + 1 :])
            continue
        _check_part(part, shape, at)
        at += _width(part)


def key_index(key: tuple[Any, ...]) -> int:
    """Where the ellipsis stands."""
    return next(i for i, part in enumerate(key) if part is ...)


def _width(part: Any) -> int:
    if part is None or part is ... or isinstance(part, bool):
        return 0
    if isinstance(part, np.ndarray) and part.dtype == np.bool_:
        return part.ndim
    return 1


def _check_part(part: Any, shape: tuple[int, ...], at: int) -> None:
    if isinstance(part, np.ndarray) and part.dtype == np.bool_:
        if part.shape != shape[at : at + part.ndim]:
            raise IndexError(
                f"The shape of the mask {list(part.shape)} at index 0 does not match "
                f"the shape of the indexed tensor {list(shape)} at index {at}"
            )
    elif isinstance(part, (int, np.ndarray)) and not isinstance(part, bool):
        n = shape[at]
        for i in np.ravel(part).tolist():
            if not -n <= i < n:
                raise IndexError(
                    f"index {i} is out of bounds for dimension {at} with size {n}"
                )


def index_select(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """The entries at these indices along a dimension."""
    axis = axis_of(dim, input.array.ndim)
    return getitem(input, (*(slice(None),) * axis, index))


def masked_select(input: Tensor, mask: Tensor) -> Tensor:
    """The entries where the mask is true, in one dimension."""
    return getitem(input, mask)


def select(input: Tensor, dim: int, index: int) -> Tensor:
    """One entry along a dimension."""
    axis = axis_of(dim, input.array.ndim)
    return getitem(input, (*(slice(None),) * axis, index))


def narrow(input: Tensor, dim: int, start: int, length: int) -> Tensor:
    """A stretch along a dimension."""
    axis = axis_of(dim, input.array.ndim)
    return getitem(input, (*(slice(None),) * axis, slice(start, start + length)))


def diagonal(input: Tensor) -> Tensor:
    """The diagonal of a matrix."""
    n = np.arange(min(input.array.shape[:2]))
    shape, kind = input.array.shape, input.array.dtype

    def back(g: Array) -> Any:
        out = np.zeros(shape, dtype=kind)
        out[n, n] = g
        return out

    return record("Diagonal", input.array[n, n], [(input, back, ())])
