"""The pictures of the comparison.

The one rule: a method has one dash everywhere; what theory says is gray.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.style import Theme
from scripts.topics.compare import explorer
from scripts.topics.compare.data import (
    DIM_KAPPA,
    DIMS,
    GRID_DIMS,
    GRID_KAPPAS,
    KAPPAS,
    RACE,
    RACE_START,
    RACE_STEPS,
    TOLERANCE,
    Data,
    steps_of_cg,
)

DASH: Mapping[str, Any] = dict(
    zip(("lbfgs", "momentum", "gd", "chebyshev", "cg"), pieces.DASHES, strict=True)
)
TITLES = {"two_variable_thread": "two variables"}
MARKS = {"gd": "o", "momentum": "s", "chebyshev": "D", "lbfgs": "^", "cg": "*"}
NAMES = {
    "gd": "gradient\ndescent",
    "momentum": "momentum",
    "chebyshev": "Chebyshev",
    "lbfgs": "L-BFGS",
    "cg": "conjugate\ngradients",
}


@figure(
    alt="Eight problems, one row each, and the gradients that each method needs on a "
    "log scale. On every row conjugate gradients come first with two, then L-BFGS "
    "with a dozen or less, then momentum and Chebyshev with hundreds, and gradient "
    "descent last with {least_gd:,} and more.",
    explorer=explorer.searching,
    size=(6.4, 3.8),
)
def problems(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Gradients to a millionth of the error, a row for each problem."""
    for row, counts in enumerate(data.raw.values()):
        searched = {name: counts.measured[name] or 0 for name in ("cg", "lbfgs")}
        spent = counts.predicted | searched
        ax.axhline(row, color=theme.grid, linewidth=0.8, zorder=1)
        for name, mark in MARKS.items():
            ax.plot(spent[name], row, mark, color=theme.run, markersize=6, zorder=3)
            if row == 0:
                up = -1.2 if name in ("lbfgs", "chebyshev") else -0.5
                place: Any = {"offset": (0, 6), "align": "center"}
                words = NAMES[name]
                pieces.label_end(ax, spent[name], up, words, color=theme.text, **place)
    pieces.log_axis(ax, "x", numticks=9)
    names = [TITLES.get(name, name.replace("_", " ")) for name in data.raw]
    ax.set_yticks(range(len(data.raw)), names)
    ax.set(xlim=(1.2, 1e8), ylim=(len(data.raw) - 0.5, -2.6), xlabel="gradients")


