"""What loops and unpackings go over, and how long it is.

The one rule: what has no items is the program's own error.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from gdcore.programs.machine import Machine
from gdcore.programs.values import (
    Instance,
    Item,
    Layer,
    Raised,
    Space,
    Tensor,
    Unknown,
)


def length(value: Any) -> Any:
    """len(value)"""
    if isinstance(value, Tensor):
        return len(value.a)
    if isinstance(value, Layer) and value.kind == "frame":
        return len(value.names["rows"])
    if isinstance(value, Layer) and value.kind in ("TensorDataset", "DataLoader"):
        parts = value.names["args"]
        if value.kind == "DataLoader":
            return len(list(batches(value)))
        return len(parts[0].a) if isinstance(parts[0], Tensor) else Unknown()
    if isinstance(value, Unknown | Layer | Instance):
        return Unknown("len")
    return len(value)


def batches(loader: Layer) -> Iterator[Any]:
    """What a DataLoader gives, in order."""
    held = loader.names["args"][0] if loader.names["args"] else None
    many = loader.names.get("batch_size", (*loader.names["args"], 1, 1)[1])
    parts = held.names["args"] if isinstance(held, Layer) else None
    if not parts or not all(isinstance(p, Tensor) for p in parts):
        return
    many = many if isinstance(many, int) and many > 0 else 1
    for start in range(0, len(parts[0].a), many):
        yield [Tensor(p.a[start : start + many], p.kind) for p in parts]


def items(m: Machine, source: Any) -> Iterator[Any]:
    """What a loop goes over."""
    if isinstance(source, Tensor):
        for i in range(len(source.a)):
            yield m.lift(lambda a, i=i: a[i], source, kind=source.kind)
    elif isinstance(source, Unknown):
        yield from (Unknown(source.why) for _ in range(2))
    elif isinstance(source, Layer) and source.kind == "DataLoader":
        yield from batches(source)
    elif isinstance(source, Layer):
        yield from source.names.get("parts", ())
    elif isinstance(source, Instance | Space | Item | float | int) or source is None:
        raise Raised("type", f"'{type(source).__name__}' object is not iterable")
    else:
        yield from source


def items_of(m: Machine, value: Any) -> Iterable[Any]:
    """What an unpacking or a loop takes one by one."""
    try:
        return list(items(m, value))
    except TypeError as error:
        raise Raised("type", str(error)) from error
