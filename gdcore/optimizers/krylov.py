"""Methods whose k-th error is the best polynomial of degree k in the Hessian.

The one rule: they are exact on quadratics, and ConjugateGradient refuses anything else.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.algebra import dot, product
from gdcore.optimizers.state import State, move, start
from gdcore.problems import Problem
from gdcore.problems.surfaces import hessian_at, some_data
from gdcore.validation import Array

__all__ = ["Chebyshev", "ConjugateGradient"]


class Recurrence(NamedTuple):
    """Chebyshev's memory: the last step's uphill (..., p) and ratio rho."""

    uphill: Array
    rho: float


@dataclass(frozen=True)
class Chebyshev:
    """Semi-iteration: |error_k| shrinks as 1 / T_k(theta / delta).

    theta and delta are half the sum and half the difference of the bounds. The best
    fixed schedule for a quadratic of which only these bounds of the eigenvalues are
    known; its coefficients tend to those of the best heavy ball.

    Attributes:
        lambda_min: Lower bound of the Hessian's eigenvalues, above 0.
        lambda_max: Upper bound, above lambda_min.

    Source: Golub and Varga (1961); Saad (2003), Algorithm 12.1.
    """

    lambda_min: float
    lambda_max: float

    def __post_init__(self) -> None:
        validation.plain(self, "lambda_min", "lambda_max")
        validation.positive("lambda_min", self.lambda_min)
        validation.positive("lambda_max", self.lambda_max)
        if not self.lambda_min < self.lambda_max:
            raise ValueError(f"want lambda_min < lambda_max, got {self}")

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0; the first step will be -grad / theta."""
        state = start(problem, x0)
        return state._replace(memory=Recurrence(np.zeros_like(state.x), 0.0))

    def step(self, problem: Problem, state: State) -> State:
        """One gradient."""
        theta = (self.lambda_max + self.lambda_min) / 2
        delta = (self.lambda_max - self.lambda_min) / 2
        last, rho_last = state.memory
        if state.k == 0:
            rho, uphill = delta / theta, state.grad / theta
        else:
            rho = 1 / (2 * theta / delta - rho_last)
            uphill = rho * rho_last * last + (2 * rho / delta) * state.grad
        return move(problem, state, uphill, 1.0, Recurrence(uphill, rho))


class Conjugate(NamedTuple):
    """ConjugateGradient's memory: the next uphill (..., p) and the Hessian (p, p)."""

    uphill: Array
    hess: Array


@dataclass(frozen=True)
class ConjugateGradient:
    """Exact steps along directions that are orthogonal in the Hessian's inner product.

    Ends after as many steps as the Hessian has distinct eigenvalues, in exact
    arithmetic; a step from a zero gradient stays where it is.

    Source: Hestenes and Stiefel (1952); Nocedal and Wright (2006), Algorithm 5.2.
    """

    def init(self, problem: Problem, x0: npt.ArrayLike) -> State:
        """State 0; the first direction is steepest descent.

        Raises:
            ValueError: If the problem is not quadratic.
        """
        state = start(problem, x0)
        kinds.offers("problem", problem, "a quadratic", "hess")
        hess, there = (hessian_at(problem, state.x + shift) for shift in (0, 1))
        if hess.ndim != 2 or not np.array_equal(hess, there) or not hess.any():
            some_data(problem)
            raise ValueError(
                f"ConjugateGradient needs a quadratic, not {type(problem).__name__}; "
                "LBFGS takes any smooth problem"
            )
        return state._replace(memory=Conjugate(state.grad, hess.astype(state.x.dtype)))

    def step(self, problem: Problem, state: State) -> State:
        """One gradient and one product with the Hessian."""
        d, hess = state.memory
        # grad^T d = grad^T grad until rounding parts them; the first never goes uphill.
        t = _ratio(dot(state.grad, d), dot(d, product(d, hess)))[..., None]
        after = move(problem, state, d, t, None)
        square = dot(after.grad, after.grad)
        beta = _ratio(square, dot(state.grad, state.grad))[..., None]
        return after._replace(memory=Conjugate(after.grad + beta * d, hess))


def _ratio(above: Array, below: Array) -> Array:
    """above / below, and 0 where below is 0: there is nowhere left to go."""
    return np.asarray(above / np.where(below > 0, below, np.inf))
