"""What helps: other coordinates, and the race of the remedies.

The one rule: green is the remedy that the page recommends.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator

from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.style import Theme
from scripts.topics.intercept import explorer
from scripts.topics.intercept.data import Data

SHOWN = 1e-6  # least share of an error that the race shows
RACERS = {"standardizing": "standardized x", "lbfgs": "L-BFGS"}
NAMED = 3e-5
"""Error at which the name of a remedy stands."""
SYSTEMS = {
    "raw": "x as it is",
    "centered": "x − mean",
    "scaled": "x / rms",
    "standardized": "(x − mean) / sd",
}


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
    pieces.log_axis(ax, "x")
    for row, name in enumerate(SYSTEMS):
        kappa = data.systems[name].condition
        ax.plot([1, kappa], [-row, -row], color=theme.grid, linewidth=2, zorder=1)
        mark, size, color = "o", 8, theme.run
        if name == "standardized":
            mark, size, color = "*", 13, theme.optimum
        ax.plot(kappa, -row, mark, markersize=size, color=color, zorder=3)
        text = f"{kappa:,.3g}" if kappa < 1000 else f"{kappa:,.0f}"
        pieces.label_end(ax, kappa, -row, text, color=theme.text, offset=(10, 0))
    ax.set_yticks(-np.arange(4), SYSTEMS.values())
    ax.tick_params(axis="y", labelsize=10, labelcolor=theme.text, length=0)
    ax.spines["left"].set_visible(False)
    ax.set(xlabel="condition number κ, dimensionless")
    ax.set(xlim=(0.5, 6e4), ylim=(-3.6, 0.5))


@figure(
    alt="Error of b against gradient evaluations, both on logarithmic axes. "
    "Standardized x is within one percent after {standardizing_evaluations} "
    "evaluations, L-BFGS after {lbfgs_evaluations}; at the thread's rate the error "
    "stays level for ten thousand evaluations and more.",
    explorer=explorer.race,
    size=(5.2, 3.6),
)
def race(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Largest error of b from each evaluation on: two remedies and the thread."""
    pieces.log_axis(ax, "xy")
    for name in RACERS:
        _racer(ax, name, data, theme)
    k, share, wrong = data.steps.k, data.steps.share, theme.wrong
    ax.plot(k + 1, share[:, 1], color=wrong, linestyle=pieces.PREDICTED)
    end: Any = {"offset": (0, 0), "align": "right"}
    pieces.label_end(ax, 2.6e6, 3, "the thread's rate", color=wrong, **end)
    ax.axhline(data.race.tolerance, color=theme.muted, linewidth=0.9, zorder=1)
    ax.set(xlabel="gradient evaluations", ylabel="error of b, share of the first")
    ax.set(ylim=(SHOWN / 3, 10), xlim=(0.85, 3e6))
    ax.yaxis.set_major_locator(FixedLocator([1, 1e-2, 1e-4, 1e-6]))


def _racer(ax: Axes, name: str, data: Data, theme: Theme) -> None:
    """One remedy: its largest error from each evaluation on, with its name."""
    remedy = data.race.remedies[name]
    worst = np.maximum.accumulate(remedy.share[::-1])[::-1]
    shown = worst > SHOWN / 10
    shown[1:] |= shown[:-1]  # the line goes on to the first point below
    nfev, worst = remedy.nfev[shown], np.maximum(worst[shown], SHOWN)
    color = theme.optimum if name == "standardizing" else theme.run
    ax.plot(nfev, worst, color=color, linewidth=1.5)
    there = nfev == remedy.evaluations
    ax.plot(nfev[there], worst[there], "o", color=color, markersize=4)
    at = np.exp(np.interp(-np.log(NAMED), -np.log(worst), np.log(nfev)))
    label, beside = RACERS[name], (9, 0)
    text = pieces.label_end(ax, at, NAMED, label, color=color, offset=beside)
    text.set(rotation=90, ha="center")
