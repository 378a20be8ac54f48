"""The residual taken against the target instead of x.

The one rule: a repair counts if the steps are still judged as they were.
"""

import ast

import numpy as np

from gdcore.programs.edits import replaced
from gdcore.programs.sampling import Purse
from gdcore.programs.suspicions import suspicion
from gdcore.programs.verdict import Verdict
from gdcore.programs.verdicts import judge


def other_target(source: str, tree: ast.Module, verdict: Verdict) -> tuple[str, int]:
    """The residual taken against another array of the program."""
    nodes = [n for n in [verdict.node] if n is not None and hasattr(n, "lineno")]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) == 2:
            name = ast.unparse(node.func).lower()
            if "loss" in name or "criterion" in name or "mse" in name:
                nodes.append(node)
    names = [
        n.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    ]
    names = sorted(
        dict.fromkeys(names),
        key=lambda n: not n.lower().startswith(("y", "label", "target", "price")),
    )
    for node in nodes:
        for part in ast.walk(node):
            fixed = id(part) not in verdict.varying | _callees(node)
            if isinstance(part, ast.Name | ast.Subscript) and fixed:
                for name in names[:6]:
                    changed = replaced(source, [(part, name)])
                    if name == ast.unparse(part) or not _sound(changed, verdict.word):
                        continue
                    if _same_slopes(changed, verdict):
                        return changed, part.lineno
    return _other_column(source, tree)


def _callees(node: ast.AST) -> frozenset[int]:
    """Names that are called, or whose attributes are."""
    calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    return frozenset(id(n) for f in calls for n in ast.walk(f))


def _other_column(source: str, tree: ast.Module) -> tuple[str, int]:
    """y = points[i][0] becomes points[i][1]."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
            index = node.value.slice
            if (
                isinstance(index, ast.Constant)
                and index.value in (0, 1)
                and ast.unparse(node.targets[0]).lower().startswith("y")
            ):
                changed = replaced(source, [(index, str(1 - index.value))])
                if _sound(changed):
                    return changed, node.lineno
    return "", 0


def _same_slopes(source: str, before: Verdict) -> bool:
    """Whether the predictions are the ones from before: only the target is another."""
    after = judge(ast.parse(source), Purse(60_000)).jacobian
    old = before.jacobian
    if after is None or old is None or after.shape != old.shape:
        return False
    off = min(np.abs(after - old).max(), np.abs(after + old).max())
    return bool(off <= 1e-6 * np.abs(old).max())


def _sound(source: str, word: str = "") -> bool:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    verdict = judge(tree, Purse(60_000))
    error = verdict.error.error if verdict.error else None
    fine = verdict.jacobian is not None and not suspicion(verdict) and error is None
    return fine and verdict.word in (word or "right", "right")
