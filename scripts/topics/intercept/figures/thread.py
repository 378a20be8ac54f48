"""The thread's run: what it learns, its gradients, and the steps that it lacks.

The one rule: the run is drawn from the first epoch on, whatever comes after it.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.style import Theme
from scripts.topics.intercept import explorer
from scripts.topics.intercept.data import Data


@figure(
    alt="First, the data and the line after {epochs} epochs, which runs through "
    "them. Second, the error left in percent of the first: the slope falls to "
    "{slope_share_left:.1%} within {epochs} epochs, the intercept stays at "
    "{intercept_share_left:.1%}.",
    explorer=explorer.thread,
    size=(5.2, 2.9),
    columns=2,
)
def thread_run(axes: Any, data: Data, *, theme: Theme) -> None:
    """The fitted line looks right; the share of each error that is left does not."""
    fit, share = axes
    w, b = data.run.x[-1]
    fit.plot(data.x, data.y, ".", color=theme.theory, markersize=3.5, alpha=0.7)
    fit.plot(data.x, w * data.x + b, color=theme.run)
    pieces.label_end(fit, 46, 9, "the line after\n100 epochs", color=theme.run)
    fit.set(xlabel="x", ylabel="y")
    left = 100 * data.run.share
    slope, intercept = theme.slope, theme.intercept
    share.plot(left[:, 1], color=intercept)
    share.plot(left[:, 0], color=slope)
    below: Any = {"offset": (0, -11), "align": "center"}
    pieces.label_end(share, 50, left[50, 1], "intercept b", color=intercept, **below)
    pieces.label_end(share, 30, left[30, 0], "slope w", color=slope, offset=(8, 7))
    share.set(xlabel="epoch", ylabel="error left, % of the first", ylim=(0, 105))


@figure(
    alt="Size of both gradients against the epoch on logarithmic axes: the "
    "slope's starts {ratio_start:.0f} times larger, falls below the bias "
    "gradient at epoch {crossing_epoch} and ends {pivot_x_exact:.0f} times smaller.",
    explorer=explorer.gradients,
    size=(5.2, 3.5),
)
def gradients(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Sizes of the two gradients over ten million epochs."""
    k, sizes, taken = data.late.k, np.abs(data.late.grad), np.abs(data.run.grad)
    pieces.log_axis(ax, "xy")
    spots = [1, 2, 4, 8, 16, 32, 64, 100]
    colors = {"w": theme.slope, "b": theme.intercept}
    for i, color in enumerate(colors.values()):
        ax.plot(k, sizes[:, i], color=color, linestyle=pieces.PREDICTED, linewidth=1.6)
        ax.plot(spots, taken[spots, i], "o", color=color, markersize=4.5)
    for i, (name, color) in enumerate(colors.items()):
        height = sizes[k == 3, i][0]
        pieces.label_end(ax, 3, height, f"|∂L/∂{name}|", color=color, offset=(4, 11))
    at = data.late.crossing
    crossing = (at, np.interp(at, k, sizes[:, 1]))
    text = "from here on the bias gradient\nis the larger one"
    pieces.note(ax, text, crossing, (600, 20), theme=theme)
    ax.set(xlabel="epoch", ylabel="size of the gradient")
    ax.set(ylim=(1e-4, 1e4), xlim=(0.9, 3e6))


@figure(
    alt="Each sample's term of the bias gradient against x. At the start all are "
    "negative with mean {term_mean_start:.1f}; at epoch {epochs} "
    "{terms_positive_after} of {samples} are positive and the mean is "
    "{term_mean_after:.2f}.",
    explorer=explorer.terms,
    size=(5.2, 3.2),
    columns=2,
)
def terms(axes: Any, data: Data, *, theme: Theme) -> None:
    """Each sample's term of the bias gradient, before and after the slope adapted."""
    for ax, when, terms in zip(axes, ("Before", "After"), data.terms, strict=True):
        ax.axhline(0, color=theme.muted, linewidth=0.8)
        color = theme.intercept
        ax.vlines(data.x, 0, terms.terms, color=color, linewidth=1, alpha=0.55)
        ax.plot(data.x, terms.terms, "o", color=color, markersize=2.6)
        ax.plot(data.x, terms.line, color=theme.theory, linestyle=pieces.PREDICTED)
        ax.axhline(terms.mean, color=theme.run, linewidth=1.6)
        ax.set(title=f"{when}: epoch {terms.epoch}", xlabel="x")
    before, after = axes
    start, end = (terms.mean for terms in data.terms)
    before.set(ylabel="2 × residual of each sample", ylim=(-122, 9))
    text = f"mean {start:.1f}".replace("-", "−")
    pieces.label_end(before, 0, start, text, color=theme.run, offset=(2, -9))
    after.set(ylim=(-7.2, 7.2))
    after.yaxis.set_major_locator(MultipleLocator(3))
    text = f"mean {end:.2f}".replace("-", "−")
    pieces.note(after, text, (97, end), (62, -5.9), theme=theme)


@figure(
    alt="Errors of slope and intercept left against the epoch, predicted and "
    "measured alike: the slope stalls at {slope_plateau:.1%} and is "
    "within one percent at epoch {steps_w_measured:,}, the intercept at "
    "{steps_b_measured:,}.",
    explorer=explorer.long,
    size=(5.2, 3.6),
)
def steps(ax: Axes, data: Data, *, theme: Theme) -> None:
    """What is left of both errors over a million epochs: predicted and taken."""
    steps = data.steps
    pieces.log_axis(ax, "xy")
    for i, color, name, place, side, align in (
        (0, theme.slope, "slope w", (18, -42), -4, "right"),
        (1, theme.intercept, "intercept b", (90, -9), 14, "left"),
    ):
        share, measured = 100 * steps.share[:, i], 100 * steps.measured_share[:, i]
        ax.plot(steps.k, share, color=color, linestyle=pieces.PREDICTED)
        ax.plot(steps.spots, measured, "o", color=color, markersize=4.5)
        at = steps.measured[i]
        ax.plot([at, at], [0.02, 1], color=color, linewidth=1)
        beside: Any = {"offset": (side, 0), "align": align}
        pieces.label_end(ax, at, 0.045, f"{at:,}", color=color, **beside)
        pieces.label_end(ax, 1.2, 100, name, color=color, offset=place)
    ax.axhline(1, color=theme.muted, linewidth=0.9)
    pieces.label_end(ax, 1.2, 1, "1 % left", color=theme.muted, offset=(0, -8))
    text = "the slope waits\nfor the intercept"
    pieces.note(ax, text, (2000, 2.23), (150, 9), theme=theme)
    ax.set(xlabel="epoch at learning rate 0.00001", xlim=(1, 9e6))
    ax.set(ylabel="error left, % of the first", ylim=(0.02, 160))
    pieces.plain_ticks(ax.yaxis, (0.1, 1, 10, 100))
