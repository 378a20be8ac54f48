"""Optimizers of other parameters, and graphs that are used twice.

The one rule: what the loss reaches and what the optimizer holds are compared.
"""

import ast
from collections.abc import Iterator
from typing import Any

from gdcore.programs.closures import calls
from gdcore.programs.edits import Draft, moved, statement_at
from gdcore.programs.machine import Machine
from gdcore.programs.torch_repairs import (
    made_in_loop,
    model_in_loop,
)


def _other_parameters(source: str, tree: ast.Module, m: Machine) -> Iterator[Draft]:
    """An optimizer that holds what the loss does not depend on, or lacks some of it."""
    made, backwards = m.noted("optimizer"), m.noted("backward")
    if not made or not backwards or not m.noted("step"):
        return
    held = {p for n in made for p in n.about.parameters}
    last = backwards[-1].about
    known = all(n.about.names["known"] for n in made)
    lost = last.reaches() - held
    if not known or last.cut or not lost or (len(made) > 1 and held & last.reaches()):
        return
    line = made[-1].line
    found = statement_at(tree, line)
    fixed = ""
    if not held & last.reaches() and made_in_loop(tree):
        yield from model_in_loop(source, tree)
        return
    if not held & last.reaches():
        says = "The optimizer holds other parameters than those that the loss uses"
        makers = _makers(tree, line)
        if makers and found:
            made_last = statement_at(tree, makers)
            start = made_last.lineno if made_last else makers
            fixed = moved(source, start, makers, found.lineno, found.lineno)
        fix = "Build the optimizer after the model, from the parameters that are used."
    else:
        says = "The optimizer lacks a parameter that the loss uses"
        fix = "Give the optimizer all parameters."
        fixed = _completed(source, found, m, lost)
    yield Draft(
        "optimizer_of_other_parameters",
        line,
        f"{says}: it never changes them.",
        fix,
        fixed,
    )


def _makers(tree: ast.Module, line: int) -> int:
    """The last line at which a model is made anew after the optimizer."""
    later = [s for s in tree.body if s.lineno > line and isinstance(s, ast.Assign)]
    return max(
        (s.end_lineno or 0 for s in later if isinstance(s.value, ast.Call)), default=0
    )


def _completed(source: str, found: ast.stmt | None, m: Machine, lost: Any) -> str:
    from gdcore.programs.edits import replaced

    if found is None:
        return ""
    for node in ast.walk(found):
        if isinstance(node, ast.List):
            names = ["b", "bias", "w", "c", "intercept"]
            used = ast.unparse(node)
            extra = [n for n in names if f"\n{n} =" in source and n not in used]
            inner = ast.unparse(node)[1:-1]
            return replaced(
                source, [(node, f"[{', '.join([inner, *extra[: len(lost)]])}]")]
            )
    return ""


def _reused(source: str, tree: ast.Module, m: Machine) -> Iterator[Draft]:
    for note in m.noted("graph used twice")[:1]:
        line = note.about
        back = statement_at(tree, note.line)
        what = statement_at(tree, line)
        fixed = ""
        if what is not None and back is not None:
            fixed = _into_loop(source, tree, line, m)
        yield Draft(
            "residual_stale", line,
            "The prediction is computed once, before the loop, so every step uses the "
            "parameters of the start.",
            "Compute prediction and loss inside the loop.", fixed,
        )  # fmt: skip


def _into_loop(source: str, tree: ast.Module, line: int, m: Machine) -> str:
    """The lines from one on that belong to the forward pass, moved into the loop."""
    loops = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.For | ast.While | ast.FunctionDef)
        and n.lineno > line
        and any(calls(s, "backward") for s in ast.walk(n))
    ]
    if not loops:
        return ""
    loop = min(loops, key=lambda n: n.lineno)
    rows: list[ast.Assign] = []
    for s in tree.body:
        if s.lineno >= loop.lineno:
            break
        computed = isinstance(s, ast.Assign) and not isinstance(s.value, ast.Constant)
        rows = [*rows, s] if computed and isinstance(s, ast.Assign) else []
    if any(s.lineno <= line <= (s.end_lineno or 0) for s in rows):
        rows = [s for s in rows if line <= (s.end_lineno or 0)]
    if not rows:
        return ""
    first, last = rows[0].lineno, rows[-1].end_lineno or rows[-1].lineno
    place = loop.body[0].lineno
    return moved(source, first, last, place, place)
