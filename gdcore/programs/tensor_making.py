"""How tensors are made: from numbers, at random, from other tensors.

The one rule: a tensor knows the kind of its numbers from the start.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.programs.machine import LARGEST, Machine, bounded
from gdcore.programs.tensor_operations import JOINING, MAKING, _shape
from gdcore.programs.values import (
    Array,
    Cut,
    Raised,
    Tensor,
    Unknown,
    Unreadable,
    plain,
)


def _kind(m: Machine, named: Any, default: str) -> str:
    kind = named.get("dtype")
    return kind if isinstance(kind, str) else default


def made(m: Machine, name: str, value: Any, named: dict[str, Any]) -> Any:
    """torch.tensor and its kin."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Tensor):
        kept = Tensor(value.a.copy(), _kind(m, named, value.kind))
        if name == "Variable" or name == "as_tensor":
            kept.sources, kept.oldest, kept.cut = value.sources, value.oldest, value.cut
            kept.requires = value.requires
        elif value.reaches():
            kept.cut = Cut(f"torch.{name}", m.line)
    else:
        kept = Tensor(*_numbers(m, value))
        kept.kind = _kind(m, named, kept.kind)
        cut = getattr(value, "cut", None)
        kept.cut = Cut(cut.by, cut.line) if cut else None
    if kept.kind[0] == "f" and not kept.a.flags.writeable:
        kept.a = kept.a.copy()
    return required(m, kept, bool(named.get("requires_grad")))


def required(m: Machine, tensor: Tensor, wanted: bool) -> Tensor:
    """The tensor, as a leaf that requires gradients if wanted."""
    if wanted:
        if tensor.kind[0] != "f":
            raise Raised("integer", "only floating point can require gradients")
        tensor.requires = True
        m.leaves.append(tensor)
    return tensor


def _numbers(m: Machine, value: Any) -> tuple[Array, str]:
    if isinstance(value, list | tuple):
        value = [_inner(v) for v in value]
    numbers = np.asarray(value)
    if numbers.dtype.kind not in "fiub":
        raise Raised("type", "a tensor holds numbers")
    kind = {"i": "i8", "u": "i8", "b": "b1"}.get(numbers.dtype.kind)
    if kind is None:
        given = isinstance(value, np.ndarray | np.floating)
        kind = f"f{numbers.dtype.itemsize}" if given else m.default_kind
    wide = float if kind[0] == "f" else np.int64
    return bounded(numbers.astype(wide if kind != "b1" else bool)), kind


def _inner(value: Any) -> Any:
    return (
        [_inner(v) for v in value] if isinstance(value, list | tuple) else plain(value)
    )


def _old_tensor(m: Machine, values: tuple[Any, ...]) -> Any:
    if all(isinstance(v, int) for v in values) and values:
        return _new(m, MAKING["ones"], values, {})
    return made(m, "tensor", values[0] if values else [], {"dtype": "f4"})


def _new(m: Machine, make: Callable[..., Any], sizes: Any, named: Any) -> Any:
    shape = _shape(sizes) if sizes else tuple(named.get("size", ()))
    if np.prod([1.0, *shape]) > LARGEST:
        raise Unreadable("an array that is too large")
    made_now = np.asarray(make(m.rng, shape), dtype=float)
    if make in (MAKING["randn"], MAKING["rand"]):
        m.note("random")
    tensor = Tensor(made_now, _kind(m, named, m.default_kind))
    return required(m, tensor, bool(named.get("requires_grad")))


def _counted(m: Machine, name: str, args: Any, named: Any) -> Any:
    from gdcore.programs.sizes import _bound

    values = [plain(v) for v in args]
    steps = [named[k] for k in ("steps",) if k in named]
    _bound("arange" if name == "range" else name, (*values, *steps), {})
    if name == "linspace":
        a = np.linspace(*values, *steps)
    elif name == "full":
        a = np.full(*values)
    else:
        a = np.eye(*values) if name == "eye" else np.arange(*values)
    kind = "f4" if a.dtype.kind == "f" or name == "range" else "i8"
    kind = _kind(m, named, m.default_kind if kind == "f4" else kind)
    return required(m, Tensor(a.astype(float if kind[0] == "f" else np.int64), kind),
                    bool(named.get("requires_grad")))  # fmt: skip


def _joined(m: Machine, name: str, values: Any, dim: int, named: Any) -> Any:
    dim = named.get("axis", dim)
    parts = [v for v in values if isinstance(v, Tensor)]
    if len(parts) < len(values):
        return Unknown(name)
    return m.lift(lambda *a: JOINING[name](a, axis=dim), *parts)


def _permuted(m: Machine, n: int) -> Tensor:
    m.note("random")
    return Tensor(m.rng.permutation(int(n)), "i8")


def _whole(m: Machine, args: Any, named: Any) -> Any:
    m.note("random")
    sized = [a for a in args if isinstance(a, tuple)] or [named.get("size", ())]
    ends = [int(a) for a in args if isinstance(a, int)] or [2]
    return Tensor(np.asarray(m.rng.randint(0, max(ends), size=sized[0])), "i8")


def _normal(m: Machine, args: Any, named: Any) -> Any:
    m.note("random")
    shape = next((a for a in args if isinstance(a, tuple)), named.get("size", ()))
    likes = [a.a.shape for a in args if isinstance(a, Tensor)]
    drawn = np.asarray(m.rng.standard_normal(likes[0] if likes else shape))
    return required(m, Tensor(drawn, m.default_kind), bool(named.get("requires_grad")))
