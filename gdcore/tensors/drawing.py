"""Random tensors: rand, randn, randint, randperm, uniform_, normal_.

The one rule: each draw comes from the generator given, or else from the session's.
"""

from typing import Any

import numpy as np

from gdcore.tensors.creation import Where, checked
from gdcore.tensors.devices import check_device
from gdcore.tensors.dtypes import Array, DType, int64
from gdcore.tensors.generator import Generator
from gdcore.tensors.inplace import check_changeable, write
from gdcore.tensors.session import Session
from gdcore.tensors.shapes import sizes_of
from gdcore.tensors.tensor import Tensor, wrap


def _count(sizes: tuple[int, ...]) -> int:
    return int(np.prod(checked(sizes), dtype=np.int64))


def rand(
    session: Session,
    *size: Any,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: Where = None,
    requires_grad: bool = False,
) -> Tensor:
    """Uniform in [0, 1)."""
    check_device(device)
    sizes, kind = sizes_of(size), (dtype or session.default).kind
    drawn = (generator or session.generator).uniform(_count(sizes), kind)
    array = drawn.reshape(sizes).astype(kind)
    return wrap(session, array, wants=requires_grad)


def randn(
    session: Session,
    *size: Any,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: Where = None,
    requires_grad: bool = False,
) -> Tensor:
    """Normal, of mean 0 and deviation 1."""
    check_device(device)
    sizes, kind = sizes_of(size), (dtype or session.default).kind
    drawn = (generator or session.generator).normal(_count(sizes), kind)
    array = drawn.reshape(sizes).astype(kind)
    return wrap(session, array, wants=requires_grad)


def rand_like(input: Tensor, *, dtype: DType | None = None) -> Tensor:
    """Uniform in [0, 1), in the shape of another."""
    return rand(input.session, input.array.shape, dtype=dtype or input.dtype)


def randn_like(input: Tensor, *, dtype: DType | None = None) -> Tensor:
    """Normal, in the shape of another."""
    return randn(input.session, input.array.shape, dtype=dtype or input.dtype)


def randint(
    session: Session,
    low: int,
    high: Any = None,
    size: Any = None,
    *,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: Where = None,
    requires_grad: bool = False,
) -> Tensor:
    """Whole numbers in low … high - 1; `randint(high, size)` begins at 0."""
    check_device(device)
    if size is None:
        low, high, size = 0, low, high
    if high is None or isinstance(high, (tuple, list)):
        low, high = 0, low
    if low >= high:
        raise RuntimeError(
            f"random_ expects 'from' to be less than 'to', but got from={low} >= "
            f"to={high}"
        )
    sizes = sizes_of((size,))
    drawn = (generator or session.generator).whole(low, high, _count(sizes))
    array = drawn.reshape(sizes).astype((dtype or int64).kind)
    return wrap(session, array, wants=requires_grad)


def randperm(
    session: Session,
    n: int,
    *,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: Where = None,
) -> Tensor:
    """0 … n - 1 in random order."""
    check_device(device)
    order = (generator or session.generator).permutation(n)
    return wrap(session, order.astype((dtype or int64).kind))


def normal(
    session: Session,
    mean: Any,
    std: Any = 1.0,
    size: Any = None,
    *,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: Where = None,
    requires_grad: bool = False,
) -> Tensor:
    """Normal of these means and deviations, numbers with a size or tensors."""
    check_device(device)
    tensors = [x for x in (mean, std) if isinstance(x, Tensor)]
    middle, width = (x.array if isinstance(x, Tensor) else x for x in (mean, std))
    if tensors:
        sizes, kind = np.broadcast_shapes(*(x.shape for x in tensors)), None
        kind = tensors[0].array.dtype
    else:
        sizes, kind = sizes_of((size,)), (dtype or session.default).kind
    drawn = (generator or session.generator).normal(_count(tuple(sizes)), kind)
    array = (drawn.reshape(sizes) * width + middle).astype(kind)
    return wrap(session, array, wants=requires_grad)


def uniform_(
    self: Tensor,
    from_: float = 0.0,
    to: float = 1.0,
    *,
    generator: Generator | None = None,
) -> Tensor:
    """Filled with uniform numbers in [from, to)."""
    kind = self.array.dtype
    drawn = _of(self, generator).uniform(self.array.size, kind)
    low = kind.type(from_)
    width = np.float64(kind.type(to) - low)  # one rounding in all, as a fused step has
    return _fill(self, drawn * width + np.float64(low))


def normal_(
    self: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    *,
    generator: Generator | None = None,
) -> Tensor:
    """Filled with normal numbers."""
    drawn = _of(self, generator).normal(self.array.size, self.array.dtype)
    return _fill(self, drawn * std + mean)


def _of(self: Tensor, generator: Generator | None) -> Generator:
    check_changeable(self)
    return generator or self.session.generator


def _fill(self: Tensor, drawn: Array) -> Tensor:
    write(self, ..., drawn.reshape(self.array.shape))
    return self
