"""A reader's program at work: what it writes is bounded, what it breaks is told.

The one rule: whatever it does wrong is told with the line of the reader's text at which
it did so.
"""

import contextlib
import io
import traceback
from collections.abc import Iterator
from typing import NoReturn

import numpy as np

FILE = "<your code>"
MOST_PRINTED = 10_000
"""Characters."""


class ProgramError(Exception):
    """What the reader has to mend; `line` is None where no line is to blame."""

    def __init__(self, message: str, line: int | None = None) -> None:
        """A message, and its line of the reader's text."""
        super().__init__(message)
        self.line = line


class Printed(io.StringIO):
    """What was printed, as far as there is room; the rest is only counted."""

    def __init__(self, most: int = MOST_PRINTED) -> None:
        """Room for `most` characters."""
        super().__init__()
        self._most = most

    def write(self, text: str, /) -> int:
        """Take `text` as far as there is room."""
        room = self._most - self.tell()
        if len(text) > room >= 0:
            super().write(f"{text[:room]}\n… more was printed than is shown\n")
        elif room >= 0:
            super().write(text)
        return len(text)


@contextlib.contextmanager
def blamed() -> Iterator[None]:
    """Turn whatever the reader's code raises into a ProgramError with its line."""
    try:
        with np.errstate(all="ignore"):
            yield
    except ProgramError as error:
        error.line = error.line or line_of(error)
        raise
    except SyntaxError as error:
        line = error.lineno if error.filename == FILE else line_of(error)
        raise ProgramError(f"{type(error).__name__}: {error.msg}", line) from error
    except SystemExit as error:
        raise ProgramError(
            "your code called exit: let it run to its end instead", line_of(error)
        ) from error
    except (
        BaseException
    ) as error:  # the boundary to the reader's code: told, not hidden
        text = str(error)
        message = f"{type(error).__name__}: {text}" if text else type(error).__name__
        raise ProgramError(message, line_of(error)) from error


def line_of(error: BaseException) -> int | None:
    """The deepest line of the reader's text in the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == FILE]
    return lines[-1] if lines else None


def no_input(prompt: object = "") -> NoReturn:
    """Stands for `input`.

    Raises:
        ProgramError: Always.
    """
    raise ProgramError(
        "nobody can answer input() here: write the value into the code instead"
    )
