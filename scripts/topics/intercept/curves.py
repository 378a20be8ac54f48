"""Curves of the page on the intercept: curvatures, steps, scaling and the race.

The one rule: orange is the intercept, blue the slope; dashed is predicted, round
markers are measured.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter

from scripts.drawing import pieces
from scripts.drawing.declarations import Data, figure
from scripts.drawing.style import Theme
from scripts.topics.intercept import explorer

DASHED = (0, (5, 2))
SHOWN = 1e-6  # least share of an error that the race shows
LABELS = {
    "standardizing": "standardized x",
    "lbfgs": "L-BFGS",
    "rates": "a rate each",
    "momentum": "momentum",
    "adam": "Adam",
    "centering": "centered x",
    "plain": "best single rate",
}


@figure(
    alt="Both eigenvalues against the mean of x on a logarithmic axis, formula "
    "and measured alike: at mean 0 they are nearest, at the thread's mean "
    "their ratio is {condition_number:,.0f}.",
    explorer=explorer.centered,
    size=(5.2, 3.6),
)
def eigenvalues(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Both curvatures of the loss as the same x are moved to another mean."""
    moved, mean = data["shifted"], data["spectrum"]["mean"]
    pieces.log_axis(ax, "y")
    for i, (color, name) in enumerate(((theme.flat, "flat"), (theme.steep, "steep"))):
        ax.plot(moved["means"], moved["formula"][:, i], color=color, linestyle=DASHED)
        ax.plot(moved["spots"], moved["seen"][:, i], "o", color=color, markersize=4.5)
        sign = "λ₊" if i else "λ₋"
        pieces.label_end(
            ax,
            -60,
            np.interp(-60, moved["means"], moved["formula"][:, i]),
            f"{sign}, {name}",
            color=color,
            offset=(6, 12 if i else -13),
        )
    seen = data["spectrum"]
    _gap(ax, mean, (seen["min"], seen["max"]), "the thread", theme)
    _gap(ax, 0, (2, 2 * seen["variance"]), "centered", theme)
    ax.set(
        xlabel="mean of x, its spread kept",
        ylabel="eigenvalue of the Hessian",
        ylim=(0.08, 6e4),
    )


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


@figure(
    alt="Errors of slope and intercept left against the epoch, predicted and "
    "measured alike: the slope stalls at {slope_plateau:.1%} and is "
    "within 1 % at epoch {steps_w_measured:,}, the intercept at "
    "{steps_b_measured:,}.",
    explorer=explorer.long,
    size=(5.2, 3.6),
)
def steps(ax: Axes, data: Data, *, theme: Theme) -> None:
    """What is left of both errors over a million epochs: predicted and taken."""
    steps = data["steps"]
    pieces.log_axis(ax, "x")
    pieces.log_axis(ax, "y")
    for i, (color, name) in enumerate(
        ((theme.slope, "slope w"), (theme.intercept, "intercept b"))
    ):
        ax.plot(steps["k"], 100 * steps["share"][:, i], color=color, linestyle=DASHED)
        ax.plot(
            steps["spots"], 100 * steps["seen"][:, i], "o", color=color, markersize=4.5
        )
        at = steps["measured"][i]
        ax.plot([at, at], [0.02, 1], color=color, linewidth=1)
        side, align = ((-4, 0), "right") if i == 0 else ((4, 0), "left")
        pieces.label_end(
            ax, at, 0.045, f"{at:,}", color=color, offset=side, align=align
        )
        pieces.label_end(
            ax, 1.2, 100, name, color=color, offset=(90, -9) if i else (18, -42)
        )
    ax.axhline(1, color=theme.muted, linewidth=0.9)
    pieces.label_end(ax, 1.2, 1, "1 % left", color=theme.muted, offset=(0, -8))
    pieces.note(
        ax, "the slope waits\nfor the intercept", (2000, 2.23), (150, 9), theme=theme
    )
    ax.set(
        xlabel="epoch at learning rate 0.00001",
        ylabel="error left, % of the first",
        xlim=(1, 9e6),
        ylim=(0.02, 160),
    )
    _plain_percent(ax)


