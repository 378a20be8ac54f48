"""Repairs of numbers: another rate, a mean for a sum, an intercept, more steps.

The one rule: the number or name that is changed is the one that the run has read.
"""

import ast
import math
import re
from typing import Any

import numpy as np

from gdcore.programs.edits import replaced, statement_at, walk, without
from gdcore.programs.following import Outcome
from gdcore.programs.learning_rates import RATES
from gdcore.programs.numbers_of_run import Run
from gdcore.programs.sampling import Purse
from gdcore.programs.steps import steps
from gdcore.programs.verdict import Verdict
from gdcore.programs.verdicts import judge


def other_rate(
    source: str, tree: ast.Module, run: Outcome, old: float, new: float
) -> tuple[str, int]:
    """The number of the learning rate replaced, and its line."""
    found: list[ast.Constant] = []
    for node in walk(tree):
        if isinstance(node, ast.keyword | ast.Assign | ast.arg | ast.Call):
            value = getattr(node, "value", None)
            names = {node.arg} if isinstance(node, ast.keyword | ast.arg) else set()
            if isinstance(node, ast.Assign):
                names = {ast.unparse(t).split(".")[-1] for t in node.targets}
            if isinstance(value, ast.Constant) and names & RATES and value.value == old:
                found.append(value)
    for node in walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, float | int)
            and node.value == old
            and node not in found
        ):
            found.append(node)
    if not found:
        return "", _call_line(tree)
    return replaced(source, [(found[0], f"{new:g}")]), found[0].lineno


def _call_line(tree: ast.Module) -> int:
    for node in walk(tree):
        if isinstance(node, ast.Call) and "lr" in ast.unparse(node):
            return node.lineno
    return 1


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
    if verdict.word != "right" or verdict.error is None:
        return False
    _, convention = numbers(tree, verdict, facts(tree, verdict.error, verdict), purse)
    return convention.endswith("mean")


def fewer_divisions(source: str, tree: ast.Module, purse: Purse) -> tuple[str, int]:
    """One division by n, or one mean, taken out of the gradients or of the steps."""
    groups: dict[str, list[tuple[Any, str]]] = {}
    for node in walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            key = "/" + ast.unparse(node.right)
            constant = isinstance(node.right, ast.Constant)
            if not constant:
                groups.setdefault(key, []).append((node, ast.unparse(node.left)))
        elif isinstance(node, ast.Attribute) and node.attr == "mean":
            groups.setdefault("mean", []).append(
                (node, f"{ast.unparse(node.value)}.sum")
            )
    line = 0
    for key, changes in groups.items():
        first = min(c[0].lineno for c in changes)
        for some in [changes, *([c] for c in changes)]:
            outer = [c for c in some if not _inside(c[0], some)]
            changed = replaced(source, outer)
            if _is_mean(changed):
                return changed, some[0][0].lineno
        line = line or (first if key == "mean" else 0)
    moving = steps(tree, frozenset())
    return "", line or (moving[0].op.lineno if moving else 0)


def _inside(node: ast.AST, some: list[tuple[Any, str]]) -> bool:
    return any(other is not node and node in set(walk(other)) for other, _ in some)


def other_steps(
    source: str, tree: ast.Module, verdict: Verdict, steps_: int, run: Run, beta: float
) -> tuple[str, int]:
    """The loop run for more rounds, in round numbers."""
    loop = verdict.training.loop if verdict.training else None
    line = loop.lineno if loop is not None else 1
    slowest = float(run.contraction()[0]) / (1 - beta)
    if not slowest > 0 or loop is None:
        return "", line
    wanted = 8 / slowest
    power = 10.0 ** math.floor(math.log10(wanted))
    rounds = int(np.ceil(wanted / power) * power)
    if rounds > 1e6:
        return "", line
    for node in walk(tree):
        if isinstance(node, ast.Constant) and node.value == steps_:
            return replaced(source, [(node, str(rounds))]), node.lineno
    return "", line


def without_decay(source: str, tree: ast.Module) -> tuple[str, int]:
    """The line that shrinks the rate taken out, or the scheduler's gamma made 1."""
    for node in walk(tree):
        if (isinstance(node, ast.Call) and "_scheduler" in ast.unparse(node.func)) or (
            isinstance(node, ast.Call) and ast.unparse(node.func).endswith("LR")
        ):
            for k in node.keywords:
                if k.arg == "gamma":
                    return replaced(source, [(k.value, "1.0")]), node.lineno
            return "", node.lineno
    for node in walk(tree):
        target = ""
        if isinstance(node, ast.AugAssign):
            target = ast.unparse(node.target)
        elif isinstance(node, ast.Assign) and not isinstance(node.value, ast.Constant):
            target = ast.unparse(node.targets[0])
            target = target if target in ast.unparse(node.value) else ""
        if target.split(".")[-1] in RATES:
            return without(
                source, node.lineno, node.end_lineno or node.lineno
            ), node.lineno
    return "", 1


def without_penalty(source: str, tree: ast.Module) -> str:
    """weight_decay set to 0."""
    changes: list[tuple[Any, str]] = [
        (n.value, "0")
        for n in walk(tree)
        if isinstance(n, ast.keyword) and n.arg == "weight_decay"
    ]
    return replaced(source, changes) if changes else ""


statement_at  # noqa: B018
