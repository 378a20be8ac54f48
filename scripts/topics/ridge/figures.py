"""Pictures of the page on ridge.

The one rule: theory, and the fit without a penalty, are dashed.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from gdcore.datasets import intercept_thread
from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.pieces import DASHES, label_end
from scripts.drawing.style import Theme
from scripts.topics.ridge import explorer
from scripts.topics.ridge.data import FACTORS, FINE, LEFT_OUT, SHIFTS, Data
from scripts.topics.ridge.data import columns as pair
from scripts.topics.ridge.data.runs import ALPHAS, BOX, X, Y

ENDS, THREAD_ENDS = (0, 6), (0, 100)
DIAMOND = np.array([[1, 0, -1, 0, 1], [0, 1, 0, -1, 0]])
AROUND = np.linspace(0, 2 * np.pi, 200)
WEIGHT = "ridge weight α"
METHODS: tuple[Any, ...] = (  # key, label, where, dashes
    ("descent", "plain", (1.1, 0.69), DASHES[0]),
    ("momentum_decay", "momentum, decay", (60, 0.66), DASHES[1]),
    ("adam", "Adam, l2", (250, 0.535), DASHES[2]),
    ("adamw", "AdamW", (600, 0.2), DASHES[3]),
)


@animation(
    alt="First: ten points, the dashed least-squares line of slope {plain_w:.2f}, and "
    "the ridge line, which turns about the point of the means until it is flat. "
    "Second: over alpha the slope falls to zero and the intercept rises to the mean "
    "of y, {mean_y:.2f}.",
    explorer=explorer.page,
    frames=len(ALPHAS),
    poster=40,
    columns=2,
    fps=20,
)
def shrinking(axes: Any, data: Data, *, theme: Theme) -> Any:
    """The line, and its two coefficients, while alpha grows."""
    fit, path = axes
    fit.plot(X, Y, "o", color=theme.muted, markersize=4)
    pieces.line(fit, data.plain, ENDS, **pieces.predicted(theme))
    line = pieces.line(fit, data.path[0], ENDS, color=theme.run, linewidth=2.4)
    text = fit.text(0.1, 5.3, "", color=theme.text, fontsize=10, va="top")
    fit.set(xlabel="x", ylabel="y", ylim=(-0.6, 5.6), xlim=(-0.2, 6.2))
    pieces.log_axis(path, "x", numticks=4)
    dots = []
    for values, color, name, at, shift in (
        (data.path[:, 0], theme.slope, "slope w", 1, 0),
        (data.path[:, 1], theme.intercept, "intercept b", 62, -48),
    ):
        path.plot(ALPHAS, values, color=color)
        dots += path.plot([], [], "o", color=color, markersize=8)
        place = ALPHAS[at], values[at]
        label_end(path, *place, name, color=color, offset=(shift, 12))
    path.set(xlabel=WEIGHT, ylabel="coefficient", ylim=(-0.1, 2.1))

    def update(frame: int) -> None:
        w, b = data.path[frame]
        line.set_ydata(w * np.array(ENDS) + b)
        for dot, value in zip(dots, (w, b), strict=True):
            dot.set_data([ALPHAS[frame]], [value])
        text.set_text(f"α = {ALPHAS[frame]:.3g}\nw = {w:.2f}, b = {b:.2f}")

    return [line, text, *dots], update


@figure(
    alt="First: steps to one percent against alpha on two like columns, predicted and "
    "measured alike, from {pair_steps_plain:,} without a penalty down to a handful. "
    "Second: the share kept of each direction. The flat one is given up at an alpha "
    "where the steep one keeps nearly all.",
    explorer=explorer.page,
    size=(6.4, 3.2),
    columns=2,
)
def steps(axes: Any, data: Data, *, theme: Theme) -> None:
    """What alpha buys, and what it costs."""
    count, kept = axes
    pieces.log_axis(count, "xy", numticks=5)
    count.plot(pair.ALPHAS, data.pair.steps, **pieces.predicted(theme))
    count.plot(pair.SPOTS[1:], data.pair.taken[1:], "o", color=theme.run, markersize=5)
    count.set(xlabel=WEIGHT, ylabel="steps to 1 % of the error", ylim=(1, 1e4))
    pieces.log_axis(kept, "x", numticks=5)
    for share, color in zip(data.pair.kept.T, (theme.flat, theme.steep), strict=True):
        kept.plot(pair.ALPHAS, 100 * share, color=color)
    label_end(kept, 2e-3, 45, "flat", color=theme.flat, offset=(2, 8))
    label_end(kept, 0.1, 96, "steep", color=theme.steep, offset=(0, -12))
    kept.set(xlabel=WEIGHT, ylabel="kept of the fit, %", ylim=(-4, 106))


@figure(
    alt="Both coefficients of two like columns against alpha. Without a penalty they "
    "are {pair_plain_1:.1f} and {pair_plain_2:.1f}; by alpha = {pair_alpha} they are "
    "{pair_ridge_1:.1f} and {pair_ridge_2:.1f}, near the true one and one; then "
    "both shrink to zero.",
    explorer=explorer.page,
    size=(5.2, 3.2),
)
def coefficients(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The path of two coefficients that share their work."""
    pieces.log_axis(ax, "x", numticks=6)
    ax.axhline(1, color=theme.optimum, linewidth=1.2)
    for i, height in enumerate((-2.3, 4.3)):
        values, style = data.pair.path[:, i], DASHES[i]
        ax.plot(pair.ALPHAS, values, color=theme.slope, linestyle=style)
        label_end(ax, 2e-4, height, f"$w_{i + 1}$", color=theme.slope)
    label_end(ax, 3, 1, "both true values", color=theme.optimum, offset=(-50, 9))
    ax.set(xlabel=WEIGHT, ylabel="coefficient")


