"""The valley and what a run does in it: map, errors by direction, zigzag and film.

The one rule: everything is drawn in the eigen-directions, steep across and flat along.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator, PercentFormatter

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.style import Theme
from scripts.topics.ill_conditioning import explorer
from scripts.topics.ill_conditioning.data import Data
from scripts.topics.ill_conditioning.data.thread import SWINGS

LEVELS = (100, 64, 36, 16, 4)  # losses; their square roots are evenly spaced
MAGNIFIED = 1000
ANGLES = np.linspace(0, 2 * np.pi, 361)


@figure(
    alt="Two maps of the loss. Drawn true to scale the valley is so narrow "
    "that its contour lines merge into one stroke from the start to the "
    "solution. With the steep direction magnified they "
    "are ellipses, and a million steps at {middle_rate:g} have covered "
    "{floor_covered:.0%} of the floor.",
    explorer=explorer.thread,
    size=(6.4, 3.7),
    columns=2,
)
def valley(axes: Any, data: Data, *, theme: Theme) -> None:
    """First: true to scale. Second: the steep direction magnified."""
    _true_to_scale(axes[0], data, theme=theme)
    _magnified(axes[1], data, theme=theme)
    pieces.path(axes[1], data.path, theme=theme)
    for at, label in ((0, "start"), (-1, "after a million\nsteps at 1e-5")):
        x, y = data.path[at]
        pieces.label_end(axes[1], x, y, label, color=theme.text, offset=(8, 2))


def _true_to_scale(ax: Axes, data: Data, *, theme: Theme) -> None:
    solution, flat, steep = data.valley.solution, data.valley.flat, data.valley.steep
    low, high = data.valley.spectrum.eigenvalues
    for x, y in _ellipses(data):
        points = solution + np.outer(x, steep) + np.outer(y, flat)
        ax.plot(points[:, 0], points[:, 1], color=theme.contours[0], linewidth=0.9)
    middle = solution / 2
    pieces.direction(ax, middle, 27 * steep, color=theme.steep)
    pieces.direction(ax, middle, -17 * flat, color=theme.flat)
    ax.text(4, -32, f"steep\ncurvature {high:,.0f}", color=theme.steep, fontsize=9)
    ax.text(4, -59, f"flat\ncurvature {low:.3f}", color=theme.flat, fontsize=9)
    ax.plot(0, 0, "o", color=theme.run, markersize=4)
    pieces.label_end(ax, 0, 0, "start", color=theme.text, offset=(7, 2))
    pieces.optimum(ax, solution, theme=theme, label="solution")
    ax.set(xlim=(-42, 42), ylim=(-78, 6), aspect="equal")
    ax.set(xlabel=r"$\theta_0$ (dimensionless)", ylabel=r"$\theta_1$ (dimensionless)")
    ax.set_title("True to scale")
    ax.set(xticks=(-40, 0, 40), yticks=(0, -20, -40, -60))


def _magnified(ax: Axes, data: Data, *, theme: Theme) -> None:
    for level, (x, y) in zip(LEVELS, _ellipses(data), strict=True):
        color = theme.contours[LEVELS[::-1].index(level)]
        ax.plot(x, y, color=color, linewidth=0.9, zorder=1)
    pieces.optimum(ax, (0, 0), theme=theme)
    half = 0.042
    ax.set(xlim=(-half, half), ylim=(-6, 78), aspect=1 / MAGNIFIED)
    ax.set(xticks=(-0.04, 0, 0.04), yticks=(0, 20, 40, 60))
    ax.set_xlabel("steep error (dimensionless)", color=theme.steep)
    ax.set_ylabel("flat error (dimensionless)", color=theme.flat)
    ax.set_title(f"Steep error magnified {MAGNIFIED:,} times")


def _ellipses(data: Data) -> list[tuple[Any, Any]]:
    """(steep, flat) coordinates of each level, about the solution."""
    low, high = data.valley.spectrum.eigenvalues
    across, along = np.cos(ANGLES), np.sin(ANGLES)
    return [
        (np.sqrt(2 * level / high) * across, np.sqrt(2 * level / low) * along)
        for level in LEVELS
    ]


@figure(
    alt="Error left in the steep and in the flat direction against the "
    "step, at three learning rates. The steep error is gone within a "
    "few steps to some ten thousand; the flat error needs millions at "
    "each of the three.",
    explorer=explorer.rates,
    size=(6.4, 2.9),
    columns=3,
)
def directions(axes: Any, data: Data, *, theme: Theme) -> None:
    """Error left in each direction against the step, at three rates."""
    steps = np.geomspace(1, 1e9, 200)
    sides = {1e-6: "left", 1e-5: "left", 1.603e-5: "right"}  # of the word "steep"
    for ax, (rate, side) in zip(axes, sides.items(), strict=True):
        factors = data.theory.factors[rate]
        flat, steep = np.log(np.abs([factors.flat, factors.steep]))
        for slope, color in ((flat, theme.flat), (steep, theme.steep)):
            left = np.exp(steps * slope)
            ax.plot(steps, left, color=color)
            ax.fill_between(steps, left, color=color, alpha=0.16, linewidth=0)
        for slope, name, color, level, align in (
            (flat, "flat", theme.flat, 0.3, "right"),
            (steep, "steep", theme.steep, 0.6, side),
        ):
            at = max(np.log(level) / slope, 1)
            place: Any = {"align": align, "offset": (6 if align == "left" else -6, 0)}
            pieces.label_end(ax, at, level, name, color=color, **place)
        pieces.log_axis(ax, "x", numticks=4)
        ax.set(xlim=(1, 1e9), ylim=(0, 1.03), xticks=[1e0, 1e3, 1e6, 1e9])
        ax.set_title(rf"rate $\eta$ = {rate:g}")
        ax.yaxis.set_major_formatter(PercentFormatter(1))
        ax.set_yticks((0, 0.5, 1))
        pieces.outer(ax, "step", "error left (percent)")


@figure(
    alt="Steep error over the first steps at three learning rates: at "
    "{middle_rate:g} it is gone after {steep_steps} steps, just below the limit it "
    "changes sign at each step and hardly shrinks, just above the limit it "
    "changes sign and grows.",
    explorer=explorer.zigzag,
    size=(6.4, 2.7),
    columns=3,
)
def zigzag(axes: Any, data: Data, *, theme: Theme) -> None:
    """Steep error over the first steps at three rates."""
    steps = np.arange(SWINGS + 1)
    shown = {1e-5: "dies at once", 1.603e-5: "hardly dies", 1.61e-5: "grows"}
    for ax, (rate, verdict) in zip(axes, shown.items(), strict=True):
        factor = data.theory.factors[rate].steep
        wrong = abs(factor) > 1
        color = theme.wrong if wrong else theme.steep
        ax.axhline(0, color=theme.muted, linewidth=0.8)
        ax.plot(steps, factor**steps, color=color, linewidth=0.9)
        marker = "x" if wrong else "o"
        ax.plot(steps, factor**steps, marker, color=color, markersize=3.5)
        ax.set_title(rf"$\eta$ = {rate:g}: {verdict}")
        ax.set(ylim=(-1.5, 2.1), yticks=(-1, 0, 1), xticks=(0, 20, 40))
        text = f"factor {factor:.5g}".replace("-", "−")
        ax.text(40, 1.75, text, ha="right", fontsize=9)
        pieces.outer(ax, "step", "steep error / first")


@animation(
    alt="A run descends the magnified valley while two bars show the error "
    "left in each direction: the steep bar is empty after {steep_steps} steps, "
    "the flat bar is still {flat_left:.0%} full after a million.",
    explorer=explorer.wall,
    frames=160,
    poster=16,
    size=(6.4, 3.8),
    columns=2,
)
def descent(axes: Any, data: Data, *, theme: Theme) -> Any:
    """Left the run in the magnified valley, right the error left in each direction."""
    steps, path = data.film.steps, data.film.path
    left = np.abs(path / path[0])
    _magnified(axes[0], data, theme=theme)
    line = pieces.path(axes[0], path[:1], theme=theme)
    (dot,) = axes[0].plot([], [], "o", color=theme.run, markersize=7, zorder=5)
    bars = axes[1].bar((0, 1), (1, 1), color=(theme.steep, theme.flat), width=0.55)
    shares = [
        axes[1].text(i, 0, "", ha="center", color=color, fontsize=11, weight="semibold")
        for i, color in enumerate((theme.steep, theme.flat))
    ]
    count = axes[1].text(0.5, 1.27, "", ha="center", fontsize=12)
    _bar_axis(axes[1], theme=theme)

    def update(frame: int) -> None:
        line.set_data(path[: frame + 1, 0], path[: frame + 1, 1])
        dot.set_data(path[frame : frame + 1, 0], path[frame : frame + 1, 1])
        count.set_text(f"step {steps[frame]:,.0f}")
        for bar, text, height in zip(bars, shares, left[frame], strict=True):
            bar.set_height(height)
            text.set_text(f"{height:.0%}")
            text.set_y(height + 0.03)

    return [line, dot, *bars, *shares, count], update


def _bar_axis(ax: Axes, *, theme: Theme) -> None:
    ax.set(xlim=(-0.6, 1.6), ylim=(0, 1.4), xticks=(0, 1), yticks=(0, 0.5, 1))
    for label, color in zip(
        ax.set_xticklabels(("steep", "flat")), (theme.steep, theme.flat), strict=True
    ):
        label.set(color=color, fontsize=10)
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_ylabel("error left (percent)")
