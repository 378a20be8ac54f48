"""Numbers in the steps of a program that are learning rates.

The one rule: of each step the first number below 1 that is no name's and no momentum.
"""

import ast
from collections.abc import Iterator

from gdcore.programs.edits import walk
from gdcore.programs.learning_rates import rate_names
from gdcore.programs.sampling import Training

MOVES = frozenset({"sub_", "add_"})
"""Methods of a tensor that make a step."""


def rates(tree: ast.Module, training: Training) -> frozenset[int]:
    """Numbers in the steps that are learning rates: the first one below 1 of each."""
    named = rate_names(tree)
    last = {n.split(".")[-1] for n in training.names}
    last |= _leaves(tree) if training.autograd else set()
    last |= _velocities(tree, last)
    found: set[int] = set()
    for words, value in _stores(tree):
        if not words & last or isinstance(value, ast.Constant):
            continue
        if any(isinstance(n, ast.Name) and n.id in named for n in walk(value)):
            continue
        kept = _momenta(value, words)
        for part in walk(value):
            small = isinstance(part, ast.Constant) and isinstance(part.value, float)
            if small and 0 < part.value < 0.9 and id(part) not in kept:
                found.add(id(part))
    return frozenset(found)


def _stores(tree: ast.Module) -> Iterator[tuple[set[str], ast.expr]]:
    """The names that a line stores, and what it stores there or takes off."""
    for node in walk(tree):
        if isinstance(node, ast.Assign):
            yield {w for t in node.targets for w in _words(t)}, node.value
        elif isinstance(node, ast.AugAssign):
            yield set(_words(node.target)), node.value
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            if isinstance(call.func, ast.Attribute) and call.func.attr in MOVES:
                for value in call.args[:1]:
                    yield set(_words(call.func.value)), value


def _velocities(tree: ast.Module, names: set[str]) -> set[str]:
    """Names that keep a share of themselves, v = beta v + ..., and are the steps."""
    moving = {
        word
        for words, value in _stores(tree)
        if words & names
        for term in _terms(value)
        for word in _words(term)[:1]
    }
    return {
        word
        for words, value in _stores(tree)
        for word in words & moving
        if _kept(value, {word})
    }


def _terms(value: ast.expr) -> Iterator[ast.expr]:
    """The names and attributes that a value is a sum of."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add | ast.Sub):
        yield from _terms(value.left)
        yield from _terms(value.right)
    elif isinstance(value, ast.UnaryOp):
        yield from _terms(value.operand)
    elif isinstance(value, ast.Name | ast.Attribute):
        yield value


def _momenta(value: ast.expr, words: set[str]) -> set[int]:
    """Numbers by which a line multiplies what it stores."""
    return {id(n) for part in _kept(value, words) for n in walk(part)}


def _kept(value: ast.expr, words: set[str]) -> list[ast.BinOp]:
    """The products in a value that have one of the names as a factor."""
    return [
        part
        for part in walk(value)
        if isinstance(part, ast.BinOp)
        and isinstance(part.op, ast.Mult)
        and any(_is(side, words) for side in (part.left, part.right))
    ]


def _is(node: ast.expr, words: set[str]) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and bool(
        set(_words(node)[:1]) & words
    )


def _leaves(tree: ast.Module) -> set[str]:
    """Names whose .grad is read."""
    read = (n for n in walk(tree) if isinstance(n, ast.Attribute) and n.attr == "grad")
    return {word for n in read for word in _words(n.value)[:1]}


def _words(target: ast.expr) -> list[str]:
    return [
        n.id if isinstance(n, ast.Name) else n.attr
        for n in walk(target)
        if isinstance(n, ast.Name | ast.Attribute)
    ]
