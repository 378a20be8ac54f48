"""Comprehensions, lambdas, texts and dicts.

The one rule: the names of a comprehension are no stores of the program.
"""

import ast
from collections.abc import Iterator
from typing import Any

from gdcore.programs.arithmetic import truth
from gdcore.programs.expressions import evaluate
from gdcore.programs.iterating import items_of
from gdcore.programs.machine import Machine
from gdcore.programs.values import (
    Frame,
    Function,
)


def _lambda(m: Machine, frame: Frame, node: ast.Lambda) -> Any:
    defaults = [evaluate(m, frame, d) for d in node.args.defaults]
    return Function(node, frame, defaults, [])


def _either(m: Machine, frame: Frame, node: ast.IfExp) -> Any:
    known = truth(evaluate(m, frame, node.test))
    return evaluate(m, frame, node.orelse if known is False else node.body)


def _text(m: Machine, frame: Frame, node: ast.JoinedStr) -> Any:
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            evaluate(m, frame, part.value)
    return "text"


def _dict(m: Machine, frame: Frame, node: ast.Dict) -> Any:
    found: dict[Any, Any] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        here = evaluate(m, frame, value)
        if key is None:
            found.update(here if isinstance(here, dict) else {})
        else:
            name = evaluate(m, frame, key)
            if isinstance(name, str | int | float | tuple | bool):
                found[name] = here
    return found


def _comprehension(m: Machine, frame: Frame, node: Any) -> Any:
    inner = Frame({}, frame)

    def rounds(generators: list[ast.comprehension]) -> Iterator[Any]:
        if not generators:
            yield evaluate(m, inner, node.elt)
            return
        first, *rest = generators
        for value in items_of(m, evaluate(m, inner, first.iter)):
            bind(m, inner, first.target, value)
            tests = (truth(evaluate(m, inner, t)) for t in first.ifs)
            if all(t is not False for t in tests):
                yield from rounds(rest)

    return list(rounds(node.generators))


def bind(m: Machine, frame: Frame, target: Any, value: Any) -> None:
    """Names of a comprehension: they are no stores of the program."""
    if isinstance(target, ast.Name):
        frame.names[target.id] = value
    elif isinstance(target, ast.Tuple | ast.List):
        for part, piece in zip(target.elts, items_of(m, value), strict=False):
            bind(m, frame, part, piece)


def _walrus(m: Machine, frame: Frame, node: ast.NamedExpr) -> Any:
    value = evaluate(m, frame, node.value)
    frame.names[node.target.id] = value
    return value


def _yield(m: Machine, frame: Frame, node: ast.Yield) -> Any:
    value = evaluate(m, frame, node.value) if node.value else None
    given = frame.names.get("@yield")
    if isinstance(given, list) and len(given) < 1000:
        given.append(value)
    return None
