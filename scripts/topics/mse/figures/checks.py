"""Pictures of checks and mistakes: differences, wrong loops, wrong shapes, datasets.

The one rule: what is right is in the color of the run or of the optimum, what is wrong
in that of the wrong, and a label says so too.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from gdcore.datasets import TEACHING
from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.pieces import LARGE, minus
from scripts.drawing.style import Theme
from scripts.topics.mse import explorer
from scripts.topics.mse.data import Data

ROWS = -(-len(TEACHING) // 2)  # of the picture of the datasets


@figure(
    alt="Error of finite differences against h on logarithmic axes. For the "
    "squared error, both forward and central differences make a V; that of "
    "central ones has its lowest point near h = {best_h_parabola:.1f}. "
    "For a loss of fourth powers it lies near h = {best_h_central:.0e}.",
    explorer=explorer.start,
    size=(5.2, 3.4),
    columns=2,
)
def differences(ax: Any, data: Data, *, theme: Theme) -> None:
    """Error of finite differences against h, for a parabola and for another loss."""
    h = data.differences.h
    theory: dict[str, Any] = {"color": theme.theory, "linestyle": (0, (4, 2))}
    dots: dict[str, Any] = {"color": theme.run, "markersize": 4, "markeredgewidth": 1}
    for axes, errors in zip(ax, data.differences.errors.values(), strict=True):
        for way, face in (("forward", theme.paper), ("central", theme.run)):
            error = errors[way]
            axes.plot(h, error.predicted, zorder=2, **theory)
            look = {"markerfacecolor": face, "markevery": 2, "zorder": 3}
            axes.plot(h, error.measured, "o", **dots, **look)
        pieces.log_axis(axes, "x", numticks=5)
        pieces.log_axis(axes, "y", numticks=8)
        axes.set(xlabel="$h$", ylim=(3e-16, 3e3))
    ax[0].set_ylabel(r"error of $\partial L/\partial w$")
    ax[0].set_title("squared error, $r^2$")
    ax[1].set_title("another loss, $r^4$")
    root, cube = data.differences.best.values()
    for axes, x, y, text, align in (
        (ax[0], 3e-5, 1e-2, "forward", "right"),
        (ax[0], 20 * root, 2e-10, r"best $h \approx \sqrt{\epsilon}$", "right"),
        (ax[0], 2e-5, 1.5e-13, "central:\nbest near $h = 2$", "right"),
        (ax[1], 3e-5, 3e-1, "forward", "right"),
        (ax[1], 3e-2, 3e-7, "central", "left"),
        (ax[1], cube, 6e-11, r"best $h \approx \sqrt[3]{\epsilon}$", "center"),
    ):
        axes.text(x, y, text, color=theme.text, ha=align, va="center", fontsize=10)


@figure(
    alt="A table of five by five residuals, of which only the diagonal was "
    "meant. Beside it the data: the diagonal fits the least-squares line, all "
    "cells together fit a horizontal line at the mean of y, {mean_y:.1f}.",
    explorer=explorer.paired,
    size=(5.2, 2.7),
    columns=2,
)
def shapes(ax: Any, data: Data, *, theme: Theme) -> None:
    """The matrix of residuals that broadcasting makes, and the line it fits."""
    _residual_matrix(ax[0], data, theme=theme)
    ends, end = (-1.4, 3.4), data.broadcast.end
    pieces.line(ax[1], data.optimum, ends, color=theme.optimum)
    pieces.line(ax[1], end, ends, color=theme.wrong, linestyle=(0, (5, 2)))
    ax[1].plot(data.x, data.y, "o", color=theme.run, markersize=6, zorder=3)
    ax[1].set(xlabel="$x$", ylabel="$y$", ylim=(-2.3, 7))
    ax[1].set_xticks(data.x)
    right, wrong = "the diagonal fits this", "all cells fit this"
    ax[1].text(2.15, 4.9, right, color=theme.optimum, ha="right", fontsize=10)
    ax[1].text(3.4, end[1] - 0.8, wrong, color=theme.wrong, ha="right", fontsize=10)


def _residual_matrix(ax: Axes, data: Data, *, theme: Theme) -> None:
    n = len(data.broadcast.residual)
    middle: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": LARGE}
    box: dict[str, Any] = {"fill": False, "edgecolor": theme.run, "linewidth": 1.8}
    for (i, j), r in np.ndenumerate(data.broadcast.residual):
        weight, color = ("semibold", theme.text) if i == j else ("normal", theme.wrong)
        ax.text(j, i, minus(r), color=color, fontweight=weight, **middle)
        if i == j:
            ax.add_patch(Rectangle((j - 0.46, i - 0.46), 0.92, 0.92, **box))
    ax.set(xlim=(-0.6, n - 0.4), ylim=(n - 0.4, -0.6))
    ax.set_xticks(range(n), [minus(v) for v in data.y])
    predictions = data.residual + data.y
    ax.set_yticks(range(n), [minus(v) for v in predictions])
    ax.tick_params(length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set(xlabel="target $y$", ylabel=r"prediction $wx + b$")
    ax.set_aspect("equal")


@figure(
    alt="Loss above its minimum against steps. The right loop and the one that "
    "updates b with the new w fall on straight lines; without zero_grad the "
    "loss swings for ever, and with mismatched shapes it stays at a plateau.",
    explorer=explorer.accumulated,
    size=(5.2, 3.4),
)
def mistakes(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Loss above the minimum, step by step: the right loop and three wrong ones."""
    runs = (
        ("right", data.training.loss, theme.run, "-"),
        ("b after w", data.in_turn.loss, theme.run, (0, (1, 1.5))),
        ("no zero_grad", data.accumulated.loss, theme.wrong, "-"),
        ("shapes", data.broadcast.path_loss, theme.wrong, (0, (5, 2))),
    )
    for label, loss, color, dashes in runs:
        gap = loss[:61] - data.loss_optimum
        ax.plot(gap, color=color, linestyle=dashes)
        below = -7 if label == "no zero_grad" else 0
        pieces.label_end(ax, 60, gap[-1], label, color=color, offset=(6, below))
    pieces.log_axis(ax, "y")
    ax.set(xlabel="step", ylabel="loss − least loss")


