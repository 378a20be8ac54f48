"""The forum's run: its hundred epochs, its gradients, and the million steps it lacks.

The one rule: "1 %" means that an error has come down to one hundredth of what it was
at the start, and stays there.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import eigh, least_squares, product
from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import Trajectory, run
from gdcore.spectral import closed_form, minimizer, spectrum, steps_to, steps_until
from gdcore.validation import Array

START = np.zeros(2)
THREAD_RATE, EPOCHS = 1e-5, 100
THREAD = GradientDescent(THREAD_RATE)
TOLERANCE = 0.01
LATE = 999  # the epoch whose gradients the page quotes
EVERY = 1000  # steps between the records of a long run
SEEDS = 1000


@dataclass(frozen=True)
class Run:
    """A run from (0, 0), a row for each epoch and the start."""

    x: Array  # (epochs + 1, 2)
    grad: Array  # (epochs + 1, 2)
    value: Array  # (epochs + 1,)
    share: Array  # of the first errors that is left, (epochs + 1, 2)


@dataclass(frozen=True)
class Late:
    """Both gradients from the first epoch to ten million, and where they cross."""

    k: Array  # (K,)
    grad: Array  # (K, 2)
    crossing: int  # first epoch at which the bias gradient is the larger one
    quoted: Array  # gradient at epoch LATE, (2,)
    error: float  # of b at epoch LATE


@dataclass(frozen=True)
class Terms:
    """What each sample adds to the bias gradient after some epochs, 2 r_i."""

    epoch: int
    terms: Array  # (N,)
    line: Array  # the part that the wrong line makes, without the noise, (N,)
    mean: float
    size: float  # mean absolute term
    positive: int  # samples with a positive term


@dataclass(frozen=True)
class Steps:
    """Errors of w and b over two million epochs; steps to 1 %, predicted and taken."""

    slow_factor: float  # of the flat direction's error in one step
    slow: int  # steps to 1 % of the flat direction
    fast: int  # and of the steep one
    centered: int  # and of the intercept where x is centered
    predicted: list[int]  # steps to 1 % of w and of b
    measured: list[int]
    k: Array  # (K,)
    share: Array  # left at k by the closed form, (K, 2)
    spots: Array  # (M,)
    measured_share: Array  # left at the spots of the iterated run, (M, 2)
    plateau: float  # share of w's error that waits for b
    float32_floor: float  # share of b's error below which float32 loses updates


@dataclass(frozen=True)
class Seeds:
    """What the thread's own code leaves, and how long b takes, over many seeds."""

    intercept: float  # median of the share of the error left
    slope: float  # median
    nine_in_ten: float  # of the intercept's, at least left in nine of ten
    steps: tuple[float, float]  # of b to 1 %, the middle nine tenths of the seeds


def hundred_epochs(problem: LeastSquares) -> Run:
    """The thread's run."""
    path = run(problem, THREAD, START, max_steps=EPOCHS)
    error = path.x - minimizer(problem)
    return Run(path.x, path.grad, path.value, np.abs(error) / np.abs(error[0]))


def late(problem: LeastSquares) -> Late:
    """Its gradients when it goes on, by the closed form."""
    k = np.unique(np.geomspace(1, 1e7, 300).round().astype(int))
    early = problem.grad(closed_form(problem, THREAD, START, np.arange(LATE + 1)))
    error = closed_form(problem, THREAD, START, LATE) - minimizer(problem)
    return Late(
        k=k,
        grad=problem.grad(closed_form(problem, THREAD, START, k)),
        crossing=int(np.flatnonzero(np.abs(early[:, 1]) > np.abs(early[:, 0]))[0]),
        quoted=early[-1],
        error=float(error[1]),
    )


def terms(problem: LeastSquares, epoch: int) -> Terms:
    """The samples' terms after that many epochs."""
    at = closed_form(problem, THREAD, START, epoch)
    line = 2 * product(at - minimizer(problem), problem.X.T)
    terms = 2 * problem.residual(at)
    return Terms(
        epoch=epoch,
        terms=terms,
        line=line,
        mean=float(terms.mean()),
        size=float(np.abs(terms).mean()),
        positive=int((terms > 0).sum()),
    )


