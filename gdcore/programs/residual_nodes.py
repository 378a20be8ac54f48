"""Sums and differences in a program that may be its residuals.

The one rule: the outermost sum is taken, and a step w = w - … is none.
"""

import ast


def chains(tree: ast.AST) -> dict[int, ast.expr]:
    """Sums and differences that may be residuals: the outermost ones, by id."""
    found: dict[int, ast.expr] = {}
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            inner |= {id(node.left), id(node.right)}
            if id(node) not in inner:
                found[id(node)] = node
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("subtract", "torch.sub")
        ):
            found[id(node)] = node
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _drop_own(found, target, node.value)
    return found


def _drop_own(found: dict[int, ast.expr], target: ast.expr, value: ast.expr) -> None:
    """w = w - … is a step, not a residual."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, part in zip(target.elts, value.elts, strict=False):
            _drop_own(found, one, part)
    elif id(value) in found:
        name = ast.unparse(target)
        if any(ast.unparse(part) == name for part in operands(value)):
            del found[id(value)]


def operands(node: ast.expr) -> list[ast.expr]:
    """The parts of a sum."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return [*operands(node.left), *operands(node.right)]
    return [node]
