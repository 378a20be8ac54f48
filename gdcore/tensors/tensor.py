"""A tensor: an array of numpy, and what its gradient needs to know.

The one rule: this class holds the data and answers questions about it; what computes
is a function of another file, and `methods.py` says by which name a tensor has it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import numpy as np

from gdcore.tensors import dtypes
from gdcore.tensors.devices import CPU, Device
from gdcore.tensors.dtypes import Array, DType
from gdcore.tensors.nodes import Node
from gdcore.tensors.session import Session
from gdcore.tensors.sizes import Size
from gdcore.tensors.unknown import unknown_attribute

T = TypeVar("T", bound="Tensor")
Show = Callable[[Array], Array]
NOT_FLOATING = "only Tensors of floating point and complex dtype can require gradients"
WRONG_KIND = NOT_FLOATING.replace("only", "Only")
NO_NUMPY = (
    "Can't call numpy() on Tensor that requires grad. "
    "Use tensor.detach().numpy() instead."
)
NOT_A_LEAF = (
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its "
    ".grad attribute won't be populated during autograd.backward(). If you indeed want "
    "the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the "
    "non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you "
    "access the leaf Tensor instead."
)


class Tensor:
    """An array, and what autograd needs.

    Attributes:
        array: The numbers; views of a tensor share them.
        wants: Whether a leaf asks for its gradient.
        node: The operation that made it, None for a leaf.
        sink: Where its gradient arrives, for a leaf that has taken part.
        version: One number in a list, shared by views: how often they were changed.
        base: For a view, the tensor that it shows and how its array comes from that.
    """

    session: ClassVar[Session]
    array: Array
    wants: bool
    node: Node | None
    sink: Node | None
    version: list[int]
    own_grad: Tensor | None
    base: tuple[Tensor, Show] | None
    __array_priority__ = 1000  # an array of numpy leaves arithmetic to the tensor

    def __new__(cls: type[T], *data: Any) -> T:
        if len(data) == 1 and not isinstance(data[0], int):
            given = data[0].array if isinstance(data[0], Tensor) else data[0]
            return fresh(cls, np.array(given, dtype=np.float32))
        return fresh(cls, np.zeros(data if data else 0, dtype=np.float32))

    @property
    def shape(self) -> Size:
        """The sizes."""
        return Size(self.array.shape)

    @property
    def dtype(self) -> DType:
        """The kind of its numbers."""
        return dtypes.OF[self.array.dtype]

    @property
    def ndim(self) -> int:
        """How many dimensions."""
        return self.array.ndim

    @property
    def device(self) -> Device:
        """The CPU."""
        return CPU

    @property
    def is_cuda(self) -> bool:
        """False."""
        return False

    @property
    def requires_grad(self) -> bool:
        """Whether it takes part in the graph."""
        return self.wants or self.node is not None

    @requires_grad.setter
    def requires_grad(self, wants: bool) -> None:
        """Whether it takes part in the graph."""
        if self.node is not None:
            if wants:
                return
            raise RuntimeError(
                "you can only change requires_grad flags of leaf variables. If you "
                "want to use a computed variable in a subgraph that doesn't require "
                "differentiation use var_no_grad = var.detach()."
            )
        if wants and self.array.dtype.kind != "f":
            raise RuntimeError(NOT_FLOATING)
        self.wants = bool(wants)

    @property
    def is_leaf(self) -> bool:
        """Whether no operation of the graph made it."""
        return self.node is None

    @property
    def grad_fn(self) -> Node | None:
        """The operation that made it."""
        return self.node

    @property
    def retains_grad(self) -> bool:
        """Whether its gradient is kept though it is no leaf."""
        return self.node is not None and self.node.keeper is self

    @property
    def grad(self) -> Tensor | None:
        """The gradient that has been added up."""
        if self.own_grad is None and self.node is not None and not self.retains_grad:
            warnings.warn(NOT_A_LEAF, UserWarning, stacklevel=2)
        return self.own_grad

    @grad.setter
    def grad(self, value: Tensor | None) -> None:
        """The gradient that has been added up."""
        if value is not None and not isinstance(value, Tensor):
            raise TypeError(
                "assigned grad expected to be a Tensor or None but got grad of type "
                f"{type(value).__name__}"
            )
        if value is not None and value.array.shape != self.array.shape:
            raise RuntimeError(
                f"attempting to assign a gradient of size '{list(value.shape)}' to a "
                f"tensor of size '{list(self.shape)}'. Please ensure that the gradient "
                "and the tensor are the same size"
            )
        self.own_grad = value

    @grad.deleter
    def grad(self) -> None:
        """The gradient that has been added up."""
        self.own_grad = None

    @property
    def data(self) -> Tensor:
        """The same numbers, outside the graph; a change is not noticed by it."""
        return wrap(self.session, self.array)

    @data.setter
    def data(self, value: Tensor) -> None:
        """Other numbers in the place of these."""
        self.array = value.array

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"'Tensor' object has no attribute '{name}'")
        raise unknown_attribute(f"Tensor.{name}")

    def __hash__(self) -> int:
        return id(self)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        if self.requires_grad:
            raise RuntimeError(NO_NUMPY)
        return np.array(self.array, dtype=dtype, copy=bool(copy) or None)


def fresh(cls: type[T], array: Array) -> T:
    """A leaf of this class."""
    tensor = object.__new__(cls)
    tensor.array = array
    tensor.wants = False
    tensor.node = tensor.sink = tensor.own_grad = tensor.base = None
    tensor.version = [0]
    return tensor


def wrap(session: Session, array: Any, *, wants: bool = False) -> Tensor:
    """A leaf of the session, which shares the array."""
    tensor: Tensor = fresh(session.tensor, np.asarray(array))
    if wants:
        if tensor.array.dtype.kind != "f":
            raise RuntimeError(WRONG_KIND)
        tensor.wants = True
    return tensor
