"""A remedy, with its own count of steps.

The one rule: what it says to type is what was counted.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdcore.diagnosis import wording
from gdcore.optimizers import Optimizer
from gdcore.preconditioning import ChangeOfVariables

STANDARDIZE = "standardize x, (x - x.mean(0)) / x.std(0)"
BACK = "then map the coefficients back"


@dataclass(frozen=True)
class Fix:
    """A remedy that takes fewer steps than what was asked about.

    Attributes:
        name: "best learning rate", "standardize", "center", "a rate each", "momentum",
            "Nesterov", "Adam", "L-BFGS", "shrinking rate" or "direct solution".
        steps: To one percent of the parameters' first error; evaluations for L-BFGS,
            0 for the direct solution.
        measured: Whether a run counted them; else theory did.
        optimizer: The method, at the rate to type; None for the direct solution.
        change: From the coordinates in which it runs to the problem's, if others.
        says: What to do, with what to type.
    """

    name: str
    steps: int
    measured: bool
    says: str
    optimizer: Optimizer[Any] | None = field(default=None, repr=False, compare=False)
    change: ChangeOfVariables | None = field(default=None, repr=False, compare=False)

    @property
    def learning_rate(self) -> float | tuple[float, ...]:
        """To type; nan if there is none, a tuple if each parameter has its own."""
        rates = np.asarray(getattr(self.optimizer, "learning_rate", math.nan))
        return tuple(rates.tolist()) if rates.ndim else float(rates)

    @property
    def counted(self) -> str:
        """The steps in words, and whether they were measured."""
        if not self.steps:
            return "no steps"
        words = wording.steps(self.steps)
        if self.name == "L-BFGS":
            words = words.replace("step", "evaluation")
        return f"{words}, measured" if self.measured else words
