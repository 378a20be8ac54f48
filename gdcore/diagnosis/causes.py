"""Findings about the data, the loss and the precision, whatever the method is.

The one rule: a scale is no dependence, and a sum is no fault.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.diagnosis import wording
from gdcore.diagnosis.answer import Diagnosis, Finding, Verdict
from gdcore.diagnosis.case import Case
from gdcore.problems import LeastSquares


def unscaled(d: Diagnosis) -> Iterator[Verdict]:
    """Standardizing saves steps, and a tenfold condition number."""
    better, kappa = d.standardized_condition_number, d.condition_number
    fix = d.fix("standardize")
    known = d.counted != "at least"
    dear = fix and known and 10 * fix.steps > d.steps_to_1_percent
    if fix and 10 * better < kappa and not dear:
        says = (
            f"the condition number is {wording.number(kappa)}; with x standardized it "
            f"is {wording.number(better)}"
        )
        yield Verdict(Finding.UNSCALED, says, f"{fix.says} ({fix.counted})")


def causes(case: Case, d: Diagnosis) -> Iterator[Verdict]:
    """Columns that depend on each other, a sum for a mean, a precision too small."""
    problem = case.problem
    if case.quadratic and case.flat:
        says, fix = "a direction has no curvature", "descent finds the nearest solution"
        if isinstance(problem, LeastSquares):
            says += ": columns of X depend on each other"
            fix = f"drop a column or add l2; {fix}"
        yield Verdict(Finding.FLAT, says, fix)
    if isinstance(problem, LeastSquares) and case.convention.name.endswith("sum"):
        n = case.rows or len(problem.y)
        says = f"the loss is a sum over {n:,} rows: its limit is {n:,} times smaller"
        fix = f'with reduction="mean" the same steps take {n:,} times the rate'
        yield Verdict(Finding.SUMMED, f"{says} than the mean's", fix)
    eps = float(np.finfo(problem.dtype).eps)
    if case.quadratic and not case.flat and d.condition_number * eps > 0.01:
        yield _rounding(case, d, eps)


def _rounding(case: Case, d: Diagnosis, eps: float) -> Verdict:
    says = (
        f"{case.problem.dtype} cannot hold a condition number of "
        f"{wording.number(d.condition_number)}: small steps are rounded away"
    )
    ways = [] if eps < 1e-15 else ["use float64"]
    ways += ["standardize x"] * (d.standardized_condition_number * eps < 0.01)
    ways += [] if ways else [f"solve it directly, for {d.digits:.0f} digits"]
    return Verdict(Finding.ROUNDING, says, ", or ".join(ways))
