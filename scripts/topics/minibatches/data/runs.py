"""Many seeded runs side by side, and what they measure: floors, schedules, shuffles.

The one rule: a gap is L - L* as a share of L*, averaged over the runs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from gdcore.algebra import length, product
from gdcore.optimizers import DecayingSGD, GradientDescent, MinibatchGradientDescent
from gdcore.problems import LeastSquares
from gdcore.runs import run
from gdcore.spectral import closed_form
from gdcore.validation import Array
from scripts.topics.minibatches.data.recursion import Rows, moments, rows

START, RATE, BATCHES = np.zeros(2), 0.1, (1, 10, 100)
FLOOR_RATES = {1: (0.02, 0.05, 0.1, 0.2), 10: (0.05, 0.1, 0.2, 0.4)}
FLOOR_RUNS, SETTLED = 10_000, 4  # over the rate: steps until the start is forgotten
SHUFFLED_RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
SHUFFLED_RUNS = 400
DECAY, DECAY_STEPS, FORGOTTEN = 0.05, 1500, 50
DECAY_RUNS = {"constant": 10_000, "decaying": 30_000}
FILM_ROWS, FILM_FRAMES = 10, 100
THREAD_STEPS, THREAD_RUNS = 1000, 1000


@dataclass(frozen=True)
class Compared:
    """Gaps by theory and on runs, at rates or at steps; all of one length."""

    at: Array
    predicted: Array
    measured: Array


def drawn(n: int, batch: int, runs: int, *, shuffled: bool = False) -> Iterator[Array]:
    """Rows of one batch after another, shape (batch, runs), without end."""
    draws = np.random.RandomState(0)
    while True:
        if not shuffled:
            yield draws.randint(n, size=(batch, runs))
            continue
        order = draws.rand(n, runs).argsort(axis=0)
        yield from (order[i : i + batch] for i in range(0, n, batch))


def walk(
    rows: Rows,
    start: Array,
    rates: Iterable[float],
    batches: Iterator[Array],
    bound: float = np.inf,
) -> Iterator[Array]:
    """Errors after each step, (2, runs), gradients cut to the length `bound`."""
    x, e = rows.X[:, 0], (start - rows.star)[:, None]
    for rate in rates:
        index = next(batches)
        at = x[index]
        r = (at * e[0] + e[1] + rows.s[index]) * (2 / len(index))
        g = np.array([(r * at).sum(axis=0), r.sum(axis=0)])
        cut = np.minimum(1, bound / length(g.T)) if bound < np.inf else 1
        e = e - rate * cut * g
        yield e


def share(rows: Rows, e: Array) -> float:
    """The mean gap of errors (2, runs)."""
    return float((product(rows.H, e) * e).sum() / (2 * e.shape[1] * rows.least))


def floors(rows: Rows, batch: int) -> Compared:
    """Long-run gaps by the fixed point, and by runs that begin at the minimizer."""
    theory, measured = moments(rows, batch), []
    for rate in FLOOR_RATES[batch]:
        burn, steps = round(SETTLED / rate), round(3 * SETTLED / rate)
        batches = drawn(len(rows.s), batch, FLOOR_RUNS)
        errors = walk(rows, rows.star, [rate] * steps, batches)
        measured.append(np.mean([share(rows, e) for e in errors][burn:]))
    predicted = [theory.floor(rate) / rows.least for rate in FLOOR_RATES[batch]]
    return Compared(*map(np.array, (FLOOR_RATES[batch], predicted, measured)))


def shuffled(rows: Rows) -> tuple[Compared, Array]:
    """Single rows, each once an epoch: long-run gaps, and those at ends of epochs.

    Predicted is the floor with replacement.
    """
    theory, n, gaps = moments(rows, 1), len(rows.s), []
    for rate in SHUFFLED_RATES:
        burn = round(1.5 / (rate * n)) + 2
        batches = drawn(n, 1, SHUFFLED_RUNS, shuffled=True)
        errors = walk(rows, rows.star, [rate] * (3 * burn * n), batches)
        shares = np.array([share(rows, e) for e in errors])
        late = shares.reshape(-1, n)[burn:].mean(axis=0)
        gaps.append((theory.floor(rate) / rows.least, late.mean(), late[-1]))
    predicted, measured, ends = np.array(gaps).T
    return Compared(np.array(SHUFFLED_RATES), predicted, measured), ends


def schedule(rows: Rows, name: str) -> tuple[Compared, Array, Array]:
    """Single rows from the start: the mean gap, that of the average, and one run's.

    The average begins at step FORGOTTEN; "constant" is RATE, "decaying" falls from it.
    """
    k = np.arange(DECAY_STEPS)
    rates = RATE / (1 + DECAY * k * (name == "decaying"))
    first = float(rows.gap(START - rows.star)) / rows.least
    gaps, total, count = [(first, first, first)], np.zeros((2, 1)), 0
    for e in walk(rows, START, rates, drawn(len(rows.s), 1, DECAY_RUNS[name])):
        late = len(gaps) > FORGOTTEN
        total, count = (total + e, count + 1) if late else (e, 1)
        averaged = share(rows, total / count)
        gaps.append((share(rows, e), averaged, share(rows, e[:, :1])))
    measured, averaged, one = np.array(gaps).T
    predicted = moments(rows, 1).curve(START, rates) / rows.least
    return Compared(np.r_[k, DECAY_STEPS], predicted, measured), averaged, one


def method(batch: int) -> MinibatchGradientDescent:
    """The page's own run: shuffled batches at RATE."""
    return MinibatchGradientDescent(RATE, batch)


def decaying(decay: float) -> DecayingSGD:
    """Single rows at the rate RATE / (1 + decay k)."""
    return DecayingSGD(RATE, 1, decay_rate=decay)


def film(problem: LeastSquares) -> dict[int, Array]:
    """Iterates by batch size, until FILM_ROWS rows times FILM_FRAMES are read."""
    read = FILM_ROWS * FILM_FRAMES
    return {
        batch: run(problem, method(batch), START, max_steps=read // batch).x
        for batch in BATCHES
    }


def intercepts(problem: LeastSquares, rate: float) -> dict[str, float]:
    """b after THREAD_STEPS steps: mean over single-row runs, on all rows, and best."""
    thread = rows(problem)
    batches = drawn(len(thread.s), 1, THREAD_RUNS)
    *_, e = walk(thread, START, [rate] * THREAD_STEPS, batches)
    whole = closed_form(problem, GradientDescent(rate), START, THREAD_STEPS)
    best = thread.star[1]
    ends = {"single": e[1].mean() + best, "whole": whole[1], "best": best}
    return {name: float(b) for name, b in ends.items()}
