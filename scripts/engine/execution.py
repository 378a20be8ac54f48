"""The reader's own functions: defined by a program that is run once, then asked.

The one rule: whatever it does wrong is told with the line of the reader's text at which
it did so.
"""

import builtins
from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.programs.execution import FILE, ProgramError, blamed, no_input
from gdcore.validation import Array

FUNCTIONS = ("loss", "gradient", "step")


def execute(source: str, given: dict[str, object]) -> dict[str, Any]:
    """The names that the program leaves, after running its module level.

    Args:
        source: The reader's text.
        given: Names that stand when it begins.

    Raises:
        ProgramError: If it cannot be compiled, or fails.
    """
    safe = {**vars(builtins), "input": no_input}
    names: dict[str, Any] = {"__name__": "__main__", "__builtins__": safe, **given}
    with blamed():
        exec(compile(source, FILE, "exec", dont_inherit=True), names)
    for name in FUNCTIONS:
        if name in names and not callable(names[name]):
            raise ProgramError(f"{name} must be a function, not {_short(names[name])}")
    return names


def numbers(
    wanted: str, value: object, count: int, function: Callable[..., Any] | None = None
) -> Array:
    """`value` as `count` floats; shape (count,).

    Args:
        wanted: How a message begins: "gradient must return two numbers".
        value: A number, or so many of them.
        count: 1 or 2.
        function: Whose line is to blame, if it was a function's.

    Raises:
        ProgramError: If it is anything else.
    """
    try:
        parts = [value] if count == 1 else list(value)  # type: ignore[call-overload]
        flat = [np.asarray(part, np.float64) for part in parts]
    except (TypeError, ValueError):
        flat = []
    if len(flat) != count or any(part.size != 1 for part in flat):
        line = getattr(getattr(function, "__code__", None), "co_firstlineno", None)
        raise ProgramError(f"{wanted}, got {_short(value)}", line)
    return np.array([part.item() for part in flat])


def _short(value: object) -> str:
    """A value in a few words."""
    if value is None:
        return "nothing: is there a return?"
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    text = repr(value)
    if len(text) <= 40:
        return text
    if isinstance(value, tuple | list):
        shapes = {np.shape(part) for part in value if isinstance(part, np.ndarray)}
        inside = f" with arrays of shape {sorted(shapes)[0]}" if shapes - {()} else ""
        return f"{len(value)} values{inside}"
    return f"a {type(value).__name__}"
