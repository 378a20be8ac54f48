"""Kinds of numbers, and which kind two operands have together.

The one rule: a Python number never changes the kind of a tensor within its category
(bool, whole, floating), nor does a tensor without dimensions.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Number = bool | int | float


@dataclass(frozen=True)
class DType:
    """torch.float32 and its like.

    Attributes:
        name: As printed after "torch.".
        title: As torch's messages have it, "Float".
        rank: The category: 0 for bool, 1 for whole numbers, 2 for floating.
    """

    name: str
    title: str
    kind: np.dtype[Any]
    rank: int
    is_complex: bool = False

    def __repr__(self) -> str:
        return f"torch.{self.name}"

    def __reduce__(self) -> str:
        return self.name

    @property
    def is_floating_point(self) -> bool:
        """Whether it holds fractions."""
        return self.rank == 2

    @property
    def itemsize(self) -> int:
        """Bytes a number."""
        return self.kind.itemsize


float32 = DType("float32", "Float", np.dtype(np.float32), 2)
float64 = DType("float64", "Double", np.dtype(np.float64), 2)
int64 = DType("int64", "Long", np.dtype(np.int64), 1)
int32 = DType("int32", "Int", np.dtype(np.int32), 1)
int16 = DType("int16", "Short", np.dtype(np.int16), 1)
int8 = DType("int8", "Char", np.dtype(np.int8), 1)
uint8 = DType("uint8", "Byte", np.dtype(np.uint8), 1)
boolean = DType("bool", "Bool", np.dtype(np.bool_), 0)

ALL = (float32, float64, int64, int32, int16, int8, uint8, boolean)
OF = {dtype.kind: dtype for dtype in ALL}
NAMES = {dtype.name: dtype for dtype in ALL} | {
    "float": float32,
    "double": float64,
    "long": int64,
    "int": int32,
    "short": int16,
}


def of(array: Array) -> DType:
    """The dtype of an array.

    Raises:
        TypeError: If torch has no tensors of its kind.
    """
    try:
        return OF[array.dtype.newbyteorder("=")]
    except KeyError:
        raise TypeError(
            f"can't convert np.ndarray of type {_kind_name(array)}. The only supported "
            "types are: float64, float32, int64, int32, int16, int8, uint8, and bool."
        ) from None


def _kind_name(array: Array) -> str:
    return f"numpy.{array.dtype.type.__name__}"


def of_number(value: Number, default: DType) -> DType:
    """What a Python number counts as."""
    if isinstance(value, (bool, np.bool_)):
        return boolean
    return int64 if isinstance(value, (int, np.integer)) else default


def together(a: DType, b: DType) -> DType:
    """The dtype that holds both, of one priority."""
    if a.rank != b.rank:
        return max(a, b, key=lambda dtype: dtype.rank)
    return OF[np.promote_types(a.kind, b.kind)]


def promoted(
    with_dims: list[DType], without: list[DType], numbers: list[DType]
) -> DType:
    """The dtype of a result: tensors first, then those without dimensions, numbers."""
    groups = [reduce(together, g) for g in (with_dims, without, numbers) if g]
    return reduce(_over, groups)


def _over(higher: DType, lower: DType) -> DType:
    """A group of lower priority counts only where its category is higher."""
    return lower if lower.rank > higher.rank else higher
