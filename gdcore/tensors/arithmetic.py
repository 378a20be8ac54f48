"""x + y, x - y, x * y, x / y, x ** y and their like, with broadcasting.

The one rule: one table row per operation: its value, its two gradients, and which of
the operands each gradient looks at.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gdcore.tensors.dtypes import Number
from gdcore.tensors.graph import Input, record, unbroadcast
from gdcore.tensors.promotion import Operand, arrays, compute
from gdcore.tensors.tensor import Tensor, wrap

Gradient = Callable[[Any, Any, Any], Any]


class Operation(NamedTuple):
    """value(x, y), and its gradients from that of the result, g.

    Attributes:
        a_sees: Which operands the first gradient looks at, 0 and 1; likewise b_sees.
    """

    name: str
    value: Callable[[Any, Any], Any]
    grad_a: Gradient
    grad_b: Gradient
    a_sees: tuple[int, ...] = ()
    b_sees: tuple[int, ...] = ()


def _power_base(g: Any, x: Any, y: Any) -> Any:
    return g * np.where(y == 0, 0, y * x ** np.where(y == 0, 1, y - 1))


def _power_number(g: Any, x: Any, y: Any) -> Any:
    return g * (y * x ** (y - 1)) if y != 0 else g * 0


def _power_exponent(g: Any, x: Any, y: Any) -> Any:
    return g * np.where((x == 0) & (y >= 0), 0, x**y * np.log(x))


def _larger(g: Any, x: Any, y: Any) -> Any:
    return np.where(x > y, g, np.where(x == y, g / 2, 0))


def _smaller(g: Any, x: Any, y: Any) -> Any:
    return np.where(x < y, g, np.where(x == y, g / 2, 0))


ADD = Operation("Add", np.add, lambda g, x, y: g, lambda g, x, y: g)
SUB = Operation("Sub", np.subtract, lambda g, x, y: g, lambda g, x, y: -g)
MUL = Operation(
    "Mul", np.multiply, lambda g, x, y: g * y, lambda g, x, y: g * x, (1,), (0,)
)
DIV = Operation(
    "Div",
    np.true_divide,
    lambda g, x, y: g / y,
    lambda g, x, y: -g * (x / y) / y,
    (1,),
    (0, 1),
)
POW = Operation("PowBackward1", pow, _power_base, _power_exponent, (0, 1), (0, 1))
POW_NUMBER = Operation("Pow", pow, _power_number, _power_exponent, (0, 1), (0, 1))
MAXIMUM = Operation("Maximum", np.maximum, _larger, _smaller, (0, 1), (0, 1))
MINIMUM = Operation("Minimum", np.minimum, _smaller, _larger, (0, 1), (0, 1))
REMAINDER = Operation(
    "Remainder",
    np.remainder,
    lambda g, x, y: g,
    lambda g, x, y: -g * np.floor_divide(x, y),
    (1,),
    (0, 1),
)


def combine(operation: Operation, a: Operand, b: Operand) -> Tensor:
    """The operation on two operands, at least one of them a tensor."""
    x, y = arrays(a, b)
    return _apply(operation, a, b, x, y)


def _apply(operation: Operation, a: Any, b: Any, x: Any, y: Any) -> Tensor:
    value = compute(operation.value, x, y)
    session = a.session if isinstance(a, Tensor) else b.session
    wanting = [t for t in (a, b) if isinstance(t, Tensor) and t.requires_grad]
    if not wanting or not session.grad_enabled:
        return wrap(session, value)
    given, inputs = (a, b), list[Input]()
    if isinstance(a, Tensor):
        shape_a, sees = a.array.shape, operation.a_sees
        saved = tuple(given[i] for i in sees if isinstance(given[i], Tensor))
        inputs.append(
            (a, lambda g: unbroadcast(operation.grad_a(g, x, y), shape_a), saved)
        )
    if isinstance(b, Tensor):
        shape_b, sees = b.array.shape, operation.b_sees
        saved = tuple(given[i] for i in sees if isinstance(given[i], Tensor))
        inputs.append(
            (b, lambda g: unbroadcast(operation.grad_b(g, x, y), shape_b), saved)
        )
    return record(operation.name, value, inputs, frees=bool(operation.a_sees))


def add(input: Operand, other: Operand, *, alpha: Number = 1) -> Tensor:
    """x + alpha y."""
    return combine(ADD, input, other if alpha == 1 else scaled(other, alpha))


def sub(input: Operand, other: Operand, *, alpha: Number = 1) -> Tensor:
    """x - alpha y."""
    if _is_bool(input) or _is_bool(other):
        raise RuntimeError(
            "Subtraction, the `-` operator, with a bool tensor is not supported. If "
            "you are trying to invert a mask, use the `~` or `logical_not()` operator "
            "instead."
        )
    turned = SUB if isinstance(input, Tensor) else SUB._replace(name="RsubBackward1")
    return combine(turned, input, other if alpha == 1 else scaled(other, alpha))


def _is_bool(x: Operand) -> bool:
    return isinstance(x, bool) or (isinstance(x, Tensor) and x.array.dtype == np.bool_)


def scaled(x: Operand, alpha: Number) -> Operand:
    """alpha x, of a tensor or a number."""
    return combine(MUL, x, alpha) if isinstance(x, Tensor) else x * alpha


def mul(input: Operand, other: Operand) -> Tensor:
    """x y."""
    return combine(MUL, input, other)


def div(input: Operand, other: Operand, *, rounding_mode: str | None = None) -> Tensor:
    """x / y; whole numbers give the default floating dtype, unless rounded."""
    x, y = arrays(input, other)
    if rounding_mode == "floor":
        return _rounded(input, other, np.floor_divide)
    if rounding_mode == "trunc":
        return _rounded(input, other, lambda x, y: np.trunc(x / y).astype(x.dtype))
    result = np.result_type(x, y)
    if result.kind != "f":
        kind = _session(input, other).default.kind
        x, y = np.asarray(x).astype(kind), np.asarray(y).astype(kind)
    return _apply(DIV, input, other, x, y)


def _session(a: Operand, b: Operand) -> Any:
    return a.session if isinstance(a, Tensor) else b.session  # type: ignore[union-attr]


def _rounded(a: Operand, b: Operand, value: Callable[[Any, Any], Any]) -> Tensor:
    flat = Operation("Div", value, lambda g, x, y: g * 0, lambda g, x, y: g * 0)
    return combine(flat, a, b)


def floor_divide(input: Operand, other: Operand) -> Tensor:
    """x // y, toward minus infinity."""
    return div(input, other, rounding_mode="floor")


def remainder(input: Operand, other: Operand) -> Tensor:
    """x % y, with the sign of y."""
    return combine(REMAINDER, input, other)


def pow_(input: Operand, exponent: Operand) -> Tensor:
    """x ** y."""
    if isinstance(exponent, Tensor):
        name = "PowBackward1" if isinstance(input, Tensor) else "PowBackward2"
        return combine(POW._replace(name=name), input, exponent)
    return combine(POW_NUMBER, input, exponent)


def square(input: Tensor) -> Tensor:
    """x ** 2."""
    return combine(POW_NUMBER, input, 2)


def maximum(input: Tensor, other: Tensor) -> Tensor:
    """The larger of both; a tie parts the gradient."""
    return combine(MAXIMUM, input, other)


def minimum(input: Tensor, other: Tensor) -> Tensor:
    """The smaller of both; a tie parts the gradient."""
    return combine(MINIMUM, input, other)
