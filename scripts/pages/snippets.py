"""What a snippet prints stands behind its print, with the page's own numbers in it.

The one rule: a print at the left margin has its line as a comment, `# {topic.key:.4f}`,
on its own line or below it; a number that the site computes is named there, not typed.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple


class Kind(NamedTuple):
    """A language and library: the name of its tab, how its files end, its lexer."""

    label: str
    ending: str
    lexer: str


KINDS = (
    Kind("NumPy", "numpy.py", "python"),
    Kind("PyTorch", "torch.py", "python"),
)
PRINT = re.compile(r"^(print\(.*\)(?:  |\n))(# .+(?:\n# .+)*)$", re.MULTILINE)
NUMBER = re.compile(r"\{(\w+\.[\w.+-]+):([^{}]*)\}")
UNSTEADY = "not compared: "  # what hangs on rounding; the words of the notebooks


def shown(code: str, number: Callable[[str, str], str]) -> str:
    """The snippet as a reader copies it.

    Args:
        code: The file, with the names of numbers in the comments of its prints.
        number: From a number's key and a format to its text.
    """

    def filled(match: re.Match[str]) -> str:
        return match[1] + NUMBER.sub(lambda name: number(*name.groups()), match[2])

    return PRINT.sub(filled, code)


def printed(code: str) -> list[str]:
    """The lines that a snippet says it prints, in their order."""
    comments = [match[2].splitlines() for match in PRINT.finditer(code)]
    return [line.removeprefix("# ") for lines in comments for line in lines]


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
        kind: shown(path.read_text(encoding="utf-8").strip(), number)
        for kind, path in paths.items()
        if path.is_file()
    }


def repaired(kind: Kind, before: str, after: str) -> str:
    """The lines that change, and the whole of it in a fold."""
    changes = block("{.diff .no-copy}", difference(before, after))
    whole = _indented(block(kind.lexer, after))
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
