"""Lines without what cuts the graph of gradients.

The one rule: what is left is the same value, still in the graph.
"""

import ast
import re
from typing import Any

from gdcore.programs.edits import (
    indent,
    replaced,
    statement_at,
    walk,
    without,
)
from gdcore.programs.values import Cut


def outside_graph(source: str, tree: ast.Module, cut: Cut) -> str:
    """The line without what cuts the graph."""
    found = statement_at(tree, cut.line)
    if found is None:
        return ""
    if cut.by == "no_grad":
        return _without_no_grad(source, tree, cut.line)
    for node in walk(found):
        words = ast.unparse(node) if isinstance(node, ast.expr) else ""
        if (
            isinstance(node, ast.Call)
            and cut.by.startswith("torch.")
            and words.startswith(
                ("torch.tensor(", "torch.as_tensor(", "torch.from_numpy(", "Variable(")
            )
        ):
            return _whole(source, found, node)
        inner = node.func if isinstance(node, ast.Call) else node
        names = cut.by.strip(".()")
        if isinstance(inner, ast.Attribute) and inner.attr == names:
            outer = _tensor_around(found, node)
            if outer is not None:
                return _whole(source, found, outer)
            held = ast.unparse(inner.value)
            if isinstance(node, ast.Call) == cut.by.endswith("()"):
                return replaced(source, [(node, held)])
    return ""


def _tensor_around(found: ast.stmt, node: ast.AST) -> ast.Call | None:
    for call in walk(found):
        if (
            isinstance(call, ast.Call)
            and any(a is node for a in call.args)
            and ast.unparse(call.func).split(".")[-1]
            in (
                "tensor",
                "Variable",
                "as_tensor",
                "FloatTensor",
            )
        ):
            return call
    return None


def _whole(source: str, found: Any, call: ast.Call) -> str:
    """torch.tensor(loss.item()) becomes loss; a line loss = loss goes."""
    held = re.sub(r"\.(item|detach|data|numpy)(\(\))?", "", ast.unparse(call.args[0]))
    same = isinstance(found, ast.Assign) and ast.unparse(found.targets[0]) == held
    if same and found.value is call:
        return without(source, found.lineno, found.end_lineno or found.lineno)
    return replaced(source, [(call, held)])


def _without_no_grad(source: str, tree: ast.Module, line: int) -> str:
    for node in walk(tree):
        inside = isinstance(node, ast.With) and node.lineno < line <= (
            node.end_lineno or 0
        )
        if inside and "no_grad" in ast.unparse(node.items[0]):
            lines = source.split("\n")
            old = indent(source, node.body[0].lineno)
            new = indent(source, node.lineno)
            for i in range(node.lineno, node.end_lineno or 0):
                lines[i] = (
                    new + lines[i].removeprefix(old) if lines[i].strip() else lines[i]
                )
            del lines[node.lineno - 1]
            return "\n".join(lines)
    return ""
