"""A run of the reader's program, as a frame.

The one rule: what the program defines is believed; theory speaks only where the program
is seen to do what the theory is about.
"""

import contextlib
from dataclasses import replace
from typing import Any

import numpy as np

from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastAbsolute, LeastSquares, line_design
from gdcore.runs import Status
from gdcore.spectral import closed_form
from gdcore.validation import Array, array, positive
from scripts.engine.execution import Printed, ProgramError, blamed, execute, numbers
from scripts.engine.frame import drawn
from scripts.engine.quantities import quantities
from scripts.engine.recorded_run import MOST_STEPS, Path, finite
from scripts.engine.schema import whole
from scripts.engine.schema_reader import checked
from scripts.engine.settings import DEFAULTS, Settings
from scripts.engine.setup import Rows, Setup, set_up
from scripts.engine.surface import surface
from scripts.engine.user_program import Program, walk

CELLS = 40
"""Of the loss surface along each axis; each is a call of the reader's function."""
NO_THEORY = {
    "predicted": None,
    "limit": None,
    "share": None,
    "steps": {"w": None, "b": None},
}
OWN_LOSS = {
    "modes": None,
    "optimum": None,
    "optimum_z": None,
    "best": None,
    "condition_number": None,
}
GREW = "The program's numbers grew without end: its steps are too large."
NOT_FINITE = "The loss or its gradient is not a finite number at the start."


def trace(settings: Settings) -> dict[str, Any]:
    """The frame of the reader's program, or what is wrong with it; and its output.

    Returns:
        {"frame", "printed"} or {"error": {"message", "line"}, "printed"}.
    """
    printed = Printed()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            drawn_run = _frame(settings)
    except (ProgramError, ValueError) as error:
        answer = {"message": str(error), "line": getattr(error, "line", None)}
        return {"error": answer, "printed": printed.getvalue()}
    return {"frame": drawn_run, "printed": printed.getvalue()}


def _frame(settings: Settings) -> dict[str, Any]:
    plain = set_up(_plain(settings))
    given = _given(settings, plain)
    names = execute(settings["code"], given)
    if gone := [name for name in given if name not in names]:
        raise ProgramError(f"{gone[0]} is gone after your code: do not delete it")
    problem = _on_points(plain.raw, names)
    start = numbers("w and b must be two numbers", (names["w"], names["b"]), 2)
    steps = checked(whole(1, MOST_STEPS), names["epochs"], "epochs")
    if "step" not in names:
        positive("lr", names["lr"])
    program = Program(names, problem)
    with blamed():
        path, grad = walk(program, start, steps)
        path = finite(path)
        recognized = _recognized(program, plain, problem, path)
        values = drawn(recognized or plain, path)
        if recognized is None:
            view = surface(program.value, path.z, path.z[-1], cells=CELLS)
            values |= {**OWN_LOSS, "surface": view}
    if recognized is None or not _is_descent(recognized, path):
        values |= {**NO_THEORY, "messages": _messages(path)}
        values["modes"] = values["modes"] and {**values["modes"], "predicted": None}
    values["data"] = {"x": problem.X[:, 0], "y": problem.y}
    values |= {"settings": settings, "grad": grad[: len(path.k)]}
    return {**values, "quantities": quantities(values)}


def _messages(path: Path) -> list[str]:
    if path.status is not Status.DIVERGED:
        return []
    return [GREW if len(path.k) > 1 else NOT_FINITE]


def _plain(settings: Settings) -> Settings:
    """The settings under which a program runs; refuse what it cannot run on."""
    if settings["code"] is None:
        raise ValueError("there is no program to run: write one into the code panel")
    if settings["data"]["name"] == "two_variables":
        raise ValueError(
            "a program works on points x, y: choose other data than the two-variable "
            "thread"
        )
    own = {"coordinates": "raw", "precision": "float64"}
    return {**settings, **own, "optimizer": {"name": "GradientDescent", **_rate({})}}


def _rate(optimizer: Settings) -> Settings:
    rate = DEFAULTS["optimizer"]["learning_rate"]
    return {"learning_rate": optimizer.get("learning_rate", rate)}


def _given(settings: Settings, plain: Setup) -> dict[str, object]:
    """The names that stand when the program begins."""
    w, b = settings["start"]
    rate = _rate(settings["optimizer"])["learning_rate"]
    return {
        "np": np,
        "x": plain.data["x"].copy(),
        "y": plain.data["y"].copy(),
        "w": w,
        "b": b,
        "lr": np.array(rate) if isinstance(rate, list) else rate,
        "epochs": min(settings["epochs"], MOST_STEPS),
    }


def _on_points(raw: Rows, names: dict[str, Any]) -> Rows:
    """The chosen loss on the x and y that the program left."""
    y = array("y", names["y"], 1)
    return replace(raw, X=line_design(names["x"]), y=y)


def _recognized(
    program: Program, plain: Setup, problem: Rows, path: Path
) -> Setup | None:
    """The setup whose loss is the program's: the chosen one, squares, or absolutes."""
    X, y = problem.X, problem.y
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [-0.7, 2.3], [0.3, -1.1]])
    points = np.vstack([corners, path.z[:1]])
    own = program.value(points)
    for known in (problem, LeastSquares(X, y), LeastAbsolute(X, y)):
        if np.allclose(own, known.value(points), rtol=1e-9, atol=0):
            return replace(
                plain,
                raw=known,
                exact=known,
                problem=known,
                optimizer=_descent(program.names["lr"]),
                z0=path.z[0],
            )
    return None


def _descent(rate: Any) -> GradientDescent:
    """Gradient descent at the program's rate, or at any if that is none."""
    try:
        return GradientDescent(array("lr", rate, np.ndim(rate)) + 0.0)
    except ValueError:
        return GradientDescent()


def _is_descent(setup: Setup, path: Path) -> bool:
    """Whether the path is that of plain gradient descent, by the closed form."""
    if not isinstance(setup.exact, LeastSquares):
        return False
    expected: Array = closed_form(setup.exact, setup.optimizer, setup.z0, path.k)
    scale = float(np.abs(path.z).max())
    return bool(np.allclose(path.z, expected, rtol=1e-6, atol=1e-9 * scale))
