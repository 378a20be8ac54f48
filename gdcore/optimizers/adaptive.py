"""Methods that divide each gradient component by its recent size.

The one rule: the same recurrences, in the same order, as torch.optim.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gdcore import validation
from gdcore.optimizers.state import State, alike, at_rest, hashed, like, move
from gdcore.problems import Problem
from gdcore.validation import Array

__all__ = ["AdaGrad", "Adam", "RMSProp"]


class Moments(NamedTuple):
    """Adam's memory: decaying means of grad and of grad^2, each shape (..., n)."""

    mean: Array
    square: Array


@dataclass(frozen=True)
class Adam:
    """m and s are decaying means of grad and grad^2; x <- x - eta m / (sqrt(s) + eps).

    Both are divided by 1 - beta^k, which undoes their start at zero.

    Source: Kingma and Ba (2015), Algorithm 1.
    """

    learning_rate: npt.ArrayLike = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def __post_init__(self) -> None:
        validation.rates(self)
        validation.plain(self, "beta1", "beta2", "eps")
        validation.fraction("beta1", self.beta1)
        validation.fraction("beta2", self.beta2)
        validation.at_least("eps", self.eps, 0.0)

    __eq__ = alike
    __hash__ = hashed
    __setstate__ = validation.refrozen

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0 with both means at zero."""
        state = at_rest(problem, x0, self.learning_rate)
        return state._replace(memory=Moments(state.memory, state.memory))

    def step(self, problem: Problem, state: State) -> State:
        """One gradient."""
        g, (mean, square) = state.grad, state.memory
        mean = self.beta1 * mean + (1 - self.beta1) * g
        square = self.beta2 * square + (1 - self.beta2) * g * g
        k = state.k + 1
        size = np.sqrt(square) / (1 - self.beta2**k) ** 0.5 + self.eps
        uphill = mean / (1 - self.beta1**k) / size
        rate = like(self.learning_rate, state.x)
        return move(problem, state, uphill, rate, Moments(mean, square))


@dataclass(frozen=True)
class AdaGrad:
    """s is the sum of all grad^2 so far; x <- x - eta grad / (sqrt(s) + eps).

    Source: Duchi, Hazan and Singer (2011), figure 1, with a diagonal matrix; eps as
    torch.optim.Adagrad has it.
    """

    learning_rate: npt.ArrayLike = 0.01
    eps: float = 1e-10

    def __post_init__(self) -> None:
        validation.rates(self)
        validation.plain(self, "eps")
        validation.at_least("eps", self.eps, 0.0)

    __eq__ = alike
    __hash__ = hashed
    __setstate__ = validation.refrozen

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0 with the sum at zero."""
        return at_rest(problem, x0, self.learning_rate)

    def step(self, problem: Problem, state: State) -> State:
        """One gradient."""
        g = state.grad
        total = state.memory + g * g
        uphill = g / (np.sqrt(total) + self.eps)
        return move(problem, state, uphill, like(self.learning_rate, state.x), total)


@dataclass(frozen=True)
class RMSProp:
    """s is a decaying mean of grad^2; x <- x - eta grad / (sqrt(s) + eps).

    Source: Tieleman and Hinton (2012), lecture 6.5; eps as torch.optim.RMSprop has it.
    """

    learning_rate: npt.ArrayLike = 0.01
    decay: float = 0.99
    eps: float = 1e-8

    def __post_init__(self) -> None:
        validation.rates(self)
        validation.plain(self, "decay", "eps")
        validation.fraction("decay", self.decay)
        validation.at_least("eps", self.eps, 0.0)

    __eq__ = alike
    __hash__ = hashed
    __setstate__ = validation.refrozen

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0 with the mean at zero."""
        return at_rest(problem, x0, self.learning_rate)

    def step(self, problem: Problem, state: State) -> State:
        """One gradient."""
        g = state.grad
        square = self.decay * state.memory + (1 - self.decay) * g * g
        uphill = g / (np.sqrt(square) + self.eps)
        return move(problem, state, uphill, like(self.learning_rate, state.x), square)
