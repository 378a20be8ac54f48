"""A run of the reader's program, as a frame.

The one rule: what the program defines is believed; theory speaks only where the program
is seen to do what the theory is about.
"""

import contextlib
from dataclasses import replace
from typing import Any

import numpy as np

from gdcore.problems import line_design
from gdcore.programs.execution import Printed, ProgramError, blamed
from gdcore.validation import array, positive
from scripts.engine.execution import execute, numbers
from scripts.engine.frame import drawn
from scripts.engine.program_check import check
from scripts.engine.program_messages import program_messages
from scripts.engine.quantities import quantities
from scripts.engine.recognition import Recognized, is_descent, recognized
from scripts.engine.recorded_run import MOST_STEPS, finite
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
        path, grads = walk(program, start, steps)
        path = finite(path)
        known = recognized(program, plain, path, grads)
        setup = known.setup if known else plain
        values = drawn(setup, path)
        if known is None:
            view = surface(program.value, path.z, path.z[-1], cells=CELLS)
            values |= {**OWN_LOSS, "surface": view}
        finding = check(program, path, grads, known.setup.exact if known else None)
    descent = known is not None and is_descent(setup, path)
    if not descent:
        values |= NO_THEORY
        values["modes"] = values["modes"] and {**values["modes"], "predicted": None}
    if known:
        _rescale(values, known)
    values["data"] = {"x": problem.X[:, 0], "y": problem.y}
    values |= {"settings": settings, "grad": grads[: len(path.k)], "rates": None}
    values["program"] = finding and finding._asdict()
    values["messages"] = program_messages(values, finding, known, descent)
    return {**values, "quantities": quantities(values)}


def _rescale(values: dict[str, Any], known: Recognized) -> None:
    """What was computed for the known loss, as the program writes it."""
    loss, step = known.loss, known.step
    values["best"] *= loss
    values["surface"]["loss"] = values["surface"]["loss"] * loss
    if values["predicted"] is not None:
        values["predicted"] = values["predicted"] * loss
    if values["modes"]:
        values["modes"]["eigenvalues"] = values["modes"]["eigenvalues"] * loss
    if values["limit"] is not None:
        values["limit"] /= step


def _plain(settings: Settings) -> Settings:
    """The settings under which a program runs; refuse what it cannot run on."""
    if settings["code"] is None:
        raise ValueError("there is no program to run: write one into the code panel")
    if settings["data"]["name"] == "two_variables":
        raise ValueError(
            "a program works on points x, y: choose other data than the two-variable "
            "thread"
        )
    if "features" in settings["data"]:
        raise ValueError(
            "a program works on points x, y: choose one column for x, or copy the run "
            "of all features as NumPy or PyTorch code"
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
