"""What every function of `gdcore` refuses, with a text that says what and where.

The one rule: bad input is a ValueError at construction; bad luck in a run is a Status.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


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
    """A copy of `value` as a float array; refuse ragged rows and what is no number."""
    try:
        out = np.array(value)
    except ValueError:
        raise ValueError(f"{name} is ragged: {_lengths(value)}") from None
    if out.dtype.kind not in "fiub":
        raise ValueError(f"{name} must hold real numbers, not dtype {out.dtype}")
    return out if out.dtype.kind == "f" else out.astype(np.float64)


def finite(name: str, value: Array) -> None:
    """Refuse NaN and inf, naming the first of them and how many there are."""
    bad = np.argwhere(~np.isfinite(value))
    if bad.size:
        where = ", ".join(str(i) for i in bad[0])
        raise ValueError(
            f"{name}[{where}] is {value[tuple(bad[0])]}: {len(bad)} of {value.size} "
            "values are not finite; remove or repair those rows first"
        )


def positive(name: str, value: npt.ArrayLike) -> None:
    """Refuse a rate, step or tolerance that is not finite and above zero."""
    values = numeric(name, value)
    if values.size == 0 or not bool(np.all(np.isfinite(values) & (values > 0))):
        raise ValueError(f"{name} must be finite and above zero, got {value!r}")


def fraction(name: str, value: float) -> None:
    """Refuse a decay rate outside [0, 1)."""
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be in [0, 1), got {value}")


def at_least(name: str, value: float, least: float) -> None:
    """Refuse a weight or tolerance below `least`, or not finite."""
    if not (np.isfinite(value) and value >= least):
        raise ValueError(f"{name} must be finite and at least {least}, got {value}")


def count(name: str, value: int, least: int) -> None:
    """Refuse what is no whole number of at least `least`; 2.0 is refused, too."""
    if not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} must be an int of at least {least}, got {value!r}")


def plain(instance: Any, *names: str) -> None:
    """Make these fields Python floats: one of numpy's would widen a float32 run."""
    freeze(instance, **{name: float(getattr(instance, name)) for name in names})


def freeze(instance: object, **fields: object) -> None:
    """Put checked values into a frozen dataclass; for `__post_init__` alone."""
    for name, value in fields.items():
        object.__setattr__(instance, name, value)


def _lengths(value: Any) -> str:
    """Say which row's length differs from that of row 0."""
    lengths = [np.size(row) for row in value]
    odd = next((i for i, n in enumerate(lengths) if n != lengths[0]), 0)
    return f"row {odd} has {lengths[odd]} values, row 0 has {lengths[0]}"
