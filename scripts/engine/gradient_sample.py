"""A program's gradient beside central differences of its loss, at a few points.

The one rule: each difference says how far it can be trusted; a program whose answers
change from call to call is not sampled.
"""

from typing import NamedTuple

import numpy as np

from gdcore.programs.execution import ProgramError, blamed
from gdcore.validation import Array
from scripts.engine.setup import Rows
from scripts.engine.user_program import Program

REACHES = (1e-6, 1e-4, 1e-2)
"""Half widths of the differences, in shares of a parameter's scale."""
JITTER = 1e-2
"""Points are moved by up to so much of the scale: off kinks, and off round numbers."""
FAR = 1e3
"""Rows of the run farther from the start than so many scales are left out."""
UNCLEAR = 0.02
"""A difference that is doubtful by more, of the largest of its kind, is left out."""
FEWEST = 3
"""Points without which nothing is said."""


class Sample(NamedTuple):
    """Gradients at K points.

    Attributes:
        points: (w, b), shape (K, 2).
        own: What the program's gradient returned, shape (K, 2).
        loss: By differences of its loss, shape (K, 2).
        doubt: How far these may be off, shape (K, 2).
    """

    points: Array
    own: Array
    loss: Array
    doubt: Array


def sample(program: Program, path: Array) -> Sample | None:
    """The gradients near the start and on the run; None where they cannot be judged.

    Args:
        program: With a gradient of its own.
        path: Rows of its run, shape (R, 2).
    """
    rows = [
        row
        for point in _points(program, path)
        if (row := _at(program, point)) is not None
    ]
    if len(rows) < FEWEST or any(not same for *_, same in rows):
        return None
    points, own, loss, doubt = (np.array(c) for c in list(zip(*rows, strict=True))[:4])
    clear = (doubt <= UNCLEAR * np.abs(loss).max(axis=0)).all(axis=1)
    if clear.sum() < FEWEST:
        return None
    return Sample(points[clear], own[clear], loss[clear], doubt[clear])


def _scale(program: Program, point: Array) -> Array:
    """By how much w and b change the residuals by their own size; shape (2,)."""
    problem = program.problem
    size = _rms(problem.residual(point)) or _rms(problem.y) or 1.0
    reach = size / np.array([_rms(problem.X[:, 0]), 1.0])
    return np.maximum(reach, 1e-3 * np.abs(point))


def probes(problem: Rows, start: Array) -> Array:
    """The start and the best line, and points beside each; shape (5, 2).

    Beside the start they lie along the flat direction, where the two components of a
    gradient differ; about the best line residuals of both signs meet.
    """
    x, y = problem.X[:, 0], problem.y
    away = x - x.mean()
    slope = float((away * y).sum() / (away * away).sum())
    best = np.array([slope, y.mean() - slope * x.mean()])
    along = np.array([1.0, -x.mean()]) / x.std()
    far, near = (
        _rms(problem.residual(point)) or _rms(y) or 1.0 for point in (start, best)
    )
    return np.array(
        [
            start,
            start + 0.7 * far * along,
            start - 1.1 * far * along,
            best + near * (0.8 * along + [0.0, 0.6]),
            best - near * (1.3 * along + [0.0, 0.9]),
        ]
    )


def _points(program: Program, path: Array) -> Array:
    """Probes and rows of the run, each moved a little."""
    start, random = path[0], np.random.RandomState(0)
    reach = FAR * _scale(program, start)
    rows = [
        row
        for row in (path[len(path) // 3], path[-1])
        if np.all(np.abs(row - start) < reach)
    ]
    points = np.array([*probes(program.problem, start), *rows])
    jitter = random.uniform(-JITTER, JITTER, points.shape)
    scales = np.array([_scale(program, point) for point in points])
    return np.asarray(points + jitter * scales)


def _at(
    program: Program, point: Array
) -> tuple[Array, Array, Array, Array, bool] | None:
    """One row of the sample and whether a second call says the same; None if none."""
    try:
        with blamed():
            own, again = program.grad(point), program.grad(point)
            loss, doubt, steady = _differences(program, point)
    except ProgramError:
        return None  # the run itself met no fault, so neither is one told here
    if not all(np.isfinite(values).all() for values in (own, loss, doubt)):
        return None
    return point, own, loss, doubt, steady and np.array_equal(own, again)


def _differences(program: Program, point: Array) -> tuple[Array, Array, bool]:
    """(f(x + h) - f(x - h)) / 2h at the h that is trusted most, and its doubt.

    The doubt is what doubling h changes, or what rounding of f does, if that is more.
    """
    h = np.array(REACHES)[:, None] * _scale(program, point)
    shifts = np.stack([h, -h, 2 * h, -2 * h])[..., None] * np.eye(2)
    values = program.value(point + shifts)
    near = (values[0] - values[1]) / (2 * h)
    far = (values[2] - values[3]) / (4 * h)
    here = program.value(np.array([point, point]))
    rounding = 4 * _precision(values) * np.abs(values).max(axis=0) / h
    doubt = np.maximum(np.abs(near - far), rounding)
    best = np.argmin(np.where(np.isfinite(doubt), doubt, np.inf), axis=0)
    columns = np.arange(2)
    return near[best, columns], doubt[best, columns], here[0] == here[1]


def _precision(values: Array) -> float:
    """Of the numbers in which the loss was computed, as its values show it."""
    single = np.array_equal(values, values.astype(np.float32))
    return float(np.finfo(np.float32 if single else np.float64).eps)


def _rms(values: Array) -> float:
    return float(np.sqrt(np.mean(values * values)))
