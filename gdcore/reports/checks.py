"""Plain values from outside, checked one by one.

The one rule: what is refused is named by its field, and the sentence says what to give
instead.
"""

import math
import reprlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from gdcore.validation import Array

LARGEST = 1e100
"""Numbers above it are refused: their squares leave float64."""
LONGEST = 2_000_000
"""Characters of a text."""
SHOWN = 60
"""Characters of a value that a message shows."""


def shown(value: object) -> str:
    """The value, short enough for a sentence."""
    text = reprlib.repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def number(field: str, value: Any) -> float:
    """A finite float below LARGEST."""
    if isinstance(value, bool | np.bool) or not isinstance(
        value, int | float | np.integer | np.floating
    ):
        raise ValueError(f"{field} is {shown(value)}: give a number, such as 0.01")
    try:
        out = float(value)
    except OverflowError:
        out = math.inf
    if not abs(out) <= LARGEST:
        what = "not a number" if math.isnan(out) else f"beyond {LARGEST:g}"
        raise ValueError(f"{field} is {what}: give a finite number in other units")
    return out


def positive(field: str, value: Any) -> float:
    """A number above zero."""
    out = number(field, value)
    if not out >= 1 / LARGEST:
        raise ValueError(f"{field} is {out:g}: give a number above zero, such as 0.01")
    return out


def between(field: str, value: Any, low: float, high: float) -> float:
    """A number in [low, high]."""
    out = number(field, value)
    if not low <= out <= high:
        raise ValueError(f"{field} is {out:g}: it lies between {low:g} and {high:g}")
    return out


def whole(field: str, value: Any, least: int, most: int) -> int:
    """A whole number from `least` to `most`; 1000.0 is one."""
    out = number(field, value)
    if out != int(out) or not least <= out <= most:
        raise ValueError(
            f"{field} is {out:g}: give a whole number from {least:,} to {most:,}"
        )
    return int(out)


def text(field: str, value: Any) -> str:
    """A text, not too long; None is the empty one."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{field} is {shown(value)}: give it as text")
    if len(value) > LONGEST:
        raise ValueError(
            f"{field} has {len(value):,} characters: leave out all but the part that "
            f"matters, at most {LONGEST:,}"
        )
    return value


def truth(field: str, value: Any) -> bool:
    """True or False; False for None."""
    if not isinstance(value, bool | None):
        raise ValueError(f"{field} is {shown(value)}: give true or false")
    return bool(value)


def choice(field: str, value: Any, choices: tuple[str, ...]) -> str:
    """One of the choices, in any case of letters; None is the empty text."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    if isinstance(value, str):
        for one in choices:
            if value.strip().lower() == one.lower():
                return one
    raise ValueError(f"{field} is {shown(value)}: it is one of {', '.join(choices)}")


def mapping(field: str, value: Any, keys: tuple[str, ...]) -> Mapping[str, Any]:
    """A mapping with no other keys than these."""
    if not isinstance(value, Mapping):
        raise ValueError(
            f"{field} is {shown(value)}: give a mapping with {', '.join(keys)}"
        )
    for key in value:
        if key not in keys:
            raise ValueError(
                f"{field} has the unknown entry {shown(key)}: it takes "
                f"{', '.join(keys)}"
            )
    return value


def array(field: str, value: Any, ndim: int) -> Array:
    """Finite floats with one or two axes; the first bad entry is named."""
    out = _numbers(field, value)
    if ndim == 2 and out.ndim == 1:
        out = out[:, None]
    if ndim == 1 and out.ndim == 2 and out.shape[1] == 1:
        out = out[:, 0]
    if out.ndim != ndim:
        wanted = "a list of numbers" if ndim == 1 else "a list of rows of numbers"
        raise ValueError(f"{field} has {out.ndim} levels of lists: give {wanted}")
    if not out.size:
        raise ValueError(f"{field} is empty: give at least one row")
    bad = ~(np.abs(out) <= LARGEST)
    if bad.any():
        at = np.argwhere(bad)[0]
        where = "".join(f"[{i}]" for i in at)
        seen = out[tuple(at)]
        raise ValueError(
            f"{field}{where} is {seen:g}: {int(bad.sum())} of {out.size} values are "
            "not finite, or too large; leave these rows out or repair them"
        )
    return out


def _numbers(field: str, value: Any) -> Array:
    """As numpy reads it, or the first entry that is no number in the message."""
    if not isinstance(value, list | tuple | np.ndarray):
        raise ValueError(f"{field} is {shown(value)}: give a list of numbers")
    mask = getattr(value, "mask", None)
    if mask is not None and np.any(mask):
        raise ValueError(f"{field} has masked values: leave these rows out first")
    try:
        out = np.array(value)
    except (TypeError, ValueError, RuntimeError, OverflowError, RecursionError):
        out = None
    if out is not None and out.dtype.kind in "iuf":
        return out.astype(np.float64)
    if out is not None and out.size == 0:
        raise ValueError(f"{field} is empty: give at least one row")
    _name_the_odd_one(field, value)
    raise ValueError(f"{field} is no table of numbers: give a list of rows of numbers")


def _name_the_odd_one(field: str, value: Any) -> None:
    """Refuse the first entry that is no number, or the first row of other length."""
    width: int | None = None
    for i, row in enumerate(value):
        many = isinstance(row, list | tuple) or getattr(row, "ndim", 0) > 0
        entries = row if many else [row]
        for j, entry in enumerate(entries):
            where = f"{field}[{i}][{j}]" if many else f"{field}[{i}]"
            number(where, entry)
        if width is not None and len(entries) != width:
            raise ValueError(
                f"{field}[{i}] has {len(entries)} values, but row 0 has {width}: give "
                "each row as many"
            )
        width = len(entries) if width is None else width
