"""What a benchmark returns, and how two sides of a ratio are timed.

The one rule: both sides do the same work in turns, each counted at its fastest.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"


class LeftOut(Exception):
    """What this machine lacks for a benchmark; the message says how to get it."""


class Row(NamedTuple):
    """One promise: what was measured, the figure, and whether it is kept."""

    what: str
    figure: str
    target: str
    kept: bool


def rounds(usual: int, quick: bool) -> int:
    """How often something is timed: once if it shall only be shown to run."""
    return 1 if quick else usual


def fastest(
    first: Callable[[], object], second: Callable[[], object], *, rounds: int
) -> tuple[float, float]:
    """Seconds of the fastest run of each, taken in turns so that load hits both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, seconds in zip((first, second), times, strict=True):
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    return min(times[0]), min(times[1])
