"""Loops that train, and the names that their residuals depend on.

The one rule: a parameter is what moves the residuals with the most rows.
"""

import ast
from collections.abc import Iterator

import numpy as np

from gdcore.programs.following import Outcome
from gdcore.programs.learning_rates import RATES
from gdcore.programs.machine import Plan
from gdcore.programs.residual_nodes import chains
from gdcore.programs.sampling import (
    MOST,
    Numbers,
    Purse,
    Training,
    stacked,
    with_values,
)


def loops(tree: ast.Module) -> list[ast.For | ast.While]:
    """All loops, the outer ones first."""
    return [n for n in ast.walk(tree) if isinstance(n, ast.For | ast.While)]


def rounds(
    run: Outcome, loop: ast.For | ast.While, pieces: int | None = None
) -> int | None:
    """How often the body of a loop runs, with the loops around it; None if unknown.

    Args:
        run: Which has been through the loop.
        loop: The loop.
        pieces: Its own rounds, where it goes over rows or batches.
    """
    total = run.machine.totals.get(id(loop), pieces)
    for outer in loops(run.machine.tree):
        if outer is not loop and loop in list(ast.walk(outer)) and total is not None:
            total *= run.machine.totals.get(id(outer), 1)
    return total


def trainings(
    tree: ast.Module, first: Outcome, purse: Purse, case: int
) -> Iterator[Training]:
    """Loops that train by steps of their own, with their parameters."""
    watched = frozenset(chains(tree))
    entered = {key: i for i, key in enumerate(first.machine.entered)}
    order = sorted(loops(tree), key=lambda n: entered.get(id(n), len(entered)))
    for loop in order:
        stored = first.machine.stores.get(id(loop), {})
        own = _own(loop) | RATES
        names = tuple(n for n in stored if n.split(".")[-1] not in own)[:MOST]
        found: Training | None = None
        if id(loop) in first.machine.trained:
            found = _leaves(tree, loop, watched, purse, case)
        if found is None and names:
            found = _named(tree, loop, watched, names, purse, first, case)
        if found is not None:
            yield found


def _named(
    tree: ast.Module,
    loop: ast.For | ast.While,
    watched: frozenset[int],
    names: tuple[str, ...],
    purse: Purse,
    first: Outcome,
    case: int,
) -> Training | None:
    """A loop with the names that its residuals depend on."""
    plan = Plan(loop, names=names, rounds=1, case=case)
    base = purse.follow(tree, plan, watched)
    if not base.machine.snapshots:
        return None
    start = {k: v for k, v in base.machine.snapshots[0].items() if v is not None}
    start = {k: v for k, v in start.items() if 0 < v.size <= MOST}
    found = _parameters(tree, plan, base, start, purse)
    if not found:
        return None
    backward = any(n.kind == "backward" for n in first.machine.notes)
    return Training(loop, tuple(found), found, watched, backward, case)


def _leaves(
    tree: ast.Module, loop: ast.For | ast.While, watched: frozenset[int],
    purse: Purse, case: int,
) -> Training | None:  # fmt: skip
    """A loop with backward in it, and the leaves that its residuals depend on."""
    names = tuple(f"@{i}" for i in range(8))
    plan = Plan(loop, names=names, rounds=1, case=case)
    base = purse.follow(tree, plan, watched)
    if not base.machine.snapshots:
        return None
    start = {k: v for k, v in base.machine.snapshots[0].items() if v is not None}
    start = {k: v for k, v in start.items() if 0 < v.size <= MOST}
    found = _parameters(tree, plan, base, start, purse)
    return Training(loop, tuple(found), found, watched, True, case) if found else None


def _own(loop: ast.For | ast.While) -> set[str]:
    """The names that count the rounds."""
    if isinstance(loop, ast.While):
        return set()
    return {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}


def _parameters(
    tree: ast.Module, plan: Plan, base: Outcome, start: Numbers, purse: Purse
) -> Numbers:
    """The names that a residual with the most rows depends on."""
    watched = base.machine.watched
    reached: dict[str, dict[int, int]] = {}
    before = stacked(base)
    for name, value in start.items():
        rng = np.random.RandomState(len(name) + 3)
        moved = value + rng.uniform(0.4, 1.1, value.shape)
        after = stacked(purse.follow(tree, with_values(plan, {name: moved}), watched))
        reached[name] = {
            node: len(now)
            for node, now in after.items()
            if len(before.get(node, ())) == len(now)
            and not np.allclose(now, before[node], rtol=1e-9, atol=1e-12)
        }
    most = max((n for nodes in reached.values() for n in nodes.values()), default=0)
    if not most:
        return {}
    return {k: start[k] for k, nodes in reached.items() if most in nodes.values()}
