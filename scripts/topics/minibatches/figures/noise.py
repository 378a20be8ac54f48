"""The noise: what single rows ask for, where a run ends, and what shuffling does.

The one rule: a height is L - L* in percent of L*, the least loss.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.pieces import label_end
from scripts.drawing.style import Theme
from scripts.topics.minibatches import explorer
from scripts.topics.minibatches.data import Data, runs

SHOWN = 300  # steps of the one run
TITLES = {1: "1 row a step", 10: "10 rows a step", 100: "all 100 rows"}
GAP = "L − L*, % of L*"


@figure(
    alt="Arrows in the plane of slope and intercept, one for each row: at the start "
    "most point the same way and their mean is long; at the minimizer they point "
    "everywhere, {end_length:.0f} long on average, and their mean is zero.",
    explorer=explorer.start,
    size=(6.4, 3.6),
    columns=2,
)
def arrows(axes: Any, data: Data, *, theme: Theme) -> None:
    """Minus the gradient of each row, and of all, at the start and at the minimizer."""
    for ax, at, title in (
        (axes[0], data.start, "at the start"),
        (axes[1], data.end, "at the minimizer"),
    ):
        zero = np.zeros(len(at.rows))
        shafts: dict[str, Any] = {"angles": "xy", "scale_units": "xy", "scale": 1}
        pull = -at.rows.T
        ax.quiver(zero, zero, *pull, **shafts, color=theme.muted, width=0.0035)
        ax.set(title=title, aspect="equal", xlim=(-50, 90), ylim=(-35, 65))
        pieces.outer(ax, "push on the slope w", "push on the intercept b")
    start = -data.start.mean
    pieces.direction(axes[0], (0, 0), start, color=theme.run)
    end: dict[str, Any] = {"color": theme.run, "offset": (-6, 10), "align": "right"}
    label_end(axes[0], start[0], start[1], "mean", **end)
    pieces.optimum(axes[1], (0, 0), theme=theme)
    label_end(axes[1], 0, 0, "mean: zero", color=theme.optimum, offset=(14, 1))


@figure(
    alt="Loss above its least against the step, logarithmic: one run on single rows "
    "falls and then jitters between nearly zero and {jitter_largest:.0%} of the least "
    "loss; the mean of many runs lies on the dashed prediction and "
    "levels off at {floor_predicted_1_0_1:.0%}.",
    explorer=explorer.page,
    size=(6.4, 3.6),
)
def jitter(ax: Axes, data: Data, *, theme: Theme) -> None:
    """One run, the mean of many, and the prediction for that mean."""
    k, constant = np.arange(SHOWN + 1), data.schedules["constant"]
    one, mean = (100 * gaps[k] for gaps in (data.one, constant.measured))
    predicted = 100 * constant.predicted[k]
    ax.plot(k, one, color=theme.muted, linewidth=1)
    ax.plot(k, predicted, color=theme.theory, linestyle=pieces.PREDICTED)
    ax.plot(k[::15], mean[::15], "o", color=theme.run, markersize=4)
    pieces.log_axis(ax, "y")
    low = int(one[100:200].argmin()) + 100
    label_end(ax, low, one[low], "one run", color=theme.muted, offset=(6, -6))
    text = "mean of many runs,\ndashed: predicted"
    label_end(ax, 40, 600, text, color=theme.run)
    ax.set(xlabel="step, one row each", ylabel=GAP, xlim=(0, SHOWN), ylim=(0.05, 2000))


@figure(
    alt="Long-run loss above its least against the learning rate, both logarithmic. "
    "Measured dots lie on the dashed predictions: batches of ten about ten times "
    "lower than single rows, both rising with the rate, the single rows to infinity "
    "at {limit_standardized_1:.2f}.",
    explorer=explorer.batches,
    size=(6.4, 3.8),
)
def floor(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The noise floor of two batch sizes, predicted and measured."""
    pieces.log_axis(ax, "xy")
    for batch, align, offset in ((1, "right", (-8, 12)), (10, "left", (8, -12))):
        floors, text = data.floors[batch], TITLES[batch]
        look: dict[str, Any] = {"color": theme.theory, "linestyle": pieces.PREDICTED}
        ax.plot(floors.at, 100 * floors.predicted, **look)
        ax.plot(floors.at, 100 * floors.measured, "o", color=theme.run)
        look = {"color": theme.run, "align": align, "offset": offset}
        label_end(ax, floors.at[1], 100 * floors.measured[1], text, **look)
    limit = data.limits["standardized"]["1"]
    ax.axvline(limit, color=theme.wrong, linewidth=1.2, linestyle=(0, (1, 1.5)))
    label = "limit of\nsingle rows"
    label_end(ax, limit, 0.65, label, color=theme.wrong, offset=(5, 0))
    ax.set(xlabel="learning rate η, dimensionless", ylabel=GAP)
    ax.set(xlim=(0.017, 0.75), ylim=(0.4, 150))
    _plain(ax, (0.02, 0.05, 0.1, 0.2, 0.4), (1, 10, 100))


