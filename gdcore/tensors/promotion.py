"""Two operands brought to one dtype, and computed with.

The one rule: what two operands become is decided here, for every operation alike.
"""

import numbers
from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.tensors import dtypes
from gdcore.tensors.dtypes import Array, DType, Number
from gdcore.tensors.errors import broadcasts, unmatched
from gdcore.tensors.tensor import Tensor

Operand = Tensor | Number


def compute(function: Callable[[Any, Any], Any], x: Any, y: Any) -> Any:
    """function(x, y) without numpy's warnings, and with torch's words for shapes."""
    try:
        with np.errstate(all="ignore"):
            return function(x, y)
    except ValueError as error:
        shapes = np.shape(x), np.shape(y)
        if broadcasts(*shapes):
            raise RuntimeError(str(error)) from None
        raise unmatched(*shapes) from None


def arrays(a: Operand, b: Operand) -> tuple[Any, Any]:
    """Both operands, in the dtype of the result."""
    if isinstance(a, Tensor) and isinstance(b, Tensor):
        if a.array.dtype == b.array.dtype:
            return a.array, b.array
    elif isinstance(a, Tensor):
        if a.array.dtype.kind == "f" and isinstance(b, (int, float)):
            return a.array, float(b)
    elif b.array.dtype.kind == "f" and isinstance(a, (int, float)):  # type: ignore[union-attr]
        return float(a), b.array  # type: ignore[union-attr]
    kind = result_type(a, b).kind
    return _as(a, kind), _as(b, kind)


def _as(operand: Operand, kind: np.dtype[Any]) -> Array:
    array = operand.array if isinstance(operand, Tensor) else np.asarray(operand)
    return array.astype(kind, copy=False)


def result_type(*operands: Operand) -> DType:
    """The dtype that torch gives to what these have together.

    Raises:
        TypeError: If one of them is neither a tensor nor a number.
    """
    tensors = [x for x in operands if isinstance(x, Tensor)]
    others = [x for x in operands if not isinstance(x, Tensor)]
    for other in others:
        if not isinstance(other, (numbers.Number, np.bool_)):
            raise TypeError(
                f"an operand must be a tensor or a number, not {type(other).__name__}"
            )
    default = tensors[0].session.default
    return dtypes.promoted(
        [x.dtype for x in tensors if x.array.ndim],
        [x.dtype for x in tensors if not x.array.ndim],
        [dtypes.of_number(x, default) for x in others],
    )
