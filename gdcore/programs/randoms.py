"""Random numbers, tables and files: stand-ins of a fitting shape.

The one rule: their numbers are generic and the same in each run of one seed, so that
what does not follow from the program cannot be found in it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.programs.machine import LARGEST, Machine
from gdcore.programs.values import Layer, Native, Space, Unknown, Unreadable, plain

ROWS, COLUMNS = 12, 3


def table(m: Machine, named: dict[str, Any]) -> Any:
    """What a file of numbers may hold."""
    m.note("random")
    m.note("guess", "rows")
    rows = m.rng.uniform(0.5, 3.0, (ROWS, COLUMNS))
    if named.get("unpack") is True:
        return rows.T[:2]
    return rows


def resolve(m: Machine, path: str) -> Any:
    """numpy.random.… and random.…"""
    name = path.rpartition(".")[2]
    if path == "numpy.random":
        return Space(path)
    if name in ("seed", "shuffle"):
        return Native(name, lambda *a, **k: _shuffled(m, name, a))
    if name in ("default_rng", "RandomState"):
        return Native(name, lambda *a, **k: Space("numpy.random.generator"))
    made = MAKERS.get(name)
    if made is None:
        return Unknown(path)
    return Native(name, _drawn(m, name, made))


def _shuffled(m: Machine, name: str, args: tuple[Any, ...]) -> None:
    if name == "shuffle" and args and isinstance(args[0], np.ndarray | list):
        m.note("shuffled", args[0])
        m.rng.shuffle(args[0])


def _drawn(m: Machine, name: str, made: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **named: Any) -> Any:
        if any(isinstance(a, Unknown) for a in args):
            return Unknown(name)
        m.note("random")
        if name == "permutation":
            m.note("permuted", args[0])
        result = made(m.rng, *[plain(a) for a in args], **named)
        return result

    return call


def _shape(*args: Any) -> tuple[int, ...]:
    shape = tuple(
        int(a)
        for a in (
            args[0]
            if isinstance(args[:1], tuple)
            and args
            and isinstance(args[0], tuple | list)
            else args
        )
    )
    if np.prod([1.0, *shape]) > LARGEST:
        raise Unreadable("an array that is too large")
    return shape


def _sized(size: Any) -> tuple[int, ...] | None:
    if size is None:
        return None
    return _shape(*(size if isinstance(size, tuple | list) else (size,)))


def _integers(
    rng: np.random.RandomState, low: Any, high: Any = None, size: Any = None, **k: Any
) -> Any:
    low, high = (0, low) if high is None else (low, high)
    return rng.randint(int(low), max(int(high), int(low) + 1), _sized(size))


def _python(rng: np.random.RandomState, low: Any, high: Any) -> Any:
    return int(rng.randint(int(low), int(high) + 1))


def _choice(
    rng: np.random.RandomState,
    a: Any,
    size: Any = None,
    replace: Any = True,
    p: Any = None,
) -> Any:
    return rng.choice(a, _sized(size), replace=bool(replace))


def _random(rng: np.random.RandomState, *args: Any, size: Any = None) -> Any:
    return rng.random_sample(
        _sized(size) if size is not None else _shape(*args) or None
    )


def _sample(rng: np.random.RandomState, a: Any, k: int) -> Any:
    return list(rng.permutation(np.asarray(a))[:k])


MAKERS: dict[str, Callable[..., Any]] = {
    "rand": _random,
    "random": _random,
    "random_sample": _random,
    "randn": lambda rng, *a: rng.standard_normal(_shape(*a) or None),
    "standard_normal": lambda rng, size=None: rng.standard_normal(_sized(size)),
    "normal": lambda rng, loc=0.0, scale=1.0, size=None: rng.normal(
        loc, scale, _sized(size)
    ),
    "gauss": lambda rng, loc=0.0, scale=1.0: float(rng.normal(loc, scale)),
    "uniform": lambda rng, low=0.0, high=1.0, size=None: rng.uniform(
        low, high, _sized(size)
    ),
    "randint": _integers,
    "integers": _integers,
    "randrange": _integers,
    "choice": _choice,
    "permutation": lambda rng, a: rng.permutation(a),
    "sample": _sample,
}


def of_pandas(m: Machine, path: str) -> Any:
    """pandas.read_csv and DataFrame."""
    name = path.rpartition(".")[2]
    if name.startswith("read_"):
        return Native(name, lambda *a, **k: frame(table(m, {})))
    if name == "DataFrame":
        return Native(name, _frame_of)
    if name == "Series":
        return Native(name, lambda v=(), **k: np.asarray(v, dtype=float))
    return Unknown(path)


def frame(rows: Any, names: list[str] | None = None) -> Layer:
    """A table with columns."""
    return Layer("frame", {"rows": rows, "columns": names})


def _frame_of(data: Any = None, *args: Any, **named: Any) -> Any:
    if isinstance(data, dict):
        columns = [np.asarray(v, dtype=float) for v in data.values()]
        return frame(np.column_stack(columns), [str(k) for k in data])
    if isinstance(data, np.ndarray) and data.ndim == 2:
        return frame(data, named.get("columns"))
    return Unknown("DataFrame")


def of_frame(m: Machine, held: Layer, name: str) -> Any:
    """Columns, rows and numbers of a table."""
    rows = held.names["rows"]
    if name in ("values", "iloc"):
        return rows
    if name in ("to_numpy", "copy", "dropna", "sample", "reset_index", "astype"):
        same = rows.copy()
        return Native(name, lambda *a, **k: same if name == "to_numpy" else frame(same))
    if name == "shape":
        return rows.shape
    if name in ("[]", "drop", "loc"):
        return Native(name, lambda *a, **k: _column(held, name, a, k))
    if name in ("head", "describe", "info", "columns", "plot", "isnull", "hist"):
        return Unknown(name)
    return _column(held, "[]", (name,), {})


def _column(held: Layer, name: str, args: tuple[Any, ...], named: Any) -> Any:
    rows, names = held.names["rows"], held.names["columns"] or []
    if name == "drop":
        return frame(rows[:, : max(1, rows.shape[1] - 1)])
    index = args[0] if args else None
    if isinstance(index, list):
        places = [_place(names, rows, n) for n in index]
        return frame(rows[:, places], [str(n) for n in index])
    if isinstance(index, str):
        return rows[:, _place(names, rows, index)].copy()
    if isinstance(index, slice | tuple):
        return rows[index]
    return Unknown("a column")


def _place(names: list[str], rows: Any, name: Any) -> int:
    if name in names:
        return names.index(name)
    low, last = str(name).lower(), int(rows.shape[1]) - 1
    target = low in ("y", "target", "price", "label", "output", "profit", "salary")
    return last if target else sum(map(ord, low)) % max(1, last)
