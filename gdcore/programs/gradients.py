"""backward, grad, detach: where gradients flow, and where they are cut off.

The one rule: what torch would do to the graph is done to the graph, and noted.
"""

from typing import Any

import numpy as np

from gdcore.programs.booking import book_object
from gdcore.programs.machine import Machine
from gdcore.programs.values import Cut, Native, Raised, Tensor, plain

LOSS = -2
"""The key under which values of the loss are recorded."""
NOTHING = object()
"""A name whose value is None."""


def of_tensor(m: Machine, held: Tensor, name: str) -> Any:
    """The attributes of a tensor that have to do with gradients; None for others."""
    if name == "grad":
        if not held.requires and held.sources:
            m.note("grad of no leaf", held)
        if held.grad is None and not held.requires and not held.sources:
            m.note("grad of a plain tensor", held)
        return NOTHING if held.grad is None else held.grad
    if name == "backward":
        return Native(name, lambda *a, **k: backward(m, held))
    if name == "data":
        return _view(m, held, ".data")
    if name in ("detach", "numpy", "detach_"):
        return Native(name, lambda *a: _view(m, held, f".{name}()", name))
    if name == "requires_grad_":
        return Native(name, lambda on=True: _require(m, held, on))
    if name == "requires_grad":
        return held.requires or bool(held.sources)
    if name in ("zero_", "zero_grad"):
        return Native(name, lambda: _zero(m, held))
    if name in ("grad_fn", "is_leaf", "retain_grad"):
        return Native(name, lambda: None)
    return None


def _require(m: Machine, held: Tensor, on: bool) -> Tensor:
    if on and held.kind[0] != "f":
        raise Raised("integer", "only floating point can require gradients")
    if not held.sources:
        held.requires = on
        if on and held not in m.leaves:
            m.leaves.append(held)
    return held


def _view(m: Machine, held: Tensor, by: str, name: str = "") -> Any:
    if name == "numpy":
        if held.reaches():
            m.note("numpy of a graph", held)
        return held.a.copy()
    out = Tensor(held.a, held.kind, wrap="data")
    if held.reaches():
        out.cut = Cut(by, m.line)
    m.tags[id(out)] = held
    m.keep.append(out)
    return out


def _zero(m: Machine, held: Tensor) -> Tensor:
    """x.grad.zero_(), or x.zero_()."""
    grad = m.tags.get(id(held)) if held.wrap == "data" else held
    known = isinstance(grad, Tensor) and grad.wrap == "grad"
    for owner in m.tags.get(id(grad), ()) if known else ():
        owner.passes = []
        m.note("zeroed", owner)
    held.a[...] = 0
    return held


def in_place(m: Machine, held: Tensor, name: str, args: Any, named: Any) -> Tensor:
    """add_, sub_, mul_, copy_, fill_ …"""
    if name == "zero_":
        return _zero(m, held)
    if m.grad and held.requires:
        m.note("in place on a leaf", "it")
    if not args or name in ("normal_", "uniform_"):
        return held
    factor = named.get("alpha", 1)
    value = plain(args[0]) if len(args) == 1 else plain(args[0]) * plain(args[1])
    new = {
        "add_": held.a + factor * value,
        "sub_": held.a - factor * value,
        "mul_": held.a * value,
    }.get(name, np.broadcast_to(value, held.a.shape))
    held.a[...] = new
    owner = m.tags.get(id(held)) if held.wrap == "data" else held
    book_object(m, owner, "")
    return held


def backward(m: Machine, loss: Tensor) -> None:
    """Adds to the gradients of the leaves that the loss reaches."""
    m.passes += 1
    reached = loss.reaches()
    m.note("backward", loss)
    for loop in m.loops:
        m.trained.setdefault(id(loop.node), m.line)
    if loss.a.size != 1:
        raise Raised("grad", "backward needs one number")
    if not reached:
        m.note("no graph", loss.cut)
        raise Raised("grad", "the loss hangs on nothing that requires gradients")
    if m.record is not None:
        m.record.setdefault(LOSS, []).append(np.array(loss.a, dtype=float))
    if loss.oldest and loss.oldest in m.used:
        m.note("graph used twice", loss.oldest[1])
    m.used |= {loss.oldest} if loss.oldest else set()
    for leaf in reached:
        seen = m.tags.get(("seen", id(leaf)))
        if leaf.passes and seen is not None and not np.array_equal(seen, leaf.a):
            m.note("accumulated", leaf)
        m.tags["seen", id(leaf)] = leaf.a.copy()
        unit = m.unit(leaf).copy()
        held = leaf.grad.a + unit if leaf.grad is not None and leaf.passes else unit
        leaf.passes.append(m.passes)
        leaf.grad = Tensor(np.asarray(held), leaf.kind, wrap="grad")
        m.tags.setdefault(id(leaf.grad), []).append(leaf)
        m.keep.append(leaf.grad)


def clear(m: Machine, leaf: Tensor) -> None:
    """zero_grad() for one leaf."""
    leaf.grad, leaf.passes = None, []
