"""The fit with the least mean absolute error, exactly, for any number of columns.

The one rule: a best fit passes through as many data points as X has independent
columns, so the walk goes from one such fit to the next, always downhill.
"""

from typing import NamedTuple

import numpy as np

from gdcore.algebra import (
    column_powers,
    dot,
    inverse,
    length,
    orthogonal,
    product,
    solve,
)
from gdcore.problems.losses import LeastAbsolute
from gdcore.validation import Array

ROUNDING = 8 * float(np.finfo(np.float64).eps)
GOLDEN = (np.sqrt(5) - 1) / 2


class Vertex(NamedTuple):
    """A fit through p rows, and which way each other row lies.

    Attributes:
        pull: Change of each residual for that of each row on the fit, (n, p).
        sides: 1 where the fit passes above a row, -1 below, 0 on the fit; (n,).
        ahead: Residuals, and those of the second target, which part ties; (2, n).
    """

    pull: Array
    sides: Array
    ahead: Array


def best_absolute_fit(problem: LeastAbsolute) -> Array:
    """A minimizer of mean |X_i x - y_i|, through p of the data points; shape (p,).

    Where columns depend on each other, the first of them have the coefficient zero.

    Raises:
        ValueError: If the problem is not a LeastAbsolute, or the fit is beyond float64.

    Source: Barrodale and Roberts (1973); Bloomfield and Steiger (1980), the walk from
    vertex to vertex with a weighted median as each step.
    """
    _absolute(problem)
    X, y = (a.astype(np.float64) for a in (problem.X, problem.y))
    power = column_powers(X)
    X = np.ldexp(X, -power)
    columns = _independent(X)
    x, shift = np.zeros(problem.dim), np.frexp(np.abs(y).max())[1]
    y = np.ldexp(y, -shift)
    if columns:
        on = np.sort(_descended(X[:, columns], y))
        x[columns] = solve(X[on][:, columns], y[on])
    with np.errstate(over="ignore"):
        x = np.ldexp(x, shift - power)
    if not np.isfinite(x).all():
        raise ValueError("the fit is beyond float64: give the data in other units")
    return np.asarray(x)


def best_absolute_line(problem: LeastAbsolute) -> Array:
    """A minimizer of mean |w x_i + b - y_i|, through two data points; shape (2,).

    Where no two x differ, the slope is zero.

    Args:
        problem: X has the columns (x, ones).

    Raises:
        ValueError: If X has other columns, which `best_absolute_fit` takes.
    """
    _absolute(problem)
    if problem.dim != 2 or not np.all(problem.X[:, 1] == 1):
        raise ValueError("a line needs X of two columns, x and ones")
    return best_absolute_fit(problem)


def _absolute(problem: LeastAbsolute) -> None:
    if not isinstance(problem, LeastAbsolute):
        raise ValueError(f"problem must be a LeastAbsolute, got {problem!r}")


def _independent(X: Array) -> list[int]:
    """Columns that no later ones make up, by Gram-Schmidt from the last one on.

    Twice, as one pass leaves rounding of the size of what is nearly dependent.
    """
    kept: list[int] = []
    rows = np.zeros((0, len(X)))
    for j in range(X.shape[1])[::-1]:
        if len(kept) == len(X):  # so many columns make up all others
            break
        rest = X[:, j]
        for row in (*rows, *rows):
            rest = rest - dot(row, rest) * row
        size = float(length(rest))
        if size > ROUNDING * max(X.shape) * float(length(X[:, j])):
            kept.insert(0, j)
            rows = np.vstack([rows, rest / size])
    return kept


def _descended(X: Array, y: Array) -> Array:
    """The rows that a best fit passes through.

    Fits and residuals are the same in an orthogonal basis Q of the columns, where
    rows tell each other apart best.
    """
    Q = np.ascontiguousarray(orthogonal(np.ascontiguousarray(X.T))[0].T)
    # The second target stands for a shift of y too small to see: no two rows tie.
    targets = np.stack([y, np.modf(GOLDEN * np.arange(1, len(y) + 1))[0]])
    on, losses = _first_rows(Q), dict[tuple[int, ...], float]()
    while tuple(sorted(on)) not in losses:  # what rounding leads back to is no descent
        here = _vertex(X, Q, targets, on)
        losses[tuple(sorted(on))] = float(np.abs(here.ahead[0]).sum())
        force = -product(here.sides, here.pull)
        leaving = int(np.abs(force).argmax())
        if np.abs(force[leaving]) <= 1 + ROUNDING * len(y):
            return np.array(on)
        on = [
            *on[:leaving],
            _entering(here, leaving, force[leaving]),
            *on[leaving + 1 :],
        ]
    return np.array(min(losses, key=losses.__getitem__))


def _first_rows(Q: Array) -> list[int]:
    """Rows far from each other: each the longest in what those before leave."""
    rest, on = Q.copy(), list[int]()
    for _ in range(Q.shape[1]):
        on.append(int(length(rest).argmax()))
        row = rest[on[-1]] / length(rest[on[-1]])
        rest = rest - dot(rest, row)[:, None] * row
        rest[on] = 0
    return on


def _vertex(X: Array, Q: Array, targets: Array, on: list[int]) -> Vertex:
    pull = product(Q, inverse(Q[on]))
    ahead = product(targets[:, on], pull.T) - targets
    y, x = np.abs(targets[0]), np.abs(solve(X[on], targets[0, on]))
    noise = product(x, np.abs(X.T)) + product(y[on], np.abs(pull.T)) + y
    ahead[0, np.abs(ahead[0]) <= len(on) * ROUNDING * noise] = 0
    sides = np.sign(np.where(ahead[0] == 0, ahead[1], ahead[0]))
    sides[on] = 0
    return Vertex(pull, sides, ahead)


def _entering(here: Vertex, leaving: int, force: float) -> int:
    """The row at which the loss stops to fall, as row `leaving` is let go."""
    slopes = here.pull[:, leaving] * np.sign(force)
    met = np.flatnonzero(here.sides * slopes < 0)
    distances = -here.ahead[:, met] / slopes[met]
    order = met[np.lexsort(distances[::-1])]
    gained = np.cumsum(2 * np.abs(slopes[order]))
    return int(order[np.argmax(gained >= abs(force) - 1)])
