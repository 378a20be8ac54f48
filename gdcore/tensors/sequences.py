"""Ranges and regular matrices: arange, linspace, logspace, eye, tril, meshgrid.

The one rule: a range is rounded once to its dtype; in float64 its last bit may differ
from torch's.
"""

import math
from typing import Any

import numpy as np

from gdcore.tensors.creation import Where
from gdcore.tensors.devices import check_device
from gdcore.tensors.dtypes import Array, DType, Number, int64
from gdcore.tensors.session import Session
from gdcore.tensors.tensor import Tensor, wrap

Scalar = Number | Tensor


def _number(value: Scalar) -> float:
    number: float = value.array.item() if isinstance(value, Tensor) else value
    return number


def arange(
    session: Session,
    start: Scalar,
    end: Scalar | None = None,
    step: Scalar = 1,
    *,
    dtype: DType | None = None,
    device: Where = None,
    requires_grad: bool = False,
) -> Tensor:
    """start, start + step, …, before end."""
    check_device(device)
    first, last = (0, start) if end is None else (start, end)
    low, high, by = _number(first), _number(last), _number(step)
    if by == 0:
        raise RuntimeError("step must be nonzero")
    if (high - low) * by < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    whole = all(isinstance(n, int) for n in (low, high, by))
    kind = (dtype or (int64 if whole else session.default)).kind
    count = math.ceil((high - low) / by)
    array = (low + by * np.arange(count)).astype(kind)
    return wrap(session, array, wants=requires_grad)


def linspace(
    session: Session,
    start: Scalar,
    end: Scalar,
    steps: int,
    *,
    dtype: DType | None = None,
    device: Where = None,
    requires_grad: bool = False,
) -> Tensor:
    """So many numbers from start to end, both included."""
    check_device(device)
    kind = (dtype or session.default).kind
    array = even(_number(start), _number(end), int(steps), kind)
    return wrap(session, array, wants=requires_grad)


def even(low: float, high: float, steps: int, kind: "np.dtype[np.generic]") -> Array:
    """As torch computes it: half from the start, half from the end, rounded once."""
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    if steps == 1:
        return np.array([low], dtype=kind)
    work: Any = kind.type if kind.kind == "f" else np.float32
    by = np.float64((work(high) - work(low)) / work(steps - 1))
    i = np.arange(steps)
    up, down = work(low) + by * i, work(high) - by * (steps - 1 - i)
    return np.asarray(np.where(i < steps // 2, up, down), dtype=kind)


def logspace(
    session: Session,
    start: Scalar,
    end: Scalar,
    steps: int,
    base: float = 10.0,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """base to the power of evenly spaced exponents."""
    kind = (dtype or session.default).kind
    exponents = even(_number(start), _number(end), int(steps), np.dtype(np.float64))
    return wrap(session, np.power(base, exponents).astype(kind))


def eye(
    session: Session,
    n: int,
    m: int | None = None,
    *,
    dtype: DType | None = None,
    device: Where = None,
    requires_grad: bool = False,
) -> Tensor:
    """Ones on the diagonal."""
    check_device(device)
    array = np.eye(n, m, dtype=(dtype or session.default).kind)
    return wrap(session, array, wants=requires_grad)


def meshgrid(*tensors: Tensor, indexing: str = "ij") -> tuple[Tensor, ...]:
    """Each pair of coordinates."""
    grids = np.meshgrid(*(x.array for x in tensors), indexing=indexing)  # type: ignore[call-overload]
    return tuple(wrap(tensors[0].session, grid) for grid in grids)
