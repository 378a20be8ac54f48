"""New values that are thrown away, or old ones that are returned.

The one rule: a change undoes one mistake that people make, and says which.
"""

import ast
from collections.abc import Iterator

from gdcore.programs.edits import replaced
from gdcore.programs.mutant import Mutant, Scene


def names(scene: Scene) -> Iterator[Mutant]:
    """New values that are computed and thrown away, or old ones that are returned."""
    for node in ast.walk(scene.tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            yield from _discarded(scene, node)
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            yield from _returned(scene, node.value)


def _discarded(scene: Scene, node: ast.Assign) -> Iterator[Mutant]:
    assert isinstance(node.value, ast.Call)
    target = node.targets[0]
    parts = target.elts if isinstance(target, ast.Tuple) else [target]
    given = [a.id for a in node.value.args if isinstance(a, ast.Name)]
    ends = []
    for part in parts:
        name = ast.unparse(part)
        ends.append(
            next(
                (g for g in given if name in (f"new_{g}", f"{g}_new", f"next_{g}")), ""
            )
        )
    if all(ends):
        says = (
            "The new values go into other names than those that the next step "
            "starts from."
        )
        fix = f"Assign to {', '.join(ends)}."
        changed = replaced(scene.source, [(target, ", ".join(ends))])
        for old, new in zip(parts, ends, strict=True):
            tree = ast.parse(changed)
            uses = [
                (n, new) for n in ast.walk(tree)
                if isinstance(n, ast.Name) and n.id == ast.unparse(old)
                and isinstance(n.ctx, ast.Load) and n.lineno > node.lineno
            ]  # fmt: skip
            changed = replaced(changed, uses)
        yield Mutant("update_discarded", node.lineno, changed, says, fix)


def _returned(scene: Scene, value: ast.Tuple) -> Iterator[Mutant]:
    names_ = [ast.unparse(e) for e in value.elts]
    moved_ = {
        s.left: s.statement for s in scene.steps if isinstance(s.statement, ast.Assign)
    }
    for i, name in enumerate(names_):
        statement = moved_.get(name)
        if statement is None:
            continue
        new = ast.unparse(statement.targets[0])
        says = (
            f"The loop goes on with the old {name}: the moved value {new} is thrown "
            "away."
        )
        if new != name:
            rest = [*names_[:i], new, *names_[i + 1 :]]
            changed = replaced(scene.source, [(value, ", ".join(rest))])
            fix = f"Return {new}."
            yield Mutant("intercept_not_updated", value.lineno, changed, says, fix)
