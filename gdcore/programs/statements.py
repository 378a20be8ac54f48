"""Statements of a program, followed one by one.

The one rule: a training loop is followed for a few rounds, a loop over rows to its end.
"""

import ast
import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from gdcore.programs import looping
from gdcore.programs.arithmetic import truth
from gdcore.programs.definitions import _define, _import, _import_from
from gdcore.programs.expressions import evaluate
from gdcore.programs.iterating import items
from gdcore.programs.jumps import Broken, Continued, Returned
from gdcore.programs.looping import LONG, SHORT, _collects
from gdcore.programs.machine import Loop, Machine
from gdcore.programs.storing import assign, augment
from gdcore.programs.values import (
    Class,
    Frame,
    Function,
    Raised,
    Unreadable,
)


def run_block(m: Machine, frame: Frame, body: Iterable[ast.stmt]) -> None:
    """One statement after another."""
    for statement in body:
        m.tick(statement)
        STATEMENTS.get(type(statement), _nothing)(m, frame, statement)


def _nothing(m: Machine, frame: Frame, node: ast.stmt) -> None:
    """Statements that change no value here."""


def _expr(m: Machine, frame: Frame, node: Any) -> None:
    evaluate(m, frame, node.value)


def _assign(m: Machine, frame: Frame, node: Any) -> None:
    value = evaluate(m, frame, node.value)
    for target in node.targets:
        assign(m, frame, target, value)


def _annotated(m: Machine, frame: Frame, node: Any) -> None:
    if node.value is not None:
        assign(m, frame, node.target, evaluate(m, frame, node.value))


def _augmented(m: Machine, frame: Frame, node: Any) -> None:
    augment(m, frame, node, evaluate(m, frame, node.value))


def _class(m: Machine, frame: Frame, node: Any) -> None:
    bases = [evaluate(m, frame, b) for b in node.bases]
    names = Frame({}, frame)
    run_block(m, names, node.body)
    base = bases[0] if bases else None
    for name in names.names.values():
        if isinstance(name, Function):
            name.around = frame
    frame.names[node.name] = Class(node.name, base, names.names)


def _return(m: Machine, frame: Frame, node: Any) -> None:
    value = evaluate(m, frame, node.value) if node.value else None
    if m.loops and m.loops[-1].frame is frame and m.loops[-1].rounds == 1:
        m.note("return in loop", m.loops[-1].node)
    raise Returned(value)


def _if(m: Machine, frame: Frame, node: Any) -> None:
    test = evaluate(m, frame, node.test)
    known = truth(test)
    known = not _leaves(node.body) if known is None else known
    run_block(m, frame, node.body if known else node.orelse)


def _leaves(body: list[ast.stmt]) -> bool:
    return isinstance(body[-1], ast.Break | ast.Return | ast.Raise | ast.Continue)


def _for(m: Machine, frame: Frame, node: Any) -> None:
    source = evaluate(m, frame, node.iter)
    loop = Loop(node, frame)
    looping.measure(m, loop, source)
    _rounds(m, loop, node, _targets(m, frame, node, source))


def _targets(m: Machine, frame: Frame, node: Any, source: Any) -> Iterator[None]:
    for item in items(m, source):
        assign(m, frame, node.target, item)
        yield


def _while(m: Machine, frame: Frame, node: Any) -> None:
    def rounds() -> Iterator[None]:
        while truth(evaluate(m, frame, node.test)) is not False:
            yield

    _rounds(m, Loop(node, frame), node, rounds())


def _rounds(m: Machine, loop: Loop, node: Any, rounds: Iterator[None]) -> None:
    m.entered.setdefault(id(node), loop)
    planned = looping.enter(m, loop)
    m.loops.append(loop)
    most = LONG if len(m.loops) > 1 or _collects(node) else SHORT
    try:
        for _ in rounds:
            loop.rounds += 1
            m.tick(node)
            with contextlib.suppress(Continued):
                run_block(m, loop.frame, node.body)
            looping.after_round(m, loop, planned=planned)
            if loop.rounds >= most:
                looping.cut_off(m)
                break
        else:
            run_block(m, loop.frame, node.orelse)
    except Broken:
        pass
    finally:
        m.loops.remove(loop)
    if planned:
        raise Unreadable("planned")


def _with(m: Machine, frame: Frame, node: Any) -> None:
    before = m.grad
    for item in node.items:
        name = ast.unparse(item.context_expr)
        if "no_grad" in name or "inference_mode" in name:
            m.grad, m.no_grad = False, node.lineno
        elif "enable_grad" in name:
            m.grad = True
        else:
            value = evaluate(m, frame, item.context_expr)
            if item.optional_vars is not None:
                assign(m, frame, item.optional_vars, value)
    try:
        run_block(m, frame, node.body)
    finally:
        m.grad = before


def _break(m: Machine, frame: Frame, node: Any) -> None:
    raise Broken


def _continue(m: Machine, frame: Frame, node: Any) -> None:
    raise Continued


def _global(m: Machine, frame: Frame, node: Any) -> None:
    frame.shared |= set(node.names)


def _try(m: Machine, frame: Frame, node: Any) -> None:
    try:
        run_block(m, frame, node.body)
        run_block(m, frame, node.orelse)
    except Raised:
        if not node.handlers:
            raise
        run_block(m, frame, node.handlers[0].body)
    finally:
        run_block(m, frame, node.finalbody)


def _raise(m: Machine, frame: Frame, node: Any) -> None:
    raise Raised("raise", "the program raises an error here")


STATEMENTS: dict[type[ast.stmt], Callable[[Machine, Frame, Any], None]] = {
    ast.Expr: _expr,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.FunctionDef: _define,
    ast.ClassDef: _class,
    ast.Return: _return,
    ast.If: _if,
    ast.For: _for,
    ast.While: _while,
    ast.With: _with,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Global: _global,
    ast.Nonlocal: _global,
    ast.Try: _try,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Raise: _raise,
}
