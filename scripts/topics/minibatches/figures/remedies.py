"""What tames the noise, what one bad row does, and a stop that comes too early.

The one rule: each picture has two or three lines, named where they end.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.pieces import label_end
from scripts.drawing.style import Theme
from scripts.topics.minibatches import explorer
from scripts.topics.minibatches.data import Data
from scripts.topics.minibatches.figures import noise


@figure(
    alt="Loss above its least against the step, both logarithmic. A constant rate "
    "levels off at {decay_constant:.0%} of the least loss; the decaying rate and the "
    "average of the constant run keep falling, below one percent.",
    explorer=explorer.decaying,
    size=(6.4, 3.8),
)
def decay(ax: Axes, data: Data, *, theme: Theme) -> None:
    """A constant rate, a decaying one, and the average of the constant run."""
    pieces.log_axis(ax, "xy")
    k = np.unique(np.geomspace(1, len(data.one) - 1, 80).astype(int))
    for name, up, marker in (("constant", 0, "o"), ("decaying", 7, "s")):
        gaps = data.schedules[name]
        look: dict[str, Any] = {"color": theme.theory, "linestyle": pieces.PREDICTED}
        ax.plot(k, 100 * gaps.predicted[k], **look)
        ax.plot(k[::4], 100 * gaps.measured[k[::4]], marker, color=theme.run)
        end = 100 * gaps.measured[k[-1]]
        label_end(ax, k[-1], end, f"{name} rate", color=theme.run, offset=(8, up))
    averaged = 100 * data.averaged[k]
    ax.plot(k, averaged, color=theme.run, linewidth=1.4)
    text = "average of\nthe constant run"
    label_end(ax, k[-1], averaged[-1], text, color=theme.run, offset=(8, -7))
    ax.set(xlabel="step, one row each; dashed: predicted", ylabel=noise.GAP)
    ax.set_xlim(1, k[-1])


@figure(
    alt="Loss on the other rows above its least, against the step. On single rows one "
    "bad row throws the line each epoch, to about {bad_single:,.0f} times the "
    "least; with gradients cut in length to about {bad_clipped:.0f} times.",
    explorer=explorer.bad_row,
    size=(6.4, 3.8),
)
def bad_row(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Single rows with a bad one among them, as they are and clipped."""
    bad = data.bad
    pieces.log_axis(ax, "y")
    for name, dashes in (("single", "-"), ("clipped", pieces.DASHES[2])):
        ax.plot(bad.gaps[name], color=theme.run, linestyle=dashes, linewidth=1.3)
    after = bad.hits + 1
    ax.plot(after, bad.gaps["single"][after], "x", color=theme.wrong, markersize=8)
    ax.axhline(bad.settled, color=theme.theory, linestyle=pieces.PREDICTED)
    end = len(bad.gaps["single"]) - 1
    label_end(ax, end, bad.settled, "best line\nof all rows", color=theme.theory)
    label_end(ax, end, bad.gaps["single"][-1], "single rows", color=theme.run)
    text = "clipped"
    label_end(ax, end, bad.gaps["clipped"][-1], text, color=theme.run, offset=(5, -5))
    spot = (after[2], bad.gaps["single"][after[2]])
    text = "the bad row"
    label_end(ax, *spot, text, color=theme.wrong, offset=(0, 11), align="center")
    ax.set(xlabel="step, one row each", ylabel="gap on the other rows, over their L*")
    ax.set(xlim=(0, end), ylim=(5e-4, 5000))


@figure(
    alt="Share of the slope that is missing when SGDRegressor's rule stops it, against "
    "the unit of y: {stop_left_1:.1%} after {stop_epochs_1:.0f} epochs with y as it "
    "is, {stop_left_0_001:.0%} after {stop_epochs_0_001:.0f} epochs with y a thousand "
    "times smaller.",
    explorer=explorer.clean_rows,
    size=(6.4, 3.4),
)
def stop(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Where the absolute tolerance stops the same fit in other units of y."""
    stops = data.stops
    pieces.log_axis(ax, "x")
    ax.plot(stops.units, 100 * stops.left, "o-", color=theme.slope)
    for i in (0, 2, 4, 6):
        place = (stops.units[i], 100 * stops.left[i])
        words, side = f"{stops.epochs[i]} epochs", 8 if i else 0
        align = "left" if i else "center"
        up = 12 if i == 0 else 6 if i < 6 else 11
        label_end(ax, *place, words, color=theme.run, offset=(side, up), align=align)
    ax.set(xlabel="y is multiplied by", ylabel="slope missing, %", ylim=(0, 24))
    ax.set_xlim(6e-4, 1.8)
