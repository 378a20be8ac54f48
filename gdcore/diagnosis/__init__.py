"""What is wrong with a run, before it is run, and what would mend it.

The one rule: every verdict rests on a number that the Diagnosis shows, and every fix on
a count of steps at the very learning rate that it tells you to type.
"""

from gdcore.diagnosis.answer import MANY_STEPS, Diagnosis, Finding, Verdict
from gdcore.diagnosis.conventions import Loss
from gdcore.diagnosis.diagnoses import diagnose
from gdcore.diagnosis.fix import Fix
from gdcore.diagnosis.measured import Measured

__all__ = [
    "MANY_STEPS",
    "Diagnosis",
    "Finding",
    "Fix",
    "Loss",
    "Measured",
    "Verdict",
    "diagnose",
]
