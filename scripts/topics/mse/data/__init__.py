"""What the page on the two gradients shows: the five points, checks, mistakes.

The one rule: the five points come first; each teaching dataset is fitted as they are.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.datasets import TEACHING
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import learning_rate_limit, minimizer, spectrum
from gdcore.validation import Array
from scripts.topics.mse.data import checks, example, mistakes
from scripts.topics.mse.data.example import RATE, START, X, Y

LARGE_X = 100.0 * np.arange(1, 7)  # of a question on NaN; thread-sized numbers


@dataclass(frozen=True)
class Fitted:
    """A teaching dataset, its least-squares line, and the gradients at zero."""

    title: str
    x: Array  # (n,)
    y: Array  # (n,)
    optimum: Array  # (w, b)
    loss: float  # the least
    grad_at_zero: Array  # (2,)
    grad_left: float  # the larger entry at the optimum


@dataclass(frozen=True)
class Exercises:
    """Answers of "Try it"."""

    grad_at_zero: Array  # (2,)
    best_b: float  # while w stays at the start
    best_b_loss: float
    best_b_grad_w: float
    wide_grad: Array  # with every x ten times larger, (2,)
    wide_limit: float
    large_limit: float  # on LARGE_X, of the mean
    large_limit_sum: float
    residual_at_optimum: Array  # (5,)


@dataclass(frozen=True)
class Data:
    """Everything on the page; without another word it is of the five points."""

    x: Array  # (5,)
    y: Array  # (5,)
    start: Array  # (w, b); the next four are there
    residual: Array  # (5,)
    pulls: Array  # what each point adds to the gradient, (5, 2)
    grad: Array  # (2,)
    loss: float
    rate: float
    optimum: Array  # (w, b)
    loss_optimum: float
    hessian: Array  # (2, 2)
    eigenvalues: Array  # of the Hessian, ascending, (2,)
    chain: example.Chain
    grid: example.Grid
    level: example.Level
    slices: dict[str, tuple[Array, Array]]  # by parameter: it, and the loss along it
    training: example.Training
    film: Array  # where each frame stands on the path, in steps
    ways: dict[str, tuple[float, float]]  # the gradient by each of seven ways
    differences: checks.Differences
    conventions: dict[str, mistakes.Convention]
    accumulated: mistakes.Accumulated
    in_turn: mistakes.InTurn
    broadcast: mistakes.Broadcast
    clean: mistakes.Clean
    datasets: dict[str, Fitted]
    exercises: Exercises


def compute() -> Data:
    """Everything on the page; shapes follow the five points."""
    problem = line_fit(X, Y)
    r, best = problem.residual(START), minimizer(problem)
    return Data(
        x=X,
        y=Y,
        start=START,
        residual=r,
        pulls=2 / len(X) * r[:, None] * problem.X,
        grad=problem.grad(START),
        loss=float(problem.value(START)),
        rate=RATE,
        optimum=best,
        loss_optimum=float(problem.value(best)),
        hessian=problem.hess(START),
        eigenvalues=spectrum(problem).eigenvalues,
        chain=example.chain(-1),
        grid=example.grid(problem),
        level=example.level(problem),
        slices=example.slices(problem),
        training=example.training(problem),
        film=example.film(),
        ways=checks.ways(X, Y, START),
        differences=checks.differences(X, Y, START),
        conventions=mistakes.conventions(problem),
        accumulated=mistakes.accumulated(problem),
        in_turn=mistakes.in_turn(problem),
        broadcast=mistakes.broadcast(problem),
        clean=mistakes.scaled(),
        datasets={name: fitted(name) for name in TEACHING},
        exercises=exercises(problem),
    )


def fitted(name: str) -> Fitted:
    """One of the teaching datasets."""
    data = TEACHING[name]()
    problem = line_fit(data.x, data.y)
    best = minimizer(problem)
    return Fitted(
        title=data.title,
        x=data.x,
        y=data.y,
        optimum=best,
        loss=float(problem.value(best)),
        grad_at_zero=problem.grad(np.zeros(2)),
        grad_left=float(np.abs(problem.grad(best)).max()),
    )


def exercises(problem: LeastSquares) -> Exercises:
    """On the five points, and on two sets of larger x."""
    best_b = float(np.mean(Y - START[0] * X))
    there = np.array([START[0], best_b])
    wide, large = line_fit(10 * X, Y), line_fit(LARGE_X, LARGE_X)
    limit = learning_rate_limit(large)
    return Exercises(
        grad_at_zero=problem.grad(np.zeros(2)),
        best_b=best_b,
        best_b_loss=float(problem.value(there)),
        best_b_grad_w=float(problem.grad(there)[0]),
        wide_grad=wide.grad(START / [10, 1]),
        wide_limit=learning_rate_limit(wide),
        large_limit=limit,
        large_limit_sum=limit / len(LARGE_X),
        residual_at_optimum=problem.residual(minimizer(problem)),
    )
