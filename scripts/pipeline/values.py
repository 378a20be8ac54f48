"""The digest of plain data by value.

The one rule: what is equal has the same digest, wherever and in whatever order it was
made; what is not plain is refused with the way to it.
"""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from scripts.pipeline.files import digest


def classes(value: Any) -> set[type]:
    """The classes of all that plain data hold, those of Python itself apart."""
    found: set[type] = set()
    items: Iterable[Any] = ()
    if isinstance(value, Enum) or is_dataclass(value) or hasattr(value, "_fields"):
        found.update(type(value).__mro__)
    if isinstance(value, dict):
        items = value.values()
    elif isinstance(value, list | tuple):
        items = value
    elif is_dataclass(value) and not isinstance(value, type):
        items = (getattr(value, field.name) for field in fields(value))
    for item in items:
        found |= classes(item)
    return found


def value_digest(value: Any, *, where: str = "data") -> str:
    """Digest of plain data by value: equal arrays, numbers and containers are equal.

    Raises:
        TypeError: If something in it is not plain, with the way to it in the text.
    """
    if hasattr(value, "dtype") and value.dtype != object:
        return digest("array", str(value.dtype), str(value.shape), value.tobytes())
    if value is None or isinstance(value, int | float | complex | str | bytes | Enum):
        return digest(type(value).__name__, repr(value))
    if isinstance(value, dict):
        parts = [
            part
            for key, item in value.items()
            for part in (repr(key), value_digest(item, where=f"{where}[{key!r}]"))
        ]
        return digest("dict", *parts)
    if isinstance(value, list | tuple):
        items = (value_digest(v, where=f"{where}[{i}]") for i, v in enumerate(value))
        return digest(type(value).__name__, *items)
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return digest(type(value).__name__, value_digest(named, where=where))
    raise TypeError(
        f"{where} is a {type(value).__name__}; compute() returns arrays, numbers, "
        "strings, and dicts, lists, tuples or dataclasses of them"
    )
