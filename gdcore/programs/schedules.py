"""How a learning rate shrinks from round to round, and what all steps are worth.

The one rule: a rate that changes in a way that is not known has no sum.
"""

import ast
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gdcore.programs.booking import updates
from gdcore.programs.edits import walk
from gdcore.programs.following import Outcome
from gdcore.programs.learning_rates import RATES
from gdcore.programs.values import Array
from gdcore.programs.verdict import Verdict

Factor = Callable[[Array], Array]
"""What is left of the rate after k changes, for an array of k."""
MOST = 2_000_000
"""Changes that are summed."""
SAME = 1e-6
"""Relative difference of two rates that count as one."""


class Schedule(NamedTuple):
    """A rate that is constant, or shrinks.

    Attributes:
        says: How it shrinks, "" if it is constant.
        factor: Of the first rate, after k changes.
        each: Changes in a round of the training loop.
    """

    says: str
    factor: Factor
    each: int = 1

    @property
    def constant(self) -> bool:
        """Whether it never changes."""
        return not self.says

    def worth(self, rounds: int) -> float:
        """How many rounds at the first rate all rounds are worth; nan if unknown."""
        changes = rounds * self.each
        if self.constant:
            return float(rounds)
        if changes > MOST:
            return float("nan")
        return float(self.factor(np.arange(changes)).sum()) / self.each


CONSTANT = Schedule("", np.ones_like)


def schedule(run: Outcome, verdict: Verdict) -> Schedule | None:
    """The schedule of a training loop; None if the rate changes in another way."""
    loop = verdict.training.loop if verdict.training else None
    steps = [note.about for note in run.machine.noted("scheduler")]
    if steps:
        found = _of_torch(steps[0].names)
        return found and _with_changes(found, run, verdict, id(steps[0]), len(steps))
    seen: dict[str, list[float]] = {}
    for name, value in run.machine.rates:
        if name in RATES and (not seen.get(name) or seen[name][-1] != value):
            seen.setdefault(name, []).append(value)
    for name, values in seen.items():
        if len(values) > 1:
            by_hand = _by_hand(np.array(values))
            return by_hand and _with_changes(by_hand, run, verdict, name, len(values))
    return None if loop is not None and _changed(loop) else CONSTANT


def is_constant(run: Outcome, verdict: Verdict) -> bool:
    """Whether the rate of a training loop is known never to change."""
    found = schedule(run, verdict)
    return found is not None and found.constant


def _with_changes(
    found: Schedule, run: Outcome, verdict: Verdict, what: str | int, seen: int
) -> Schedule | None:
    """The schedule with its changes in a round: one, or one for each update.

    Args:
        found: The schedule.
        run: Which has been through the loop.
        verdict: On the loop.
        what: The name of the rate, or the id of its scheduler.
        seen: Changes that the run has seen, in the first rounds and later ones.
    """
    training = verdict.training
    held = run.machine.entered.get(id(training.loop)) if training else None
    if training is None or held is None:
        return found
    counts = [n for (key, *_), n in held.writes.items() if _is(key, what)]
    each = max(counts, default=0)
    steady = seen >= held.rounds * each
    known = each in (1, updates(run.machine, id(training.loop), training.names))
    return found._replace(each=each) if each and steady and known else None


def _is(key: str | int, what: str | int) -> bool:
    """Whether a store is of a rate: by its last name, or the scheduler's id."""
    return (key.split(".")[-1] if isinstance(key, str) else key) == what


def _of_torch(names: dict[str, Any]) -> Schedule | None:
    """ExponentialLR(optimizer, gamma), StepLR(optimizer, step_size, gamma=0.1)."""
    kind, args = names["of"], names["args"]
    given = dict(zip(ORDER.get(kind, ()), args, strict=False)) | names
    gamma = given.get("gamma", 0.1 if kind == "StepLR" else None)
    every = given.get("step_size", 1 if kind == "ExponentialLR" else None)
    if kind not in ORDER or not isinstance(gamma, float) or not 0 < gamma < 1:
        return CONSTANT if kind in ORDER and gamma == 1 else None
    if not isinstance(every, int) or every < 1:
        return None
    when = "in each round" if every == 1 else f"every {every:,} rounds"
    says = f"shrinks to {gamma:.3g} of itself {when}"
    return Schedule(says, lambda k: gamma ** (k // every))


ORDER = {"ExponentialLR": ("gamma",), "StepLR": ("step_size", "gamma")}
"""The arguments behind the optimizer."""


def _by_hand(values: Array) -> Schedule | None:
    """The rule of at least three rates in a row."""
    if len(values) < 3 or not (values > 0).all():
        return None
    shares = values[1:] / values[:-1]
    if np.ptp(shares) < SAME and shares[0] < 1:
        share = float(shares[0])
        says = f"shrinks to {share:.3g} of itself in each round"
        return Schedule(says, lambda k: share**k)
    for power, says in ((1, "lr / (1 + c k)"), (2, "lr / sqrt(1 + c k)")):
        grown = (values[0] / values) ** power
        c = float(grown[1] - 1)
        if c > 0 and np.allclose(np.diff(grown), c, rtol=100 * SAME, atol=0):
            words = f"shrinks as {says} with c = {c:.3g} and the round k"
            return Schedule(words, _inverse(c, 1 / power))
    return None


def _inverse(c: float, power: float) -> Factor:
    """1 / (1 + c k)^power"""
    return lambda k: (1 + c * k) ** -power


def _changed(loop: ast.AST) -> bool:
    """Whether a loop sets a rate anew to more than a number or a name."""
    for node in walk(loop):
        if not isinstance(node, ast.Assign | ast.AugAssign):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        fixed = isinstance(node.value, ast.Constant | ast.Name | ast.Attribute)
        again = isinstance(node, ast.AugAssign) or not fixed
        if again and any(_last(t) in RATES for t in targets):
            return True
        if any(_last(t) == "'lr'" for t in targets):
            return True
    return False


def _last(target: ast.expr) -> str:
    """The last name of a target: lr of self.lr, and 'lr' of group['lr']."""
    if isinstance(target, ast.Subscript):
        return ast.unparse(target.slice)
    return ast.unparse(target).split(".")[-1]
