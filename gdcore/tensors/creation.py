"""New tensors: tensor, zeros, arange, linspace, eye, full, …

The one rule: Python's floats become the default dtype, arrays of numpy keep theirs.
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.tensors import dtypes
from gdcore.tensors.devices import Device, check_device
from gdcore.tensors.dtypes import Array, DType
from gdcore.tensors.nested import as_array
from gdcore.tensors.session import Session
from gdcore.tensors.shapes import sizes_of
from gdcore.tensors.tensor import Tensor, wrap

Where = str | Device | None
COPY = (
    "To copy construct from a tensor, it is recommended to use "
    "sourceTensor.detach().clone() or "
    "sourceTensor.detach().clone().requires_grad_(True), rather than "
    "torch.tensor(sourceTensor)."
)


def tensor(
    session: Session,
    data: Any,
    *,
    dtype: DType | None = None,
    device: Where = None,
    requires_grad: bool = False,
) -> Tensor:
    """A copy of numbers, lists, arrays or tensors."""
    check_device(device)
    if isinstance(data, Tensor):
        warnings.warn(COPY, UserWarning, stacklevel=3)
    array = as_array(session, data, dtype)
    return wrap(session, np.array(array), wants=requires_grad)


def as_tensor(
    session: Session, data: Any, dtype: DType | None = None, device: Where = None
) -> Tensor:
    """As `tensor`, but arrays and tensors share their numbers."""
    check_device(device)
    if isinstance(data, Tensor) and dtype in (None, data.dtype):
        return data
    return wrap(session, as_array(session, data, dtype))


def from_numpy(session: Session, array: Array) -> Tensor:
    """An array of numpy, shared."""
    if not isinstance(array, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {type(array).__name__})")
    dtypes.of(array)
    return wrap(session, array)


def filled(fill: Callable[..., Array]) -> Callable[..., Tensor]:
    """Such as `zeros`, from np.zeros."""

    def make(
        session: Session,
        *size: Any,
        dtype: DType | None = None,
        device: Where = None,
        requires_grad: bool = False,
    ) -> Tensor:
        check_device(device)
        sizes = checked(sizes_of(size))
        kind = (dtype or session.default).kind
        return wrap(session, fill(sizes, dtype=kind), wants=requires_grad)

    return make


def checked(sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Sizes, none of them negative."""
    for n in sizes:
        if n < 0:
            raise RuntimeError(
                f"Trying to create tensor with negative dimension {n}: {list(sizes)}"
            )
    return sizes


zeros, ones, empty = filled(np.zeros), filled(np.ones), filled(np.zeros)


def full(
    session: Session,
    size: Any,
    fill_value: Any,
    *,
    dtype: DType | None = None,
    device: Where = None,
    requires_grad: bool = False,
) -> Tensor:
    """One number everywhere."""
    check_device(device)
    value = fill_value.item() if isinstance(fill_value, Tensor) else fill_value
    kind = (dtype or dtypes.of_number(value, session.default)).kind
    array = np.full(checked(sizes_of((size,))), value, dtype=kind)
    return wrap(session, array, wants=requires_grad)


def filled_like(fill: Callable[..., Array]) -> Callable[..., Tensor]:
    """Such as `zeros_like`, from np.zeros."""

    def make(
        input: Tensor,
        *,
        dtype: DType | None = None,
        device: Where = None,
        requires_grad: bool = False,
    ) -> Tensor:
        check_device(device)
        kind = (dtype or input.dtype).kind
        array = fill(input.array.shape, dtype=kind)
        return wrap(input.session, array, wants=requires_grad)

    return make


zeros_like, ones_like = filled_like(np.zeros), filled_like(np.ones)
