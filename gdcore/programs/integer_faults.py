"""Whole numbers where floats are needed.

The one rule: only numbers that lose something, or that an operation refuses.
"""

import ast
from collections.abc import Iterator
from typing import Any

from gdcore.programs.edits import Draft, first_that, replaced
from gdcore.programs.following import Outcome, follow


def _whole_numbers(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    m = run.machine
    for note in m.noted("truncated")[:1]:
        yield Draft(
            "integer", note.line,
            "The array holds whole numbers, so what is written into it loses its "
            "decimals.",
            "Create it with floats: np.zeros(n) or dtype=float.",
            _as_floats(source, tree, run, note.about),
        )  # fmt: skip
        return
    error = run.error
    if error is not None and error.kind in ("integer", "dtype"):
        held = next((n.about for n in m.noted("whole in place")), None)
        yield Draft(
            "integer", run.line,
            f"Here whole numbers or a second precision meet floats: {error}.",
            "Create parameters and data as floats of one precision.",
            _as_floats(source, tree, run, held) or _floats_at(source, tree, run.line),
        )  # fmt: skip
        return
    for note in m.noted("decimals lost")[:1]:
        yield Draft(
            "integer", note.about,
            "This cuts the decimals of the data off: whole numbers go into the model.",
            "Use .float() instead.", _floats_at(source, tree, note.about),
        )  # fmt: skip
        return
    for note in m.noted("integer target")[:1]:
        yield Draft(
            "integer", note.line,
            "The target holds whole numbers (int64) and the prediction floats: "
            "the loss "
            "refuses them, or the decimals of y are gone.",
            "Use y.float() for the target.", _floats_at(source, tree, note.line),
        )  # fmt: skip


def _as_floats(source: str, tree: ast.Module, run: Outcome, held: Any) -> str:
    """The array created from floats."""
    name = next((k for k, v in run.frame.names.items() if v is held is not None), "")
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets = [ast.unparse(t).split(".")[-1] for t in node.targets]
            if name and name not in targets:
                continue
            words = ast.unparse(node.value)
            if "dtype=int" in words or "dtype=np.int" in words:
                at = words.replace("dtype=int", "dtype=float")
                return replaced(source, [(node.value, at.replace("np.int64", "float"))])
            whole = isinstance(node.value, ast.Call) and words.startswith("np.array(")
            if name and whole and "dtype" not in words:
                return replaced(source, [(node.value, f"{words[:-1]}, dtype=float)")])
    return ""


def _floats_at(source: str, tree: ast.Module, line: int) -> str:
    """.long() or .int() made .float(), or whole numbers in torch.tensor made floats."""
    tries = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        words = ast.unparse(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("long", "int"):
            tries.append(
                replaced(source, [(node, f"{ast.unparse(node.func.value)}.float()")])
            )
        elif words.startswith(("torch.tensor(", "torch.arange(", "torch.from_numpy(")):
            if "dtype" not in words and "requires_grad" not in words:
                tries.append(replaced(source, [(node, f"{words}.float()")]))
            elif "dtype" not in words:
                tries.append(
                    replaced(source, [(node, f"{words[:-1]}, dtype=torch.float32)")])
                )
    pairs = list(tries)

    def fine(one: str) -> bool:
        run = follow(ast.parse(one))
        wrong = run.error is not None and run.error.kind in ("integer", "dtype")
        lost = run.machine.noted("integer target") or run.machine.noted("decimals lost")
        return not wrong and not lost

    return first_that(pairs[:12], fine)
