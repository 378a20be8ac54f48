"""Expressions: their value by this package's own rules.

The one rule: what is not known gives an Unknown, and never an alarm.
"""

import ast
import builtins
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.programs.arithmetic import _one, binary, truth
from gdcore.programs.iterating import items_of
from gdcore.programs.learning_rates import scaled
from gdcore.programs.machine import Machine
from gdcore.programs.values import (
    Frame,
    Raised,
    Rate,
    Tensor,
    Unknown,
    is_number,
    plain,
)


def evaluate(m: Machine, frame: Frame, node: Any) -> Any:
    """The value of an expression."""
    m.tick(node)
    handler = EXPRESSIONS.get(type(node))
    value = handler(m, frame, node) if handler else Unknown("an expression")
    if m.record is not None and id(node) in m.watched:
        numbers = plain(value)
        if is_number(numbers):
            kept = np.array(numbers, dtype=float)
            m.record.setdefault(id(node), []).append(kept)
    return value


def _constant(m: Machine, frame: Frame, node: ast.Constant) -> Any:
    if id(node) in m.plan.constants and isinstance(node.value, float):
        return Rate(node.value * m.plan.scale)
    return node.value


def _name(m: Machine, frame: Frame, node: ast.Name) -> Any:
    home = frame.home(node.id)
    if home is not None:
        return scaled(m, node.id, home.names[node.id])
    from gdcore.programs.synthesis import guess

    found = m.hooks.builtin(m, node.id)
    if not hasattr(builtins, node.id):
        m.unknown.add(node.id)
    if found is not None:
        return found
    value = guess(m, node.id)
    m.guessed.add(node.id)
    frame_top = frame
    while frame_top.around is not None:
        frame_top = frame_top.around
    frame_top.names[node.id] = value
    return value


def _binary(m: Machine, frame: Frame, node: ast.BinOp) -> Any:
    left = evaluate(m, frame, node.left)
    right = evaluate(m, frame, node.right)
    m.line = node.lineno
    return binary(m, node.op, left, right, node)


UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


def _unary(m: Machine, frame: Frame, node: ast.UnaryOp) -> Any:
    value = evaluate(m, frame, node.operand)
    if isinstance(node.op, ast.Not):
        known = truth(value)
        return Unknown() if known is None else not known
    if isinstance(value, Unknown):
        return value
    call = UNARY.get(type(node.op), operator.invert)
    if isinstance(value, Tensor):
        return m.lift(call, value, kind=value.kind)
    try:
        return call(value)
    except TypeError as error:
        raise Raised("type", str(error)) from error


def _compare(m: Machine, frame: Frame, node: ast.Compare) -> Any:
    left = evaluate(m, frame, node.left)
    result: Any = True
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        right = evaluate(m, frame, comparator)
        result = _one(op, left, right)
        if len(node.ops) > 1 and truth(result) is False:
            return result
        left = right
    return result


def _both(m: Machine, frame: Frame, node: ast.BoolOp) -> Any:
    value: Any = None
    for part in node.values:
        value = evaluate(m, frame, part)
        known = truth(value)
        if known is None or known != isinstance(node.op, ast.And):
            return value
    return value


def _sequence(m: Machine, frame: Frame, node: Any) -> Any:
    values: list[Any] = []
    for part in node.elts:
        if isinstance(part, ast.Starred):
            values.extend(items_of(m, evaluate(m, frame, part.value)))
        else:
            values.append(evaluate(m, frame, part))
    if isinstance(node, ast.Set):
        return Unknown("a set")
    return tuple(values) if isinstance(node, ast.Tuple) else values


EXPRESSIONS: dict[type[ast.AST], Callable[[Machine, Frame, Any], Any]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.BoolOp: _both,
    ast.Tuple: _sequence,
    ast.List: _sequence,
    ast.Set: _sequence,
}
