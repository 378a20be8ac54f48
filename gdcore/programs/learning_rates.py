"""The names of learning rates, and how a plan makes them small.

The one rule: a rate is made small once, however often its name is read.
"""

import ast
from functools import lru_cache
from typing import Any

from gdcore.programs.edits import walk
from gdcore.programs.machine import Machine
from gdcore.programs.values import (
    Rate,
)

RATES_WORDS = """
lr alpha eta learning_rate rate step_size learningRate learning_rate_ α η
LEARNING_RATE LR learn_rate l_rate L ALPHA Lr gamma stepsize step lrate
"""
RATES = frozenset(RATES_WORDS.split())
GAMMA = "gamma"
"""The momentum in many texts, and the learning rate where nothing else is one."""
COUNTERS = frozenset({"step", "L"})
"""Names of rates that are as often those of a round, or of a list of losses."""


STRICT = frozenset({"lr", "learning_rate", "alpha", "eta", "learningRate"})
"""Names that hold a learning rate even where it is a whole number."""


@lru_cache(maxsize=16)
def rate_names(tree: ast.AST) -> frozenset[str]:
    """The names that are learning rates in a program: gamma only where no other is."""
    others = RATES - COUNTERS - {GAMMA}
    momentum = any(_name(n) in others or _keeps(n) for n in walk(tree))
    return RATES - {GAMMA} if momentum else RATES


def _name(node: ast.AST) -> str:
    """The name that a node reads, stores or takes as an argument; "" if none."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.arg if isinstance(node, ast.arg) else ""


def _keeps(node: ast.AST) -> bool:
    """Whether gamma multiplies the old value of what is stored, v = gamma * v + ..."""
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Mult) and _name(node.value) == GAMMA
    if not isinstance(node, ast.Assign):
        return False
    kept = {ast.unparse(target) for target in node.targets}
    return any(
        {_name(a), _name(b)} & {GAMMA} and {ast.unparse(a), ast.unparse(b)} & kept
        for part in walk(node.value)
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mult)
        for a, b in [(part.left, part.right)]
    )


def scaled(m: Machine, name: str, value: Any) -> Any:
    """A learning rate times the plan's scale, other values as they are."""
    if name == GAMMA and name not in rate_names(m.tree):
        return value
    whole = isinstance(value, int) and not isinstance(value, bool) and name in STRICT
    value = float(value) if whole else value
    if name in RATES and isinstance(value, float) and m.loops:
        m.rates.append((name, float(value)))
    if (
        m.plan.scale != 1
        and name in RATES
        and isinstance(value, float)
        and 0 < value < 10
        and not isinstance(value, Rate)
    ):
        return Rate(value * m.plan.scale)
    return value
