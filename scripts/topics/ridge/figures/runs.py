"""What alpha buys in steps, and where weight decay ends.

The one rule: what theory says is dashed, and what a run did is round or solid.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.pieces import label_end
from scripts.drawing.style import Theme
from scripts.topics.ridge import explorer
from scripts.topics.ridge.data import Data
from scripts.topics.ridge.data.runs import BOX_ALPHAS
from scripts.topics.ridge.data.spectra import ALPHAS, SPOTS, TRUE
from scripts.topics.ridge.figures.fits import WEIGHT

LINES: tuple[Any, ...] = (  # method, its label, where, dashes
    ("descent", "plain", (1.1, 0.69), pieces.DASHES[0]),
    ("momentum_decay", "momentum, decay", (60, 0.66), pieces.DASHES[1]),
    ("adam", "Adam, l2", (6, 0.3), pieces.DASHES[2]),
    ("adamw", "AdamW", (600, 0.2), pieces.DASHES[3]),
)


@figure(
    alt="First: steps to one percent against alpha on two like columns, predicted and "
    "measured alike, from {pair_steps_plain:,} without a penalty down to a handful. "
    "Second: the share kept of each direction. The flat one is given up at an alpha "
    "where the steep one keeps nearly all.",
    explorer=explorer.pair,
    size=(6.4, 3.2),
    columns=2,
)
def steps(axes: Any, data: Data, *, theme: Theme) -> None:
    """What alpha buys, and what it costs."""
    count, kept = axes
    both = data.pair
    pieces.log_axis(count, "xy", numticks=5)
    dashed = {"color": theme.theory, "linestyle": pieces.PREDICTED}
    count.plot(ALPHAS, both.predicted_steps, **dashed)
    count.plot(SPOTS, both.steps, "o", color=theme.run, markersize=5)
    count.set(xlabel=WEIGHT, ylabel="steps to 1 % of the error", ylim=(1, 1e4))
    pieces.log_axis(kept, "x", numticks=5)
    for share, color in zip(both.kept.T, (theme.flat, theme.steep), strict=True):
        kept.plot(ALPHAS, 100 * share, color=color)
    label_end(kept, 2e-3, 45, "flat", color=theme.flat, offset=(2, 8))
    label_end(kept, 0.1, 96, "steep", color=theme.steep, offset=(0, -12))
    kept.set(xlabel=WEIGHT, ylabel="kept of the fit, %", ylim=(-4, 106))


@figure(
    alt="Both coefficients of two like columns against alpha. Without a penalty they "
    "are {pair_plain_1:.1f} and {pair_plain_2:.1f}; by alpha = {pair_alpha} they are "
    "{pair_ridge_1:.1f} and {pair_ridge_2:.1f}, near the true one and one; then "
    "both shrink to zero.",
    explorer=explorer.pair,
    size=(5.2, 3.2),
)
def coefficients(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The path of two coefficients that share their work."""
    pieces.log_axis(ax, "x", numticks=6)
    ax.axhline(TRUE[0], color=theme.optimum, linewidth=1.2)
    for i, style in enumerate(pieces.DASHES[:2]):
        values = data.pair.coefficients[:, i]
        ax.plot(ALPHAS, values, color=theme.slope, linestyle=style)
        above = 4.3 if i else -2.2
        place = (12, 2) if i else (12, -4)
        label_end(ax, ALPHAS[4], above, f"$w_{i + 1}$", color=theme.slope, offset=place)
    label_end(ax, 3, 1, "both true values", color=theme.optimum, offset=(-50, 9))
    ax.set(xlabel=WEIGHT, ylabel="coefficient")


@figure(
    alt="First: the slope against the step. Plain descent and Adam with l2 end on "
    "the ridge slope {ridge_w:.2f}; momentum with decay at {decays_momentum_decay:.2f} "
    "and AdamW at {decays_adamw:.2f}. Second: the slope where AdamW ends, over alpha: "
    "that of least squares until one over two alpha is below it, then that.",
    explorer=explorer.adam,
    size=(6.4, 3.6),
    columns=2,
)
def decays(axes: Any, data: Data, *, theme: Theme) -> None:
    """Four methods, three ends; and AdamW's end over alpha."""
    slope, end = axes
    pieces.log_axis(slope, "x", numticks=6)
    for name, label, place, style in LINES:
        path = data.decays.paths[name][:, 0]
        k = np.unique(np.geomspace(1, len(path) - 1, 300).astype(int))
        slope.plot(k, path[k], color=theme.slope, linestyle=style, linewidth=1.5)
        label_end(slope, place[0], place[1], label, color=theme.text, offset=(0, 0))
    slope.set(xlabel="step", ylabel="slope w", ylim=(0, 1.1), xlim=(1, 3e4))
    box = data.box
    pieces.log_axis(end, "x", numticks=4)
    end.plot(BOX_ALPHAS, box.predicted, color=theme.theory, linestyle=pieces.PREDICTED)
    end.plot(BOX_ALPHAS[::2], box.adamw[::2], "o", color=theme.run, markersize=4.5)
    end.plot(BOX_ALPHAS, box.ridge, color=theme.slope)
    label_end(end, 0.5, 0.64, "AdamW", color=theme.run, offset=(0, 9))
    label_end(end, 0.05, 0.6, "ridge", color=theme.slope, offset=(0, -9))
    end.set(xlabel=WEIGHT, ylabel="slope at the end", ylim=(0, 0.75))
