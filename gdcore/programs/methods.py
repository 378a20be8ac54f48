"""Attributes and methods of arrays, lists, dicts and texts.

The one rule: only the names on these lists exist.
"""

from typing import Any

import numpy as np

from gdcore.programs.axis_faults import note_rows
from gdcore.programs.iterating import items_of
from gdcore.programs.machine import LARGEST, Machine
from gdcore.programs.values import Native, Raised, Unknown, Unreadable

OF_ARRAY_WORDS = """
mean sum std var min max dot reshape ravel flatten transpose squeeze copy argmin
argmax astype item tolist cumsum prod clip round all any repeat take swapaxes conj
fill
"""
OF_ARRAY = frozenset(OF_ARRAY_WORDS.split())
AS_ARRAY_WORDS = """
values to_numpy numpy copy dropna reset_index detach cpu view tocsc toarray
sort_values sample fillna
"""
AS_ARRAY = frozenset(AS_ARRAY_WORDS.split())
OF_TEXT_WORDS = """
strip split lower upper replace startswith endswith lstrip rstrip
"""
OF_TEXT = frozenset(OF_TEXT_WORDS.split())
OF_DICT = frozenset(
    ["get", "items", "keys", "values", "update", "setdefault", "pop", "copy"]
)
OF_LIST_WORDS = """
append extend pop insert index count reverse sort copy clear
"""
OF_LIST = frozenset(OF_LIST_WORDS.split())


def of_plain(m: Machine, held: Any, name: str) -> Any:
    """held.name for values of Python and NumPy."""
    if isinstance(held, np.ndarray | np.number):
        return _of_array(m, np.asarray(held), name)
    if isinstance(held, list) and name in OF_LIST:
        return Native(name, _listed(m, held, name))
    if isinstance(held, dict) and name in OF_DICT:
        return Native(name, getattr(held, name))
    if isinstance(held, str):
        if name in OF_TEXT and len(held) < LARGEST:
            return Native(name, getattr(held, name))
        return Native(name, lambda *a, **k: "text")
    if isinstance(held, tuple) and name in ("index", "count"):
        return Native(name, getattr(held, name))
    if isinstance(held, int | float) and name == "item":
        return Native(name, lambda: held)
    if isinstance(held, float | int) and name in ("backward", "detach", "numpy"):
        cut = getattr(held, "cut", None)
        m.note("backward on a number", cut)
        raise Raised("grad", f"a number has no {name}")
    if isinstance(held, list) and name in ("mean", "sum", "shape", "reshape", "T"):
        raise Raised("type", f"a list has no {name}")
    return Unknown(name)


def _listed(m: Machine, held: list[Any], name: str) -> Any:
    def call(*args: Any, **named: Any) -> Any:
        if len(held) > LARGEST // 10:
            raise Unreadable("a list that is too long")
        if name == "extend":
            return held.extend(items_of(m, args[0]))
        if name == "sort":
            if all(isinstance(v, int | float) for v in held):
                held.sort()
            return None
        return getattr(held, name)(*args)

    return call


def _of_array(m: Machine, held: Any, name: str) -> Any:
    if name == "T":
        return held.T
    if name in ("shape", "size", "ndim", "dtype"):
        return getattr(held, name)
    if name == "values":
        return held
    if name in OF_ARRAY:
        return Native(name, _method(m, held, name))
    if name in AS_ARRAY:
        return Native(name, lambda *a, **k: held.copy())
    if name in ("iloc", "loc", "flat"):
        return held
    if name in ("unsqueeze", "backward", "zero_grad"):
        raise Raised("type", f"an array has no {name}")
    return Unknown(name)


def _method(m: Machine, held: Any, name: str) -> Any:
    def call(*args: Any, **named: Any) -> Any:
        from gdcore.programs.numpy_names import _numbers

        args = tuple(_numbers(a) for a in args)
        named = {k: _numbers(v) for k, v in named.items()}
        if name == "repeat" and held.size * int(np.max(args[0])) > LARGEST:
            raise Unreadable("an array that is too large")
        if name == "dot":
            return _dot(held, args[0])
        note_rows(m, name, held, args, named)
        return getattr(held, name)(*args, **named)

    return call


def _dot(a: Any, b: Any) -> Any:
    b = np.asarray(b)
    if a.ndim and b.ndim and a.size // a.shape[-1] * (b.size // b.shape[0]) > LARGEST:
        raise Unreadable("an array that is too large")
    return a.dot(b)
