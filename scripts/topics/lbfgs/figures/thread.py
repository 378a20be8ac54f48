"""L-BFGS on the thread: beside other methods, by its closure, without a search.

The one rule: green is solved, red is what the thread or the default does instead.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.style import Theme
from scripts.topics.lbfgs import explorer
from scripts.topics.lbfgs.data import Data

UNSOLVED = 1071  # evaluations of all rounds of the loop
SHOWN = 12  # pairs of the figure on the threshold
CENTER: dict[str, Any] = {"align": "center"}


@figure(
    alt="Loss against evaluations on the thread's problem, both on log scales: "
    "L-BFGS is at the solution after {end_evaluations_lbfgs} evaluations, "
    "conjugate gradients after {evaluations_cg}, momentum after "
    "{evaluations_momentum:,}, gradient descent after {evaluations_gd:,}.",
    explorer=explorer.methods,
    size=(6.4, 3.8),
)
def methods(ax: Axes, data: Data, *, theme: Theme) -> None:
    """f / f(0) against evaluations of four methods on the thread's problem."""
    for name, words, dashes, at, offset, align in (
        ("gd", "gradient descent", pieces.DASHES[2], 4e5, (0, 12), "center"),
        ("momentum", "momentum", pieces.DASHES[1], 9e3, (12, 0), "left"),
        ("backtracking", "L-BFGS, backtracking", pieces.DASHES[3], 28, (7, -8), "left"),
        ("lbfgs", "L-BFGS,\nstrong\nWolfe", "-", 13, (-2, -70), "right"),
    ):
        k, f = _over_first(data, name)
        shown = f > 1e-20
        shown[np.flatnonzero(shown)[-1] + 1 :][:1] = True
        k, f = k[shown], np.maximum(f[shown], 1e-22)
        ax.plot(k, f, color=theme.run, linestyle=dashes, linewidth=1.6)
        if name == "lbfgs":
            ax.plot(k, f, "o", color=theme.run, markersize=4)
        height = np.exp(np.interp(np.log(at), np.log(k), np.log(f)))
        place: Any = {"offset": offset, "align": align}
        pieces.label_end(ax, at, height, words, color=theme.text, **place)
    k, f = _over_first(data, "cg")
    color, words = theme.theory, "conjugate gradients"
    ax.plot(k, f, "s", color=color, markersize=4.5)
    pieces.label_end(ax, k[-1], f[-1], words, color=color, offset=(8, 0))
    pieces.log_axis(ax, "x", numticks=9)
    pieces.log_axis(ax, "y", numticks=8)
    ax.set(xlim=(0.9, 2e7), ylim=(1e-23, 1e4), xlabel="gradient evaluations")
    ax.set_ylabel("loss over first loss")


def _over_first(data: Data, name: str) -> tuple[Any, Any]:
    """Evaluations of a method, and its loss over the one at zero."""
    method = data.methods.by_name[name]
    return method.nfev, method.value / 100


