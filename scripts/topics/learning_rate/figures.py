"""Pictures of the page on the learning rate.

The one rule: what was measured is solid, what the formula says is dashed, and what is
beyond the limit has a cross or hatching.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.pieces import DASHES, label_end, predicted_level
from scripts.drawing.style import Theme
from scripts.topics.learning_rate import explorer
from scripts.topics.learning_rate.data import Data
from scripts.topics.learning_rate.data.runs import FRAMES

SWINGS, GROWS, BEFORE = 12, 150, 24  # steps in the panels of the run to NaN
LATE = 60  # step from which on its growth is drawn
ABOVE_LEFT: dict[str, Any] = {"offset": (-8, 8), "align": "right"}  # of a point
EDGE = 1.12  # share of the limit at the end of an axis
KINDS = {"raw": "raw", "tenth": "x / 10", "standardized": "standardized"}
STAGES = ((0.2, 0.09, "creeps"), (0.5, 0.3, "jumps"), (0.8, 0.09, "swings"))
COURSES = (  # each with its words, the cost at which they stand, and how
    ("best", "best\nconstant", 5500, (-6, -6), "right"),
    ("backtracking", "back-\ntracking", 1.6e4, (6, 0), "left"),
    ("decaying", "decaying", 7e3, (8, 8), "left"),
    ("chebyshev", "Chebyshev", 20, (0, 9), "left"),
)


@figure(
    alt="Four panels of one run at {past_share:.1f} times the limit. The slope swings "
    "about its best value, each time farther; the loss rises along a straight line on "
    "a logarithmic axis; at step {inf_float64:,} it passes the largest number and is "
    "inf; at step {nan_float64:,} the slope is NaN.",
    explorer=explorer.past,
    size=(6.4, 5.2),
    rows=2,
    columns=2,
    narrow_height=8.6,
)
def past_the_limit(axes: Any, data: Data, *, theme: Theme) -> None:
    """Swinging, diverging, inf and NaN: stages of the same run."""
    run, end = data.blow_up, data.blow_up.ends["float64"]
    swing, grow, inf, nan = axes.flat
    k = np.arange(SWINGS + 1)
    predicted_level(swing, run.best, "best", SWINGS, theme=theme, offset=(5, 0))
    swing.plot(k, run.w[k], "o-", color=theme.run, markersize=4)
    swing.set(title="1  swinging", ylabel="slope w", xticks=(0, 4, 8, 12))
    k, late = np.arange(GROWS + 1), np.arange(LATE, GROWS + 1)
    told = run.loss[LATE] * run.factor ** (2 * (late - LATE))
    grow.plot(k, run.loss[k], color=theme.run)
    grow.plot(late, told, color=theme.theory, linestyle=pieces.PREDICTED, linewidth=1.2)
    words = f"× {run.factor**2:.2f} a step"
    label_end(grow, 95, run.loss[95], words, color=theme.text, **ABOVE_LEFT)
    pieces.log_axis(grow, "y", numticks=5)
    grow.set(title="2  diverging", ylabel="loss")
    _lost(inf, run.loss, end.inf, "inf", theme)
    inf.set(title="3  inf", ylabel="loss, power of ten")
    _lost(nan, np.abs(run.w), end.nan, "NaN", theme)
    nan.set(title="4  NaN", ylabel="|w|, power of ten")
    for ax in axes.flat:
        ax.set_xlabel("step k")
        ax.title.set_fontweight("normal")


def _lost(ax: Axes, values: Any, at: int, word: str, theme: Theme) -> None:
    """The last finite values below the largest number, and where they end."""
    k = np.arange(at - BEFORE, at)
    k = k[np.isfinite(values[k])]
    top = np.log10(np.finfo(float).max)
    ax.plot(k, np.log10(values[k]), "o-", color=theme.run, markersize=3)
    predicted_level(ax, top, "largest float64", k[0], theme=theme, offset=(0, 9))
    ax.plot(at, top, "x", color=theme.wrong, markersize=9, markeredgewidth=2.2)
    label_end(ax, at, top, word, color=theme.wrong, offset=(-4, 13), align="right")
    low = np.log10(values[k[0]])
    ax.set(ylim=(low - 0.3, top + (top - low) * 0.28))


@figure(
    alt="Size of the error's factor per step against the learning rate, for a steep "
    "and a flat direction. The steep line falls to zero at half the limit, rises "
    "again and passes one at the limit. The flat line falls slowly. They cross at "
    "{dial_tenth_best:.3f} of the limit: there the worse of the two is smallest.",
    explorer=explorer.tenth,
    size=(6.4, 3.7),
)
def factors(ax: Axes, data: Data, *, theme: Theme) -> None:
    """|1 - eta lambda| of both directions, and the rate at which they are equal."""
    dial = data.dials["tenth"]
    share = np.array([0, 0.5, EDGE])
    steep, flat = np.abs(1 - 2 * share), 1 - 2 * share / dial.condition
    pieces.beyond_limit(ax, EDGE, theme=theme)
    ax.axhline(1, color=theme.grid, linewidth=0.8, zorder=0)
    ax.plot(share, steep, color=theme.steep)
    ax.plot(share, flat, color=theme.flat, linestyle=(0, (6, 2)))
    label_end(ax, 0.2, 0.6, "steep direction", color=theme.steep, offset=(8, 4))
    label_end(ax, 0.5, flat[1], "flat direction", color=theme.flat, offset=(0, -11))
    point = (dial.best, 1 - 2 * dial.best / dial.condition)
    pieces.optimum(ax, point, theme=theme)
    pieces.note(ax, "best: both are\nequally slow", point, (0.54, 0.7), theme=theme)
    for x, y, words in STAGES:
        ax.text(x, y, words, color=theme.text, fontsize=9, ha="center")
    ax.set(xlim=(0, EDGE), ylim=(0, 1.24), ylabel="|1 − ηλ|, error left per step")
    ax.set_xlabel("learning rate η, as a share of the limit 2/λmax")


@figure(
    alt="Steps to one percent against the learning rate as a share of its limit, for "
    "the same points raw, with x divided by ten, and standardized. Each curve falls to "
    "a star and rises after it. The stars stand at {dial_standardized_best:.2f}, "
    "{dial_tenth_best:.3f} and {dial_raw_best:.4f} of the limit, with "
    "{dial_standardized_fewest}, {dial_tenth_fewest} and {dial_raw_fewest:,} steps.",
    explorer=explorer.best,
    size=(6.4, 3.9),
)
def dial(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The rate dial of `clean` in three scalings, with its best rate."""
    pieces.beyond_limit(ax, EDGE, theme=theme)
    for (name, each), dashes in zip(data.dials.items(), DASHES, strict=False):
        ax.plot(each.share, each.steps, color=theme.run, linestyle=dashes)
        at = int(each.steps.argmin())
        pieces.optimum(ax, (each.share[at], each.steps[at]), theme=theme)
        y = np.interp(0.3, each.share, each.steps)
        text = f"{KINDS[name]}, κ = {each.condition:,.0f}"
        label_end(ax, 0.3, y, text, color=theme.text, offset=(0, 10))
    pieces.log_axis(ax, "y")
    ax.set(xlim=(0, EDGE), ylim=(0.6, 1e6), ylabel="steps to 1 % of the error")
    ax.set_xlabel("learning rate, as a share of its limit")


