"""The reader's own program: compiled, run once, and asked for steps.

The one rule: whatever it does wrong is told with the line of the reader's text at which
it did so.
"""

import builtins
import contextlib
import io
import traceback
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import numpy as np

from gdcore.validation import Array

FILE = "<your code>"
MOST_PRINTED = 10_000
FUNCTIONS = ("loss", "gradient", "step")


class ProgramError(Exception):
    """What the reader has to mend; `line` is None where no line is to blame."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class Printed(io.StringIO):
    """What was printed, up to MOST_PRINTED characters; the rest is only counted."""

    def write(self, text: str, /) -> int:
        """Take `text` as far as there is room."""
        room = MOST_PRINTED - self.tell()
        if len(text) > room >= 0:
            super().write(f"{text[:room]}\n… more was printed than is shown\n")
        elif room >= 0:
            super().write(text)
        return len(text)


def execute(source: str, given: dict[str, object]) -> dict[str, Any]:
    """The names that the program leaves, after running its module level.

    Args:
        source: The reader's text.
        given: Names that stand when it begins.

    Raises:
        ProgramError: If it cannot be compiled, or fails.
    """
    safe = {**vars(builtins), "input": _no_input}
    names: dict[str, Any] = {"__name__": "__main__", "__builtins__": safe, **given}
    with blamed():
        exec(compile(source, FILE, "exec", dont_inherit=True), names)
    for name in FUNCTIONS:
        if name in names and not callable(names[name]):
            raise ProgramError(f"{name} must be a function, not {_short(names[name])}")
    return names


@contextlib.contextmanager
def blamed() -> Iterator[None]:
    """Turn whatever the reader's code raises into a ProgramError with its line."""
    try:
        with np.errstate(all="ignore"):
            yield
    except ProgramError as error:
        error.line = error.line or _line(error)
        raise
    except SyntaxError as error:
        line = error.lineno if error.filename == FILE else _line(error)
        raise ProgramError(f"{type(error).__name__}: {error.msg}", line) from error
    except SystemExit as error:
        raise ProgramError(
            "your code called exit: let it run to its end instead", _line(error)
        ) from error
    except (
        BaseException
    ) as error:  # the boundary to the reader's code: told, not hidden
        text = str(error)
        message = f"{type(error).__name__}: {text}" if text else type(error).__name__
        raise ProgramError(message, _line(error)) from error


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


def _line(error: BaseException) -> int | None:
    """The deepest line of the reader's text in the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == FILE]
    return lines[-1] if lines else None


def _no_input(prompt: object = "") -> NoReturn:
    raise ProgramError(
        "nobody can answer input() here: write the value into the code instead"
    )
