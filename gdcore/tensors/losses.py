"""mse_loss, l1_loss, smooth_l1_loss, huber_loss, and their classes.

The one rule: shapes that differ are broadcast with a warning, as torch does: (n, 1)
against (n,) is n times n.
"""

import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gdcore.tensors.arithmetic import sub
from gdcore.tensors.dtypes import Array
from gdcore.tensors.elementwise import FUNCTIONS
from gdcore.tensors.graph import record, unbroadcast
from gdcore.tensors.promotion import arrays, compute
from gdcore.tensors.reductions import added, mean, sum_
from gdcore.tensors.tensor import Tensor

REDUCTIONS = ("none", "mean", "sum")


class Shape(NamedTuple):
    """A loss of one difference, and its slope."""

    name: str
    function: str
    value: Callable[[Any], Any]
    slope: Callable[[Any], Any]


SQUARE = Shape("MseLoss", "mse_loss", lambda d: d * d, lambda d: 2 * d)


def _smooth(beta: float) -> Shape:
    def value(d: Array) -> Array:
        size = np.abs(d)
        return np.where(size < beta, 0.5 * d * d / (beta or 1), size - 0.5 * beta)

    def slope(d: Array) -> Array:
        return np.clip(d / beta, -1, 1) if beta else np.sign(d)

    return Shape("SmoothL1Loss", "smooth_l1_loss", value, slope)


def _huber(delta: float) -> Shape:
    def value(d: Array) -> Array:
        size = np.abs(d)
        return np.where(size <= delta, 0.5 * d * d, delta * (size - 0.5 * delta))

    return Shape("HuberLoss", "huber_loss", value, lambda d: np.clip(d, -delta, delta))


def reduction_of(size_average: Any, reduce: Any, reduction: str) -> str:
    """One of none, mean and sum; the two old switches are still read."""
    if size_average is not None or reduce is not None:
        wanted = "none" if reduce is False else "mean"
        if size_average is False and wanted == "mean":
            wanted = "sum"
        warnings.warn(
            "size_average and reduce args will be deprecated, please use "
            f"reduction='{wanted}' instead.",
            UserWarning,
            stacklevel=4,
        )
        return wanted
    if reduction not in REDUCTIONS:
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return reduction


def _warn_of_shapes(input: Tensor, target: Tensor) -> None:
    if target.size() != input.size():  # asked as torch does: a list has no `size`
        warnings.warn(
            f"Using a target size ({target.shape}) that is different to the input size "
            f"({input.shape}). This will likely lead to incorrect results due to "
            "broadcasting. Please ensure they have the same size.",
            UserWarning,
            stacklevel=4,
        )


def _loss(shape: Shape, input: Tensor, target: Tensor, reduction: str) -> Tensor:
    if reduction not in REDUCTIONS:
        raise ValueError(f"{reduction} is not a valid value for reduction")
    _warn_of_shapes(input, target)
    x, y = arrays(input, target)
    d = compute(np.subtract, x, y)
    if d.dtype.kind != "f":
        name = shape.function.removesuffix("_loss")
        raise NotImplementedError(
            f"\"{name}_cpu\" not implemented for '{input.dtype.title}'"
        )
    with np.errstate(all="ignore"):
        each = np.asarray(shape.value(d), dtype=d.dtype)
        value = (
            each if reduction == "none" else added(each, tuple(range(d.ndim)), False)
        )
        share = d.dtype.type(d.size if reduction == "mean" else 1)
        value = value / share if reduction == "mean" else value

    def slopes(g: Array) -> Any:
        return shape.slope(d) * (g / share)

    seen = (input, target)
    rules = [
        (input, lambda g: unbroadcast(slopes(g), x.shape), seen),
        (target, lambda g: unbroadcast(-slopes(g), y.shape), seen),
    ]
    return record(shape.name, value, rules)


def mse_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """(x - y)^2, its mean, or its sum."""
    return _loss(SQUARE, input, target, reduction_of(size_average, reduce, reduction))


def l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """|x - y|, its mean, or its sum."""
    reduction = reduction_of(size_average, reduce, reduction)
    _warn_of_shapes(input, target)
    each = FUNCTIONS["abs"](sub(input, target))
    if reduction == "none":
        return each
    return mean(each) if reduction == "mean" else sum_(each)


def smooth_l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Tensor:
    """A parabola below beta, and a straight line above, of slope 1."""
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta")
    wanted = reduction_of(size_average, reduce, reduction)
    return _loss(_smooth(beta), input, target, wanted)


def huber_loss(
    input: Tensor, target: Tensor, reduction: str = "mean", delta: float = 1.0
) -> Tensor:
    """A parabola up to delta, and a straight line above, of slope delta."""
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    return _loss(_huber(delta), input, target, reduction)
