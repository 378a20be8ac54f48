"""The pictures of L-BFGS on the thread: methods, searches, closures, no search.

The one rule: a picture draws what compute() returned; the x-axis of a comparison counts
evaluations of the loss.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.style import Theme
from scripts.topics.lbfgs import explorer

Style = dict[str, Any]  # keywords of one label


@figure(
    alt="Loss against evaluations on the thread's problem, both on log scales: "
    "L-BFGS is at the solution after {end_evaluations_lbfgs} evaluations, "
    "conjugate gradients after {evaluations_cg}, momentum after "
    "{evaluations_momentum:,}, gradient descent after {evaluations_gd:,}.",
    explorer=explorer.methods,
    size=(6.4, 3.8),
)
def methods(ax: Axes, data: Any, *, theme: Theme) -> None:
    """f / f(0) against evaluations of four methods on the thread's problem."""
    curves = data["methods"]["curves"]
    lines = (
        ("gd", "gradient descent", pieces.DASHES[2], 4e5, (0, 12), "center"),
        ("momentum", "momentum", pieces.DASHES[1], 9e3, (12, 0), "left"),
        ("backtracking", "L-BFGS, backtracking", pieces.DASHES[3], 28, (7, -8), "left"),
        ("lbfgs", "L-BFGS,\nstrong Wolfe", "-", 13, (-2, -70), "right"),
    )
    for name, words, dashes, at, offset, align in lines:
        k, f = curves[name]
        seen = f > 1e-20
        seen[np.flatnonzero(seen)[-1] + 1 :][:1] = True
        k, f = k[seen], np.maximum(f[seen], 1e-22)
        ax.plot(k, f, color=theme.run, linestyle=dashes, linewidth=1.6)
        if name == "lbfgs":
            ax.plot(k, f, "o", color=theme.run, markersize=4)
        height = np.exp(np.interp(np.log(at), np.log(k), np.log(f)))
        style: Style = {"color": theme.text, "offset": offset, "align": align}
        pieces.label_end(ax, at, height, words, **style)
    k, f = curves["cg"]
    ax.plot(k, f, "s", color=theme.theory, markersize=4.5)
    beside: Style = {"color": theme.theory, "offset": (8, 0)}
    pieces.label_end(ax, k[-1], f[-1], "conjugate gradients", **beside)
    pieces.log_axis(ax, "x", numticks=9)
    pieces.log_axis(ax, "y", numticks=8)
    ax.set(xlim=(0.9, 2e7), ylim=(1e-23, 1e4), xlabel="gradient evaluations")
    ax.set_ylabel("loss over first loss, $f/f(0)$")


@figure(
    alt="The loss along one direction. Backtracking halves t from 1 and takes "
    "the first point below the Armijo line, t = {search_backtracking_t}. "
    "Strong Wolfe takes t = {search_wolfe_t:.3f}, inside the zone that is low "
    "enough and flat enough.",
    explorer=explorer.banana,
    size=(6.4, 3.5),
    columns=2,
)
def searches(axes: Any, data: Any, *, theme: Theme) -> None:
    """Phi(t) with the Armijo line, the zone of acceptance, and the trials."""
    made = data["searches"]
    t, values = made["t"], made["values"]
    for ax, name in zip(axes, ("backtracking", "wolfe"), strict=True):
        good = made["enough"] & (made["flat"] if name == "wolfe" else True)
        ax.plot(t, values, color=theme.run, zorder=3)
        ax.plot(t, made["armijo"], color=theme.theory, linestyle="--", linewidth=1.4)
        ax.fill_between(t, -22, 62, where=good, color=theme.optimum, alpha=0.18, lw=0)
        found = made["found"][name]
        for i, (at, value) in enumerate(
            zip(found["tried"], found["values"], strict=True), 1
        ):
            last = i == found["trials"]
            color = theme.optimum if last else theme.wrong
            mark = "o" if last else "X"
            shown = min(value, 57)
            ax.plot(at, shown, mark, color=color, markersize=8, zorder=5)
            words = f"trial {i}" if value == shown else f"trial {i} ↑"
            left = at > 0.9
            style: Style = {"color": color, "offset": (-9 if left else 9, 0)}
            style["align"] = "right" if left else "left"
            pieces.label_end(ax, at, shown, words, **style)
        ax.set(xlim=(0, 1.05), ylim=(-10, 62), xlabel="step size $t$")
    axes[0].set_title("backtracking")
    axes[1].set_title("strong Wolfe")
    axes[0].set_ylabel(r"$\varphi(t) = f(x + t\,d)$")
    place: Style = {"color": theme.theory, "offset": (0, 20), "align": "right"}
    pieces.label_end(axes[0], 1.04, made["armijo"][-1], "Armijo line", **place)
    zone: Style = {"color": theme.optimum, "offset": (4, 0)}
    pieces.label_end(axes[0], 0.02, -6, "low enough", **zone)
    pieces.label_end(axes[1], 0.27, -6, "low and flat enough", **zone)


