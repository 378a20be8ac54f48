"""Assignments: to names, attributes, parts of arrays; and what they tell of a loop.

The one rule: each store is booked with the loops around it.
"""

import ast
from typing import Any

import numpy as np

from gdcore.programs.arithmetic import binary
from gdcore.programs.booking import book, book_object
from gdcore.programs.expressions import evaluate
from gdcore.programs.iterating import items_of
from gdcore.programs.machine import Machine
from gdcore.programs.values import (
    Frame,
    Instance,
    Layer,
    Raised,
    Tensor,
    Unknown,
    is_number,
    plain,
)


def assign(m: Machine, frame: Frame, target: Any, value: Any) -> None:
    """Puts a value where a target says."""
    if isinstance(target, ast.Name):
        _name(m, frame, target.id, value)
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(m, frame, target.elts, value)
    elif isinstance(target, ast.Starred):
        assign(m, frame, target.value, value)
    elif isinstance(target, ast.Attribute):
        _attribute(m, frame, target, value)
    elif isinstance(target, ast.Subscript):
        held = evaluate(m, frame, target.value)
        _part(m, frame, held, evaluate(m, frame, target.slice), value)


def _name(m: Machine, frame: Frame, name: str, value: Any) -> None:
    home = (frame.home(name) if name in frame.shared else None) or frame
    old = home.names.get(name)
    _rebound(m, name, old, value)
    home.names[name] = value
    for loop in m.loops:
        if loop.frame.home(name) is home:
            book(m, loop, name)


def _rebound(m: Machine, name: str, old: Any, new: Any) -> None:
    """A leaf that requires gradients, replaced by what is none."""
    if not (isinstance(old, Tensor) and old.requires and isinstance(new, Tensor)):
        return
    if m.loops and new is not old and old.grad is not None and not new.requires:
        m.note("rebound", (name, m.grad, old))


def _unpack(m: Machine, frame: Frame, targets: list[Any], value: Any) -> None:
    if isinstance(value, Unknown):
        parts: list[Any] = [Unknown(value.why) for _ in targets]
    else:
        parts = list(items_of(m, value))
    starred = [i for i, t in enumerate(targets) if isinstance(t, ast.Starred)]
    for i in starred[:1]:
        more = len(parts) - len(targets) + 1
        parts[i : i + more] = [parts[i : i + more]]
    if len(parts) != len(targets):
        raise Raised("type", f"{len(parts)} values for {len(targets)} names")
    for target, part in zip(targets, parts, strict=True):
        assign(m, frame, target, part)


def _attribute(m: Machine, frame: Frame, target: ast.Attribute, value: Any) -> None:
    held = evaluate(m, frame, target.value)
    if isinstance(held, Tensor):
        _of_tensor(m, held, target.attr, value)
    elif isinstance(held, Instance | Layer):
        _rebound(m, target.attr, held.names.get(target.attr), value)
        held.names[target.attr] = value
        book_object(m, held, target.attr)


def _of_tensor(m: Machine, held: Tensor, name: str, value: Any) -> None:
    if name == "data" and isinstance(value, Tensor):
        held.a = value.a
        book_object(m, held, "")
    elif name == "grad":
        held.grad = value if isinstance(value, Tensor) else None
        held.passes = [] if value is None else held.passes
        if value is None:
            m.note("zeroed", held)
    elif name == "requires_grad":
        held.requires = bool(value)


def _part(m: Machine, frame: Frame, held: Any, index: Any, value: Any) -> None:
    if isinstance(held, list | dict):
        try:
            held[index] = value
        except (IndexError, TypeError, KeyError) as error:
            raise Raised("index", str(error)) from error
        book_object(m, held, "", part=str(index))
    elif isinstance(held, np.ndarray) and not isinstance(value, Unknown):
        number = plain(value)
        whole = held.dtype.kind == "i" and np.asarray(number).dtype.kind == "f"
        if whole and np.any(np.asarray(number) % 1):
            m.note("truncated", held)
        held[plain_index(index)] = number
        book_object(m, held, "", part=str(index))
    elif isinstance(held, Tensor) and not isinstance(value, Unknown):
        held.a[plain_index(index)] = plain(value)
        if isinstance(value, Tensor):
            held.sources |= value.reaches()
        book_object(m, held, "", part=str(index))


def plain_index(index: Any) -> Any:
    """An index without tensors."""
    if isinstance(index, tuple):
        return tuple(plain_index(i) for i in index)
    return plain(index)


def augment(m: Machine, frame: Frame, node: ast.AugAssign, value: Any) -> None:
    """w -= …, in place for arrays and tensors."""
    target = node.target
    load: Any = ast.copy_location(_loaded(target), target)
    old = evaluate(m, frame, load)
    if isinstance(old, list) and isinstance(node.op, ast.Add):
        old.extend(items_of(m, value))
        return
    new = binary(m, node.op, old, value, node)
    if isinstance(old, Tensor) and isinstance(new, Tensor):
        if m.grad and old.requires:
            m.note("in place on a leaf", ast.unparse(target))
        if new.a.shape == old.a.shape:
            old.a = new.a
            if m.grad and not old.requires:
                old.sources, old.oldest = new.sources, new.oldest
            book_object(m, old, "")
            new = old
    elif isinstance(old, np.ndarray) and is_number(new):
        _in_place(m, old, new)
        book_object(m, old, "")
        new = old
    assign(m, frame, target, new)


def _in_place(m: Machine, old: Any, new: Any) -> None:
    new = np.asarray(new)
    if old.dtype.kind == "i" and new.dtype.kind == "f":
        m.note("whole in place", old)
        raise Raised("integer", "an array of whole numbers cannot take the step")
    if np.broadcast_shapes(old.shape, new.shape) != old.shape or (
        new.shape != old.shape
    ):
        raise Raised("shape", f"shape {new.shape} does not fit into {old.shape}")
    old[...] = new


def _loaded(target: Any) -> Any:
    load = ast.Load()
    if isinstance(target, ast.Name):
        return ast.Name(target.id, load)
    if isinstance(target, ast.Attribute):
        return ast.Attribute(target.value, target.attr, load)
    return ast.Subscript(target.value, target.slice, load)
