"""Where the two gradients of linear regression come from: mean squared error.

The one rule: five points that can be checked by hand carry the page; the teaching
datasets show that nothing depends on them.
"""

from typing import Any

import numpy as np

from gdcore.algebra import dot, length, product
from gdcore.datasets import TEACHING
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import minimizer, spectrum
from scripts.drawing.declarations import Animation, Figure, Topic
from scripts.topics.mse import check_figures, checks, figures, runs
from scripts.topics.mse import explorer as opened
from scripts.topics.mse.numbers import numbers
from scripts.topics.mse.runs import RATE, START, X, Y

DATASET_ROWS = -(-len(TEACHING) // 2)  # of the picture of the datasets


def compute() -> dict[str, Any]:
    """Everything on the page; shapes follow the five points."""
    problem = line_fit(X, Y)
    r = problem.residual(START)
    return {
        "x": X,
        "y": Y,
        "start": START,
        "rate": RATE,
        "residual": r,
        "pulls": 2 / len(X) * r[:, None] * problem.X,
        "grad": problem.grad(START),
        "loss": float(problem.value(START)),
        "optimum": minimizer(problem),
        "loss_optimum": float(problem.value(minimizer(problem))),
        "hessian": problem.hess(START),
        "eigenvalues": spectrum(problem).eigenvalues,
        "chain": chain(4),
        "grid": grid(problem),
        "level": level(problem),
        "slices": slices(problem),
        "ways": checks.ways(X, Y, START),
        "differences": checks.differences(X, Y, START),
        "training": runs.training(problem),
        "film": film(),
        "conventions": runs.conventions(problem),
        "accumulated": runs.accumulated(problem),
        "in_turn": runs.in_turn(problem),
        "broadcast": runs.broadcast(),
        "scaled": runs.scaled(),
        "datasets": {name: runs.fitted(name) for name in TEACHING},
        "exercises": runs.exercises(problem),
    }


def chain(i: int) -> dict[str, float]:
    """One example through the chain rule, forward and back, values only."""
    w, b = START
    x, y = X[i], Y[i]
    r = w * x + b - y
    return {
        "x": float(x),
        "y": float(y),
        "prediction": float(w * x + b),
        "residual": float(r),
        "square": float(r**2),
        "d_residual": float(2 * r),
        "d_w": float(2 * r * x),
        "d_b": float(2 * r),
    }


def level(problem: LeastSquares) -> dict[str, Any]:
    """Points as high as the start, their gradients, and where those lead."""
    seen, best = spectrum(problem), minimizer(problem)
    above = problem.value(START) - problem.value(best)
    angles = np.radians([75, 110, 180, 215, 255])
    unit = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    modes = unit * np.sqrt(2 * above / seen.eigenvalues)
    points = np.vstack([START, best + product(modes, seen.eigenvectors.T)])
    g, to_best = problem.grad(START), best - START
    cosine = -dot(g, to_best) / length(g) / length(to_best)
    return {
        "points": points,
        "grad": problem.grad(points),
        "off_course": float(np.degrees(np.arccos(cosine))),
    }


def grid(problem: LeastSquares) -> dict[str, Any]:
    """The loss over (w, b), for contours."""
    w, b = np.linspace(-1.9, 3.5, 136), np.linspace(-1.6, 5.6, 181)
    theta = np.stack(np.meshgrid(w, b), axis=-1)
    return {"w": w, "b": b, "loss": problem.value(theta)}


def slices(problem: LeastSquares) -> dict[str, Any]:
    """The loss along w and along b through the start, as (parameter, loss)."""
    w, b = np.linspace(-2.4, 3.6, 121), np.linspace(0.2, 6.2, 121)
    along_w = np.stack([w, np.full_like(w, START[1])], axis=-1)
    along_b = np.stack([np.full_like(b, START[0]), b], axis=-1)
    return {"w": (w, problem.value(along_w)), "b": (b, problem.value(along_b))}


def film() -> Any:
    """Where each frame stands on the path, in steps: slow first, then faster."""
    pauses = np.repeat([14, 9, 6, 3, 1], [3, 4, 5, 10, 14])
    moves = [
        k + np.sin(np.pi / 2 * np.linspace(0, 1, frames, endpoint=False)) ** 2
        for k, frames in enumerate(pauses)
    ]
    return np.concatenate([*moves, np.full(18, float(len(pauses)))])


TOPIC = Topic(
    compute=compute,
    numbers=numbers,
    figures=(
        Figure(
            "slices",
            figures.draw_slices,
            alt="Two parabolas: the loss along w and along b. At the start the tangent "
            "along w has slope {grad_w:.1f} and falls to the right, the one along b "
            "has slope {grad_b:.1f} and rises.",
            explorer=opened.training,
            size=(5.2, 2.7),
            columns=2,
        ),
        Figure(
            "chain",
            figures.draw_chain,
            alt="One example as a chain of boxes: w and b lead to the prediction, the "
            "residual and its square. Multiplying the derivative of each link from "
            "right to left gives −30 for w and −10 for b.",
            explorer=opened.start,
            size=(5.2, 2.7),
        ),
        Figure(
            "pulls",
            figures.draw_pulls,
            alt="Five points, a falling line and their residuals; below them what "
            "each point adds to the two gradients. For b the pulls partly "
            "cancel to {grad_b:.1f}. For w each residual is multiplied by x: the point "
            "at x = 0 adds nothing, the one at x = 3 most of {grad_w:.1f}.",
            explorer=opened.start,
            size=(5.2, 5.6),
            rows=3,
        ),
        Figure(
            "bowl",
            figures.draw_bowl,
            alt="Elliptic contours of the loss, tilted, with arrows downhill at six "
            "points of one contour. Each arrow stands at a right angle to the contour; "
            "at the start it points {off_course:.0f} degrees away from the minimum.",
            explorer=opened.training,
            size=(4.8, 5.4),
        ),
        Figure(
            "differences",
            check_figures.draw_differences,
            alt="Error of finite differences against h on logarithmic axes. For the "
            "squared error, forward differences make a V and central ones only fall, "
            "to the largest h. For a loss of fourth powers central differences make a "
            "V as well, with its lowest point near h = {best_h_central:.0e}.",
            explorer=opened.start,
            size=(5.2, 3.4),
            columns=2,
        ),
        Figure(
            "mistakes",
            check_figures.draw_mistakes,
            alt="Loss above its minimum against steps. The right loop and the one that "
            "updates b with the new w fall on straight lines; without zero_grad the "
            "loss swings for ever, and with mismatched shapes it stays at a plateau.",
            explorer=opened.accumulated,
            size=(5.2, 3.4),
        ),
        Figure(
            "shapes",
            check_figures.draw_shapes,
            alt="A table of five by five residuals, of which only the diagonal was "
            "meant. Beside it the data: the diagonal fits the least-squares line, all "
            "cells together fit a horizontal line at the mean of y, {mean_y:.1f}.",
            explorer=opened.paired,
            size=(5.2, 2.7),
            columns=2,
        ),
        Figure(
            "datasets",
            check_figures.draw_datasets,
            alt="The teaching datasets as scatter plots with their least-squares "
            "lines. The lines differ little in slope, but outliers lift the slope and "
            "push the intercept below zero.",
            explorer=opened.fitted,
            size=(5.2, round(1.8 * DATASET_ROWS, 1)),
            rows=DATASET_ROWS,
            columns=2,
        ),
    ),
    animations=(
        Animation(
            "descent",
            figures.animate_descent,
            alt="Left, a falling line over five rising points turns and shifts until "
            "it fits. Right, on the contours of the loss, the pair (w, b) follows the "
            "downhill arrow, first quickly across the valley, then slowly along it to "
            "the star at w = {fit_w:.1f}, b = {fit_b:.1f}.",
            explorer=opened.film,
            frames=len(film()),
            size=(5.6, 3.4),
            columns=2,
        ),
    ),
)
