"""Why the run is slow: two curvatures, the valley, and the pivot of the lines.

The one rule: a line is drawn less the best line, so that its errors can be seen.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.style import Theme
from scripts.topics.intercept import explorer
from scripts.topics.intercept.data import Data

ENDS = np.array([0.0, 100.0])  # x where the lines end


@figure(
    alt="Level lines of the loss over slope and intercept, a narrow tilted "
    "valley. The run reaches its floor within {epochs} epochs with the intercept "
    "near zero and takes a million more along the floor to the best line.",
    explorer=explorer.valley,
    size=(5.2, 4.0),
)
def valley(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The run falls onto the valley's floor and creeps along it."""
    valley, (w, b), color = data.valley, data.best, theme.run
    levels = np.geomspace(0.003, 20, 9)
    pieces.contours(ax, valley.w, valley.b, valley.excess, theme=theme, levels=levels)
    ax.plot(*valley.path.T, color=color, linewidth=1.4, zorder=3)
    ax.plot(*valley.spots.T, "o", color=color, markersize=4.5, zorder=4)
    for k, (x, y) in zip(valley.marks, valley.spots, strict=True):
        if k in (100, 100_000, 300_000):
            pieces.label_end(ax, x, y, f"epoch {k:,}", color=color, offset=(8, 2))
    pieces.optimum(ax, data.best, theme=theme)
    side: Any = {"offset": (-10, 4), "align": "right"}
    pieces.label_end(ax, w, b, "best line", color=theme.optimum, **side)
    _directions(ax, data, theme)
    ax.set(xlabel="slope w", xlim=(w - 0.016, w + 0.020))
    ax.set(ylabel="intercept b", ylim=(-0.35, 1.45))


def _directions(ax: Axes, data: Data, theme: Theme) -> None:
    """Along the valley and across it, from the best line."""
    (w, b), x = data.best, data.pivot.ratio
    start, along = (w - 0.0015, b + 0.0015 * x), (-0.0045, 0.0045 * x)
    pieces.direction(ax, start, along, color=theme.flat)
    head = (w - 0.006, b + 0.006 * x)
    pieces.label_end(ax, *head, "flat", color=theme.flat, offset=(8, 4))
    pieces.direction(ax, (w, b), (0.0105, 0), color=theme.steep, label="steep")


