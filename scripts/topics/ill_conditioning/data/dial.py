"""The steps of every learning rate, on a line: what the explorer's rate dial shows.

The one rule: the counts are the explorer's own, at its opening data and start.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.validation import Array
from scripts.engine.dial import dial
from scripts.engine.settings import complete

HALF = 0.5


@dataclass(frozen=True)
class Curve:
    """Counts in one of the coordinates."""

    share: Array  # of the limit, shape (S,)
    steps: Array  # until w and b stay within one percent, shape (S,)
    limit: float

    @property
    def fewest(self) -> int:
        """At the best of the rates."""
        return int(self.steps.min())

    @property
    def at_half(self) -> int:
        """At half the limit."""
        return int(self.steps[np.argmin(np.abs(self.share - HALF))])


def curves() -> dict[str, Curve]:
    """Gradient descent on the clean line, by coordinates."""
    answer = dial(complete({}))
    return {
        curve["coordinates"]: Curve(curve["share"], curve["steps"], curve["limit"])
        for curve in answer["curves"]
    }
