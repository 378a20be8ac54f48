"""A loop that learns from standardized features, its result mapped back.

The one rule: outside the loop nothing changes: x keeps its units, and the parameters
have them again after the last step; what is not certain gives no program.
"""

import ast
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from gdcore.programs.checking import follows, parsed
from gdcore.programs.edits import inserted, replaced, walk
from gdcore.programs.facts import facts
from gdcore.programs.faults import NOT_UNDERSTOOD
from gdcore.programs.following import Outcome
from gdcore.programs.machine import Plan
from gdcore.programs.mapping_back import lines_around
from gdcore.programs.number_repairs import other_rate
from gdcore.programs.numbers_of_run import Run, numbers
from gdcore.programs.sampling import Purse
from gdcore.programs.schedules import is_constant
from gdcore.programs.slow_faults import _round, _steps
from gdcore.programs.trainings import loops
from gdcore.programs.verdict import Verdict
from gdcore.programs.verdicts import judge

TRIES = 4
"""Names that may be the features."""
OWN = re.compile(r"std\b|sigma\b|[Ss]cale|_scaled\b")
"""Words of a program that scales by itself."""
SETTLED = 0.9
"""Factor of the error per step, above which it was not worth it."""
LEFT = 0.01
"""Share of the error after the loop's steps, above which it has not arrived."""
Read = tuple[Run, Outcome, Verdict, float]


def standardized(source: str) -> str:
    """The program with standardized features in its loop; "" where it is not certain.

    Args:
        source: A program of plain gradient descent, as `read` has mended it.
    """
    tree = parsed(source)
    if tree is None or OWN.search(source):
        return ""
    with np.errstate(all="ignore"):
        first = _numbers(tree)
        if first is None or first[2].training is None:
            return ""
        loop = _outermost(tree, first[2].training.loop)
        if not _is_left(loop):
            return ""
        for name in _candidates(tree, loop, first):
            if changed := _changed(source, loop, name, first):
                return changed
    return ""


def _numbers(tree: ast.Module) -> Read | None:
    """The loop's numbers at its rate, if it is plain gradient descent."""
    purse = Purse()
    try:
        verdict = judge(tree, purse)
        run = verdict.error or purse.follow(tree, Plan(), frozenset())
        known = facts(tree, run, verdict)
        found, convention = numbers(tree, verdict, known, purse)
    except NOT_UNDERSTOOD:
        return None
    squares = "absolute" not in (convention, verdict.convention)
    plain = known.method == "gradient descent" and is_constant(run, verdict)
    if not (squares and plain and known.learning_rate and verdict.word == "right"):
        return None
    if found is None or found.sequential:
        return None
    return found, run, verdict, known.learning_rate


def _outermost(tree: ast.Module, loop: Any) -> ast.stmt:
    around = [one for one in loops(tree) if any(n is loop for n in walk(one))]
    return max(around, key=lambda one: len(list(walk(one))))


def _is_left(loop: ast.stmt) -> bool:
    """Whether what stands after the loop is reached, and before the result is used."""
    kinds = {type(node) for node in walk(loop)}
    endless = isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant)
    return not kinds & {ast.Return, ast.Yield} and (not endless or ast.Break in kinds)


def _candidates(tree: ast.Module, loop: ast.stmt, first: Read) -> Iterator[str]:
    """Names that the loop reads and does not write, those of n rows first."""
    names = [node for node in walk(loop) if isinstance(node, ast.Name)]
    written = {n.id for n in names if not isinstance(n.ctx, ast.Load)}
    called = {ast.unparse(n.func) for n in walk(loop) if isinstance(n, ast.Call)}
    read = dict.fromkeys(n.id for n in names if n.id not in written | called)
    held = first[1].frame.names
    rows = len(first[0].offset)

    def unlike(name: str) -> bool:
        value: Any = held.get(name)
        shape: tuple[int, ...] = np.shape(getattr(value, "a", value))
        return shape[:1] != (rows,)

    local = not any(loop is each for each in tree.body)
    likely = [name for name in read if local or not unlike(name)]
    yield from sorted(likely, key=unlike)[:TRIES]


def _changed(source: str, loop: ast.stmt, name: str, first: Read) -> str:
    found, run, verdict, rate = first
    lines = lines_around(source, name, found, run, verdict)
    if lines is None:
        return ""
    before, after = lines
    uses = [
        (node, f"{name}_scaled")
        for node in walk(loop)
        if isinstance(node, ast.Name) and node.id == name
    ]
    text = inserted(source, _end(source, loop) + 1, after, like=loop.lineno)
    text = inserted(replaced(text, uses), loop.lineno, before)
    tree = parsed(text)
    again = _numbers(tree) if tree else None
    if tree is None or again is None or not _is_scaled(again[0], found):
        return ""
    values = again[0].contraction()
    best = _round(rate * 2 / float(values[0] + values[-1]))
    text, _ = other_rate(text, tree, again[1], rate, best)
    tree = parsed(text) if text else None
    last = _numbers(tree) if tree else None
    if last is None or not _is_scaled(last[0], found):
        return ""
    return text if _arrives(*last[:3]) and follows(text, run) else ""


def _end(source: str, loop: ast.stmt) -> int:
    """The last line of the loop, which may end the source."""
    return min(loop.end_lineno or loop.lineno, source.count("\n") + 1)


def _arrives(found: Run, run: Outcome, verdict: Verdict) -> bool:
    """Whether the loop's own number of steps is enough, as far as it is known."""
    factor = float(np.abs(1 - found.contraction()).max())
    steps = _steps(run, verdict)
    return factor < SETTLED and (steps is None or factor**steps < LEFT)


def _is_scaled(now: Run, before: Run) -> bool:
    """Whether the features have mean 0 and deviation 1, and the targets stand."""
    if now.jacobian.shape != before.jacobian.shape:
        return False
    spread = now.jacobian.std(axis=0)
    moving = spread > 1e-6
    level = np.abs(now.jacobian.mean(axis=0)[moving])
    same = np.allclose(now.offset, before.offset, rtol=1e-6, atol=1e-9)
    even = np.allclose(spread[moving], 1, atol=1e-3) and bool((level < 1e-3).all())
    return bool(moving.any()) and even and same
