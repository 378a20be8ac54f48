"""Where the penalized line lies: over alpha, after a shift, in other units, lasso.

The one rule: the fit without a penalty is dashed.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.pieces import label_end
from scripts.drawing.style import Theme
from scripts.topics.ridge import explorer
from scripts.topics.ridge.data import Data
from scripts.topics.ridge.data.fits import (
    ALPHAS,
    FACTORS,
    FINE,
    LEFT_OUT,
    SHIFTS,
    X,
    Y,
)
from scripts.topics.ridge.data.selection import CURVE

ENDS, THREAD_ENDS = (0, 6), (0, 100)
DIAMOND = np.array([[1, 0, -1, 0, 1], [0, 1, 0, -1, 0]])
WEIGHT = "ridge weight α"


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
    pieces.line(fit, data.line.plain, ENDS, color=theme.theory, linestyle=(0, (4, 2)))
    line = pieces.line(fit, data.line.free[0], ENDS, color=theme.run, linewidth=2.4)
    text = fit.text(0.1, 5.3, "", color=theme.text, fontsize=10, va="top")
    fit.set(xlabel="x", ylabel="y", ylim=(-0.6, 5.6), xlim=(-0.2, 6.2))
    pieces.log_axis(path, "x", numticks=4)
    dots = []
    for i, (color, name) in enumerate(_parts(theme)):
        values = data.line.free[:, i]
        path.plot(ALPHAS, values, color=color)
        dots += path.plot([], [], "o", color=color, markersize=8)
        place: Any = {"offset": (0, 12)} if i == 0 else {"offset": (-22, 10)}
        label_end(path, (0.012, 3)[i], values[i and 62], name, color=color, **place)
    path.set(xlabel=WEIGHT, ylabel="coefficient", ylim=(-0.1, 2.1))

    def update(frame: int) -> None:
        w, b = data.line.free[frame]
        line.set_ydata(w * np.array(ENDS) + b)
        for dot, value in zip(dots, (w, b), strict=True):
            dot.set_data([ALPHAS[frame]], [value])
        text.set_text(f"α = {ALPHAS[frame]:.2g}\nw = {w:.2f}, b = {b:.2f}")

    return [line, text, *dots], update


@figure(
    alt="The thread's data with three fitted lines, made from y as it is and from y "
    "lifted by {shift_up1:.0f} and by {shift_up2:.0f}, each moved "
    "back down. With b free all three are one line. With b "
    "penalized they are three, of slopes {shift_tied_w0:.2f} to {shift_tied_w2:.2f}.",
    explorer=explorer.shifted,
    size=(6.4, 3.2),
    columns=2,
)
def shifted(axes: Any, data: Data, *, theme: Theme) -> None:
    """Lift the data, fit, move the line back: what should not matter."""
    for ax, lines, title in zip(
        axes,
        (data.shift.free, data.shift.tied),
        ("b free", "b penalized"),
        strict=True,
    ):
        ax.plot(data.shift.x, data.shift.y, ".", color=theme.theory, markersize=3)
        for line, up, style in zip(lines, SHIFTS, pieces.DASHES[:3], strict=True):
            color = theme.run if lines is data.shift.free or not up else theme.wrong
            pieces.line(ax, line, THREAD_ENDS, color=color, linestyle=style)
        ax.set(title=title, xlabel="x", ylim=(-85, 105), xlim=(-2, 102))
    free, tied = axes
    label_end(free, 30, 45, "all three lines", color=theme.run, offset=(-20, 0))
    for place, text in (((2, -22), "y + 50"), ((8, -74), "y + 100")):
        label_end(tied, *place, text, color=theme.wrong, offset=(0, 0))
    label_end(tied, 30, 45, "y as it is", color=theme.run, offset=(-20, 0))
    free.set(ylabel="y, moved back")


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
    shares = 100 * data.scale.shares
    ax.plot(FACTORS, shares, color=theme.theory, linestyle=pieces.PREDICTED)
    spots = slice(0, None, 10)
    ax.plot(FACTORS[spots], shares[spots], "o", color=theme.slope, markersize=5)
    ax.axhline(50, color=theme.optimum, linewidth=1.6)
    label_end(ax, 0.01, 50, "x standardized first", color=theme.optimum, offset=(2, 9))
    label_end(ax, 3, 88, "x as it comes", color=theme.slope, offset=(10, -8))
    ax.set(xlabel="x is multiplied by", ylabel="slope kept, %", ylim=(-4, 106))


@figure(
    alt="Mean square error against alpha. The training error only rises. The error on "
    "rows left out falls to {choice_best_error:.2f} near alpha = {choice_best:.1f} and "
    "then rises; circles, from fits without each row, lie on the formula's line.",
    explorer=explorer.best,
    size=(5.2, 3.2),
)
def choice(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Leaving one out, by formula and by doing it."""
    found = data.choice
    pieces.log_axis(ax, "x", numticks=5)
    ax.plot(FINE, found.formula, color=theme.theory, linestyle=pieces.PREDICTED)
    ax.plot(LEFT_OUT, found.left_out, "o", color=theme.run, markersize=5)
    ax.plot(FINE, found.training, color=theme.muted)
    pieces.optimum(ax, (found.best, found.formula.min()), theme=theme)
    label_end(ax, 0.01, 2.52, "rows left out", color=theme.run, offset=(4, 11))
    label_end(ax, 0.01, 1.57, "training rows", color=theme.muted, offset=(4, 9))
    ax.set(xlabel=WEIGHT, ylabel="mean square error", ylim=(1.4, 3.3))


@figure(
    alt="First: level lines of the loss about the least-squares point touch a diamond "
    "at its corner and a circle at a general point. Second: one coefficient "
    "after the penalty. Ridge is a flatter line through zero; lasso moves each "
    "coefficient by the same amount and is zero between.",
    explorer=explorer.page,
    size=(6.4, 3.4),
    columns=2,
)
def lasso(axes: Any, data: Data, *, theme: Theme) -> None:
    """Corner against circle, and soft-thresholding."""
    plane, one = axes
    both = data.lasso
    around = np.linspace(0, 2 * np.pi, 200)
    size = np.abs(both.lasso).sum()
    plane.plot(*(size * DIAMOND), color=theme.run)
    radius = np.hypot(*both.ridge)
    ring = radius * np.cos(around), radius * np.sin(around)
    plane.plot(*ring, color=theme.slope, linestyle=pieces.DASHES[1])
    grid, levels = both.grid, sorted(both.levels)
    plane.contour(grid, grid, both.loss, levels=levels, colors=theme.contours[0])
    for point, color in ((both.lasso, theme.run), (both.ridge, theme.slope)):
        plane.plot(*point, "o", color=color, markersize=6, zorder=5)
    pieces.optimum(plane, both.least, theme=theme)
    plane.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
    plane.set(xlim=(-1.4, 2.6), ylim=(-1.4, 2.2))
    one.plot(CURVE, CURVE, color=theme.theory, linestyle=pieces.PREDICTED)
    one.plot(CURVE, both.soft, color=theme.run)
    one.plot(CURVE, both.shrunk, color=theme.slope, linestyle=pieces.DASHES[1])
    label_end(one, 2, 1.5, "lasso", color=theme.run, offset=(4, 2))
    label_end(one, 2, 1, "ridge", color=theme.slope, offset=(4, -2))
    one.set(xlabel="coefficient of least squares", ylabel="with the penalty")


def _parts(theme: Theme) -> tuple[tuple[str, str], tuple[str, str]]:
    return (theme.slope, "slope w"), (theme.intercept, "intercept b")
