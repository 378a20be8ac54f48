"""Pictures of the page on Adam.

The one rule: solid is measured, dashed is predicted; a picture shows blocks of steps
where single ones would be a blot.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.pieces import label_end
from scripts.drawing.style import Theme
from scripts.reference_problems.cases import ADAM_RATE
from scripts.topics.adam import explorer
from scripts.topics.adam.data import Data
from scripts.topics.adam.data.thread import FASTER, SLOWER, WINDOW, Blocks
from scripts.topics.adam.data.walk import limit

STEPS = (0, 25_000, 50_000)
EDGE = limit(ADAM_RATE)
FRAMES, HELD = 150, 12  # of the film, and of its last picture


@figure(
    alt="Length of the gradient over fifty thousand steps of Adam, logarithmic. The "
    "smallest of each block falls by many powers of ten, the largest stays in the "
    "thousands to the end. Crosses mark {glitches} printed rows of the thread.",
    explorer=explorer.thread,
    size=(6.4, 4.0),
)
def glitches(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The gradient by blocks, and the rows that the thread printed."""
    thread = data.thread
    _band(ax, thread.grad, theme)
    seen = thread.printed > 0
    dot: dict[str, Any] = {"color": theme.theory, "markersize": 3.5}
    quiet, loud = seen & ~thread.glitches, seen & thread.glitches
    ax.plot(thread.printed_at[quiet], thread.printed[quiet], "o", **dot)
    mark: dict[str, Any] = {"markersize": 8, "markeredgewidth": 2}
    ax.plot(
        thread.printed_at[loud], thread.printed[loud], "x", color=theme.wrong, **mark
    )
    x, y = thread.printed_at[loud][-1], thread.printed[loud][-1]
    label_end(
        ax,
        x,
        y,
        "the thread's glitches",
        color=theme.wrong,
        offset=(0, -15),
        align="right",
    )
    top, k = thread.grad.most[20], thread.grad.k[20]
    label_end(ax, k, top, "largest of each block", color=theme.wrong, offset=(0, 11))
    k, middle = thread.grad.k[26], thread.grad.median[26]
    label_end(ax, k, middle, "median", color=theme.run, offset=(0, -14))
    pieces.log_axis(ax, "y")
    ax.set(xlabel="step", ylabel="length of the gradient", ylim=(1e-9, 2e5))
    ax.set_xticks(STEPS, [f"{k:,}" for k in STEPS])


