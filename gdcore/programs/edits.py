"""Changes of a source by lines and by nodes of its tree, and what they look like.

The one rule: a changed source is given only if Python reads it.
"""

import ast
import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Draft:
    """A fault before it is shown.

    Attributes:
        source: The repaired program, "" if it has no repair.
    """

    kind: str
    line: int
    says: str
    fix: str
    source: str = ""


def walk(node: ast.AST) -> Iterator[Any]:
    """Every node of a tree, of whatever kind."""
    return ast.walk(node)


def replaced(source: str, changes: Iterable[tuple[Any, str]]) -> str:
    """The source with the text of some nodes replaced; the last ones first."""
    lines = source.split("\n")
    ordered = sorted(
        changes, key=lambda c: (c[0].lineno, c[0].col_offset), reverse=True
    )
    for node, text in ordered:
        first, last = node.lineno - 1, node.end_lineno - 1
        head = lines[first].encode()[: node.col_offset].decode()
        tail = lines[last].encode()[node.end_col_offset :].decode()
        lines[first : last + 1] = (head + text + tail).split("\n")
    return "\n".join(lines)


def text(source: str, node: ast.AST) -> str:
    """What stands in the source for a node."""
    return ast.get_source_segment(source, node) or ast.unparse(node)


def indent(source: str, line: int) -> str:
    """The blanks before a line, counted from 1."""
    row = source.split("\n")[line - 1]
    return row[: len(row) - len(row.lstrip())]


def inserted(source: str, line: int, rows: Iterable[str], like: int = 0) -> str:
    """The source with rows before a line, indented like line `like`, or like it."""
    lines = source.split("\n")
    blanks = indent(source, like or min(line, len(lines)))
    lines[line - 1 : line - 1] = [blanks + row for row in rows]
    return "\n".join(lines)


def without(source: str, first: int, last: int) -> str:
    """The source without some lines, both counted in."""
    lines = source.split("\n")
    return "\n".join(lines[: first - 1] + lines[last:])


def moved(source: str, first: int, last: int, before: int, like: int) -> str:
    """Lines taken out and put before another line, indented like line `like`."""
    lines = source.split("\n")
    rows = lines[first - 1 : last]
    old, new = indent(source, first), indent(source, like)
    rows = [new + row.removeprefix(old) if row.strip() else row for row in rows]
    rest = lines[: first - 1] + lines[last:]
    place = before - 1 - (last - first + 1 if before > last else 0)
    return "\n".join(rest[:place] + rows + rest[place:])


def statement_at(tree: ast.Module, line: int) -> ast.stmt | None:
    """The innermost statement that covers a line."""
    found: ast.stmt | None = None
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.stmt)
            and node.lineno <= line <= (node.end_lineno or 0)
            and (found is None or node.lineno >= found.lineno)
        ):
            found = node
    return found


def bodies(tree: ast.AST) -> list[list[ast.stmt]]:
    """Every block of statements."""
    blocks = []
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                blocks.append(block)
    return blocks


def block_of(tree: ast.AST, statement: ast.stmt) -> list[ast.stmt]:
    """The block that a statement stands in."""
    return next((b for b in bodies(tree) if any(s is statement for s in b)), [])


def diff(before: str, after: str) -> str:
    """A unified diff, without dates."""
    rows = difflib.unified_diff(
        before.splitlines(), after.splitlines(), "yours", "repaired", lineterm="", n=2
    )
    return "\n".join(rows)


def first_that(tries: list[str], holds: Callable[[str], bool]) -> str:
    """The first source for which it holds, "" if none."""
    for one in tries:
        try:
            if holds(one):
                return one
        except SyntaxError:
            continue
    return ""
