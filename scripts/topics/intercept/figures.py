"""Pictures of the page on the intercept.

The one rule: orange is the intercept, blue the slope; dashed is predicted, round
markers are measured.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MultipleLocator

from scripts.drawing import pieces
from scripts.drawing.declarations import Data, animation, figure
from scripts.drawing.style import Theme
from scripts.topics.intercept import explorer

DASHED = (0, (5, 2))


@figure(
    alt="Left, the data and the line after 100 epochs, which runs through "
    "them. Right, the error left in percent of the first: the slope falls to "
    "{slope_share_left:.1%} within 100 epochs, the intercept stays at "
    "{intercept_share_left:.1%}.",
    explorer=explorer.thread,
    size=(5.2, 2.9),
    columns=2,
)
def thread_run(axes: Any, data: Data, *, theme: Theme) -> None:
    """The fitted line looks right; the share of each error that is left does not."""
    fit, share = axes
    x, (w, b) = data["x"], data["thread"]["x"][-1]
    fit.plot(x, data["y"], ".", color=theme.theory, markersize=3.5, alpha=0.7)
    fit.plot(x, w * x + b, color=theme.run)
    pieces.label_end(fit, 46, 9, "the line after\n100 epochs", color=theme.run)
    fit.set(xlabel="x", ylabel="y")
    k, left = np.arange(len(data["thread"]["share"])), 100 * data["thread"]["share"]
    share.plot(k, left[:, 1], color=theme.intercept)
    share.plot(k, left[:, 0], color=theme.slope)
    pieces.label_end(
        share,
        50,
        left[50, 1],
        "intercept b",
        color=theme.intercept,
        offset=(0, -11),
        align="center",
    )
    pieces.label_end(
        share, 30, left[30, 0], "slope w", color=theme.slope, offset=(8, 7)
    )
    share.set(xlabel="epoch", ylabel="error left, % of the first", ylim=(0, 105))


@figure(
    alt="Size of both gradients against the epoch on logarithmic axes: the "
    "slope's starts {ratio_start:.0f} times larger, falls below the bias "
    "gradient at epoch {crossing_epoch} and ends 67 times smaller.",
    explorer=explorer.gradients,
    size=(5.2, 3.5),
)
def gradients(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Sizes of the two gradients over ten million epochs."""
    late, grad = data["late"], np.abs(data["thread"]["grad"])
    k, sizes = late["k"], np.abs(late["grad"])
    pieces.log_axis(ax, "x")
    pieces.log_axis(ax, "y")
    spots = [1, 2, 4, 8, 16, 32, 64, 100]
    colors = (theme.slope, theme.intercept)
    for i, color in enumerate(colors):
        ax.plot(k, sizes[:, i], color=color, linestyle=DASHED, linewidth=1.6)
        ax.plot(spots, grad[spots, i], "o", color=color, markersize=4.5)
    pieces.label_end(
        ax, 3, sizes[k == 3, 0][0], "|∂f/∂w|", color=theme.slope, offset=(4, 11)
    )
    pieces.label_end(
        ax, 3, sizes[k == 3, 1][0], "|∂f/∂b|", color=theme.intercept, offset=(4, 11)
    )
    crossing = late["crossing"]
    height = np.interp(crossing, k, sizes[:, 1])
    pieces.note(
        ax,
        "from here on the bias gradient\nis the larger one",
        (crossing, height),
        (600, 20),
        theme=theme,
    )
    ax.set(
        xlabel="epoch", ylabel="size of the gradient", ylim=(1e-4, 1e4), xlim=(0.9, 3e6)
    )


