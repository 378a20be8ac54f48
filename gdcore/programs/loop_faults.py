"""Loops that end too soon, forget, or print what is not theirs.

The one rule: the form of the loop alone decides, and a form that has a sense is left.
"""

import ast
from collections.abc import Iterator

from gdcore.programs import moves
from gdcore.programs.edits import Draft, replaced, without
from gdcore.programs.following import Outcome
from gdcore.programs.mutant import Scene
from gdcore.programs.order_faults import _only_x_shuffled
from gdcore.programs.steps import steps, words
from gdcore.programs.stop_faults import _stale_index, _stop_tests
from gdcore.programs.trainings import loops
from gdcore.programs.verdict import Verdict

COUNTERS_WORDS = """
epoch i it iter iteration step t e k _ epochs j n ep
"""
COUNTERS = frozenset(COUNTERS_WORDS.split())


def loop_faults(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict
) -> Iterator[Draft]:
    """Faults of loops."""
    yield from _ends(source, tree, run)
    yield from _resets(source, tree, verdict)
    yield from _stop_tests(source, tree)
    yield from _stale_index(source, tree)
    yield from _only_x_shuffled(source, tree)
    yield from _no_parameters(source, tree, run)


def _trains(tree: ast.AST) -> bool:
    names = frozenset({"w", "b", "theta", "weights", "bias", "m", "c"})
    return bool(steps(tree, names)) or "backward(" in ast.unparse(tree)


def _ends(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    """return or break as the last line of the loop, without a condition."""
    if not _trains(tree):
        return
    for loop in loops(tree):
        last = loop.body[-1]
        if not isinstance(last, ast.Return | ast.Break) or len(loop.body) < 3:
            continue
        if isinstance(loop, ast.While) and isinstance(last, ast.Break):
            continue
        scene = Scene(source, tree, steps(tree, frozenset()), frozenset(), None)
        for mutant in moves.levels(scene):
            if mutant.kind == "return_in_loop":
                yield Draft(*mutant[:2], mutant.says, mutant.fix, mutant.source)
                return


def _resets(source: str, tree: ast.Module, verdict: Verdict) -> Iterator[Draft]:
    """Parameters set anew in an outer loop that only counts."""
    if verdict.training is None:
        return
    names = {n.split(".")[-1] for n in verdict.training.names}
    for loop in loops(tree):
        if loop is verdict.training.loop or not isinstance(loop, ast.For):
            continue
        if verdict.training.loop not in list(ast.walk(loop)):
            continue
        if not (isinstance(loop.target, ast.Name) and loop.target.id in COUNTERS):
            continue
        rows = [
            s
            for s in loop.body
            if isinstance(s, ast.Assign)
            and {w.split(".")[-1] for t in s.targets for w in words(t)} & names
            and moves._fresh(s.value)
        ]
        if rows and not _reads(loop):
            changed = source
            for s in reversed(rows):
                changed = without(changed, s.lineno, s.end_lineno or s.lineno)
            yield Draft(
                "parameters_reset", rows[0].lineno,
                "The parameters are set anew in each epoch, so only the last one "
                "counts.",
                "Set them once, before the loop.", changed,
            )  # fmt: skip


def _reads(loop: ast.For) -> bool:
    """Whether the body uses its counter for more than printing."""
    name = ast.unparse(loop.target)
    for s in loop.body:
        shown = isinstance(s, ast.Expr) and "print" in ast.unparse(s)
        if not shown and name in words(s):
            return True
    return False


def _no_parameters(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    """A tensor of a module that should be a parameter."""
    for cls in ast.walk(tree):
        if not isinstance(cls, ast.ClassDef) or "Module" not in "".join(
            map(ast.unparse, cls.bases)
        ):
            continue
        rows = [s for s in ast.walk(cls) if isinstance(s, ast.Assign)]
        if not any("Parameter(" in ast.unparse(s.value) for s in rows):
            continue
        for s in rows:
            made = ast.unparse(s.value)
            own = ast.unparse(s.targets[0])
            plain = made.startswith(
                ("torch.randn(", "torch.rand(", "torch.zeros(", "torch.ones(")
            )
            if plain and own.startswith("self.") and "requires_grad" not in made:
                yield Draft(
                    "requires_grad_missing", s.lineno,
                    f"{own} is a plain tensor: it is no parameter of the module, and "
                    "the optimizer never moves it.",
                    "Wrap it in nn.Parameter(…).",
                    replaced(source, [(s.value, f"nn.Parameter({made})")]),
                )  # fmt: skip
                return
