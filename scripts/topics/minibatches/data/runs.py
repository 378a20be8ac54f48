"""Many seeded runs side by side, and what they measure: floors, schedules, shuffles.

The one rule: a gap is L - L* as a share of L*, averaged over the runs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from gdcore.algebra import product
from gdcore.optimizers import DecayingSGD, GradientDescent, MinibatchGradientDescent
from gdcore.problems import LeastSquares
from gdcore.runs import run
from gdcore.spectral import closed_form
from gdcore.validation import Array
from scripts.topics.minibatches.data import recursion
from scripts.topics.minibatches.data.recursion import Rows

START = np.zeros(2)
RATE, BATCHES = 0.1, (1, 10, 100)
FLOOR_RATES = {1: (0.02, 0.05, 0.1, 0.2), 10: (0.05, 0.1, 0.2, 0.4)}
FLOOR_RUNS, SETTLED = 10_000, 4  # over the rate: steps until the start is forgotten
SHUFFLED_RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
SHUFFLED_RUNS = 400
DECAY, DECAY_STEPS, FORGOTTEN = 0.05, 1500, 50
DECAY_RUNS = {"constant": 10_000, "decaying": 30_000}
LATE = slice(-200, None)  # steps whose mean is the end of such a run
FILM_ROWS, FILM_FRAMES = 10, 100
THREAD_STEPS, THREAD_RUNS = 1000, 1000


@dataclass(frozen=True)
class Floors:
    """Where constant rates end, for one batch size; all (r,)."""

    rates: Array
    predicted: Array
    measured: Array


@dataclass(frozen=True)
class Shuffled:
    """Single rows, each once an epoch, beside rows drawn anew; all (r,)."""

    rates: Array
    replaced: Array  # predicted
    steps: Array  # over all steps of an epoch
    ends: Array  # at the ends of epochs


@dataclass(frozen=True)
class Schedules:
    """Gaps before each step and after the last, single rows; (K + 1,) each."""

    measured: dict[str, Array]  # "constant", "decaying", "averaged"
    predicted: dict[str, Array]  # of the first two
    one: Array  # a single run at the constant rate


@dataclass(frozen=True)
class Thread:
    """The intercept of the thread after THREAD_STEPS steps."""

    single: float  # mean of the runs on single rows
    whole: float  # of as many steps on all rows
    best: float
    spread: float  # standard deviation of the runs


def drawn(n: int, batch: int, runs: int, *, shuffled: bool) -> Iterator[Array]:
    """Rows of one batch after another, shape (batch, runs), without end."""
    draws = np.random.RandomState(0)
    while True:
        if not shuffled:
            yield draws.randint(n, size=(batch, runs))
            continue
        order = draws.rand(n, runs).argsort(axis=0)
        yield from (order[i : i + batch] for i in range(0, n, batch))


def walk(
    rows: Rows, start: Array, rates: Iterable[float], batches: Iterator[Array]
) -> Iterator[Array]:
    """Errors after each step, shape (2, runs)."""
    x, e = rows.X[:, 0], (start - rows.star)[:, None]
    for rate in rates:
        index = next(batches)
        at = x[index]
        r = (at * e[0] + e[1] + rows.s[index]) * (2 * rate / len(index))
        e = e - np.array([(r * at).sum(axis=0), r.sum(axis=0)])
        yield e


def share(rows: Rows, e: Array) -> float:
    """The mean gap of errors (2, runs), as a share of the least loss."""
    return float((product(rows.H, e) * e).sum() / (2 * e.shape[1] * rows.least))


def floors(rows: Rows, batch: int) -> Floors:
    """Long-run gaps by the fixed point, and by FLOOR_RUNS runs from the minimizer."""
    measured = []
    for rate in FLOOR_RATES[batch]:
        burn, steps = round(SETTLED / rate), round(3 * SETTLED / rate)
        batches = drawn(len(rows.s), batch, FLOOR_RUNS, shuffled=False)
        errors = walk(rows, rows.star, [rate] * steps, batches)
        gaps = [share(rows, e) for k, e in enumerate(errors) if k >= burn]
        measured.append(np.mean(gaps))
    predicted = [recursion.floor(rows, r, batch) for r in FLOOR_RATES[batch]]
    return Floors(
        np.array(FLOOR_RATES[batch]),
        np.array(predicted) / rows.least,
        np.array(measured),
    )


def shuffled(rows: Rows) -> Shuffled:
    """Long-run gaps of single rows, each once an epoch."""
    n, steps, ends = len(rows.s), [], []
    for rate in SHUFFLED_RATES:
        burn = round(1.5 / (rate * n)) + 2
        batches = drawn(n, 1, SHUFFLED_RUNS, shuffled=True)
        errors = walk(rows, rows.star, [rate] * (3 * burn * n), batches)
        gaps = np.array([share(rows, e) for e in errors]).reshape(-1, n)[burn:]
        steps.append(gaps.mean())
        ends.append(gaps[:, -1].mean())
    replaced = [recursion.floor(rows, r, 1) / rows.least for r in SHUFFLED_RATES]
    return Shuffled(*map(np.array, (SHUFFLED_RATES, replaced, steps, ends)))


def schedules(rows: Rows) -> Schedules:
    """A constant rate, its average, and a decaying rate, from the start."""
    k = np.arange(DECAY_STEPS)
    rates = {
        "constant": np.full(DECAY_STEPS, RATE),
        "decaying": RATE / (1 + DECAY * k),
    }
    first = float(rows.gap(START - rows.star)) / rows.least
    measured, predicted, averaged, one = {}, {}, [first], [first]
    for name, rate in rates.items():
        batches = drawn(len(rows.s), 1, DECAY_RUNS[name], shuffled=False)
        gaps, total, count = [first], np.zeros((2, 1)), 0
        for e in walk(rows, START, rate, batches):
            gaps.append(share(rows, e))
            if name == "constant":  # averaged from step FORGOTTEN on
                late = len(gaps) > FORGOTTEN
                total, count = (total + e, count + 1) if late else (e, 1)
                averaged.append(share(rows, total / count))
                one.append(share(rows, e[:, :1]))
        measured[name] = np.array(gaps)
        predicted[name] = recursion.curve(rows, START, rate, 1) / rows.least
    measured["averaged"] = np.array(averaged)
    return Schedules(measured, predicted, np.array(one))


def method(batch: int) -> MinibatchGradientDescent:
    """The page's own run: shuffled batches at RATE."""
    return MinibatchGradientDescent(RATE, batch)


def decaying() -> DecayingSGD:
    """Single rows at the rate that decays."""
    return DecayingSGD(RATE, 1, decay_rate=DECAY)


def film(problem: LeastSquares) -> dict[int, Array]:
    """Iterates by batch size, until FILM_ROWS rows times FILM_FRAMES are read."""
    read = FILM_ROWS * FILM_FRAMES
    return {
        batch: run(problem, method(batch), START, max_steps=read // batch).x
        for batch in BATCHES
    }


def thread(problem: LeastSquares, rows: Rows, rate: float) -> Thread:
    """Single rows on the intercept thread, and all rows."""
    batches = drawn(len(rows.s), 1, THREAD_RUNS, shuffled=False)
    *_, e = walk(rows, START, [rate] * THREAD_STEPS, batches)
    whole = closed_form(problem, GradientDescent(rate), START, THREAD_STEPS)
    b = e[1] + rows.star[1]
    return Thread(float(b.mean()), float(whole[1]), float(rows.star[1]), float(b.std()))
