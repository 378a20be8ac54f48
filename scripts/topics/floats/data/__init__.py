"""What the page on rounding computes.

The one rule: each part is a module of its own, and this one puts them together.
"""

from dataclasses import dataclass

from scripts.topics.floats.data import runs, sums, unhelped


@dataclass(frozen=True)
class Data:
    """Runs, sums, and what float64 does not cure."""

    hand: runs.ByHand
    example: runs.Example
    thread: runs.Thread
    pair: runs.Pair
    orders: sums.Orders
    variances: sums.Variances
    back: sums.MappedBack
    unhelped: unhelped.Unhelped


def compute() -> Data:
    """All of them."""
    return Data(
        runs.by_hand(),
        runs.example(),
        runs.thread(),
        runs.pair(),
        sums.orders(),
        sums.variances(),
        sums.mapped_back(),
        unhelped.compute(),
    )
