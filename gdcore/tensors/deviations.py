"""The variance and the standard deviation.

The one rule: the sum of squares is divided by n - 1, unless told otherwise.
"""

import math
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.graph import record
from gdcore.tensors.reductions import Dim, axes_of, spread
from gdcore.tensors.tensor import Tensor


def var(
    input: Tensor,
    dim: Dim | bool = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Tensor:
    """The variance; divided by n - 1 unless told otherwise."""
    ask = _Deviation(input, dim, unbiased, keepdim, correction)

    def rule(g: Array) -> Any:
        return spread(g, ask.x, ask.axes, keepdim) * ask.off * (2 / ask.freedom)

    return record("Var", ask.variance().astype(ask.x.dtype), [(input, rule, (input,))])


def std(
    input: Tensor,
    dim: Dim | bool = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Tensor:
    """The standard deviation; divided by n - 1 unless told otherwise."""
    ask = _Deviation(input, dim, unbiased, keepdim, correction)
    with np.errstate(all="ignore"):
        value = np.sqrt(ask.variance())

    def rule(g: Array) -> Any:
        share = np.where(value == 0, 0, g / (value * ask.freedom))
        return spread(share, ask.x, ask.axes, keepdim) * ask.off

    out = np.asarray(value, dtype=ask.x.dtype)
    return record("Std", out, [(input, rule, (input,))], saves_result=True)


class _Deviation:
    """What was asked for, and the distances from the mean, in float64."""

    def __init__(
        self,
        input: Tensor,
        dim: Dim | bool,
        unbiased: bool | None,
        keepdim: bool,
        correction: float | None,
    ) -> None:
        self.x = input.array
        if self.x.dtype.kind != "f":
            raise RuntimeError(
                "std and var only support floating point and complex dtypes"
            )
        if isinstance(dim, bool):
            dim, unbiased = None, dim
        self.axes = axes_of(input, dim)
        self.keepdim = keepdim
        less = float(unbiased is not False) if correction is None else correction
        self.freedom = max(math.prod(self.x.shape[i] for i in self.axes) - less, 0)
        if self.freedom == 0:
            self.freedom = math.nan
        wide = self.x.astype(np.float64, copy=False)
        with np.errstate(all="ignore"):
            self.off = wide - self._mean(wide)

    def _mean(self, wide: Array) -> Any:
        count = math.prod(wide.shape[i] for i in self.axes)
        return np.sum(wide, axis=self.axes, keepdims=True) / (count or math.nan)

    def variance(self) -> Array:
        with np.errstate(all="ignore"):
            squares = np.sum(self.off * self.off, axis=self.axes, keepdims=self.keepdim)
            return np.asarray(squares / self.freedom)
