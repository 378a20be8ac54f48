"""A fix as a difference of the asker's own code.

The one rule: only what is certain is changed: a rate that the code writes once, the
optimizer's own call, or what the loop reads for x.
"""

import ast
import difflib
from typing import Any

from gdcore.diagnosis import wording
from gdcore.diagnosis.fix import Fix
from gdcore.programs.reading import Reading
from gdcore.programs.standardizing import standardized

KEPT = ("best learning rate", "momentum", "Nesterov", "Adam", "standardize")
"""Fixes that a change of the code makes."""


def diff_of(fix: Fix, reading: Reading | None) -> str:
    """A unified diff; "" where the line is not certain."""
    if reading is None or reading.problem or fix.name not in KEPT:
        return ""
    source = reading.source
    if fix.name == "standardize":
        changed = standardized(source) if reading.data else ""
        return _diff(source, changed) if changed else ""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    changed = _rewritten(source, tree, fix, reading)
    return _diff(source, changed) if changed and changed != source else ""


def _rewritten(source: str, tree: ast.AST, fix: Fix, reading: Reading) -> str:
    if fix.name == "best learning rate":
        if reading.method != "gradient descent":
            return ""
        rate = wording.rate(fix.learning_rate)
        places = _literals(tree, reading.learning_rate)
        return _replaced(source, places[0], rate) if len(places) == 1 else ""
    calls = [node for node in ast.walk(tree) if _is_sgd(node)]
    if len(calls) != 1:
        return ""
    call: Any = calls[0]
    if not call.args or isinstance(call.args[0], ast.Starred):
        return ""
    module = ast.get_source_segment(source, call.func.value) or "optim"
    held = ast.get_source_segment(source, call.args[0]) or ""
    return _replaced(source, call, f"{module}.{_call(fix, held)}")


def _call(fix: Fix, held: str) -> str:
    rate = wording.rate(fix.learning_rate)
    beta = wording.rate(getattr(fix.optimizer, "beta", 0.0))
    match fix.name:
        case "Adam":
            return f"Adam({held}, lr={rate})"
        case "Nesterov":
            return f"SGD({held}, lr={rate}, momentum={beta}, nesterov=True)"
    return f"SGD({held}, lr={rate}, momentum={beta})"


def _is_sgd(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "SGD"
    )


def _literals(tree: ast.AST, value: float | None) -> list[ast.Constant]:
    """Numbers of the program that are this rate."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value == value
    ]


def _replaced(source: str, node: Any, text: str) -> str:
    """The source with the node's text exchanged; columns of ast count bytes."""
    rows = source.splitlines(keepends=True)
    first, last = node.lineno - 1, node.end_lineno - 1
    start = len(rows[first].encode()[: node.col_offset].decode())
    end = len(rows[last].encode()[: node.end_col_offset].decode())
    middle = rows[first][:start] + text + rows[last][end:]
    return "".join([*rows[:first], middle, *rows[last + 1 :]])


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), "yours", "repaired", lineterm="", n=1
    )
    return "\n".join(lines)
