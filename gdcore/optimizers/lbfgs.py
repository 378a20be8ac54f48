"""L-BFGS: Newton's direction from the last few steps, at the cost of gradients alone.

The one rule: the Hessian is known only through pairs s = change of x, y = change of
grad.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.algebra import dot, length
from gdcore.linesearch import Search, StrongWolfe
from gdcore.optimizers.state import State, one_run, search_along, start
from gdcore.problems import Problem
from gdcore.validation import Array

__all__ = ["LBFGS"]

Pairs = tuple[tuple[Array, Array], ...]


@dataclass(frozen=True)
class LBFGS:
    """x <- x - t H grad, with H the inverse Hessian that the last pairs imply.

    Attributes:
        history: Pairs kept.
        search: The line search; strong Wolfe keeps every pair usable.

    Source: Nocedal (1980); Liu and Nocedal (1989); Nocedal and Wright (2006),
    Algorithm 7.5.
    """

    history: int = 10
    search: Search = field(default_factory=StrongWolfe)

    def __post_init__(self) -> None:
        validation.count("history", self.history, 1)
        kinds.search(self.search)

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0; the memory holds the pairs, oldest first."""
        state = start(problem, x0, memory=())
        one_run(state.x)
        return state._replace(value=problem.value(state.x))

    def step(self, problem: Problem, state: State) -> State:
        """One search; if it fails the pairs are dropped and x stays."""
        direction = lbfgs_direction(state.grad, state.memory)
        size = float(length(direction))
        first = 1.0 if state.memory else min(1.0, 1 / size) if size else 1.0
        after = search_along(problem, state, self.search, direction, first)
        if after.step_size == 0:
            return after._replace(memory=())
        s, y = after.x - state.x, after.grad - state.grad
        least = np.finfo(y.dtype).eps * length(s) * length(y)
        usable = dot(s, y) > least
        pairs = (*state.memory, (s, y)) if usable else state.memory
        return after._replace(memory=pairs[-self.history :])


def lbfgs_direction(grad: Array, pairs: Pairs) -> Array:
    """-H grad by the two-loop recursion, with H starting from (s^T y / y^T y) I.

    Args:
        grad: Gradient, shape (p,).
        pairs: (s, y), each shape (p,), oldest first; none gives steepest descent.

    Returns:
        Shape (p,); a descent direction whenever every s^T y is positive.

    Source: Nocedal and Wright (2006), Algorithm 7.4 and equation (7.20).
    """
    q, taken = -grad, []
    for s, y in reversed(pairs):
        alpha = dot(s, q) / dot(s, y)
        q = q - alpha * y
        taken.append(alpha)
    if pairs:
        s, y = pairs[-1]
        q = q * (dot(s, y) / dot(y, y))
    for (s, y), alpha in zip(pairs, reversed(taken), strict=True):
        beta = dot(y, q) / dot(s, y)
        q = q + (alpha - beta) * s
    return q
