"""Which known loss a reader's program minimizes, and by which factor it is written.

The one rule: a factor is believed only if it is the same at every point.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdcore.algebra import dot
from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastAbsolute, LeastSquares
from gdcore.programs.execution import ProgramError
from gdcore.spectral import closed_form
from gdcore.validation import Array, array
from scripts.engine.finding import factors
from scripts.engine.gradient_sample import probes
from scripts.engine.program_check import second
from scripts.engine.recorded_run import Path
from scripts.engine.setup import Rows, Setup
from scripts.engine.user_program import Program

CORNERS = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [-0.7, 2.3], [0.3, -1.1]]
SNAP = 1e-7
"""Relative distance within which a factor is that of a convention."""


@dataclass(frozen=True)
class Recognized:
    """A known loss, and how the program writes it.

    Attributes:
        setup: Of gradient descent on the known loss, at the rate of the first step.
        loss: The program's loss over the known one.
        step: The program's first step over that of the known loss at its rate.
    """

    setup: Setup
    loss: float
    step: float


def recognized(
    program: Program, plain: Setup, path: Path, grads: Array
) -> Recognized | None:
    """The chosen loss, squares or absolutes, times a factor; None if it is another."""
    problem = program.problem
    X, y = problem.X, problem.y
    points = np.vstack([CORNERS, path.z[:1]])
    others = probes(problem, path.z[0])
    own, beside = program.value(points), program.value(others)
    for known in (problem, LeastSquares(X, y), LeastAbsolute(X, y)):
        theirs = known.value(points)
        factor = float((own * theirs).sum() / (theirs * theirs).sum())
        same = np.allclose(own, factor * theirs, rtol=1e-9, atol=0)
        # Where residuals nearly cancel, so do digits.
        same &= np.allclose(beside, factor * known.value(others), rtol=1e-6, atol=0)
        if factor > 0 and same:
            step = _step(program, known, path, grads)
            setup = replace(
                plain,
                raw=known,
                exact=known,
                problem=known,
                optimizer=_descent(program.names["lr"], step),
                z0=path.z[0],
            )
            return Recognized(setup, _snapped(factor, len(y)), step)
    return None


def _step(program: Program, known: Rows, path: Path, grads: Array) -> float:
    """How many times lr times the known gradient the first step goes; 1 if unclear."""
    start = path.z[0]
    try:
        move = start - second(program, path, grads)
        plain = np.asarray(program.names["lr"], np.float64) * known.grad(start)
    except (ProgramError, TypeError, ValueError):
        return 1.0
    size = float(dot(plain, plain))
    factor = float(dot(move, plain)) / size if size > 0 else 1.0
    return _snapped(factor, len(known.y)) if 0 < factor < np.inf else 1.0


def _snapped(factor: float, n: int) -> float:
    near = min((usual for usual, _ in factors(n)), key=lambda u: abs(factor / u - 1))
    return near if abs(factor / near - 1) < SNAP else factor


def _descent(rate: Any, factor: float) -> GradientDescent:
    """Gradient descent at the program's rate, or at any if that is none."""
    try:
        return GradientDescent(array("lr", rate, np.ndim(rate)) * factor)
    except ValueError:
        return GradientDescent()


def is_descent(setup: Setup, path: Path) -> bool:
    """Whether the path is that of plain gradient descent, by the closed form."""
    if not isinstance(setup.exact, LeastSquares):
        return False
    expected: Array = closed_form(setup.exact, setup.optimizer, setup.z0, path.k)
    scale = float(np.abs(path.z).max())
    return bool(np.allclose(path.z, expected, rtol=1e-6, atol=1e-9 * scale))
