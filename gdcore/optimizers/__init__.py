"""How to go downhill: each optimizer is hyperparameters with a pure init and step.

The one rule: `step` changes nothing; all that a method remembers is in the State. What
a module lists in its `__all__` is offered here.

An optimizer keeps a copy of an array of rates. Two are equal, with equal hashes, if
their classes and hyperparameters are; arrays count by shape and values.
"""

from gdcore.optimizers.adaptive import *
from gdcore.optimizers.first_order import *
from gdcore.optimizers.krylov import *
from gdcore.optimizers.lbfgs import *
from gdcore.optimizers.state import *
from gdcore.optimizers.stochastic import *
