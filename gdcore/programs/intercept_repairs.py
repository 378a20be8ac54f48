"""A step for the intercept, or an intercept for the model.

The one rule: the names are the program's own.
"""

import ast
import re

from gdcore.programs.checking import follows
from gdcore.programs.edits import inserted, replaced
from gdcore.programs.following import Outcome
from gdcore.programs.learning_rates import RATES
from gdcore.programs.steps import steps
from gdcore.programs.target_repairs import _sound
from gdcore.programs.verdict import Verdict


def with_intercept(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict
) -> tuple[str, int, str]:
    """(source, line, name of an intercept that stands still, "" for none)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "bias":
            return replaced(source, [(node.value, "True")]), node.value.lineno, ""
        if isinstance(node, ast.keyword) and node.arg == "fit_intercept":
            return replaced(source, [(node.value, "True")]), node.value.lineno, ""
    name = _standing(tree, verdict)
    line = getattr(verdict.node, "lineno", 0) or 1
    if name:
        fixed, at = _moving(source, tree, run, verdict, name)
        return fixed, at or line, name
    return "", line, ""


STARTS = re.compile(r"^(b|bias|intercept|c|b0|theta0|theta_0|w0|beta0|offset)$", re.I)


def _standing(tree: ast.Module, verdict: Verdict) -> str:
    """A name like an intercept's that the prediction reads and no step moves."""
    moving = {s.left.split(".")[-1] for s in steps(tree, frozenset())}
    stored = {
        n.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    stored |= {
        n.attr
        for n in ast.walk(tree)
        if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            for part in (node.left, node.right):
                word = ast.unparse(part).split(".")[-1]
                simple = isinstance(part, ast.Name | ast.Attribute)
                if simple and STARTS.match(word) and word in stored - moving:
                    return word
    return ""


def _moving(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict, name: str
) -> tuple[str, int]:
    """A step for the intercept, after the slope's."""
    names = frozenset(
        n.split(".")[-1] for n in (verdict.training.names if verdict.training else ())
    )
    found = steps(tree, names | {"w", "weight", "weights", "m", "theta1"})
    if not found:
        return "", 0
    step = found[-1]
    place = (step.statement.end_lineno or step.statement.lineno) + 1
    everything = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
    used = {n.id for n in everything if isinstance(n.ctx, ast.Load)}
    made = [n.id for n in everything if isinstance(n.ctx, ast.Store)]
    unused = [n for n in dict.fromkeys(made) if n not in used and n not in (name, "_")]
    own = step.left.replace(step.left.split(".")[-1], name)
    for gradient in [*unused, f"{own}.grad", f"d{name}", f"grad_{name}"]:
        line = ast.unparse(step.statement)
        old = [
            n.id
            for n in ast.walk(step.gradient)
            if isinstance(n, ast.Name) and n.id not in RATES | {"self"}
        ]
        if f"{step.left}.grad" in line:
            row = line.replace(step.left, own)
        elif old:
            row = re.sub(rf"\b{re.escape(old[-1])}\b", gradient, line)
            row = re.sub(rf"(?<!\w){re.escape(step.left)}(?!\w)", own, row)
        else:
            continue
        changed = inserted(source, place, [row], step.statement.lineno)
        if follows(changed, run) and _sound(changed):
            return changed, place
    return "", place
