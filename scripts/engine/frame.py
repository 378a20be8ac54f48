"""A frame: all that is drawn of one run, computed from complete settings.

The one rule: what theory says is of the exact problem, what the run did is of the run,
and each array has one row for each recorded step.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.algebra import dot, product
from gdcore.problems import LeastSquares, best_absolute_line
from gdcore.runs import Status
from gdcore.spectral import (
    closed_form,
    closed_form_excess,
    eigen_errors,
    minimizer,
    spectrum,
)
from gdcore.validation import Array
from scripts.engine.features import ENDS, in_plane, pictured
from scripts.engine.messages import messages
from scripts.engine.quantities import quantities
from scripts.engine.recorded_run import ROWS, Path, follow, is_linear
from scripts.engine.settings import Settings
from scripts.engine.setup import Rows, Setup, set_up
from scripts.engine.surface import surface
from scripts.engine.theory import Theory, steps_within, theory

GAINED = 1e-6
"""Share of the first excess loss at which a run that stands still has arrived."""
ROUNDED = 1e-13
"""Share of y below which residuals are what float64 leaves of none."""
ROUND = 3.0
"""Condition numbers below this are drawn on equal axes: the bowl looks like one."""
NAMES = {"raw": ["w", "b"], "centered": ["w", "c"], "standardized": ["u", "c"]}


def frame(settings: Settings, *, rows: int = ROWS) -> dict[str, Any]:
    """The frame of complete settings, with R rows.

    Args:
        settings: What `settings.complete` returned.
        rows: Steps recorded at most, the start not counted.

    Returns:
        "k", "loss" and "predicted" have shape (R,); "x" (raw), "z", "grad" (of the
        whole loss by the raw parameters) and "left" of "modes" have shape (R, 2). Of
        several features they are components along two directions, and "features" has
        the rest.

    Raises:
        ValueError: If loss, data, coordinates and method do not go together.
    """
    setup = set_up(settings)
    values = {"settings": settings, **drawn(setup, follow(setup, rows=rows))}
    if settings["precision"] == "float64":
        values["x"][0] = settings["start"]  # not what rounding makes of it
    return {**values, "quantities": quantities(values)}


def drawn(setup: Setup, path: Path) -> dict[str, Any]:
    """All of a frame but its settings and quantities."""
    optimum_z, best = optimum(setup.exact)
    path = _arrived(path, setup.exact, best)
    known = theory(setup.exact, setup.optimizer, setup.z0)
    shown = _shown(setup, path.z, optimum_z)
    values = {
        "data": setup.data,
        **shown,
        "k": path.k,
        "loss": path.loss,
        "best": best,
        **_foreseen(setup, path, best, known),
        "per_epoch": setup.per_epoch,
        "iterated": path.iterated,
        "status": path.status.name,
        "surface": surface(
            _height(setup, shown["optimum_z"], best),
            shown["z"],
            shown["optimum_z"],
            equal=(known.values["condition_number"] or np.inf) < ROUND,
        ),
        "program": None,
    }
    return {**values, "messages": messages(setup, known, values)}


def _shown(setup: Setup, z: Array, optimum_z: Array) -> dict[str, Any]:
    """The rows, the optimum and the gradient as two numbers each."""
    if setup.plane:
        return pictured(setup.plane, setup.change, z, optimum_z)
    x = setup.change.back(z)
    return {
        "names": NAMES[setup.coordinates] if "x" in setup.data else ["x0", "x1"],
        "map": {"matrix": setup.change.M, "offset": setup.change.c},
        "x": x,
        "z": z,
        "grad": setup.raw.grad(x),
        "optimum": setup.change.back(optimum_z),
        "optimum_z": optimum_z,
        "features": None,
    }


def _height(setup: Setup, center: Array, best: float) -> Callable[[Array], Array]:
    """The loss at points (N, 2); that of squares is a paraboloid, and takes no sums."""
    problem, plane = setup.exact, setup.plane
    if not isinstance(problem, LeastSquares):
        return problem.value
    H = np.diag(plane.eigenvalues[ENDS]) if plane else problem.hess(center)

    def value(z: Array) -> Array:
        error = z - center
        return best + 0.5 * dot(product(error, H), error)

    return value


def optimum(problem: Rows) -> tuple[Array, float]:
    """The minimizer, shape (p,), and the loss there; zero where all is rounding."""
    if isinstance(problem, LeastSquares):
        best, rounded = minimizer(problem), ROUNDED**2
    else:
        best, rounded = best_absolute_line(problem), ROUNDED
    least, most = problem.value(np.array([best, np.zeros_like(best)]))
    return best, 0.0 if least <= rounded * most else float(least)


def _arrived(path: Path, exact: Rows, best: float) -> Path:
    """The path as CONVERGED if it stands still where nothing is left to gain."""
    if path.status is not Status.STALLED:
        return path
    first, last = exact.value(path.z[[0, -1]]) - best
    close = last <= GAINED * first
    return path._replace(status=Status.CONVERGED) if close else path


def modes(setup: Setup, z: Array, expected: Array | None) -> dict[str, Any] | None:
    """Eigen-directions in z and the error left along each; None without curvature.

    Args:
        setup: With the problem in z.
        z: The run, shape (R, p).
        expected: The closed form at the same steps, or None.
    """
    exact = setup.exact
    if not isinstance(exact, LeastSquares):
        return None
    curvature = spectrum(exact)
    first = eigen_errors(exact, z[0])
    first = np.where(first == 0, np.nan, first)
    predicted = None if expected is None else eigen_errors(exact, expected) / first
    all_modes = {
        "eigenvalues": curvature.eigenvalues,
        "vectors": curvature.eigenvectors,
        "first": eigen_errors(exact, z[0]),
        "left": eigen_errors(exact, z) / first,
        "predicted": predicted,
    }
    return in_plane(all_modes) if setup.plane else all_modes


def _foreseen(setup: Setup, path: Path, best: float, known: Theory) -> dict[str, Any]:
    """Theory's part: the predicted loss, limit, modes, counts of steps."""
    if not is_linear(setup):
        never = {"w": None, "b": None}
        shown = modes(setup, path.z, None)
        return {"predicted": None, "modes": shown, "steps": never, **known.values}
    at = (setup.exact, setup.optimizer, setup.z0, path.k)
    return {
        "predicted": best + closed_form_excess(*at),
        "modes": modes(setup, path.z, closed_form(*at)),
        "steps": steps_within(setup, known),
        **known.values,
    }