@figure(
    alt="Condition numbers on a logarithmic axis: {condition_number:,.0f} with "
    "x as it is, {centered_condition_number:.0f} centered, "
    "{jacobi_condition_number:.1f} scaled by the root mean square, "
    "{standardized_condition_number:.0f} standardized.",
    explorer=explorer.scaled,
    size=(5.2, 2.6),
)
def scaling(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Condition numbers with x as it is, centered, scaled, and both."""
    names = {
        "raw": "x as it is",
        "centered": "x − mean",
        "scaled": "x / rms",
        "standardized": "(x − mean) / sd",
    }
    pieces.log_axis(ax, "x")
    for row, name in enumerate(names):
        kappa = data["systems"][name]["condition"]
        best = name == "standardized"
        ax.plot([1, kappa], [-row, -row], color=theme.grid, linewidth=2, zorder=1)
        ax.plot(
            kappa,
            -row,
            "*" if best else "o",
            markersize=13 if best else 8,
            color=theme.optimum if best else theme.run,
            zorder=3,
        )
        text = f"{kappa:,.3g}" if kappa < 1000 else f"{kappa:,.0f}"
        pieces.label_end(ax, kappa, -row, text, color=theme.text, offset=(10, 0))
    ax.set_yticks(-np.arange(4), names.values())
    ax.tick_params(axis="y", labelsize=10, labelcolor=theme.text, length=0)
    ax.spines["left"].set_visible(False)
    ax.set(
        xlabel="condition number κ, dimensionless", xlim=(0.8, 6e4), ylim=(-3.6, 0.5)
    )


@figure(
    alt="Error of b against gradient evaluations for seven remedies and the "
    "thread's run: standardizing needs {standardizing_evaluations} to get "
    "within 1 %, the best single rate {plain_evaluations:,}.",
    explorer=explorer.race,
    size=(5.2, 4.2),
)
def race(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Largest error of b from each evaluation on, for every remedy."""
    pieces.log_axis(ax, "x")
    pieces.log_axis(ax, "y")
    dashes = ("-", "-", *pieces.DASHES[1:], "-")
    for name, dash in zip(LABELS, dashes, strict=True):
        _racer(ax, name, data["race"]["remedies"][name], dash, theme)
    steps = data["steps"]
    ax.plot(steps["k"] + 1, steps["share"][:, 1], color=theme.wrong, linestyle=DASHED)
    pieces.label_end(
        ax,
        2.6e6,
        3,
        "the thread's rate",
        color=theme.wrong,
        offset=(0, 0),
        align="right",
    )
    ax.plot(1, SHOWN / 12, "*", color=theme.optimum, markersize=12)
    pieces.label_end(
        ax,
        1,
        SHOWN / 12,
        "least squares: one solve",
        color=theme.optimum,
        offset=(9, 0),
    )
    ax.axhline(data["race"]["tolerance"], color=theme.muted, linewidth=0.9, zorder=1)
    ax.set(xlabel="gradient evaluations", ylabel="error of b, share of the first")
    ax.set(ylim=(SHOWN / 40, 300), xlim=(0.85, 3e6))
    ax.yaxis.set_major_locator(FixedLocator([1e2, 1, 1e-2, 1e-4, 1e-6]))


def _racer(ax: Axes, name: str, race: Data, dash: Any, theme: Theme) -> None:
    """One remedy: its largest error from each evaluation on, with its name."""
    worst = np.maximum.accumulate(race["share"][::-1])[::-1]
    shown = worst > SHOWN / 10
    shown[1:] |= shown[:-1]  # the line goes on to the first point below
    nfev, worst = race["nfev"][shown], np.maximum(worst[shown], SHOWN)
    color = theme.optimum if name == "standardizing" else theme.run
    ax.plot(nfev, worst, color=color, linewidth=1.5, linestyle=dash)
    there = nfev == race["evaluations"]
    ax.plot(nfev[there], worst[there], "o", color=color, markersize=4)
    at = np.exp(np.interp(np.log(3e4), -np.log(worst), np.log(nfev)))
    side = (-8 if name == "adam" else 8, 0)
    text = pieces.label_end(ax, at, 1 / 3e4, LABELS[name], color=color, offset=side)
    text.set(rotation=90, ha="center")


def _plain_percent(ax: Axes) -> None:
    ax.yaxis.set_major_locator(FixedLocator([0.1, 1, 10, 100]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
