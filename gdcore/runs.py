"""A run: an optimizer on a problem, recorded, and how it ended.

The one rule: divergence is data. A run never raises for what the numbers did.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.endings import ended, gradient, stuck
from gdcore.extremes import lengths, outgrown, vanished
from gdcore.optimizers import Optimizer, State
from gdcore.problems import Problem
from gdcore.validation import Array

P = TypeVar("P", bound=Problem)

PATIENCE = 10
"""Records with one and the same x after which a run counts as stalled."""
PIECE = 2**17
"""Residuals that are held at once while values are computed, 8 bytes each."""
Record = tuple[int, Array, Array | None, Array, Any, int]


class Status(IntEnum):
    """How a run ended, by the whole loss's gradient at the x that is returned."""

    CONVERGED = 0
    """Euclidean length of the gradient at most gtol."""
    DIVERGED = 1
    """Not finite, or the gradient ended above a million times its size at the start."""
    STALLED = 2
    """A search found no step, or PATIENCE records hold one x and memory is at rest."""
    OUT_OF_STEPS = 3
    """max_steps were taken."""
    OVERFLOWED = 4
    """The gradient at the start is not finite: its terms are beyond the precision."""
    UNDERFLOWED = 5
    """Zero, but by underflow: what it is made of is too small for the precision."""


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The recorded states of a run, stacked; R rows, R = K + 1 if every step is kept.

    Attributes:
        k: Step of each row, shape (R,).
        x: Parameters, shape (R, ..., p); middle axes are runs side by side.
        value: f(x), shape (R, ...).
        grad: What the next step goes by, shape (R, ..., p): the gradient at x, but a
            batch's where the method samples, and the inner method's of a mean.
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
    state = _begun(problem, optimizer, x0, every)
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
        gtol: Absolute tolerance on the Euclidean length of the whole loss's gradient.
            Methods that sample or average pay a gradient a record for it, uncounted.
        every: Steps between records; the end of a run is noticed at records only.

    Raises:
        ValueError: If max_steps, gtol or every is out of range, or x0 does not fit.
    """
    validation.count("max_steps", max_steps, 0)
    validation.at_least("gtol", gtol, 0.0)
    with np.errstate(over="ignore", invalid="ignore"):
        first = state = _begun(problem, optimizer, x0, every)
        recent, records = deque([state], PATIENCE), [state[:6]]
        while state.k < max_steps and not ended(problem, recent, len(records), gtol):
            for _ in range(min(every, max_steps - state.k)):
                state = optimizer.step(problem, state)
            recent.append(state)
            records.append(state[:6])  # without the memory, which may be large
        return _stacked(problem, records, _statuses(problem, first, recent, gtol))


def _begun(problem: P, optimizer: Optimizer[P], x0: npt.ArrayLike, every: int) -> State:
    validation.count("every", every, 1)
    kinds.method("optimizer", optimizer)
    return optimizer.init(problem, x0)


def _statuses(
    problem: Problem, start: State, recent: deque[State], gtol: float
) -> Array:
    grads = [gradient(problem, state) for state in (start, recent[-1])]
    first, last = map(lengths, grads)
    lost = (gtol == 0) & np.all(np.equal(grads, 0), axis=0)
    if lost.any():
        lost = lost & vanished(problem, recent[-1].x, grads[1])
    cases = {
        Status.OVERFLOWED: ~np.isfinite(first),
        Status.DIVERGED: outgrown(problem, start.x, first, last),
        Status.UNDERFLOWED: (last <= gtol) & lost.any(axis=-1),
        Status.CONVERGED: last <= gtol,
        Status.STALLED: stuck(recent),
    }
    return np.select([*cases.values()], [*cases], Status.OUT_OF_STEPS)


def _stacked(problem: Problem, records: list[Record], statuses: Array) -> Trajectory:
    k, xs, values, grads, sizes, nfev = zip(*records, strict=True)
    x = np.array(xs)
    return Trajectory(
        k=np.array(k),
        x=x,
        value=_values(problem, x, values),
        grad=np.array(grads),
        # State 0 has the plain step 0 even where the later ones have a rate each.
        step_size=np.array([np.zeros_like(sizes[-1]), *sizes[1:]]),
        nfev=np.array(nfev),
        statuses=statuses,
    )


def _values(problem: Problem, x: Array, known: tuple[Array | None, ...]) -> Array:
    """f at each x, computed where it is not known, in pieces: residuals are n times x.

    Args:
        problem: What is minimized.
        x: Shape (R, ..., p).
        known: What the method had computed, one for each row.
    """
    unknown = [value is None for value in known]
    if all(unknown):
        length = max(1, PIECE // (math.prod(x.shape[1:-1]) * _rows(problem)))
        pieces = (x[i : i + length] for i in range(0, len(x), length))
        return np.concatenate([kinds.value_at(problem, piece) for piece in pieces])
    values = np.empty(x.shape[:-1], x.dtype)
    values[~np.array(unknown)] = [value for value in known if value is not None]
    if any(unknown):
        values[unknown] = _values(problem, x[unknown], (None,) * sum(unknown))
    return values


def _rows(problem: Any) -> int:
    """Rows of data under a problem, 1 where there are none."""
    while hasattr(problem, "original"):
        problem = problem.original
    return len(getattr(problem, "y", "1"))
