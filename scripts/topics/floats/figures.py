"""Pictures of the page on rounding.

The one rule: solid is measured, dashed is predicted; a dot is a run of its own.
"""

from typing import Any

from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.pieces import PREDICTED, label_end, predicted_level
from scripts.drawing.style import Theme
from scripts.topics.floats import explorer
from scripts.topics.floats.data import Data
from scripts.topics.floats.data.runs import RATES
from scripts.topics.floats.data.sums import MEANS, ORDERS, SIZES

FRAMES = 120


@figure(
    alt="Loss above the least one against steps, both logarithmic, for one run in four "
    "formats. bfloat16 and float16 stop early and high, float32 stops at "
    "{stuck_loss:.0e}, and float64 is still falling at the end. The stops of "
    "float16 and float32 lie on dashed lines.",
    explorer=explorer.example,
)
def formats(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The example in four formats."""
    example = data.example
    after = slice(1, None)
    for name, dashes in zip(example.loss, pieces.DASHES[::-1][1:], strict=True):
        loss = example.loss[name]
        ax.plot(example.k[after], loss[after], color=theme.run, linestyle=dashes)
        label_end(ax, example.k[-1], loss[-1], name, color=theme.run)
    for name in ("float16", "float32"):
        predicted_level(ax, example.floor[name], "floor, predicted", 22, theme=theme)
    pieces.log_axis(ax, "xy")
    ax.set(xlabel="step k", ylabel="loss above the least one", xlim=(20, 8000))


@figure(
    alt="Distance of the intercept from its best value where a float32 run on the "
    "intercept thread stands still, against the learning rate, both logarithmic. The "
    "dots fall on the dashed line: half the rate, twice the distance.",
    explorer=explorer.thread,
    size=(6.4, 3.6),
)
def floor(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Where the intercept thread rests, by learning rate."""
    rule, rest = data.thread.predicted, data.thread.measured
    ax.plot(RATES, rule, color=theme.theory, linestyle=PREDICTED)
    ax.plot(RATES, rest, "o", color=theme.run)
    text = "predicted: spacing / (2 η λmin)"
    label_end(ax, RATES[1], rule[1], text, color=theme.theory, offset=(9, 9))
    text = "the thread's rate"
    label_end(ax, RATES[0], rest[0], text, color=theme.run, offset=(9, 6))
    pieces.log_axis(ax, "xy")
    ax.set(xlabel="learning rate η", ylabel="distance of b at rest")
    ax.set(xlim=(8e-6, 3e-4), ylim=(2e-4, 1e-2))


@figure(
    alt="Distance of the intercept from its best value against steps on the intercept "
    "thread. Float32 levels off on the dashed floor after about {still:,.2r} "
    "steps. The compensated run in float32 and float64 lie on each other and fall on.",
    explorer=explorer.thread,
    size=(6.4, 3.6),
)
def remedy(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Plain, compensated, and float64 on the intercept thread."""
    thread = data.thread
    k, (plain, kahan, double) = thread.k / 1000, thread.distance.T
    ax.plot(k, double, color=theme.muted, linewidth=5, alpha=0.5)
    ax.plot(k, kahan, color=theme.run, linestyle=pieces.DASHES[2])
    ax.plot(k, plain, color=theme.run)
    end = k[-1]
    label_end(ax, end, plain[-1], "float32", color=theme.run)
    text = "float32,\ncompensated"
    label_end(ax, end, kahan[-1], text, color=theme.run, offset=(5, 7))
    label_end(ax, end, double[-1], "float64 (wide)", color=theme.muted, offset=(5, -15))
    predicted_level(ax, thread.floor, "floor, predicted", 2, theme=theme)
    pieces.log_axis(ax, "y")
    ax.set(xlabel="step k, in thousands", ylabel="distance of b", xlim=(0, end))
    ax.set_ylim(1e-5, 2)


@figure(
    alt="Relative error of the variance in float32 against the mean over the standard "
    "deviation, both logarithmic. One pass follows the dashed prediction until no "
    "digit is right; two passes stay near the bottom.",
    explorer=explorer.example,
)
def variance(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Both formulas of the variance as the mean grows."""
    found = data.variances
    ax.plot(MEANS, found.predicted, color=theme.theory, linestyle=PREDICTED)
    ax.plot(MEANS, found.one_pass, "x", color=theme.wrong)
    ax.plot(MEANS, found.two_pass, "o", color=theme.run, markersize=4.5)
    text = "one pass:\nmean(x²) − mean(x)²"
    label_end(ax, MEANS[12], 30, text, color=theme.wrong, align="right", offset=(0, 0))
    text = "two passes: mean((x − mean)²)"
    label_end(ax, MEANS[-1], 1e-9, text, color=theme.run, align="right")
    text = "predicted: u mean² / variance"
    label_end(ax, 300, 4e-4, text, color=theme.theory)
    ax.axhline(1, color=theme.grid, linewidth=1)
    label_end(ax, 1.1, 1, "no digit is right", color=theme.muted, offset=(0, -8))
    pieces.log_axis(ax, "xy")
    ax.set(xlabel="mean of x over its standard deviation", ylim=(2e-10, 2e3))
    ax.set_ylabel("relative error of the variance")


@figure(
    alt="Relative error of a sum in float32, in units of one rounding, against the "
    "number of terms, both logarithmic. Added in turn it grows to some hundreds, "
    "ascending it grows more slowly, pairwise it stays below one. The worst case, n, "
    "lies far above.",
    explorer=explorer.example,
)
def orders(ax: Axes, data: Data, *, theme: Theme) -> None:
    """One sum in three orders."""
    for name, dashes in zip(ORDERS[:3], pieces.DASHES, strict=False):
        error, text = data.orders[name], name.replace("_", " ")
        ax.plot(SIZES, error, color=theme.run, linestyle=dashes)
        label_end(ax, SIZES[-1], error[-1], text, color=theme.run)
    ax.plot(SIZES, SIZES, color=theme.theory, linestyle=PREDICTED, linewidth=1.2)
    look: dict[str, Any] = {"color": theme.theory, "align": "right", "offset": (-6, 6)}
    label_end(ax, SIZES[4], SIZES[4], "in turn, at worst: n", **look)
    pieces.log_axis(ax, "xy")
    ax.set(xlabel="terms n", ylabel="relative error, in units of u", xlim=(100, 1.4e5))


@animation(
    alt="A film of the intercept thread in float32 and float64. Distance of b: both "
    "fall together until float32 stands still after about {still:,.2r} steps, and "
    "float64 falls on. Update in spacings: it shrinks to one half, and there float32 "
    "stops.",
    explorer=explorer.thread,
    size=(6.4, 3.4),
    columns=2,
    frames=FRAMES,
    poster=FRAMES - 1,
)
def standstill(axes: Any, data: Data, *, theme: Theme) -> Any:
    """Float32 beside float64 until the first stands still."""
    thread = data.thread
    k, plain, double = thread.k / 1000, thread.distance[:, 0], thread.distance[:, 2]
    far, update = axes
    for ax in axes:
        pieces.log_axis(ax, "y")
        ax.set(xlabel="step k, in thousands", xlim=(0, k[-1]))
    predicted_level(far, thread.floor, "predicted", 3, theme=theme)
    predicted_level(update, 0.5, "one half", 3, theme=theme)
    wide: dict[str, Any] = {"color": theme.muted, "linewidth": 5, "alpha": 0.5}
    lines = [
        (far.plot(k[:1], double[:1], **wide)[0], double),
        (far.plot(k[:1], plain[:1], color=theme.run)[0], plain),
        (update.plot(k[:1], thread.update[:1], color=theme.run)[0], thread.update),
    ]
    corner: Any = {"ha": "right", "va": "top", "color": theme.text, "fontsize": 9}
    wide_thin = "wide: float64\nthin: float32"
    far.text(0.97, 0.97, wide_thin, transform=far.transAxes, **corner)
    text = update.text(0.97, 0.97, "", transform=update.transAxes, **corner)
    far.set(ylabel="distance of b", ylim=(double[-1] / 2, 2))
    update.set(ylabel="update of b, in spacings", ylim=(0.1, 1e6))

    def draw(frame: int) -> None:
        end = 1 + frame * (len(k) - 1) // (FRAMES - 1)
        for line, values in lines:
            line.set_data(k[:end], values[:end])
        text.set_text(f"step {thread.k[end - 1]:,}")

    return [*(line for line, _ in lines), text], draw
