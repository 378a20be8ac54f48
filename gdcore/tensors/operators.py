"""The operators of a tensor: x + y, x[i], x == y, x += y, and what Python asks.

The one rule: what is no operand is left to Python, which refuses in its own words.
"""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.tensors import (
    arithmetic,
    comparing,
    elementwise,
    indexing,
    inplace,
    joining,
    plain,
    printing,
    products,
)
from gdcore.tensors.tensor import NO_NUMPY, Tensor, fresh, wrap


def _operator(function: Callable[..., Any], *, turned: bool = False) -> Any:
    """The operator of a function; what is no operand is left to Python to refuse."""

    def apply(self: Tensor, other: Any) -> Any:
        if isinstance(other, np.ndarray) and not turned:
            if self.requires_grad:
                raise RuntimeError(NO_NUMPY)
            other = wrap(self.session, other)
        elif isinstance(other, np.generic):
            other = other.item()
        elif not isinstance(other, (Tensor, bool, int, float)):
            return NotImplemented
        return function(other, self) if turned else function(self, other)

    return apply


def _not_in_place(function: Callable[..., Any]) -> Any:
    return _operator(inplace.changing(function))


def _same(self: Tensor, other: Any) -> Any:
    return False if other is None else _operator(comparing.eq)(self, other)


def _other(self: Tensor, other: Any) -> Any:
    return True if other is None else _operator(comparing.ne)(self, other)


def _deepcopy(self: Tensor, memo: dict[int, Any]) -> Tensor:
    if self.node is not None:
        raise RuntimeError(
            "Only Tensors created explicitly by the user (graph leaves) support the "
            "deepcopy protocol at the moment."
        )
    out = fresh(type(self), self.array.copy())
    out.wants = self.wants
    out.own_grad = copy.deepcopy(self.own_grad, memo)
    return out


ARITHMETIC = {
    "add": arithmetic.add,
    "sub": arithmetic.sub,
    "mul": arithmetic.mul,
    "truediv": arithmetic.div,
    "floordiv": arithmetic.floor_divide,
    "mod": arithmetic.remainder,
    "pow": arithmetic.pow_,
    "and": comparing.bitwise_and,
    "or": comparing.bitwise_or,
    "xor": comparing.bitwise_xor,
}


OPERATORS: dict[str, Any] = {
    **{f"__{name}__": _operator(f) for name, f in ARITHMETIC.items()},
    **{f"__r{name}__": _operator(f, turned=True) for name, f in ARITHMETIC.items()},
    **{f"__i{name}__": _not_in_place(f) for name, f in ARITHMETIC.items()},
    **{f"__{n}__": _operator(getattr(comparing, n)) for n in ("lt", "le", "gt", "ge")},
    "__eq__": _same,
    "__ne__": _other,
    "__hash__": lambda self: id(self),
    "__neg__": elementwise.FUNCTIONS["neg"],
    "__pos__": lambda self: self,
    "__abs__": elementwise.FUNCTIONS["abs"],
    "__invert__": comparing.bitwise_not,
    "__matmul__": lambda self, other: (
        products.matmul(self, other) if isinstance(other, Tensor) else NotImplemented
    ),
    "__getitem__": indexing.getitem,
    "__setitem__": indexing.setitem,
    "__iter__": joining.iterate,
    "__len__": plain.length,
    "__contains__": plain.contains,
    "__float__": plain.as_float,
    "__int__": plain.as_int,
    "__index__": plain.as_index,
    "__bool__": plain.as_bool,
    "__repr__": printing.text_of,
    "__str__": printing.text_of,
    "__format__": printing.format_of,
    "__deepcopy__": _deepcopy,
}
