"""The five points of the page, what the loss is there, and the run on them.

The one rule: parameters are (w, b), and two columns are these two, in this order.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import dot, length, product
from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastSquares
from gdcore.runs import run
from gdcore.spectral import closed_form, minimizer, spectrum
from gdcore.validation import Array

X = np.array([-1.0, 0.0, 1.0, 2.0, 3.0])
Y = np.array([-1.0, 2.0, 1.0, 3.0, 6.0])
START = np.array([-1.0, 4.0])
RATE = 0.1
STEPS = 200
EARLY = 20  # the step at which the run is held against the closed form


@dataclass(frozen=True)
class Chain:
    """One example through the chain rule, forward and back, values only."""

    x: float
    prediction: float
    residual: float
    square: float
    d_residual: float  # of the square, as the next two
    d_w: float
    d_b: float


@dataclass(frozen=True)
class Level:
    """Points as high as the start, their gradients, and where those lead."""

    points: Array  # (6, 2), the start first
    grad: Array  # (6, 2)
    off_course: (
        float  # degrees between downhill and the way to the minimum, at the start
    )


@dataclass(frozen=True)
class Grid:
    """The loss over (w, b), for contours."""

    w: Array  # (136,)
    b: Array  # (181,)
    loss: Array  # (181, 136)


@dataclass(frozen=True)
class Training:
    """The run of the page, and steps of it that were predicted."""

    path: Array  # (STEPS + 1, 2)
    loss: Array  # (STEPS + 1,)
    early_predicted: Array  # (w, b) after EARLY steps, by the closed form
    error: float  # the larger one of w and b at the end
    first_loss_predicted: float  # after one step, to second order


def chain(i: int) -> Chain:
    """Example i at the start, from 0 on; -1 is the last one."""
    w, b = START
    x, r = X[i], w * X[i] + b - Y[i]
    values = (x, w * x + b, r, r**2, 2 * r, 2 * r * x, 2 * r)
    return Chain(*map(float, values))


def level(problem: LeastSquares) -> Level:
    """The start, and five other points of its contour."""
    modes, best = spectrum(problem), minimizer(problem)
    above = problem.value(START) - problem.value(best)
    angles = np.radians([75, 110, 180, 215, 255])
    unit = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    scaled = unit * np.sqrt(2 * above / modes.eigenvalues)
    points = np.vstack([START, best + product(scaled, modes.eigenvectors.T)])
    g, to_best = problem.grad(START), best - START
    cosine = -dot(g, to_best) / length(g) / length(to_best)
    return Level(points, problem.grad(points), float(np.degrees(np.arccos(cosine))))


def grid(problem: LeastSquares) -> Grid:
    """Around the start and the minimum."""
    w, b = np.linspace(-1.9, 4.3, 156), np.linspace(-4.4, 5.6, 251)
    return Grid(w, b, problem.value(np.stack(np.meshgrid(w, b), axis=-1)))


def slices(problem: LeastSquares) -> dict[str, tuple[Array, Array]]:
    """The loss along w and along b through the start, as (parameter, loss)."""
    w, b = np.linspace(-2.4, 3.6, 121), np.linspace(0.2, 6.2, 121)
    along_w = np.stack([w, np.full_like(w, START[1])], axis=-1)
    along_b = np.stack([np.full_like(b, START[0]), b], axis=-1)
    return {"w": (w, problem.value(along_w)), "b": (b, problem.value(along_b))}


def training(problem: LeastSquares) -> Training:
    """The run, and one step of it predicted to second order."""
    method = GradientDescent(RATE)
    path = run(problem, method, START, max_steps=STEPS)
    g, H = problem.grad(START), problem.hess(START)
    half = RATE**2 / 2 * dot(product(g, H), g)
    return Training(
        path=path.x,
        loss=path.value,
        early_predicted=closed_form(problem, method, START, np.array([EARLY]))[0],
        error=float(np.abs(path.x[-1] - minimizer(problem)).max()),
        first_loss_predicted=float(problem.value(START) - RATE * dot(g, g) + half),
    )


def film() -> Array:
    """Where each frame stands on the path, in steps: slow first, then faster."""
    pauses = np.repeat([14, 9, 6, 3, 1], [3, 4, 5, 10, 14])
    moves = [
        k + np.sin(np.pi / 2 * np.linspace(0, 1, frames, endpoint=False)) ** 2
        for k, frames in enumerate(pauses)
    ]
    return np.concatenate([*moves, np.full(18, float(len(pauses)))])
