"""What the page on rounding computes.

The one rule: each part is a module of its own, and this one puts them together.
"""

from dataclasses import dataclass

from gdcore.validation import Array
from scripts.topics.floats.data import runs, sums


@dataclass(frozen=True)
class Data:
    """Runs, sums, and what float64 does not cure."""

    hand: list[list[tuple[float, float]]]  # by rate
    example: runs.Example
    thread: runs.Thread
    pair: Array
    orders: dict[str, Array]
    variances: sums.Variances
    back: tuple[float, float]
    broadcast: dict[str, float]
    clocks: tuple[Array, Array]


def compute() -> Data:
    """All of them."""
    return Data(
        [runs.by_hand(rate) for rate in runs.HAND_RATES],
        runs.example(),
        runs.thread(),
        runs.pair(),
        sums.orders(),
        sums.variances(),
        sums.mapped_back(),
        runs.broadcast(),
        sums.clocks(),
    )