@figure(
    alt="Gradients against the condition number, both on log scales, with twenty "
    "curvatures. Gradient descent rises in proportion to it. Momentum and Chebyshev "
    "rise with its root. Conjugate gradients stay below a hundred throughout.",
    explorer=explorer.chebyshev,
    size=(6.4, 3.6),
)
def kappa(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Gradients against the condition number."""
    ends = {"gd": (-2, 10), "momentum": (-3, 8), "chebyshev": (-2, -14), "cg": (-3, 9)}
    for name, (at, up) in ends.items():
        spent = data.by_kappa[name]
        ax.plot(KAPPAS, spent, color=theme.run, linestyle=DASH[name], linewidth=1.6)
        words = NAMES[name].replace("\n", " ")
        place: Any = {"offset": (-4, up), "align": "right"}
        pieces.label_end(ax, KAPPAS[at], spent[at], words, color=theme.text, **place)
    pieces.log_axis(ax, "xy", numticks=9)
    ax.set(xlim=(8, 2e8), ylim=(8, 3e9), xlabel="condition number", ylabel="gradients")


@figure(
    alt="Gradients against the number of parameters, both on log scales, at one "
    "condition number. Conjugate gradients need as many as there are parameters while "
    "these are few, and then level off below the dashed line that Chebyshev promises. "
    "L-BFGS needs many more while parameters are few, and ends near that line.",
    explorer=explorer.searching,
    size=(6.4, 3.6),
)
def dimension(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Gradients against the number of parameters."""
    p = np.array(DIMS, float)
    promised = steps_of_cg(10**9, DIM_KAPPA)
    ax.axhline(promised, color=theme.theory, linestyle="--", linewidth=1.4)
    words = "promised for any number of parameters"
    place: Any = {"offset": (0, 8), "align": "left"}
    pieces.label_end(ax, 2.2, promised, words, color=theme.theory, **place)
    for name, at, offset, align in (
        ("cg", 3, (8, -10), "left"),
        ("lbfgs", 2, (-8, 8), "right"),
    ):
        spent = data.by_dim[name]
        ax.plot(p, spent, color=theme.run, linestyle=DASH[name], linewidth=1.6)
        text = NAMES[name].replace("\n", " ")
        place = {"offset": offset, "align": align}
        pieces.label_end(ax, p[at], spent[at], text, color=theme.text, **place)
    pieces.log_axis(ax, "xy", numticks=6)
    ax.set(xlim=(1.6, 1500), ylim=(1.5, 3000), xlabel="parameters", ylabel="gradients")


@figure(
    alt="Cost in gradients against the number of parameters, both on log scales. "
    "Solving the equations rises in proportion to the parameters. Conjugate gradients "
    "rise with them and then level off, at heights that hang on the condition number. "
    "Where a level line passes under the rising one, descending is the cheaper way.",
    explorer=explorer.searching,
    size=(6.4, 3.6),
)
def cost(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Solving beside conjugate gradients, at three condition numbers."""
    p = np.geomspace(GRID_DIMS[0], GRID_DIMS[-1], 120)
    ax.plot(p, np.interp(p, GRID_DIMS, data.solving), color=theme.optimum, linewidth=2)
    place: Any = {"offset": (-8, 6), "align": "right"}
    solve = float(np.interp(3e4, GRID_DIMS, data.solving))
    pieces.label_end(ax, 3e4, solve, "solving", color=theme.optimum, **place)
    for number, dashes in zip(
        (GRID_KAPPAS[0], *GRID_KAPPAS[2:4]), pieces.DASHES, strict=False
    ):
        steps = [steps_of_cg(int(count), number) for count in p]
        ax.plot(p, steps, color=theme.run, linestyle=dashes, linewidth=1.6)
        words = f"κ = {number:,.0f}"
        place = {"offset": (0, -10), "align": "right"}
        pieces.label_end(ax, 9e4, steps[-1], words, color=theme.text, **place)
    pieces.log_axis(ax, "xy", numticks=7)
    ax.set(xlim=(2, 1e5), ylim=(0.8, 1e5), xlabel="parameters", ylabel="gradients")


@animation(
    alt="Four runs through one valley. Conjugate gradients are at the star after two "
    "steps. Chebyshev and momentum swing around it and close in. Gradient descent "
    "crosses the valley at every step and creeps along it.",
    explorer=explorer.page,
    frames=RACE_STEPS + 1,
    fps=8,
    size=(6.4, 3.4),
    columns=2,
    poster=20,
)
def race(axes: Any, data: Data, *, theme: Theme) -> Any:
    """The paths, and the errors that are left."""
    ax, losses = axes
    x, y = np.linspace(-6, 10.5, 120), np.linspace(-4, 4, 90)
    u, v = np.meshgrid(x, y)
    levels = np.geomspace(0.4, 90, 7)
    height = (RACE[0] * u**2 + RACE[1] * v**2) / 2
    pieces.contours(ax, x, y, height, theme=theme, levels=levels)
    pieces.optimum(ax, (0, 0), theme=theme)
    ax.plot(*RACE_START, "o", color=theme.run, markersize=4)
    ax.set(xlim=x[[0, -1]], ylim=y[[0, -1]], xlabel="flat direction")
    ax.set_ylabel("steep direction")
    steps = np.arange(RACE_STEPS + 1)
    lines = []
    for name, points in data.race.paths.items():
        look: Any = {"color": theme.run, "linestyle": DASH[name], "linewidth": 1.4}
        (path,) = ax.plot([], [], **look)
        (left,) = losses.plot([], [], **look)
        error = np.maximum(data.race.errors[name], TOLERANCE / 10)
        lines.append((path, points, left, error))
        last = int(np.flatnonzero(error > 1e-4)[-1])
        before = name == "chebyshev"
        place: Any = {"offset": (-5, -9) if before else (5, 4)}
        place["align"] = "right" if before else "left"
        words = NAMES[name].replace("\n", " ")
        pieces.label_end(losses, last, error[last], words, color=theme.text, **place)
    pieces.log_axis(losses, "y", numticks=5)
    losses.set(xlim=(0, RACE_STEPS), ylim=(TOLERANCE, 3), xlabel="step")
    losses.set_ylabel("error left")

    def update(frame: int) -> None:
        for path, points, left, error in lines:
            path.set_data(*points[: frame + 1].T)
            left.set_data(steps[: frame + 1], error[: frame + 1])

    return [line for path, _, left, _ in lines for line in (path, left)], update
