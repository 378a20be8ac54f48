"""What the page on the learning rate shows: limits, runs past them, schedules.

The one rule: a limit is found twice, by its formula and on runs that do not know it.
"""

from dataclasses import dataclass

from gdcore.datasets import clean
from scripts.topics.learning_rate.data import edge, runs, schedules


@dataclass(frozen=True)
class Data:
    """Everything on the page."""

    hand: dict[float, tuple[float, ...]]  # slopes of a run of two points, by rate
    edges: dict[str, edge.Edge]  # by dataset and thread
    conventions: dict[str, edge.Edge]  # by reduction, on `clean`
    features: dict[int, edge.Edge]  # by their number
    blow_up: runs.BlowUp
    film: runs.Rising
    rows: dict[str, runs.Rows]  # of `clean`, and with one far x
    thrown: runs.Thrown
    dials: dict[str, schedules.Dial]
    courses: dict[str, schedules.Course]


def compute() -> Data:
    """Bisections and runs; about eight seconds."""
    data = clean()
    return Data(
        hand=runs.by_hand(),
        edges=edge.edges(),
        conventions=edge.conventions(),
        features=edge.features(),
        blow_up=runs.blow_up(),
        film=runs.rising(),
        rows={"clean": runs.rows(data.x, data.y), "far": runs.rows(*runs.far())},
        thrown=runs.thrown(),
        dials=schedules.dials(),
        courses=schedules.courses(),
    )
