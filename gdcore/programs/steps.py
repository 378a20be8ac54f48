"""The statements of a program that move its parameters, and what they subtract.

The one rule: a step is a value plus or minus something times a learning rate.
"""

import ast
from dataclasses import dataclass

from gdcore.programs.edits import walk
from gdcore.programs.learning_rates import rate_names
from gdcore.programs.values import Array  # noqa: F401


@dataclass(frozen=True)
class Step:
    """w = w - lr * dw: its statement, its operation, and what is subtracted.

    Attributes:
        op: The AugAssign or BinOp.
        left: The text of what is moved; gradient: the node of what is subtracted.
    """

    statement: ast.stmt
    op: ast.AugAssign | ast.BinOp
    left: str
    gradient: ast.expr

    @property
    def adds(self) -> bool:
        """Whether the step goes along what it is given."""
        return isinstance(self.op.op, ast.Add)


def steps(tree: ast.AST, names: frozenset[str]) -> list[Step]:
    """All steps, in the order of the source; names are those of the parameters."""
    found: list[Step] = []
    rates = rate_names(tree)
    for node in walk(tree):
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add | ast.Sub):
            target = ast.unparse(node.target)
            if _moves(node.value, target, names, rates):
                found.append(Step(node, node, target, node.value))
        elif isinstance(node, ast.Assign | ast.Return) and node.value is not None:
            for part in _parts(node.value):
                if isinstance(part, ast.BinOp) and isinstance(
                    part.op, ast.Add | ast.Sub
                ):
                    left = ast.unparse(part.left)
                    simple = isinstance(
                        part.left, ast.Name | ast.Attribute | ast.Subscript
                    )
                    if simple and _moves(part.right, left, names, rates):
                        found.append(Step(node, part, left, part.right))
    return sorted(found, key=lambda s: s.statement.lineno)


def _parts(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, ast.Tuple | ast.List):
        return [p for e in value.elts for p in _parts(e)]
    if isinstance(value, ast.Call):
        return [value, *value.args]
    return [value]


def _moves(
    value: ast.expr, target: str, names: frozenset[str], rates: frozenset[str]
) -> bool:
    """Whether a value is a learning rate times something."""
    last = target.split("[")[0].split(".")[-1]
    for node in walk(value):
        word = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
        if word in rates and word != last:
            return True
        small = isinstance(node, ast.Constant) and isinstance(node.value, float)
        if small and 0 < node.value < 0.9 and last in names:
            return True
    return last in names and isinstance(value, ast.Name) and value.id != target


def words(node: ast.AST) -> set[str]:
    """The names in an expression or statement."""
    return {n.id for n in walk(node) if isinstance(n, ast.Name)}
