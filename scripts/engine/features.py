"""Several features: the plane that is drawn of a run, and what stands beside it.

The one rule: a run goes in all p parameters; its picture is its components along the
flattest and the steepest direction, counted from where all coefficients are zero.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.algebra import product, solve
from gdcore.preconditioning import ChangeOfVariables
from gdcore.problems import LeastSquares
from gdcore.spectral import spectrum
from gdcore.validation import Array

AXES = ["along the flat direction", "along the steep direction"]
ENDS = [0, -1]
"""Places of the flattest and the steepest direction among the eigenvalues."""
NOTHING = {"first": 0.0, "left": np.nan, "predicted": np.nan}
"""Of the modes along a direction that has no best value."""
NEAR = 1e-6
"""Share by which two parts of a direction differ that count as equally large."""


@dataclass(frozen=True, eq=False)
class Plane:
    """The two most telling directions of a run in p parameters.

    Attributes:
        names: Of the features, the columns of X before the intercept's.
        eigenvalues: All of them, ascending, shape (p,).
        directions: The flattest and the steepest, one a column, shape (p, 2).
    """

    names: tuple[str, ...]
    eigenvalues: Array
    directions: Array


def plane_of(exact: LeastSquares, names: tuple[str, ...]) -> Plane:
    """The plane of a problem in the coordinates of its run."""
    curvatures = spectrum(exact)
    directions = np.ascontiguousarray(signed(curvatures.eigenvectors[:, ENDS]))
    return Plane(names, curvatures.eigenvalues, directions)


def signed(vectors: Array) -> Array:
    """Columns, each with the sign that makes the first of its largest parts positive.

    An eigenvector has no sign of its own; which one comes out hangs on the processor.
    """
    sizes = np.abs(vectors)
    first = (sizes >= (1 - NEAR) * sizes.max(axis=0)).argmax(axis=0)
    return vectors * np.where(vectors[first, np.arange(vectors.shape[1])] < 0, -1, 1)


def names_of(settings: dict[str, Any]) -> tuple[str, ...]:
    """The names of several features; none where there is a line."""
    return tuple(name for name, _ in settings["data"].get("features", ()))


def design(features: Array, names: tuple[str, ...]) -> Array:
    """The features and a column of ones, shape (n, p).

    Raises:
        ValueError: If a feature is the same in every row, as the ones are.
    """
    for name, column in zip(names, features.T, strict=True):
        if np.all(column == column[0]):
            raise ValueError(
                f"the feature {name} is the same in every row, so nothing tells it "
                "from the intercept: leave it out"
            )
    return np.column_stack([features, np.ones(len(features))])


def pictured(
    plane: Plane, change: ChangeOfVariables, z: Array, optimum_z: Array
) -> dict[str, Any]:
    """A run as it is drawn: rows, optimum and gradient in the plane, and all beside it.

    Args:
        plane: Of the problem in z.
        change: From z to the coefficients of the features as they were given.
        z: The run, shape (R, p).
        optimum_z: Shape (p,).
    """
    at, best = (product(point, plane.directions) for point in (z, optimum_z))
    if plane.eigenvalues[0] == 0:
        best[0] = at[0, 0]  # any is as good, so the start's stands
    return {
        "names": AXES,
        "map": {"matrix": np.eye(2), "offset": np.zeros(2)},
        "x": at,
        "z": at.copy(),
        "grad": plane.eigenvalues[ENDS] * (at - best),
        "optimum": best,
        "optimum_z": best,
        "features": {
            "names": [*plane.names, "intercept"],
            "coefficients": change.back(z),
            "best": change.back(optimum_z),
            "start": z[0],
            "eigenvalues": plane.eigenvalues,
            "plane": solve(change.M.T, plane.directions.T),
        },
    }


def in_plane(modes: dict[str, Any]) -> dict[str, Any]:
    """Of the modes of p directions those two that are drawn; the axes are theirs.

    What has no best value has no error.
    """
    kept = {key: value[..., ENDS] for key, value in modes.items() if value is not None}
    if kept["eigenvalues"][0] == 0:
        for key in NOTHING.keys() & kept:
            kept[key][..., 0] = NOTHING[key]
    return {"predicted": None, **kept, "vectors": np.eye(2)}
