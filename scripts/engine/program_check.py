"""A reader's program held against its own loss, after its run.

The one rule: a right program hears of no fault; one whose answers are drawn at random,
or are too doubtful, hears nothing.
"""

import contextlib
import io

import numpy as np

from gdcore.algebra import dot
from gdcore.problems import LeastAbsolute, LeastSquares
from gdcore.programs.execution import ProgramError, blamed
from gdcore.validation import Array
from scripts.engine.finding import Finding
from scripts.engine.gradient_faults import of_gradient
from scripts.engine.gradient_sample import Sample, probes, sample
from scripts.engine.recorded_run import Path
from scripts.engine.residual_faults import of_loss
from scripts.engine.setup import Rows
from scripts.engine.user_program import Program

NAMES = {LeastSquares: "mean squared error", LeastAbsolute: "mean absolute error"}
UPHILL = Finding(
    "step",
    True,
    "step adds the gradient, so each step goes uphill: subtract lr * dw and lr * db.",
)


def check(
    program: Program, path: Path, grads: Array, known: Rows | None
) -> Finding | None:
    """What was found; None where nothing can be.

    Args:
        program: What ran.
        path: Its run.
        grads: Its gradients at the rows, shape (R, 2).
        known: The loss, as far as it is recognized.
    """
    with contextlib.redirect_stdout(io.StringIO()):
        if "loss" in program.names and known is None:
            points = probes(program.problem, path.z[0])
            if fault := of_loss(program.value(points), points, program.problem):
                return fault
        if "gradient" not in program.names:
            return None
        gradients = sample(program, path.z)
        if gradients is None:
            return None
        uphill = _goes_along(program, path, grads)
    if uphill:
        gradients = gradients._replace(own=-gradients.own)
    finding = _of_gradient(program, gradients, known)
    return UPHILL if uphill and finding.name == "sign" else finding


def _of_gradient(program: Program, sample: Sample, known: Rows | None) -> Finding:
    X, y = program.problem.X, program.problem.y
    if "loss" in program.names:
        return of_gradient(sample, sample.loss, known or LeastSquares(X, y))
    usual = (program.problem, LeastSquares(X, y), LeastAbsolute(X, y))
    findings = [of_gradient(sample, loss.grad(sample.points), loss) for loss in usual]
    for loss, finding in zip(usual, findings, strict=True):
        if not finding.wrong:
            return finding._replace(says=_without_loss(loss, finding))
    if findings[0].name == "other":
        says = (
            "The program defines no loss, and its gradient is not that of the "
            f"{NAMES[type(usual[0])]}: define loss as well, if you mean another one."
        )
        return Finding("unknown", False, says)
    first = findings[0]
    return first._replace(says=_without_loss(usual[0], first))


def _without_loss(loss: Rows, finding: Finding) -> str:
    """Says whose loss was taken where the program gives none."""
    says = finding.says.replace("the loss", f"the {NAMES[type(loss)]}", 1)
    return f"{says} The program defines no loss of its own."


def _goes_along(program: Program, path: Path, grads: Array) -> bool:
    """Whether the first step goes along the gradient, not against it."""
    if "step" not in program.names:
        return False
    try:
        after = second(program, path, grads)
    except ProgramError:
        return False
    return bool(dot(after - path.z[0], grads[0]) > 0)


def second(program: Program, path: Path, grads: Array) -> Array:
    """Where the first step leads: the row of the run, if it was recorded."""
    if len(path.k) > 1 and path.k[1] == 1:
        return np.asarray(path.z[1])
    with blamed():
        return program.after(path.z[0], grads[0])
