"""The one figure of each answer: the loss by step, before the repair and after it.

The one rule: what explodes leaves the picture by its upper edge.
"""

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import Figure
from scripts.drawing.style import Theme
from scripts.topics.answers.data import Followed, Runs
from scripts.topics.answers.written import NEAR, Answer, answers, key

HEADROOM, FLOOR = 1e4, 1e-9  # over the loss at the start, and under it
UNDER, DEEPEST = 0.01, 1e-20  # of the lowest loss before the repair, and of the start
FIRST = 0.5  # where the start stands on the axis of steps
ROOM = 0.25  # for the words at the ends of the lines, of the width
CLOSE = 0.1  # ends so near, of the height, have their words above and below
SIZE = (6.4, 2.8)
ALT = (
    "Loss by step, on logarithmic axes. Before the repair it starts at "
    "{@_before_first_loss:.2g}, and its lowest up to step {@_before_steps:,d} is "
    "{@_before_lowest_loss:.2g}. After the repair {near} of the way down is left at "
    "step {@_after_arrived:,d}."
)


def draw(ax: Axes, runs: Runs, *, theme: Theme) -> None:
    """Both runs, and the least loss where it is above zero."""
    lines = (runs.before, theme.wrong, "--"), (runs.after, theme.run, "-")
    start = max(run.loss[0] for run, _, _ in lines)
    low, high = _lowest(runs, start), start * HEADROOM
    for run, color, dashes in lines:
        k, loss = _points(run, low, high)
        ax.plot(k, loss, dashes, color=color, linewidth=1.8, clip_on=False)
        if len(k) == 1:  # a run without a step has no line
            ax.plot(k, loss, "x", color=color, zorder=3, clip_on=False)
    pieces.log_axis(ax, "xy")
    if runs.least > low:
        ax.axhline(runs.least, color=theme.optimum, linewidth=1, linestyle=":")
        place = (FIRST, runs.least)
        pieces.label_end(ax, *place, "least", color=theme.optimum, offset=(2, -7))
    most = max(run.k[-1] for run, _, _ in lines)
    ax.set_xlim(FIRST, FIRST * (most / FIRST) ** (1 / (1 - ROOM)))
    _named(ax, runs, low, high, theme=theme)
    ax.set(xlabel="step", ylabel="loss (dimensionless)")


def _lowest(runs: Runs, start: float) -> float:
    """The lower edge, below the run before the repair: it may rise again."""
    floor = min(start * FLOOR, runs.before.loss.min() * UNDER)
    return float(max(floor, start * DEEPEST))


def _points(run: Followed, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """As far as the run is in the picture, and its first step outside."""
    gone = np.flatnonzero((run.loss > high) | (run.loss < low))
    end = gone[0] + 1 if len(gone) else len(run.k)
    k, loss = run.k[:end], np.clip(run.loss[:end], low, high)
    return np.maximum(k, FIRST), loss


def _named(ax: Axes, runs: Runs, low: float, high: float, *, theme: Theme) -> None:
    """The words at the ends of the lines."""
    ends = [_points(run, low, high) for run in (runs.before, runs.after)]
    heights = [np.log10(loss[-1]) for _, loss in ends]
    bottom, top = np.log10(ax.get_ylim())
    near = abs(heights[0] - heights[1]) < CLOSE * (top - bottom)
    up = 1 if heights[0] >= heights[1] else -1
    words = (_word(runs.before), theme.wrong, up), ("after", theme.run, -up)
    for (k, loss), (word, color, side) in zip(ends, words, strict=True):
        offset = (5, 6 * side if near else 0)
        pieces.label_end(ax, k[-1], loss[-1], word, color=color, offset=offset)


def _word(before: Followed) -> str:
    if before.exploded == 0:
        return "before: NaN"
    return "before: explodes" if before.exploded else "before"


def _alt(name: str, near: float) -> str:
    """With the share that is left in words, or as a number of the page."""
    share = "one percent" if near == NEAR else "a share of {@_near:.0e}"
    return ALT.replace("{near}", share).replace("@", key(name))


def _figure(name: str, answer: Answer) -> Figure:
    return Figure(
        name,
        draw,
        alt=_alt(name, answer.near),
        explorer=lambda data: answer.opened,
        size=SIZE,
        of=name,
    )


FIGURES = tuple(_figure(name, answer) for name, answer in answers().items())
