"""Attributes and methods of a tensor.

The one rule: only the names on the lists exist.
"""

from typing import Any

import numpy as np

from gdcore.programs.machine import Machine
from gdcore.programs.tensor_operations import KINDS, OPERATIONS
from gdcore.programs.tensors import operation
from gdcore.programs.values import (
    Cut,
    Item,
    Native,
    Raised,
    Tensor,
    Unknown,
)


def item(m: Machine, held: Tensor) -> Any:
    """One number, outside the graph."""
    if held.a.size != 1:
        raise Raised("type", "item() needs one number")
    number = Item(held.a.item())
    if held.reaches():
        number.cut = Cut(".item()", m.line)
    return number


def of_tensor(m: Machine, held: Tensor, name: str) -> Any:
    """held.name"""
    from gdcore.programs import gradients

    found = gradients.of_tensor(m, held, name)
    if found is not None:
        return None if found is gradients.NOTHING else found
    if name == "item":
        return Native(name, lambda: item(m, held))
    if name in ("shape", "ndim"):
        return getattr(held.a, name)
    if name in ("T", "mT"):
        return m.lift(np.transpose, held, kind=held.kind)
    if name == "dtype":
        return held.kind
    if name in ("float", "double", "long", "int"):
        return Native(name, lambda: _converted(m, held, KINDS[name]))
    if name == "type":
        return Native(name, lambda kind="": _converted(m, held, _kind_of(kind, held)))
    if name in OPERATIONS:
        return Native(name, lambda *a, **k: operation(m, name, held, a, k))
    if name.endswith("_") and name[:-1] in IN_PLACE:
        return Native(name, lambda *a, **k: gradients.in_place(m, held, name, a, k))
    return _asked(held, name)


IN_PLACE = frozenset({"add", "sub", "mul", "copy", "fill", "zero", "normal", "uniform"})


def _asked(held: Tensor, name: str) -> Any:
    """What a tensor says of itself, and its parts."""
    a = held.a
    if name == "size":
        return Native(name, lambda *i: a.shape[i[0]] if i else a.shape)
    if name == "tolist":
        return Native(name, a.tolist)
    if name in ("dim", "numel", "nelement"):
        return Native(name, lambda: a.ndim if name == "dim" else a.size)
    if name in ("split", "chunk"):
        return Native(name, lambda n, *k: _parts(held, n))
    return Unknown(name)


def _parts(held: Tensor, n: int) -> list[Tensor]:
    pieces = np.array_split(held.a, max(1, len(held.a) // n))
    return [Tensor(p, held.kind) for p in pieces]


def _converted(m: Machine, held: Tensor, kind: str) -> Tensor:
    """float(), double(), long(), int(), with lost decimals noted."""
    whole = kind == "i8" and held.kind[0] == "f"
    out = m.lift(lambda a: a.astype(np.int64) if whole else a.copy(), held, kind=kind)
    if whole and np.any(held.a % 1):
        m.tags["floored", id(out)] = m.line
        m.keep.append(out)
    return out


def _kind_of(kind: Any, held: Tensor) -> str:
    """The kind that type(…) asks for."""
    name = kind.name if isinstance(kind, Native) else str(kind).split(".")[-1]
    return name if name in ("f4", "f8", "i8") else KINDS.get(name, held.kind)
