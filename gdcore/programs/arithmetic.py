"""Operators: on numbers, arrays and tensors, within what is held.

The one rule: what is not known gives an Unknown, and never an alarm.
"""

import ast
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.programs.machine import LARGEST, Machine
from gdcore.programs.values import (
    Raised,
    Tensor,
    Unknown,
    Unreadable,
    is_number,
    plain,
)

OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
}


COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}


ARITHMETIC_ERRORS = (
    ValueError,
    TypeError,
    ZeroDivisionError,
    OverflowError,
    IndexError,
    KeyError,
    AttributeError,
    np.exceptions.AxisError,
    np.linalg.LinAlgError,
    ArithmeticError,
)


def binary(m: Machine, op: ast.operator, left: Any, right: Any, node: ast.AST) -> Any:
    """left op right, with what is worth a note."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown(getattr(left, "why", "") or getattr(right, "why", ""))
    call = OPERATIONS.get(type(op))
    if call is None:
        return Unknown("an operator")
    if isinstance(left, str) or isinstance(right, str):
        return "text"
    _bound(op, left, right)
    shapes = _shape(left), _shape(right)
    m.tags["reached"] = any(
        isinstance(v, Tensor) and v.reaches() for v in (left, right)
    )
    try:
        if is_number(left) and is_number(right):
            _column_and_row(m, op, shapes, node)
        if isinstance(op, ast.Sub) and m.tags:
            for side in (left, right):
                if isinstance(side, Tensor) and ("active", id(side)) in m.tags:
                    m.note("bent output", m.tags["active", id(side)])
        if isinstance(left, Tensor) or isinstance(right, Tensor):
            if isinstance(op, ast.MatMult):
                _kinds(left, right)
            return m.lift(call, left, right)
        if isinstance(left, list) and isinstance(right, np.ndarray):
            left = np.asarray(left)
        return call(left, right)
    except ARITHMETIC_ERRORS as error:
        kind = "shape" if "shape" in str(error) or "dimension" in str(error) else "type"
        raise Raised(kind, str(error)) from error


def _kinds(left: Any, right: Any) -> None:
    kinds = {v.kind for v in (left, right) if isinstance(v, Tensor)}
    if kinds == {"f4", "i8"} or kinds == {"f8", "i8"}:
        raise Raised("integer", "a product of whole numbers with floating point")


def _shape(value: Any) -> tuple[int, ...]:
    value = plain(value)
    return value.shape if isinstance(value, np.ndarray) else ()


def _bound(op: ast.operator, left: Any, right: Any) -> None:
    """Keeps powers, repetitions and products within what is held."""
    if (
        isinstance(op, ast.Pow)
        and isinstance(right, int)
        and isinstance(left, int)
        and abs(left) > 1
        and right * max(1, abs(left)).bit_length() > 2000
    ):
        raise Unreadable("a power that is too large")
    if isinstance(op, ast.Mult):
        for a, b in ((left, right), (right, left)):
            if isinstance(a, int) and isinstance(b, int) and abs(a).bit_length() > 4000:
                raise Unreadable("a number that is too large")
            if (
                isinstance(a, str | list | tuple)
                and isinstance(b, int)
                and len(a) * b > LARGEST
            ):
                raise Unreadable("a list that is too long")


def _column_and_row(
    m: Machine, op: ast.operator, shapes: tuple[Any, Any], node: ast.AST
) -> None:
    """(n, 1) against (n,) gives (n, n)."""
    a, b = shapes
    if isinstance(op, ast.MatMult):
        return
    if len(a) and len(b):
        total = int(np.prod(np.broadcast_shapes(a, b)))
        if column_and_row(a, b):
            m.note("column and row", (node, a, b, m.tags.get("reached")))
        if total > LARGEST:
            raise Unreadable("an array that is too large")


def column_and_row(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    """Whether one shape is (n, 1) and the other (n,), n > 1."""
    for column, row in ((a, b), (b, a)):
        if len(column) == 2 and column[1] == 1 and row == (column[0],) != (1,):
            return True
    return False


def truth(value: Any) -> bool | None:
    """Whether a condition holds; None if nobody knows."""
    if isinstance(value, Unknown):
        return None
    value = plain(value)
    try:
        return bool(value)
    except ValueError:
        return None


def _one(op: ast.cmpop, left: Any, right: Any) -> Any:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown()
    try:
        if isinstance(op, ast.In | ast.NotIn):
            return (plain(left) in plain(right)) == isinstance(op, ast.In)
        result = COMPARISONS[type(op)](plain(left), plain(right))
    except ARITHMETIC_ERRORS:
        return Unknown()
    tensor = isinstance(left, Tensor) or isinstance(right, Tensor)
    return Tensor(np.asarray(result), "b1") if tensor else result
