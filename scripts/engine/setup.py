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
from scripts.engine.condensed import MANY, condensed
from scripts.engine.conflicts import refuse
from scripts.engine.settings import Settings

Rows = LeastSquares | LeastAbsolute


@dataclass(frozen=True, eq=False)
class Setup:
    """A run that has been set up.

    Attributes:
        data: "x" and "y", each shape (n,); or "A" (2, 2) and "b" (2,).
        raw: The problem in (w, b), float64.
        exact: The same loss in z, float64.
        problem: The same loss in z, in the precision of the run.
        change: From z to (w, b).
        optimizer: The method.
        coordinates: "raw", "centered" or "standardized".
        z0: Start, shape (2,).
        per_epoch: Steps in one pass over the data.
        steps: Steps to take.
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


def set_up(settings: Settings) -> Setup:
    """The run that complete settings ask for.

    Raises:
        ValueError: If loss, data, coordinates and method do not go together.
    """
    refuse(settings)
    data = points(settings["data"])
    raw = _problem(settings, _fewer_points(settings, data))
    change = _change(settings, raw)
    exact = in_coordinates(raw, change)
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
        z0=change.to(np.array(settings["start"], np.float64)),
        per_epoch=per_epoch,
        steps=per_epoch * settings["epochs"],
    )


def points(data: Settings) -> dict[str, Array]:
    """The data that the settings name, with the points that were moved."""
    if data["name"] == "two_variables":
        thread = datasets.two_variable_thread()
        return {"A": thread.A, "b": thread.b}
    if data["name"] == "own":
        return {key: np.array(data[key], np.float64) for key in "xy"}
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
    slope stays one.
    """
    X = product(raw.X, change.M)
    if isinstance(raw, LeastAbsolute):
        return LeastAbsolute(X, raw.y)
    return replace(raw, X=X, l2=raw.l2 * float(change.M[0, 0]) ** 2)


def _problem(settings: Settings, data: dict[str, Array]) -> Rows:
    if "A" in data:
        return LeastSquares(data["A"], data["b"], "sum", settings["l2"])
    X, y = line_design(data["x"]), data["y"]
    if settings["loss"] == "mae":
        return LeastAbsolute(X, y)
    return LeastSquares(X, y, l2=settings["l2"])


def _fewer_points(settings: Settings, data: dict[str, Array]) -> dict[str, Array]:
    """Many points as three, where the method asks for no single one.

    Raises:
        ValueError: If there are too many for the absolute error.
    """
    size = len(data.get("x", ()))
    if size <= MANY:
        return data
    if settings["loss"] == "mae":
        raise ValueError(
            f"the absolute error is followed over at most {MANY:,} rows, and there are "
            f"{size:,}: choose mse, or fewer rows"
        )
    sampled = catalog.is_seeded(settings["optimizer"]["name"])
    if sampled or settings["precision"] != "float64" or np.ptp(data["x"]) == 0:
        return data
    return dict(zip("xy", condensed(data["x"], data["y"]), strict=True))


def _change(settings: Settings, raw: Rows) -> ChangeOfVariables:
    match settings["coordinates"]:
        case "raw":
            return ChangeOfVariables(np.eye(2), np.zeros(2))
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
