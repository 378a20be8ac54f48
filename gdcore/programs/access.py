"""Attributes, items, calls, comprehensions: the rest of the expressions.

The one rule: an attribute is looked up in lists of names, never on the machine.
"""

import ast
from typing import Any

import numpy as np

from gdcore.programs.arithmetic import ARITHMETIC_ERRORS
from gdcore.programs.calls import call_value
from gdcore.programs.displays import (
    _comprehension,
    _dict,
    _either,
    _lambda,
    _text,
    _walrus,
    _yield,
)
from gdcore.programs.expressions import EXPRESSIONS, evaluate
from gdcore.programs.iterating import items_of
from gdcore.programs.learning_rates import scaled
from gdcore.programs.library import resolve
from gdcore.programs.machine import Machine, bounded
from gdcore.programs.methods import of_plain
from gdcore.programs.modules import of_layer, of_module
from gdcore.programs.tensor_attributes import of_tensor
from gdcore.programs.values import (
    Class,
    Frame,
    Function,
    Instance,
    Layer,
    Native,
    Raised,
    Space,
    Tensor,
    Unknown,
    plain,
)


def attribute(m: Machine, held: Any, name: str) -> Any:
    """held.name; one that nobody knows is kept, so that a repair brings in none."""
    value = _attribute_of(m, held, name)
    if isinstance(value, Unknown) and not isinstance(held, Unknown):
        of = held.name if isinstance(held, Space | Native) else type(held).__name__
        m.unknown.add(f"{of}.{name}")
    return value


def _attribute_of(m: Machine, held: Any, name: str) -> Any:
    if isinstance(held, Space):
        return resolve(m, f"{held.name}.{name}")
    if isinstance(held, Instance):
        return _of_instance(m, held, name)
    if isinstance(held, Class):
        value = held.names.get(name)
        return Unknown(name) if value is None else value
    if isinstance(held, Tensor):
        return of_tensor(m, held, name)
    if isinstance(held, Layer):
        return of_layer(m, held, name)
    if isinstance(held, Unknown | Function | Native):
        return Unknown(name)
    return of_plain(m, held, name)


def _of_instance(m: Machine, held: Instance, name: str) -> Any:
    if name in held.names:
        return scaled(m, name, held.names[name])
    kind: Any = held.kind
    while isinstance(kind, Class):
        if name in kind.names:
            value = kind.names[name]
            if not isinstance(value, Function):
                return value
            how = kind.names.get(f"@{name}")
            if how == "property":
                return call_value(m, value, (held,), {})
            return value if how == "staticmethod" else bound(m, value, held)
        kind = kind.base
    return of_module(m, held, name)


def bound(m: Machine, function: Function, held: Any) -> Native:
    """A method with its object."""

    def call(*args: Any, **named: Any) -> Any:
        return call_value(m, function, (held, *args), named)

    return Native(getattr(function.node, "name", "lambda"), call)


def _attribute(m: Machine, frame: Frame, node: ast.Attribute) -> Any:
    held = evaluate(m, frame, node.value)
    m.line = node.lineno
    return attribute(m, held, node.attr)


def _slice(m: Machine, frame: Frame, node: ast.Slice) -> Any:
    parts = (node.lower, node.upper, node.step)
    ends = [plain(evaluate(m, frame, p)) if p else None for p in parts]
    if any(isinstance(e, Unknown) for e in ends):
        return Unknown("a slice")
    return slice(*(int(e) if e is not None else None for e in ends))


def _subscript(m: Machine, frame: Frame, node: ast.Subscript) -> Any:
    held = evaluate(m, frame, node.value)
    index = evaluate(m, frame, node.slice)
    m.line = node.lineno
    return item(m, held, index)


def item(m: Machine, held: Any, index: Any) -> Any:
    """held[index]"""
    if isinstance(held, Layer):
        return of_layer(m, held, "[]").call(index)
    if isinstance(held, Unknown) or isinstance(index, Unknown):
        return Unknown("an item")
    parts = index if isinstance(index, tuple) else (index,)
    if any(isinstance(p, Unknown) for p in parts):
        return Unknown("an item")
    key: Any = tuple(plain(p) for p in parts)
    key = key if isinstance(index, tuple) else key[0]
    try:
        if type(held).__name__ in ("CClass", "RClass"):
            return bounded(np.asarray(held[key]))
        if isinstance(held, Tensor):
            return m.lift(lambda a: a[key], held, kind=held.kind)
        if isinstance(held, np.ndarray | list | tuple | dict | str | range):
            return held[key]
    except ARITHMETIC_ERRORS as error:
        raise Raised("index", str(error)) from error
    if isinstance(held, int | float | np.number):
        raise Raised("index", "a single number has no items")
    return Unknown("an item")


def _call(m: Machine, frame: Frame, node: ast.Call) -> Any:
    function = evaluate(m, frame, node.func)
    args: list[Any] = []
    for a in node.args:
        if isinstance(a, ast.Starred):
            args.extend(items_of(m, evaluate(m, frame, a.value)))
        else:
            args.append(evaluate(m, frame, a))
    named: dict[str, Any] = {}
    for k in node.keywords:
        value = evaluate(m, frame, k.value)
        if k.arg is not None:
            named[k.arg] = scaled(m, k.arg, value)
        elif isinstance(value, dict):
            named.update({str(name): v for name, v in value.items()})
    m.line = node.lineno
    if isinstance(node.func, ast.Name) and node.func.id == "super":
        return _super(m, frame)
    return call_value(m, function, tuple(args), named)


def _super(m: Machine, frame: Frame) -> Any:
    held = next(iter(frame.names.values()), None)
    if not isinstance(held, Instance):
        return Unknown("super")
    base = held.kind.base
    names = dict(base.names) if isinstance(base, Class) else {}
    ready = {k: bound(m, v, held) for k, v in names.items() if isinstance(v, Function)}
    ready.setdefault("__init__", Native("__init__", lambda *a, **k: None))
    return Instance(Class("super", None, {}), ready)


EXPRESSIONS.update(
    {
        ast.Yield: _yield,
        ast.Attribute: _attribute,
        ast.Slice: _slice,
        ast.Subscript: _subscript,
        ast.Call: _call,
        ast.Lambda: _lambda,
        ast.IfExp: _either,
        ast.JoinedStr: _text,
        ast.Dict: _dict,
        ast.ListComp: _comprehension,
        ast.GeneratorExp: _comprehension,
        ast.NamedExpr: _walrus,
    }
)
