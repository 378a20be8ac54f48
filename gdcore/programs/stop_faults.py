"""Stop tests that compare the loss with itself, and indices of another loop.

The one rule: both sides must be the same value when the test is reached, as they are
written and as the program's own first rounds compute them.
"""

import ast
from collections.abc import Iterator

from gdcore.programs.edits import Draft, replaced, without
from gdcore.programs.following import follow
from gdcore.programs.machine import Plan
from gdcore.programs.sampling import stacked
from gdcore.programs.steps import words
from gdcore.programs.synthesis import CASES
from gdcore.programs.trainings import loops


def _stop_tests(source: str, tree: ast.Module) -> Iterator[Draft]:
    """A test that compares the loss with itself."""
    for loop in loops(tree):
        for s in ast.walk(loop):
            if not isinstance(s, ast.If) or not any(
                isinstance(x, ast.Break | ast.Return) for x in s.body
            ):
                continue
            for node in ast.walk(s.test):
                if (
                    isinstance(node, ast.BinOp)
                    and isinstance(node.op, ast.Sub)
                    and _same(loop, s, node.left, node.right)
                    and _zero(tree, loop, node)
                ):
                    yield Draft(
                        "stop_test", s.lineno,
                        "The test compares the loss with itself: the difference is "
                        "always zero, and the loop ends at once.",
                        "Keep the loss of the step before, and compare with that.",
                        without(source, s.lineno, s.end_lineno or s.lineno),
                    )  # fmt: skip
                    return


def _same(loop: ast.AST, test: ast.If, a: ast.expr, b: ast.expr) -> bool:
    """Whether the last line that sets one side sets it to the other."""
    one, two = ast.unparse(a), ast.unparse(b)
    if one == two:
        return True
    body = [s for s in getattr(loop, "body", []) if s.lineno < test.lineno]
    for left, right in ((one, two), (two, one)):
        if left.endswith("[-1]"):
            for s in reversed(body):
                words_ = ast.unparse(s)
                if words_ == f"{left[:-4]}.append({right})":
                    return True
        for s in reversed(body):
            if isinstance(s, ast.Assign) and ast.unparse(s.targets[0]) in (left, right):
                if ast.unparse(s.targets[0]) == left and ast.unparse(s.value) == right:
                    return True
                break
    return False


def _zero(tree: ast.Module, loop: ast.AST, difference: ast.expr) -> bool:
    """Whether a difference is zero in the first rounds: nothing moves between."""
    key = id(difference)
    for case in range(CASES):
        run = follow(tree, Plan(loop, case=case), watched=frozenset({key}))
        rounds = [stacked(run, i) for i in range(run.machine.plan.rounds)]
        seen = [values[key] for values in rounds if key in values]
        if seen:
            return not any(values.any() for values in seen)
    return False


def _stale_index(source: str, tree: ast.Module) -> Iterator[Draft]:
    """A loop over rows that reads the index of another loop."""
    for outer in ast.walk(tree):
        body = getattr(outer, "body", None)
        if not isinstance(body, list):
            continue
        before: list[str] = []
        for s in body:
            if not isinstance(s, ast.For) or not isinstance(s.target, ast.Name):
                continue
            own = s.target.id
            inner = {w for x in s.body for w in words(x)}
            old = [n for n in before if n in inner and n != own]
            indexed = [
                n
                for x in s.body
                for n in ast.walk(x)
                if isinstance(n, ast.Subscript) and ast.unparse(n.slice) in old
            ]
            if indexed and own not in inner:
                changes = [(n.slice, own) for n in indexed]
                name = ast.unparse(indexed[0].slice)
                yield Draft(
                    "stale_index", indexed[0].lineno,
                    f"This loop counts with {own} and reads {name}, the index that an "
                    "earlier loop has left: it adds the last row again and again.",
                    f"Write {own} here.", replaced(source, changes),
                )  # fmt: skip
                return
            before.append(own)