@figure(
    alt="The thread's data with three fitted lines, made from y as it is and from y "
    "lifted by {shift_up1:.0f} and by {shift_up2:.0f}, each moved back down. With b "
    "free all three are one line. With b penalized they are three, of slopes "
    "{shift_tied_w0:.2f} to {shift_tied_w2:.2f}.",
    explorer=explorer.shifted,
    size=(6.4, 3.2),
    columns=2,
)
def shifted(axes: Any, data: Data, *, theme: Theme) -> None:
    """Lift the data, fit, move the line back: what should not matter."""
    sample, (free, tied) = intercept_thread(), axes
    for ax, lines in zip(axes, data.shifted.values(), strict=True):
        ax.plot(sample.x, sample.y, ".", color=theme.theory, markersize=3)
        for line, up, style in zip(lines, SHIFTS, DASHES[:3], strict=True):
            color = theme.wrong if ax is tied and up else theme.run
            pieces.line(ax, line, THREAD_ENDS, color=color, linestyle=style)
        ax.set(xlabel="x", ylim=(-85, 105), xlim=(-2, 102))
    label_end(free, 20, 45, "all three lines", color=theme.run)
    label_end(tied, 10, 45, "y as it is", color=theme.run)
    label_end(tied, 0, -22, f"y + {SHIFTS[1]:.0f}", color=theme.wrong)
    label_end(tied, 6, -74, f"y + {SHIFTS[2]:.0f}", color=theme.wrong)
    free.set(ylabel="y, moved back", title="b free")
    tied.set(title="b penalized")


@figure(
    alt="Share of the least-squares slope that alpha = {alpha:.0f} keeps, against the "
    "factor that x is multiplied by: an S from zero to one. At factor one it is "
    "{share:.0%}. On standardized x it is the same for every factor.",
    explorer=explorer.small,
    size=(5.2, 3.0),
)
def scale(ax: Axes, data: Data, *, theme: Theme) -> None:
    """One alpha, many units."""
    pieces.log_axis(ax, "x", numticks=5)
    ax.plot(FACTORS, 100 * data.kept, color=theme.slope)
    ax.axhline(50, **{**pieces.predicted(theme), "color": theme.optimum})
    label_end(ax, 0.01, 50, "x standardized first", color=theme.optimum, offset=(2, 9))
    label_end(ax, 3, 88, "x as it comes", color=theme.slope, offset=(10, -8))
    ax.set(xlabel="x is multiplied by", ylabel="slope kept, %", ylim=(-4, 106))


