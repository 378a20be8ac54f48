"""The pictures of the page on minibatches.

The one rule: predicted is dashed, measured is solid or round; a height is L - L* in
percent of L*, the least loss.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.pieces import label_end
from scripts.drawing.style import Theme
from scripts.topics.minibatches import explorer
from scripts.topics.minibatches.data import UNITS, Data, runs

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
    shaft = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.0035}
    shown = {"at the start": data.start, "at the minimizer": data.end}
    for ax, (title, at) in zip(axes, shown.items(), strict=True):
        ax.quiver(*np.zeros_like(at.rows).T, *-at.rows.T, **shaft, color=theme.muted)
        ax.set(title=title, aspect="equal", xlim=(-50, 90), ylim=(-35, 65))
        pieces.outer(ax, "push on the slope w", "push on the intercept b")
    w, b = -data.start.mean
    pieces.direction(axes[0], (0, 0), (w, b), color=theme.run)
    label_end(axes[0], w, b, "mean", color=theme.run, offset=(-6, 10), align="right")
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
    k, gaps = np.arange(SHOWN + 1), data.constant
    one, mean = 100 * data.one[k], 100 * gaps.measured[k]
    ax.plot(k, one, color=theme.muted, linewidth=1)
    ax.plot(k, 100 * gaps.predicted[k], **pieces.predicted(theme))
    ax.plot(k[::15], mean[::15], "o", color=theme.run, markersize=4)
    pieces.log_axis(ax, "y")
    low = int(one[100:200].argmin()) + 100
    label_end(ax, low, one[low], "one run", color=theme.muted, offset=(6, -6))
    label_end(ax, 40, 600, "mean of many runs,\ndashed: predicted", color=theme.run)
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
        ax.plot(floors.at, 100 * floors.predicted, **pieces.predicted(theme))
        ax.plot(floors.at, 100 * floors.measured, "o", color=theme.run)
        look: dict[str, Any] = {"color": theme.run, "align": align, "offset": offset}
        label_end(ax, floors.at[1], 100 * floors.measured[1], text, **look)
    limit = data.limits["standardized"]["1"]
    ax.axvline(limit, color=theme.wrong, linewidth=1.2, linestyle=(0, (1, 1.5)))
    label_end(ax, limit, 0.65, "limit of\nsingle rows", color=theme.wrong)
    ax.set(xlabel="learning rate η, dimensionless", ylabel=GAP)
    ax.set(xlim=(0.017, 0.75), ylim=(0.4, 150))
    pieces.plain_ticks(ax.xaxis, (0.02, 0.05, 0.1, 0.2, 0.4))
    pieces.plain_ticks(ax.yaxis, (1, 10, 100))


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
    rates, drawn = data.shuffled.at, 100 * data.shuffled.predicted
    inside, ends = 100 * data.shuffled.measured, 100 * data.ends
    pieces.log_axis(ax, "xy")
    ax.plot(rates, drawn, **pieces.predicted(theme))
    ax.plot(rates, inside, "o-", color=theme.run, markersize=4)
    ax.plot(rates, ends, "s:", color=theme.run, markersize=4)
    look: dict[str, Any] = {"align": "right", "offset": (-8, 4)}
    label_end(ax, rates[2], drawn[2], "with replacement", color=theme.theory, **look)
    label_end(ax, rates[2], inside[2], "shuffled", color=theme.run, **look)
    text = "shuffled, at the\nends of epochs"
    label_end(ax, rates[1], ends[1], text, color=theme.run, offset=(10, -8))
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
    w, b = np.linspace(-4, 10, 81), np.linspace(-3, 19, 81)
    gap = data.rows.gap(np.stack(np.meshgrid(w, b), axis=-1) - data.rows.star)
    lines = {}
    for ax, (batch, path) in zip(axes, data.film.items(), strict=True):
        pieces.contours(ax, w, b, gap, theme=theme, levels=[0.5, 4, 16, 40, 80, 130])
        lines[batch] = pieces.path(ax, path[:1], theme=theme)
        lines[batch].set(linewidth=0.7, markersize=1.8)
        pieces.optimum(ax, data.rows.star, theme=theme)
        ax.set(title=TITLES[batch], xlim=w[[0, -1]], ylim=b[[0, -1]])
        pieces.outer(ax, "slope w", "intercept b")
    clock = axes[0].text(9.7, -2, "", color=theme.text, fontsize=9, ha="right")

    def update(frame: int) -> None:
        read = frame * runs.FILM_ROWS
        for batch, line in lines.items():
            line.set_data(*data.film[batch][: read // batch + 1].T)
        clock.set_text(f"{read} rows read")

    return [*lines.values(), clock], update


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
    k = np.unique(np.geomspace(1, runs.DECAY_STEPS, 80).astype(int))
    shown = (("constant", data.constant, 0, "o"), ("decaying", data.decaying, 7, "s"))
    for name, gaps, up, marker in shown:
        ax.plot(k, 100 * gaps.predicted[k], **pieces.predicted(theme))
        ax.plot(k[::4], 100 * gaps.measured[k[::4]], marker, color=theme.run)
        end = 100 * gaps.measured[-1]
        label_end(ax, k[-1], end, f"{name} rate", color=theme.run, offset=(8, up))
    averaged = 100 * data.averaged[k]
    ax.plot(k, averaged, color=theme.run, linewidth=1.4)
    text = "average of\nthe constant run"
    label_end(ax, k[-1], averaged[-1], text, color=theme.run, offset=(8, -7))
    ax.set(xlabel="step, one row each; dashed: predicted", ylabel=GAP, xlim=k[[0, -1]])


@figure(
    alt="Loss on the other rows above its least, against the step. On single rows one "
    "bad row throws the line each epoch, to about {bad_single:,.0f} times the "
    "least; with gradients cut in length to about {bad_clipped:.0f} times.",
    explorer=explorer.bad_row,
    size=(6.4, 3.8),
)
def bad_row(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Single rows with a bad one among them, as they are and clipped."""
    bad, (single, clipped) = data.bad, data.bad.gaps.values()
    pieces.log_axis(ax, "y")
    ax.plot(single, color=theme.run, linestyle="-", linewidth=1.3)
    ax.plot(clipped, color=theme.run, linestyle=pieces.DASHES[2], linewidth=1.3)
    after, end = bad.hits + 1, len(single) - 1
    ax.plot(after, single[after], "x", color=theme.wrong, markersize=8)
    ax.axhline(bad.settled, **pieces.predicted(theme))
    label_end(ax, end, bad.settled, "best line\nof all rows", color=theme.theory)
    label_end(ax, end, single[-1], "single rows", color=theme.run)
    label_end(ax, end, clipped[-1], "clipped", color=theme.run, offset=(5, -5))
    look: dict[str, Any] = {"offset": (0, 11), "align": "center"}
    label_end(ax, after[2], single[after[2]], "the bad row", color=theme.wrong, **look)
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
    left = 100 * data.stops.left
    pieces.log_axis(ax, "x")
    ax.plot(UNITS, left, "o-", color=theme.slope)
    for i, offset in {0: (0, 12), 2: (8, 6), 4: (8, 6), 6: (8, 11)}.items():
        text, align = f"{data.stops.epochs[i]} epochs", "left" if i else "center"
        place = UNITS[i], left[i]
        label_end(ax, *place, text, color=theme.run, offset=offset, align=align)
    ax.set(xlabel="y is multiplied by", ylabel="slope missing, %", ylim=(0, 24))
    ax.set_xlim(6e-4, 1.8)
