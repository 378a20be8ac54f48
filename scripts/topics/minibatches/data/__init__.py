"""What the page on minibatches shows: noise predicted, measured, and tamed.

The one rule: runs are on `heavy_noise` with standardized x, where all rows together
need one step at rate 1/2; what is slow here is the noise's doing.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import product
from gdcore.datasets import clean, heavy_noise, intercept_thread
from gdcore.preconditioning import standardize
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import learning_rate_limit
from gdcore.validation import Array
from scripts.topics.intercept.data.thread import THREAD
from scripts.topics.minibatches.data import recursion, regressor, runs, single_rows

LIMITED = (1, 10)  # batch sizes whose limits the page names


@dataclass(frozen=True)
class Limits:
    """Learning rates: of all rows, in the mean square, and of the largest row."""

    whole: float
    batches: dict[int, float]
    row: float


@dataclass(frozen=True)
class Data:
    """Everything on the page."""

    rows: recursion.Rows
    start: single_rows.Gradients
    end: single_rows.Gradients
    hand: single_rows.Hand
    floors: dict[int, runs.Floors]
    shuffled: runs.Shuffled
    schedules: runs.Schedules
    film: dict[int, Array]  # iterates by batch size
    limits: dict[str, Limits]  # "standardized" and "thread"
    bad: single_rows.BadRow
    stops: regressor.Stops
    thread: runs.Thread


def standardized() -> LeastSquares:
    """`heavy_noise`, its x in standard deviations from their mean."""
    data = heavy_noise()
    raw = line_fit(data.x, data.y)
    return LeastSquares(product(raw.X, standardize(raw).M), data.y)


def compute() -> Data:
    """All of it; about ten seconds."""
    problem = standardized()
    rows = recursion.rows(problem)
    points = intercept_thread()
    thread = line_fit(points.x, points.y)
    easy = clean()
    z = (easy.x - easy.x.mean()) / easy.x.std()
    return Data(
        rows=rows,
        start=single_rows.gradients(problem, runs.START),
        end=single_rows.gradients(problem, rows.star),
        hand=single_rows.hand(),
        floors={m: runs.floors(rows, m) for m in runs.FLOOR_RATES},
        shuffled=runs.shuffled(rows),
        schedules=runs.schedules(rows),
        film=runs.film(problem),
        limits={"standardized": limits(problem), "thread": limits(thread)},
        bad=single_rows.bad_row(),
        stops=regressor.stops(z, easy.y),
        thread=runs.thread(
            thread, recursion.rows(thread), float(np.asarray(THREAD.learning_rate))
        ),
    )


def limits(problem: LeastSquares) -> Limits:
    """Of one problem."""
    rows = recursion.rows(problem)
    return Limits(
        whole=learning_rate_limit(problem),
        batches={m: recursion.limit(rows, m) for m in LIMITED},
        row=single_rows.single_limit(rows),
    )
