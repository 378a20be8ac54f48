"""The frame of each page's preset: as much of it as is drawn.

The one rule: a frame comes from the function that the explorer calls.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import solve
from gdcore.validation import Array
from scripts.drawing.explorer_settings import Settings
from scripts.engine.frame import frame
from scripts.engine.settings import complete, second
from scripts.topics.presets import PAGES

ROWS = 500


@dataclass(frozen=True)
class Other:
    """The run that is laid over the first, in its coordinates z."""

    k: Array
    z: Array
    loss: Array


@dataclass(frozen=True)
class Picture:
    """A run of two parameters x; z are the coordinates in which it went."""

    points: tuple[Array, Array] | None  # x and y; None of a run on two variables
    names: tuple[str, str]  # of z
    surface: tuple[Array, Array, Array]  # the axes of z, the loss above its least
    k: Array
    x: Array
    z: Array
    loss: Array
    optimum: Array  # x
    optimum_z: Array
    best: float  # the least loss
    row: int  # of the step that is shown
    other: Other | None

    @property
    def parameters(self) -> tuple[str, str]:
        """The names of x."""
        return ("w", "b") if self.points else self.names


def compute() -> dict[str, Picture]:
    """A picture for each preset of a page."""
    return {name: _pictured(complete(given)) for name, given in PAGES.items()}


def _pictured(settings: Settings) -> Picture:
    run = frame(settings, rows=ROWS)
    surface, k = run["surface"], run["k"]
    points = run["data"]
    # The last row, where no step was chosen.
    row = int(np.searchsorted(k, min(settings["step"] or k[-1], k[-1])))
    other = None
    if settings["compare"]:
        raw = frame(second(settings), rows=ROWS)
        z = solve(run["map"]["matrix"], raw["x"] - run["map"]["offset"])
        other = Other(raw["k"], z, raw["loss"])
    return Picture(
        points=(points["x"], points["y"]) if "x" in points else None,
        names=tuple(run["names"]),
        surface=(surface["u"], surface["v"], surface["loss"] - run["best"]),
        row=row,
        other=other,
        **{key: run[key] for key in ("k", "x", "z", "loss")},
        **{key: run[key] for key in ("optimum", "optimum_z", "best")},
    )