@figure(
    alt="Each sample's term of the bias gradient against x. At epoch 0 all are "
    "negative with mean {term_mean_start:.1f}; at epoch 100 "
    "{terms_positive_after} of {samples} are positive and the mean is "
    "{term_mean_after:.2f}.",
    explorer=explorer.terms,
    size=(5.2, 3.2),
    columns=2,
)
def terms(axes: Any, data: Data, *, theme: Theme) -> None:
    """Each sample's term of the bias gradient, before and after the slope adapted."""
    titles = {0: "Before: epoch 0", 100: "After: epoch 100"}
    for ax, (k, title) in zip(axes, titles.items(), strict=True):
        terms, x = data["terms"][k], data["x"]
        ax.axhline(0, color=theme.muted, linewidth=0.8)
        ax.vlines(x, 0, terms["terms"], color=theme.intercept, linewidth=1, alpha=0.55)
        ax.plot(x, terms["terms"], "o", color=theme.intercept, markersize=2.6)
        ax.plot(x, terms["line"], color=theme.theory, linestyle=DASHED)
        ax.axhline(terms["mean"], color=theme.run, linewidth=1.6)
        ax.set_title(title)
        ax.set_xlabel("x")
    before, after = axes
    before.set(ylabel="2 × residual of each sample", ylim=(-122, 9))
    mean = data["terms"][0]["mean"]
    pieces.label_end(
        before,
        0,
        mean,
        f"mean {mean:.1f}".replace("-", "−"),
        color=theme.run,
        offset=(2, -9),
    )
    after.set(ylim=(-7.2, 7.2))
    after.yaxis.set_major_locator(MultipleLocator(3))
    mean = data["terms"][100]["mean"]
    pieces.note(
        after, f"mean {mean:.2f}".replace("-", "−"), (97, mean), (62, -5.9), theme=theme
    )


