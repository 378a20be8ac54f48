"""The length of a vector, in any p-norm.

The one rule: where the length is zero, so is its gradient.
"""

import math
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array, DType
from gdcore.tensors.graph import record
from gdcore.tensors.reductions import Dim, axes_of, spread
from gdcore.tensors.tensor import Tensor


def norm(
    input: Tensor,
    p: float | str | None = 2,
    dim: Dim = None,
    keepdim: bool = False,
    dtype: DType | None = None,
) -> Tensor:
    """The p-norm of all elements or along dimensions; "fro" is 2; inf the largest."""
    order = 2.0 if p in ("fro", None) else float(p)
    x = input.array if dtype is None else input.array.astype(dtype.kind)
    if x.dtype.kind != "f":
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as "
            f"input. Got {input.dtype.title}"
        )
    axes = axes_of(input, dim)
    size = _norm(x, order, axes)

    def rule(g: Array) -> Any:
        return spread(g, x, axes, keepdim) * _norm_slope(x, size, order, axes)

    value = size if keepdim else size.reshape(np.delete(size.shape, axes))
    out = np.asarray(value, dtype=x.dtype)
    name = "LinalgVectorNorm"
    return record(name, out, [(input, rule, (input,))], saves_result=True)


def _norm(x: Array, order: float, axes: tuple[int, ...]) -> Array:
    wide = np.abs(x.astype(np.float64, copy=False))
    with np.errstate(all="ignore"):
        if math.isinf(order):
            best = np.max if order > 0 else np.min
            return np.asarray(best(wide, axis=axes, keepdims=True))
        if order == 0:
            return np.asarray(np.sum(wide != 0, axis=axes, keepdims=True) * 1.0)
        total = np.sum(wide**order, axis=axes, keepdims=True)
        return np.asarray(total ** (1 / order))


def _norm_slope(x: Array, size: Array, order: float, axes: tuple[int, ...]) -> Any:
    if order == 0:
        return np.zeros_like(x)
    if math.isinf(order):
        at = np.abs(x) == size
        return np.sign(x) * at / np.sum(at, axis=axes, keepdims=True)
    scaled = (np.abs(x) / np.where(size == 0, 1, size)) ** (order - 1)
    return np.where(size == 0, 0, np.sign(x) * scaled)
