"""Statements at the wrong place: before the loop, inside the loop, one level too deep.

The one rule: a change undoes one mistake that people make, and says which.
"""

import ast
from collections.abc import Iterator

from gdcore.programs.edits import block_of, indent, inserted, moved, without
from gdcore.programs.mutant import Mutant, Scene
from gdcore.programs.steps import words
from gdcore.programs.trainings import loops


def stale(scene: Scene) -> Iterator[Mutant]:
    """Prediction and residual computed once, before the loop."""
    says = (
        "This is computed once, before the loop, so every step uses the residuals of "
        "the start."
    )
    fix = "Compute prediction and residual inside the loop, in every step."
    for loop in loops(scene.tree):
        block = block_of(scene.tree, loop)
        place = next((i for i, s in enumerate(block) if s is loop), 0)
        read = words(loop)
        first = place
        while first > 0 and place - first < 6:
            s = block[first - 1]
            if not isinstance(s, ast.Assign) or isinstance(s.value, ast.Constant):
                break
            first -= 1
            uses = {w for t in block[first:place] for w in _all_words(t)}
            if not uses & scene.parameters:
                continue
            if words(s.targets[0]) & read or first < place - 1:
                start, end = s.lineno, block[place - 1].end_lineno or s.lineno
                inside = loop.body[0].lineno
                changed = moved(scene.source, start, end, inside, inside)
                yield Mutant("residual_stale", start, changed, says, fix)


def _all_words(s: ast.stmt) -> set[str]:
    """The names and attributes that the value of an assignment reads."""
    value = s.value if isinstance(s, ast.Assign) else s
    attributes = {n.attr for n in ast.walk(value) if isinstance(n, ast.Attribute)}
    return words(value) | attributes


def resets(scene: Scene) -> Iterator[Mutant]:
    """Parameters set anew in each round."""
    says = (
        "The parameters are set anew in each round of the loop, so nothing is learned."
    )
    fix = "Set them once, before the loop."
    for loop in loops(scene.tree):
        rows = [s for s in loop.body if isinstance(s, ast.Assign) and _fresh(s.value)]
        own = [s for s in rows if words(s.targets[0]) & scene.parameters]
        for some in [own, rows, *([s] for s in rows)]:
            if not some:
                continue
            changed = scene.source
            for s in reversed(some):
                changed = without(changed, s.lineno, s.end_lineno or s.lineno)
            back = [ast.unparse(s) for s in some]
            changed = inserted(changed, loop.lineno, back)
            yield Mutant("parameters_reset", some[0].lineno, changed, says, fix)


def _fresh(value: ast.expr) -> bool:
    """A constant, zeros, random numbers, or a new model."""
    if isinstance(value, ast.Constant | ast.UnaryOp):
        return True
    if isinstance(value, ast.Tuple | ast.List):
        return all(_fresh(e) for e in value.elts)
    return isinstance(value, ast.Call) and not (
        words(value) & {"i", "epoch", "y", "x", "X", "zip", "sum"}
    )


def sums(scene: Scene) -> Iterator[Mutant]:
    """Sums over the rows that are not set to zero in each epoch."""
    says = "This sum goes on from the epoch before: it is never set back to zero."
    fix = "Set the sums to zero at the start of each epoch."
    for place in ast.walk(scene.tree):
        if not isinstance(place, ast.For | ast.While | ast.FunctionDef):
            continue
        added = {
            n.target.id: n
            for n in ast.walk(place)
            if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)
        }
        inside = set(ast.walk(place))
        rows = [
            ast.unparse(s)
            for s in ast.walk(scene.tree)
            if isinstance(s, ast.Assign)
            and s not in inside
            and _zero(s.value)
            and words(s.targets[0]) & set(added)
        ]
        first = next((s for s in place.body if not isinstance(s, ast.Global)), None)
        if rows and first is not None:
            line = min(n.lineno for n in added.values())
            changed = inserted(scene.source, first.lineno, rows, first.lineno)
            yield Mutant("sums_not_reset", line, changed, says, fix)


def _zero(value: ast.expr) -> bool:
    words_ = ast.unparse(value)
    return words_ in ("0", "0.0") or "zeros" in words_


def levels(scene: Scene) -> Iterator[Mutant]:
    """A return one level too deep, or an update with all that follows it."""
    for loop in loops(scene.tree):
        order = sorted(enumerate(loop.body), key=lambda p: not _returns(p[1]))
        for i, s in order:
            if i == 0 or not (_returns(s) or _updates(s, scene)):
                continue
            tail = loop.body[i:]
            ends = any(map(_returns, tail))
            kind = "return_in_loop" if ends else "update_in_row_loop"
            says = (
                "return stands inside the loop and ends it in its first round."
                if ends
                else "The update stands inside the loop over the rows, and uses sums "
                "that are not complete."
            )
            fix = "Move it out of the loop, one level to the left."
            changed = _dedented(scene.source, loop, tail)
            yield Mutant(kind, s.lineno, changed, says, fix)
        last = loop.body[-1]
        if isinstance(last, ast.Break) and len(loop.body) > 1:
            says = "break ends the loop in its first round."
            changed = without(scene.source, last.lineno, last.end_lineno or last.lineno)
            yield Mutant(
                "return_in_loop", last.lineno, changed, says, "Leave out break."
            )


def _returns(s: ast.stmt) -> bool:
    return isinstance(s, ast.Return)


def _updates(s: ast.stmt, scene: Scene) -> bool:
    return any(step.statement is s for step in scene.steps)


def _dedented(source: str, loop: ast.For | ast.While, tail: list[ast.stmt]) -> str:
    lines = source.split("\n")
    old, new = indent(source, tail[0].lineno), indent(source, loop.lineno)
    for i in range(tail[0].lineno - 1, tail[-1].end_lineno or tail[0].lineno):
        lines[i] = new + lines[i].removeprefix(old) if lines[i].strip() else lines[i]
    return "\n".join(lines)


def zeroing(scene: Scene) -> Iterator[Mutant]:
    """Gradients zeroed by hand between backward and the step."""
    nodes = list(ast.walk(scene.tree))
    said = [(s, ast.unparse(s)) for s in nodes if isinstance(s, ast.Expr)]
    rows = [s for s, words_ in said if words_.endswith(".grad.zero_()")]
    back = [s for s, words_ in said if "backward(" in words_]
    if not rows or not scene.steps or not back:
        return
    changed = scene.source
    for s in sorted(rows, key=lambda s: -s.lineno):
        changed = without(changed, s.lineno, s.end_lineno or s.lineno)
    place = back[-1].lineno - sum(s.lineno < back[-1].lineno for s in rows)
    new = [ast.unparse(s).removesuffix(".zero_()") + " = None" for s in rows]
    changed = inserted(changed, place, new, place)
    says = "The gradients are zeroed between backward() and the step, so it is zero."
    fix = "Zero them after the step, or before backward()."
    yield Mutant("zero_grad_misplaced", rows[0].lineno, changed, says, fix)
