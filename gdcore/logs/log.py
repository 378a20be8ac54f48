"""A log as it was read: series by role, and how each thing was taken.

The one rule: a value keeps the step at which it was printed and how finely.
"""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Role = Literal["step", "loss", "gradient", "parameter", "learning rate", "other"]


class Series(NamedTuple):
    """One quantity as printed; the three tuples are of one length.

    Attributes:
        name: As printed, in lower case; an entry of a vector has its index, "w[1]".
        role: What it is taken for.
        steps: Step of each value.
        values: The numbers, nan and inf among them.
        units: One unit of the last digit that was printed, absolute.
    """

    name: str
    role: Role
    steps: tuple[float, ...]
    values: tuple[float, ...]
    units: tuple[float, ...]


@dataclass(frozen=True)
class Log:
    """The printed lines of a run.

    Attributes:
        series: All series, in the order in which they were first printed.
        loss: The one that was taken for the loss; None if there is none.
        why: Why that one.
        updates: Steps of the method between two steps of the log (batches an epoch).
        numbered: Whether the log prints the steps itself.
        notes: How it was read, in words.
        problem: Why nothing could be read, and what to do; "" if something was.
    """

    series: tuple[Series, ...] = ()
    loss: Series | None = None
    why: str = ""
    updates: int = 1
    numbered: bool = False
    notes: tuple[str, ...] = ()
    problem: str = ""

    def of(self, role: Role) -> tuple[Series, ...]:
        """The series of a role."""
        return tuple(series for series in self.series if series.role == role)

    @property
    def gradients(self) -> tuple[Series, ...]:
        """Gradients by parameter, and their norms."""
        return self.of("gradient")

    @property
    def parameters(self) -> tuple[Series, ...]:
        """Parameters by name."""
        return self.of("parameter")

    @property
    def learning_rate(self) -> float | None:
        """The last learning rate that was printed."""
        rates = self.of("learning rate")
        return rates[0].values[-1] if rates else None

    @property
    def steps(self) -> tuple[float, ...]:
        """The steps of the loss, or of the first series."""
        first = self.loss or (self.series[0] if self.series else None)
        return first.steps if first else ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON; numbers that are not finite are words."""
        return {
            "steps": list(self.steps),
            "series": [
                {
                    "name": series.name,
                    "role": series.role,
                    "steps": list(series.steps),
                    "values": [plain(value) for value in series.values],
                }
                for series in self.series
            ],
            "loss": self.loss.name if self.loss else None,
            "why": self.why,
            "updates": self.updates,
            "numbered": self.numbered,
            "notes": list(self.notes),
            "problem": self.problem,
        }


def plain(value: float) -> float | str:
    """The number, or "nan", "inf", "-inf"."""
    return value if abs(value) < float("inf") else str(value)
