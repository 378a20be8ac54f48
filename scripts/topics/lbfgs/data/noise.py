"""L-BFGS on minibatches: the sign of its curvature, and where its runs end.

The one rule: a share is counted on draws of batches, and predicted by the normal law.
"""

import math
from dataclasses import dataclass

import numpy as np

from gdcore.algebra import dot
from gdcore.datasets import clean
from gdcore.optimizers import MinibatchGradientDescent
from gdcore.optimizers.lbfgs import lbfgs_direction
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import minimizer
from gdcore.validation import Array

BATCH, DRAWS = 10, 4000
LENGTHS = np.geomspace(0.01, 1, 13)
BATCH_STEPS, SEEDS, SGD_RATE = 40, 25, 0.1


@dataclass(frozen=True)
class Noise:
    """How often s^T u is negative, and the loss of minibatch runs."""

    lengths: Array  # |s|, (L,)
    share: Array  # of draws of two batches with s^T u <= 0, (L,)
    predicted: Array  # (L,)
    one_batch: float  # the share where a pair has one batch
    runs: dict[str, Array]  # loss above its least by step, median of the seeds


def noise() -> Noise:
    """The curvature s^T u from two batches, and from one: how often it is negative."""
    data = clean()
    problem = line_fit((data.x - data.x.mean()) / data.x.std(), data.y)
    column, at = problem.X[:, 0], minimizer(problem)
    terms = 2 * column * problem.residual(at)  # per row, along the slope
    squares = 2 * column**2
    draws = np.random.RandomState(0)
    first, second = draws.randint(len(column), size=(2, DRAWS, BATCH))
    shares, predicted = [], []
    for reach in LENGTHS:
        y = (terms + reach * squares)[second].mean(1) - terms[first].mean(1)
        spread = np.var(terms + reach * squares) + np.var(terms)
        shares.append(float((y <= 0).mean()))
        z = reach * squares.mean() / math.sqrt(spread / BATCH)
        predicted.append(0.5 * math.erfc(z / math.sqrt(2)))
    return Noise(
        lengths=LENGTHS,
        share=np.array(shares),
        predicted=np.array(predicted),
        one_batch=float((squares[first].mean(1) <= 0).mean()),
        runs=_batch_runs(problem),
    )


def _batch_runs(problem: LeastSquares) -> dict[str, Array]:
    """L-BFGS on all rows, with one and with two batches a pair, and plain batches."""
    least = float(problem.value(minimizer(problem)))
    values = {
        kind: [_batch_run(problem, same, seed) for seed in range(SEEDS)]
        for kind, same in {"full": None, "one": True, "two": False}.items()
    }
    values["sgd"] = [
        run(
            problem,
            MinibatchGradientDescent(SGD_RATE, BATCH, seed=seed),
            np.zeros(2),
            max_steps=BATCH_STEPS,
        ).value
        for seed in range(SEEDS)
    ]
    return {kind: np.median(v, axis=0) - least for kind, v in values.items()}


def _batch_run(problem: LeastSquares, same: bool | None, seed: int) -> Array:
    """Steps of length one; `same` is whether both gradients of a pair share a batch."""
    draws, rows = np.random.RandomState(seed), len(problem.y)
    x, values = np.zeros(2), [float(problem.value(np.zeros(2)))]
    pairs: tuple[tuple[Array, Array], ...] = ()
    batch, before = problem, None
    for _ in range(BATCH_STEPS):
        if same is not None:
            batch = problem.rows(draws.randint(rows, size=BATCH))
        grad = batch.grad(x)
        if before is not None:
            earlier = batch.grad(before[0]) if same else before[1]
            s, y = x - before[0], grad - earlier
            pairs = (*pairs, (s, y))[-10:] if dot(s, y) > 1e-10 else pairs
        before = (x, grad)
        step = lbfgs_direction(grad, pairs)
        x = x + (step if pairs else step / max(1.0, float(np.abs(step).sum())))
        values.append(float(problem.value(x)))
    return np.array(values)
