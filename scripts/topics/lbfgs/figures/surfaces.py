"""L-BFGS off the thread: its searches, a quadratic, Rosenbrock's valley and its film.

The one rule: compared runs are shown at the same number of steps or of evaluations.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.style import Theme
from scripts.topics.lbfgs import explorer
from scripts.topics.lbfgs.data import Data

MOVING = 108  # frames of the film until the last evaluation
AROUND = np.linspace(0, 2 * np.pi, 80)


@figure(
    alt="The loss along one direction. Backtracking halves t from one and takes "
    "the first point below the Armijo line, t = {search_backtracking_t}. "
    "Strong Wolfe takes t = {search_wolfe_t:.3f}, inside the zone that is low "
    "enough and flat enough.",
    explorer=explorer.banana,
    size=(6.4, 3.5),
    columns=2,
)
def searches(axes: Any, data: Data, *, theme: Theme) -> None:
    """Phi(t) with the Armijo line, the zone of acceptance, and the trials."""
    searches, best = data.searches, theme.optimum
    t, armijo, low = searches.t, searches.armijo, searches.enough
    zones = {"backtracking": low, "wolfe": low & searches.flat}
    for ax, (name, zone) in zip(axes, zones.items(), strict=True):
        ax.plot(t, searches.values, color=theme.run, zorder=3)
        ax.plot(t, armijo, color=theme.theory, linestyle="--", linewidth=1.4)
        ax.fill_between(t, -22, 62, where=zone, color=best, alpha=0.18, lw=0)
        _trials(ax, searches.by_name[name], theme)
        ax.set(xlim=(0, 1.05), ylim=(-10, 62), xlabel="step size $t$")
    left, right = axes
    left.set(title="backtracking", ylabel=r"$\varphi(t) = f(x + t\,d)$")
    right.set_title("strong Wolfe")
    place: Any = {"offset": (0, 20), "align": "right"}
    pieces.label_end(left, 1.04, armijo[-1], "Armijo line", color=theme.theory, **place)
    pieces.label_end(left, 0.02, -6, "low enough", color=best, offset=(4, 0))
    pieces.label_end(right, 0.27, -6, "low and flat enough", color=best, offset=(4, 0))


def _trials(ax: Axes, trials: Any, theme: Theme) -> None:
    """The points that a search tried; the last is the one it took."""
    for i, (at, value) in enumerate(zip(trials.tried, trials.values, strict=True), 1):
        last, shown = i == len(trials.tried), min(value, 57)
        color, mark = (theme.optimum, "o") if last else (theme.wrong, "X")
        ax.plot(at, shown, mark, color=color, markersize=8, zorder=5)
        words = f"trial {i}" if value == shown else f"trial {i} ↑"
        side, align = (-9, "right") if at > 0.9 else (9, "left")
        place: Any = {"offset": (side, 0), "align": align}
        pieces.label_end(ax, at, shown, words, color=color, **place)


@figure(
    alt="First: the two steps of L-BFGS with exact search lie on those of "
    "conjugate gradients. Second: with twenty parameters the two runs agree to "
    "rounding after five steps and have parted after twenty.",
    explorer=explorer.conjugate,
    size=(6.4, 3.6),
    columns=2,
)
def conjugate(axes: Any, data: Data, *, theme: Theme) -> None:
    """One path on a quadratic; and what rounding does to that with 20 parameters."""
    quadratic, (plane, ax) = data.conjugate, axes
    star = quadratic.star
    x, y = np.linspace(-2.5, 1.6, 90), np.linspace(-1.3, 2.3, 80)
    away = np.stack(np.meshgrid(x - star[0], y - star[1]), axis=-1)
    values = 0.5 * np.einsum("...i,ij,...j", away, quadratic.A, away)
    levels = np.array([0.1, 0.5, 1.3, 2.6, 4.5, 7, 10])
    pieces.contours(plane, x, y, values, theme=theme, levels=levels)
    plane.plot(*quadratic.cg.T, color=theme.contours[0], linewidth=6, zorder=2)
    pieces.path(plane, quadratic.lbfgs, theme=theme)
    pieces.optimum(plane, star, theme=theme)
    words = "wide: conjugate gradients"
    pieces.label_end(plane, -1.75, 1.1, words, color=theme.muted, offset=(12, 0))
    below: Any = {"offset": (0, -14), "align": "center"}
    pieces.label_end(plane, -0.45, 0.02, "thin: L-BFGS", color=theme.text, **below)
    plane.set(aspect="equal", xlabel="$x_0$", ylabel="$x_1$", title="2 parameters")
    error, color, words = quadratic.error, theme.theory, "distance to the minimum"
    ax.plot(error, color=color, linestyle="--", linewidth=1.4)
    pieces.label_end(ax, 1, error[1], words, color=color, offset=(2, 10))
    for memory, dashes, at, offset in (
        (20, "-", 12, (-8, 6)),
        (1, pieces.DASHES[1], 19, (4, -24)),
    ):
        apart, words = np.maximum(quadratic.apart[memory], 1e-18), f"memory {memory}"
        ax.plot(apart, color=theme.run, linestyle=dashes, linewidth=1.6)
        place: Any = {"offset": offset, "align": "right"}
        pieces.label_end(ax, at, apart[at], words, color=theme.text, **place)
    pieces.log_axis(ax, "y")
    ax.set(xlim=(0, 20), ylim=(1e-18, 100), xlabel="step", xticks=(0, 5, 10, 15, 20))
    ax.set(ylabel="L-BFGS from CG, over $|x^*|$", title="20 parameters")


@figure(
    alt="Rosenbrock's function against evaluations, both log: L-BFGS is below "
    "a hundred-millionth after {rosenbrock_lbfgs}, momentum after "
    "{rosenbrock_momentum}, gradient descent after {rosenbrock_gd:,}.",
    explorer=explorer.banana,
    size=(6.4, 3.6),
)
def rosenbrock(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Rosenbrock: the value against evaluations."""
    for name, words, dashes, at, offset, align in (
        ("gd", "gradient descent", pieces.DASHES[2], 5000, (0, 12), "left"),
        ("momentum", "momentum\n0.95", pieces.DASHES[1], 520, (8, 4), "left"),
        ("lbfgs", "L-BFGS", "-", 41, (-8, -8), "right"),
    ):
        method = data.rosenbrock.by_name[name]
        k, f = method.nfev, method.value
        ax.plot(k, f, color=theme.run, linestyle=dashes, linewidth=1.6)
        height = np.exp(np.interp(at, k, np.log(f)))
        place: Any = {"offset": offset, "align": align}
        pieces.label_end(ax, at, height, words, color=theme.text, **place)
    pieces.log_axis(ax, "xy")
    ax.set(xlim=(1, 3e4), ylim=(1e-10, 1e2), xlabel="gradient evaluations")
    ax.set_ylabel("$L - L^*$")


