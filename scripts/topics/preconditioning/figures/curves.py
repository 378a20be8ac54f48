"""The pictures of the page on preconditioning that stand still.

The one rule: dashed is predicted, solid or with markers was measured.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse

from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.style import Theme
from scripts.topics.preconditioning import explorer
from scripts.topics.preconditioning.data import Data
from scripts.topics.preconditioning.data.runs import CLAIMED_EPOCHS
from scripts.topics.preconditioning.data.thread import Bands

LADDER = {
    "raw": "raw x",
    "centered": "x − mean",
    "minmax": "min–max to [0, 1]",
    "jacobi": "scaled, not centered",
    "symmetric": "min–max to [−1, 1]",
    "standardized": "standardized",
    "whitened": "whitened",
}
Style = dict[str, Any]  # keywords of one label
KINDS = ("each entry off by up to δ", "off by δ in norm")
PERCENT = {1e-4: "0.01%", 1e-3: "", 1e-2: "1%", 0.1: "", 1.0: "100%"}


@figure(
    alt="Condition number by coordinate system: raw x "
    "{raw_condition_number:,.0f}, centered {centered_condition_number:.0f}, "
    "min-max to zero and one {minmax_condition_number:.1f}, scaled only "
    "{jacobi_condition_number:.1f}, min-max to minus one and one "
    "{symmetric_condition_number:.2f}, standardized and whitened "
    "{whitened_condition_number:.0f}; beside "
    "each one level line, from a hair to a circle.",
    explorer=explorer.ladder,
    size=(6.4, 3.4),
    columns=2,
    narrow_columns=2,
)
def ladder(axes: Any, data: Data, *, theme: Theme) -> None:
    """Condition number and steps per coordinate system, with the valley's shape."""
    dots, shapes = axes
    dots.get_gridspec().set_width_ratios([3, 1])
    rows = np.arange(len(LADDER))[::-1]
    for y, name in zip(rows, LADDER, strict=True):
        system = data.systems[name]
        kappa, steps = system.condition_number, system.steps
        dots.plot([1, kappa], [y, y], color=theme.grid, linewidth=2, zorder=1)
        dots.plot(kappa, y, "o", color=theme.run, markersize=6, clip_on=False)
        label = "1 step" if steps == 1 else f"{steps:,} steps"
        pieces.label_end(dots, kappa, y, label, color=theme.text, offset=(9, 0))
        shape = Ellipse((0, y), 0.86, 0.86 / np.sqrt(kappa), fill=False)
        shape.set(edgecolor=theme.run, linewidth=1.2)
        shapes.add_patch(shape)
    pieces.log_axis(dots, "x", numticks=4)
    dots.set(xlim=(1, 3e5), ylim=(-0.6, 6.6), xlabel="condition number")
    dots.set_yticks(rows, LADDER.values())
    dots.tick_params(axis="y", length=0, pad=10, labelcolor=theme.text)
    dots.spines["left"].set_visible(False)
    shapes.set(xlim=(-0.6, 0.6), ylim=(-0.6, 6.6), aspect="equal")
    shapes.set_title("one level line", fontsize=9, loc="right")
    shapes.axis("off")


@figure(
    alt="Condition number left by scaling without centering: it grows with "
    "mean over deviation of x, from {jacobi_condition_number:.1f} on the "
    "forum's data to {years_jacobi:,.0f} for years; centered first it is "
    "{standardized_condition_number:.0f}.",
    explorer=explorer.own_rates,
    size=(6.4, 3.6),
)
def jacobi(ax: Axes, data: Data, *, theme: Theme) -> None:
    """What scaling without centering leaves, against mean / deviation of x."""
    ratio, points = data.correlations.ratio, data.correlations.points
    ax.plot(ratio, data.correlations.theory, color=theme.theory, linestyle="--")
    theory: Style = {"color": theme.theory, "offset": (-14, 0), "align": "right"}
    pieces.label_end(ax, 20, 1600, "$(1+q)/(1-q)$", **theory)
    for point in points.values():
        ax.plot(point.ratio, point.jacobi, "o", color=theme.run, markersize=5)
    pieces.log_axis(ax, "x")
    pieces.log_axis(ax, "y")
    thread, years = points["intercept_thread"], points["years"]
    at, label = (thread.ratio, thread.jacobi), "the forum's x and our datasets"
    pieces.note(ax, label, at, (3.4, 6), theme=theme)
    beside: Style = {"color": theme.text, "offset": (-10, 0), "align": "right"}
    pieces.label_end(ax, years.ratio, years.jacobi, "x = 2000 … 2024", **beside)
    ax.axhline(1, color=theme.optimum, linewidth=1.6)
    below: Style = {"color": theme.optimum, "offset": (0, 9), "align": "right"}
    pieces.label_end(ax, 380, 1, "centered first, then scaled", **below)
    ax.set(xlim=(0.1, 400), ylim=(0.7, 1e6), ylabel="condition number")
    ax.set_xlabel("mean of x / standard deviation of x")


