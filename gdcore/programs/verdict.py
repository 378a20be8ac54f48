"""What was found of a training loop.

The one rule: a verdict says "right" or "wrong" only with the residual that shows it.
"""

import ast
from dataclasses import dataclass

from gdcore.programs.following import Outcome
from gdcore.programs.sampling import Training
from gdcore.programs.values import Array

NOWHERE = ast.Name("loss", ast.Load())
"""The residual inside a loss function."""


@dataclass(frozen=True)
class Verdict:
    """What was found of a loop.

    Attributes:
        word: "right", "wrong", "unknown", or "none" where no loop trains.
        how: "sign", "still", "factor", "accumulates", "other" for a wrong one;
            where all steps have one length, "adaptive" for a right one, "climbs"
            for a wrong one.
        node: The residual that explains most.
        matrix: M with step = -M gradient, shape (p, p).
        jacobian: Of the residual, (n, p); offset: its value at zero, (n,).
        guesses: "rows", "steps", "rate" that were guessed, or stand in a file;
            "batches" where the rows are those of one batch.
        method: Of an adaptive one, by its first steps; "" if it is none of the usual.
    """

    word: str
    how: str = ""
    training: Training | None = None
    node: ast.expr | None = None
    matrix: Array | None = None
    jacobian: Array | None = None
    offset: Array | None = None
    error: Outcome | None = None
    varying: frozenset[int] = frozenset()
    convention: str = ""
    beta: float | None = None
    drawn: bool = False
    method: str = ""
    guesses: frozenset[str] = frozenset()
