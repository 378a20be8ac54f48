"""At which line of a template something went wrong.

The one rule: a block or a brace that nobody closed is found where it was opened, not
where the page ends.
"""

import sys

import jinja2

UNNAMED = "<template>"


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


def _after(blocks: list[int], word: str, line: int) -> list[int]:
    """The lines of the blocks still open after a tag that begins with `word`."""
    if word in ("call", "if", "for", "macro", "filter", "with"):
        return [*blocks, line]
    return blocks[:-1] if word.startswith("end") else blocks
