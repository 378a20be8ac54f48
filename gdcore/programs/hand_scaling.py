"""Data scaled by hand in training, and what is given to the model later.

The one rule: the mean and deviation of training are those of every use.
"""

import ast
from collections.abc import Iterator
from typing import Any

from gdcore.programs.edits import Draft, replaced, walk
from gdcore.programs.steps import words


def _scales(tree: ast.Module) -> list[tuple[str, str, str, str, ast.Assign]]:
    """(scaled, raw, mean, deviation, statement) of z = (x - mean) / deviation."""
    found: list[Any] = []
    for s in walk(tree):
        if not isinstance(s, ast.Assign) or not isinstance(s.targets[0], ast.Name):
            continue
        v: Any = s.value
        if isinstance(v, ast.BinOp) and isinstance(v.op, ast.Div):
            up = v.left
            if isinstance(up, ast.BinOp) and isinstance(up.op, ast.Sub):
                parts = [ast.unparse(p) for p in (up.left, up.right, v.right)]
                found.append((s.targets[0].id, *parts, s))
    return found


def _own_scale(source: str, tree: ast.Module) -> Iterator[Draft]:
    """New data scaled by their own mean."""
    scales = _scales(tree)
    if not scales:
        return
    first = scales[0]
    mean, deviation = (
        _names_of(tree, first[2], first[1]),
        _names_of(tree, first[3], first[1]),
    )
    for name, raw, low, size, s in scales[1:]:
        own = raw in low and raw in size and ("mean" in low or "mean(" in low)
        new = any(w in (raw + name).lower() for w in ("test", "new", "val", "pred"))
        if own and new and raw != first[1]:
            fixed = replaced(source, [(s.value, f"({raw} - {mean}) / {deviation}")])
            yield Draft(
                "scaled_differently", s.lineno,
                f"{raw} is scaled by its own mean and deviation, and the model was "
                "trained in the units of another data set.",
                f"Use those of training: ({raw} - {mean}) / {deviation}.", fixed,
            )  # fmt: skip
            return


def _names_of(tree: ast.Module, expression: str, raw: str) -> str:
    return expression


def _by_hand(source: str, tree: ast.Module) -> Iterator[Draft]:
    """A prediction after training on scaled x, on raw new x; or scaled twice."""
    scales = [s for s in _scales(tree) if _is_scale(tree, s)]
    if not scales:
        return
    scaled, _raw, mean, deviation, made = scales[0]
    mapped_names = _mapped_back(tree, deviation)
    later = [n for n in tree.body if n.lineno > made.lineno]
    loops = [n for n in later if isinstance(n, ast.For | ast.While)]
    if not loops or scaled not in {w for n in loops for w in words(n)}:
        return
    last = max(n.end_lineno or 0 for n in loops)
    for call in walk(tree):
        used = _use(call) if getattr(call, "lineno", 0) > last else None
        if used is None:
            continue
        name, node = used
        mapped = bool(mapped_names & words(call))
        own = [s for s in _scales(tree) if s[0] == name and s[4] is not made]
        again = [s for s in own if s[2] == mean]
        if mapped and again and name != scaled:
            other = again[0][1]
            yield Draft(
                "scaled_differently", call.lineno,
                "The parameters are mapped back to raw x already, and the input is "
                "scaled as well: it is scaled twice.",
                f"Use raw {other} here, or the parameters from before.",
                replaced(source, [(node, other)]),
            )  # fmt: skip
            return
        if not mapped and not own and any(w in name.lower() for w in FRESH):
            new = f"(({name} - {mean}) / {deviation})"
            yield Draft(
                "scaled_differently", call.lineno,
                f"The parameters belong to scaled x, and {name} is raw here.",
                f"Scale it as in training: ({name} - {mean}) / {deviation}.",
                replaced(source, [(node, new)]),
            )  # fmt: skip
            return


FRESH = ("new", "test", "unseen", "query", "sample")
"""Parts of names of data that a model has not seen."""


def _is_scale(tree: ast.Module, scale: tuple[str, str, str, str, ast.Assign]) -> bool:
    """Whether the parts are a mean and a deviation of the raw column."""
    _, raw, low, size, _ = scale
    text = ast.unparse(tree)
    means = (
        ".mean(" in low
        or f"{low} = {raw}.mean(" in text
        or f"{low} = np.mean({raw}" in text
    )
    pair = f"{low}, {size} = " in text or f"({low}, {size}) = " in text
    return means or pair or "mean" in low or low in ("mu", "m")


def _mapped_back(tree: ast.Module, deviation: str) -> set[str]:
    """Names of parameters that are divided by the deviation after training."""
    return {
        name
        for s in walk(tree)
        if isinstance(s, ast.Assign)
        for n in walk(s.value)
        if isinstance(n, ast.BinOp)
        and isinstance(n.op, ast.Div)
        and ast.unparse(n.right) in (deviation, f"{deviation}.item()")
        and not isinstance(n.left, ast.BinOp)
        for t in s.targets
        for name in words(t)
    }  # fmt: skip


def _use(node: ast.AST) -> tuple[str, ast.expr] | None:
    """The name that a prediction is made for: w * x + b, or model(x)."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        for part in (node.left, node.right):
            if isinstance(part, ast.BinOp) and isinstance(
                part.op, ast.Mult | ast.MatMult
            ):
                for one in (part.right, part.left):
                    if isinstance(one, ast.Name) and len(one.id) > 1:
                        return one.id, one
    if (
        isinstance(node, ast.Call)
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Name)
    ) and ast.unparse(node.func) in (
        "model",
        "net",
        "predict",
        "model.predict",
        "forward",
    ):
        return node.args[0].id, node.args[0]
    return None
