"""What the page on minibatches shows: noise predicted, measured, and tamed.

The one rule: runs are on `heavy_noise` with standardized x, where all rows together
need one step at rate 1/2; what is slow here is the noise's doing.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import dot
from gdcore.datasets import clean, heavy_noise, intercept_thread
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import learning_rate_limit
from gdcore.validation import Array
from scripts.topics.intercept.data.thread import THREAD
from scripts.topics.minibatches.data import recursion, regressor, runs, single_rows


@dataclass(frozen=True)
class Data:
    """Everything on the page."""

    rows: recursion.Rows
    start: single_rows.Gradients
    end: single_rows.Gradients
    hand: single_rows.Hand
    floors: dict[int, runs.Compared]  # by batch size
    shuffled: runs.Compared  # single rows; predicted is the floor with replacement
    ends: Array  # of shuffled epochs
    schedules: dict[str, runs.Compared]  # "constant" and "decaying"
    averaged: Array  # gap of the average of the constant runs, by step
    one: Array  # gap of one of them
    film: dict[int, Array]  # iterates by batch size
    limits: dict[str, dict[str, float]]  # of "standardized" and "thread", by what
    bad: single_rows.BadRow
    stops: regressor.Stops
    intercepts: dict[str, float]  # of the thread


def compute() -> Data:
    """All of it; about ten seconds."""
    noisy, thread = heavy_noise(), intercept_thread()
    problem = single_rows.standardized(noisy.x, noisy.y)
    rows, raw = recursion.rows(problem), line_fit(thread.x, thread.y)
    constant, averaged, one = runs.schedule(rows, "constant")
    shuffled, ends = runs.shuffled(rows)
    easy = single_rows.standardized(clean().x, clean().y)
    return Data(
        rows=rows,
        start=single_rows.gradients(problem, runs.START),
        end=single_rows.gradients(problem, rows.star),
        hand=single_rows.hand(),
        floors={m: runs.floors(rows, m) for m in runs.FLOOR_RATES},
        shuffled=shuffled,
        ends=ends,
        schedules={
            "constant": constant,
            "decaying": runs.schedule(rows, "decaying")[0],
        },
        averaged=averaged,
        one=one,
        film=runs.film(problem),
        limits={"standardized": limits(problem), "thread": limits(raw)},
        bad=single_rows.bad_row(),
        stops=regressor.stops(easy.X[:, 0], easy.y),
        intercepts=runs.intercepts(raw, float(np.asarray(THREAD.learning_rate))),
    )


def limits(problem: LeastSquares) -> dict[str, float]:
    """Of all rows, in the mean square of batches, and of the largest row."""
    rows = recursion.rows(problem)
    batches = {str(m): recursion.moments(rows, m).limit() for m in runs.FLOOR_RATES}
    largest = float(dot(rows.X, rows.X).max())
    return {"whole": learning_rate_limit(problem), **batches, "row": 1 / largest}
