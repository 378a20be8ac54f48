"""A report: the answer to a question, as plain values and as text.

The one rule: the text and the values hold the same numbers.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gdcore.diagnosis.fix import Fix
from gdcore.diagnosis.forecasts import Forecast
from gdcore.diagnosis.numbers import Number
from gdcore.diagnosis.report import Parts, Said, layout
from gdcore.reports.findings import Found
from gdcore.reports.paths import Path

VERSION = 1


@dataclass(frozen=True)
class Remedy:
    """A fix, with what to paste.

    Attributes:
        fix: The remedy.
        lines: For "numpy" and "torch"; "" where one of them has none.
        diff: Of the asker's own code, "" if there is none.
    """

    fix: Fix
    lines: Mapping[str, str]
    diff: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "name": self.fix.name,
            "says": self.fix.says,
            "steps": self.fix.counted,
            "lines": dict(self.lines),
            "diff": self.diff,
        }


@dataclass(frozen=True)
class Report:
    """The answer to a question; print it, or take its values.

    Attributes:
        headline: The most urgent finding in one sentence.
        read: How each thing was read, and what was assumed.
        findings: The most urgent first.
        numbers: Those that are known.
        eigenvalues: Of the loss as it is written, ascending.
        parameters: What steps are counted for.
        forecasts: Steps of the asker's method and of the others.
        remedies: What takes fewer steps, the fewest first.
        before: The way of the asker's method.
        after: That of the first remedy.
        log: What the printed lines show, in plain values.
        code: How the code was read, in plain values.
    """

    headline: str
    read: tuple[str, ...] = ()
    findings: tuple[Found, ...] = ()
    numbers: tuple[Number, ...] = ()
    eigenvalues: tuple[float, ...] = ()
    parameters: tuple[str, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    before: Path | None = None
    after: Path | None = None
    log: Mapping[str, Any] | None = None
    code: Mapping[str, Any] | None = None

    @property
    def wrong(self) -> bool:
        """Whether a finding says that something is wrong."""
        return any(found.wrong for found in self.findings)

    @cached_property
    def text(self) -> str:
        """Headline, findings, numbers, steps, remedies; lines of at most 80."""
        said = (Said(one.label, one.says, one.fix) for one in self.findings)
        return layout(
            Parts(
                self.headline,
                tuple(said),
                self.numbers,
                self.parameters,
                self.forecasts,
                tuple(remedy.fix for remedy in self.remedies),
                self.read,
            )
        )

    def __str__(self) -> str:
        """The text."""
        return self.text

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: what is not finite is None."""
        paths = {"before": self.before, "after": self.after}
        values = {
            "version": VERSION,
            "headline": self.headline,
            "wrong": self.wrong,
            "read": [*self.read],
            "findings": [found.as_dict() for found in self.findings],
            "numbers": [number._asdict() for number in self.numbers],
            "eigenvalues": [*self.eigenvalues],
            "parameters": [*self.parameters],
            "steps": [_steps(row) for row in self.forecasts],
            "fixes": [remedy.as_dict() for remedy in self.remedies],
            "paths": {k: p and p.as_dict() for k, p in paths.items()}
            if self.before or self.after
            else None,
            "log": self.log,
            "code": self.code,
            "text": self.text,
        }
        plain: dict[str, Any] = finite(values)
        return plain


def _steps(row: Forecast) -> dict[str, Any]:
    """A row; None stands for never, and for what a run did not reach."""
    return {
        "label": row.label,
        "yours": row.yours,
        "counted": row.counted,
        "to_1": _whole(row.to_1),
        "to_001": _whole(row.to_001),
        "open_1": [*row.open_1],
        "open_001": [*row.open_001],
        "measured_1": _whole(row.measured_1) or None,
        "measured_001": _whole(row.measured_001) or None,
        "confirmed": row.confirmed,
        "note": row.note,
    }


def _whole(counts: tuple[float, ...]) -> list[int | None]:
    return [int(count) if math.isfinite(count) else None for count in counts]


def finite(value: Any) -> Any:
    """The same in lists and dicts, with None for what is nan or infinite."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value
