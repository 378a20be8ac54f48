"""What went wrong, as `file:line: what is wrong`, at the line where it can be mended.

The one rule: the deepest line of our own code, without the builder's; a mistake that
many parts meet is told once.
"""

import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from scripts import LOCAL
from scripts.files import refusal

# What fails in these is what a topic has handed them.
BUILDER = ("animation", "cache", "plans", "svg", "topic", "vendor", "worker")
NAMED = 3  # parts that a message names; of more it tells how many


class Failure(NamedTuple):
    """A mistake, and the part of the site that met it."""

    text: str
    part: str = ""
    remedy: str = "correct it"

    def __str__(self) -> str:
        return _line(*self[::2], [self.part])


class Refusal(RuntimeError):
    """What another program refuses, with its own place, and what to do."""

    def __init__(self, text: str, remedy: str = "correct it") -> None:
        super().__init__(f"{text}; {remedy}")
        self.told = (text, remedy)


class Place(NamedTuple):
    """A line of a file, by its path below the project."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def explain(
    error: BaseException, root: Path, part: str = "", *, otherwise: Place | None = None
) -> Failure:
    """An error of a part of the site, with its place.

    Args:
        error: What was raised.
        root: The project's folder.
        part: Which part was made.
        otherwise: The place if no line of ours is in the traceback.
    """
    if isinstance(error, OSError) and (told := refusal(error)):
        return Failure(*told)
    if isinstance(error, Refusal):
        return Failure(error.told[0], part, error.told[1])
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, SyntaxError) and error.filename:
        place = Place(_below(error.filename, root), error.lineno or 1)
        return Failure(f"{place}: {type(error).__name__}: {error.msg}", part)
    places = list(_ours(error, root))
    builders = [*_ours(error, root, builder=True)]
    found = next(iter([*places[-1:], *filter(None, [otherwise]), *builders[-1:]]), None)
    if found is None:
        return Failure(what, part)
    callers = [one for one in places if not one.file.startswith("gdcore/")]
    asked = f", asked by {callers[-1]}" if callers and found not in callers else ""
    return Failure(f"{found}: {what}{asked}", part)


def lines(failures: Iterable[Failure]) -> list[str]:
    """One line for each mistake, with the parts that met it."""
    met: dict[tuple[str, str], list[str]] = {}
    for text, part, remedy in failures:
        met.setdefault((text, remedy), []).append(part)
    return [_line(*mistake, sorted(parts)) for mistake, parts in met.items()]


def _line(text: str, remedy: str, parts: list[str]) -> str:
    """`file:line: what is wrong (parts); what to do`, on one line whatever it holds."""
    named = [*filter(None, parts)]
    more = [f"{len(named) - NAMED} more"] if len(named) > NAMED else []
    told = f" ({', '.join([*named[:NAMED], *more])})" if named else ""
    return " ".join(f"{text}{told}; {remedy}".split())


def _ours(
    error: BaseException, root: Path, *, builder: bool = False
) -> Iterable[Place]:
    """The lines of our own code that the error went through, the deepest last."""
    for frame in traceback.extract_tb(error.__traceback__):
        file = _below(frame.filename, root)
        folder, _, name = file.partition("/")
        if folder in LOCAL and (builder or name.removesuffix(".py") not in BUILDER):
            yield Place(file, frame.lineno or 1)


def _below(file: str, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file
