"""What a log shows: its kind, the factor behind it, and what to do.

The one rule: a number that the printed digits do not tell is None.
"""

import math
from dataclasses import dataclass
from typing import Any

KINDS = {
    "nan": "a printed value is nan or infinite",
    "flat": "nothing that is printed changes, from the first line on",
    "floor": "the values at the end are printed alike, or only flip in their last bits",
    "divergence": "the error grows by a factor above 1, or faster than by any factor",
    "oscillation": "gradients or parameters change sign, or the loss goes up and down, "
    "line by line or in waves, and a swing keeps 0.8 of its size or more",
    "noise": "the second half scatters about a level and has no trend",
    "rising again": "the loss rises by no constant factor: after a fall, mostly",
    "plateau": "half of the fall went several times faster than the rest: two modes",
    "slow": "one factor so near 1 that one percent takes more than 10,000 steps",
    "converging": "one factor below 1",
}
"""The kinds, and what defines each: the first that holds is taken."""
MANY_STEPS = 10_000
"""Steps to one percent of the error above which a run is slow."""


@dataclass(frozen=True)
class LogFinding:
    """What the printed lines show.

    Attributes:
        kind: One of KINDS.
        cause: A finer word, like "data" or "rate" behind a nan; "" if there is none.
        says: One sentence with its number.
        fix: What to do.
        factor: Of the parameters' error per step; negative where the error is known
            to change sign at each.
        uncertainty: Standard error of `factor`, absolute.
        signed: Whether the log shows the sign of the factor.
        lines: Printed values behind the factor; of all, where there is none.
        source: The series that told it.
        level: Where the loss runs to.
        eigenvalues: Implied by the factor and the learning rate, the likelier first.
        limit: The learning rate from which on that mode diverges.
        share: The learning rate as a share of it.
        steps_to_1_percent: From the last line on, of the error left there.
    """

    kind: str
    cause: str
    says: str
    fix: str
    factor: float | None = None
    uncertainty: float | None = None
    signed: bool = False
    lines: int = 0
    source: str = ""
    level: float | None = None
    eigenvalues: tuple[float, ...] = ()
    limit: float | None = None
    share: float | None = None
    steps_to_1_percent: float | None = None

    @property
    def growth(self) -> float | None:
        """|factor|: above 1 the error grows."""
        return None if self.factor is None else abs(self.factor)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "kind": self.kind,
            "cause": self.cause,
            "says": self.says,
            "fix": self.fix,
            "growth": self.growth,
            "factor": self.factor,
            "uncertainty": self.uncertainty,
            "signed": self.signed,
            "lines": self.lines,
            "source": self.source,
            "level": self.level,
            "lambda": self.eigenvalues[0] if self.eigenvalues else None,
            "lambdas": list(self.eigenvalues),
            "limit": self.limit,
            "share": self.share,
            "steps_to_1_percent": self.steps_to_1_percent,
        }


def steps_to_1_percent(log_size: float) -> float:
    """ln 100 / -ln |q|; inf if the error does not shrink."""
    return math.log(100) / -log_size if log_size < 0 else math.inf