@figure(
    alt="Left: the two steps of L-BFGS with exact search lie on those of "
    "conjugate gradients. Right: with 20 parameters the two runs agree to "
    "rounding after 5 steps and have parted after 20.",
    explorer=explorer.conjugate,
    size=(6.4, 3.6),
    columns=2,
)
def conjugate(axes: Any, data: Any, *, theme: Theme) -> None:
    """One path on a quadratic; and what rounding does to that with 20 parameters."""
    made = data["conjugate"]
    plane, ax = axes
    x, y = np.linspace(-2.5, 1.6, 90), np.linspace(-1.3, 2.3, 80)
    away = np.stack(np.meshgrid(x - made["star"][0], y - made["star"][1]), axis=-1)
    values = 0.5 * np.einsum("...i,ij,...j", away, made["A"], away)
    levels = np.array([0.1, 0.5, 1.3, 2.6, 4.5, 7, 10])
    pieces.contours(plane, x, y, values, theme=theme, levels=levels)
    cg, quasi = made["paths"]["cg"], made["paths"]["lbfgs"]
    plane.plot(*cg.T, color=theme.contours[0], linewidth=6, zorder=2)
    pieces.path(plane, quasi, theme=theme)
    pieces.optimum(plane, made["star"], theme=theme)
    place: Style = {"color": theme.muted, "offset": (12, 0)}
    pieces.label_end(plane, -1.75, 1.1, "wide: conjugate gradients", **place)
    place = {"color": theme.text, "offset": (0, -14), "align": "center"}
    pieces.label_end(plane, -0.45, 0.02, "thin: L-BFGS", **place)
    plane.set(aspect="equal", xlabel="$x_0$", ylabel="$x_1$")
    plane.set_title("2 parameters")
    lines = (
        (20, "memory 20", "-", 12, (-8, 6), "right"),
        (1, "memory 1", pieces.DASHES[1], 19, (4, -24), "right"),
    )
    ax.plot(made["error"], color=theme.theory, linestyle="--", linewidth=1.4)
    near: Style = {"color": theme.theory, "offset": (2, 10), "align": "left"}
    pieces.label_end(ax, 1, made["error"][1], "distance to the minimum", **near)
    for memory, words, dashes, at, offset, align in lines:
        apart = np.maximum(made["apart"][memory], 1e-18)
        ax.plot(apart, color=theme.run, linestyle=dashes, linewidth=1.6)
        style: Style = {"color": theme.text, "offset": offset, "align": align}
        pieces.label_end(ax, at, apart[at], words, **style)
    pieces.log_axis(ax, "y")
    ax.set(xlim=(0, 20), ylim=(1e-18, 100), xlabel="step", xticks=(0, 5, 10, 15, 20))
    ax.set_ylabel("L-BFGS from CG, over $|x^*|$")
    ax.set_title("20 parameters")


@figure(
    alt="Loss against evaluations of the thread's loop: the right closure "
    "ends after {evaluations_right_closure}; the thread's own climbs to "
    "{largest_loss_thread_closure:.1e} and ends after "
    "{evaluations_thread_closure}.",
    explorer=explorer.single,
    size=(6.4, 3.8),
)
def thread(ax: Axes, data: Any, *, theme: Theme) -> None:
    """The thread's loop with its own closure and with the right one."""
    ends = {"thread": (theme.wrong, 440), "right": (theme.optimum, 30)}
    for name, (color, last) in ends.items():
        made = data["closures"][name]
        losses = np.maximum(made["losses"], 1e-12)
        ax.plot(losses[:last], color=color, linewidth=1.5)
        starts = made["outer"][made["outer"] < last]
        ax.plot(starts, losses[starts], "o", color=color, markersize=3.5)
        ax.axvline(
            made["solved"], color=color, linewidth=0.9, linestyle=pieces.DASHES[2]
        )
    pieces.log_axis(ax, "y", numticks=9)
    ax.set(xlim=(0, 460), ylim=(1e-12, 1e13), xlabel="evaluations of the loss")
    ax.set_ylabel("loss")
    right, own = (data["closures"][n]["solved"] for n in ("right", "thread"))
    style: Style = {"color": theme.optimum, "offset": (8, 0)}
    words = f"right closure: solved after {right}"
    pieces.label_end(ax, 34, 1e-9, words, **style)
    style = {"color": theme.wrong, "offset": (-8, -10), "align": "right"}
    pieces.label_end(ax, own - 20, 1e-6, f"the thread's: solved after {own}", **style)
    at = int(np.argmax(data["closures"]["thread"]["losses"]))
    top = data["closures"]["thread"]["largest"]
    pieces.note(ax, "twenty steps, one gradient", (at, top), (60, 2e11), theme=theme)