@figure(
    alt="Error of the slope on a logarithmic axis over {rows_epochs} epochs, one row "
    "at a time. Each visit of the row at x = {rows_x:,.0f}, a cross, throws it up by "
    "{rows_jump:.1f}; the other rows bring back less. Full gradients at the same rate "
    "stay low.",
    explorer=explorer.far,
    size=(6.4, 3.8),
)
def far_row(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Updates row by row with one far row, and full gradients at the same rate."""
    run = data.thrown
    updates = np.arange(len(run.single)) / 100
    ax.plot(updates, run.single, color=theme.run, linewidth=1.4)
    at = run.visits
    ax.plot(updates[at], run.single[at], "x", color=theme.wrong, markeredgewidth=2)
    ax.plot(np.arange(len(run.full)), run.full, color=theme.run, linestyle=(0, (5, 2)))
    label_end(ax, 7, run.full[7], "full gradients", color=theme.text, offset=(0, -12))
    label_end(ax, 6.3, 1, "row by row", color=theme.text)
    x, y = updates[at[-4]], run.single[at[-4]]
    label_end(ax, x, y, "after the far row", color=theme.wrong, **ABOVE_LEFT)
    pieces.log_axis(ax, "y")
    ax.set(xlabel="epoch", ylabel="error of the slope", ylim=(1e-4, 300))
    ax.set_xlim(0, len(at))


@figure(
    alt="Share of the error still to come against evaluations, both logarithmic. The "
    "decaying rate levels off. The best constant rate and backtracking arrive after "
    "thousands of evaluations, Chebyshev's rates after {course_chebyshev_steps}.",
    explorer=explorer.best,
)
def schedules(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The error left under schedules, against what they cost."""
    for (name, text, at, offset, align), dashes in zip(COURSES, DASHES, strict=False):
        cost, left = data.courses[name].cost, data.courses[name].left
        left = np.maximum.accumulate(left[::-1])[::-1]
        thinned = np.unique(np.geomspace(1, len(cost) - 1, 300).astype(int))
        ax.plot(cost[thinned], left[thinned], color=theme.run, linestyle=dashes)
        y = np.interp(at, cost, left)
        label_end(ax, at, y, text, color=theme.text, offset=offset, align=align)
    predicted_level(ax, 0.01, "one percent", 1.2, theme=theme, offset=(0, 8))
    pieces.log_axis(ax, "xy")
    ax.set(xlabel="gradients and losses evaluated", ylabel="share of the error left")
    ax.set(xlim=(1, 4e4), ylim=(1e-3, 4))


@animation(
    alt="One run whose learning rate rises from {film_first:.2f} to {film_last:.2f} of "
    "the limit. The swings of the slope shrink until the rate meets the limit, and "
    "grow from there on; the loss turns upward at {film_turn:.2f} of the limit.",
    explorer=explorer.page,
    frames=FRAMES,
    poster=FRAMES - 1,
    fps=15,
    columns=2,
)
def rising(axes: Any, data: Data, *, theme: Theme) -> Any:
    """One run whose rate rises past the limit: its swings, and its loss."""
    film, lines = data.film, []
    for ax, values in zip(axes, (film.w, film.loss), strict=True):
        pieces.beyond_limit(ax, film.share[-1], theme=theme)
        (line,) = ax.plot([], [], "o-", color=theme.run, linewidth=1.3, markersize=2.4)
        lines.append((line, values))
        ax.set(xlim=film.share[[0, -1]], xticks=(0.94, 0.97, 1, 1.03, 1.06))
        ax.set_xlabel("learning rate over its limit")
    swing, loss = axes
    swing.set(ylabel="error of the slope w", ylim=np.array([-1.15, 1.15]) * film.w[0])
    pieces.log_axis(loss, "y")
    loss.set(ylabel="loss above the least, over the first", ylim=(2e-4, 3))
    text = swing.set_title("step 0: η = 0.940 × limit", fontweight="normal")

    def update(frame: int) -> None:
        for line, values in lines:
            line.set_data(film.share[: frame + 1], values[: frame + 1])
        text.set_text(f"step {frame}: η = {film.share[frame]:.3f} × limit")

    return [*(line for line, _ in lines), text], update
