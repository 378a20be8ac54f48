"""When a run has ended: no run of it has anywhere left to go.

The one rule: the gradient that is judged is the whole loss's, at the x of the state.
"""

import math
from collections import deque
from typing import Any

import numpy as np

from gdcore.algebra import dot
from gdcore.extremes import lengths
from gdcore.optimizers import State
from gdcore.problems import Problem
from gdcore.validation import Array

FEW = 16
"""Parameters up to which a length is a matter of plain floats."""
LEAST_SQUARE = 1e-37
"""A square below it may have lost digits in float32: then lengths are taken with care.
"""


def gradient(problem: Problem, state: State) -> Array:
    """The whole loss's, at the x of the state; evaluated where the method has none."""
    return state.grad if state.whole else problem.grad(state.x)


def ended(problem: Problem, recent: deque[State], count: int, gtol: float) -> bool:
    """Whether every run is within gtol, not finite, or stuck; the dear tests are rare.

    Args:
        problem: What is minimized.
        recent: The last records, as many as `stuck` looks at.
        count: Of all records so far.
        gtol: Absolute tolerance on the gradient's length.
    """
    state, at_rest = recent[-1], None
    if count % (recent.maxlen or 1) == 0 or _searched_in_vain(state):
        at_rest = stuck(recent)
    if state.whole or not gtol:
        going = _seems_going(state.grad, gtol)
        if at_rest is not None:
            going = going & ~at_rest
        if going if isinstance(going, bool) else going.any():
            return False
    size = lengths(gradient(problem, state))
    still = (size <= gtol) | ~(size < np.inf)
    return bool(np.all(still if at_rest is None else still | at_rest))


def _seems_going(grad: Array, gtol: float) -> bool | Array:
    """Whether gradients are longer than gtol and finite, but for rounding."""
    if grad.ndim == 1 and len(grad) <= FEW:  # four times as fast as a product
        return gtol < math.hypot(*grad.tolist()) < math.inf
    square = dot(grad, grad)
    return (square > (gtol * gtol or LEAST_SQUARE)) & (square < np.inf)


def _searched_in_vain(state: State) -> bool:
    size = state.step_size
    return isinstance(size, float) and size == 0 and state.k > 0 and state.whole


def stuck(recent: deque[State]) -> Array:
    """Runs that a search could not move, or whose records, if all are there, are one x.

    Args:
        recent: The last states recorded; it is full when `maxlen` of them are there.
    """
    x = recent[-1].x
    if _searched_in_vain(recent[-1]):
        return np.ones(x.shape[:-1], bool)
    still = np.full(x.shape[:-1], len(recent) == recent.maxlen)
    for state in list(recent)[-2::-1]:
        if not still.any():
            break
        still = still & np.all(state.x == x, axis=-1)
    # Adam's x can stand still for long and then jump, while its means decay.
    return still & _same(recent[-1].memory, recent[-2].memory) if still.any() else still


def _same(memory: Any, other: Any) -> bool:
    if isinstance(memory, tuple):
        return len(memory) == len(other) and all(map(_same, memory, other))
    return np.array_equal(memory, other)
