"""The data of a question, checked: rows, a matrix, or moments.

The one rule: there is one y for each row, and each number is finite.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from gdcore.reports import checks
from gdcore.validation import Array

MOST_FEATURES = 20
MOST_ROWS = 10**12
MOMENTS = ("n", "mean", "std", "y_mean", "y_std", "correlation")


class Rows(NamedTuple):
    """Features (n, d) without the ones column, targets (n,), and names of the features.

    `intercept` is False for a matrix A and its b.
    """

    X: Array
    y: Array
    names: tuple[str, ...]
    intercept: bool


class Moments(NamedTuple):
    """Of x, and of y where these are known (nan else); std divides by n."""

    n: int
    mean: float
    std: float
    y_mean: float
    y_std: float
    correlation: float


def rows(given: Mapping[str, Any]) -> Rows | None:
    """Those of a question, from its rows or its matrix; None if it has neither."""
    if given.get("matrix") is not None:
        matrix = checks.mapping("matrix", given["matrix"], ("A", "b"))
        return table(matrix.get("A"), matrix.get("b"), "matrix.A", "matrix.b")
    if given.get("rows") is None:
        return None
    own = checks.mapping("rows", given["rows"], ("X", "y", "names"))
    out = table(own.get("X"), own.get("y"), "rows.X", "rows.y", intercept=True)
    return out._replace(names=_names(own.get("names"), out.X.shape[1]))


def table(
    X: Any, y: Any, x_field: str, y_field: str, *, intercept: bool = False
) -> Rows:
    """Checked rows; the fields are what the messages call them."""
    X, y = checks.array(x_field, X, 2), checks.array(y_field, y, 1)
    n, d = X.shape
    if n != len(y):
        raise ValueError(
            f"{x_field} has {n:,} rows, but {y_field} has {len(y):,} values: give one "
            "for each row"
        )
    if d > MOST_FEATURES:
        raise ValueError(
            f"{x_field} has {d:,} columns: choose at most {MOST_FEATURES} of them"
        )
    if not intercept and not X.any():
        raise ValueError(f"{x_field} is zero everywhere: there is nothing to fit")
    return Rows(X, y, (), intercept)


def _names(given: Any, d: int) -> tuple[str, ...]:
    if given is None or (isinstance(given, list | tuple) and not len(given)):
        return ()
    if not isinstance(given, list | tuple) or len(given) != d:
        raise ValueError(
            f"rows.names is {checks.shown(given)}: give {d} texts, one for each column"
        )
    names = tuple(checks.text(f"rows.names[{j}]", name) for j, name in enumerate(given))
    return tuple(name.strip()[:40] or f"w{j + 1}" for j, name in enumerate(names))


def moments(given: Any) -> Moments | None:
    """Those of a question."""
    if given is None:
        return None
    given = checks.mapping("moments", given, MOMENTS)
    n = checks.whole("moments.n", given.get("n"), 2, MOST_ROWS)
    mean = checks.number("moments.mean", given.get("mean"))
    std = checks.positive("moments.std", given.get("std"))
    of_y = [given.get(key) for key in MOMENTS[3:]]
    if all(value is None for value in of_y):
        return Moments(n, mean, std, np.nan, np.nan, np.nan)
    if any(value is None for value in of_y):
        raise ValueError(
            "moments of y are known in part: give y_mean, y_std and correlation "
            "together, or none of them"
        )
    y_std = checks.between("moments.y_std", of_y[1], 0, checks.LARGEST)
    rho = checks.between("moments.correlation", of_y[2], -1, 1)
    return Moments(n, mean, std, checks.number("moments.y_mean", of_y[0]), y_std, rho)
