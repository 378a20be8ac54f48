"""A mean for a sum, and one division by n where there are two.

The one rule: a change counts if the steps then follow the gradient of a mean.
"""

import ast
import re
from itertools import combinations
from typing import Any

import numpy as np

from gdcore.programs.edits import replaced, text, walk
from gdcore.programs.sampling import Purse
from gdcore.programs.steps import steps
from gdcore.programs.verdict import Verdict
from gdcore.programs.verdicts import judge

MOST = 24
"""Changes that are tried."""


def means(source: str, tree: ast.Module) -> tuple[str, int]:
    """Means in the place of sums, in the loss or the gradient."""
    changes: list[tuple[Any, str]] = []
    for node in walk(tree):
        if (
            isinstance(node, ast.keyword)
            and node.arg == "reduction"
            and isinstance(node.value, ast.Constant)
            and node.value.value == "sum"
        ):
            return replaced(source, [(node.value, '"mean"')]), node.value.lineno
        if isinstance(node, ast.keyword) and node.arg == "size_average":
            return replaced(source, [(node.value, "True")]), node.value.lineno
        if isinstance(node, ast.Attribute) and node.attr == "sum":
            changes.append((node, f"{ast.unparse(node.value)}.mean"))
    line = changes[0][0].lineno if changes else 0
    tries = [replaced(source, changes)] if changes else []
    names = frozenset[str]()
    moving = steps(tree, names)
    for size in ("len(y)", "len(Y)", "n", "N", "m", "len(X)", "len(x)"):
        if re.search(
            rf"\b{re.escape(size.removeprefix('len(').rstrip(')'))}\b", source
        ):
            rows = [(s.gradient, f"{ast.unparse(s.gradient)} / {size}") for s in moving]
            tries.append(replaced(source, rows))
    line = line or (moving[0].op.lineno if moving else 0)
    for one in tries:
        if _is_mean(one):
            return one, line
    return "", line


def _is_mean(source: str) -> bool:
    from gdcore.programs.facts import facts
    from gdcore.programs.numbers_of_run import numbers

    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    purse = Purse(100_000)
    verdict = judge(tree, purse)
    if verdict.word != "right" or verdict.error is None or not _even(verdict):
        return False
    _, convention = numbers(tree, verdict, facts(tree, verdict.error, verdict), purse)
    return convention.endswith("mean")


def _even(verdict: Verdict) -> bool:
    """Whether all parameters take the same share of their gradients."""
    if verdict.matrix is None:
        return True
    shares = np.diag(verdict.matrix)
    return bool(np.allclose(shares, shares.mean(), rtol=1e-3, atol=0))


def fewer_divisions(source: str, tree: ast.Module, purse: Purse) -> tuple[str, int]:
    """One division by n, or one mean, taken out of the gradients or of the steps."""
    groups: dict[str, list[tuple[Any, str]]] = {}
    for node in walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            key = "/" + ast.unparse(node.right)
            constant = isinstance(node.right, ast.Constant)
            if not constant:
                groups.setdefault(key, []).append((node, text(source, node.left)))
        elif isinstance(node, ast.Attribute) and node.attr == "mean":
            groups.setdefault("mean", []).append(
                (node, f"{ast.unparse(node.value)}.sum")
            )
    each = [c for changes in groups.values() for c in changes]
    tries = [*groups.values(), *([c] for c in each), *map(list, combinations(each, 2))]
    for some in tries[:MOST]:
        outer = [c for c in some if not _inside(c[0], some)]
        changed = replaced(source, outer)
        if _is_mean(changed):
            return changed, min(c[0].lineno for c in some)
    line = min((c[0].lineno for c in groups.get("mean", [])), default=0)
    moving = steps(tree, frozenset())
    return "", line or (moving[0].op.lineno if moving else 0)


def _inside(node: ast.AST, some: list[tuple[Any, str]]) -> bool:
    return any(other is not node and node in set(walk(other)) for other, _ in some)
