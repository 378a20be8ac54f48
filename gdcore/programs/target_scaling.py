"""Predictions that stay in the units of a scaled target.

The one rule: a target that is scaled back somewhere is left alone.
"""

import ast
from collections.abc import Iterator
from typing import Any

from gdcore.programs.edits import Draft, replaced, walk


def _target_units(source: str, tree: ast.Module) -> Iterator[Draft]:
    """Predictions in the units of a scaled target."""
    for s in walk(tree):
        if not isinstance(s, ast.Assign) or not isinstance(s.value, ast.BinOp):
            continue
        name = ast.unparse(s.targets[0])
        v: Any = s.value
        shape = isinstance(v.op, ast.Div) and isinstance(v.left, ast.BinOp)
        like = any(name.lower().startswith(w) for w in ("y", "price", "target", "t_"))
        if not shape or not like or not isinstance(v.left.op, ast.Sub):
            continue
        low, size = ast.unparse(v.left.right), ast.unparse(v.right)
        if "mean" not in low or "std" not in size:
            continue
        after = [n for n in walk(tree) if getattr(n, "lineno", 0) > s.lineno]
        later = [n for n in after if isinstance(n, ast.BinOp)]
        back = any(
            size in ast.unparse(n) and isinstance(n.op, ast.Mult | ast.Div | ast.Add)
            for n in later
        )
        named = [n for n in after if isinstance(n, ast.Assign)]
        shown = [n for n in named if _shown(ast.unparse(n.targets[0]).lower())]
        if not back and shown:
            last = max(shown, key=lambda n: n.lineno)
            raw = ast.unparse(v.left.left)
            new = f"({ast.unparse(last.value)}) * {size} + {low}"
            fixed = replaced(source, [(last.value, new)])
            yield Draft(
                "target_not_scaled_back", s.lineno,
                f"The target is scaled, {raw} less its mean over its deviation, "
                "and the "
                "predictions are never scaled back: they are in its units.",
                f"Multiply the prediction by {size} and add {low}.", fixed,
            )  # fmt: skip
            return


def _shown(name: str) -> bool:
    """Whether a name is that of a prediction."""
    return any(w in name for w in ("new_", "pred", "guess", "forecast"))
