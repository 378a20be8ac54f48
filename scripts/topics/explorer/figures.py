"""How a run looks before there is an explorer: its valley, and its line or its loss.

The one rule: the same two views, in the same places and colors, as the explorer has.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import Figure
from scripts.drawing.style import Theme
from scripts.engine.settings import complete
from scripts.topics.explorer.data import Picture
from scripts.topics.presets import PAGES

MARKERS = 24  # on a path, at most
WORDS = 0.25  # of the width and the height, for the words at the end of a path
HEADROOM = 1e9  # over the loss at the start; a run that explodes leaves the picture
LEVELS = np.linspace(0.1, 0.9, 12) ** 3  # of the highest; close together at the bottom
VALLEY = (
    "First: level lines of the loss, so narrow a valley that they are strokes, "
    "with the run in it. Second: the loss against the step"
)
ALTS = {  # @ stands for the page
    "line": "First: level lines of the loss, with the run on its way to the star. "
    "Second: the points, the line after {@_step:,} steps and the best one, dashed. "
    "It is at w = {@_first:.4g}, b = {@_second:.4g}, with the loss {@_loss:.4g}; the "
    "best line has w = {@_best_first:.4g}, b = {@_best_second:.4g} and {@_least:.4g}.",
    "valley": f"{VALLEY}. After {{@_step:,}} steps the second variable is "
    "{@_second:.4g} and the loss {@_loss:.3g}; the solution has {@_best_second:.4g}.",
    "features": "First: level lines of the loss along its steepest and its flattest "
    "direction, with the run in it. Second: the loss against the step. After "
    "{@_step:,} steps it is {@_loss:.3g}; the least is {@_least:.3g}.",
    # The loss of a run that ends at the solution is what rounding left.
    "solved": f"{VALLEY}, down to what rounding leaves. After {{@_step:,}} steps the "
    "second variable is {@_second:.4g}, as at the solution.",
}


def _figure(name: str) -> Figure:
    run = complete(PAGES[name])
    ends = "solved" if run["optimizer"]["name"] == "LBFGS" else "valley"
    kind = ends if run["data"]["name"] == "two_variables" else "line"
    kind = "features" if "features" in run["data"] else kind
    return Figure(
        name,
        draw_run,
        alt=ALTS[kind].replace("@", name.replace("-", "_")),
        explorer=lambda data: PAGES[name],
        size=(6.4, 3.2),
        columns=2,
        of=name,
    )


def draw_run(axes: Any, run: Picture, *, theme: Theme) -> None:
    """The valley with the run in it; beside it the line, or the loss."""
    _valley(axes[0], run, theme=theme)
    if run.points:
        _line(axes[1], run, theme=theme)
    else:
        _loss(axes[1], run, theme=theme)


def _valley(ax: Axes, run: Picture, *, theme: Theme) -> None:
    """Level lines, the path up to the step that is shown, and the optimum."""
    (u, v, above), end = run.surface, run.row + 1
    levels = LEVELS * above.max()
    pieces.contours(ax, u, v, above, theme=theme, levels=levels)
    ax.set(xlim=u[[0, -1]], ylim=v[[0, -1]], autoscale_on=False)
    if run.other:
        z = run.other.z
        pieces.path(
            ax,
            z,
            theme=theme,
            color=theme.theory,
            every=max(1, len(z) // MARKERS),
            dashes="--",
        )
    pieces.path(ax, run.z[:end], theme=theme, every=max(1, end // MARKERS))
    pieces.optimum(ax, run.optimum_z, theme=theme)
    _stepped(ax, run, theme=theme)
    ax.set(xlabel=run.names[0], ylabel=run.names[1])


def _stepped(ax: Axes, run: Picture, *, theme: Theme) -> None:
    """The step where the path ends in the picture: a run that explodes leaves it."""
    low = np.array([ax.get_xlim()[0], ax.get_ylim()[0]])
    share = (run.z[: run.row + 1] - low) / ([ax.get_xlim()[1], ax.get_ylim()[1]] - low)
    row = int(np.flatnonzero(((share >= 0) & (share <= 1)).all(axis=1))[-1])
    left, below = share[row, 0] > 1 - WORDS, share[row, 1] > WORDS
    offset = (-8 if left else 8, -9 if below else 9)
    u, v = run.z[row]
    pieces.label_end(
        ax,
        u,
        v,
        f"step {run.k[row]:,}",
        color=theme.text,
        offset=offset,
        align="right" if left else "left",
    )


def _line(ax: Axes, run: Picture, *, theme: Theme) -> None:
    """The points, the line of the step that is shown, and the best one."""
    assert run.points
    x, y = run.points
    ends = np.array([x.min(), x.max()])
    ax.plot(x, y, "o", color=theme.muted, markersize=3, alpha=0.7, zorder=1)
    for (w, b), color, dashes in (
        (run.optimum, theme.optimum, "--"),
        (run.x[run.row], theme.run, "-"),
    ):
        ax.plot(ends, w * ends + b, dashes, color=color, linewidth=1.8, zorder=3)
    ax.set(xlabel="x", ylabel="y")


def _loss(ax: Axes, run: Picture, *, theme: Theme) -> None:
    """The loss against the step."""
    k, loss, other = run.k, run.loss, run.other
    if other:
        ax.plot(
            other.k,
            np.maximum(other.loss, 1e-12),
            "--",
            color=theme.theory,
            linewidth=1.4,
        )
    ax.plot(k[run.row], loss[run.row], "o", color=theme.run)
    held = loss <= max(HEADROOM * loss[0], loss[run.row])
    k, loss = k[held], loss[held]
    ax.plot(k, loss, color=theme.run, linewidth=1.6)
    if loss.max() > 10 * loss.min() or other:
        pieces.log_axis(ax, "y")
    ax.set(xlabel="step", ylabel="loss (dimensionless)")


FIGURES = tuple(map(_figure, PAGES))
