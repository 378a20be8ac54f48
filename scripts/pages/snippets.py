"""What a snippet prints stands behind its print, with the page's own numbers in it.

The one rule: a print at the left margin has its line as a comment, `# {topic.key:.4f}`
in the comments of its language, on its own line or below it; a number that the site
computes is named there, not typed.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple


class Language(NamedTuple):
    """How its code is colored, what begins a comment, what prints, what ends that."""

    lexer: str
    comment: str
    prints: str
    end: str

    @property
    def printing(self) -> re.Pattern[str]:
        """A print at the left margin, then the comment that says what it prints."""
        call = rf"{re.escape(self.prints)}\(.*\){self.end}"
        line = rf"{self.comment} .+"
        pattern = rf"^({call}(?: {{1,2}}|\n))({line}(?:\n{line})*)$"
        return re.compile(pattern, re.MULTILINE)


PYTHON = Language("python", "#", "print", "")
OCTAVE = Language("octave", "%", "printf", ";")
JAVASCRIPT = Language("javascript", "//", "console.log", ";")


class Kind(NamedTuple):
    """A library or a language: the name of its tab, how its files end."""

    label: str
    ending: str
    language: Language = PYTHON


KINDS = (
    Kind("Octave", "octave.m", OCTAVE),
    Kind("JavaScript", "javascript.js", JAVASCRIPT),
    Kind("scikit-learn", "sklearn.py"),
    Kind("Keras", "keras.py"),
    Kind("NumPy", "numpy.py"),
    Kind("PyTorch", "torch.py"),
)
NUMBER = re.compile(r"\{(\w+\.[\w.+-]+):([^{}]*)\}")
UNSTEADY = "not compared: "  # what hangs on rounding; the words of the notebooks


def shown(
    code: str, number: Callable[[str, str], str], language: Language = PYTHON
) -> str:
    """The snippet as a reader copies it.

    Args:
        code: The file, with the names of numbers in the comments of its prints.
        number: From a number's key and a format to its text.
        language: Of the file.
    """

    def filled(match: re.Match[str]) -> str:
        return match[1] + NUMBER.sub(lambda name: number(*name.groups()), match[2])

    return language.printing.sub(filled, code)


def printed(code: str, language: Language = PYTHON) -> list[str]:
    """The lines that a snippet says it prints, in their order."""
    comments = (match[2] for match in language.printing.finditer(code))
    sign = f"{language.comment} "
    return [line.removeprefix(sign) for each in comments for line in each.splitlines()]


def difference(before: str, after: str) -> str:
    """The lines that a repair takes away and adds, each with one line around it."""
    old, new = before.split("\n"), after.split("\n")
    _, _, _, *lines = difflib.unified_diff(old, new, n=1, lineterm="")  # no header
    text = "\n".join("" if line.startswith("@@") else line for line in lines)
    return re.sub(r"\n( ?\n)+", "\n\n", text)


def found(
    folder: Path, name: str, number: Callable[[str, str], str]
) -> dict[Kind, str]:
    """The same code in each language that has it."""
    paths = {kind: folder / f"{name}_{kind.ending}" for kind in KINDS}
    return {
        kind: shown(path.read_text(encoding="utf-8").strip(), number, kind.language)
        for kind, path in paths.items()
        if path.is_file()
    }


def repaired(kind: Kind, before: str, after: str) -> str:
    """The lines that change, and the whole of it in a fold."""
    changes = block("{.diff .no-copy}", difference(before, after))
    whole = _indented(block(kind.language.lexer, after))
    return f'{changes}\n\n??? success "All of it, repaired"\n\n{whole}'


def tabs(blocks: Mapping[str, str]) -> str:
    """Blocks of Markdown as tabs, by their labels."""
    parts = (f'=== "{label}"\n\n{_indented(text)}\n' for label, text in blocks.items())
    return "\n".join(parts)


def block(lexer: str, code: str) -> str:
    """Code between its fences."""
    return f"```{lexer}\n{code}\n```"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))
