"""Comparisons and logic: tensors of bool, without gradients.

The one rule: what compares has no node.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.promotion import Operand, arrays, compute
from gdcore.tensors.tensor import Tensor, wrap


def comparison(function: Callable[[Any, Any], Any]) -> Callable[..., Tensor]:
    """Such as lt, from np.less."""

    def compare(input: Tensor, other: Operand) -> Tensor:
        x, y = arrays(input, other)
        holder = input if isinstance(input, Tensor) else other
        return wrap(holder.session, compute(function, x, y))

    return compare


lt, le = comparison(np.less), comparison(np.less_equal)
gt, ge = comparison(np.greater), comparison(np.greater_equal)
eq, ne = comparison(np.equal), comparison(np.not_equal)
bitwise_and, bitwise_or = comparison(np.bitwise_and), comparison(np.bitwise_or)
bitwise_xor = comparison(np.bitwise_xor)
logical_and, logical_or = comparison(np.logical_and), comparison(np.logical_or)
logical_xor = comparison(np.logical_xor)


def question(function: Callable[[Any], Any]) -> Callable[[Tensor], Tensor]:
    """Such as isnan, of each element."""
    return lambda input: wrap(input.session, function(input.array))


isnan, isfinite, isinf = question(np.isnan), question(np.isfinite), question(np.isinf)
logical_not = question(np.logical_not)


def bitwise_not(input: Tensor) -> Tensor:
    """~x, of bool or whole numbers."""
    if input.array.dtype.kind == "f":
        raise TypeError(
            "~ (operator.invert) is only implemented on integer and Boolean-type "
            "tensors"
        )
    return wrap(input.session, np.invert(input.array))


def equal(input: Tensor, other: Tensor) -> bool:
    """Whether shape and all elements are the same."""
    return bool(np.array_equal(input.array, other.array))


def allclose(
    input: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> bool:
    """Whether |x - y| <= atol + rtol |y| everywhere."""
    _check_same(input, other, "allclose")
    return bool(_close(input.array, other.array, rtol, atol, equal_nan).all())


def isclose(
    input: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> Tensor:
    """Where |x - y| <= atol + rtol |y|."""
    _check_same(input, other, "isclose")
    close = _close(input.array, other.array, rtol, atol, equal_nan)
    return wrap(input.session, close)


def _check_same(input: Tensor, other: Tensor, name: str) -> None:
    if input.dtype != other.dtype:
        raise RuntimeError(
            f"{input.dtype.title} did not match {other.dtype.title}: {name} takes two "
            "tensors of one dtype"
        )


def _close(x: Array, y: Array, rtol: float, atol: float, equal_nan: bool) -> Any:
    def close(x: Array, y: Array) -> Any:
        return np.isclose(x, y, rtol=rtol, atol=atol, equal_nan=equal_nan)

    return compute(close, x, y)