@figure(
    alt="Without a line search float64 stays near {default_loss:.1f} for "
    "{default_evaluations:,} evaluations, while float32, and float64 with the "
    "loss times 9, are done within about a dozen.",
    explorer=explorer.thread,
    size=(6.4, 3.6),
)
def default(ax: Axes, data: Any, *, theme: Theme) -> None:
    """No line search: stuck in float64, saved by rounding, or by other units."""
    found = data["defaults"]
    lines = (
        ("float64", "float64, default", theme.wrong, "-", 1071),
        ("float32", "float32, default", theme.run, pieces.DASHES[1], 15),
        ("scaled", "float64, loss × 9", theme.run, pieces.DASHES[2], 9),
    )
    for name, _, color, dashes, last in lines:
        losses = np.maximum(found[name]["losses"][:last], 1e-16)
        k = np.arange(1, len(losses) + 1)
        ax.plot(k, losses, color=color, linestyle=dashes, linewidth=1.6)
    k, f = data["methods"]["curves"]["lbfgs"]
    ax.plot(k, np.maximum(100 * f, 1e-16), color=theme.optimum, marker="o", ms=4)
    pieces.log_axis(ax, "x")
    pieces.log_axis(ax, "y")
    ax.set(xlim=(0.9, 1300), ylim=(1e-16, 1e7), xlabel="evaluations of the loss")
    ax.set_ylabel("loss")
    left: Style = {"align": "right", "offset": (-7, 0)}
    right: Style = {"align": "left", "offset": (9, 0)}
    style: Style = {"color": theme.wrong, "offset": (0, 11), "align": "right"}
    pieces.label_end(ax, 1071, 99.9, "float64, default: no search", **style)
    pieces.label_end(ax, 7.2, 1e-8, "float64,\nloss × 9", color=theme.text, **left)
    pieces.label_end(ax, 13, 1e-4, "float32, default", color=theme.text, **right)
    pieces.label_end(ax, 14, 1e-13, "strong Wolfe", color=theme.optimum, **right)


@figure(
    alt="Left: from the third step on y^T s in float64 is "
    "{default_product:.1e}, below the limit 1e-10, so no pair is kept. Right: "
    "multiplied by more than {factor_measured:.3f} the same loss is "
    "solved in {evaluations_scaled} evaluations; below, not in a thousand.",
    explorer=explorer.thread,
    size=(6.4, 3.6),
    columns=2,
)
def threshold(axes: Any, data: Any, *, theme: Theme) -> None:
    """The test that refuses the pairs, and the loss in other units."""
    ax, cliff = axes
    shown = 12
    for name, mark, color in (("float64", "o", theme.run), ("float32", "s", None)):
        made = data["defaults"][name]
        product = np.maximum(made["products"][:shown], 1e-13)
        k = np.arange(2, shown + 2)
        kept = made["kept"][:shown]
        ax.plot(k, product, color=color or theme.theory, linewidth=1, zorder=1)
        face: Style = {"color": color or theme.theory, "markersize": 5}
        ax.plot(k[kept], product[kept], mark, **face)
        ax.plot(k[~kept], product[~kept], mark, markerfacecolor=theme.paper, **face)
    ax.axhline(1e-10, color=theme.wrong, linewidth=1.2, linestyle="--")
    pieces.log_axis(ax, "y")
    ax.set(xlim=(1.5, 13.5), ylim=(1e-13, 1e8), xlabel="step", ylabel=r"$y^T s$")
    refused: Style = {"color": theme.wrong, "offset": (0, 9), "align": "left"}
    pieces.label_end(ax, 5.4, 1e-10, "refused below this line", **refused)
    style: Style = {"color": theme.text, "offset": (0, -12), "align": "center"}
    pieces.label_end(ax, 8.5, 1.9e-11, "float64", **style)
    style = {"color": theme.theory, "offset": (8, 6)}
    pieces.label_end(ax, 7, 32, "float32", **style)
    made = data["defaults"]["cliff"]
    factors, needed = made["factors"], made["evaluations"]
    done = np.isfinite(needed)
    color = theme.wrong
    cliff.plot(factors[done], needed[done], "o", color=theme.optimum, markersize=5)
    cliff.plot(factors[~done], 1071 + 0 * factors[~done], "X", color=color, ms=6)
    edge = made["predicted"]
    cliff.axvline(edge, color=theme.theory, linestyle="--", linewidth=1.2)
    pieces.log_axis(cliff, "x")
    pieces.log_axis(cliff, "y")
    cliff.set(xlim=(0.8, 130), ylim=(2, 3000), xlabel="loss multiplied by")
    cliff.set_ylabel("evaluations")
    style = {"color": theme.theory, "offset": (6, 0)}
    pieces.label_end(cliff, edge, 120, f"predicted: {edge:.3f}", **style)
    style = {"color": theme.wrong, "offset": (0, -13), "align": "left"}
    pieces.label_end(cliff, 0.9, 1071, "not solved", **style)
    style = {"color": theme.optimum, "offset": (0, 12), "align": "center"}
    pieces.label_end(cliff, 26, 7, "solved", **style)
