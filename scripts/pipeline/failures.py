"""What went wrong, as `file:line: what is wrong`, at the line where it can be mended.

The one rule: the deepest line of our own code, without the builder's; a mistake that
many parts meet is told once.
"""

import os
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from scripts import LOCAL
from scripts.pipeline.files import refusal

# What fails in these is what a topic has handed them.
BUILDER = (
    "scripts/pipeline/",
    "scripts/drawing/animation.py",
    "scripts/drawing/declarations.py",
    "scripts/drawing/link_picture.py",
    "scripts/drawing/svg.py",
)
NAMED = 3  # parts that a message names; of more it tells how many


class Failure(NamedTuple):
    """A mistake, and the part of the site that met it.

    Args:
        text: What is wrong.
        part: What was made.
        remedy: What to do.
        place: The line to mend, `file:line`; empty if the text names it.
        asked: The line of a topic that led there.
    """

    text: str
    part: str = ""
    remedy: str = "correct it"
    place: str = ""
    asked: str = ""

    def __str__(self) -> str:
        return _line([self])


class Refusal(RuntimeError):
    """What another program refuses, with its own place, and what to do."""

    def __init__(self, text: str, remedy: str = "correct it") -> None:
        super().__init__(f"{text}; {remedy}")
        self.reason = (text, remedy)


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
    if isinstance(error, OSError) and (reason := refusal(error)):
        return Failure(*reason)
    if isinstance(error, Refusal):
        return Failure(error.reason[0], part, error.reason[1])
    text = str(error).replace(f"{root}{os.sep}", "")
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    if isinstance(error, SyntaxError) and error.filename:
        place = Place(_below(error.filename, root), error.lineno or 1)
        return Failure(f"{type(error).__name__}: {error.msg}", part, place=str(place))
    places = list(_ours(error, root))
    builders = [*_ours(error, root, builder=True)]
    near = [*places[-1:], *filter(None, [otherwise]), *builders[-1:]]
    origin = next(iter(near), None)
    if origin is None:
        return Failure(what, part)
    callers = [one for one in places if not one.file.startswith("gdcore/")]
    asked = str(callers[-1]) if callers and origin not in callers else ""
    return Failure(what, part, place=str(origin), asked=asked)


def lines(failures: Iterable[Failure]) -> list[str]:
    """One line for each mistake, with the parts that met it."""
    met: dict[tuple[str, ...], list[Failure]] = {}
    for one in failures:
        # Who imports what is not there is as many lines, and one mistake.
        place = "" if one.text.startswith("ImportError") else one.place
        met.setdefault((one.text, one.remedy, place), []).append(one)
    return [_line(same) for same in met.values()]


def _line(same: list[Failure]) -> str:
    """`file:line: what is wrong (parts); what to do`, on one line whatever it holds."""
    text, _, remedy, *_ = same[0]
    places = sorted({one.place for one in same})
    asking = sorted({one.asked for one in same} - {""})
    place = f"{places[0]}: " if places[0] else ""
    more = f", and {len(places) - 1} more lines" if len(places) > 1 else ""
    asked = f", asked by {asking[0]}" if len(asking) == 1 and not more else ""
    parts = _named(sorted({one.part for one in same} - {""}))
    return " ".join(f"{place}{text}{more}{asked}{parts}; {remedy}".split())


def _named(parts: list[str]) -> str:
    more = [f"{len(parts) - NAMED} more"] if len(parts) > NAMED else []
    return f" ({', '.join([*parts[:NAMED], *more])})" if parts else ""


def _ours(
    error: BaseException, root: Path, *, builder: bool = False
) -> Iterable[Place]:
    """The lines of our own code that the error went through, the deepest last."""
    for frame in traceback.extract_tb(error.__traceback__):
        file = _below(frame.filename, root)
        if file.partition("/")[0] not in LOCAL:
            continue
        if builder or not file.startswith(BUILDER):
            yield Place(file, frame.lineno or 1)


def _below(file: str, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file