@figure(
    alt="The teaching datasets as scatter plots with their least-squares "
    "lines. The lines differ little in slope, but outliers lift the slope and "
    "push the intercept below zero.",
    explorer=explorer.fitted,
    size=(5.2, round(1.8 * ROWS, 1)),
    rows=ROWS,
    columns=2,
    narrow_columns=2,
)
def datasets(ax: Any, data: Data, *, theme: Theme) -> None:
    """The teaching datasets with their least-squares lines."""
    dots: dict[str, Any] = {"color": theme.muted, "markersize": 2.6, "alpha": 0.7}
    for axes, fitted in pieces.panels(ax, data.datasets.values()):
        w, b = fitted.optimum
        axes.plot(fitted.x, fitted.y, "o", zorder=1, **dots)
        look = {"color": theme.optimum, "linewidth": 2.2, "zorder": 2}
        pieces.line(axes, fitted.optimum, (0, 50), **look)
        axes.set_title(fitted.title)
        low, high = axes.get_ylim()
        axes.set(xlim=(-2, 54), ylim=(low, high + 0.22 * (high - low)))
        for place, letter, value, color in (
            (0.04, "w", minus(w, ".3f"), theme.slope),
            (0.5, "b", minus(b, ".2f"), theme.intercept),
        ):
            text = f"${letter}$ = {value}"
            where = {"transform": axes.transAxes, "va": "top"}
            axes.text(place, 0.98, text, color=color, fontsize=9, **where)
    for axes in ax[-1]:
        axes.set_xlabel("$x$")
    for axes in ax[:, 0]:
        axes.set_ylabel("$y$")
