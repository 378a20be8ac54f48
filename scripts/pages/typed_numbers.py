"""Numbers typed into pages, found: `python -m scripts.pages.typed_numbers`.

The one rule: what scripts.drawing.typed_numbers refuses is refused in prose and, as
algebra, in formulas; here stands what of a page's Markdown is neither.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.drawing.typed_numbers import (
    DIGITS,
    NAME,
    PLACE,
    YEAR,
    Typed,
    blanked,
    numbers,
    quantities,
)
from scripts.pages.mistakes import Mistake

# What may hold digits, in the order in which it is taken out of the text.
BEFORE, (FORMULA,), AFTER = (
    tuple(re.compile(pattern, re.MULTILINE | re.DOTALL) for pattern in patterns)
    for patterns in (
        (
            r"\A---\n.*?^---$",  # front matter
            r"^[ \t>]*(`{3,}|~{3,}).*?^[ \t>]*\1[ \t]*$",  # fenced code
            r"<!--.*?-->",
            r"\{##.*?##\}|\{%.*?%\}|\{\{.*?\}\}",  # macros
            r"(?<!`)(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)",  # inline code
        ),
        (r"\$\$.+?\$\$|(?<![\\$])\$(?:(?!\n\n)[^$])+\$",),
        (
            r"</?[A-Za-z][^>]*>",  # tags with their attributes, <https://…>
            r"\bhttps?://[^\s)>\]]+",
            r"\barXiv:\S+|\b10\.\d{4,}/\S+",  # preprints, DOIs
            r"(?<=\])\([^)\n]*\)|(?<=\])\[[^\]\n]*\]",  # link targets
            r"^[ \t]*\[[^\]\n]+\]:.*?$",  # link definitions
            r"\[\^[^\]\n]+\]",  # footnotes
            r"\{[:#.][^}\n]*\}",  # attributes, {#anchor}
            r"^[ \t>]*\d+[.)](?=\s)",  # the numbers of a list
            r"&#?\w+;|:[a-z][a-z0-9_-]*:",  # entities, icons
        ),
    )
)
SOURCES = re.compile(r"^#+ Sources\b.*?(?=^#+ |\Z)", re.MULTILINE | re.DOTALL)
INTEGER = re.compile(r"(?<![\w.])\d+(?![\d.]*\d|\w|\s?%)")  # volumes and pages there


def findings(markdown: str) -> list[Typed]:
    """Numbers typed into the prose and the formulas of a page.

    Args:
        markdown: The whole file, front matter included.
    """
    text = blanked(markdown, *BEFORE)
    typed = [
        number
        for formula in FORMULA.finditer(text)
        for number in quantities(formula[0], text.count("\n", 0, formula.start()) + 1)
    ]
    text = blanked(text, FORMULA, *AFTER, PLACE, YEAR, NAME)
    for section in SOURCES.finditer(markdown):
        body = blanked(text[slice(*section.span())], INTEGER)
        text = text[: section.start()] + body + text[section.end() :]
    return sorted([*typed, *numbers(DIGITS, text)], key=lambda number: number.line)


def mistake(number: Typed, file: str) -> Mistake:
    """A typed number, with its ways out."""
    remedy = (
        'compute it and write {{ number("topic.key") }}, in a formula {{ tex(…) }}, or '
        f'{{{{ quoted("{number.text}", "its source") }}}}, or spell a small count '
        "out; code goes in backticks"
    )
    return Mistake(file, number.line, f"{number.text!r} is typed", remedy)


def mistakes(paths: list[Path], root: Path) -> Iterator[Mistake]:
    """One for each number typed into these files."""
    for path in paths:
        name = path.relative_to(root).as_posix()
        for finding in findings(path.read_text(encoding="utf-8")):
            yield mistake(finding, name)


def main() -> int:
    """Check every page below docs/; 1 if there is something to say."""
    root = Path.cwd()
    lines = list(mistakes(sorted((root / "docs").rglob("*.md")), root))
    print(*lines, sep="\n", end="\n" if lines else "")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
