"""The numbers that names and attributes hold, read and written.

The one rule: what is read is a copy, and what is written keeps the kind of its place.
"""

from typing import Any

import numpy as np

from gdcore.programs.machine import Machine
from gdcore.programs.values import Array, Frame, Tensor, is_number


def held(frame: Frame, name: str) -> Any:
    """What a name or a dotted name holds, None if nothing."""
    first, *rest = name.split(".")
    home = frame.home(first)
    value = home.names[first] if home else None
    for part in rest:
        value = getattr(value, "names", {}).get(part)
    return value


def numbers(value: Any) -> Array | None:
    """The numbers of a value as an array, None if it holds others."""
    if isinstance(value, list | tuple):
        if not value or len(value) > 60 or not all(map(is_number, value)):
            return None
        if len({np.shape(np.asarray(getattr(v, "a", v))) for v in value}) > 1:
            return None
        value = [getattr(v, "a", v) for v in value]
    elif not is_number(value):
        return None
    value = value.a if isinstance(value, Tensor) else value
    return np.array(value, dtype=float)


def read(m: Machine, frame: Frame, name: str) -> Array | None:
    """A copy of the numbers; @0, @1, … are the leaves in order, @0' their gradients."""
    if name.startswith("@"):
        i = int(name.strip("@'"))
        leaf = m.leaves[i] if i < len(m.leaves) else None
        unit = leaf.unit if leaf is not None and name.endswith("'") else leaf
        return None if unit is None else numbers(unit)
    if name.endswith("'"):
        unit = getattr(held(frame, name[:-1]), "unit", None)
        return None if unit is None else numbers(unit)
    return numbers(held(frame, name))


def write(m: Machine, frame: Frame, name: str, value: Array) -> None:
    """Puts numbers into a name or attribute, as the kind of value that it holds."""
    if name.startswith("@"):
        m.leaves[int(name[1:])].a = value.copy()
        return
    *path, last = name.split(".")
    if path:
        names = getattr(held(frame, ".".join(path)), "names", {})
    else:
        home = frame.home(last)
        names = home.names if home else frame.names
    old = names.get(last)
    if isinstance(old, Tensor):
        old.a = value.copy()
    elif isinstance(old, list):
        names[last] = [float(v) for v in value] if value.ndim == 1 else list(value)
    elif isinstance(old, tuple):
        names[last] = tuple(value)
    elif isinstance(old, np.ndarray) and old.dtype.kind != "i":
        names[last] = value.astype(float)
    elif not isinstance(old, np.ndarray):
        names[last] = float(value)
