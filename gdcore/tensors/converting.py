"""A tensor to another dtype, to numpy, to Python, and copies of it.

The one rule: what requires a gradient does not become an array of numpy silently.
"""

from typing import Any

import numpy as np

from gdcore.tensors import dtypes
from gdcore.tensors.creation import filled_like
from gdcore.tensors.devices import NO_CUDA, Device, check_device
from gdcore.tensors.dtypes import Array, DType
from gdcore.tensors.graph import record
from gdcore.tensors.nested import as_array
from gdcore.tensors.tensor import NO_NUMPY, Tensor, wrap

Target = DType | Device | str | Tensor | type | None


def to(
    self: Tensor,
    *targets: Target,
    dtype: DType | None = None,
    device: Target = None,
    copy: bool = False,
    non_blocking: bool = False,
) -> Tensor:
    """Another dtype, another device, or those of another tensor."""
    for target in (*targets, device):
        if isinstance(target, DType):
            dtype = target
        elif isinstance(target, Tensor):
            dtype = target.dtype
        elif isinstance(target, (str, Device, int)):
            check_device(target)
    if dtype is None or dtype == self.dtype:
        return clone(self) if copy else self
    return cast(self, dtype)


def cast(self: Tensor, dtype: DType) -> Tensor:
    """As another dtype; the gradient comes back in its own."""
    with np.errstate(all="ignore"):
        value = self.array.astype(dtype.kind)
    return record("ToCopy", value, [(self, lambda g: g, ())])


def as_dtype(dtype: DType) -> Any:
    """Such as `double`, for float64."""

    def change(self: Tensor) -> Tensor:
        return to(self, dtype)

    return change


def type_(self: Tensor, dtype: DType | str | None = None) -> Any:
    """The name of its type, such as "torch.FloatTensor"; or as another dtype."""
    if dtype is None:
        return f"torch.{self.dtype.title}Tensor"
    if isinstance(dtype, DType):
        return to(self, dtype)
    name = str(getattr(dtype, "__name__", dtype)).removeprefix("torch.")
    for kind in dtypes.ALL:
        if name == f"{kind.title}Tensor":
            return to(self, kind)
    raise ValueError(f"invalid type: '{dtype}'")


def type_as(self: Tensor, other: Tensor) -> Tensor:
    """In the dtype of another."""
    return to(self, other.dtype)


def cpu(self: Tensor) -> Tensor:
    """Where it is already."""
    return self


def cuda(self: Tensor, device: Any = None) -> Tensor:
    """Refused."""
    raise AssertionError(NO_CUDA)


def clone(self: Tensor) -> Tensor:
    """A copy, in the graph."""
    return record("Clone", self.array.copy(), [(self, lambda g: g, ())])


def numpy(self: Tensor, *, force: bool = False) -> Array:
    """The array, shared."""
    if self.requires_grad and not force:
        raise RuntimeError(NO_NUMPY)
    return self.array


def new_tensor(
    self: Tensor,
    data: Any,
    *,
    dtype: DType | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """As torch.tensor, in this tensor's dtype."""
    array = np.array(as_array(self.session, data, dtype or self.dtype))
    return wrap(self.session, array, wants=requires_grad)


def new_full(self: Tensor, size: Any, fill_value: float) -> Tensor:
    """One number everywhere, in this tensor's dtype."""
    return wrap(self.session, np.full(tuple(size), fill_value, self.array.dtype))


def full_like(
    input: Tensor, fill_value: float, *, dtype: DType | None = None
) -> Tensor:
    """One number everywhere, in the shape of another."""
    return filled_like(lambda shape, dtype: np.full(shape, fill_value, dtype))(
        input, dtype=dtype
    )