@figure(
    alt="Lines of the epochs from {epochs} to a million with the best line "
    "subtracted: they all cross it at x = {pivot_x_exact:.1f}, and not at the mean "
    "of x, {mean_x:.0f}, while their left ends rise toward it.",
    explorer=explorer.long,
    size=(5.2, 3.6),
)
def pivot(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Lines of four epochs, each less the best line: they cross in one point."""
    pivot, mean = data.pivot, data.spectrum.mean
    _residual_frame(ax, data, theme)
    for k, (w, b) in zip(pivot.epochs, pivot.errors, strict=True):
        ax.plot(ENDS, w * ENDS + b, color=theme.run, linewidth=1.5)
        name = f"epoch {k:,}" if k == pivot.epochs[0] else f"{k:,}"
        pieces.label_end(ax, 100, w * 100 + b, name, color=theme.run, offset=(6, 0))
    text = f"at the mean of x, {mean:.0f},\nthe lines still differ"
    point = (mean, pivot.errors[0] @ (mean, 1))
    pieces.note(ax, text, point, (60, -0.62), theme=theme)
    ax.set(ylim=(-0.95, 0.5), xlim=(0, 100))
    ax.yaxis.set_major_locator(FixedLocator([-0.8, -0.4, 0, 0.4]))


def _residual_frame(ax: Axes, data: Data, theme: Theme) -> None:
    """The best line as zero, the pivot, and the mean of x."""
    mean, x, color = data.spectrum.mean, data.pivot.ratio, theme.text
    ax.axhline(0, color=theme.optimum, linewidth=1.6)
    ax.axvline(mean, color=theme.theory, linewidth=1, linestyle=(0, (1, 2)))
    edge: Any = {"markeredgecolor": color, "markeredgewidth": 1.6}
    ax.plot(x, 0, "D", color=theme.paper, markersize=7, zorder=5, **edge)
    pieces.label_end(ax, x, 0, f"pivot, x = {x:.1f}", color=color, offset=(2, -15))
    ax.set(xlabel="x", ylabel="height above the best line")


@animation(
    alt="The line of each epoch, best line subtracted. In the first {epochs} epochs "
    "it swings onto the data; for two million more it turns about x = "
    "{pivot_x_exact:.0f} while the intercept creeps up.",
    explorer=explorer.long,
    columns=2,
    poster=30,
)
def pivoting(axes: Any, data: Data, *, theme: Theme) -> tuple[Any, Any]:
    """The line turns about the pivot while b creeps; epochs are log-spaced."""
    line_ax, share_ax = axes
    film, x, best = data.film, data.x, data.best
    _residual_frame(line_ax, data, theme)
    rest = data.y - best[0] * x - best[1]
    line_ax.plot(x, rest, ".", color=theme.theory, markersize=3.5, alpha=0.6)
    for w, b in data.pivot.errors:
        line_ax.plot(ENDS, w * ENDS + b, color=theme.contours[1], linewidth=1)
    (line,) = line_ax.plot(ENDS, 0 * ENDS, color=theme.run, linewidth=2.4, zorder=4)
    (end,) = line_ax.plot(
        [0], [0], "o", color=theme.intercept, markersize=7, clip_on=False, zorder=6
    )
    line_ax.set(xlim=(0, 100), ylim=(-3, 3))
    left = 100 * np.abs(film.error) / np.abs(best)
    _film_shares(share_ax, film.k, left, theme)
    dot: Any = {"color": theme.run, "markersize": 6, "zorder": 7}
    (dots,) = share_ax.plot([1, 1], [0, 0], "o", **dot)
    clock = share_ax.set_title("epoch 0", fontweight="normal")

    def update(frame: int) -> None:
        k, (w, b) = film.k[frame], film.error[frame]
        line.set_ydata(w * ENDS + b)
        end.set_ydata([b])
        dots.set_data([max(k, 1)] * 2, left[frame])
        clock.set_text(f"epoch {k:,}")

    return (line, end, dots, clock), update


def _film_shares(ax: Axes, k: Any, left: Any, theme: Theme) -> None:
    """What is left of both errors at each epoch of the film, in percent."""
    pieces.log_axis(ax, "x", numticks=4)
    for i, color, name, place in (
        (0, theme.slope, "slope w", (300, 8)),
        (1, theme.intercept, "intercept b", (30, 92)),
    ):
        ax.plot(k[1:], left[1:, i], color=color, linewidth=1.6)
        pieces.label_end(ax, *place, name, color=color, offset=(0, 0))
    ax.set(xlabel="epoch", ylabel="error left, %", ylim=(-2, 105), xlim=(0.8, 3e6))


@figure(
    alt="Both eigenvalues against the mean of x on a logarithmic axis, formula "
    "and measured alike: at mean zero they are nearest, at the thread's mean "
    "their ratio is {condition_number:,.0f}.",
    explorer=explorer.centered,
    size=(5.2, 3.6),
)
def eigenvalues(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Both curvatures of the loss as the same x are moved to another mean."""
    shifted, spectrum = data.shifted, data.spectrum
    pieces.log_axis(ax, "y")
    for i, color, name, up in (
        (0, theme.flat, r"$\lambda_{\min}$, flat", -13),
        (1, theme.steep, r"$\lambda_{\max}$, steep", 12),
    ):
        formula = shifted.formula[:, i]
        ax.plot(shifted.means, formula, color=color, linestyle=pieces.PREDICTED)
        ax.plot(shifted.spots, shifted.measured[:, i], "o", color=color, markersize=4.5)
        height = np.interp(-60, shifted.means, formula)
        pieces.label_end(ax, -60, height, name, color=color, offset=(6, up))
    _gap(ax, spectrum.mean, spectrum.formula, "the thread", theme)
    _gap(ax, 0, (2, 2 * spectrum.variance), "centered", theme)
    ax.set(xlabel="mean of x, its spread kept")
    ax.set(ylabel="eigenvalue of the Hessian", ylim=(0.08, 6e4))


def _gap(
    ax: Axes, x: float, curvatures: tuple[float, float], name: str, theme: Theme
) -> None:
    """The ratio of two curvatures, as an arrow between them."""
    low, high = curvatures
    style = {"arrowstyle": "<->", "color": theme.text, "linewidth": 1}
    ax.annotate("", (x, high / 1.2), (x, low * 1.2), zorder=2, arrowprops=style)
    side, align = (6, "left") if x else (-6, "right")
    text = f"{name}:\nκ = {high / low:,.0f}"
    pieces.label_end(ax, x, 60, text, color=theme.text, offset=(side, 0), align=align)
