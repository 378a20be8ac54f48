"""Rates, sums, decays, penalties and missing intercepts: what the numbers tell.

The one rule: a fault is said only where the program's own data show what it does.
"""

import ast
from collections.abc import Iterator

import numpy as np

from gdcore.programs import penalty_faults
from gdcore.programs.conventions import _convention
from gdcore.programs.edits import Draft
from gdcore.programs.facts import facts
from gdcore.programs.following import Outcome
from gdcore.programs.intercept_faults import _fitted_ones, _intercept, _squares
from gdcore.programs.mean_repairs import (
    fewer_divisions,
)
from gdcore.programs.model_facts import Facts
from gdcore.programs.numbers_of_run import Run, numbers
from gdcore.programs.rate_faults import _rate
from gdcore.programs.sampling import Purse
from gdcore.programs.schedules import is_constant
from gdcore.programs.slow_faults import _slow_method
from gdcore.programs.steps import words
from gdcore.programs.suspicions import suspicion
from gdcore.programs.synthesis import TARGETS
from gdcore.programs.target_repairs import other_target
from gdcore.programs.verdict import Verdict


def number_faults(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict, purse: Purse
) -> Iterator[Draft]:
    """Faults of numbers, the most certain first."""
    if verdict.word == "wrong" and not (verdict.training and verdict.training.autograd):
        return
    known = facts(tree, run, verdict)
    yield from _target(source, tree, verdict)
    yield from _intercept(source, tree, run, verdict)
    yield from _fitted_ones(tree, run)
    if verdict.convention == "absolute":
        yield from _absolute(source, run, verdict, known)
        return
    yield from penalty_faults.by_hand(source, tree, verdict, purse)
    found, convention = numbers(tree, verdict, known, purse)
    if found is None or not np.isfinite(found.jacobian).all():
        return
    yield from _divided(source, tree, verdict, found, known, purse)
    if "rows" in verdict.guesses:
        return  # limits, and what is left, are those of rows that nobody has seen
    if verdict.training and known.method in (
        "gradient descent",
        "momentum",
        "Nesterov",
    ):
        yield from _rate(source, tree, run, verdict, found, known, convention)
    elif known.method in ("Adam", "L-BFGS"):
        yield from _slow_method(source, tree, run, found, known)
    yield from penalty_faults.of_optimizer(source, tree, run, found)


def _target(source: str, tree: ast.Module, verdict: Verdict) -> Iterator[Draft]:
    odd = suspicion(verdict)
    unused = odd == "" and _exact(verdict) and _unused(tree)
    if odd == "target is feature" or unused:
        line = getattr(verdict.node, "lineno", 0) or _loss_line(tree)
        fixed, at = other_target(source, tree, verdict)
        yield Draft(
            "wrong_target", at or line,
            "The residual is taken against x itself and not against the target: the "
            "line that is learned is y = x.",
            "Take the difference from y.", fixed,
        )  # fmt: skip
    elif odd == "two constants":
        line = getattr(verdict.node, "lineno", 0)
        yield Draft(
            "ones_beside_intercept", line,
            "The model has a column of ones and an intercept besides: the two share "
            "the intercept between them.",
            "Leave out one of them.",
        )  # fmt: skip


def _absolute(
    source: str, run: Outcome, verdict: Verdict, known: Facts
) -> Iterator[Draft]:
    """A constant rate on absolute errors."""
    steady = known.learning_rate is not None and is_constant(run, verdict)
    if not steady or verdict.node is None:
        return
    line = getattr(verdict.node, "lineno", 1)
    yield Draft(
        "absolute_error", line,
        "The gradient of the absolute error has the same size near the minimum as far "
        f"from it: with the constant rate {known.learning_rate:g} the parameters swing "
        "in a band and never come to rest.",
        "Let the rate shrink, lr / sqrt(1 + k), or average the parameters.",
    )  # fmt: skip


def _exact(verdict: Verdict) -> bool:
    """Whether the target is a line of the features, to the last digits."""
    if verdict.jacobian is None or verdict.offset is None:
        return False
    n, p = verdict.jacobian.shape
    total = float((verdict.offset**2).sum())
    return n > p + 1 and _squares(verdict.jacobian, verdict.offset) < 1e-15 * total


def _unused(tree: ast.Module) -> bool:
    """Whether a target of the program is never read."""
    names = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
    read = {n.id for n in names if isinstance(n.ctx, ast.Load)}
    made = {
        name
        for s in tree.body
        if isinstance(s, ast.Assign)
        for t in s.targets
        for name in words(t)
    }
    return any(n in TARGETS and n != "t" for n in made - read)


def _loss_line(tree: ast.Module) -> int:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and "loss" in ast.unparse(node.func).lower()
            and len(node.args) == 2
        ):
            return node.lineno
    return 0


def _divided(
    source: str,
    tree: ast.Module,
    verdict: Verdict,
    found: Run,
    known: Facts,
    purse: Purse,
) -> Iterator[Draft]:
    """The gradient divided by n twice."""
    weight, n = found.weight, found.rows
    if weight is None or not known.learning_rate or n < 4 or known.by_loss:
        return
    if _convention(weight, n):
        return  # 2 / n² is 1 / (2 n) where n is 4
    for share in (1.0, 0.5, 2.0):
        if any(np.isclose(weight, share / n**k, rtol=1e-3, atol=0) for k in (2, 3)):
            seen = "rows" not in verdict.guesses
            size = (f"n = {n}", n) if seen else ("n", "n")
            fixed, line = fewer_divisions(source, tree, purse)
            yield Draft(
                "divided_twice", line,
                f"The gradient is divided by {size[0]} twice: each step is {size[1]} "
                "times too short.",
                "Take the mean once: divide by n, or use mean, not both.", fixed,
            )  # fmt: skip
            return
