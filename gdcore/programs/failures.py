"""What ended a program, in one plain sentence with its line.

The one rule: the sentence says what happened there and, where it is known, what to do;
Python's own words stand beside it.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from gdcore.programs.execution import ProgramError
from gdcore.programs.surroundings import NotHere
from gdcore.tensors import Unknown, UnknownAttribute

HERE = "numpy, the standard library and a small stand-in for torch are here"


class Failure(NamedTuple):
    """Why a program did not reach its end.

    Attributes:
        kind: The type of the exception; "stopped" if it was stopped here.
        says: One sentence.
        line: Of the reader's text; None where no line is to blame.
        text: Python's own words.
    """

    kind: str
    says: str
    line: int | None
    text: str


def failure(error: ProgramError) -> Failure:
    """The failure that an exception of a program is."""
    cause = error.__cause__
    if cause is None:
        stopped = "the program was stopped" in str(error)
        says = f"{str(error)[:1].upper()}{str(error)[1:]}."
        return Failure("stopped" if stopped else "refused", says, error.line, "")
    text, kind = _short(str(error)), type(cause).__name__
    where = f"Line {error.line}" if error.line else "The program"
    says = next(
        (words(where, str(cause)) for test, words in WORDS if _is(test, cause)),
        f"{where} ends the program with {text}.",
    )
    return Failure(kind, says, error.line, text)


def _is(test: Any, cause: BaseException) -> bool:
    kind, pattern = test
    return isinstance(cause, kind) and re.search(pattern, str(cause), re.S) is not None


def _short(text: str, most: int = 300) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _quoted(text: str) -> str:
    found = re.search(r"'([^']*)'", text)
    return f"'{_short(found[1], 60)}'" if found else "one that is not there"


WORDS: list[tuple[tuple[Any, str], Callable[[str, str], str]]] = [
    (
        ((NotHere, Unknown, UnknownAttribute), ""),
        lambda where, text: f"{where} cannot go on: {_short(text)}.",
    ),
    (
        (ModuleNotFoundError, ""),
        lambda where, text: (
            f"{where} imports {_quoted(text)}, which is not here ({HERE}): leave the "
            "import out, or put what you need of it into the program."
        ),
    ),
    (
        (SyntaxError, ""),
        lambda where, text: (
            f"{where} is not Python: {_short(text.split(' (')[0])}. Paste the program "
            "again with its indentation."
        ),
    ),
    (
        (NameError, ""),
        lambda where, text: (
            f"{where} uses the name {_quoted(text)}, which nothing has set before: "
            "paste the lines that make it as well."
        ),
    ),
    (
        (OSError, ""),
        lambda where, text: (
            f"{where} wants the file or address {_quoted(text)}, which is not here: "
            "write the numbers into the program, x = np.array([...])."
        ),
    ),
    (
        (TypeError, "Cannot cast ufunc|casting rule|same_kind"),
        lambda where, _: (
            f"{where} puts decimals into an array of whole numbers: make it one of "
            "decimals, np.zeros(2) or np.array([0.0, 0.0])."
        ),
    ),
    (
        (TypeError, "NoneType"),
        lambda where, text: (
            f"{where} computes with None ({_short(text)}): a function returned "
            "nothing, or a tensor has no .grad since backward() did not reach it."
        ),
    ),
    (
        (ValueError, "matmul|shapes|could not be broadcast|operands"),
        lambda where, text: (
            f"{where} puts arrays together whose shapes do not fit: {_short(text)}."
        ),
    ),
    (
        (MemoryError, ""),
        lambda where, _: (
            f"{where} asks for more memory than there is: look for an array of n rows "
            "that became one of n x n."
        ),
    ),
    (
        (RecursionError, ""),
        lambda where, _: f"{where} calls itself without end: use a loop for the steps.",
    ),
    (
        (KeyboardInterrupt, ""),
        lambda where, _: f"{where} was interrupted: let the program run to its end.",
    ),
    (
        (SystemExit, ""),
        lambda where, _: (
            f"{where} leaves the program: take the call of exit out, and it runs to "
            "its end."
        ),
    ),
]
