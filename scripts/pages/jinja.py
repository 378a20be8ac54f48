"""A page as a template: what goes wrong in it, and at which line.

The one rule: a block or a brace that nobody closed is found where it was opened, not
where the page ends.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

from scripts.pipeline.kept import Templates

UNNAMED = "<template>"


class PageError(Exception):
    """A page asks for something that is not there; the message says what to do.

    Attributes:
        line: The line of the file, once it is known.
    """

    line = 1


def environment(name: str, markdown: str, kept: Path) -> jinja2.Environment:
    """Jinja for one page, which takes its compiled form from a folder."""
    return jinja2.Environment(
        loader=jinja2.DictLoader({name: markdown}),
        # To compile a page takes longer than to carry out its macros.
        bytecode_cache=Templates(kept),
        undefined=jinja2.StrictUndefined,
        # Markdown's {#anchor} would open a comment under Jinja's own delimiters.
        comment_start_string="{##",
        comment_end_string="##}",
        keep_trailing_newline=True,
    )


def opening(
    environment: jinja2.Environment, source: str, error: jinja2.TemplateSyntaxError
) -> int:
    """The line to mend for a syntax error: that of what is still open there."""
    blocks: list[int] = []
    brace = 0
    begins = False
    try:
        for line, kind, text in environment.lex(source):
            if brace and line > error.lineno:
                break
            if kind in ("variable_begin", "block_begin"):
                brace, begins = line, kind == "block_begin"
            elif kind in ("variable_end", "block_end"):
                brace = 0
            elif begins and kind == "name":
                blocks = _after(blocks, text, line)
                begins = False
    except jinja2.TemplateSyntaxError:
        pass  # it names the same place
    unclosed = "Unexpected end" in (error.message or "") and blocks
    return brace or (blocks[-1] if unclosed else error.lineno)


def line_of(error: BaseException) -> int:
    """The last line of the template in the error's traceback; 1 if there is none."""
    line, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == UNNAMED:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def line_now() -> int:
    """The line of the template that is calling; 1 outside of one."""
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        if template := frame.f_globals.get("__jinja_template__"):
            return int(template.get_corresponding_lineno(frame.f_lineno))
    return 1


def guarded(
    macro: Callable[..., Any],
    first: int,
    usage: str,
    note: Callable[[PageError], None] | None,
) -> Callable[..., Any]:
    """The macro, its failure told with its line; the rest of the page is still read.

    Args:
        macro: What a page calls.
        first: Line of the file at which the template begins.
        usage: What to do about arguments that a macro cannot have.
        note: Told of the failure; without it, the failure is raised.
    """

    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return macro(*arguments, **named)
        except (PageError, TypeError, ValueError) as error:
            failure = _failure(error, first, usage)
            if note is None:
                raise failure from error
            note(failure)
            return ""

    return call


def at(line: int, text: str) -> PageError:
    """The failure, with its line."""
    error = PageError(text)
    error.line = line
    return error


def _failure(error: Exception, first: int, usage: str) -> PageError:
    """The error with its line; that of a macro in a caption knows its own."""
    line = line_now() + first - 1
    if isinstance(error, PageError):
        return error if "line" in vars(error) else at(line, str(error))
    return at(line, f"{str(error).replace('Macros.', '')}; {usage}")


def _after(blocks: list[int], word: str, line: int) -> list[int]:
    """The lines of the blocks still open after a tag that begins with `word`."""
    if word in ("call", "if", "for", "macro", "filter", "with"):
        return [*blocks, line]
    return blocks[:-1] if word.startswith("end") else blocks
