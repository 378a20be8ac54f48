"""How to go downhill: each optimizer is hyperparameters with a pure init and step.

The one rule: `step` changes nothing; all that a method remembers is in the State.
"""

from gdcore.optimizers.adaptive import Adam, RMSProp
from gdcore.optimizers.first_order import (
    GradientDescent,
    Momentum,
    Nesterov,
    SteepestDescent,
)
from gdcore.optimizers.krylov import Chebyshev, ConjugateGradient
from gdcore.optimizers.lbfgs import LBFGS
from gdcore.optimizers.state import Optimizer, State
from gdcore.optimizers.stochastic import (
    Averaged,
    MinibatchGradientDescent,
    SubgradientDescent,
)

__all__ = [
    "LBFGS",
    "Adam",
    "Averaged",
    "Chebyshev",
    "ConjugateGradient",
    "GradientDescent",
    "MinibatchGradientDescent",
    "Momentum",
    "Nesterov",
    "Optimizer",
    "RMSProp",
    "State",
    "SteepestDescent",
    "SubgradientDescent",
]
