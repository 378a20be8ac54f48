"""A run: an optimizer on a problem, recorded, and how it ended.

The one rule: divergence is data. A run never raises for what the numbers did.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from gdcore import validation
from gdcore.algebra import dot, length
from gdcore.optimizers import Optimizer, State
from gdcore.problems import Problem
from gdcore.validation import Array

P = TypeVar("P", bound=Problem)

PATIENCE = 10
"""Records with one and the same x after which a run counts as stalled."""


class Status(IntEnum):
    """How a run ended."""

    CONVERGED = 0
    """Euclidean length of the gradient at most gtol."""
    DIVERGED = 1
    """Not finite, or the gradient ended above a million times its first size."""
    STALLED = 2
    """A search found no step, or PATIENCE records hold one x and memory is at rest."""
    OUT_OF_STEPS = 3
    """max_steps were taken."""


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The recorded states of a run, stacked; R rows, R = K + 1 if every step is kept.

    Attributes:
        k: Step of each row, shape (R,).
        x: Parameters, shape (R, ..., p); middle axes are runs side by side.
        value: f(x), shape (R, ...).
        grad: Shape (R, ..., p).
        step_size: Of the step that led to the row, 0 in row 0; shape (R,), or with
            trailing axes where the rate has them.
        nfev: Points evaluated up to the row, shape (R,).
        statuses: One Status for each run, shape (...).
    """

    k: Array
    x: Array
    value: Array
    grad: Array
    step_size: Array
    nfev: Array
    statuses: Array

    @property
    def status(self) -> Status:
        """The Status of a single run.

        Raises:
            ValueError: If there are runs side by side.
        """
        if self.statuses.shape:
            raise ValueError(f"{self.statuses.size} runs side by side: see .statuses")
        return Status(int(self.statuses))


def iterate(
    problem: P, optimizer: Optimizer[P], x0: npt.ArrayLike, *, every: int = 1
) -> Iterator[State]:
    """States 0, every, 2 every, ... without end, each with its value."""
    validation.count("every", every, 1)
    state = optimizer.init(problem, x0)
    while True:
        known = state.value is not None
        yield state if known else state._replace(value=problem.value(state.x))
        for _ in range(every):
            state = optimizer.step(problem, state)


def run(
    problem: P,
    optimizer: Optimizer[P],
    x0: npt.ArrayLike,
    *,
    max_steps: int = 1000,
    gtol: float = 0.0,
    every: int = 1,
) -> Trajectory:
    """Iterate until every run has ended; record each `every`-th state and the last.

    Args:
        problem: What is minimized.
        optimizer: The method.
        x0: Start, shape (p,), or (..., p) for runs side by side.
        max_steps: Steps at most, at least 0.
        gtol: Absolute tolerance on the gradient's Euclidean length.
        every: Steps between records; the end of a run is noticed at records only.

    Raises:
        ValueError: If max_steps, gtol or every is out of range, or x0 does not fit.
    """
    validation.count("max_steps", max_steps, 0)
    validation.at_least("gtol", gtol, 0.0)
    validation.count("every", every, 1)
    with np.errstate(over="ignore", invalid="ignore"):
        states = [optimizer.init(problem, x0)]
        while states[-1].k < max_steps and not _all_ended(states, gtol):
            state = states[-1]
            for _ in range(min(every, max_steps - state.k)):
                state = optimizer.step(problem, state)
            states.append(state)
        return _stacked(problem, states, _statuses(states, gtol))


def _all_ended(states: list[State], gtol: float) -> bool:
    """Whether no run has anywhere left to go; the dear test for stuck runs is rare."""
    grad = states[-1].grad
    square = dot(grad, grad)
    alive = (square > gtol * gtol) & (square < np.inf)
    if len(states) % PATIENCE == 0 or _searched_in_vain(states[-1]):
        alive = alive & ~_stuck(states)
    # Of a single run it is one truth, and `any` would take longer than all the rest.
    return not (alive.any() if alive.ndim else alive)


def _searched_in_vain(state: State) -> bool:
    return state.k > 0 and isinstance(state.step_size, float) and state.step_size == 0


def _stuck(states: list[State]) -> Array:
    """Runs that a search could not move, or whose last PATIENCE records are one x."""
    x = states[-1].x
    if _searched_in_vain(states[-1]):
        return np.ones(x.shape[:-1], bool)
    stuck = np.full(x.shape[:-1], len(states) >= PATIENCE)
    for state in reversed(states[-PATIENCE:-1]):
        if not stuck.any():
            break
        stuck = stuck & np.all(state.x == x, axis=-1)
    # Adam's x can stand still for long and then jump, while its means decay.
    return stuck & _same(states[-1].memory, states[-2].memory) if stuck.any() else stuck


def _same(memory: Any, other: Any) -> bool:
    if isinstance(memory, tuple):
        return len(memory) == len(other) and all(map(_same, memory, other))
    return np.array_equal(memory, other)


def _statuses(states: list[State], gtol: float) -> Array:
    first, last = (length(s.grad) for s in (states[0], states[-1]))
    return np.select(
        [~(last <= 1e6 * first), last <= gtol, _stuck(states)],
        [Status.DIVERGED, Status.CONVERGED, Status.STALLED],
        Status.OUT_OF_STEPS,
    )


def _stacked(problem: Problem, states: list[State], statuses: Array) -> Trajectory:
    x = np.array([s.x for s in states])
    # In pieces, because a problem's residuals take n times the memory of x.
    pieces = (x[i : i + 1024] for i in range(0, len(x), 1024))
    # State 0 has the plain step 0 even where the later ones have a rate each.
    taken = [s.step_size for s in states]
    return Trajectory(
        k=np.array([s.k for s in states]),
        x=x,
        value=np.concatenate([problem.value(piece) for piece in pieces]),
        grad=np.array([s.grad for s in states]),
        step_size=np.array([np.zeros_like(taken[-1]), *taken[1:]]),
        nfev=np.array([s.nfev for s in states]),
        statuses=statuses,
    )
