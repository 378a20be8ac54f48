"""A Diagnosis: the numbers of a run, what they mean, and what would take fewer steps.

The one rule: what is not known is nan, and a count says how it was counted.
"""

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Literal, NamedTuple

from gdcore.diagnosis.fix import Fix
from gdcore.diagnosis.forecasts import Asked, Forecast, forecasts
from gdcore.diagnosis.measured import Measured
from gdcore.diagnosis.report import report

Counted = Literal["predicted", "exact", "measured", "at least"]
"""Whether theory or a run counted steps, or a run ended before it had arrived.

"exact" is theory's count in exact arithmetic, where the rounding of float32 decides.
"""
MANY_STEPS = 10_000
"""Steps to one percent above which a run counts as slow."""


class Finding(Enum):
    """What can be wrong."""

    DIVERGES = "diverges"
    """The learning rate is at its limit or above it."""
    TOO_SMALL = "too small"
    """The best learning rate takes a tenth of the steps, or fewer."""
    OSCILLATES = "oscillates"
    """Steps swing across the steep direction: the rate is close below its limit."""
    SLOW = "slow"
    """One percent of the error takes more than MANY_STEPS, or than were run."""
    HOVERS = "hovers"
    """The run stays above one percent and no longer gains on it."""
    STALLED = "stalled"
    """The run stands still above one percent."""
    FLAT = "flat"
    """A direction has no curvature, so the solution is not unique."""
    UNSCALED = "unscaled"
    """Standardizing x would lower the condition number tenfold or more."""
    SUMMED = "summed"
    """The loss is a sum over rows, so its limit shrinks with their number."""
    ROUNDING = "rounding"
    """The precision cannot hold the condition number."""
    FINE = "fine"
    """Nothing of these."""


class Verdict(NamedTuple):
    """A finding, the numbers that say so, and what to do."""

    finding: Finding
    says: str
    fix: str


@dataclass(frozen=True)
class Diagnosis:
    """The numbers of a run, and what they mean; print it for a report.

    Attributes:
        loss: One of "mean", "half mean", "sum" and "half sum"; "" for a function that
            has no rows. Curvatures, rates and limits are of this loss.
        lambda_min: Curvature of the flat direction; nan unless quadratic.
        lambda_max: Curvature of the steep direction; nan unless quadratic.
        condition_number: Their ratio, dimensionless; inf if a direction is flat.
        standardized_condition_number: nan without an intercept, or with two of them.
        learning_rate: The largest of the rates in use; nan where there is none.
        learning_rate_limit: From here on the method diverges; nan if none is known.
        rate: Factor of the error per step; at least 1 does not converge, nan unknown.
        steps_to_1_percent: Of the parameters' first error; inf if it does not converge.
        counted: How the steps were counted.
        digits: Of the minimizer that can be trusted in float64; nan if it is unknown.
        measured: The bounded run, where theory does not predict.
        fixes: What takes fewer steps, the fewest first.
        verdicts: The most urgent first; never empty.
        asked: The case, and the method on it.
    """

    loss: str
    lambda_min: float
    lambda_max: float
    condition_number: float
    standardized_condition_number: float
    learning_rate: float
    learning_rate_limit: float
    rate: float
    steps_to_1_percent: float
    counted: Counted
    digits: float
    measured: Measured | None = field(default=None, repr=False)
    fixes: tuple[Fix, ...] = field(default=(), repr=False)
    verdicts: tuple[Verdict, ...] = field(default=(), repr=False)
    asked: Asked | None = field(default=None, repr=False, compare=False)

    @property
    def share(self) -> float:
        """The learning rate as a share of its limit; nan where theory has none."""
        return self.learning_rate / self.learning_rate_limit

    @cached_property
    def forecasts(self) -> tuple[Forecast, ...]:
        """Steps of each parameter, under the method asked about and the others.

        Counted, and run where that can be afforded, when they are asked for.
        """
        return forecasts(self.asked, self.fixes) if self.asked else ()

    @property
    def eigenvalues(self) -> tuple[float, ...]:
        """All curvatures of the loss as it is written, ascending; () if unknown."""
        if not (self.asked and self.asked.case.quadratic):
            return ()
        case = self.asked.case
        values = case.convention.factor * case.spectrum.eigenvalues
        return tuple(values.tolist())

    def fix(self, name: str) -> Fix | None:
        """The remedy of that name, if it takes fewer steps."""
        return next((fix for fix in self.fixes if fix.name == name), None)

    def __str__(self) -> str:
        """Headline, verdicts, numbers, steps and remedies; lines of at most 80."""
        return report(self)