@animation(
    alt="Three runs on Rosenbrock's curved valley. After "
    "{rosenbrock_evaluations} evaluations L-BFGS is at the minimum, heading "
    "for the center of its quadratic model's ellipse each time; momentum is "
    "part of the way, gradient descent has hardly moved along the valley.",
    explorer=explorer.banana,
    size=(6.4, 4.0),
    narrow_height=3.5,
    poster=30,
)
def banana(ax: Axes, data: Data, *, theme: Theme) -> Any:
    """L-BFGS with its model, momentum and gradient descent at equal evaluations."""
    valley = data.rosenbrock
    x, y = np.linspace(-1.75, 1.55, 160), np.linspace(-0.75, 1.75, 130)
    u, v = np.meshgrid(x, y)
    values = (1 - u) ** 2 + 100 * (v - u**2) ** 2
    levels = np.array([0.5, 2, 6, 16, 40, 100, 250])
    pieces.contours(ax, x, y, values, theme=theme, levels=levels)
    pieces.optimum(ax, (1, 1), theme=theme)
    ax.set(aspect="equal", xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    ax.set(xlabel="$x_0$", ylabel="$x_1$")
    others = [
        (points, ax.plot([], [], color=theme.run, linestyle=dashes, linewidth=1.4)[0])
        for points, dashes in ((valley.momentum, "--"), (valley.gd, ":"))
    ]
    path = pieces.path(ax, valley.path[:1], theme=theme)
    path.set_zorder(5)
    (ellipse,) = ax.plot([], [], color=theme.theory, linewidth=1.6, zorder=4)
    (center,) = ax.plot([], [], "+", color=theme.theory, markersize=9, zorder=4)
    status = _names(ax, theme)
    last = int(valley.nfev[-1])

    def update(frame: int) -> None:
        done = 1 + int(min(frame / MOVING, 1) * (last - 1))
        k = int(np.searchsorted(valley.nfev, done, side="right")) - 1
        path.set_data(*valley.path[: k + 1].T)
        for points, line in others:
            line.set_data(*points[:done].T)
        here, (B, step) = valley.path[k], valley.models[k]
        ellipse.set_data(*_level(here, B, step))
        center.set_data(*(here + step)[:, None])
        status.set_text(f"{done} evaluation{'s' * (done > 1)}")

    return [path, *(line for _, line in others), ellipse, center, status], update


def _names(ax: Axes, theme: Theme) -> Any:
    """What each line is, and below it an empty line of text, which is returned."""
    place: Any = {"transform": ax.transAxes, "fontsize": 9, "va": "top"}
    place["bbox"] = {"facecolor": theme.paper, "edgecolor": "none", "pad": 1}
    rows = (
        ("solid: L-BFGS", theme.run),
        ("ellipse: its model", theme.theory),
        ("dashed: momentum 0.95", theme.run),
        ("dotted: gradient descent", theme.run),
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
