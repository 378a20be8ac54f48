"""The reader's functions as a problem and a method, with ours where there are none.

The one rule: a function is called as the reader wrote it, with plain numbers for w and
b.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gdcore.extremes import lengths
from gdcore.problems import numerical_grad
from gdcore.validation import Array
from scripts.engine.execution import numbers
from scripts.engine.recorded_run import LARGEST, ROWS, Path, ended
from scripts.engine.setup import Rows


@dataclass(frozen=True, eq=False)
class Program:
    """What the reader's text has defined.

    Attributes:
        names: All names that it left.
        problem: The chosen loss on the program's own x and y.
    """

    names: dict[str, Any]
    problem: Rows

    def value(self, x: Array) -> Array:
        """The loss at points of shape (..., 2), shape (...)."""
        loss, wanted = self.names.get("loss"), "loss must return one number"
        if loss is None:
            return self.problem.value(x)
        flat = [
            numbers(wanted, loss(*self._points, w, b), 1, loss)[0]
            for w, b in np.asarray(x, np.float64).reshape(-1, 2)
        ]
        return np.array(flat).reshape(x.shape[:-1])

    def grad(self, x: Array) -> Array:
        """The gradient at one point, shape (2,); by differences if only the loss is."""
        gradient = self.names.get("gradient")
        if gradient is not None:
            wanted = "gradient must return two numbers, (dw, db)"
            return numbers(wanted, gradient(*self._points, *x), 2, gradient)
        if "loss" not in self.names:
            return self.problem.grad(x)
        return numerical_grad(self.value, x)

    def after(self, x: Array, grad: Array) -> Array:
        """Where one step leads, shape (2,)."""
        step, rate = self.names.get("step"), self.names["lr"]
        if step is None:
            return np.asarray(x - np.asarray(rate, np.float64) * grad)
        wanted = "step must return two numbers, (w, b)"
        return numbers(wanted, step(*x, *grad, rate), 2, step)

    @cached_property
    def _points(self) -> tuple[Array, Array]:
        """x and y, each shape (n,), the reader's own to change."""
        return self.problem.X[:, 0].copy(), self.problem.y.copy()


def walk(program: Program, start: Array, steps: int) -> tuple[Path, Array]:
    """The path of a program, and its gradient at each row, shape (R, 2)."""
    every = -(-steps // ROWS)
    rows: list[tuple[int, Array, float, Array]] = []
    first, x = 0.0, start
    for k in range(steps + 1):
        within = bool(np.all(np.abs(x) < LARGEST))
        grad = program.grad(x) if within else np.full(2, np.nan)
        size = float(lengths(grad))
        first = first if k else size
        if k % every == 0 or k == steps or not np.isfinite(size):
            loss = float(program.value(x)) if within else np.nan
            rows.append((k, x, loss, grad))
        if not np.isfinite(size):
            break
        if k < steps:
            x = program.after(x, grad)
    steps_of, z, loss_of, grads = (np.array(c) for c in zip(*rows, strict=True))
    status = ended(program.problem, start, first, size)
    return Path(steps_of, z, loss_of, status, iterated=True), grads
