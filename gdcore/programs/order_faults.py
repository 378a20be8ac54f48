"""x in another order than y.

The one rule: an order that both get, or that y is computed after, is right.
"""

import ast
from collections.abc import Iterator

from gdcore.programs.edits import Draft, replaced, without
from gdcore.programs.steps import words

ORDERS = ("permutation", "randperm")


def _only_x_shuffled(source: str, tree: ast.Module) -> Iterator[Draft]:
    """x in another order, y not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            argument = ast.unparse(node.args[0]) if node.args else ""
            shuffles = name.endswith("shuffle") and name != "shuffle"
            whole = name.endswith("permutation") and argument.isidentifier()
            late = _after_target(tree, node.lineno, argument)
            if (shuffles or whole) and _is_data(tree, argument) and late:
                yield _shuffled(source, tree, node, "")
                return
    for order in _orders(tree):
        bases = {
            ast.unparse(n.value): n
            for n in ast.walk(tree)
            if isinstance(n, ast.Subscript) and _by(n.slice, order)
        }
        data = {k: v for k, v in bases.items() if k != order and _is_data(tree, k)}
        targets = [k for k in data if _like_y(k)]
        if len(data) >= 1 and (not targets or len(targets) == len(data)) and order:
            yield _shuffled(source, tree, next(iter(data.values())), order)
            return
    for n in ast.walk(tree):
        if isinstance(n, ast.Subscript) and isinstance(n.slice, ast.Call):
            late = _after_target(tree, n.lineno, ast.unparse(n.value))
            if ast.unparse(n.slice.func).split(".")[-1] in ORDERS and late:
                yield _shuffled(source, tree, n, "")
                return
    yield from _mixed(source, tree)
    yield from _unequal(source, tree)


def _unequal(source: str, tree: ast.Module) -> Iterator[Draft]:
    """x[order], y[:80] in one line."""
    for s in ast.walk(tree):
        if not isinstance(s, ast.Assign) or not isinstance(s.value, ast.Tuple):
            continue
        parts = [p for p in s.value.elts if isinstance(p, ast.Subscript)]
        for order in _orders(tree):
            mixed = [p for p in parts if _by(p.slice, order)]
            rest = [p for p in parts if isinstance(p.slice, ast.Slice)]
            if mixed and rest and _like_y(ast.unparse(rest[0].value)):
                index = ast.unparse(mixed[0].slice)
                new = f"{ast.unparse(rest[0].value)}[{index}]"
                yield Draft(
                    "x_shuffled_without_y", s.lineno,
                    "x is taken in another order and y is not: each x meets the y of "
                    "another row.",
                    f"Write {new}.", replaced(source, [(rest[0], new)]),
                )  # fmt: skip
                return


def _after_target(tree: ast.Module, line: int, name: str) -> bool:
    """Whether targets exist before a line, and none is computed from the name later."""
    rows = [s for s in ast.walk(tree) if isinstance(s, ast.Assign)]
    made = [s for s in rows if any(_like_y(w) for t in s.targets for w in words(t))]
    later = [s for s in made if s.lineno >= line and name in words(s.value)]
    return any(s.lineno < line for s in made) and not later


def _mixed(source: str, tree: ast.Module) -> Iterator[Draft]:
    """A batch of shuffled x beside one of y as it was."""
    made = {
        ast.unparse(s.targets[0]): ast.unparse(s.value.value)
        for s in ast.walk(tree)
        if isinstance(s, ast.Assign) and isinstance(s.value, ast.Subscript)
        and any(_by(s.value.slice, o) for o in _orders(tree))
    }  # fmt: skip
    slices = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Subscript) and isinstance(n.slice, ast.Slice)
        and isinstance(n.value, ast.Name)
    ]  # fmt: skip
    for a in slices:
        for b in slices:
            same = ast.unparse(a.slice) == ast.unparse(b.slice)
            if (
                same
                and ast.unparse(a.value) in made
                and ast.unparse(b.value) in made.values()
            ):
                new = next(k for k, v in made.items() if v == ast.unparse(b.value))
                yield Draft(
                    "x_shuffled_without_y", b.lineno,
                    f"{ast.unparse(a.value)} is shuffled and {ast.unparse(b.value)} is "
                    "not: each x meets the y of another row.",
                    f"Take {new} here.", replaced(source, [(b.value, new)]),
                )  # fmt: skip
                return


def _orders(tree: ast.Module) -> list[str]:
    """Names that hold an order: a permutation, or a shuffled range; and parts of it."""
    found = []
    for s in ast.walk(tree):
        if isinstance(s, ast.Assign) and isinstance(s.value, ast.Call):
            name = ast.unparse(s.value.func).split(".")[-1]
            argument = ast.unparse(s.value.args[0]) if s.value.args else ""
            if name in ORDERS and not _is_data(tree, argument):
                found.append(ast.unparse(s.targets[0]))
        if (
            isinstance(s, ast.Call)
            and ast.unparse(s.func).endswith("shuffle")
            and s.args
        ):
            argument = ast.unparse(s.args[0])
            if not _is_data(tree, argument):
                found.append(argument)
    return found


def _by(index: ast.expr, order: str) -> bool:
    held = index.value if isinstance(index, ast.Subscript) else index
    return isinstance(held, ast.Name) and held.id == order


def _is_data(tree: ast.Module, name: str) -> bool:
    """Whether a name looks like features or targets, not like an order or pairs."""
    low = name.lower()
    if any(
        w in low
        for w in ("idx", "ind", "order", "perm", "data", "points", "rows", "pairs")
    ):
        return False
    return name.isidentifier() and name not in ("n", "N", "m", "len")


def _like_y(name: str) -> bool:
    return (
        name.lower().startswith(("y", "target", "label", "price", "t_")) or name == "t"
    )


def _shuffled(source: str, tree: ast.Module, node: ast.expr, order: str) -> Draft:
    """The fault, with the order taken out where that is one line."""
    fixed = ""
    if isinstance(node, ast.Subscript) and not order:
        fixed = replaced(source, [(node, ast.unparse(node.value))])
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("permutation"):
        fixed = replaced(source, [(node, ast.unparse(node.args[0]))])
    elif isinstance(node, ast.Call):
        fixed = without(source, node.lineno, node.end_lineno or node.lineno)
    else:
        fixed = _other_in_order(source, tree, node, order)
    return Draft(
        "x_shuffled_without_y", node.lineno,
        "x is put into another order here and y is not: each x meets the y of another "
        "row, and the slope is lost.",
        "Put both into the same order: i = permutation(n); x, y = x[i], y[i].", fixed,
    )  # fmt: skip


def _other_in_order(source: str, tree: ast.Module, node: ast.expr, order: str) -> str:
    """The target beside it put into the same order."""
    assert isinstance(node, ast.Subscript)
    index = ast.unparse(node.slice)
    for s in ast.walk(tree):
        if (
            not isinstance(s, ast.Assign)
            or node.lineno > s.lineno + 3
            or s.lineno > node.lineno + 3
        ):
            continue
        for part in ast.walk(s.value):
            if isinstance(part, ast.Name | ast.Subscript) and isinstance(
                part.ctx, ast.Load
            ):
                name = ast.unparse(
                    part.value if isinstance(part, ast.Subscript) else part
                )
                if _like_y(name) and name != ast.unparse(node.value):
                    return replaced(source, [(part, f"{name}[{index}]")])
    return ""
