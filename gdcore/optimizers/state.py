"""Where a run is, and the two ways there: `start` and `move`.

The one rule: every optimizer makes its states with these, so they all count alike.
"""

from dataclasses import fields
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.algebra import dot
from gdcore.linesearch import Search, Trial
from gdcore.problems import Problem
from gdcore.validation import Array

__all__ = ["Optimizer", "State"]

Rate = float | Array
P = TypeVar("P", bound=Problem, contravariant=True)


class State(NamedTuple):
    """Everything a step needs, after k steps.

    Attributes:
        k: Steps taken.
        x: Parameters, shape (..., p); leading axes are runs side by side.
        value: f(x), shape (...); None where the method had no need of it.
        grad: Gradient at x (a batch's, where the method samples), shape (..., p).
        step_size: Factor of the direction last taken, 0 at the start.
        nfev: Points at which f, its gradient or both were evaluated so far.
        memory: What the method remembers besides; its shape is the method's own.
        whole: Whether grad is that of the whole loss at x: not a batch's, nor that of
            an inner method elsewhere.
    """

    k: int
    x: Array
    value: Array | None
    grad: Array
    step_size: Rate
    nfev: int
    memory: Any
    whole: bool = True


class Optimizer(Protocol[P]):
    """A method of descent on problems of kind P: how to begin and how to go on."""

    def init(self, problem: P, x0: npt.ArrayLike) -> State:
        """The state before the first step."""

    def step(self, problem: P, state: State) -> State:
        """The state one step later; `state` is left as it was."""


def start(
    problem: Problem, x0: npt.ArrayLike, rate: npt.ArrayLike = 0.0, memory: Any = None
) -> State:
    """State 0 at x0, repeated for each run that the shape of `rate` asks for.

    Args:
        problem: Sets the precision of the run.
        x0: Shape (p,) or (..., p).
        rate: A number, shape (p,) for one rate per parameter, or (r, 1) for r runs.
        memory: The method's first memory.

    Raises:
        ValueError: If x0 is empty, not finite, or not of the problem's p parameters.
    """
    kinds.problem(problem)
    x = validation.points("x0", x0, problem.dim)
    validation.finite("x0", x)
    with np.errstate(over="ignore"):
        x = x.astype(problem.dtype)
    validation.finite("x0", x)
    if not x.size:
        raise ValueError(f"x0 has shape {x.shape}, no start at all: give at least one")
    try:
        if np.shape(rate)[-1:] not in ((), (1,), (problem.dim,)):
            raise ValueError
        x = np.broadcast_to(x, np.broadcast_shapes(x.shape, np.shape(rate)))
    except ValueError:
        raise ValueError(
            f"learning_rate has shape {np.shape(rate)}: want a number, "
            f"({problem.dim},) for one per parameter, or (r, 1) for r runs at once"
        ) from None
    grad = problem.grad(x)
    kinds.shaped(problem, "grad", getattr(grad, "shape", None), x.shape, x.shape)
    return State(0, x, None, grad, 0.0, 1, memory)


def at_rest(problem: Problem, x0: npt.ArrayLike, rate: npt.ArrayLike) -> State:
    """State 0 whose memory is zero for each parameter, shape (..., p)."""
    state = start(problem, x0, rate)
    return state._replace(memory=np.zeros_like(state.x))


def move(
    problem: Problem, state: State, uphill: Array, step_size: Rate, memory: Any
) -> State:
    """The state at x - step_size * uphill, at the cost of one gradient."""
    k, at, _, _, _, nfev, _, whole = state
    x = at - step_size * uphill
    fields = (k + 1, x, None, problem.grad(x), step_size, nfev + 1, memory, whole)
    return tuple.__new__(State, fields)  # State(...) itself takes twice as long


def search_along(
    problem: Problem,
    state: State,
    search: Search,
    direction: Array,
    first: float,
) -> State:
    """The state that a line search accepts; x stays and step_size is 0 if it fails."""
    value = float(problem.value(state.x) if state.value is None else state.value)
    slope = float(dot(state.grad, direction))
    origin = Trial(0.0, state.x, value, state.grad, slope, 0)
    accepted = search(problem, origin, direction, first)
    return State(
        state.k + 1,
        accepted.x,
        np.asarray(accepted.value),
        accepted.grad,
        accepted.step_size,
        state.nfev + accepted.nfev,
        state.memory,
    )


def one_run(x: Array) -> None:
    """Refuse runs side by side, for methods whose steps are searched one run at a time.

    Raises:
        ValueError: If x has leading axes.
    """
    if x.ndim != 1:
        raise ValueError(f"this method runs one start at a time, got x0 {x.shape}")


def like(rate: npt.ArrayLike, x: Array) -> Rate:
    """`rate` in the precision of x, so that float32 runs stay float32."""
    return rate if type(rate) is float else np.asarray(rate, x.dtype)


def alike(one: Any, other: object) -> bool:
    """Whether both are of one class, with equal hyperparameters; arrays by values."""
    return type(one) is type(other) and _key(one) == _key(other)


def hashed(optimizer: Any) -> int:
    """The same for optimizers that are `alike`."""
    return hash(_key(optimizer))


def _key(optimizer: Any) -> tuple[Any, ...]:
    values = (getattr(optimizer, field.name) for field in fields(optimizer))
    return type(optimizer), *(
        (v.shape, *v.ravel().tolist()) if isinstance(v, np.ndarray) else v
        for v in values
    )
