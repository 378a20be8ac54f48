"""Repairs of numbers: another rate, more steps, no decay, no penalty.

The one rule: the number or name that is changed is the one that the run has read.
"""

import ast
import math
from typing import Any

import numpy as np

from gdcore.programs.edits import replaced, walk, without
from gdcore.programs.following import Outcome
from gdcore.programs.learning_rates import RATES, rate_names
from gdcore.programs.numbers_of_run import Run
from gdcore.programs.verdict import Verdict


def other_rate(
    source: str, tree: ast.Module, run: Outcome, old: float, new: float
) -> tuple[str, int]:
    """The number of the learning rate replaced, and its line."""
    found: list[ast.Constant] = []
    rates = rate_names(tree)
    for node in walk(tree):
        if isinstance(node, ast.keyword | ast.Assign | ast.arg | ast.Call):
            value = getattr(node, "value", None)
            names = {node.arg} if isinstance(node, ast.keyword | ast.arg) else set()
            if isinstance(node, ast.Assign):
                names = {ast.unparse(t).split(".")[-1] for t in node.targets}
            if isinstance(value, ast.Constant) and names & rates and value.value == old:
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


def without_decay(source: str, tree: ast.Module, rate: float) -> tuple[str, int]:
    """The line that shrinks the rate taken out or made `rate`, or gamma made 1."""
    for node in walk(tree):
        if (isinstance(node, ast.Call) and "_scheduler" in ast.unparse(node.func)) or (
            isinstance(node, ast.Call) and ast.unparse(node.func).endswith("LR")
        ):
            for k in node.keywords:
                if k.arg == "gamma":
                    return replaced(source, [(k.value, "1.0")]), node.lineno
            return "", node.lineno
    loops = [n for n in walk(tree) if isinstance(n, ast.For | ast.While)]
    for node in [n for loop in loops for n in walk(loop)]:
        if not isinstance(node, ast.Assign | ast.AugAssign):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        old = {ast.unparse(n) for n in walk(node.value)}
        itself = isinstance(node, ast.AugAssign) or ast.unparse(target) in old
        if ast.unparse(target).split(".")[-1] not in RATES:
            continue
        if not itself and not isinstance(node.value, ast.Constant):
            return replaced(source, [(node.value, f"{rate:g}")]), node.lineno
        if itself:
            last = node.end_lineno or node.lineno
            return without(source, node.lineno, last), node.lineno
    return "", 1


def without_penalty(source: str, tree: ast.Module) -> str:
    """weight_decay set to 0."""
    changes: list[tuple[Any, str]] = [
        (n.value, "0")
        for n in walk(tree)
        if isinstance(n, ast.keyword) and n.arg == "weight_decay"
    ]
    return replaced(source, changes) if changes else ""