@figure(
    alt="Loss against evaluations of the thread's loop: the right closure "
    "ends after {evaluations_right_closure}; the thread's own climbs to "
    "{largest_loss_thread_closure:.1e} and ends after "
    "{evaluations_thread_closure}.",
    explorer=explorer.single,
    size=(6.4, 3.8),
)
def thread(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The thread's loop with its own closure and with the right one."""
    own, right = data.closures.thread, data.closures.right
    for loop, color, last in ((own, theme.wrong, 440), (right, theme.optimum, 30)):
        losses = np.maximum(loop.losses, 1e-12)
        ax.plot(losses[:last], color=color, linewidth=1.5)
        starts = loop.outer[loop.outer < last]
        ax.plot(starts, losses[starts], "o", color=color, markersize=3.5)
        ax.axvline(loop.solved, color=color, linewidth=0.9, linestyle=pieces.DASHES[2])
    pieces.log_axis(ax, "y", numticks=9)
    ax.set(xlim=(0, 460), ylim=(1e-12, 1e13), xlabel="evaluations of the loss")
    ax.set_ylabel("loss")
    words = f"right closure: solved after {right.solved}"
    pieces.label_end(ax, 34, 1e-9, words, color=theme.optimum, offset=(8, 0))
    words, at = f"the thread's: solved after {own.solved}", own.solved - 20
    place: Any = {"offset": (-8, -10), "align": "right"}
    pieces.label_end(ax, at, 1e-6, words, color=theme.wrong, **place)
    top = (int(np.argmax(own.losses)), own.losses.max())
    pieces.note(ax, "twenty steps, one gradient", top, (60, 2e11), theme=theme)


@figure(
    alt="Without a line search float64 stays near {default_loss:.1f} for "
    "{default_evaluations:,} evaluations, while float32, and float64 with a strong "
    "Wolfe search, are done within about a dozen.",
    explorer=explorer.thread,
    size=(6.4, 3.6),
)
def default(ax: Axes, data: Data, *, theme: Theme) -> None:
    """No line search: stuck in float64, saved by rounding in float32."""
    loops = data.defaults
    for loop, color, dashes, last in (
        (loops.float64, theme.wrong, "-", UNSOLVED),
        (loops.float32, theme.run, pieces.DASHES[1], 15),
    ):
        losses = np.maximum(loop.losses[:last], 1e-16)
        k = np.arange(1, len(losses) + 1)
        ax.plot(k, losses, color=color, linestyle=dashes, linewidth=1.6)
    search, best, text = data.methods.by_name["lbfgs"], theme.optimum, theme.text
    ax.plot(search.nfev, np.maximum(search.value, 1e-16), color=best, marker="o", ms=4)
    pieces.log_axis(ax, "xy")
    ax.set(xlim=(0.9, 1300), ylim=(1e-16, 1e7), xlabel="evaluations of the loss")
    ax.set_ylabel("loss")
    for x, y, words, color, offset, align in (
        (UNSOLVED, 99.9, "float64, default: no search", theme.wrong, (0, 11), "right"),
        (13, 1e-4, "float32, default", text, (9, 0), "left"),
        (14, 1e-13, "float64, strong Wolfe", best, (9, 0), "left"),
    ):
        pieces.label_end(ax, x, y, words, color=color, offset=offset, align=align)


@figure(
    alt="First: from the third step on u^T s in float64 is "
    "{default_product:.1e}, below the limit of a ten-billionth, so no pair is kept. "
    "Second: multiplied by more than {factor_measured:.3f} the same loss is "
    "solved in {evaluations_scaled} evaluations; below, not in a thousand.",
    explorer=explorer.thread,
    size=(6.4, 3.6),
    columns=2,
)
def threshold(axes: Any, data: Data, *, theme: Theme) -> None:
    """The test that refuses the pairs, and the loss in other units."""
    ax, wrong, theory = axes[0], theme.wrong, theme.theory
    for loop, mark, color in (
        (data.defaults.float64, "o", theme.run),
        (data.defaults.float32, "s", theory),
    ):
        product, kept = np.maximum(loop.products[:SHOWN], 1e-13), loop.kept[:SHOWN]
        k = np.arange(2, SHOWN + 2)
        ax.plot(k, product, color=color, linewidth=1, zorder=1)
        style: Any = {"color": color, "markersize": 5}
        ax.plot(k[kept], product[kept], mark, **style)
        ax.plot(k[~kept], product[~kept], mark, markerfacecolor=theme.paper, **style)
    ax.axhline(1e-10, color=wrong, linewidth=1.2, linestyle="--")
    pieces.log_axis(ax, "y")
    ax.set(xlim=(1.5, 13.5), ylim=(1e-13, 1e8), xlabel="step", ylabel=r"$u^T s$")
    words = "refused below this line"
    pieces.label_end(ax, 5.4, 1e-10, words, color=wrong, offset=(0, 9))
    low: Any = {"offset": (0, -12), **CENTER}
    pieces.label_end(ax, 8.5, 1.9e-11, "float64", color=theme.text, **low)
    pieces.label_end(ax, 7, 32, "float32", color=theory, offset=(8, 6))
    _cliff(axes[1], data, theme)


def _cliff(ax: Axes, data: Data, theme: Theme) -> None:
    """Evaluations against the factor on the loss."""
    cliff, best, wrong = data.defaults.cliff, theme.optimum, theme.wrong
    factors, edge = cliff.factors, cliff.predicted
    done = np.isfinite(cliff.evaluations)
    ax.plot(factors[done], cliff.evaluations[done], "o", color=best, markersize=5)
    ax.plot(factors[~done], UNSOLVED + 0 * factors[~done], "X", color=wrong, ms=6)
    ax.axvline(edge, color=theme.theory, linestyle="--", linewidth=1.2)
    pieces.log_axis(ax, "xy")
    ax.set(xlim=(0.8, 130), ylim=(2, 3000), xlabel="loss multiplied by")
    ax.set_ylabel("evaluations")
    words = f"predicted: {edge:.3f}"
    pieces.label_end(ax, edge, 120, words, color=theme.theory, offset=(6, 0))
    pieces.label_end(ax, 0.9, UNSOLVED, "not solved", color=wrong, offset=(0, -13))
    pieces.label_end(ax, 26, 7, "solved", color=best, offset=(0, 12), **CENTER)
