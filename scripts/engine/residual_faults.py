"""Residuals of the wrong shape, of the wrong row, or without the intercept.

The one rule: the loss or gradient that such residuals give is computed, and compared.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from gdcore.problems import LeastAbsolute
from gdcore.validation import Array
from scripts.engine.finding import Finding, Fit, lines
from scripts.engine.setup import Rows

SAME = 1e-6
"""Relative difference of two losses that count as one."""


def of_loss(values: Array, points: Array, problem: Rows) -> Finding | None:
    """A loss over n x n residuals, line i minus target j; None if it is another.

    Args:
        values: The program's loss at the points, shape (K,).
        points: Shape (K, 2).
        problem: On the program's x and y.
    """
    ahead = lines(points, problem.X[:, 0])
    for size in (np.square, np.abs):
        every = np.array([size(line[:, None] - problem.y).mean() for line in ahead])
        ratio = (values * every).sum() / (every * every).sum()
        if np.allclose(values, ratio * every, rtol=SAME, atol=0):
            return _shape("loss", len(problem.y))
    return None


def of_residual(fit: Fit, points: Array, problem: Rows) -> Iterator[Finding]:
    """What explains a gradient by its residuals.

    Args:
        fit: Of the program's gradients.
        points: Shape (K, 2).
        problem: Squares or absolute errors on the program's x and y.
    """
    x, y = problem.X[:, 0], problem.y
    pull: Callable[[Array], Array] = (
        np.sign if isinstance(problem, LeastAbsolute) else np.asarray
    )
    ahead = lines(points, x)

    def explains(residuals: Iterable[Array], of: Array) -> bool:
        """Whether (mean r x, mean r) is the program's, r at each point."""
        means = [((r * of).mean(), r.mean()) for r in map(pull, residuals)]
        return fit.factor(np.array(means)) is not None

    for column in (x, x[:, None]):
        if explains((line[:, None] - y for line in ahead), column):
            yield _shape("gradient", len(y))
    for i in range(len(y)):
        if explains(ahead[:, [i]] - y[i], x[[i]]):
            says = f"The gradient is that of row {i} alone: take the mean over all."
            yield Finding("one row", True, says)
        if explains(ahead[:, [i]] - y, x):
            says = f"The residual has x[{i}], one row's value: use w * x + b - y."
            yield Finding("one x", True, says)
        if explains(ahead - y[i], x):
            says = f"The residual has y[{i}], one row's value: use w * x + b - y."
            yield Finding("one y", True, says)
    if explains(ahead - points[:, 1:] - y, x):
        says = "The gradient's residual lacks b: use w * x + b - y."
        yield Finding("no b", True, says)


def _shape(of: str, n: int) -> Finding:
    return Finding(
        "shape",
        True,
        f"The residual in {of} has shape ({n}, {n}), not ({n},): one of its parts is a "
        "column of shape (n, 1). Use ravel() on it.",
    )
