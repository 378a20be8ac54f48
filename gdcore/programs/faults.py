"""All faults of a program, the most certain cause first.

The one rule: each fault has a kind of KINDS, and a repair that reads without it.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace

from gdcore.programs.arithmetic import ARITHMETIC_ERRORS
from gdcore.programs.checking import follows, parsed
from gdcore.programs.edits import Draft
from gdcore.programs.facts import facts
from gdcore.programs.following import Outcome
from gdcore.programs.kinds import KINDS
from gdcore.programs.loop_faults import loop_faults
from gdcore.programs.machine import Plan
from gdcore.programs.mutations import by_mutation
from gdcore.programs.number_faults import number_faults
from gdcore.programs.numbers_of_run import numbers
from gdcore.programs.sampling import Purse
from gdcore.programs.scaling_faults import scaling_faults
from gdcore.programs.shape_faults import shape_faults
from gdcore.programs.torch_faults import torch_faults
from gdcore.programs.verdict import Verdict
from gdcore.programs.verdicts import judge

SLOW = frozenset(["unscaled", "rate_too_small", "too_few_steps"])
"""Kinds that a program may show once a graver one is mended."""
RATES = SLOW | {"rate_too_large", "sum_for_mean"}
"""Kinds whose repair is another rate, or more steps: it must be fast enough."""
NOT_UNDERSTOOD = (*ARITHMETIC_ERRORS, SyntaxError, StopIteration, RecursionError)


def checked(source: str, tree: ast.Module) -> tuple[list[Draft], Outcome, Verdict]:
    """The faults as `drafts` gives them; a repair in doubt is taken off its fault."""
    found, run, verdict = drafts(source, tree, Purse())
    return [_checked(draft, found, run) for draft in found], run, verdict


def _checked(draft: Draft, found: list[Draft], run: Outcome) -> Draft:
    return draft if _holds(draft, found, run) else replace(draft, source="")


def _holds(draft: Draft, found: list[Draft], run: Outcome) -> bool:
    """Whether a repair runs, takes its fault away, and brings no other one."""
    tree = parsed(draft.source) if draft.source else None
    if tree is None or not follows(draft.source, run):
        return False
    try:
        again, _, verdict = drafts(draft.source, tree, Purse())
    except NOT_UNDERSTOOD:
        return False
    kinds = {d.kind for d in again}
    may = frozenset[str]() if draft.kind in RATES else SLOW
    new = kinds - {d.kind for d in found} - may
    return draft.kind not in kinds and not new and verdict.word != "wrong"


def drafts(
    source: str, tree: ast.Module, purse: Purse
) -> tuple[list[Draft], Outcome, Verdict]:
    """The faults, the first run, and what was found of the loop."""
    verdict = judge(tree, purse)
    run = verdict.error or purse.follow(tree, Plan(), frozenset())
    verdict = _with_convention(tree, run, verdict, purse)
    found = _found(source, tree, run, verdict, purse)
    return found, run, verdict


def _found(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict, purse: Purse
) -> list[Draft]:
    """One fault of each kind."""
    found: list[Draft] = []
    for look in _all(source, tree, run, verdict, purse):
        try:
            for draft in look:
                if draft.kind in KINDS and draft.kind not in {d.kind for d in found}:
                    found.append(draft)
        except NOT_UNDERSTOOD:
            continue  # what one look cannot cope with, it says nothing of
    return found


def _with_convention(
    tree: ast.Module, run: Outcome, verdict: Verdict, purse: Purse
) -> Verdict:
    """The verdict with the convention of the loss, where the steps tell it."""
    if verdict.convention or verdict.word != "right":
        return verdict
    try:
        _, found = numbers(tree, verdict, facts(tree, run, verdict), purse)
    except NOT_UNDERSTOOD:
        return verdict
    return replace(verdict, convention=found)


def _all(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict, purse: Purse
) -> Iterator[Iterator[Draft]]:
    yield torch_faults(source, tree, run)
    yield shape_faults(source, tree, run, verdict)
    if verdict.how == "still" and verdict.matrix is not None and verdict.matrix.any():
        yield number_faults(source, tree, run, verdict, purse)
    yield by_mutation(source, tree, run, verdict, purse)
    yield loop_faults(source, tree, run, verdict)
    yield scaling_faults(source, tree, run, verdict)
    yield number_faults(source, tree, run, verdict, purse)
