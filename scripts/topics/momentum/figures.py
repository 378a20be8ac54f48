"""Pictures of the page on momentum.

The one rule: theory is dashed, what was run is solid or round; the reader's problem is
a bar from its flattest to its steepest direction.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.pieces import PREDICTED, label_end, note
from scripts.drawing.style import Theme
from scripts.topics.momentum import explorer
from scripts.topics.momentum.data import Data, beyond, modes, valley

FILM = {"slow": "without momentum", "habit": "with momentum 0.9"}


@animation(
    alt="Level lines of a narrow valley, twice. Plain descent steps onto the floor and "
    "creeps; at the same learning rate the heavy ball swings along the floor. It "
    "is done after {habit_steps} steps, where plain descent needs {slow_steps}.",
    explorer=explorer.habit,
    frames=valley.FILM_STEPS + 10,
    poster=34,
    columns=2,
    size=(6.4, 4.0),
    narrow_columns=2,
    fps=15,
)
def crossing(axes: Any, data: Data, *, theme: Theme) -> Any:
    """Plain descent and the heavy ball from the same start, a step a frame."""
    moving = []
    for ax, (name, title) in zip(axes, FILM.items(), strict=True):
        _valley(ax, theme)
        racer = data.racers[name]
        line = pieces.path(ax, racer.path[:1], theme=theme)
        place: Any = {"transform": ax.transAxes, "va": "top", "color": theme.text}
        moving.append((line, ax.text(0.03, 0.98, "", fontsize=9, **place), racer))
        ax.set_title(title, fontsize=10)
        ax.set_xlabel("slope $w$")
    axes[0].set_ylabel("intercept $b$")

    def update(frame: int) -> None:
        k = min(frame, valley.FILM_STEPS)
        for line, text, racer in moving:
            line.set_data(*racer.path[: k + 1].T)
            text.set_text(f"step {k}: {racer.share[k]:.1%} left")

    return [artist for line, text, _ in moving for artist in (line, text)], update


def _valley(ax: Axes, theme: Theme) -> None:
    w, b = np.linspace(-0.1, 0.7, 90), np.linspace(-0.8, 7.6, 90)
    dw, db = np.meshgrid(w - valley.STAR[0], b - valley.STAR[1])
    values = (modes.ENDS[0] * dw**2 + modes.ENDS[1] * db**2) / 2
    pieces.contours(ax, w, b, values, theme=theme, levels=(0.5, 2, 6, 14, 28, 50))
    pieces.optimum(ax, valley.STAR, theme=theme)
    ax.set(xlim=w[[0, -1]], ylim=b[[0, -1]])


@figure(
    alt="The complex plane. As the curvature grows the two roots of the step matrix "
    "run to each other on the axis, turn round on a circle of radius "
    "{root_radius:.3f}, and part again; only beyond do they pass minus one. A "
    "circle of twice that radius lies outside the unit circle.",
    explorer=explorer.ball,
    size=(4.6, 4.4),
    narrow_height=4.1,
)
def roots(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Both roots as eta lambda grows, the unit circle, and a circle too large."""
    turn = np.exp(2j * np.pi * np.linspace(0, 1, 241))
    radius = np.sqrt(valley.BALL.beta)
    large = 2 * radius * turn
    ax.plot(turn.real, turn.imag, color=theme.muted)
    ax.plot(large.real, large.imag, color=theme.wrong, linestyle=(0, (1, 2)))
    z = data.modes.roots.ravel()
    ax.plot(z.real, z.imag, ".", color=theme.run, markersize=4)
    ax.plot([-radius, radius], [0, 0], "D", color=theme.optimum, markersize=8)
    for height, text, color in (
        (1.27, "beyond one a run grows", theme.muted),
        (-1.4, "2√β, as printed", theme.wrong),
        (0.4, "ripples: on the\ncircle of radius √β", theme.run),
        (-0.35, "at the best settings:\nflattest and steepest", theme.optimum),
    ):
        label_end(ax, 0, height, text, color=color, offset=(0, 0), align="center")
    ax.axhline(0, color=theme.grid, linewidth=0.8, zorder=0)
    ax.set(xlabel="real part of the root", ylabel="imaginary part", aspect="equal")
    ax.set(xlim=(-1.9, 1.9), ylim=(-1.9, 1.9))


