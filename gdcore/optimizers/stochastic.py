"""Steps on part of the data, steps on a kinked loss, and the mean of where they led.

The one rule: every random choice is a function of (seed, k), so a run can be replayed.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.optimizers.state import (
    Optimizer,
    Rate,
    State,
    alike,
    hashed,
    like,
    move,
    start,
)
from gdcore.problems import Problem, RowProblem
from gdcore.validation import Array

__all__ = [
    "Averaged",
    "DecayingSGD",
    "MinibatchGradientDescent",
    "SubgradientDescent",
]
SEEDS = 2**32
"""How many there are: RandomState takes a list of unsigned 32-bit numbers."""


@dataclass(frozen=True)
class MinibatchGradientDescent:
    """x <- x - eta grad of the loss on the next `batch_size` rows of a shuffle.

    Each epoch shuffles anew; its last batch may be smaller. The gradient in the State
    is the next batch's, not the whole loss's.

    Attributes:
        learning_rate: eta; a number, (p,) for one per parameter, (r, 1) for r runs.
        batch_size: Rows per step; as many as there are makes it GradientDescent.
        seed: Of the shuffles, at least 0 and below 2^32.

    Source: Robbins and Monro (1951); Bottou, Curtis and Nocedal (2018), section 3.
    """

    learning_rate: npt.ArrayLike = 0.1
    batch_size: int = 10
    seed: int = 0

    def __post_init__(self) -> None:
        validation.rates(self)
        validation.count("batch_size", self.batch_size, 1)
        validation.count("seed", self.seed, 0)
        if self.seed >= SEEDS:
            raise ValueError("seed must be below 2**32, the end of numpy's seeds")

    __eq__ = alike
    __hash__ = hashed
    __setstate__ = validation.refrozen

    def init(self, problem: RowProblem, x0: npt.ArrayLike) -> State:
        """State 0; the memory is the order of the rows in this epoch.

        Raises:
            ValueError: If the problem has no rows, or fewer than one batch.
        """
        kinds.problem(problem)
        if not hasattr(problem, "rows"):
            raise ValueError(f"{type(problem).__name__} has no rows to sample")
        if self.batch_size > len(problem.y):
            raise ValueError(
                f"batch_size {self.batch_size} is above the {len(problem.y)} rows"
            )
        order = self._shuffle(problem, 0)
        first = problem.rows(order[: self.batch_size])
        state = start(first, x0, self.learning_rate, order)
        return state._replace(whole=False)

    def step(self, problem: RowProblem, state: State) -> State:
        """One gradient of one batch."""
        per_epoch = -(-len(problem.y) // self.batch_size)
        epoch, batch = divmod(state.k + 1, per_epoch)
        order = state.memory if batch else self._shuffle(problem, epoch)
        index = order[batch * self.batch_size : (batch + 1) * self.batch_size]
        return move(problem.rows(index), state, state.grad, self._rate(state), order)

    def _rate(self, state: State) -> Rate:
        return like(self.learning_rate, state.x)

    def _shuffle(self, problem: RowProblem, epoch: int) -> Array:
        return np.random.RandomState([self.seed, epoch]).permutation(len(problem.y))


@dataclass(frozen=True)
class DecayingSGD(MinibatchGradientDescent):
    """Minibatch gradient descent at the rate eta / (1 + decay_rate k)^power.

    With the noise of the batches it converges if the rates add up to infinity while
    their squares do not: decay_rate > 0 and 1/2 < power <= 1. A constant rate ends in
    a band around the optimum.

    Attributes:
        decay_rate: 0 for the constant rate.
        power: 1 for the rate of Robbins and Monro.

    Source: Robbins and Monro (1951); Bottou, Curtis and Nocedal (2018), Theorem 4.7.
    """

    decay_rate: float = 0.01
    power: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        validation.plain(self, "decay_rate", "power")
        validation.at_least("decay_rate", self.decay_rate, 0.0)
        validation.at_least("power", self.power, 0.0)

    __eq__ = alike
    __hash__ = hashed

    def _rate(self, state: State) -> Rate:
        shrunk: float = (1 + self.decay_rate * state.k) ** -self.power
        return super()._rate(state) * shrunk


@dataclass(frozen=True)
class SubgradientDescent:
    """x <- x - eta / (k + 1)^power times a subgradient.

    Attributes:
        learning_rate: eta; a number, (p,) for one per parameter, (r, 1) for r runs.
        power: 0 for a constant step, 0.5 for the O(1 / sqrt(k)) schedule, 1 for eta/k.

    Source: Shor (1985); Boyd, "Subgradient methods", EE364b lecture notes.
    """

    learning_rate: npt.ArrayLike = 0.1
    power: float = 0.5

    def __post_init__(self) -> None:
        validation.rates(self)
        validation.plain(self, "power")
        validation.at_least("power", self.power, 0.0)

    __eq__ = alike
    __hash__ = hashed
    __setstate__ = validation.refrozen

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0; nothing is remembered."""
        return start(problem, x0, self.learning_rate)

    def step(self, problem: Problem, state: State) -> State:
        """One subgradient."""
        rate = like(self.learning_rate, state.x) * (state.k + 1) ** -self.power
        return move(problem, state, state.grad, rate, None)


class Mean(NamedTuple):
    """Averaged's memory: the inner method's own state, and the sum of its x."""

    inner: State
    total: Array


@dataclass(frozen=True)
class Averaged:
    """The running mean of another method's iterates x_0, ..., x_k.

    x and value are the mean's; grad, step_size and nfev are the inner method's, which
    never looks at the mean.

    Source: Polyak and Juditsky (1992).
    """

    inner: Optimizer[Any]

    def __post_init__(self) -> None:
        kinds.method("inner", self.inner)

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0: the mean of one point."""
        state = self.inner.init(problem, x0)
        return state._replace(memory=Mean(state, state.x), whole=False)

    def step(self, problem: Problem, state: State) -> State:
        """One step of the inner method."""
        inner = self.inner.step(problem, state.memory.inner)
        total = state.memory.total + inner.x
        mean = total / (inner.k + 1)
        memory = Mean(inner, total)
        return inner._replace(x=mean, value=None, memory=memory, whole=False)