@figure(
    alt="First: the slope against the step. Plain descent and Adam with l2 end on the "
    "ridge slope {ridge_w:.2f}; momentum with decay at {decays_momentum_decay:.2f} "
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
    for name, label, place, style in METHODS:
        path = data.runs.paths[name][:, 0]
        k = np.unique(np.geomspace(1, len(path) - 1, 300).astype(int))
        slope.plot(k, path[k], color=theme.slope, linestyle=style, linewidth=1.5)
        label_end(slope, place[0], place[1], label, color=theme.text, offset=(0, 0))
    slope.set(xlabel="step", ylabel="slope w", ylim=(0, 1.1), xlim=(1, 3e4))
    pieces.log_axis(end, "x", numticks=4)
    end.plot(ALPHAS[BOX], data.runs.wall, **pieces.predicted(theme))
    end.plot(ALPHAS[BOX][::3], data.runs.adamw[::3], "o", color=theme.run, ms=4.5)
    end.plot(ALPHAS[BOX], data.path[BOX, 0], color=theme.slope)
    label_end(end, 0.5, 0.64, "AdamW", color=theme.run, offset=(0, 9))
    label_end(end, 0.05, 0.6, "ridge", color=theme.slope, offset=(0, -9))
    end.set(xlabel=WEIGHT, ylabel="slope at the end", ylim=(0, 0.75))


@figure(
    alt="Mean square error against alpha. The training error only rises. The error on "
    "rows left out falls to {choice_best_error:.2f} near alpha = {choice_best:.1f} and "
    "then rises; circles, from fits without each row, lie on the formula's line.",
    explorer=explorer.page,
    size=(5.2, 3.2),
)
def choice(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Leaving one out, by formula and by doing it."""
    pieces.log_axis(ax, "x", numticks=5)
    ax.plot(FINE, data.choice.formula, **pieces.predicted(theme))
    ax.plot(LEFT_OUT, data.choice.left_out, "o", color=theme.run, markersize=5)
    ax.plot(FINE, data.choice.training, color=theme.muted)
    pieces.optimum(ax, (data.choice.best, data.choice.formula.min()), theme=theme)
    label_end(ax, 0.01, 2.52, "rows left out", color=theme.run, offset=(4, 11))
    label_end(ax, 0.01, 1.57, "training rows", color=theme.muted, offset=(4, 9))
    ax.set(xlabel=WEIGHT, ylabel="mean square error", ylim=(1.4, 3.3))


@figure(
    alt="First: level lines of the loss about the least-squares point touch a diamond "
    "at its corner and a circle at a general point. Second: one coefficient after the "
    "penalty. Ridge is a flatter line through zero; lasso moves each coefficient by "
    "the same amount and is zero between.",
    explorer=explorer.page,
    size=(6.4, 3.4),
    columns=2,
)
def lasso(axes: Any, data: Data, *, theme: Theme) -> None:
    """Corner against circle, and soft-thresholding."""
    (plane, one), both, grid = axes, data.lasso, pair.GRID
    corner, ridge = both.theta["lasso"], both.theta["ridge"]
    ring = np.hypot(*ridge) * np.array([np.cos(AROUND), np.sin(AROUND)])
    gray = theme.contours[0]
    plane.contour(grid, grid, both.loss, levels=both.levels, colors=gray)
    pieces.optimum(plane, pair.LEAST, theme=theme)
    plane.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
    plane.set(xlim=(-1.4, 2.6), ylim=(-1.4, 2.2))
    one.plot(pair.CURVE, pair.CURVE, **pieces.predicted(theme))
    for name, region, color, style in (
        ("lasso", np.abs(corner).sum() * DIAMOND, theme.run, DASHES[0]),
        ("ridge", ring, theme.slope, DASHES[1]),
    ):
        plane.plot(*region, color=color, linestyle=style)
        plane.plot(*both.theta[name], "o", color=color, markersize=6, zorder=5)
        one.plot(pair.CURVE, both.one[name], color=color, linestyle=style)
        label_end(one, 2, both.one[name][-1], name, color=color)
    one.set(xlabel="coefficient of least squares", ylabel="with the penalty")
