"""How a run looks before there is an explorer: its valley, and its line or its loss.

The one rule: the same two views, in the same places and colors, as the explorer has.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.style import Theme

MARKERS = 24  # on a path, at most
LEVELS = np.linspace(0.1, 0.9, 12) ** 3  # of the highest; close together at the bottom


def draw_run(axes: Any, run: dict[str, Any], *, theme: Theme) -> None:
    """The valley with the run in it; beside it the line, or the loss."""
    _valley(axes[0], run, theme=theme)
    if "x" in run["data"]:
        _line(axes[1], run, theme=theme)
    else:
        _loss(axes[1], run, theme=theme)


def _valley(ax: Axes, run: dict[str, Any], *, theme: Theme) -> None:
    """Level lines, the path up to the step that is shown, and the optimum."""
    seen, end = run["surface"], run["row"] + 1
    above = seen["loss"] - run["best"]
    levels = LEVELS * above.max()
    pieces.contours(ax, seen["u"], seen["v"], above, theme=theme, levels=levels)
    ax.set(xlim=seen["u"][[0, -1]], ylim=seen["v"][[0, -1]], autoscale_on=False)
    if run["other"]:
        z = run["other"]["z"]
        pieces.path(
            ax,
            z,
            theme=theme,
            color=theme.theory,
            every=max(1, len(z) // MARKERS),
            dashes="--",
        )
    pieces.path(ax, run["z"][:end], theme=theme, every=max(1, end // MARKERS))
    pieces.optimum(ax, run["optimum_z"], theme=theme)
    said = f"step {run['k'][run['row']]:,}"
    at = run["z"][run["row"]]
    pieces.label_end(ax, at[0], at[1], said, color=theme.text, offset=(8, -9))
    first, second = run["names"]
    ax.set(xlabel=first, ylabel=second)


def _line(ax: Axes, run: dict[str, Any], *, theme: Theme) -> None:
    """The points, the line of the step that is shown, and the best one."""
    x, y = run["data"]["x"], run["data"]["y"]
    ends = np.array([x.min(), x.max()])
    ax.plot(x, y, "o", color=theme.muted, markersize=3, alpha=0.7, zorder=1)
    for (w, b), color, dashes in (
        (run["optimum"], theme.optimum, "--"),
        (run["x"][run["row"]], theme.run, "-"),
    ):
        ax.plot(ends, w * ends + b, dashes, color=color, linewidth=1.8, zorder=3)
    ax.set(xlabel="x", ylabel="y")


def _loss(ax: Axes, run: dict[str, Any], *, theme: Theme) -> None:
    """The loss against the step."""
    if run["other"]:
        k, loss = run["other"]["k"], run["other"]["loss"]
        ax.plot(k, np.maximum(loss, 1e-12), "--", color=theme.theory, linewidth=1.4)
    ax.plot(run["k"], run["loss"], color=theme.run, linewidth=1.6)
    ax.plot(run["k"][run["row"]], run["loss"][run["row"]], "o", color=theme.run)
    if run["loss"].max() > 10 * run["loss"].min() or run["other"]:
        pieces.log_axis(ax, "y")
    ax.set(xlabel="step", ylabel="loss (dimensionless)")
