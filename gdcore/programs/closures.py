"""Closures of L-BFGS, mended or written.

The one rule: a closure zeroes, computes, calls backward and returns the loss.
"""

import ast

from gdcore.programs.edits import (
    block_of,
    inserted,
    replaced,
    statement_at,
    walk,
    without,
)


def calls(node: ast.AST, name: str) -> bool:
    """Whether a statement is x.name(…)."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == name
    )


def owner(tree: ast.Module) -> str:
    """The name of the optimizer, "" if there is none."""
    for node in walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "step"
            and "sched" not in ast.unparse(node.func)
        ):
            return ast.unparse(node.func.value)
    return ""


def with_closure(source: str, tree: ast.Module, line: int) -> str:
    """A closure that zeroes, computes, calls backward and returns."""
    found = statement_at(tree, line)
    name = owner(tree)
    for node in walk(tree):
        if isinstance(node, ast.FunctionDef) and _is_closure(tree, node):
            return _closure_mended(_alone(source, tree, node), node, name)
    if found is None or not name:
        return ""
    for call in walk(found):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "step"
        ):
            return _closure_written(source, tree, found, call, name)
    return ""


def _alone(source: str, tree: ast.Module, closure: ast.FunctionDef) -> str:
    """The source without backward() after the closure, outside it."""
    for s in tree.body:
        for inner in walk(s) if s is not closure else ():
            if calls(inner, "backward") and inner.lineno > (closure.end_lineno or 0):
                return without(source, inner.lineno, inner.end_lineno)
    return source


def _is_closure(tree: ast.Module, node: ast.FunctionDef) -> bool:
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "step"
        and any(isinstance(a, ast.Name) and a.id == node.name for a in call.args)
        for call in walk(tree)
    )


def _closure_mended(source: str, node: ast.FunctionDef, name: str) -> str:
    """zero_grad and backward put into a closure that lacks them."""
    words = ast.unparse(node)
    ends = [n for n in node.body if isinstance(n, ast.Return)]
    if not ends or ends[-1].value is None:
        return ""
    value = ends[-1].value
    rows = []
    if not isinstance(value, ast.Name):
        rows.append(f"loss = {ast.unparse(value)}")
    loss = value.id if isinstance(value, ast.Name) else "loss"
    if "zero_grad" not in words:
        rows.append(f"{name}.zero_grad()")
    rows.append(f"{loss}.backward()")
    changed = replaced(source, [(value, loss)])
    return inserted(changed, ends[-1].lineno, rows)


def _closure_written(
    source: str, tree: ast.Module, found: ast.stmt, call: ast.Call, name: str
) -> str:
    """A closure before the step, from a lambda, a function, or the loss before."""
    loss = ""
    if call.args and isinstance(call.args[0], ast.Lambda):
        loss = ast.unparse(call.args[0].body)
    elif call.args:
        loss = f"{ast.unparse(call.args[0])}()"
    closures = [
        n for n in walk(tree)
        if isinstance(n, ast.FunctionDef) and n.name == "closure"
    ]  # fmt: skip
    argument = f"{ast.unparse(call.func)}(closure)"
    if closures and not call.args:
        return replaced(source, [(call, argument)])
    rows: list[str] = []
    changed = source
    if not loss:
        block = block_of(tree, found)
        before = [
            s for s in block if s.lineno < found.lineno and isinstance(s, ast.Assign)
        ]
        rows = [ast.unparse(s) for s in before]
        if not before:
            return ""
        loss = ast.unparse(before[-1].targets[0])
    else:
        rows = [f"loss = {loss}"]
        loss = "loss"
    body = [f"{name}.zero_grad()", *rows, f"{loss}.backward()", f"return {loss}"]
    lines = ["def closure():", *(f"    {row}" for row in body), ""]
    changed = replaced(changed, [(call, argument)])
    return inserted(changed, found.lineno, lines)
