"""Shapes, whole numbers, and functions at the output, from what was observed.

The one rule: only what meets the parameters counts; an outer difference of data alone
is none of a reader's business.
"""

import ast
from collections.abc import Iterator
from typing import Any

from gdcore.programs.axis_faults import rows_for_columns
from gdcore.programs.edits import Draft, replaced, walk
from gdcore.programs.following import Outcome
from gdcore.programs.integer_faults import _whole_numbers
from gdcore.programs.shape_repairs import same_shape
from gdcore.programs.verdict import Verdict


def shape_faults(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict
) -> Iterator[Draft]:
    """Faults of shapes and kinds of numbers."""
    yield from rows_for_columns(source, tree, run.machine)
    yield from _broadcast(source, tree, run, verdict)
    yield from _whole_numbers(source, tree, run)
    yield from _activation(source, tree, run, verdict)


def _broadcast(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict
) -> Iterator[Draft]:
    m = run.machine
    varying = verdict.varying
    for note in m.noted("column and row"):
        node, a, b, reached = note.about
        inside = node is not None and id(node) in varying
        shape = run.error is not None and run.error.kind == "shape"
        inside = inside or (shape and node is not None and verdict.word != "right")
        if not (reached or inside):
            continue
        n = max(*a, *b)
        guessed = any(one.about == "rows" for one in m.noted("guess"))
        rows = {n: "n"} if guessed else {}
        size = rows.get(n, n)
        yield Draft(
            "broadcast", note.line,
            f"This line takes shape {_shape(a, rows)} against {_shape(b, rows)}: "
            f"broadcasting makes {size} × {size} differences of them, each prediction "
            "against each target.",
            "Give both the same shape, y.reshape(-1, 1) or .ravel().",
            same_shape(source, tree, note.line, run),
        )  # fmt: skip
        return


def _shape(shape: tuple[int, ...], rows: dict[int, str]) -> str:
    """The shape as Python writes it; a number of rows that is guessed by its letter."""
    sizes = [rows.get(size, str(size)) for size in shape]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"


def _activation(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict
) -> Iterator[Draft]:
    m = run.machine
    words = ("relu", "sigmoid", "tanh", "softmax", "softplus", "maximum")
    notes = list(m.noted("activation"))
    lines = [n.line for n in notes] or [n.line for n in m.noted("bent output")]
    if not lines:
        return
    place = _bending(tree, lines[0], words)
    fixed, line = "", lines[0]
    if place is not None:
        line = place.lineno
        fixed = _unbent(source, tree, place)
    yield Draft(
        "activation_on_output", line,
        "A function such as ReLU or sigmoid stands at the output: the model cannot "
        "reach targets outside its range, and has no gradient where it is flat.",
        "Leave the output linear.", fixed,
    )  # fmt: skip


def _bending(tree: ast.Module, line: int, words: tuple[str, ...]) -> Any:
    """The call or layer that bends the output."""
    found = None
    for node in walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1].lower()
            if name in words and (name != "maximum" or "0" in ast.unparse(node)):
                found = node if found is None or node.lineno >= found.lineno else found
    return found


def _unbent(source: str, tree: ast.Module, place: ast.Call) -> str:
    for node in walk(tree):
        if isinstance(node, ast.Call) and place in node.args and not place.args:
            rest = [a for a in node.args if a is not place]
            inner = ", ".join(ast.unparse(a) for a in rest)
            return replaced(source, [(node, f"{ast.unparse(node.func)}({inner})")])
    if place.args:
        return replaced(source, [(place, ast.unparse(place.args[0]))])
    if isinstance(place.func, ast.Attribute):
        return replaced(source, [(place, ast.unparse(place.func.value))])
    return ""
