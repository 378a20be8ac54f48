"""Functions of one tensor, element by element: exp, log, abs, relu, clamp, …

The one rule: one table row per function: its value, and the factor of its gradient as
a function of x and of the result.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.graph import record, unbroadcast
from gdcore.tensors.promotion import Operand, arrays, result_type
from gdcore.tensors.tensor import Tensor, wrap


class Curve(NamedTuple):
    """A function and its slope from x and y = value(x).

    Attributes:
        floats: Whether whole numbers become floating before.
        sees: "x" or "y", what the slope looks at; "" where it is constant.
    """

    name: str
    value: Callable[[Any], Any]
    slope: Callable[[Any, Any], Any]
    sees: str = "x"
    floats: bool = True


def _sigmoid(x: Array) -> Any:
    """1 / (1 + exp(-x)), without an overflow."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small)).astype(x.dtype)


def _zero(x: Any, y: Any) -> Any:
    return np.zeros_like(x)


CURVES = {
    "exp": Curve("Exp", np.exp, lambda x, y: y, "y"),
    "expm1": Curve("Expm1", np.expm1, lambda x, y: y + 1, "y"),
    "log": Curve("Log", np.log, lambda x, y: 1 / x),
    "log1p": Curve("Log1P", np.log1p, lambda x, y: 1 / (1 + x)),
    "log2": Curve("Log2", np.log2, lambda x, y: 1 / (x * float(np.log(2)))),
    "log10": Curve("Log10", np.log10, lambda x, y: 1 / (x * float(np.log(10)))),
    "sqrt": Curve("Sqrt", np.sqrt, lambda x, y: 1 / (2 * y), "y"),
    "rsqrt": Curve("Rsqrt", lambda x: 1 / np.sqrt(x), lambda x, y: -0.5 * y**3, "y"),
    "reciprocal": Curve("Reciprocal", lambda x: 1 / x, lambda x, y: -y * y, "y"),
    "sin": Curve("Sin", np.sin, lambda x, y: np.cos(x)),
    "cos": Curve("Cos", np.cos, lambda x, y: -np.sin(x)),
    "tanh": Curve("Tanh", np.tanh, lambda x, y: 1 - y * y, "y"),
    "sigmoid": Curve("Sigmoid", _sigmoid, lambda x, y: y * (1 - y), "y"),
    "relu": Curve("Relu", lambda x: np.maximum(x, 0), lambda x, y: y > 0, "y", False),
    "abs": Curve("Abs", np.abs, lambda x, y: np.sign(x), "x", False),
    "neg": Curve("Neg", np.negative, lambda x, y: -1, "", False),
    "sign": Curve("Sign", np.sign, _zero, "", False),
    "ceil": Curve("Ceil", np.ceil, _zero, "", False),
    "floor": Curve("Floor", np.floor, _zero, "", False),
    "trunc": Curve("Trunc", np.trunc, _zero, "", False),
}


def function_of(curve: Curve) -> Callable[[Tensor], Tensor]:
    """The function of torch that draws this curve."""

    def apply(input: Tensor) -> Tensor:
        x = input.array
        if x.dtype.kind == "b" and not curve.floats:
            name = curve.name.lower()
            raise NotImplementedError(f"\"{name}_cpu\" not implemented for 'Bool'")
        if curve.floats and x.dtype.kind != "f":
            x = x.astype(input.session.default.kind)
        with np.errstate(all="ignore"):
            y = np.asarray(curve.value(x), dtype=x.dtype)
        saved = (input,) if curve.sees == "x" else ()
        rule = (input, lambda g: g * curve.slope(x, y), saved)
        return record(curve.name, y, [rule], saves_result=curve.sees == "y")

    return apply


FUNCTIONS = {name: function_of(curve) for name, curve in CURVES.items()}


def round_(input: Tensor, *, decimals: int = 0) -> Tensor:
    """To so many decimals, halves to even; its gradient is zero."""
    value = np.round(input.array, decimals)
    return record("Round", value, [(input, lambda g: g * 0, ())])


def clamp(
    input: Tensor, min: Operand | None = None, max: Operand | None = None
) -> Tensor:
    """Not below min, not above max; the gradient passes at the bounds, too."""
    if min is None and max is None:
        raise RuntimeError(
            "torch.clamp: At least one of 'min' or 'max' must not be None"
        )
    low = -np.inf if min is None else _plain(min)
    high = np.inf if max is None else _plain(max)
    x = input.array
    bounds = [bound for bound in (min, max) if bound is not None]
    kind = result_type(input, *bounds).kind
    value = np.minimum(np.maximum(x, low), high).astype(kind)

    def rule(g: Array) -> Any:
        return unbroadcast(g * ((x >= low) & (x <= high)), x.shape)

    return record("ClampBackward1", value, [(input, rule, (input,))])


def _plain(bound: Operand) -> Any:
    return bound.array if isinstance(bound, Tensor) else bound


def where(condition: Tensor, *choices: Operand) -> Any:
    """x where the condition holds, y elsewhere; alone, the indices where it holds."""
    if not choices:
        found = np.nonzero(condition.array)
        return tuple(wrap(condition.session, index) for index in found)
    a, b = choices
    if not isinstance(a, Tensor) and not isinstance(b, Tensor):
        a = wrap(condition.session, np.asarray(a, condition.session.default.kind))
    x, y = arrays(a, b)
    holds = condition.array
    inputs = []
    if isinstance(a, Tensor):
        shape_a = a.array.shape
        inputs.append(
            (a, lambda g: unbroadcast(np.where(holds, g, 0), shape_a), (condition,))
        )
    if isinstance(b, Tensor):
        shape_b = b.array.shape
        inputs.append(
            (b, lambda g: unbroadcast(np.where(holds, 0, g), shape_b), (condition,))
        )
    kind = result_type(a, b).kind
    return record("Where", np.where(holds, x, y).astype(kind), inputs)


def nan_to_num(input: Tensor, nan: float = 0.0) -> Tensor:
    """NaN replaced, infinities by the largest number."""
    x = input.array
    kept = np.isfinite(x)
    value = np.nan_to_num(x, nan=nan)
    return record("NanToNum", value, [(input, lambda g: g * kept, (input,))])
