"""torch.optim.LBFGS without a line search, step for step, for a closure that may lie.

The one rule: the same operations in the same order and precision as PyTorch, so that
what goes wrong there goes wrong here.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdcore.problems import LeastSquares

Array = Any
HISTORY, INNER, CURVATURE, CHANGE, GRADIENT = 100, 20, 1e-10, 1e-9, 1e-7
"""history_size, max_iter, least u^T s, tolerance_change and tolerance_grad of torch."""


@dataclass
class Forum:
    """The thread's loop: what the loss was at each evaluation and each outer step.

    Attributes:
        problem: What is minimized, in the precision of the run.
        fresh: Whether the closure calls backward, as it should.
        least: A pair is kept only if u^T s is above this.
        losses: Loss at every evaluation so far.
        outer: Evaluations made before each outer step.
        path: Parameters at the beginning of every outer step, and at the end.
        products: u^T s of every pair on offer, and whether it was kept.
        lengths: Length of the change s of every pair on offer.
    """

    problem: LeastSquares
    fresh: bool
    least: float
    losses: list[float] = field(default_factory=list)
    outer: list[int] = field(default_factory=list)
    path: list[Array] = field(default_factory=list)
    products: list[tuple[float, bool]] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)

    def evaluate(self, x: Array) -> float:
        """The loss at x, noted."""
        r = _residual(self.problem, x)
        self.losses.append(float((r * r).sum()))
        return self.losses[-1]


@dataclass
class Memory:
    """What torch keeps from one call of `step` to the next."""

    steps: int = 0
    direction: Array = None
    length: float = 0.0
    pairs: list[tuple[Array, Array]] = field(default_factory=list)
    scale: Any = 1.0
    previous: Array = None


def thread_run(
    problem: LeastSquares,
    *,
    fresh: bool,
    outer: int,
    accumulate: bool = False,
    least: float = CURVATURE,
) -> Forum:
    """`outer` rounds of the thread: loss, backward, then one `step(closure)`.

    Args:
        problem: The sum of squares |X x - y|^2.
        fresh: Whether the closure calls backward.
        outer: Rounds.
        accumulate: Whether nothing zeroes the gradient; for a closure not fresh.
        least: Least u^T s of a pair that is kept.
    """
    record, memory = Forum(problem, fresh, least), Memory()
    x = held = np.zeros(problem.dim, problem.dtype)
    for _ in range(outer):
        record.outer.append(len(record.losses))
        record.path.append(x)
        record.evaluate(x)
        held = gradient(problem, x) + (held if accumulate else 0)
        x = _step(record, memory, x, held)
    record.path.append(x)
    return record


def _step(record: Forum, memory: Memory, x: Array, grad: Array) -> Array:
    """One call of `optimizer.step`, which evaluates the closure up to INNER times."""
    loss = record.evaluate(x)
    if np.abs(grad).max() <= GRADIENT:
        return x
    for inner in range(1, INNER + 1):
        memory.steps += 1
        _turn(record, memory, grad)
        first = min(1.0, float(1 / np.abs(grad).sum())) if memory.steps == 1 else 1.0
        memory.previous, memory.length, before = grad, first, loss
        if _dot(grad, memory.direction) > -CHANGE:
            break
        moved = memory.direction * x.dtype.type(first)
        x = x + moved
        if inner == INNER:
            break
        loss = record.evaluate(x)
        # A closure without backward leaves the gradient of the last one in place.
        grad = gradient(record.problem, x) if record.fresh else grad
        if (
            np.abs(grad).max() <= GRADIENT
            or np.abs(moved).max() <= CHANGE
            or abs(loss - before) < CHANGE
        ):
            break
    return x


def _turn(record: Forum, memory: Memory, grad: Array) -> None:
    """The next direction, after taking in the last step's pair."""
    if memory.steps == 1:
        memory.direction = -grad
        return
    y = grad - memory.previous
    s = memory.direction * grad.dtype.type(memory.length)
    product = _dot(y, s)
    kept = bool(product > record.least)
    record.products.append((float(product), kept))
    record.lengths.append(float(np.sqrt(_dot(s, s))))
    if kept:
        memory.pairs = [*memory.pairs, (s, y)][-HISTORY:]
        memory.scale = product / _dot(y, y)
    memory.direction = _two_loops(memory, grad)


def _two_loops(memory: Memory, grad: Array) -> Array:
    q, taken = -grad, []
    for s, y in reversed(memory.pairs):
        taken.append(_dot(s, q) * (1 / _dot(y, s)))
        q = _fused(-taken[-1], y, q)
    r = q * grad.dtype.type(memory.scale)
    for (s, y), alpha in zip(memory.pairs, reversed(taken), strict=True):
        r = _fused(alpha - _dot(y, r) * (1 / _dot(y, s)), s, r)
    return r


def _residual(problem: LeastSquares, x: Array) -> Array:
    return (problem.X * x).sum(axis=1) - problem.y


def gradient(problem: LeastSquares, x: Array) -> Array:
    """2 X^T r by rows; all but the first are multiplied and added in one rounding."""
    first, *rest = zip(problem.X, 2 * _residual(problem, x), strict=True)
    grad = first[0] * first[1]
    for row, r in rest:
        grad = _fused(r, row, grad)
    return grad


def _dot(a: Array, b: Array) -> Array:
    return (a * b).sum()


def _fused(a: Array, x: Array, y: Array) -> Array:
    """a x + y, in float32 rounded once, as the processor does for PyTorch."""
    if y.dtype == np.float32:
        return (np.float64(a) * x.astype(np.float64) + y).astype(np.float32)
    return a * x + y