@figure(
    alt="A map of learning rate times curvature against momentum, with four regions: "
    "monotone, ripples, swings, diverges. The example is a bar. At the best settings "
    "it just fits into the ripples; without momentum it lies across two regions.",
    explorer=explorer.ball,
    size=(6.4, 4.2),
    narrow_height=4.4,
)
def regimes(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Where the roots are real, complex or too large, and the example's bar."""
    beta = np.linspace(0, 1, 201)
    low, high = (1 - np.sqrt(beta)) ** 2, (1 + np.sqrt(beta)) ** 2
    for nu in (low, high):
        ax.plot(nu[nu > 0], beta[nu > 0], color=theme.theory, linestyle=PREDICTED)
    ax.fill_betweenx(beta, 2 * (1 + beta), 40, color=theme.wrong, alpha=0.12)
    ax.fill_betweenx(beta, low, high, color=theme.optimum, alpha=0.12)
    ax.plot(2 * (1 + beta), beta, color=theme.wrong)
    named = {"plain": "plain, best", "ball": "best", "habit": "0.9, as in the film"}
    for name, text in named.items():
        method = valley.METHODS[name]
        ends, y = method.learning_rate * modes.ENDS, getattr(method, "beta", 0)
        ax.plot(ends, [y, y], color=theme.run, linewidth=3)
        ax.plot(ends[0], y, "s", ends[1], y, "o", color=theme.run, markersize=7)
        middle = float(np.sqrt(ends.prod()))
        label_end(ax, middle, y, text, color=theme.run, offset=(0, 9), align="center")
    for x, y, text, color in (
        (0.0017, 0.45, "monotone", theme.text),
        (0.19, 0.5, "ripples:\nall at √β", theme.optimum),
        (5, 0.62, "diverges", theme.wrong),
    ):
        label_end(ax, x, y, text, color=color)
    note(ax, "swings", (1.75, 0.06), (0.35, 0.13), theme=theme)
    pieces.log_axis(ax, "x")
    ax.set(xlabel="learning rate × curvature, ηλ", ylabel="momentum β")
    ax.set(xlim=(1e-3, 40), ylim=(-0.03, 1))


@figure(
    alt="Error along the steep direction against steps, log scale. The run lies on "
    "the dashed curve with the factor k and reaches one percent after "
    "{double_steep} steps; rho to the k alone is there after {double_alone}.",
    explorer=explorer.ball,
    size=(6.4, 3.8),
)
def double(ax: Axes, data: Data, *, theme: Theme) -> None:
    """rho^k, the same with its factor, and the run."""
    part = data.modes
    k = np.arange(len(part.alone))
    ax.axhline(valley.ONE_PERCENT, color=theme.grid, linewidth=1.2)
    ax.plot(k, part.alone, color=theme.theory, linestyle=(0, (1, 1.5)))
    ax.plot(k, part.double, color=theme.theory, linestyle=PREDICTED)
    ax.plot(k[::3], np.abs(part.measured[::3, 0]), "o", color=theme.run, markersize=4)
    label_end(ax, 22, part.alone[22], "ρᵏ", color=theme.theory, offset=(6, 8))
    text = "(1 + k(1 + ρ)) ρᵏ\nround: the run"
    label_end(ax, 38, part.double[38], text, color=theme.run, offset=(8, 12))
    label_end(ax, 0, valley.ONE_PERCENT, "1 %", color=theme.muted, offset=(4, 8))
    pieces.log_axis(ax, "y")
    ax.set(xlabel="step k", ylabel="error, steep direction", ylim=(1e-4, 10))


@figure(
    alt="Share of the error left against steps for four methods on the example. Plain "
    "descent falls slowest, Chebyshev's schedule fastest; it reaches one percent "
    "after {chebyshev_steps} steps. The heavy ball grows first.",
    explorer=explorer.race,
)
def race(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Four methods, each at its best settings."""
    above: dict[str, Any] = {"color": theme.run, "offset": (4, 8)}
    below = {"color": theme.run, "offset": (-6, -8), "align": "right"}
    shown = (
        ("plain", "plain", 90, above),
        ("nesterov", "Nesterov", 98, above),
        ("ball", "heavy ball", 73, below),
        ("chebyshev", "Chebyshev", 62, below),
    )
    for (name, text, at, place), dashes in zip(shown, pieces.DASHES, strict=False):
        share = data.racers[name].share[:121]
        ax.plot(share, color=theme.run, linestyle=dashes)
        label_end(ax, at, share[at], text, **place)
    ax.axhline(valley.ONE_PERCENT, color=theme.grid, linewidth=1.2)
    label_end(ax, 0, valley.ONE_PERCENT, "1 %", color=theme.muted, offset=(4, 8))
    pieces.log_axis(ax, "y")
    ax.set(xlabel="step k, one gradient each", ylim=(1e-6, 20))
    ax.set_ylabel("share left, √((L − L*)/(L₀ − L*))")


@figure(
    alt="Steps to one percent against momentum, for three condition numbers, each beta "
    "with its best rate. Every curve falls to its best momentum, a star, and rises "
    "beyond it; the larger the condition number, the nearer to one the best.",
    explorer=explorer.habit,
)
def choice(ax: Axes, data: Data, *, theme: Theme) -> None:
    """What each momentum costs."""
    for (kappa, part), dashes in zip(data.choices.items(), pieces.DASHES, strict=False):
        ax.plot(valley.BETAS, part.steps, color=theme.run, linestyle=dashes)
        pieces.optimum(ax, (part.beta, part.best), theme=theme)
        text = f"κ = {kappa:,.0f}"
        label_end(ax, 0, part.steps[0], text, color=theme.run, offset=(4, 9))
    pieces.log_axis(ax, "y")
    ax.set(xlabel="momentum β", ylabel="steps to 1 %", xlim=(0, 1), ylim=(8, 2e4))


@figure(
    alt="First: a convex function with a flatter middle; the tuned heavy ball hops for "
    "ever between three places on it. Second: the distance to the minimum stays "
    "for the tuned ball, and falls to nothing for plain descent and Nesterov.",
    explorer=explorer.flat_middle,
    size=(6.4, 3.6),
    columns=2,
)
def cycle(axes: Any, data: Data, *, theme: Theme) -> None:
    """The function with the three places, and the distance of three runs."""
    curve, distance = axes
    function, paths = beyond.FlatMiddle(), data.cycle.paths
    x = np.linspace(-2.4, 3.5, 119)[:, None]
    curve.plot(x, function.value(x), color=theme.muted)
    for kink in beyond.KINKS:
        curve.axvline(kink, color=theme.grid, linewidth=0.8, zorder=0)
    around = paths["tuned"][-4:, None]
    curve.plot(around, function.value(around), "o-", color=theme.wrong, linewidth=1.2)
    pieces.optimum(curve, (0, 0), theme=theme)
    label_end(curve, 1.5, 4, "flatter", color=theme.muted, align="center")
    curve.set(xlabel="x", ylabel="f(x)", ylim=(-4, 75))
    shown = (
        ("tuned", "heavy ball, tuned", (24, 4), theme.wrong),
        ("plain", "plain", (44, 0.05), theme.run),
        ("nesterov", "Nesterov", (20, 0.02), theme.run),
    )
    for (name, text, at, color), dashes in zip(shown, pieces.DASHES, strict=False):
        distance.plot(np.abs(paths[name][:61]), color=color, linestyle=dashes)
        label_end(distance, *at, text, color=color, offset=(4, 8))
    pieces.log_axis(distance, "y")
    distance.set(xlabel="step k", ylabel="distance to the minimum", ylim=(1e-6, 100))
