"""What the page on the learning rate shows: limits, runs past them, schedules.

The one rule: a limit is found twice, by its formula and on runs that do not know it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gdcore.growth import observed_limit
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import spectrum
from gdcore.validation import Array
from scripts.reference_problems import cases
from scripts.topics.learning_rate.data import runs, schedules
from scripts.topics.learning_rate.data.runs import CLEAN, LINE

STEPS = 1000  # of each run whose limit is looked for


class Edge(NamedTuple):
    """The limit of a problem, twice, and a rate that is safe without eigenvalues."""

    predicted: float  # 2 / lambda_max
    measured: float  # by bisection on runs
    trace: float  # 2 over the trace of the Hessian
    condition: float


@dataclass(frozen=True)
class Data:
    """Everything on the page."""

    hand: dict[float, Array]  # slopes of a run of two points, by rate
    edges: dict[str, Edge]  # by dataset and thread
    conventions: dict[str, Edge]  # by reduction, on `clean`
    features: dict[int, Edge]  # by their number
    blow_up: runs.BlowUp
    film: runs.Rising
    rows: dict[str, runs.Rows]  # of `clean`, and with one far x
    thrown: runs.Thrown
    dials: dict[str, schedules.Dial]
    courses: dict[str, schedules.Course]


def compute() -> Data:
    """Bisections and runs; about eight seconds."""
    fits = {name: line_fit(data.x, data.y) for name, data in cases.lines().items()}
    n = len(LINE.y)
    weights = {"mean": 1.0, "half_mean": 0.5, "sum": n, "half_sum": n / 2}
    return Data(
        hand=runs.by_hand(),
        edges={
            **{name: edge(problem) for name, problem in fits.items()},
            "two_variables": edge(cases.thread()),
        },
        conventions={name: edge(LINE, weight) for name, weight in weights.items()},
        features={count: edge(cases.correlated(count)) for count in cases.FEATURES},
        blow_up=runs.blow_up(),
        film=runs.rising(),
        rows={"clean": runs.rows(CLEAN.x, CLEAN.y), "far": runs.rows(*runs.far())},
        thrown=runs.thrown(),
        dials=schedules.dials(),
        courses=schedules.courses(),
    )


def edge(problem: LeastSquares, weight: float = 1.0) -> Edge:
    """The limit of `weight` times a loss, from the start 0."""
    eigenvalues = weight * spectrum(problem).eigenvalues
    low, high = eigenvalues[[0, -1]].tolist()

    def path(rate: float) -> Array:
        rates = np.full(STEPS, rate * weight)
        return runs.descended(problem, rates, np.zeros(problem.dim))

    trace = float(eigenvalues.sum())
    return Edge(2 / high, observed_limit(path), 2 / trace, high / low)
