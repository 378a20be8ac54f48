"""Gradients that do not flow: closures, cuts, leaves that are none.

The one rule: a cut is a fault only if a parameter gets no gradient because of it.
"""

import ast
from collections.abc import Iterator
from typing import Any

from gdcore.programs.closures import calls, with_closure
from gdcore.programs.edits import Draft, inserted, walk
from gdcore.programs.following import Outcome
from gdcore.programs.graph_repairs import outside_graph
from gdcore.programs.machine import Machine, Note
from gdcore.programs.torch_repairs import (
    indent_into_no_grad,
    name_of,
    required,
)


def _closures(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    m = run.machine
    for note in m.noted("no closure")[:1]:
        yield Draft(
            "closure_missing", note.line,
            "L-BFGS evaluates the loss several times in a step, and this step gets no "
            "closure to evaluate.",
            "Pass a closure that zeroes the gradients, computes the loss, calls "
            "backward and returns the loss.",
            with_closure(source, tree, note.line),
        )  # fmt: skip
    for note in m.noted("closure without backward")[:1]:
        yield Draft(
            "closure_without_backward", note.about[1],
            "The closure computes the loss and no gradient, so each evaluation of "
            "L-BFGS sees the gradient of an earlier point.",
            "Call optimizer.zero_grad() and loss.backward() inside the closure.",
            with_closure(source, tree, note.line),
        )  # fmt: skip
    for note in m.noted("closure without value")[:1]:
        losses = [s for s in walk(tree) if calls(s, "backward")]
        fixed, line = "", note.about[1]
        for s in losses[-1:]:
            name = ast.unparse(s.value.func.value)
            place = (s.end_lineno or s.lineno) + 1
            fixed = inserted(source, place, [f"return {name}"], s.lineno)
        yield Draft(
            "closure_returns_nothing", line,
            "The closure returns nothing, and L-BFGS needs the loss that it computes.",
            "Return the loss at the end of the closure.", fixed,
        )  # fmt: skip


def _cuts(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    m = run.machine
    cuts = [n.about for n in m.noted("no graph") if n.about is not None]
    cuts += [n.about for n in m.noted("backward on a number") if n.about is not None]
    useless = bool(m.noted("step without gradient"))
    for note in m.noted("backward"):
        held = [p for n in m.noted("optimizer") for p in n.about.parameters]
        if note.about.cut and useless and not set(held) & note.about.reaches():
            cuts.append(note.about.cut)
    for note in m.noted("backward"):
        if note.about.cut and note.about.reaches():
            part = _partly_cut(m, note)
            if part is not None:
                cuts.append(part)
    for cut in cuts[:1]:
        yield Draft(
            "graph_cut", cut.line,
            f"{cut.by} takes the value out of the graph, so backward() does not reach "
            "the parameters and they get no gradient from it.",
            f"Leave out {cut.by} here; use it only for what is printed or stored.",
            outside_graph(source, tree, cut),
        )  # fmt: skip


def _partly_cut(m: Machine, note: Note) -> Any:
    """The cut, if a parameter of the model gets no gradient because of it."""
    held = {p for n in m.noted("optimizer") for p in n.about.parameters}
    left = held - note.about.reaches()
    return note.about.cut if left and held & note.about.reaches() else None


def _leaves(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    m = run.machine
    broken = run.error is not None or m.noted("grad of no leaf")
    for note in m.noted("rebound")[:1]:
        name, in_grad, _ = note.about
        if not broken and not m.noted("no graph"):
            continue
        yield Draft(
            "non_leaf_update", note.line,
            f"This makes a new tensor {name}, which is no parameter: its .grad stays "
            "None in the next step.",
            "Change it in place inside torch.no_grad(): "
            f"{name} -= lr * {name}.grad.",
            indent_into_no_grad(source, tree, note.line, in_grad),
        )  # fmt: skip
        return
    for note in m.noted("in place on a leaf")[:1]:
        yield Draft(
            "non_leaf_update", note.line,
            "A parameter that requires gradients is changed in place outside "
            "torch.no_grad(), which PyTorch refuses.",
            "Put the update inside with torch.no_grad():.",
            indent_into_no_grad(source, tree, note.line, True),
        )  # fmt: skip
        return
    plain = m.noted("grad of a plain tensor") + m.noted("optimizer of no leaf")
    plain += [n for n in m.noted("no graph") if n.about is None]
    for note in plain[:1]:
        about = note.about[1] if isinstance(note.about, tuple) else note.about
        name, line = name_of(tree, run, about)
        if m.noted("backward") or m.noted("optimizer of no leaf"):
            yield Draft(
                "requires_grad_missing", line or note.line,
                f"{name or 'A parameter'} is a plain tensor without requires_grad, so "
                "backward() computes no gradient for it.",
                "Create it with requires_grad=True.",
                required(source, tree, line),
            )  # fmt: skip
