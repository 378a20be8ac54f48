"""Where rounding stops the asker's run in float32, in words.

The one rule: a floor that nobody would see is not told.
"""

from gdcore.diagnosis import Diagnosis, wording
from gdcore.diagnosis.floors import floor as of_case
from gdcore.diagnosis.numbers import Number
from gdcore.reports.findings import Found

FELT = 1e-5
"""A floor below it is not told."""
PERCENT = 0.01


def floor(told: Diagnosis) -> float:
    """That of the method asked about; 0 if none."""
    asked = told.asked
    return 0.0 if asked is None else of_case(asked.case.problem, asked.internal)


def number(share: float) -> Number:
    """For the list of numbers."""
    text = f"about {wording.share(share)} of the error: smaller updates are lost"
    return Number("floor of float32", text, share)


def lost(told: Diagnosis, share: float) -> Found | None:
    """That one percent lies below the floor."""
    if share <= PERCENT or any(v.finding.value == "rounding" for v in told.verdicts):
        return None
    says = (
        "in float32 the updates of the flat direction are rounded away once about "
        f"{wording.share(share)} of the error is left"
    )
    better = told.standardized_condition_number
    also = ", or standardize x" if 10 * better < told.condition_number else ""
    return Found("data", "rounding", says, f"use float64{also}")