def steps(problem: LeastSquares) -> Steps:
    """What theory says of the long run, and the long run."""
    low, high = (1 - THREAD_RATE * value for value in spectrum(problem).eigenvalues)
    k = np.unique(np.geomspace(1, 2e6, 300).round().astype(int))
    best = minimizer(problem)
    measured, coarse = iterated(problem, 920_000)
    spots = np.unique(np.geomspace(1, len(coarse.k) - 1, 12).round().astype(int))
    # float32 keeps 24 bits: an update below half a unit in the last place is lost.
    lost = np.spacing(np.float32(best[1])) / 2
    return Steps(
        slow_factor=float(low),
        slow=steps_to(low, TOLERANCE),
        fast=steps_to(high, TOLERANCE),
        centered=steps_to(1 - 2 * THREAD_RATE, TOLERANCE),
        predicted=[steps_to_tolerance(problem, THREAD, i) for i in (0, 1)],
        measured=measured,
        k=k,
        share=np.abs(closed_form(problem, THREAD, START, k) - best) / np.abs(best),
        spots=coarse.k[spots],
        measured_share=np.abs(coarse.x[spots] - best) / np.abs(best),
        plateau=float(abs(coarse.x[1, 0] / best[0] - 1)),
        float32_floor=float(
            lost / (THREAD_RATE * spectrum(problem).lambda_min * best[1])
        ),
    )


def steps_to_tolerance(problem: LeastSquares, method: GradientDescent, i: int) -> int:
    """Steps until parameter i is within 1 % of its first error."""
    return steps_until(
        problem,
        method,
        START,
        tolerance=TOLERANCE,
        measure=lambda error: error[:, i],
    )


def iterated(problem: LeastSquares, steps: int) -> tuple[list[int], Trajectory]:
    """Steps to 1 % of w and of b, counted on the thread's run gone on with.

    The run is recorded at every thousandth step; the piece in which an error was last
    too large is then run again, and each of its steps looked at. The errors must
    shrink from step to step, as they do below half the limit.
    """
    best = minimizer(problem)
    coarse = run(problem, THREAD, START, max_steps=steps, every=EVERY)
    counts = []
    for i in (0, 1):
        j = last_outside(coarse.x[:, i], best[i])
        fine = run(problem, THREAD, coarse.x[j], max_steps=EVERY)
        counts.append(int(coarse.k[j]) + last_outside(fine.x[:, i], best[i]) + 1)
    return counts, coarse


def last_outside(values: Array, best: float) -> int:
    """Index of the last value that is not yet within 1 %."""
    return int(np.flatnonzero(np.abs(values - best) > TOLERANCE * abs(best))[-1])


def seeds(x: Array, *, steepest: float) -> Seeds:
    """The run with other draws of line, noise and start.

    Drawn as the thread draws them: the slope from [0, steepest), the intercept from
    [0, 1), unit noise; the layer starts in [-1, 1), as torch.nn.Linear(1, 1) does.
    """
    problem = line_fit(x, x)
    values, vectors = eigh(problem.hess(START))
    after = product(vectors * (1 - THREAD_RATE * values) ** EPOCHS, vectors.T)
    states = [np.random.RandomState(seed) for seed in range(SEEDS)]
    draws = np.array(
        [[*s.rand(2), *s.normal(size=len(x)), *s.uniform(-1, 1, 2)] for s in states]
    )
    y = steepest * draws[:, :1] * x + draws[:, 1:2] + draws[:, 2:-2]
    best = np.array([least_squares(problem.X, row) for row in y])
    first = draws[:, -2:] - best
    left = np.abs(product(first, after.T)) / np.abs(first)
    # Long before b is within 1 %, only its flat part is left of its error.
    flat = np.abs(product(first, vectors[:, :1])[:, 0] * vectors[1, 0] / first[:, 1])
    steps = np.ceil(np.log(TOLERANCE / flat) / np.log1p(-THREAD_RATE * values[0]))
    low, high = np.quantile(steps, (0.05, 0.95)).tolist()
    return Seeds(
        intercept=float(np.median(left[:, 1])),
        slope=float(np.median(left[:, 0])),
        nine_in_ten=float(np.quantile(left[:, 1], 0.1)),
        steps=(low, high),
    )
