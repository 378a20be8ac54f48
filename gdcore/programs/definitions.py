"""Functions, decorators and imports of a program.

The one rule: an import gives a name of the lists, and loads nothing.
"""

import ast
from typing import Any

from gdcore.programs.calls import call_value
from gdcore.programs.expressions import evaluate
from gdcore.programs.library import resolve
from gdcore.programs.machine import Machine
from gdcore.programs.values import (
    Frame,
    Function,
    Native,
    Space,
)


def _define(m: Machine, frame: Frame, node: Any) -> None:
    value: Any = Function(
        node,
        frame,
        [evaluate(m, frame, d) for d in node.args.defaults],
        [evaluate(m, frame, d) if d else None for d in node.args.kw_defaults],
    )
    for decorator in reversed(node.decorator_list):
        name = ast.unparse(decorator)
        if name.endswith("no_grad()"):
            value = Native("no_grad", _without_grad(m, value))
        elif name in ("staticmethod", "property", "classmethod"):
            frame.names[f"@{node.name}"] = name
    frame.names[node.name] = value


def _without_grad(m: Machine, function: Any) -> Any:
    def call(*args: Any, **named: Any) -> Any:
        before, m.grad = m.grad, False
        try:
            return call_value(m, function, args, named)
        finally:
            m.grad = before

    return call


def _import(m: Machine, frame: Frame, node: Any) -> None:
    for alias in node.names:
        path = alias.name if alias.asname else alias.name.split(".")[0]
        frame.names[alias.asname or path] = Space(path)


def _import_from(m: Machine, frame: Frame, node: Any) -> None:
    for alias in node.names:
        if alias.name != "*" and node.module:
            value = resolve(m, f"{node.module}.{alias.name}")
            frame.names[alias.asname or alias.name] = value
