"""The pictures of L-BFGS elsewhere: Rosenbrock's valley, minibatches, kinks, a film.

The one rule: a picture draws what compute() returned; the film shows all runs at one
and the same number of evaluations.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.style import Theme
from scripts.topics.lbfgs import explorer

Style = dict[str, Any]  # keywords of one label
MOVING = 108  # frames of the film until the last evaluation
AROUND = np.linspace(0, 2 * np.pi, 80)


@figure(
    alt="Rosenbrock's function against evaluations, both log: L-BFGS is below "
    "1e-8 after {rosenbrock_lbfgs}, momentum after {rosenbrock_momentum}, "
    "gradient descent after {rosenbrock_gd:,}.",
    explorer=explorer.banana,
    size=(6.4, 3.6),
)
def rosenbrock(ax: Axes, data: Any, *, theme: Theme) -> None:
    """Rosenbrock: the value against evaluations."""
    curves = data["rosenbrock"]["curves"]
    lines = (
        ("gd", "gradient descent", pieces.DASHES[2], 5000, (0, 12), "left"),
        ("momentum", "momentum 0.95", pieces.DASHES[1], 520, (8, 8), "left"),
        ("lbfgs", "L-BFGS", "-", 41, (-8, -8), "right"),
    )
    for name, words, dashes, at, offset, align in lines:
        k, f = curves[name]
        ax.plot(k, f, color=theme.run, linestyle=dashes, linewidth=1.6)
        height = np.exp(np.interp(at, k, np.log(f)))
        style: Style = {"color": theme.text, "offset": offset, "align": align}
        pieces.label_end(ax, at, height, words, **style)
    pieces.log_axis(ax, "x")
    pieces.log_axis(ax, "y")
    ax.set(xlim=(1, 3e4), ylim=(1e-10, 1e2), xlabel="gradient evaluations")
    ax.set_ylabel("$f - f^*$")


@figure(
    alt="Left: with two batches the measured curvature has the wrong sign in "
    "{negative_short:.0%} of draws at short steps, as predicted. Right: after "
    "40 minibatch steps L-BFGS is {batch_one:.1e} above the least loss, "
    "plain minibatch descent {batch_sgd:.1e}.",
    explorer=explorer.noise,
    size=(6.4, 3.6),
    columns=2,
)
def noise(axes: Any, data: Any, *, theme: Theme) -> None:
    """How often two batches give the wrong sign; and where minibatch runs end."""
    made = data["noise"]
    ax, race = axes
    ax.plot(made["lengths"], made["predicted"], color=theme.theory, linestyle="--")
    ax.plot(made["lengths"], made["share"], "o", color=theme.run, markersize=5)
    one = np.full_like(made["lengths"], made["one_batch"])
    ax.plot(made["lengths"], one, "s", color=theme.optimum, markersize=4)
    pieces.log_axis(ax, "x")
    ax.set(ylim=(-0.02, 0.56), xlabel="length of the step, $|s|$")
    ax.set_yticks((0, 0.25, 0.5), ("0%", "25%", "50%"))
    ax.set_title("wrong sign of $s^T y$")
    style: Style = {"color": theme.text, "offset": (0, -12), "align": "left"}
    pieces.label_end(ax, 0.011, 0.42, "two batches", **style)
    style = {"color": theme.optimum, "offset": (0, 10), "align": "left"}
    pieces.label_end(ax, 0.011, 0, "one batch", **style)
    lines = (
        ("one", "L-BFGS,\none batch", "-"),
        ("two", "L-BFGS,\ntwo batches", pieces.DASHES[1]),
        ("sgd", "plain\nminibatches", pieces.DASHES[2]),
    )
    for name, words, dashes in lines:
        values = made["runs"][name]
        race.plot(values, color=theme.run, linestyle=dashes, linewidth=1.6)
        up = -3 if name == "sgd" else 2
        style = {"color": theme.text, "offset": (7, up)}
        pieces.label_end(race, 40, values[-1], words, **style)
    pieces.log_axis(race, "y")
    race.set(xlim=(0, 68), ylim=(1e-4, 1e3), xlabel="minibatch steps")
    race.set_xticks((0, 20, 40))
    race.set_title("loss above its least")


@figure(
    alt="Mean absolute error along the last direction: a fall, a kink, a rise. "
    "The slope jumps from {mae_before:.2f} to {mae_after:.3f} of its first "
    "value, across the zone between -0.9 and 0.9 where a strong Wolfe search "
    "must end.",
    explorer=explorer.kinks,
    size=(6.4, 3.5),
    columns=2,
)
def kinks(axes: Any, data: Any, *, theme: Theme) -> None:
    """The last direction on the mean absolute error, and its slope."""
    ray = data["kinks"]["ray"]
    value, slope = axes
    value.plot(ray["t"], 1e3 * ray["values"], color=theme.run)
    value.set(xlabel="step size $t$", ylabel=r"$1000\,(\varphi(t) - \varphi(0))$")
    value.set_title("loss")
    slope.axhspan(-0.9, 0.9, color=theme.optimum, alpha=0.18, linewidth=0)
    # Where the slope jumps there is no line: it takes no value in between.
    jumps = np.flatnonzero(np.diff(ray["shares"]) != 0) + 1
    for t, shares in zip(
        np.split(ray["t"], jumps), np.split(ray["shares"], jumps), strict=True
    ):
        slope.plot(t, -shares, color=theme.run)
    slope.set(xlabel="step size $t$", ylim=(-1.4, 1.4))
    slope.set_title(r"slope $\varphi'(t)$ over $|\varphi'(0)|$")
    style: Style = {"color": theme.optimum, "align": "center", "offset": (0, 0)}
    pieces.label_end(slope, ray["best"], 0.45, "a search must end here", **style)
    for ax in axes:
        ax.axvline(ray["best"], color=theme.muted, linewidth=0.8, linestyle=":")
        ax.set_xlim(0, 1.7 * ray["best"])


@animation(
    alt="Three runs on Rosenbrock's curved valley. After "
    "{rosenbrock_evaluations} evaluations L-BFGS is at the minimum, heading "
    "for the center of its quadratic model's ellipse each time; momentum is "
    "part of the way, gradient descent has hardly moved along the valley.",
    explorer=explorer.banana,
    frames=120,
    size=(6.4, 4.0),
)
def banana(ax: Axes, data: Any, *, theme: Theme) -> Any:
    """L-BFGS with its model, momentum and gradient descent at equal evaluations."""
    made = data["rosenbrock"]
    x, y = np.linspace(-1.75, 1.55, 160), np.linspace(-0.75, 1.75, 130)
    u, v = np.meshgrid(x, y)
    values = (1 - u) ** 2 + 100 * (v - u**2) ** 2
    levels = np.array([0.5, 2, 6, 16, 40, 100, 250])
    pieces.contours(ax, x, y, values, theme=theme, levels=levels)
    pieces.optimum(ax, (1, 1), theme=theme)
    ax.set(aspect="equal", xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    ax.set(xlabel="$x_0$", ylabel="$x_1$")
    others = {
        "momentum": pieces.path(
            ax, made["momentum"][:1], theme=theme, color=theme.slope, dashes=(0, (5, 1))
        ),
        "gd": pieces.path(
            ax, made["gd"][:1], theme=theme, color=theme.flat, dashes=":"
        ),
    }
    path = pieces.path(ax, made["path"][:1], theme=theme)
    path.set_zorder(5)
    (ellipse,) = ax.plot([], [], color=theme.steep, linewidth=1.6, zorder=4)
    (center,) = ax.plot([], [], "+", color=theme.steep, markersize=9, zorder=4)
    status = _names(ax, theme)
    last = int(made["nfev"][-1])

    def update(frame: int) -> None:
        done = 1 + int(min(frame / MOVING, 1) * (last - 1))
        k = int(np.searchsorted(made["nfev"], done, side="right")) - 1
        path.set_data(*made["path"][: k + 1].T)
        for name, line in others.items():
            line.set_data(*made[name][:done].T)
        here, (B, step) = made["path"][k], made["models"][k]
        ellipse.set_data(*_level(here, B, step))
        center.set_data(*(here + step)[:, None])
        status.set_text(f"{done} evaluations")

    return [path, *others.values(), ellipse, center, status], update


def _names(ax: Axes, theme: Theme) -> Any:
    """What each color is, and below it an empty line of text, which is returned."""
    paper: Style = {"facecolor": theme.paper, "edgecolor": "none", "pad": 1}
    place: Style = {"transform": ax.transAxes, "fontsize": 9, "va": "top"}
    place["bbox"] = paper
    rows = (
        ("L-BFGS", theme.run),
        ("its quadratic model", theme.steep),
        ("momentum 0.95", theme.slope),
        ("gradient descent", theme.flat),
    )
    for i, (words, color) in enumerate(rows):
        ax.text(0.36, 0.97 - 0.07 * i, words, color=color, **place)
    return ax.text(0.36, 0.67, "", color=theme.text, **place)


def _level(here: Any, B: Any, step: Any) -> Any:
    """The model's level line through `here`; its center is where a unit step ends."""
    size = np.sqrt(step @ B @ step)
    circle = np.stack([np.cos(AROUND), np.sin(AROUND)])
    offset = np.linalg.solve(np.linalg.cholesky(B).T, size * circle)
    return (here + step)[:, None] + offset
