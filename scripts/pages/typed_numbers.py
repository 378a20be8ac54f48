"""Numbers typed into prose, found: `python -m scripts.pages.typed_numbers`.

The one rule: a digit a reader can see is computed, quoted with its source, or part of a
name or a place (float32, § 1.4, a year). Everything else is refused.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scripts.pages.mistakes import Mistake

# What may hold digits, in the order in which it is taken out of the text.
ALLOWED = tuple(
    re.compile(pattern, re.MULTILINE | re.DOTALL)
    for pattern in (
        r"\A---\n.*?^---$",  # front matter
        r"^[ \t>]*(`{3,}|~{3,}).*?^[ \t>]*\1[ \t]*$",  # fenced code
        r"<!--.*?-->",
        r"\{##.*?##\}|\{%.*?%\}|\{\{.*?\}\}",  # macros
        r"(?<!`)(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)",  # inline code
        r"\$\$.+?\$\$",
        r"(?<![\\$])\$(?:(?!\n\n)[^$])+\$",
        r"</?[A-Za-z][^>]*>",  # tags with their attributes, <https://…>
        r"\bhttps?://[^\s)>\]]+",
        r"\barXiv:\S+|\b10\.\d{4,}/\S+",  # preprints, DOIs
        r"(?<=\])\([^)\n]*\)|(?<=\])\[[^\]\n]*\]",  # link targets
        r"^[ \t]*\[[^\]\n]+\]:.*?$",  # link definitions
        r"\[\^[^\]\n]+\]",  # footnotes
        r"\{[:#.][^}\n]*\}",  # attributes, {#anchor}
        r"^[ \t>]*\d+[.)](?=\s)",  # the numbers of a list
        r"&#?\w+;|:[a-z][a-z0-9_-]*:",  # entities, icons
    )
)
PLACE = re.compile(
    r"(?:§|\b(?:section|chapter|page|pp|appendix|theorem|lemma|proposition|corollary"
    r"|algorithm|equation|thread|question|issue|volume|version)s?\b\.?|#)"
    r"\s*(?:[A-Z]\.)?\d[\d.]*(?:\s*(?:,|–|-|and|or|to)\s*\d[\d.]*)*",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?!\w|[.,]\d|\s?%)")
NAME = re.compile(r"(?<!\w)[^\W\d]\w*")  # begins with a letter: float32, L2, x0
SOURCES = re.compile(r"^#+ Sources\b.*?(?=^#+ |\Z)", re.MULTILINE | re.DOTALL)
INTEGER = re.compile(r"(?<![\w.])\d+(?![\d.]*\d|\w|\s?%)")  # volumes and pages there
DIGITS = re.compile(r"[−-]?\d[\w.,]*(?:(?<=[eE])[+-]\d+)?(?:\s?%)?")


class Finding(NamedTuple):
    """A number typed into prose."""

    line: int
    text: str

    def mistake(self, file: str) -> Mistake:
        """The finding, with its ways out."""
        remedy = (
            'compute it and write {{ number("topic.key") }}, or '
            f'{{{{ quoted("{self.text}", "its source") }}}}, or spell a small count '
            "out; code goes in backticks"
        )
        return Mistake(file, self.line, f"{self.text!r} is typed", remedy)


def findings(markdown: str) -> list[Finding]:
    """Numbers typed into the prose of a page.

    Args:
        markdown: The whole file, front matter included.
    """
    text = markdown
    for pattern in (*ALLOWED, PLACE, YEAR, NAME):
        text = pattern.sub(_blank, text)
    for section in SOURCES.finditer(markdown):
        body = INTEGER.sub(_blank, text[slice(*section.span())])
        text = text[: section.start()] + body + text[section.end() :]
    return [
        Finding(text.count("\n", 0, match.start()) + 1, match[0].rstrip(".,"))
        for match in DIGITS.finditer(text)
    ]


def mistakes(paths: list[Path], root: Path) -> Iterator[Mistake]:
    """One for each number typed into these files."""
    for path in paths:
        name = path.relative_to(root).as_posix()
        for finding in findings(path.read_text(encoding="utf-8")):
            yield finding.mistake(name)


def main() -> int:
    """Check every page below docs/; 1 if there is something to say."""
    root = Path.cwd()
    found = list(mistakes(sorted((root / "docs").rglob("*.md")), root))
    print(*found, sep="\n", end="\n" if found else "")
    return bool(found)


def _blank(match: re.Match[str]) -> str:
    """Spaces, so that every line keeps its number."""
    return re.sub(r"[^\n]", " ", match[0])


if __name__ == "__main__":
    sys.exit(main())
