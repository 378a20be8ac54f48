"""A kind of run, with what shows it.

The one rule: it holds what the sentence needs, and no words.
"""

import math
from typing import NamedTuple

from gdcore.logs.factors import Factor
from gdcore.logs.patterns import Swing


class Shown(NamedTuple):
    """A kind, with what shows it.

    Attributes:
        kind: One of KINDS.
        cause: A finer word.
        factor: Of the error per step.
        swing: Of even turns that are longer than two lines.
        size: The number of the sentence, where it is not the factor.
        source: The series of the sentence, where it is not the factor's.
    """

    kind: str
    cause: str = ""
    factor: Factor | None = None
    swing: Swing | None = None
    size: float = math.nan
    source: str = ""
