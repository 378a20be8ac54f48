"""Calls: of the program's functions and classes, and of what the reader knows.

The one rule: an unknown function gives an Unknown, and never an alarm.
"""

import ast
from functools import lru_cache
from typing import Any

import numpy as np

from gdcore.programs.arithmetic import ARITHMETIC_ERRORS
from gdcore.programs.expressions import evaluate
from gdcore.programs.jumps import Returned
from gdcore.programs.machine import DEPTH, Machine
from gdcore.programs.values import (
    Class,
    Frame,
    Function,
    Instance,
    Layer,
    Native,
    Raised,
    Unknown,
    Unreadable,
)


def call_value(
    m: Machine, function: Any, args: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """function(*args, **named)"""
    if isinstance(function, Function):
        return _of_program(m, function, args, named)
    if isinstance(function, Class):
        return _made(m, function, args, named)
    if isinstance(function, Instance):
        return _called(m, function, args, named)
    if isinstance(function, Layer):
        return m.hooks.forward(m, function, args, named)
    if isinstance(function, Native):
        try:
            return function.call(*args, **named)
        except ARITHMETIC_ERRORS as error:
            if any(isinstance(a, Unknown) for a in (*args, *named.values())):
                return Unknown(function.name)
            if isinstance(error, TypeError) and "argument" in str(error):
                return Unknown(function.name)
            shape = "shape" in str(error) or "dimension" in str(error)
            raise Raised("shape" if shape else "type", str(error)) from error
    if isinstance(function, type) and issubclass(function, np.number):
        return _number(function, args)
    return Unknown("a call")


def _number(kind: type, args: tuple[Any, ...]) -> Any:
    if len(args) != 1 or isinstance(args[0], Unknown):
        return Unknown("a number")
    return np.asarray(args[0]).astype(kind)[()]


def _of_program(
    m: Machine, function: Function, args: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    frame = Frame(_parameters(m, function, args, named), function.around)
    if m.depth >= DEPTH:
        raise Unreadable("functions call each other too deep")
    if isinstance(function.node, ast.Lambda):
        return evaluate(m, frame, function.node.body)
    if _yields(function.node):
        return _generated(m, function.node, frame)
    m.depth += 1
    count = len(m.loops)
    try:
        m.hooks.run_block(m, frame, function.node.body)
    except Returned as returned:
        return returned.value
    finally:
        m.depth -= 1
        del m.loops[count:]
    return None


@lru_cache(maxsize=256)
def _yields(node: ast.FunctionDef) -> bool:
    """Whether it is the function of a generator."""
    return any(isinstance(n, ast.Yield | ast.YieldFrom) for n in ast.walk(node))


def _generated(m: Machine, node: ast.FunctionDef, frame: Frame) -> list[Any]:
    """What a generator gives: all at once, as its loops are short."""
    given: list[Any] = []
    frame.names["@yield"] = given
    m.depth += 1
    try:
        m.hooks.run_block(m, frame, node.body)
    except Returned:
        pass
    finally:
        m.depth -= 1
    return given


def _parameters(
    m: Machine, function: Function, args: tuple[Any, ...], named: dict[str, Any]
) -> dict[str, Any]:
    """The names that a call gives to its function."""
    spec = function.node.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    given: dict[str, Any] = dict(zip(names, args, strict=False))
    late = names[len(names) - len(function.defaults) :] if function.defaults else []
    for name, value in zip(late, function.defaults, strict=True):
        given.setdefault(name, value)
    for a, value in zip(spec.kwonlyargs, function.kw_defaults, strict=False):
        given[a.arg] = value
    more = {k: v for k, v in named.items() if k in names or k in given}
    given.update(more)
    if spec.vararg:
        given[spec.vararg.arg] = args[len(names) :]
    if spec.kwarg:
        given[spec.kwarg.arg] = {k: v for k, v in named.items() if k not in more}
    from gdcore.programs.learning_rates import scaled
    from gdcore.programs.synthesis import guess

    for name in names:
        if name not in given:
            given[name] = guess(m, name)
    del scaled
    return given


def _made(
    m: Machine, kind: Class, args: tuple[Any, ...], named: dict[str, Any]
) -> Instance:
    """An object of a class of the program."""
    held = Instance(kind)
    m.keep.append(held)
    start = method(kind, "__init__")
    if start is not None:
        call_value(m, start, (held, *args), named)
    elif is_dataclass(kind):
        fields = [k for k in kind.names if not k.startswith(("_", "@"))]
        held.names.update(zip(fields, args, strict=False))
        held.names.update(named)
    return held


def is_dataclass(kind: Class) -> bool:
    """Whether objects are made from the class's own names."""
    return not any(isinstance(v, Function) for v in kind.names.values())


def method(kind: Any, name: str) -> Function | None:
    """A method of the class or of a class below it."""
    while isinstance(kind, Class):
        found = kind.names.get(name)
        if isinstance(found, Function):
            return found
        kind = kind.base
    return None


def _called(
    m: Machine, held: Instance, args: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    for name in ("forward", "__call__"):
        found = method(held.kind, name)
        if found is not None:
            return call_value(m, found, (held, *args), named)
    return Unknown("a call")
