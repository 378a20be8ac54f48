"""Small changes of the lines that compute gradients: one for each usual mistake.

The one rule: a change undoes one mistake that people make, and says which.
"""

import ast
from collections.abc import Iterator

from gdcore.programs.edits import replaced, walk
from gdcore.programs.mutant import Mutant, Scene, definitions, features

SUMS = ("sum", "mean", "average", "fsum")


def factors(scene: Scene) -> Iterator[Mutant]:
    """A factor x that is missing in the slope's gradient, or too much elsewhere."""
    for value in definitions(scene):
        for x in features(scene):
            says = (
                "The slope's gradient lacks the factor x: it is the gradient of the "
                "intercept."
            )
            for node, new in _times(value, x):
                changed = replaced(scene.source, [(node, new)])
                fix = f"Multiply the residual by {x} before the sum or mean."
                yield Mutant("factor_x_missing", value.lineno, changed, says, fix)
    for value in definitions(scene):
        for node in walk(value):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
                for part in (node.left, node.right):
                    says = "This gradient has a factor too much."
                    fix = f"Leave it at {ast.unparse(part)}."
                    changed = replaced(scene.source, [(node, f"({ast.unparse(part)})")])
                    yield Mutant("wrong_variable", node.lineno, changed, says, fix)


def _times(value: ast.expr, x: str) -> Iterator[tuple[ast.expr, str]]:
    """The value with a factor x inside its sum or mean."""
    inside = False
    for node in walk(value):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).split(".")[-1]
        if name in SUMS and node.args:
            inside = True
            argument = ast.unparse(node.args[0])
            rest = "".join(f", {ast.unparse(a)}" for a in node.args[1:])
            rest += "".join(f", {ast.unparse(k)}" for k in node.keywords)
            if isinstance(node.args[0], ast.GeneratorExp | ast.ListComp):
                element = node.args[0].elt
                yield element, f"({ast.unparse(element)}) * {x}"
            else:
                yield node, f"{ast.unparse(node.func)}(({argument}) * {x}{rest})"
            yield node, f"{x}.T @ ({argument})"
        elif name in SUMS and isinstance(node.func, ast.Attribute):
            inside = True
            held = ast.unparse(node.func.value)
            yield node, f"({held} * {x}).{name}()"
            if name == "mean":
                yield node, f"({x}.T @ {held} / len({held}))"
            yield node, f"{x}.T @ ({ast.unparse(node.func.value)})"
    if not inside:
        yield value, f"({ast.unparse(value)}) * {x}"
