"""Repairs of PyTorch's loop: lines put in, moved, or written anew.

The one rule: a repair changes as few lines as it can, in the program's own names.
"""

import ast
import re
from collections.abc import Iterator
from typing import Any

from gdcore.programs.closures import calls, owner
from gdcore.programs.edits import (
    Draft,
    block_of,
    indent,
    inserted,
    replaced,
    statement_at,
    walk,
    without,
)
from gdcore.programs.following import Outcome
from gdcore.programs.machine import Machine
from gdcore.programs.values import Instance, Tensor


def with_zeros(source: str, tree: ast.Module, m: Machine, line: int) -> str:
    """Gradients zeroed before the backward at a line."""
    found = statement_at(tree, line)
    if found is None:
        return ""
    name = owner(tree)
    if name and m.noted("optimizer"):
        return inserted(source, found.lineno, [f"{name}.zero_grad()"])
    names = dict.fromkeys(re.findall(r"([\w.]+)\.grad\b", source))
    rows = [f"{n}.grad = None" for n in names]
    return inserted(source, found.lineno, rows) if rows else ""


def indent_into_no_grad(source: str, tree: ast.Module, line: int, grad: bool) -> str:
    """w = w - … and its neighbors, in place and inside torch.no_grad()."""
    found = statement_at(tree, line)
    if found is None:
        return ""
    block = block_of(tree, found)
    group = [s for s in block if _steps(s)]
    lines = source.split("\n")
    for s in reversed(group):
        rows = [_in_place(source, s)]
        blanks = indent(source, s.lineno)
        if grad:
            rows = ["    " + r for r in rows]
        lines[s.lineno - 1 : s.end_lineno] = [blanks + r for r in rows]
    if grad and group:
        first = group[0]
        lines.insert(
            first.lineno - 1, indent(source, first.lineno) + "with torch.no_grad():"
        )
        together = [s for s in block if group[0].lineno <= s.lineno <= group[-1].lineno]
        if together != group:
            return ""
    return _zeroed("\n".join(lines), group, grad)


def _zeroed(source: str, group: list[Any], grad: bool) -> str:
    """The gradients set to None after the steps, where nothing zeroes them."""
    if "zero_" in source or ".grad = None" in source or not group:
        return source
    names = [
        ast.unparse(s.target if isinstance(s, ast.AugAssign) else s.targets[0])
        for s in group
    ]
    last = (group[-1].end_lineno or 0) + int(grad)
    like = last
    return inserted(source, last + 1, [f"{n}.grad = None" for n in names], like)


def _steps(s: ast.stmt) -> bool:
    single = isinstance(s, ast.AugAssign) or (
        isinstance(s, ast.Assign) and isinstance(s.value, ast.BinOp)
    )
    return single and ".grad" in ast.unparse(s)


def _in_place(source: str, s: ast.stmt) -> str:
    if isinstance(s, ast.Assign) and isinstance(s.value, ast.BinOp):
        target = ast.unparse(s.targets[0])
        if ast.unparse(s.value.left) == target and isinstance(s.value.op, ast.Sub):
            return f"{target} -= {ast.unparse(s.value.right)}"
    return ast.unparse(s)


def name_of(tree: ast.Module, run: Outcome, held: Any) -> tuple[str, int]:
    """The name that a tensor has in the program, and the line that makes it."""
    name = ""
    for key, value in run.frame.names.items():
        if value is held and isinstance(held, Tensor):
            name = key
        elif isinstance(value, Instance):
            for inner, part in value.names.items():
                name = inner if part is held and held is not None else name
    for node in walk(tree):
        if isinstance(node, ast.Assign) and name:
            for target in node.targets:
                if ast.unparse(target).split(".")[-1] == name:
                    return name, node.lineno
    return name, 0


def required(source: str, tree: ast.Module, line: int) -> str:
    """The tensor of a line, created with requires_grad=True."""
    found = statement_at(tree, line) if line else None
    if not isinstance(found, ast.Assign) or not isinstance(found.value, ast.Call):
        return ""
    words = ast.unparse(found.value)
    if ast.unparse(found.targets[0]).startswith("self."):
        return replaced(source, [(found.value, f"nn.Parameter({words})")])
    if found.value.keywords and any(
        k.arg == "requires_grad" for k in found.value.keywords
    ):
        new = words.replace("requires_grad=False", "requires_grad=True")
    else:
        new = f"{words[:-1]}, requires_grad=True)"
    return replaced(source, [(found.value, new)])


def made_in_loop(tree: ast.Module) -> ast.Assign | None:
    """The statement that makes a model inside the loop that trains."""
    for node in walk(tree):
        if isinstance(node, ast.For | ast.While):
            trains = any(calls(s, "backward") for s in walk(node))
            for s in node.body if trains else ():
                call = s.value if isinstance(s, ast.Assign) else None
                if isinstance(s, ast.Assign) and isinstance(call, ast.Call):
                    name = ast.unparse(call.func).split(".")[-1]
                    model = ast.unparse(s.targets[0]) in ("model", "net", "lin")
                    if model and name[:1].isupper():
                        return s
    return None


def model_in_loop(source: str, tree: ast.Module) -> Iterator[Draft]:
    """A model that each round makes anew."""
    statement = made_in_loop(tree)
    assert statement is not None
    loop = next(
        n
        for n in walk(tree)
        if isinstance(n, ast.For | ast.While) and statement in n.body
    )
    line, end = statement.lineno, statement.end_lineno or statement.lineno
    fixed = without(source, line, end)
    words = ast.unparse(statement)
    if not any(ast.unparse(s) == words for s in tree.body if s.lineno < loop.lineno):
        fixed = inserted(fixed, loop.lineno, [words])
    yield Draft(
        "parameters_reset", line,
        "The model is made anew in each round, so what was learned is gone, and the "
        "optimizer holds the parameters of the first one.",
        "Make the model once, before the loop.", fixed,
    )  # fmt: skip
