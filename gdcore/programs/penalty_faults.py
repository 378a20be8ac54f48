"""Penalties that pull the parameters away from the line of least squares.

The one rule: a penalty on the slopes alone is a choice; one that moves the intercept
too is told, where the program's own data show how far.
"""

import ast
from collections.abc import Iterator

import numpy as np

from gdcore.programs.edits import Draft, replaced, walk
from gdcore.programs.following import Outcome
from gdcore.programs.gradients import LOSS
from gdcore.programs.model_facts import number
from gdcore.programs.number_repairs import without_penalty
from gdcore.programs.numbers_of_run import Run
from gdcore.programs.rate_constants import rates
from gdcore.programs.sampling import Purse, Samples, sample
from gdcore.programs.values import Array
from gdcore.programs.verdict import Verdict

FELT = 0.05
"""Share of the largest parameter by which a minimum moves."""
CLOSE = 1e-6
"""Relative difference of two losses or steps that count as one."""
NAMES_WORDS = """
lam lamb lambd lambda_ lamda lmbda lmbd reg l2 ridge penalty decay wd reg_lambda
l2_lambda lambda_reg l2_reg reg_strength regularization LAMBDA LAM
"""
NAMES = frozenset(NAMES_WORDS.split())


def of_optimizer(
    source: str, tree: ast.Module, run: Outcome, found: Run
) -> Iterator[Draft]:
    """weight_decay of an optimizer."""
    for note in run.machine.noted("optimizer"):
        decay = number(note.about.names.get("weight_decay", 0))
        if not decay or found.weight is None:
            continue
        share = _moved(found.jacobian, found.offset, decay / (2 * found.weight))
        if share > FELT:
            yield Draft(
                "weight_decay", note.line,
                f"weight_decay={decay:g} pulls all parameters towards zero: on these "
                f"data the minimum moves by {share:.0%}.",
                "Leave weight_decay out, or make it far smaller.",
                without_penalty(source, tree),
            )  # fmt: skip
            return


def by_hand(
    source: str, tree: ast.Module, verdict: Verdict, purse: Purse
) -> Iterator[Draft]:
    """A penalty in the loss, or in the steps, that has the intercept in it."""
    J, c, training = verdict.jacobian, verdict.offset, verdict.training
    plain = verdict.word == "right" and not verdict.how and not verdict.convention
    unseen = verdict.guesses or (verdict.matrix is not None) != _backward(verdict)
    if J is None or c is None or training is None or not plain or unseen:
        return
    samples = sample(tree, training, rates(tree, training), purse, rounds=1)
    pulls = None if samples is None else _pulls(samples, J, c)
    constant = np.ptp(J, axis=0) <= 1e-9 * np.abs(J).max(axis=0)
    if pulls is None or not constant.any() or not (pulls > CLOSE * pulls.max()).all():
        return
    share = _moved(J, c, pulls)
    if share > FELT:
        fixed, line = _without(source, tree)
        data = "" if verdict.drawn else f" On these data it moves by {share:.0%}."
        yield Draft(
            "weight_decay", line or getattr(verdict.node, "lineno", 1),
            "The penalty pulls all parameters towards zero, the intercept too: the "
            f"minimum is not that of least squares.{data}",
            "Leave the penalty out, make it far smaller, or put it on the slopes "
            "alone.", fixed,
        )  # fmt: skip


def _backward(verdict: Verdict) -> bool:
    return verdict.training is not None and verdict.training.autograd


def _moved(jacobian: Array, offset: Array, pulls: Array | float) -> float:
    """By how much the minimum moves, of its largest parameter."""
    size = jacobian.shape[1]
    best = np.linalg.lstsq(jacobian, -offset, rcond=None)[0]
    matrix = jacobian.T @ jacobian + np.diag(np.broadcast_to(pulls, size))
    pulled = np.linalg.solve(matrix, -jacobian.T @ offset)
    return float(np.abs(pulled - best).max() / np.abs(best).max())


def _pulls(samples: Samples, jacobian: Array, offset: Array) -> Array | None:
    """d with the loss q (sum r² + sum d theta²), by backward or by the steps' rule."""
    theta = samples.theta[:, 0]
    r = theta @ jacobian.T + offset
    if samples.units is not None:
        losses = samples.nodes.get(LOSS)
        if not losses or losses[0].shape[1] != 1:
            return None
        rows = np.column_stack([(r * r).sum(axis=1), theta**2])
        return _shares(rows, losses[0][:, 0])
    size = theta.shape[1]
    rows = np.zeros((theta.size, 1 + size))
    rows[:, 0] = np.ravel(r @ jacobian)
    for j in range(size):
        rows[j::size, 1 + j] = theta[:, j]
    return _shares(rows, -np.ravel(np.diff(samples.theta, axis=1)[:, 0]))


def _shares(rows: Array, values: Array) -> Array | None:
    """All other weights of a sum, by the first one; None if it is no such sum."""
    weights, *_ = np.linalg.lstsq(rows, values, rcond=None)
    off = np.abs(rows @ weights - values).max(initial=0)
    if len(rows) <= len(weights) or off > CLOSE * np.abs(values).max(initial=0):
        return None
    pulls = weights[1:] / weights[0] if weights[0] > 0 else -np.ones(1)
    return pulls if (pulls >= -CLOSE * pulls.max()).all() else None


def _without(source: str, tree: ast.Module) -> tuple[str, int]:
    """The number of a penalty set to 0, and its line."""
    for node in walk(tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        if any(ast.unparse(t).split(".")[-1] in NAMES for t in node.targets):
            return replaced(source, [(node.value, "0.0")]), node.lineno
    return "", 0
