"""What loops go over, how long, and what is set and kept at their rounds.

The one rule: a training loop is followed for a few rounds, a loop over rows to its end.
"""

import ast
from typing import Any

import numpy as np

from gdcore.programs import places
from gdcore.programs.iterating import length
from gdcore.programs.machine import Loop, Machine
from gdcore.programs.values import Layer, Tensor, Unreadable

SHORT, LONG = 4, 3000
"""Rounds of a loop at the outside, and of one inside another."""


def _collects(node: ast.AST) -> bool:
    """Whether a loop fills lists or sums, and carries no training."""
    words = ast.unparse(node)
    if any(word in words for word in ("backward", ".step(", "-=", "break")):
        return False
    return all(
        not isinstance(n, ast.For | ast.While)
        and not (isinstance(n, ast.Assign) and _carried(n))
        for child in ast.iter_child_nodes(node)
        for n in ast.walk(child)
    )


def _carried(node: ast.Assign) -> bool:
    """w = w - …, or b, m = step(b, m)"""
    names = {
        n.id
        for target in node.targets
        for n in ast.walk(target)
        if isinstance(n, ast.Name)
    }
    return any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(node.value))


def measure(m: Machine, loop: Loop, source: Any) -> None:
    """Keeps how long a loop is, where what it goes over has a length."""
    sized = isinstance(source, list | tuple | np.ndarray | Tensor)
    if isinstance(source, range):
        m.totals.setdefault(id(loop.node), len(source))
    elif sized or (isinstance(source, Layer) and source.kind == "DataLoader"):
        loop.total = length(source) or None


def enter(m: Machine, loop: Loop) -> bool:
    """Sets the planned values at the first entry of the planned loop."""
    if m.plan.loop is not loop.node or m.snapshots:
        return False
    for name, value in m.plan.values:
        places.write(m, loop.frame, name, value)
    m.snapshots.append({n: places.read(m, loop.frame, n) for n in m.plan.names})
    m.record = {}
    return True


def cut_off(m: Machine) -> None:
    """The loops around the one that is left before its end are not seen whole."""
    for loop in m.loops[:-1]:
        loop.whole = bool(loop.whole)


def after_round(m: Machine, loop: Loop, *, planned: bool) -> None:
    """Keeps what a round of the planned loop has changed."""
    if loop.whole is None:
        loop.whole = True
    if not planned:
        return
    m.snapshots.append({n: places.read(m, loop.frame, n) for n in m.plan.names})
    m.records.append(m.record or {})
    m.record = {}
    if loop.rounds >= m.plan.rounds:
        raise Unreadable("planned")