@figure(
    alt="Level lines of the loss over slope and intercept, a narrow tilted "
    "valley. The run reaches its floor within 100 epochs with the intercept "
    "near zero and takes a million more along the floor to the best line.",
    explorer=explorer.valley,
    size=(5.2, 4.0),
)
def valley(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The run falls onto the valley's floor and creeps along it."""
    valley = data["valley"]
    levels = np.geomspace(0.003, 20, 9)
    pieces.contours(
        ax, valley["w"], valley["b"], valley["excess"], theme=theme, levels=levels
    )
    ax.plot(*valley["path"].T, color=theme.run, linewidth=1.4, zorder=3)
    ax.plot(*valley["spots"].T, "o", color=theme.run, markersize=4.5, zorder=4)
    for k, spot in zip(valley["marks"], valley["spots"], strict=True):
        if k in (100, 100_000, 300_000):
            pieces.label_end(
                ax, spot[0], spot[1], f"epoch {k:,}", color=theme.run, offset=(8, 2)
            )
    pieces.optimum(ax, data["best"], theme=theme)
    pieces.label_end(
        ax,
        data["best"][0],
        data["best"][1],
        "best line",
        color=theme.optimum,
        offset=(-10, 4),
        align="right",
    )
    _directions(ax, data, theme)
    w = data["best"][0]
    ax.set(
        xlabel="slope w",
        ylabel="intercept b",
        xlim=(w - 0.016, w + 0.020),
        ylim=(-0.35, 1.45),
    )


def _directions(ax: Axes, data: Data, theme: Theme) -> None:
    """Along the valley and across it, from the best line."""
    w, b = data["best"]
    x = data["pivot"]["ratio"]
    pieces.direction(
        ax,
        (w - 0.0015, b + 0.0015 * x),
        (-0.0045, 0.0045 * x),
        color=theme.flat,
    )
    head = (w - 0.006, b + 0.006 * x)
    pieces.label_end(ax, *head, "flat", color=theme.flat, offset=(8, 4))
    pieces.direction(ax, (w, b), (0.0105, 0), color=theme.steep, label="steep")


@figure(
    alt="Lines of epochs 100 to 1,000,000 with the best line subtracted: they "
    "all cross it at x = {pivot_x_exact:.1f}, and not at the mean of x, "
    "{mean_x:.0f}, while their left ends rise toward it.",
    explorer=explorer.long,
    size=(5.2, 3.6),
)
def pivot(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Lines of four epochs, each less the best line: they cross in one point."""
    pivot, mean = data["pivot"], data["spectrum"]["mean"]
    _residual_frame(ax, data, theme)
    ends = np.array([0.0, 100.0])
    for k, (w, b) in zip(pivot["epochs"], pivot["errors"], strict=True):
        ax.plot(ends, w * ends + b, color=theme.run, linewidth=1.5)
        name = f"epoch {k:,}" if k == pivot["epochs"][0] else f"{k:,}"
        pieces.label_end(ax, 100, w * 100 + b, name, color=theme.run, offset=(6, 0))
    height = pivot["errors"][0] @ (mean, 1)
    pieces.note(
        ax,
        f"at the mean of x, {mean:.0f},\nthe lines still differ",
        (mean, height),
        (60, -0.62),
        theme=theme,
    )
    ax.set(ylim=(-0.95, 0.5), xlim=(0, 100))
    ax.yaxis.set_major_locator(FixedLocator([-0.8, -0.4, 0, 0.4]))


def _residual_frame(ax: Axes, data: Data, theme: Theme) -> None:
    """The best line as zero, the pivot, and the mean of x."""
    mean, x = data["spectrum"]["mean"], data["pivot"]["ratio"]
    ax.axhline(0, color=theme.optimum, linewidth=1.6)
    ax.axvline(mean, color=theme.theory, linewidth=1, linestyle=(0, (1, 2)))
    ax.plot(
        x,
        0,
        "D",
        color=theme.paper,
        markeredgecolor=theme.text,
        markersize=7,
        markeredgewidth=1.6,
        zorder=5,
    )
    pieces.label_end(
        ax,
        x,
        0,
        f"pivot, x = {x:.1f}",
        color=theme.text,
        offset=(2, -15),
    )
    ax.set(xlabel="x", ylabel="height above the best line")


@animation(
    alt="The line of each epoch, best line subtracted. In the first 100 epochs "
    "it swings onto the data; for two million more it turns about x = "
    "{pivot_x_exact:.0f} while the intercept creeps up.",
    explorer=explorer.long,
    columns=2,
)
def pivoting(axes: Any, data: Data, *, theme: Theme) -> tuple[Any, Any]:
    """The line turns about the pivot while b creeps; epochs are log-spaced."""
    line_ax, share_ax = axes
    film, x = data["film"], data["x"]
    best = data["best"]
    _residual_frame(line_ax, data, theme)
    line_ax.plot(
        x,
        data["y"] - best[0] * x - best[1],
        ".",
        color=theme.theory,
        markersize=3.5,
        alpha=0.6,
    )
    ends = np.array([0.0, 100.0])
    for w, b in data["pivot"]["errors"]:
        line_ax.plot(ends, w * ends + b, color=theme.contours[1], linewidth=1)
    (line,) = line_ax.plot(ends, 0 * ends, color=theme.run, linewidth=2.4, zorder=4)
    (end,) = line_ax.plot(
        [0], [0], "o", color=theme.intercept, markersize=7, clip_on=False, zorder=6
    )
    line_ax.set(xlim=(0, 100), ylim=(-3, 3))
    left = 100 * np.abs(film["error"]) / np.abs(best)
    _film_shares(share_ax, film["k"], left, theme)
    (dots,) = share_ax.plot(
        [1, 1], [0, 0], "o", color=theme.run, markersize=6, zorder=7
    )
    clock = share_ax.set_title("epoch 0", fontweight="normal")

    def update(frame: int) -> None:
        k, (w, b) = film["k"][frame], film["error"][frame]
        line.set_ydata(w * ends + b)
        end.set_ydata([b])
        dots.set_data([max(k, 1)] * 2, left[frame])
        clock.set_text(f"epoch {k:,}")

    return (line, end, dots, clock), update


def _film_shares(ax: Axes, k: Any, left: Any, theme: Theme) -> None:
    """What is left of both errors at each epoch of the film, in percent."""
    pieces.log_axis(ax, "x", numticks=4)
    for i, (color, name, at) in enumerate(
        ((theme.slope, "slope w", (300, 8)), (theme.intercept, "intercept b", (30, 92)))
    ):
        ax.plot(k[1:], left[1:, i], color=color, linewidth=1.6)
        pieces.label_end(ax, at[0], at[1], name, color=color, offset=(0, 0))
    ax.set(xlabel="epoch", ylabel="error left, %", ylim=(-2, 105), xlim=(0.8, 3e6))
