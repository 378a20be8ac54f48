"""From settings to what is run: data, problem, change of variables, method, start.

The one rule: a run is in z = the chosen coordinates and precision; the problem in raw
(w, b) and float64 stays beside it, and everything that is said of the run is its.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdcore import datasets
from gdcore.algebra import product
from gdcore.optimizers import MinibatchGradientDescent, Optimizer
from gdcore.preconditioning import ChangeOfVariables, center, standardize
from gdcore.problems import LeastAbsolute, LeastSquares, line_design
from gdcore.spectral import spectrum
from gdcore.validation import Array
from scripts.engine import catalog
from scripts.engine.condensed import fewer_points
from scripts.engine.conflicts import refuse
from scripts.engine.features import Plane, design, names_of, plane_of
from scripts.engine.settings import Settings

Rows = LeastSquares | LeastAbsolute


@dataclass(frozen=True, eq=False)
class Setup:
    """A run that has been set up.

    Attributes:
        data: "x" and "y", each shape (n,); or "X" (n, p - 1), the features, and "y";
            or "A" (2, 2) and "b" (2,).
        raw: The problem in (w, b), or in the coefficients of all features; float64.
        exact: The same loss in z, float64.
        problem: The same loss in z, in the precision of the run.
        change: From z to the parameters of `raw`.
        optimizer: The method.
        coordinates: "raw", "centered" or "standardized".
        z0: Start, shape (p,).
        per_epoch: Steps in one pass over the data.
        steps: Steps to take.
        plane: What is drawn of several features; None where p is 2.
    """

    data: dict[str, Array]
    raw: Rows
    exact: Rows
    problem: Rows
    change: ChangeOfVariables
    optimizer: Optimizer[Any]
    coordinates: str
    z0: Array
    per_epoch: int
    steps: int
    plane: Plane | None


def set_up(settings: Settings) -> Setup:
    """The run that complete settings ask for.

    Raises:
        ValueError: If loss, data, coordinates and method do not go together.
    """
    refuse(settings)
    data = points(settings["data"])
    raw = _problem(settings, fewer_points(settings, data))
    change = _change(settings, raw)
    exact = in_coordinates(raw, change)
    plane = _plane(settings, exact)
    start = np.array(settings["start"], np.float64)
    optimizer = _optimizer(settings, exact)
    per_epoch = 1
    if isinstance(optimizer, MinibatchGradientDescent):
        per_epoch = -(-len(raw.y) // optimizer.batch_size)
    return Setup(
        data=data,
        raw=raw,
        exact=exact,
        problem=_rounded(exact, settings["precision"]),
        change=change,
        optimizer=optimizer,
        coordinates=settings["coordinates"],
        z0=product(start, plane.directions.T) if plane else change.to(start),
        per_epoch=per_epoch,
        steps=per_epoch * settings["epochs"],
        plane=plane,
    )


def points(data: Settings) -> dict[str, Array]:
    """The data that the settings name, with the points that were moved."""
    if data["name"] == "two_variables":
        thread = datasets.two_variable_thread()
        return {"A": thread.A, "b": thread.b}
    if data["name"] == "own":
        y = np.array(data["y"], np.float64)
        if "x" in data:
            return {"x": np.array(data["x"], np.float64), "y": y}
        columns = [column for _, column in data["features"]]
        return {"X": np.array(columns, np.float64).T.copy(), "y": y}
    dataset = getattr(datasets, data["name"])()
    x, y = dataset.x.copy(), dataset.y.copy()
    for row, new_x, new_y in data.get("moved", ()):
        if row >= len(x):
            raise ValueError(f"data.moved names row {row}, but there are {len(x)}")
        x[row], y[row] = new_x, new_y
    return {"x": x, "y": y}


def in_coordinates(raw: Rows, change: ChangeOfVariables) -> Rows:
    """The same loss in z, as a problem on the columns that belong to z.

    A shift moves the intercept alone, and a scale the slope alone, so a ridge on the
    slope stays one; on several features only while none is scaled.
    """
    X = product(raw.X, change.M)
    if isinstance(raw, LeastAbsolute):
        return LeastAbsolute(X, raw.y)
    return replace(raw, X=X, l2=raw.l2 * float(change.M[0, 0]) ** 2)


def _problem(settings: Settings, data: dict[str, Array]) -> Rows:
    if "A" in data:
        return LeastSquares(data["A"], data["b"], "sum", settings["l2"])
    if "X" in data:
        X = design(data["X"], names_of(settings))
        return LeastSquares(X, data["y"], l2=settings["l2"])
    X, y = line_design(data["x"]), data["y"]
    if settings["loss"] == "mae":
        return LeastAbsolute(X, y)
    return LeastSquares(X, y, l2=settings["l2"])


def _plane(settings: Settings, exact: Rows) -> Plane | None:
    """The plane of several features.

    Raises:
        ValueError: If there is not one learning rate for all of them.
    """
    names = names_of(settings)
    if not (names and isinstance(exact, LeastSquares)):
        return None
    if isinstance(settings["optimizer"].get("learning_rate"), list):
        raise ValueError(
            "two learning rates are for the slope and the intercept of a line: set one "
            "rate for all features"
        )
    return plane_of(exact, names)


def _change(settings: Settings, raw: Rows) -> ChangeOfVariables:
    match settings["coordinates"]:
        case "raw":
            return ChangeOfVariables(np.eye(raw.dim), np.zeros(raw.dim))
        case "centered":
            return center(raw)
        case _:
            return standardize(raw)


def _optimizer(settings: Settings, exact: Rows) -> Optimizer[Any]:
    given = settings["optimizer"]
    name = given["name"]
    derived = {}
    if name == "Chebyshev" and None in (given["lambda_min"], given["lambda_max"]):
        curvatures = spectrum(exact)
        derived = {
            key: getattr(curvatures, key) for key in ("lambda_min", "lambda_max")
        }
        if curvatures.lambda_min == 0:
            raise ValueError(
                "a direction has no curvature, so there is no range for Chebyshev: "
                "leave a column out, or add a ridge"
            )
        if not curvatures.lambda_min < curvatures.lambda_max * (1 - 1e-9):
            raise ValueError(
                "all curvatures are equal here, so there is no range for Chebyshev: "
                "gradient descent needs a single step"
            )
    optimizer = catalog.build(given, **derived)
    if isinstance(optimizer, MinibatchGradientDescent):
        return replace(optimizer, seed=settings["seed"])
    return optimizer


def _rounded(exact: Rows, precision: str) -> Rows:
    if precision == "float64":
        return exact
    single = np.float32
    return replace(exact, X=exact.X.astype(single), y=exact.y.astype(single))
