"""Whether the step of a training loop descends on its own residuals.

The one rule: a step is right if it is minus a symmetric positive matrix times the
gradient of the squared or absolute residuals; what follows another rule is left alone.
"""

import ast
from dataclasses import replace

import numpy as np

from gdcore.programs.adaptive import across
from gdcore.programs.edits import walk
from gdcore.programs.following import Outcome, follow
from gdcore.programs.holding import _judged
from gdcore.programs.losses import RESIDUAL
from gdcore.programs.machine import Plan
from gdcore.programs.rate_constants import rates
from gdcore.programs.sampling import Purse, Samples, Training, sample
from gdcore.programs.trainings import trainings
from gdcore.programs.values import Array
from gdcore.programs.verdict import NOWHERE, Verdict


def judge(
    tree: ast.Module, purse: Purse, case: int = 0, *, quick: bool = False
) -> Verdict:
    """Follows the program, and holds the steps of its loop against its residuals."""
    first = purse.follow(tree, Plan(case=case), frozenset(), 60_000)
    best = Verdict("none", error=first)
    for training in trainings(tree, first, purse, case):
        verdict = _of_loop(tree, first, training, purse, quick=quick)
        if best.word == "none" or verdict.word != "unknown":
            best = verdict
        if verdict.word != "unknown":
            break
    return best


def _of_loop(
    tree: ast.Module, first: Outcome, training: Training, purse: Purse, *, quick: bool
) -> Verdict:
    """One loop, held against its residuals; velocities among its names are dropped."""
    verdict = Verdict("unknown", "no samples", training, error=first)
    guesses = frozenset[str]() if quick else _guesses(tree, training)
    for _ in range(2):
        few = (1, 2) if quick else (2, 3)
        samples = sample(tree, training, rates(tree, training), purse, *few)
        if samples is None:
            return Verdict("unknown", "no samples", training, error=first)
        verdict = _judged(tree, first, training, samples)
        unseen = guesses | ({"batches"} if of_batches(samples, verdict) else set())
        verdict = replace(
            verdict,
            varying=varying(samples),
            guesses=unseen,
            drawn=bool(
                first.machine.noted("random") or first.machine.guessed or unseen
            ),
        )
        fewer = without_velocities(training, verdict)
        if fewer is None:
            break
        training = fewer
    if verdict.word == "wrong" and verdict.how in ("other", "one sign"):
        verdict = _inner(tree, first, training, purse) or verdict
    by_hand = verdict.matrix is None and verdict.how in ("other", "sign")
    if not quick and (by_hand or verdict.convention == "absolute"):
        verdict = across(tree, verdict, rates(tree, training))
    return verdict


def _guesses(tree: ast.Module, training: Training) -> frozenset[str]:
    """What was guessed before the loop or in its first round, not after it."""
    run = follow(tree, Plan(training.loop, rounds=1, case=training.case))
    return frozenset(note.about for note in run.machine.noted("guess"))


def _inner(
    tree: ast.Module, first: Outcome, training: Training, purse: Purse
) -> Verdict | None:
    """The verdict of a loop inside, if that one is right: its rate may change."""
    last = set(training.names)
    for loop in walk(training.loop):
        stored = first.machine.stores.get(id(loop), {})
        if loop is training.loop or not isinstance(loop, ast.For | ast.While):
            continue
        if training.autograd or not last <= set(stored):
            continue
        inside = replace(training, loop=loop)
        samples = sample(tree, inside, rates(tree, inside), purse, 2, 3)
        if samples is None:
            continue
        verdict = _judged(tree, first, inside, samples)
        if verdict.word == "right":
            return replace(
                verdict, varying=varying(samples), guesses=_guesses(tree, inside)
            )
    return None


def of_batches(samples: Samples, verdict: Verdict) -> bool:
    """Whether the next round has other rows in its residual, as the next batch has."""
    key = RESIDUAL if verdict.node is NOWHERE else id(verdict.node)
    rounds = samples.nodes.get(key, [])[:2]
    if verdict.jacobian is None or verdict.offset is None or len(rounds) < 2:
        return False
    expected = samples.theta[:, 1] @ verdict.jacobian.T + verdict.offset
    if rounds[1].shape != expected.shape:
        return True
    off = np.sort(rounds[1]) - np.sort(expected)  # the rows may be shuffled
    return bool(np.abs(off).max() > 1e-3 * np.abs(expected).max())


def varying(samples: Samples) -> frozenset[int]:
    """Expressions that depend on the parameters."""
    return frozenset(
        key
        for key, rounds in samples.nodes.items()
        if np.ptp(rounds[0], axis=0).max(initial=0) > 0
    )


def without_velocities(training: Training, verdict: Verdict) -> Training | None:
    """Parameters alone, where velocities move the residuals too, less than they do."""
    if verdict.jacobian is None or len(training.names) < 2:
        return None
    ends = np.cumsum([0, *(a.size for a in training.start.values())])
    blocks = {
        name: verdict.jacobian[:, a:b]
        for name, a, b in zip(training.names, ends, ends[1:], strict=False)
    }
    largest = np.abs(verdict.jacobian).max(initial=0)
    kept = {
        k: v
        for k, v in training.start.items()
        if not _less(k, blocks) and np.abs(blocks[k]).max(initial=0) > 1e-4 * largest
    }
    if len(kept) == len(training.names):
        return None
    return replace(training, names=tuple(kept), start=kept)


def _less(name: str, blocks: dict[str, Array]) -> bool:
    """Whether a block is another one times a factor below 1."""
    own = blocks[name]
    for other, block in blocks.items():
        if other != name and block.shape == own.shape:
            factor = (own * block).sum() / max((block * block).sum(), 1e-300)
            if 0 < abs(factor) < 0.9999 and np.allclose(own, factor * block, atol=1e-9):
                return True
    return False
