"""Steps, residuals and gradients with the other sign, or exchanged.

The one rule: a change undoes one mistake that people make, and says which.
"""

import ast
from collections.abc import Iterator

from gdcore.programs.edits import replaced, text
from gdcore.programs.mutant import Mutant, Scene, definitions
from gdcore.programs.steps import Step


def signs(scene: Scene) -> Iterator[Mutant]:
    """The step, or the residual, or the gradient, with the other sign."""
    says = "The step adds the gradient, so each step goes uphill and the loss grows."
    fix = "Subtract it: w = w - lr * dw."
    adding = [s for s in scene.steps if s.adds]
    if adding:
        changes = [flipped(s) for s in adding]
        yield Mutant(
            "sign", adding[0].op.lineno, replaced(scene.source, changes), says, fix
        )
    for one in adding:
        changed = replaced(scene.source, [flipped(one)])
        yield Mutant("sign", one.op.lineno, changed, says, fix)
    yield from _residual_signs(scene)
    yield from _minus_signs(scene)
    subtracting = [s for s in scene.steps if not s.adds]
    if subtracting:
        says = "The gradient has the wrong sign, so each step goes uphill."
        fix = "Take the residual as prediction minus target, or add this gradient."
        changes = [flipped(s) for s in subtracting]
        line = subtracting[0].op.lineno
        yield Mutant("sign", line, replaced(scene.source, changes), says, fix)
        for one in subtracting:
            changed = replaced(scene.source, [flipped(one)])
            yield Mutant("sign", one.op.lineno, changed, says, fix)


def flipped(step: Step) -> tuple[ast.AST, str]:
    """The step with its other sign."""
    sign = "-" if step.adds else "+"
    value = ast.unparse(step.gradient)
    if isinstance(step.op, ast.AugAssign):
        return step.op, f"{ast.unparse(step.op.target)} {sign}= {value}"
    if isinstance(step.gradient, ast.BinOp) and isinstance(
        step.gradient.op, ast.Add | ast.Sub
    ):
        value = f"({value})"
    return step.op, f"{ast.unparse(step.op.left)} {sign} {value}"


def _residual_signs(scene: Scene) -> Iterator[Mutant]:
    node = scene.residual
    if not isinstance(node, ast.BinOp) or not hasattr(node, "lineno"):
        return
    says = (
        f"The residual is {ast.unparse(node)}, target minus prediction, and the step "
        "subtracts its gradient: each step goes uphill."
    )
    fix = "Take prediction minus target, or put a minus before the gradient."
    left, right = ast.unparse(node.left), ast.unparse(node.right)
    sums = isinstance(node.left, ast.BinOp) and isinstance(
        node.left.op, ast.Add | ast.Sub
    )
    if isinstance(node.op, ast.Sub) and not sums:
        new = f"{right} - {left}"
    else:
        new = f"-({ast.unparse(node)})"
    yield Mutant("sign", node.lineno, replaced(scene.source, [(node, new)]), says, fix)


def _minus_signs(scene: Scene) -> Iterator[Mutant]:
    """Gradients computed with a minus too few or too many: all of them, or one."""
    found = definitions(scene)
    says = "The gradient has the wrong sign here, so the step goes uphill."
    fix = (
        "Put the minus of the derivative where the residual is target minus prediction."
    )
    changes = [(v, _negative(scene.source, v)) for v in found]
    if changes:
        line = found[0].lineno
        yield Mutant("sign", line, replaced(scene.source, changes), says, fix)
    for node, new in changes if len(changes) > 1 else []:
        yield Mutant(
            "sign", node.lineno, replaced(scene.source, [(node, new)]), says, fix
        )


def _negative(source: str, node: ast.expr) -> str:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return ast.unparse(node.operand)
    written = text(source, node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return f"-({written})"
    return written[1:].lstrip() if written.startswith("-") else f"-{written}"


def swaps(scene: Scene) -> Iterator[Mutant]:
    """Slope and intercept with each other's gradient."""
    says = "Slope and intercept are moved by each other's gradient."
    fix = "Use the gradient of the slope for the slope, that of the intercept for it."
    moving = scene.steps
    for i, a in enumerate(moving):
        for b in moving[i + 1 :]:
            if ast.unparse(a.gradient) != ast.unparse(b.gradient):
                pair = [
                    (a.gradient, ast.unparse(b.gradient)),
                    (b.gradient, ast.unparse(a.gradient)),
                ]
                yield Mutant(
                    "swapped", a.op.lineno, replaced(scene.source, pair), says, fix
                )
    for node in ast.walk(scene.tree):
        value = node.value if isinstance(node, ast.Return) else None
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            value = node.targets[0]
        if isinstance(value, ast.Tuple) and len(value.elts) == 2:
            one, two = map(ast.unparse, value.elts)
            changed = replaced(scene.source, [(value, f"{two}, {one}")])
            yield Mutant("swapped", value.lineno, changed, says, fix)
