"""What every function of `gdcore` refuses, with a text that says what and where.

The one rule: bad input is a ValueError at construction; bad luck in a run is a Status.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
DATA = ("X", "x", "y")  # arguments whose numbers stand in rows of data


def array(name: str, value: npt.ArrayLike, ndim: int) -> Array:
    """`value` as a read-only float array with `ndim` axes, all of it finite.

    Args:
        name: What the array is called in the message.
        value: Numbers, nested lists or an array; float32 stays float32.
        ndim: Number of axes.

    Raises:
        ValueError: If it is ragged, not numeric, of another shape, empty, or holds
            NaN or inf; the text names the row.
    """
    out = numeric(name, value)
    if ndim == 1 and out.ndim == 2 and out.shape[1] == 1:
        raise ValueError(
            f"{name} has shape {out.shape}, a column: pass {name}.ravel(); subtracting "
            "an (n,) array from an (n, 1) one would broadcast to (n, n)"
        )
    if out.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, not shape {out.shape}")
    if out.size == 0:
        raise ValueError(f"{name} is empty: shape {out.shape}")
    finite(name, out)
    out.setflags(write=False)
    return out


def numeric(name: str, value: npt.ArrayLike) -> Array:
    """A copy of `value` as a float array; refuse ragged rows and what is no number.

    What numpy takes is taken: lists, tuples, scalars, tables with __array__. Values
    that a mask hides are refused, because numpy would bring them to light.
    """
    _unmasked(name, value)
    try:
        out = np.array(value)
    except (TypeError, ValueError, RuntimeError) as error:
        nested = isinstance(value, list | tuple)
        why = f"is ragged: {_ragged(value)}" if nested else f"is no array: {error}"
        raise ValueError(f"{name} {why}") from None
    if out.dtype.kind not in "fiub":
        raise ValueError(f"{name} must hold real numbers, not dtype {out.dtype}")
    if out.dtype in (np.float32, np.float64):
        return out
    with np.errstate(over="ignore"):
        return out.astype(np.float64)


def scalar(name: str, value: Any) -> float:
    """`value` as a float; refuse arrays, truth values and what is no number."""
    if type(value) is float:
        return value
    out = numeric(name, value)
    if out.shape or np.asarray(value).dtype == np.bool:
        raise ValueError(f"{name} must be a single number, got {value!r}")
    return float(out)


def real(name: str, value: Any) -> float:
    """`value` as a float; refuse what is no single finite number."""
    number = scalar(name, value)
    if not np.isfinite(number):
        raise ValueError(f"{name} must be finite, got {value!r}")
    return number


def place(name: str, value: npt.ArrayLike, dim: int) -> Array:
    """`value` itself where it is floats of shape (..., dim), else `points` of it."""
    if type(value) is np.ndarray and value.shape[-1:] == (dim,):
        return value if value.dtype.kind == "f" else points(name, value, dim)
    return points(name, value, dim)


def points(name: str, value: npt.ArrayLike, dim: int) -> Array:
    """`value` as a float array of shape (..., dim), whatever the numbers are."""
    out = numeric(name, value)
    if out.shape[-1:] != (dim,):
        raise ValueError(
            f"{name} has shape {out.shape}, but the problem has {dim} parameters"
        )
    return out


def finite(name: str, value: Array) -> None:
    """Refuse NaN and inf, naming the first of them and how many there are."""
    bad = np.argwhere(~np.isfinite(value))
    if bad.size:
        where = ", ".join(str(i) for i in bad[0])
        rows = "remove or repair those rows first" if name in DATA else "repair them"
        raise ValueError(
            f"{name}[{where}] is {value[tuple(bad[0])]}: {len(bad)} of {value.size} "
            f"values are not finite; {rows}"
        )


def positive(name: str, value: npt.ArrayLike) -> None:
    """Refuse a rate, step or tolerance that is not finite and above zero."""
    values = numeric(name, value)
    true = np.asarray(value).dtype == np.bool
    if true or not values.size or not np.all(np.isfinite(values) & (values > 0)):
        raise ValueError(f"{name} must be finite and above zero, got {value!r}")


def fraction(name: str, value: float) -> None:
    """Refuse a decay rate outside [0, 1)."""
    if not 0 <= scalar(name, value) < 1:
        raise ValueError(f"{name} must be in [0, 1), got {value}")


def share(name: str, value: float) -> float:
    """`value` as a float; refuse what is not between 0 and 1, both left out."""
    if not 0 < (number := scalar(name, value)) < 1:
        raise ValueError(f"{name} must be above 0 and below 1, got {value!r}")
    return number


def at_least(name: str, value: float, least: float) -> None:
    """Refuse a weight or tolerance below `least`, or not finite."""
    if not least <= scalar(name, value) < np.inf:
        raise ValueError(f"{name} must be finite and at least {least}, got {value}")


def count(name: str, value: int, least: int) -> None:
    """Refuse what is no whole number of at least `least`; 2.0 is refused, too."""
    whole = isinstance(value, int | np.integer)
    if not whole or isinstance(value, bool | np.timedelta64) or value < least:
        raise ValueError(f"{name} must be an int of at least {least}, got {value!r}")


def index(value: npt.ArrayLike, rows: int) -> Array:
    """Refuse what does not choose one row or more of so many, by whole numbers."""
    out, given = numeric("index", value), np.asarray(value)
    whole = given.dtype.kind in "iu" and given.ndim == 1 and given.size
    if not whole or not np.all((out >= -rows) & (out < rows)):
        raise ValueError(
            f"index must be whole numbers below {rows} rows, got {value!r}"
        )
    return given


def plain(instance: Any, *names: str) -> None:
    """Make these fields Python floats: one of numpy's would widen a float32 run."""
    freeze(instance, **{name: scalar(name, getattr(instance, name)) for name in names})


def rates(instance: Any) -> None:
    """Make the learning rate a Python float, or a copy that nobody can write to."""
    positive("learning_rate", instance.learning_rate)
    value = numeric("learning_rate", instance.learning_rate)
    value.setflags(write=False)
    freeze(instance, learning_rate=value if value.shape else float(value))


def freeze(instance: object, **fields: object) -> None:
    """Put checked values into a frozen dataclass; for `__post_init__` alone."""
    for name, value in fields.items():
        object.__setattr__(instance, name, value)


def refrozen(instance: object, state: dict[str, object]) -> None:
    """Fields of a copy, by copy or pickle, which forget what is read-only."""
    for value in state.values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    freeze(instance, **state)


def _unmasked(name: str, value: Any) -> None:
    """Refuse an array, or a list of some, in which a mask hides values."""
    # Without numpy.ma, which the browser's numpy may lack; pandas' mask is a method.
    parts = value if isinstance(value, list | tuple) else [value]
    masks = (getattr(part, "mask", None) for part in parts if type(part) is not float)
    if any(np.any(m) for m in masks if isinstance(m, bool | np.bool | np.ndarray)):
        raise ValueError(
            f"{name} has masked values: drop those rows, or fill them, as with "
            f"{name}.compressed() or {name}.filled(0.0)"
        )


def _ragged(value: Any) -> str:
    """Say which row's length differs from that of row 0."""
    lengths = [len(row) if hasattr(row, "__len__") else 0 for row in value]
    odd = next((i for i, n in enumerate(lengths) if n != lengths[0]), 0)
    return f"row {odd} has {lengths[odd]} values, row 0 has {lengths[0]}"
