"""A training loop, run at several points: what its parameters and residuals do there.

The one rule: the program's own lines compute everything; only the start of the loop is
chosen, and the learning rate made small where its name or number is known.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdcore.programs.following import Outcome, follow
from gdcore.programs.machine import BUDGET, Plan
from gdcore.programs.values import Array

MOST = 24
"""Parameters that are looked at."""
SCALE = 1e-6
"""What the learning rate is multiplied by."""
NEAR = 1e-3
"""How far near points lie from a center, beside far ones."""
Numbers = dict[str, Array]


@dataclass(eq=False)
class Purse:
    """The work that one reading may still do, in expressions."""

    left: int = 320_000

    def follow(
        self, tree: ast.Module, plan: Plan, watched: frozenset[int], most: int = BUDGET
    ) -> Outcome:
        """A run, paid for."""
        budget = max(0, min(most, self.left))
        run = follow(tree, plan, watched=watched, budget=budget)
        self.left -= budget - max(run.machine.budget, 0) + 500
        return run


@dataclass(frozen=True)
class Training:
    """A loop that moves parameters towards targets.

    Attributes:
        loop: The loop.
        names: Its parameters, as its frame calls them.
        start: Their values at the entry.
        watched: The expressions that may be residuals.
        autograd: Whether gradients come from backward.
    """

    loop: ast.For | ast.While
    names: tuple[str, ...]
    start: Numbers
    watched: frozenset[int]
    autograd: bool = False
    case: int = 0

    @property
    def size(self) -> int:
        """How many numbers the parameters are."""
        return sum(a.size for a in self.start.values())


@dataclass(frozen=True)
class Samples:
    """Runs at points; theta has shape (K, rounds + 1, p).

    Attributes:
        theta: The parameters before the loop and after each round.
        nodes: For each watched expression its values in each round, (K, n) a round.
        lengths: For each expression the lengths of its pieces.
        units: The gradients that backward gave in each round, (K, rounds, p).
    """

    theta: Array
    nodes: dict[int, list[Array]]
    lengths: dict[int, tuple[int, ...]]
    units: Array | None


def with_values(plan: Plan, values: Numbers, **fields: Any) -> Plan:
    """The plan, with values at the entry of its loop."""
    return replace(plan, values=tuple(values.items()), **fields)


def stacked(run: Outcome, round_: int = 0) -> dict[int, Array]:
    """The values of each watched expression in one round, one after another."""
    records = [*run.machine.records, run.machine.record or {}]
    if round_ >= len(records):
        return {}
    return {
        node: np.concatenate([np.ravel(v) for v in values])
        for node, values in records[round_].items()
    }


def sample(
    tree: ast.Module, training: Training, constants: frozenset[int], purse: Purse,
    rounds: int = 2, points: int = 3, around: Array | None = None,
) -> Samples | None:  # fmt: skip
    """Runs from p + `points` points; None if one of them does not come to its end.

    Where a center is given, they are pairs on both sides of it, far and near.
    """
    p = training.size
    thetas, nodes, units, lengths = [], [], [], dict[int, tuple[int, ...]]()
    names = (*training.names, *(f"{n}'" for n in training.names))
    if p + points > 20:
        return None
    for k, point in enumerate(_starts(training, p + points, around)):
        plan = Plan(
            training.loop, names=names, rounds=rounds, scale=SCALE,
            constants=constants, case=training.case,
        )  # fmt: skip
        # the data are the same in each run, the gradients that stand for others not
        plan = with_values(plan, point, unit_seed=k + 1)
        run = purse.follow(tree, plan, training.watched)
        if len(run.machine.snapshots) < 2:
            return None
        path = [_flat(s, training.names) for s in run.machine.snapshots]
        path += [path[-1]] * (rounds + 1 - len(path))
        if any(row.size != p for row in path):
            return None
        thetas.append(np.array(path))
        ends = [_units(s, training) for s in run.machine.snapshots[1:]]
        units.append(np.array((ends + [ends[-1]] * rounds)[:rounds]))
        nodes.append([stacked(run, i) for i in range(rounds)])
        for node, values in (run.machine.records or [{}])[0].items():
            lengths[node] = tuple(np.size(v) for v in values)
    found = np.array(units) if training.autograd else None
    return Samples(np.array(thetas), _gathered(nodes, rounds), lengths, found)


def _starts(training: Training, count: int, around: Array | None) -> Iterator[Numbers]:
    """Points to run from: farther and farther ones, or pairs around a center."""
    p, rng = training.size, np.random.RandomState(5)
    away = np.zeros(p)
    for k in range(count):
        point = {
            n: np.asarray(rng.normal(0.2 * k, 0.8, a.shape))
            for n, a in training.start.items()
        }
        if around is not None:
            far = (1 + np.abs(around).max()) * NEAR ** (k // 2 % 2)
            away = -away if k % 2 else rng.normal(0, far, p)
            point = _parts(around + away, training.start)
        yield point


def _parts(theta: Array, like: Numbers) -> Numbers:
    """A vector of all parameters, by their names."""
    ends = np.cumsum([0, *(a.size for a in like.values())])
    return {
        name: theta[start : start + a.size].reshape(a.shape)
        for (name, a), start in zip(like.items(), ends, strict=False)
    }


def _flat(snapshot: dict[str, Any], names: Iterable[str]) -> Array:
    parts = [snapshot.get(n) for n in names]
    return np.concatenate(
        [np.ravel(p) for p in parts if p is not None] or [np.zeros(0)]
    )


def _units(snapshot: dict[str, Any], training: Training) -> Array:
    """The gradients of a round; zero where there was none."""
    parts = []
    for name, value in training.start.items():
        unit = snapshot.get(f"{name}'")
        if unit is not None and unit.size == value.size:
            parts.append(np.ravel(unit))
        else:
            parts.append(np.zeros(value.size))
    return np.concatenate(parts)


def _gathered(
    runs: list[list[dict[int, Array]]], rounds: int
) -> dict[int, list[Array]]:
    """Expressions that have the same number of values in every run."""
    out: dict[int, list[Array]] = {}
    for node in runs[0][0]:
        pieces = []
        for i in range(rounds):
            rows = [run[i].get(node, np.zeros(0)) for run in runs]
            if len({len(r) for r in rows}) == 1:
                pieces.append(np.array(rows))
        if pieces:
            out[node] = pieces
    return out
