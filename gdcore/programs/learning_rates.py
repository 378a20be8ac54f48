"""The names of learning rates, and how a plan makes them small.

The one rule: a rate is made small once, however often its name is read.
"""

from typing import Any

from gdcore.programs.machine import Machine
from gdcore.programs.values import (
    Rate,
)

RATES_WORDS = """
lr alpha eta learning_rate rate step_size learningRate learning_rate_ α η
LEARNING_RATE LR learn_rate l_rate L ALPHA Lr gamma stepsize step lrate
"""
RATES = frozenset(RATES_WORDS.split())


STRICT = frozenset({"lr", "learning_rate", "alpha", "eta", "learningRate"})
"""Names that hold a learning rate even where it is a whole number."""


def scaled(m: Machine, name: str, value: Any) -> Any:
    """A learning rate times the plan's scale, other values as they are."""
    whole = isinstance(value, int) and not isinstance(value, bool) and name in STRICT
    value = float(value) if whole else value
    if name in RATES and isinstance(value, float) and m.loops:
        m.rates.append((name, float(value)))
    if (
        m.plan.scale != 1
        and name in RATES
        and isinstance(value, float)
        and 0 < value < 10
        and not isinstance(value, Rate)
    ):
        return Rate(value * m.plan.scale)
    return value