@figure(
    alt="Loss above its least against the learning rate, single rows. Drawn with "
    "replacement it falls in proportion to the rate. Shuffled, it falls faster at "
    "small rates, fastest at the ends of epochs, where it is "
    "{shuffled_gain_0_001:.0f} times lower at the smallest rate.",
    explorer=explorer.slow,
    size=(6.4, 3.8),
)
def shuffled(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Shuffled single rows beside rows drawn with replacement."""
    shown, rates = data.shuffled, data.shuffled.at
    pieces.log_axis(ax, "xy")
    dashed: dict[str, Any] = {"color": theme.theory, "linestyle": pieces.PREDICTED}
    ax.plot(rates, 100 * shown.predicted, **dashed)
    ax.plot(rates, 100 * shown.measured, "o-", color=theme.run, markersize=4)
    ax.plot(rates, 100 * data.ends, "s:", color=theme.run, markersize=4)
    beside: dict[str, Any] = {"align": "right", "offset": (-8, 4)}
    for gaps, text, color in (
        (shown.predicted, "with replacement", theme.theory),
        (shown.measured, "shuffled", theme.run),
    ):
        label_end(ax, rates[2], 100 * gaps[2], text, color=color, **beside)
    text, spot = "shuffled, at the\nends of epochs", (rates[1], 100 * data.ends[1])
    label_end(ax, *spot, text, color=theme.run, offset=(10, -8))
    ax.set(xlabel="learning rate η, dimensionless", ylabel=GAP)


@animation(
    alt="Three panels with the level lines of the loss over slope and intercept, and "
    "the same start. The run on all rows creeps straight to the star; batches of ten "
    "arrive and tremble; single rows arrive first and wander around it for good.",
    explorer=explorer.page,
    size=(6.4, 3.0),
    columns=3,
    narrow_height=8.4,
    frames=runs.FILM_FRAMES + 1,
    poster=runs.FILM_FRAMES,
    fps=12,
)
def batches(axes: Any, data: Data, *, theme: Theme) -> Any:
    """Batches of 1, 10 and all rows from the same start, by rows read."""
    star, rows = data.rows.star, data.rows
    w, b = np.linspace(-4, 10, 81), np.linspace(-3, 19, 81)
    gap = rows.gap(np.stack(np.meshgrid(w, b), axis=-1) - star)
    lines = {}
    for ax, (batch, path) in zip(axes, data.film.items(), strict=True):
        levels = [0.5, 4, 16, 40, 80, 130]
        pieces.contours(ax, w, b, gap, theme=theme, levels=levels)
        lines[batch] = pieces.path(ax, path[:1], theme=theme)
        lines[batch].set(linewidth=0.7, markersize=1.8)
        pieces.optimum(ax, star, theme=theme)
        ax.set(title=TITLES[batch], xlim=w[[0, -1]], ylim=b[[0, -1]])
        pieces.outer(ax, "slope w", "intercept b")
    clock = axes[0].text(9.7, -2, "", color=theme.text, fontsize=9, ha="right")

    def update(frame: int) -> None:
        read = frame * runs.FILM_ROWS
        for batch, line in lines.items():
            line.set_data(*data.film[batch][: read // batch + 1].T)
        clock.set_text(f"{read} rows read")

    return [*lines.values(), clock], update


def _plain(ax: Axes, x: Any, y: Any) -> None:
    """Ticks as plain numbers where a logarithmic axis is short."""
    for axis, places in ((ax.xaxis, x), (ax.yaxis, y)):
        axis.set_major_locator(FixedLocator(list(places)))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_locator(NullLocator())