@figure(
    alt="Error against gradient evaluations: two rates with momentum fall "
    "along the predicted line, to {tolerance:.0%} in {thread_steps_counted} steps; two "
    "rates without momentum explode; one rate with the best momentum stays above "
    "the first error.",
    explorer=explorer.two_rates,
    size=(6.4, 3.8),
)
def two_rates(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The thread's recipe, and each half of it alone."""
    recipe, theory = data.two_rates, 10 * data.two_rates.theory
    ax.plot(theory, color=theme.theory, linestyle="--", linewidth=1.4)
    beside: Style = {"color": theme.theory, "offset": (-8, -12), "align": "right"}
    pieces.label_end(ax, 560, theory[560], r"$\sqrt{\beta}^{\,k}$", **beside)
    alone = recipe.momentum_alone
    ax.plot(alone, color=theme.run, linestyle=pieces.DASHES[2], linewidth=1.6)
    place: Style = {"color": theme.text, "offset": (0, 11)}
    pieces.label_end(ax, 600, alone[600], "one rate, best momentum", **place)
    ax.plot(recipe.both, color=theme.run)
    place = {"color": theme.text, "offset": (10, 6)}
    pieces.label_end(ax, 310, recipe.both[310], "two rates and momentum", **place)
    alone = recipe.rates_alone
    last = int(np.flatnonzero(alone < 1e6)[-1])
    ax.plot(alone[: last + 1], color=theme.wrong, linewidth=1.6)
    ax.plot(last, alone[last], "X", color=theme.wrong, markersize=8)
    place = {"color": theme.wrong, "offset": (10, 0)}
    pieces.label_end(ax, last, alone[last], "two rates, no momentum", **place)
    pieces.log_axis(ax, "y", numticks=8)
    ax.set(xlim=(0, 1000), ylim=(1e-11, 1e7), xlabel="gradient evaluations")
    ax.set_ylabel(r"error $\Vert A\theta-b\Vert$")


@figure(
    alt="Condition number against the error of B. Entries off by up to "
    "{error_1e-02:.0%}: median {entries_condition_median_1e-02:.2f}. Off by "
    "{error_1e-02:.0%} in norm: median {norm_condition_median_1e-02:.0f}. The "
    "worst case is infinite from {entries_singular:.1%} of the entries and "
    "from {norm_singular:.3%} in norm on.",
    explorer=explorer.without,
    size=(6.4, 3.6),
    columns=2,
)
def condition(axes: Any, data: Data, *, theme: Theme) -> None:
    """Condition number against the error of B, entry by entry and in norm."""
    approximations = data.approximations
    kinds = (approximations.entries.condition, approximations.norm.condition)
    _bands(axes, data, kinds, data.two_rates.raw.condition_number, theme)
    axes[0].set_ylabel("condition number")
    errors = approximations.errors
    squared = (errors * approximations.condition_of_a) ** 2
    far = squared > 3
    axes[1].plot(errors[far], squared[far], color=theme.theory, linestyle="--")
    place: Style = {"color": theme.theory, "offset": (12, -10)}
    _on_paper(pieces.label_end(axes[1], 2e-3, 14, r"$(δ\,κ(A))^2$", **place), theme)


@figure(
    alt="Steps to {tolerance:.0%} against the error of B: with entries off by up "
    "to {error_1e-02:.0%} the "
    "median is {entries_steps_median_1e-02:.0f} and the worst "
    "{entries_steps_worst_1e-02:.0f}; off by {error_1e-02:.0%} in norm the median is "
    "{norm_steps_median_1e-02:.0f}; without B it is {thread_steps_neither:,}.",
    explorer=explorer.without,
    size=(6.4, 3.6),
    columns=2,
)
def steps(axes: Any, data: Data, *, theme: Theme) -> None:
    """Steps to one percent against the error of B."""
    kinds = (data.approximations.entries.steps, data.approximations.norm.steps)
    _bands(axes, data, kinds, data.two_rates.steps["neither"][0], theme)
    axes[0].set_ylabel("steps to 1%")


def _bands(
    axes: Any, data: Data, kinds: tuple[Bands, Bands], raw: float, theme: Theme
) -> None:
    """Median, spread and worst case of both kinds of error, one axes for each."""
    errors = data.approximations.errors
    inexact = (data.approximations.entries, data.approximations.norm)
    for ax, bands, error, title in zip(axes, kinds, inexact, KINDS, strict=True):
        color, hatch = theme.wrong, {"facecolor": "none", "hatch": "//", "linewidth": 0}
        ax.axvspan(error.singular, 1, edgecolor=color, alpha=0.45, zorder=0, **hatch)
        ax.fill_between(errors, bands.low, bands.high, color=theme.contours[4])
        ax.plot(errors, bands.median, color=theme.run)
        ax.plot(error.near, bands.near, color=theme.wrong, linewidth=1.6)
        ax.axhline(raw, color=theme.muted, linestyle=(0, (1, 1.5)), linewidth=1.4)
        pieces.log_axis(ax, "x")
        pieces.log_axis(ax, "y")
        ax.set(xlim=(1e-4, 1), ylim=(0.5, 1e9), xlabel="relative error δ of B")
        ax.set_title(title, fontsize=10)
        ax.set_xticks(list(PERCENT), list(PERCENT.values()))
    first = axes[0]
    pieces.label_end(first, 1e-4, raw, "without B", color=theme.muted, offset=(4, 9))
    pieces.note(first, "worst case", (0.1, 5e3), (2e-3, 3e4), theme=theme)
    pieces.note(first, "median draw", (0.06, 12), (5e-4, 300), theme=theme)
    place: Style = {"color": theme.wrong, "offset": (4, 0)}
    label = "B can be\nsingular"
    _on_paper(pieces.label_end(axes[1], 7e-4, 1e8, label, **place), theme)


def _on_paper(label: Any, theme: Theme) -> None:
    """Keep hatching and lines out of a label."""
    label.set_bbox({"facecolor": theme.paper, "edgecolor": "none", "pad": 1.5})


@figure(
    alt="Error left against epochs on standardized x at learning rate "
    "{claimed_rate:g}: {share_after_50_epochs:.0%} after {claimed_epochs} "
    "epochs, {tolerance:.0%} after {epochs_over_claimed:.1f} times as many; at one "
    "half a single step is exact.",
    explorer=explorer.epochs,
    size=(6.4, 3.4),
)
def epochs(ax: Axes, data: Data, *, theme: Theme) -> None:
    """What 50 epochs at 0.01 leave, and what one step at 1/2 does."""
    share, done = data.epochs.share, data.epochs.done
    epochs = np.arange(len(share))
    ax.plot(epochs, data.epochs.predicted, color=theme.theory, linestyle="--")
    ax.plot(epochs[::10], share[::10], "o", color=theme.run, markersize=4)
    pieces.label_end(ax, 150, share[150], "$0.98^k$", color=theme.theory, offset=(8, 9))
    ax.plot([0, 1], [1, 1e-4], color=theme.run, linewidth=1.8)
    pieces.label_end(ax, 1, 2e-3, "lr = ½: one step", color=theme.text, offset=(8, 0))
    claimed = (CLAIMED_EPOCHS, share[CLAIMED_EPOCHS])
    label = f"after {CLAIMED_EPOCHS} epochs {claimed[1]:.0%} is left"
    pieces.note(ax, label, claimed, (80, 0.62), theme=theme)
    ax.axhline(0.01, color=theme.grid, linewidth=1.2, zorder=0)
    pieces.note(ax, f"1% after {done} epochs", (done, 0.01), (212, 0.028), theme=theme)
    ax.set_yscale("log")
    ax.set_yticks([1, 0.1, 0.01, 0.001], ["100%", "10%", "1%", "0.1%"])
    ax.minorticks_off()
    ax.set(xlim=(-4, 300), ylim=(1e-3, 1.3), xlabel="epochs", ylabel="error left")
