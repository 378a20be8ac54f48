"""Faults of PyTorch's loop, from what was observed while it was followed.

The one rule: a fault is what a line did to gradients, shapes or parameters, not how
it looks.
"""

import ast
from collections.abc import Iterator

from gdcore.programs.edits import Draft, inserted, statement_at, without
from gdcore.programs.flow_faults import _closures, _cuts, _leaves
from gdcore.programs.following import Outcome
from gdcore.programs.machine import Machine, Note
from gdcore.programs.optimizer_faults import _other_parameters, _reused
from gdcore.programs.torch_repairs import (
    with_zeros,
)


def torch_faults(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    """Faults, the most certain first."""
    m = run.machine
    yield from _closures(source, tree, run)
    yield from _cuts(source, tree, run)
    yield from _leaves(source, tree, run)
    yield from _missing(source, tree, run)
    yield from _zeroing(source, tree, m)
    yield from _other_parameters(source, tree, m)
    yield from _reused(source, tree, m)


def _missing(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    """backward or step that is not there."""
    m = run.machine
    if run.error is not None and not m.noted("backward") and ".backward(" not in source:
        yield from _no_backward(source, tree, run)
    optimizers = m.noted("optimizer")
    if m.noted("closure without backward") or m.noted("no closure"):
        return
    if m.noted("step") and optimizers and not m.noted("backward"):
        line = m.noted("step")[0].line
        loss = next((n.line for n in m.noted("loss")), 0) or line
        found = statement_at(tree, loss)
        name = _target(found)
        if name and m.loops == []:
            yield Draft(
                "backward_missing", line,
                "The optimizer steps, and no backward() has computed a gradient: the "
                "parameters never change.",
                f"Call {name}.backward() before the step.",
                inserted(source, line, [f"{name}.backward()"]),
            )  # fmt: skip
    trained = [n for n in m.noted("backward") if m.trained]
    if trained and optimizers and not m.noted("step") and run.error is None:
        moved = any(set(s) for s in m.stores.values() if any("grad" in k for k in s))
        line = trained[0].line
        owner = _name_of_optimizer(tree)
        if not moved and owner:
            found = statement_at(tree, line)
            end = (found.end_lineno or line) if found else line
            yield Draft(
                "step_missing", line,
                "backward() computes gradients, and nothing uses them: the parameters "
                "never change.",
                f"Call {owner}.step() after backward().",
                inserted(source, end + 1, [f"{owner}.step()"], line),
            )  # fmt: skip


def _no_backward(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    """w.grad is read, and nothing has computed it."""
    nodes = list(ast.walk(tree))
    reads = [n for n in nodes if isinstance(n, ast.Attribute) and n.attr == "grad"]
    losses = [
        s
        for s in nodes
        if isinstance(s, ast.Assign)
        and s.lineno < run.line
        and "loss" in _target(s).lower()
    ]
    if not reads or not losses or run.machine.noted("optimizer"):
        return
    last = max(losses, key=lambda s: s.lineno)
    row = f"{_target(last)}.backward()"
    place = (last.end_lineno or last.lineno) + 1
    yield Draft(
        "backward_missing", place,
        "The gradients are read, and no backward() has computed them: .grad is None.",
        "Call loss.backward() before the update.",
        inserted(source, place, [row], last.lineno),
    )  # fmt: skip


def _target(statement: ast.stmt | None) -> str:
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return ""


def _name_of_optimizer(tree: ast.Module) -> str:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            words = ast.unparse(node.value.func)
            if "optim" in words or words.split(".")[-1] in ("SGD", "Adam", "RMSprop"):
                return ast.unparse(node.targets[0])
    return ""


def _zeroing(source: str, tree: ast.Module, m: Machine) -> Iterator[Draft]:
    """Gradients that add up, or are gone when the step comes."""
    zeros, steps = m.noted("zero_grad"), m.noted("step")
    backwards = m.noted("backward")
    if m.noted("accumulated"):
        line = m.noted("accumulated")[0].line
        before = any(z.line < line and z not in _inside(zeros, m) for z in zeros)
        where = " It is called once, before the loop." if before else ""
        yield Draft(
            "zero_grad_missing", line,
            "backward() adds to the gradients, and nothing zeroes them: each step uses "
            f"the sum of all gradients so far.{where}",
            "Zero the gradients in every step before backward().",
            with_zeros(source, tree, m, line),
        )  # fmt: skip
    empty = m.noted("step without gradient")
    pending = [z for z in zeros if z.about[1]]
    if not (empty and pending and backwards and steps):
        return
    z, s, b = pending[-1].line, steps[-1].line, backwards[-1].line
    if m.noted("closure without backward") or backwards[-1].about.cut:
        return
    if b < z < s:
        yield Draft(
            "zero_grad_misplaced", z,
            "zero_grad() stands between backward() and step(): it clears the gradients "
            "before they are used.",
            "Call zero_grad() before backward().",
            _reordered(source, tree, z, b),
        )  # fmt: skip
    elif s < b:
        yield Draft(
            "update_before_gradient", s,
            "step() comes before backward(): it finds the gradients that zero_grad() "
            "has just cleared.",
            "Call step() after backward().",
            _reordered(source, tree, b, s),
        )  # fmt: skip


def _inside(zeros: list[Note], m: Machine) -> list[Note]:
    return [z for z in zeros if sum(o.line == z.line for o in zeros) > 1]


def _reordered(source: str, tree: ast.Module, line: int, before: int) -> str:
    """The statement at a line, put before another one."""
    what, where = statement_at(tree, line), statement_at(tree, before)
    if what is None or where is None:
        return ""
    rows = source.split("\n")[what.lineno - 1 : what.end_lineno]
    rest = without(source, what.lineno, what.end_lineno or what.lineno)
    return inserted(rest, where.lineno, [r.strip() for r in rows])
