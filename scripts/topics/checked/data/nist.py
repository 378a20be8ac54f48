"""The linear problems that NIST certifies, solved by gdcore.

The one rule: digits are those of the worst parameter, against the exact solution of the
decimals that NIST prints.
"""

from dataclasses import dataclass

from gdcore.spectral import minimizer, trusted_digits
from gdcore.spectral.solutions import MOST_DIGITS
from scripts.reference_problems import nist


@dataclass(frozen=True)
class Certified:
    """A problem and its solution."""

    rows: int
    parameters: int
    digits: int  # of the worst parameter that are right; 15 at most
    trusted: int  # that gdcore promises


def compute() -> dict[str, Certified]:
    """All eleven, by their names."""
    return {
        name: _certified(nist.case(entry)) for name, entry in nist.entries().items()
    }


def _certified(case: nist.Case) -> Certified:
    right = int(nist.digits(minimizer(case.problem), case.solution))
    trusted = trusted_digits(case.problem)
    if right < trusted:
        raise ValueError(f"{right} digits are right, and {trusted} were promised")
    rows, parameters = case.problem.X.shape
    return Certified(rows, parameters, min(right, MOST_DIGITS), trusted)
