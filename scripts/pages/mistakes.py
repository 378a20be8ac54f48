"""What is wrong in one build of the site, said the same way wherever it is found.

The one rule: `file:line: what is wrong; what to do`, at once, once in a build and anew
in the next. No logger is asked: MkDocs drops a line that it has printed before.
"""

import errno
import sys
import traceback
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import jinja2
import yaml
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from scripts.pages import lines

FOREIGN = {".venv", "node_modules", "site-packages"}
CALLERS = {"mkdocs_hooks.py", "preview.py", "rendered.py"}  # of MkDocs, not at fault
SPACE = "free some space there, then build again"
RIGHTS = "make it writable, or choose another --site-dir, then build again"
REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), SPACE),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), RIGHTS),
    errno.ENOENT: "write it, or take out what names it",
    errno.ENOTDIR: "a file stands where a folder should; move it, then build again",
}


class Mistake(NamedTuple):
    """One mistake of an author.

    Attributes:
        file: Its path from the project's root.
        line: Counted from one; zero for a file that has no lines.
        wrong: What is wrong.
        remedy: What to do.
    """

    file: str
    line: int
    wrong: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        wrong = self.wrong.rstrip(". ")
        return " ".join(f"{place}: {wrong}; {self.remedy}".split())


class Stopped(Abort):
    """A build that ends because of mistakes, which have been said already."""


class Mistakes:
    """Those of one build.

    Attributes:
        root: The project's folder.
        lines: Each mistake as it was printed.
        met: How often something was met: two equal links of a page have two lines.
        page: The page at which an error ended the build, if it was at one.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lines: list[str] = []
        self.met: Counter[tuple[str, str]] = Counter()
        self.page = ""

    def note(self, *mistakes: Mistake | str) -> None:
        """Say them, but none twice."""
        for text in map(str, mistakes):
            if text not in self.lines:
                self.lines.append(text)
                print(text, file=sys.stderr, flush=True)

    def keep(self, *lines: str) -> None:
        """Keep what another program has said on the terminal."""
        self.lines += lines

    def explain(self, error: Exception, target: str) -> None:
        """Note what an error comes from, if that can be told.

        Args:
            error: What ended the build; one of MkDocs' own says it itself.
            target: The folder that the site is written to.
        """
        if isinstance(error, BuildError):
            self.note(str(error))
        elif mistake := of_error(error, self.root, target):
            self.note(mistake)
        elif self.page:
            wrong = f"{type(error).__name__}: {error}"
            self.note(Mistake(self.page, 1, wrong, "--verbose shows where it arose"))

    def stop(self) -> None:
        """End the build if there is anything wrong.

        Raises:
            Stopped: If so.
        """
        if count := len(self.lines):
            lines = "a mistake" if count == 1 else f"{count} mistakes"
            raise Stopped(f"The build stops: {lines}, named above.")


def of_error(error: BaseException, root: Path, target: str) -> Mistake | None:
    """What ended a build: the deepest line of the project, or a path.

    Args:
        error: The exception.
        root: The project's folder.
        target: The folder that the site is written to.
    """
    if isinstance(error, OSError) and error.errno:
        return _of_disk(error, root, target)
    if isinstance(error, ConfigurationError):
        return _of_configuration(error)
    name = type(error).__name__
    if place := _syntax(error) or _deepest(error, root):
        file, line = place
        wrong = getattr(error, "msg", None) or str(error) or "no reason given"
        return Mistake(shown(file, root), line, f"{name}: {wrong}", "correct it")
    return None


def _of_configuration(error: ConfigurationError) -> Mistake:
    """mkdocs.yml as a whole, where it is no YAML or names what cannot be had."""
    if not isinstance(error.__context__, yaml.YAMLError):
        return Mistake("mkdocs.yml", 1, error.format_message(), "correct it")
    line, reason = lines.of_yaml(error.__context__)
    return Mistake("mkdocs.yml", line, f"this is not YAML: {reason}", "correct it")


def shown(file: str | Path, root: Path) -> str:
    """A path from the project's root, or as it is if it leads elsewhere."""
    path = Path(file)
    return path.relative_to(root).as_posix() if _within(path, root) else str(file)


def _of_disk(error: OSError, root: Path, target: str) -> Mistake:
    """A full disk, a folder that cannot be written, a file that went away."""
    file = str(error.filename2 or error.filename or target)  # of a copy, the new one
    remedy = REMEDIES.get(error.errno or 0, "look at that path, then build again")
    return Mistake(shown(file, root), 0, error.strerror or str(error), remedy)


def _syntax(error: BaseException) -> tuple[str, int] | None:
    if isinstance(error, SyntaxError):
        return (error.filename, error.lineno or 1) if error.filename else None
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        return error.filename, error.lineno
    return None


def _deepest(error: BaseException, root: Path) -> tuple[str, int] | None:
    frames = reversed(traceback.extract_tb(error.__traceback__))
    for frame in frames:
        path = Path(frame.filename)
        if _within(path, root) and path.name not in CALLERS:
            return frame.filename, frame.lineno or 1
    return None


def _within(path: Path, root: Path) -> bool:
    return path.is_relative_to(root) and not FOREIGN & {*path.relative_to(root).parts}
