"""Faults found by undoing them: the first small change that makes the steps right.

The one rule: a change counts only if the changed program, followed anew, descends on
its own residuals.
"""

import ast
from collections.abc import Callable, Iterator

import numpy as np

from gdcore.programs import data_mutants, moves, mutants, renames, sign_mutants
from gdcore.programs.checking import runs
from gdcore.programs.edits import Draft
from gdcore.programs.following import Outcome
from gdcore.programs.mutant import Mutant, Scene
from gdcore.programs.sampling import Purse
from gdcore.programs.steps import steps, words
from gdcore.programs.suspicions import suspicion
from gdcore.programs.verdict import Verdict
from gdcore.programs.verdicts import judge

STRUCTURAL = (
    moves.zeroing,
    moves.levels,
    moves.resets,
    moves.stale,
    moves.sums,
    renames.names,
)
ARITHMETIC = (
    sign_mutants.signs,
    sign_mutants.swaps,
    mutants.factors,
    data_mutants.squares,
    data_mutants.transposes,
    data_mutants.indices,
)
SURE = frozenset(
    ["return_in_loop", "squared_residual", "update_discarded", "zero_grad_misplaced"]
)
"""Kinds that may be found where the steps themselves could not be judged."""
MOST = 60
"""Changes that are tried."""
APART = 100
"""Ratio of the rates of parameters up to which a repair is none of chance."""


def by_mutation(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict, purse: Purse
) -> Iterator[Draft]:
    """The fault that a small change undoes."""
    doubt = suspicion(verdict)
    if verdict.word == "right" and not doubt:
        return
    if run.machine.noted("optimizer") and not _restarts(tree):
        return
    scene = scene_of(source, tree, verdict)
    if not scene.steps and not run.machine.noted("optimizer"):
        return
    for mutant in _tries(scene, verdict, doubt):
        if purse.left < 0:
            return
        if verdict.word == "unknown" and not run.error and mutant.kind not in SURE:
            continue
        if _right(mutant, purse, run, verdict):
            yield Draft(
                mutant.kind, mutant.line, mutant.says, mutant.fix, mutant.source
            )
            return


def scene_of(source: str, tree: ast.Module, verdict: Verdict) -> Scene:
    """What the generators of changes look at."""
    names = verdict.training.names if verdict.training else ()
    parameters = frozenset(n.split(".")[-1] for n in names if not n.startswith("@"))
    parameters |= _grads(tree)
    found = steps(tree, parameters)
    parameters |= {s.left.split("[")[0].split(".")[-1] for s in found}
    residual = verdict.node if hasattr(verdict.node, "lineno") else None
    return Scene(source, tree, found, parameters, residual)


def _grads(tree: ast.Module) -> frozenset[str]:
    """Names whose .grad is read."""
    return frozenset(
        n.value.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Attribute)
        and n.attr == "grad"
        and isinstance(n.value, ast.Name)
    )


def _restarts(tree: ast.Module) -> bool:
    """Whether a loop makes a model anew."""
    from gdcore.programs.trainings import loops

    return any(
        isinstance(s, ast.Assign)
        and isinstance(s.value, ast.Call)
        and not s.value.args
        and "model" in words(s.targets[0])
        for loop in loops(tree)
        for s in loop.body
    )


def _tries(scene: Scene, verdict: Verdict, doubt: str) -> Iterator[Mutant]:
    """Changes in the order of how likely they are."""
    generators: tuple[Callable[[Scene], Iterator[Mutant]], ...]
    if doubt in ("target is feature", "two constants"):
        return
    if doubt:
        generators = (data_mutants.indices, renames.names)
    elif verdict.word == "none" or verdict.how in (
        "no samples",
        "still",
        "no residual",
    ):
        generators = (
            *STRUCTURAL,
            *ARITHMETIC[3:],
            *ARITHMETIC[:3],
            data_mutants.variables,
        )
    elif verdict.how == "climbs":
        generators = (sign_mutants.signs,)
    elif verdict.how == "accumulates":
        generators = (moves.sums, moves.levels)
    elif verdict.how == "other" and verdict.word == "unknown":
        generators = (data_mutants.squares,)
    else:
        generators = (*ARITHMETIC, *STRUCTURAL, data_mutants.variables)
    count = 0
    for generator in generators:
        for mutant in generator(scene):
            count += 1
            if count > MOST:
                return
            if mutant.source != scene.source:
                yield mutant


def _right(mutant: Mutant, purse: Purse, before: Outcome, first: Verdict) -> bool:
    """Whether a changed program descends, by the method of the first one."""
    climbs = first.how == "climbs"
    try:
        tree = ast.parse(mutant.source)
    except (SyntaxError, ValueError):
        return False
    verdict = judge(tree, purse, quick=not climbs)
    if verdict.word != "right" or not _alike(verdict):
        return False
    if _fewer(verdict, first):
        return False  # what does not move the residuals is no longer learned
    verdict = judge(tree, purse)
    if (verdict.how == "adaptive") != climbs:
        return False  # a repair leaves the method what it is
    sound = verdict.error is not None and runs(verdict.error, before)
    return verdict.word == "right" and not suspicion(verdict) and sound


def _alike(verdict: Verdict) -> bool:
    """Whether rates are of one size, as those that fit by rounding alone are not."""
    if verdict.matrix is None:
        return True
    rates = np.abs(np.diag(verdict.matrix))
    return bool(rates.max(initial=0) <= APART * rates.min(initial=np.inf))


def _fewer(verdict: Verdict, first: Verdict) -> bool:
    """Whether a repair moves fewer parameters than the first program."""
    after, before = verdict.training, first.training
    return bool(after and before and after.size < before.size)
