"""Sampling noise on least squares: its exact moments, and many seeded runs beside them.

The one rule: predicted is with replacement, where a step's noise is independent of the
error before it; measured is the mean of L - L* over the runs, as a share of L*.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np

from gdcore.algebra import dot, length, product, solve
from gdcore.optimizers import DecayingSGD, GradientDescent, MinibatchGradientDescent
from gdcore.problems import LeastSquares
from gdcore.runs import run
from gdcore.spectral import closed_form, minimizer
from gdcore.validation import Array

START, RATE, BATCHES = np.zeros(2), 0.1, (1, 10, 100)
FLOOR_RATES = {1: (0.02, 0.05, 0.1, 0.2), 10: (0.05, 0.1, 0.2, 0.4)}
SHUFFLED_RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
FLOOR_RUNS, SHUFFLED_RUNS, THREAD_RUNS = 10_000, 400, 1000
DECAY, DECAY_STEPS, FORGOTTEN = 0.05, 1500, 50
DECAY_RUNS = {0: 10_000, DECAY: 30_000}  # by decay of the rate
FILM_ROWS, FILM_FRAMES, THREAD_STEPS, POWER_STEPS = 10, 100, 1000, 500
Arrays = Iterator[Array]


class Rows(NamedTuple):
    """A mean of squares seen from its minimizer: row i has the residual X_i e + s_i."""

    X: Array  # (n, p)
    s: Array  # residuals at the minimizer, (n,)
    star: Array  # the minimizer, (p,)
    H: Array  # (p, p)
    least: float  # L at the minimizer

    def gap(self, e: Array) -> Array:
        """L - L* at the errors e, shape (..., p)."""
        return dot(product(e, self.H), e) / 2


def rows(problem: LeastSquares) -> Rows:
    """The rows of a mean of squares without a penalty."""
    star = minimizer(problem)
    s = problem.residual(star)
    return Rows(problem.X, s, star, problem.hess(star), float((s**2).mean()))


class Moments(NamedTuple):
    """One step of E[e], and of c: the q = p (p + 1) / 2 entries of E[e e^T].

    c <- c - eta A c + eta^2 (B c + K E[e] + S)
    """

    rows: Rows
    upper: Array  # places of c in a matrix that is read row by row, (q,)
    twice: Array  # c to that matrix, (p^2, q)
    A: Array  # of C -> H C + C H, (q, q)
    B: Array  # of C -> E[g g^T], the noise at the minimizer apart, (q, q)
    K: Array  # (q, p)
    S: Array  # (q,)

    def step(self, mean: Array, c: Array, rate: float) -> tuple[Array, Array]:
        """Both after one step."""
        noise = product(c, self.B.T) + product(mean, self.K.T) + self.S
        c = c - rate * product(c, self.A.T) + rate**2 * noise
        return mean - rate * product(mean, self.rows.H), c

    def gap(self, c: Array) -> float:
        """E[L - L*], half the trace of H C."""
        return float(dot(self.rows.H.ravel(), product(c, self.twice.T)) / 2)

    def curve(self, start: Array, rates: Iterable[float]) -> Array:
        """E[L - L*] at the start and after each step."""
        mean = start - self.rows.star
        c = np.outer(mean, mean).ravel()[self.upper]
        gaps = [self.gap(c)]
        for rate in rates:
            mean, c = self.step(mean, c, rate)
            gaps.append(self.gap(c))
        return np.array(gaps)

    def floor(self, rate: float) -> float:
        """E[L - L*] at the fixed point: (A - eta B) c = eta S."""
        return self.gap(solve(self.A - rate * self.B, rate * self.S))

    def limit(self) -> float:
        """The rate from which on there is none: 1 over the largest eigenvalue of B / A.

        A^-1 B keeps covariances covariances, so that eigenvalue is real, and the power
        method finds it.
        """
        c = np.eye(len(self.rows.H)).ravel()[self.upper]
        for _ in range(POWER_STEPS):
            c = solve(self.A, product(c / length(c), self.B.T))
        return float(1 / length(c))


def moments(rows: Rows, batch: int) -> Moments:
    """For batches of this size."""
    X, H, (n, p) = rows.X, rows.H, rows.X.shape
    i, j = np.triu_indices(p)
    upper, at, same = i * p + j, np.arange(len(i)), np.eye(p)
    twice = np.zeros((p * p, len(i)))
    twice[upper, at] = twice[j * p + i, at] = 1
    pairs = (X[:, :, None] * X[:, None, :]).reshape(n, -1)  # x x^T, row by row
    weighted = 4 / (batch * n) * pairs[:, upper].T
    whole = (1 - 1 / batch) * np.kron(H, H)[upper]
    A = product((np.kron(H, same) + np.kron(same, H))[upper], twice)
    B = product(product(weighted, pairs) + whole, twice)
    K, S = product(weighted, 2 * rows.s[:, None] * X), product(rows.s**2, weighted.T)
    return Moments(rows, upper, twice, A, B, K, S)


class Compared(NamedTuple):
    """Gaps by theory and on runs, at rates or at steps; all of one length."""

    at: Array
    predicted: Array
    measured: Array


def drawn(n: int, batch: int, runs: int, *, shuffled: bool = False) -> Arrays:
    """Rows of one batch after another, shape (batch, runs), without end."""
    draws = np.random.RandomState(0)
    while True:
        if shuffled:
            yield from draws.rand(n, runs).argsort(axis=0).reshape(-1, batch, runs)
        else:
            yield draws.randint(n, size=(batch, runs))


def walk(
    rows: Rows, start: Array, rates: Array, batches: Arrays, bound: float = np.inf
) -> Arrays:
    """Errors after each step, (2, runs), gradients cut to the length `bound`."""
    x, e = rows.X[:, 0], (start - rows.star)[:, None]
    for rate, index in zip(rates, batches, strict=False):
        at = x[index]
        r = (at * e[0] + e[1] + rows.s[index]) * (2 / len(index))
        g = np.array([(r * at).sum(axis=0), r.sum(axis=0)])
        cut = np.minimum(1, bound / length(g.T)) if bound < np.inf else 1
        e = e - rate * cut * g
        yield e


def share(rows: Rows, e: Array) -> float:
    """The mean gap of errors (2, runs)."""
    return float((product(rows.H, e) * e).sum() / (2 * e.shape[1] * rows.least))


def floors(
    rows: Rows, rates: tuple[float, ...], batch: int = 1, *, shuffled: bool = False
) -> tuple[Compared, Array]:
    """Long-run gaps of runs that begin at the minimizer, and those at ends of epochs.

    Predicted is the floor with replacement; there each step is an end.
    """
    theory, n, gaps = moments(rows, batch), len(rows.s), []
    epoch, runs = (n, SHUFFLED_RUNS) if shuffled else (1, FLOOR_RUNS)
    for rate in rates:  # after `burn` epochs the start is forgotten
        burn = round(1.5 / (rate * n)) + 2 if shuffled else round(4 / rate)
        batches = drawn(n, batch, runs, shuffled=shuffled)
        errors = walk(rows, rows.star, np.full(3 * burn * epoch, rate), batches)
        shares = np.array([share(rows, e) for e in errors]).reshape(-1, epoch)
        late = shares[burn:].mean(axis=0)
        gaps.append((theory.floor(rate) / rows.least, late.mean(), late[-1]))
    predicted, measured, ends = np.array(gaps).T
    return Compared(np.array(rates), predicted, measured), ends


def schedule(rows: Rows, decay: float) -> tuple[Compared, Array, Array]:
    """Single rows from the start, at the rates RATE / (1 + decay k).

    The mean gap, that of the average since step FORGOTTEN, and one run's; by step.
    """
    k, begin = np.arange(DECAY_STEPS + 1), (START - rows.star)[:, None]
    rates = RATE / (1 + decay * k[:-1])
    errors = walk(rows, START, rates, drawn(len(rows.s), 1, DECAY_RUNS[decay]))
    gaps, total, count = [], begin, 0
    for step, e in enumerate(chain([begin], errors)):
        total, count = (total + e, count + 1) if step > FORGOTTEN else (e, 1)
        gaps.append([share(rows, each) for each in (e, total / count, e[:, :1])])
    predicted = moments(rows, 1).curve(START, rates) / rows.least
    measured, averaged, one = np.array(gaps).T
    return Compared(k, predicted, measured), averaged, one


def method(batch: int) -> MinibatchGradientDescent:
    """The page's own run: shuffled batches at RATE."""
    return MinibatchGradientDescent(RATE, batch)


def decaying(decay: float) -> DecayingSGD:
    """Single rows at the rate RATE / (1 + decay k)."""
    return DecayingSGD(RATE, 1, decay_rate=decay)


def film(problem: LeastSquares) -> dict[int, Array]:
    """Iterates by batch size, until FILM_ROWS rows times FILM_FRAMES are read."""
    steps = {batch: FILM_ROWS * FILM_FRAMES // batch for batch in BATCHES}
    return {m: run(problem, method(m), START, max_steps=k).x for m, k in steps.items()}


def intercepts(problem: LeastSquares, rate: float) -> dict[str, float]:
    """b after THREAD_STEPS steps: mean over single-row runs, on all rows, and best."""
    thread = rows(problem)
    batches = drawn(len(thread.s), 1, THREAD_RUNS)
    *_, e = walk(thread, START, np.full(THREAD_STEPS, rate), batches)
    whole = closed_form(problem, GradientDescent(rate), START, THREAD_STEPS)
    best = float(thread.star[1])
    return {"single": float(e[1].mean()) + best, "whole": float(whole[1]), "best": best}
