"""Whether what a program printed is the loss of its training.

The one rule: a column counts if it is named a loss, or if the loop that learns prints;
predictions and their errors, printed afterwards, are numbers, too.
"""

import ast
from typing import Any

from gdcore.logs import read_log
from gdcore.logs.roles import rank
from gdcore.programs.reading import Reading

ENOUGH = 4
"""Losses from which on they are read before what the run recorded."""
SURE = 3
"""Rank of the last name that none but a training's loss has: an error has its own."""
LEARNS = ("backward", ".step(", "-=")
"""Words of a loop that is to learn, where none was seen to."""


def prints_losses(lines: str, reading: Reading | None, learns: Any) -> bool:
    """Whether the lines are those of a training.

    Args:
        lines: That a run of the program printed.
        reading: Of the program.
        learns: Line of the loop that learns; None if none was seen.
    """
    loss = read_log(lines).loss
    if loss is None or len(loss.values) < ENOUGH:
        return False
    named = rank(loss.name.partition("[")[0])[0] <= SURE
    return named or (reading is not None and _inside(reading.source, learns))


def _inside(source: str, learns: Any) -> bool:
    """Whether the loop that learns, or one around it, prints."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.While)]
    return any(
        isinstance(node, ast.Name) and node.id == "print"
        for loop in loops
        if _learns(loop, learns)
        for node in ast.walk(loop)
    )


def _learns(loop: ast.For | ast.While, line: Any) -> bool:
    if line is None:
        words = ast.unparse(loop)
        return any(word in words for word in LEARNS)
    inner = (node for node in ast.walk(loop) if isinstance(node, ast.For | ast.While))
    return any(node.lineno == line for node in inner)
