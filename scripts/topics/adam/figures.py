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
from scripts.drawing.pieces import PREDICTED, label_end, predicted_level
from scripts.drawing.style import Theme
from scripts.topics.adam import explorer
from scripts.topics.adam.data import Data
from scripts.topics.adam.data.thread import EDGE, FASTER, SLOWER, WINDOW, Blocks
from scripts.topics.adam.data.walk import limit

STEPS = (0, 25_000, 50_000)
TICKS = (20_000, 20_500, 21_000, 21_500)  # of the film
FRAMES, HELD = 150, 12  # of the film, and of its last picture


@figure(
    alt="Length of the gradient over fifty thousand steps of Adam, logarithmic. The "
    "smallest of each block falls by many powers of ten, the largest stays in the "
    "thousands to the end. Crosses mark {glitches} printed rows of the thread.",
    explorer=explorer.thread,
)
def glitches(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The gradient by blocks, and the rows that the thread printed."""
    thread = data.thread
    _band(ax, thread.grad, theme, color=theme.wrong, width=1.4)
    at, length = thread.printed_at, thread.printed
    quiet, loud = (length > 0) & ~thread.glitches, thread.glitches
    ax.plot(at[quiet], length[quiet], "o", color=theme.theory, markersize=3.5)
    cross: dict[str, Any] = {"markersize": 8, "markeredgewidth": 2}
    ax.plot(at[loud], length[loud], "x", color=theme.wrong, **cross)
    end, text = (at[loud][-1], length[loud][-1]), "the thread's glitches"
    label_end(ax, *end, text, color=theme.wrong, offset=(0, -15), align="right")
    k, most, middle = thread.grad.k, thread.grad.most[20], thread.grad.median[26]
    text = "largest of each block"
    label_end(ax, k[20], most, text, color=theme.wrong, offset=(0, 11))
    label_end(ax, k[26], middle, "median", color=theme.run, offset=(0, -14))
    pieces.log_axis(ax, "y")
    _steps(ax, STEPS, ylabel="length of the gradient", ylim=(1e-9, 2e5))


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
    _band(ax, data.thread.sharpness, theme, color=theme.run, width=1.2)
    text = f"limit {limit(1.0):.0f}/η = {EDGE:.0f}"
    predicted_level(ax, EDGE, text, 50_000, theme=theme, offset=(0, 16), align="right")
    text = "median, and band from least to most"
    label_end(ax, 50_000, 270, text, color=theme.run, offset=(0, 0), align="right")
    _steps(ax, STEPS, ylabel="preconditioned sharpness", ylim=(0, 450))


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
    text = "gradient descent, best rate: the same at every angle"
    level, middle = 100 * data.descent_left, left[angles.index(45)]
    predicted_level(ax, level, text, 45, theme=theme, offset=(0, 9), align="center")
    label_end(ax, 45, middle, "Adam", color=theme.run, offset=(0, -13), align="center")
    ax.set(xlabel="coordinates turned by, degrees", ylim=(-4, 115))
    ax.set(ylabel="distance left, percent", xticks=(0, 15, 30, 45, 60, 75, 90))


@figure(
    alt="Largest loss of each block for four learning rates. Constant: spikes of one "
    "height to the end. Falling like one over the square root, or slowly by a "
    "factor: lower spikes, still there. Falling by {faster} a step: none after the "
    "fall begins.",
    explorer=explorer.slower,
)
def falling(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The spikes under four dials of the rate."""
    solid, dashed, dotted = pieces.DASHES[:3]
    for name, text, up, dashes, color in (
        ("constant", "constant", 9, solid, theme.run),
        ("root", "like 1/√k", 9, dashed, theme.run),
        ("slower", f"× {SLOWER:g} a step", -12, dotted, theme.run),
        ("faster", f"× {FASTER:g} a step: no spike", 9, solid, theme.optimum),
    ):
        blocks = data.thread.dial_blocks[name]
        ax.plot(blocks.k, blocks.most, color=color, linestyle=dashes, linewidth=1.4)
        top = blocks.most[-4:].max()
        label_end(ax, 50_000, top, text, color=color, offset=(0, up), align="right")
    pieces.log_axis(ax, "y")
    _steps(ax, STEPS, ylabel="largest loss of each block", ylim=(1e-13, 1e5))


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
    alphas = np.geomspace(decay.alphas[0], decay.alphas[-1], 200)
    colors = {"slope": theme.slope, "height at the mean": theme.intercept}
    free = decay.free[:, None]
    ridge, clipped = free / (1 + alphas / 2), np.minimum(free, 1 / alphas)
    for ax, title, ends, theory in (
        (axes[0], "penalty in the gradient", decay.penalty, ridge),
        (axes[1], "AdamW", decay.decoupled, clipped),
    ):
        for i, (name, color) in enumerate(colors.items()):
            ax.plot(alphas, theory[i], color=color, linestyle=PREDICTED)
            ax.plot(decay.alphas, ends[:, i], "o", color=color, markersize=5)
            label_end(ax, alphas[0], decay.free[i], name, color=color, offset=(0, 11))
        ax.set(title=title, xlabel="weight decay α", ylim=(0, 15))
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
    steps = np.arange(WINDOW[0], WINDOW[1] + 1)
    pieces.log_axis(loss, "y", numticks=5)
    loss.set(ylabel="loss", xlim=WINDOW, ylim=(1e-11, 1e4), xticks=[])
    _steps(sharp, TICKS, ylabel="sharpness", xlim=WINDOW, ylim=(300, 410))
    text = f"limit {EDGE:.0f}"
    predicted_level(sharp, EDGE, text, 20_290, theme=theme, offset=(0, 9))
    lines = [ax.plot([], [], color=theme.run, linewidth=1.5)[0] for ax in axes]

    def update(frame: int) -> None:
        end = 1 + round((len(steps) - 1) * min(frame / (FRAMES - HELD), 1))
        for line, value in zip(lines, data.thread.film, strict=True):
            line.set_data(steps[:end:2], value[:end:2])

    return lines, update


def _band(ax: Axes, blocks: Blocks, theme: Theme, color: str, width: float) -> None:
    """Least to most of each block in this color, and the median."""
    fill: dict[str, Any] = {"color": color, "alpha": 0.22, "linewidth": 0}
    ax.fill_between(blocks.k, blocks.least, blocks.most, **fill)
    ax.plot(blocks.k, blocks.median, color=theme.run, linewidth=width)


def _steps(ax: Axes, ticks: tuple[int, ...], **look: Any) -> None:
    """Steps along the x-axis."""
    ax.set(xlabel="step", **look)
    ax.set_xticks(ticks, [f"{k:,}" for k in ticks])
