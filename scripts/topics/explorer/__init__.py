"""The pictures that stand where the explorer will be: each page's own run, as drawn.

The one rule: what is drawn is the frame that the explorer would compute, at the step
that the link shows.
"""

from typing import Any

import numpy as np

from gdcore.algebra import solve
from scripts.drawing.declarations import Figure, Number, Topic
from scripts.drawing.explorer_settings import Settings
from scripts.engine.frame import frame
from scripts.engine.settings import complete, second
from scripts.topics.explorer.figures import draw_run
from scripts.topics.presets import PAGES

ROWS = 500
SOLVED = "lbfgs"  # the preset whose run ends at the solution
KEPT = ("data", "k", "x", "z", "loss", "names", "optimum", "optimum_z", "best")


def compute() -> dict[str, Any]:
    """A frame for each preset of a page, and for what it is compared with."""
    return {name: _pictured(complete(given)) for name, given in PAGES.items()}


def _pictured(settings: Settings) -> dict[str, Any]:
    made = frame(settings, rows=ROWS)
    other = settings["compare"] and frame(second(settings), rows=ROWS)
    return {
        **{key: made[key] for key in KEPT},
        "surface": made["surface"],
        "status": made["status"],
        "row": _row(made["k"], settings["step"]),
        "other": other
        and {**{key: other[key] for key in KEPT}, "z": _seen(made, other)},
    }


def _row(k: Any, step: int) -> int:
    """The row of the step that is shown; the last where none was chosen."""
    return int(np.searchsorted(k, min(step or k[-1], k[-1])))


def _seen(made: dict[str, Any], other: dict[str, Any]) -> Any:
    """The second run in the coordinates of the first."""
    shifted = other["x"] - made["map"]["offset"]
    return solve(made["map"]["matrix"], shifted)


def numbers(data: dict[str, Any]) -> list[Number]:
    """What the alternative texts say of each run."""
    found = []
    for name, run in data.items():
        key, row = name.replace("-", "_"), run["row"]
        first, second_ = run["names"] if "A" in run["data"] else ("w", "b")
        said = {
            "step": (int(run["k"][row]), "steps", "step that the picture shows"),
            "steps": (int(run["k"][-1]), "steps", "steps of the run"),
            "first": (
                float(run["x"][row, 0]),
                "dimensionless",
                f"{first} at that step",
            ),
            "second": (float(run["x"][row, 1]), "dimensionless", f"{second_} there"),
            "best_first": (float(run["optimum"][0]), "dimensionless", f"best {first}"),
            "best_second": (
                float(run["optimum"][1]),
                "dimensionless",
                f"best {second_}",
            ),
            "loss": (float(run["loss"][row]), "dimensionless", "loss at that step"),
            "least": (float(run["best"]), "dimensionless", "least loss"),
        }
        found += [Number(f"{key}_{part}", *value) for part, value in said.items()]
    return found


def _line(name: str) -> str:
    """The alternative text of a run on points."""
    key = name.replace("-", "_")
    return (
        "Left: level lines of the loss, with the run on its way to the star. Right: "
        f"the points, the line after {{{key}_step:,}} steps and the best one, dashed. "
        f"It is at w = {{{key}_first:.3f}}, b = {{{key}_second:.3f}}, with the loss "
        f"{{{key}_loss:.4g}}; the best line has w = {{{key}_best_first:.3f}}, "
        f"b = {{{key}_best_second:.3f}} and {{{key}_least:.4g}}."
    )


def _pair(name: str) -> str:
    """The alternative text of a run on two variables."""
    key = name.replace("-", "_")
    return (
        "Left: level lines of the loss, so narrow a valley that they are strokes, "
        "with the run in it. Right: the loss against the step. After "
        f"{{{key}_step:,}} steps the second variable is {{{key}_second:.4g}} and the "
        f"loss {{{key}_loss:.3g}}; the solution has {{{key}_best_second:.4g}}."
    )


def _solved(name: str) -> str:
    """The same of a run that ends at the solution; its loss is what rounding left."""
    key = name.replace("-", "_")
    return (
        "Left: level lines of the loss, so narrow a valley that they are strokes, "
        "with the run in it. Right: the loss against the step, down to what rounding "
        f"leaves. After {{{key}_step:,}} steps the second variable is "
        f"{{{key}_second:.4g}}, as at the solution."
    )


def _figure(name: str) -> Figure:
    alone = complete(PAGES[name])["data"]["name"] == "two_variables"
    pair = _solved if name == SOLVED else _pair
    return Figure(
        name,
        draw_run,
        alt=pair(name) if alone else _line(name),
        explorer=lambda data: PAGES[name],
        size=(6.4, 3.2),
        columns=2,
        of=name,
    )


TOPIC = Topic(compute, numbers, figures=tuple(map(_figure, PAGES)))
