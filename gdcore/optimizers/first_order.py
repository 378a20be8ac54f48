"""Gradient descent and its two accelerations, at a rate set in advance or searched.

The one rule: the learning rate multiplies the velocity, as in PyTorch, not the
gradient.
"""

from dataclasses import dataclass, field

import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.linesearch import Backtracking, Search
from gdcore.optimizers.state import (
    State,
    alike,
    at_rest,
    hashed,
    like,
    move,
    one_run,
    search_along,
    start,
)
from gdcore.problems import Problem

__all__ = ["GradientDescent", "Momentum", "Nesterov", "SteepestDescent"]


@dataclass(frozen=True)
class GradientDescent:
    """x <- x - eta grad (Cauchy 1847).

    Attributes:
        learning_rate: eta; a number, (p,) for one per parameter, (r, 1) for r runs.
    """

    learning_rate: npt.ArrayLike = 0.1

    def __post_init__(self) -> None:
        validation.rates(self)

    __eq__ = alike
    __hash__ = hashed
    __setstate__ = validation.refrozen

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0; nothing is remembered."""
        return start(problem, x0, self.learning_rate)

    def step(self, problem: Problem, state: State) -> State:
        """One gradient."""
        rate = like(self.learning_rate, state.x)
        return move(problem, state, state.grad, rate, None)


@dataclass(frozen=True)
class SteepestDescent:
    """x <- x - t grad, with t found by a line search at each step.

    Attributes:
        search: The line search.
        first: Step tried first at step 0; later ones begin at twice the last t.
    """

    search: Search = field(default_factory=Backtracking)
    first: float = 1.0

    def __post_init__(self) -> None:
        validation.plain(self, "first")
        kinds.search(self.search)
        validation.positive("first", self.first)

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0, for a single run."""
        state = start(problem, x0)
        one_run(state.x)
        return state

    def step(self, problem: Problem, state: State) -> State:
        """As many evaluations as the search needs."""
        first = 2 * float(state.step_size) or self.first
        return search_along(problem, state, self.search, -state.grad, first)


@dataclass(frozen=True)
class Momentum:
    """Heavy ball: v <- beta v + grad, x <- x - eta v.

    Source: Polyak (1964), "Some methods of speeding up the convergence of iteration
    methods"; written as torch.optim.SGD writes it.
    """

    learning_rate: npt.ArrayLike = 0.1
    beta: float = 0.9

    def __post_init__(self) -> None:
        validation.rates(self)
        validation.plain(self, "beta")
        validation.fraction("beta", self.beta)

    __eq__ = alike
    __hash__ = hashed
    __setstate__ = validation.refrozen

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0 at rest; the memory is the velocity v."""
        return at_rest(problem, x0, self.learning_rate)

    def step(self, problem: Problem, state: State) -> State:
        """One gradient."""
        v = self.beta * state.memory + state.grad
        return move(problem, state, v, like(self.learning_rate, state.x), v)


@dataclass(frozen=True)
class Nesterov:
    """v <- beta v + grad, x <- x - eta (grad + beta v): momentum with a look ahead.

    The x of this form, PyTorch's, is the extrapolated point of Nesterov's own pair
    of sequences: the one at which he takes the gradient.

    Source: Nesterov (1983); Sutskever et al. (2013), section 2.
    """

    learning_rate: npt.ArrayLike = 0.1
    beta: float = 0.9

    def __post_init__(self) -> None:
        validation.rates(self)
        validation.plain(self, "beta")
        validation.fraction("beta", self.beta)

    __eq__ = alike
    __hash__ = hashed
    __setstate__ = validation.refrozen

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0 at rest; the memory is the velocity v."""
        return at_rest(problem, x0, self.learning_rate)

    def step(self, problem: Problem, state: State) -> State:
        """One gradient."""
        v = self.beta * state.memory + state.grad
        ahead = state.grad + self.beta * v
        return move(problem, state, ahead, like(self.learning_rate, state.x), v)
