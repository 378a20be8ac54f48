"""Numbers, nested lists, arrays and columns of a table as one array.

The one rule: Python's floats become the default dtype, what numpy made keeps its own.
"""

from typing import Any

import numpy as np

from gdcore.tensors import dtypes
from gdcore.tensors.dtypes import Array, DType
from gdcore.tensors.session import Session
from gdcore.tensors.tensor import Tensor


def as_array(session: Session, data: Any, dtype: DType | None) -> Array:
    """The numbers in the dtype that torch gives them."""
    if isinstance(data, Tensor):
        array = data.array
    elif isinstance(data, (np.ndarray, np.generic)):
        array = np.asarray(data)
        if dtype is None:
            array = array.astype(dtypes.of(array).kind, copy=False)
    else:
        array = _from_lists(session, data, dtype)
    return array if dtype is None else _cast(array, dtype)


def _cast(array: Array, dtype: DType) -> Array:
    with np.errstate(all="ignore"):
        return array.astype(dtype.kind, copy=False)


def _from_lists(session: Session, data: Any, dtype: DType | None) -> Array:
    if hasattr(data, "to_numpy"):  # a column of pandas
        return as_array(session, data.to_numpy(), None)
    if isinstance(data, str):
        raise TypeError("new(): invalid data type 'str'")
    leaf = _first(data)
    plain = _plain(data) if isinstance(leaf, Tensor) else data
    _check_even(plain)
    array = np.array(plain)
    if array.dtype.kind not in "biuf":
        odd = next(v for v in array.flat if not isinstance(v, (int, float)))
        raise RuntimeError(f"Could not infer dtype of {type(odd).__name__}")
    if isinstance(leaf, (np.generic, np.ndarray, Tensor)):
        return array
    if array.dtype.kind == "f":
        return array if dtype is not None else _cast(array, session.default)
    if array.size == 0:
        return array.astype(session.default.kind)
    return array if array.dtype.kind == "b" else array.astype(np.int64)


def _first(data: Any) -> Any:
    while isinstance(data, (list, tuple, range)) and len(data):
        data = data[0]
    return data


def _plain(data: Any) -> Any:
    if isinstance(data, (list, tuple)):
        return [_plain(part) for part in data]
    return data.array if isinstance(data, Tensor) else data


def _check_even(data: Any, at: int = 0) -> tuple[int, ...]:
    """The shape of nested lists.

    Raises:
        ValueError: If the lists of a level differ in length.
    """
    if isinstance(data, str):
        raise ValueError("too many dimensions 'str'")
    if not isinstance(data, (list, tuple, range)):
        return np.shape(data)
    if not len(data) or not isinstance(data[0], (list, tuple, range, np.ndarray, str)):
        return (len(data),)
    if not all(hasattr(part, "__len__") for part in data):
        raise TypeError("not a sequence")
    shapes = [_check_even(part, at + 1) for part in data]
    for shape in shapes:
        if shape[:1] != shapes[0][:1]:
            raise ValueError(
                f"expected sequence of length {shapes[0][0]} at dim {at + 1} "
                f"(got {shape[0] if shape else 0})"
            )
    return (len(data), *shapes[0])
