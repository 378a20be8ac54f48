"""A tensor as plain Python: numbers, lists, lengths, truth.

The one rule: only one element is a number, and only one element is true or false.
"""

import warnings
from typing import Any

from gdcore.tensors.tensor import Tensor

SCALAR = (
    "Converting a tensor with requires_grad=True to a scalar may lead to unexpected "
    "behavior.\nConsider using tensor.detach() first."
)


def tolist(self: Tensor) -> Any:
    """Nested lists, or a number."""
    return self.array.tolist()


def item(self: Tensor) -> Any:
    """The one number, as Python's."""
    if self.array.size != 1:
        raise RuntimeError(
            f"a Tensor with {self.array.size} elements cannot be converted to Scalar"
        )
    return self.array.item()


def as_float(self: Tensor) -> float:
    """float(x)."""
    return float(_one(self))


def as_int(self: Tensor) -> int:
    """int(x)."""
    return int(_one(self))


def as_index(self: Tensor) -> int:
    """range(x), of one whole number."""
    if self.array.dtype.kind == "f" or self.array.size != 1:
        raise TypeError(
            "only integer tensors of a single element can be converted to an index"
        )
    return int(self.array.item())


def _one(self: Tensor) -> Any:
    if self.array.size != 1:
        raise ValueError("only one element tensors can be converted to Python scalars")
    if self.requires_grad and self.session.grad_enabled:
        warnings.warn(SCALAR, UserWarning, stacklevel=3)
    return self.array.item()


def as_bool(self: Tensor) -> bool:
    """bool(x), of one element."""
    if self.array.size != 1:
        word = "no values" if self.array.size == 0 else "more than one value"
        raise RuntimeError(f"Boolean value of Tensor with {word} is ambiguous")
    return bool(self.array.item())


def length(self: Tensor) -> int:
    """len(x)."""
    if self.array.ndim == 0:
        raise TypeError("len() of a 0-d tensor")
    return len(self.array)


def contains(self: Tensor, value: Any) -> bool:
    """value in x."""
    other = value.array if isinstance(value, Tensor) else value
    return bool((self.array == other).any())


def size(self: Tensor, dim: int | None = None) -> Any:
    """The shape, or one of its sizes."""
    return self.shape if dim is None else self.array.shape[dim]


def numel(self: Tensor) -> int:
    """How many elements."""
    return int(self.array.size)


def dim(self: Tensor) -> int:
    """How many dimensions."""
    return self.array.ndim


def is_floating_point(self: Tensor) -> bool:
    """Whether its dtype is a floating one."""
    return self.dtype.is_floating_point


def is_contiguous(self: Tensor) -> bool:
    """Whether the numbers stand in a row in memory."""
    return self.array.flags.c_contiguous


def data_ptr(self: Tensor) -> int:
    """Where in memory the numbers stand."""
    return self.array.ctypes.data