@figure(
    alt="Preconditioned sharpness over the run: it rises to the dashed limit of "
    "{limit:.0f} in the first two thousand steps, and then the band of each block "
    "reaches from about {trough_least:,.2r} to {peak_most:,.2r}, just above the "
    "limit, to the end.",
    explorer=explorer.thread,
    size=(6.4, 3.6),
)
def sharpness(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The sharpness over the whole run, and its limit."""
    blocks = data.thread.sharpness
    ax.fill_between(
        blocks.k, blocks.least, blocks.most, color=theme.run, alpha=0.22, linewidth=0
    )
    ax.plot(blocks.k, blocks.median, color=theme.run, linewidth=1.2)
    ax.axhline(EDGE, color=theme.theory, linestyle=pieces.PREDICTED, linewidth=1.4)
    text = f"limit {limit(1.0):.0f}/η = {EDGE:.0f}"
    label_end(ax, 50_000, EDGE, text, color=theme.theory, offset=(0, 16), align="right")
    text = "median, and band from least to most"
    label_end(ax, 50_000, 270, text, color=theme.run, offset=(0, 0), align="right")
    ax.set(xlabel="step", ylabel="preconditioned sharpness", ylim=(0, 450))
    ax.set_xticks(STEPS, [f"{k:,}" for k in STEPS])


@figure(
    alt="Distance left after {short:,} steps of Adam against the angle by which the "
    "coordinates are turned: below one percent near zero and ninety degrees, "
    "{left_45:.0%} at forty-five. Gradient descent is a level line.",
    explorer=explorer.beside,
    size=(6.4, 3.7),
)
def rotation(ax: Axes, data: Data, *, theme: Theme) -> None:
    """What Adam leaves of the distance, by the turn of the coordinates."""
    turned = data.thread.turned
    angles, left = list(turned), [100 * run.left for run in turned.values()]
    ax.plot(angles, left, color=theme.run, marker="o", markersize=5)
    level = 100 * data.descent_left
    ax.axhline(level, color=theme.theory, linestyle=pieces.PREDICTED)
    text = "gradient descent, best rate: the same at every angle"
    label_end(ax, 45, level, text, color=theme.theory, offset=(0, 9), align="center")
    place = angles.index(45)
    label_end(
        ax, 45, left[place], "Adam", color=theme.run, offset=(0, -13), align="center"
    )
    ax.set(xlabel="coordinates turned by, degrees", ylim=(-4, 115))
    ax.set(ylabel="distance left, percent", xticks=(0, 15, 30, 45, 60, 75, 90))


@figure(
    alt="Largest loss of each block for four learning rates. Constant: spikes of one "
    "height to the end. Falling like one over the square root, or slowly by a "
    "factor: lower spikes, still there. Falling by {faster} a step: none after the "
    "fall begins.",
    explorer=explorer.slower,
    size=(6.4, 4.0),
)
def falling(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The spikes under four dials of the rate."""
    labels = {
        "constant": ("constant", 9),
        "root": ("like 1/√k", 9),
        "slower": (f"× {SLOWER:g} a step", -12),
        "faster": (f"× {FASTER:g} a step: no spike", 9),
    }
    colors = (theme.run, theme.run, theme.run, theme.optimum)
    styles = zip(labels.items(), pieces.DASHES, colors, strict=False)
    for (name, (text, up)), dashes, color in styles:
        blocks = data.thread.dial_blocks[name]
        solid = "-" if name == "faster" else dashes
        ax.plot(blocks.k, blocks.most, color=color, linestyle=solid, linewidth=1.4)
        beside: dict[str, Any] = {"offset": (0, up), "align": "right"}
        label_end(ax, 50_000, blocks.most[-4:].max(), text, color=color, **beside)
    pieces.log_axis(ax, "y")
    ax.set(xlabel="step", ylabel="largest loss of each block", ylim=(1e-13, 1e5))
    ax.set_xticks(STEPS, [f"{k:,}" for k in STEPS])


@figure(
    alt="Both parameters of a line against the weight decay. As a penalty in the "
    "gradient they shrink by one common factor. By AdamW they stay at least squares "
    "until they meet the curve one over alpha, and then lie on it, both of them.",
    explorer=explorer.decay,
    size=(6.4, 3.7),
    columns=2,
)
def weights(axes: Any, data: Data, *, theme: Theme) -> None:
    """Where Adam with a penalty ends, and where AdamW does."""
    decay = data.decay
    for ax, title, ends, theory in (
        (axes[0], "penalty in the gradient", decay.penalty, decay.ridge),
        (axes[1], "AdamW", decay.decoupled, decay.clipped),
    ):
        alphas = np.geomspace(decay.alphas[0], decay.alphas[-1], 200)
        for i, (name, color) in enumerate(
            (("slope", theme.slope), ("height at the mean", theme.intercept))
        ):
            free = decay.free[i]
            curve = (
                free / (1 + alphas / 2)
                if theory is decay.ridge
                else np.minimum(free, 1 / alphas)
            )
            ax.plot(alphas, curve, color=color, linestyle=pieces.PREDICTED)
            ax.plot(decay.alphas, ends[:, i], "o", color=color, markersize=5)
            label_end(ax, alphas[0], free, name, color=color, offset=(0, 11))
        ax.set_title(title)
        ax.set(xlabel="weight decay α", ylim=(0, 15))
        pieces.log_axis(ax, "x", numticks=4)
        ax.yaxis.set_major_locator(MaxNLocator(4))
    axes[0].set_ylabel("parameter at the end")


@animation(
    alt="Loss and sharpness of Adam over a window of steps, drawn as they go. The "
    "sharpness climbs slowly to its dashed limit of {limit:.0f}; each time it is "
    "past, the loss leaps by many powers of ten and throws the sharpness back.",
    explorer=explorer.thread,
    frames=FRAMES,
    poster=100,
    size=(6.4, 4.4),
    rows=2,
    narrow_height=4.6,
)
def spikes(axes: Any, data: Data, *, theme: Theme) -> Any:
    """Three teeth of the run, a few steps a frame."""
    loss, sharp = axes
    window = data.thread.window
    steps = np.arange(WINDOW[0], WINDOW[1] + 1)
    pieces.log_axis(loss, "y", numticks=5)
    loss.set(ylabel="loss", xlim=WINDOW, ylim=(1e-11, 1e4))
    sharp.set(ylabel="sharpness", xlabel="step", xlim=WINDOW, ylim=(300, 410))
    loss.set_xticks([])
    sharp.set_xticks([20_000, 20_500, 21_000, 21_500])
    sharp.set_xticklabels(["20,000", "20,500", "21,000", "21,500"])
    sharp.axhline(EDGE, color=theme.theory, linestyle=pieces.PREDICTED)
    label_end(
        sharp, 20_290, EDGE, f"limit {EDGE:.0f}", color=theme.theory, offset=(0, 9)
    )
    look: dict[str, Any] = {"color": theme.run, "linewidth": 1.5}
    lines = [ax.plot([], [], **look)[0] for ax in (loss, sharp)]
    values = (window.loss, window.sharpness)

    def update(frame: int) -> None:
        end = 1 + round((len(steps) - 1) * min(frame / (FRAMES - HELD), 1))
        for line, value in zip(lines, values, strict=True):
            line.set_data(steps[:end:2], value[:end:2])

    return lines, update


def _band(ax: Axes, blocks: Blocks, theme: Theme) -> None:
    """Least to most of each block, and the median."""
    fill: dict[str, Any] = {"color": theme.wrong, "alpha": 0.22, "linewidth": 0}
    ax.fill_between(blocks.k, blocks.least, blocks.most, **fill)
    ax.plot(blocks.k, blocks.median, color=theme.run, linewidth=1.4)
