"""Numbers typed where they should be computed: in plain text, in algebra, in meanings.

The one rule: a digit a reader can see is computed, quoted with its source, or part of a
name or a place (float32, § 1.4, a year). Everything else is refused. Algebra, which
stands in formulas and in the meanings of numbers, has integers below ten, indices and
powers of two as well (2/λ, ½, x², A₀₀, 2⁻⁵²). A decimal, an integer from ten on, a
percentage and a power of ten are quantities there too.
"""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

PLACE = re.compile(
    r"(?:§|\b(?:section|chapter|page|pp|appendix|theorem|lemma|proposition|corollary"
    r"|algorithm|equation|thread|question|issue|volume|version)s?\b\.?|#)"
    r"\s*(?:[A-Z]\.)?\d[\d.]*(?:\s*(?:,|–|-|and|or|to)\s*\d[\d.]*)*",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?!\w|[.,]\d|\s?%)")
NAME = re.compile(r"(?<!\w)[^\W\d]\w*")  # begins with a letter: float32, L2, x0
DIGITS = re.compile(r"[−-]?\d[\w.,]*(?:(?<=[eE])[+-]\d+)?(?:\s?%)?")
COMPUTED = re.compile(r"\{[^{}]*\}|`[^`]*`")  # fields; code is no number of ours
ALGEBRA = re.compile(  # indices, powers of two, a ten with a computed exponent
    r"_\{\d+\}|(?<![\w.,])2\^(?:\{[−-]?\d+\}|[−-]?\d+)|(?<![\w.,])10\^\{\s*\}"
)
QUANTITY = re.compile(
    r"10\^\{?[−-]?\d+\}?"
    r"|[−-]?(?:\d{1,3}(?:\{?,\}?\d{3})+|\d*\.\d+|\d{2,}|\d(?=\s?\\?%|[eE][+-]?\d))"
    r"(?:\.\d+)?(?:[eE][+-]?\d+)?(?:\s?\\?%)?"
)
DECLARES = ("figure", "animation")
DRAWS = re.compile(r"^(?:from|import) .*\b(?:style|pieces|matplotlib)\b", re.MULTILINE)
TEXT = re.compile(r"(?=.*(?<![\w.])[^\W\d_])(?=.* ).*")  # one line, with a word


class Typed(NamedTuple):
    """A number that is typed, and the line where."""

    line: int
    text: str


def typed(text: str) -> list[Typed]:
    """The numbers typed into a text for readers, where `{field}` is computed."""
    return numbers(DIGITS, blanked(text, COMPUTED, PLACE, YEAR, NAME))


def quantities(algebra: str, line: int = 1) -> list[Typed]:
    """The same of a formula, or of the meaning of a number, that begins on a line."""
    return numbers(QUANTITY, blanked(algebra, PLACE, YEAR, ALGEBRA, NAME), line)


def in_meanings(source: str) -> Iterator[Typed]:
    """The numbers typed into the texts of a module that declares numbers.

    A text is a string of one line with a word and a blank, and no docstring. What an
    f-string fills in is computed. A module that draws holds labels, and no meanings.
    """
    if DRAWS.search(source):
        return
    for line, text in _strings(ast.parse(source)):
        if TEXT.fullmatch(text):
            yield from quantities(blanked(text, COMPUTED), line)


def in_alternatives(source: str) -> Iterator[Typed]:
    """The numbers typed into the alternative texts that a module declares."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in DECLARES:
            for text in (word for word in node.keywords if word.arg == "alt"):
                for line, part in _strings(text):
                    yield from (Typed(line, one.text) for one in typed(part))


def numbers(pattern: re.Pattern[str], text: str, line: int = 1) -> list[Typed]:
    """What the pattern matches in a text that begins on a line."""
    return [
        Typed(line + text.count("\n", 0, match.start()), match[0].rstrip(".,"))
        for match in pattern.finditer(text)
    ]


def blanked(text: str, *patterns: re.Pattern[str]) -> str:
    """The text without what the patterns match; each line keeps its number."""
    for pattern in patterns:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def _strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Each string of the code below, with empty braces for what is filled in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        if isinstance(child, ast.JoinedStr):
            parts = (getattr(part, "value", "") for part in child.values)
            yield (
                child.lineno,
                "".join(p if isinstance(p, str) else "{}" for p in parts),
            )
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.lineno, child.value
        else:
            yield from _strings(child)
