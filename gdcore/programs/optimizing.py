"""Optimizers and schedulers of torch: what they hold, and what their steps meet.

The one rule: a step moves what it holds a little, so that later rounds see it moved.
"""

from typing import Any

import numpy as np

from gdcore.programs.booking import book_call, book_object
from gdcore.programs.gradients import clear
from gdcore.programs.machine import Machine
from gdcore.programs.values import (
    Function,
    Instance,
    Layer,
    Native,
    Raised,
    Tensor,
    Unknown,
)

STATEFUL = frozenset(
    ["Adam", "AdamW", "RMSprop", "Adagrad", "LBFGS", "Adadelta", "Adamax", "NAdam"]
)


def made(m: Machine, name: str, held: Any, args: Any, named: Any) -> Layer:
    """optim.SGD(parameters, lr=…) and its kin."""
    from gdcore.programs.iterating import items_of

    leaves: list[Tensor] = []
    known = not isinstance(held, Unknown)
    held = [] if isinstance(held, Unknown) else held
    held = [held] if isinstance(held, Tensor) else list(items_of(m, held))
    groups = [part for part in held if isinstance(part, dict)]
    for part in held:
        part = part.get("params", []) if isinstance(part, dict) else part
        part = part if isinstance(part, list) else [part]
        known = known and not any(isinstance(p, Unknown) for p in part)
        for p in part:
            if isinstance(p, tuple):
                p = p[1]
            if isinstance(p, Tensor):
                leaves.append(p)
    options = {"name": name, "known": known, "args": args, "groups": groups, **named}
    layer = Layer("optimizer", options, leaves, m.line)
    layer.names["in loop"] = bool(m.loops)
    m.note("optimizer", layer)
    for p in leaves:
        if not p.requires:
            m.note("optimizer of no leaf", (layer, p))
    return layer


def of_optimizer(m: Machine, held: Layer, name: str) -> Any:
    """zero_grad, step, param_groups."""
    if held.kind == "scheduler":
        if name == "step":
            return Native(name, lambda *a: _scheduled(m, held))
        return (
            Native(name, lambda *a, **k: [0.01])
            if name == "get_last_lr"
            else Unknown(name)
        )
    if name == "zero_grad":
        return Native(name, lambda *a, **k: zero(m, held.parameters, held))
    if name == "step":
        return Native(name, lambda closure=None: step(m, held, closure))
    if name == "param_groups":
        return [{"lr": 0.01, "params": held.parameters}]
    return Unknown(name)


def _scheduled(m: Machine, held: Layer) -> None:
    book_call(m, held)
    m.note("scheduler", held)


def zero(m: Machine, leaves: list[Tensor], held: Any = None) -> None:
    """Clears the gradients."""
    pending = any(leaf.passes for leaf in leaves)
    m.note("zero_grad", (held, pending))
    for leaf in leaves:
        clear(m, leaf)


def step(m: Machine, held: Layer, closure: Any) -> Any:
    """One step, with what it meets noted."""
    m.steps += 1
    loss: Any = None
    if closure is not None:
        loss = _evaluated(m, held, closure)
    elif held.names["name"] == "LBFGS":
        m.note("no closure", held)
        raise Raised("closure", "LBFGS's step needs a closure")
    with_gradient = [p for p in held.parameters if p.passes]
    m.note("step", held)
    if held.parameters and not with_gradient:
        m.note("step without gradient", held)
    for p in with_gradient:
        book_object(m, p, "")
        assert p.grad is not None
        p.a = np.asarray(p.a - 1e-3 * m.plan.scale * p.grad.a)
    return loss


def _evaluated(m: Machine, held: Layer, closure: Any) -> Any:
    """The closure, called twice as a search does, the point moved in between."""
    loss: Any = None
    for _ in range(2):
        before, seen = m.passes, len(m.notes)
        loss = m.hooks.call(m, closure, (), {})
        if not isinstance(closure, Function | Native | Instance):
            return loss
        line = getattr(getattr(closure, "node", None), "lineno", m.line)
        if m.passes == before:
            m.note("closure without backward", (held, line))
        if loss is None:
            m.note("closure without value", (held, line))
        del seen
        for p in held.parameters:
            if p.grad is not None and p.passes:
                p.a = np.asarray(p.a - 1e-3 * m.plan.scale * p.grad.a)
    return loss
