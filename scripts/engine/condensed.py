"""Many points as few that have the same squared loss.

The one rule: the loss of every line is that of all points; only the last digits may
differ, so few points are left as they are.
"""

from typing import Any

import numpy as np

from gdcore.algebra import product
from gdcore.problems import LeastSquares
from gdcore.spectral import spectrum
from gdcore.validation import Array
from scripts.engine import catalog
from scripts.engine.features import design, names_of

MANY = 5000
"""Points from which on a run of squares goes over few."""
ALONG = np.sqrt(1.5) * np.array([-1.0, 0.0, 1.0])
ACROSS = np.sqrt(0.5) * np.array([1.0, -2.0, 1.0])
"""Two directions without a mean, of mean square 1 and at right angles."""


def fewer_points(settings: dict[str, Any], data: dict[str, Array]) -> dict[str, Array]:
    """Many points as three, where the method asks for no single one.

    Raises:
        ValueError: If there are too many for the absolute error.
    """
    size = len(data.get("y", ()))
    if size <= MANY:
        return data
    if settings["loss"] == "mae":
        raise ValueError(
            f"the absolute error is followed over at most {MANY:,} rows, and there are "
            f"{size:,}: choose mse, or fewer rows"
        )
    sampled = catalog.is_seeded(settings["optimizer"]["name"])
    if sampled or settings["precision"] != "float64":
        return data
    if "X" in data:
        return _fewer_rows(data, names_of(settings))
    if np.ptp(data["x"]) == 0:
        return data
    return dict(zip("xy", condensed(data["x"], data["y"]), strict=True))


def _fewer_rows(data: dict[str, Array], names: tuple[str, ...]) -> dict[str, Array]:
    """Many rows of features as few; not where these depend on each other.

    What is zero there would be the rounding of the few.
    """
    problem = LeastSquares(design(data["X"], names), data["y"])
    if spectrum(problem).lambda_min == 0:
        return data
    rows = condensed_columns(np.column_stack([data["X"], data["y"]]))
    return {"X": rows[:, :-1], "y": rows[:, -1]}


def condensed(x: Array, y: Array) -> tuple[Array, Array]:
    """Three points with the means, variances and covariance of all.

    The mean squared residual of a line hangs on these five numbers alone.
    """
    x_mean, y_mean = x.mean(), y.mean()
    dx, dy = x - x_mean, y - y_mean
    spread = np.sqrt(np.mean(dx**2)) or 1.0
    rise = np.mean(dx * dy) / spread
    rest = np.sqrt(np.mean((dy - rise / spread * dx) ** 2))
    return x_mean + spread * ALONG, y_mean + rise * ALONG + rest * ACROSS


def condensed_columns(rows: Array) -> Array:
    """One row more than columns, with the means and covariances of all; (m + 1, m).

    Directions without a mean, each at a right angle to the others (Helmert's), take the
    place of the orthogonal factor Q of the rows' deviations.
    """
    n, m = rows.shape
    mean = rows.mean(axis=0)
    _, R = np.linalg.qr(rows - mean)
    R = R * np.where(np.diag(R) < 0, -1, 1)[:, None]
    j = np.arange(1.0, m + 1)
    across = np.triu(np.ones((m + 1, m))) - np.eye(m + 1, m, k=-1) * j
    across /= np.sqrt(j * (j + 1))
    return np.asarray(mean + np.sqrt((m + 1) / n) * product(across, R))
