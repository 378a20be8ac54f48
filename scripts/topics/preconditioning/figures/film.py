"""The film of the page on preconditioning: three runs in three coordinate systems.

The one rule: every plane has equal scales on both axes, so that a right angle is a
right angle.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from scripts.drawing import pieces
from scripts.drawing.declarations import animation
from scripts.drawing.style import Theme
from scripts.topics.preconditioning import explorer
from scripts.topics.preconditioning.data import Data, Film

AXES = {
    "raw": ("slope $w$", "intercept $b$"),
    "centered": ("slope $w$", "height at the mean, $c$"),
    "standardized": ("slope per deviation, $u$", "height at the mean, $c$"),
}
DASHES = dict(zip(AXES, ("-", (0, (5, 1.5)), (0, (1, 1.2))), strict=True))
WIDTHS = dict(zip(AXES, (0.9, 1.6, 2.0), strict=True))
SPAN = np.array([7.2, 10.6])  # of every plane of the film, in its own units
MOVING, SLOW_START = 112, 2.6  # frames, and how slowly the first steps go


@animation(
    alt="Three runs of gradient descent, each drawn in raw, centered and "
    "standardized coordinates. To {tolerance:.0%} the raw run takes {film_raw_steps} "
    "zigzag steps, the centered run {film_centered_steps}, the standardized "
    "run {film_standardized_steps}, straight to the minimum.",
    explorer=explorer.film,
    frames=120,
    poster=30,
    columns=3,
    narrow_height=6.2,
    narrow_columns=2,
)
def pictures(axes: Any, data: Data, *, theme: Theme) -> Any:
    """Three runs in three coordinate systems: nine paths, a step at a time."""
    film, paths, texts = data.film, [], []
    for ax, picture in pieces.panels(axes, AXES):
        _plane(ax, film, picture, theme)
        for name, run in film.runs.items():
            line = _run(ax, run.paths[picture], name, theme, own=name == picture)
            paths.append((line, run.paths[picture]))
        texts.append((_status(ax, picture, theme), film.runs[picture]))
    last = len(film.runs["raw"].share) - 1

    def update(frame: int) -> None:
        at = last * min(frame / MOVING, 1) ** SLOW_START
        for line, points in paths:
            line.set_data(*_until(points, at).T)
        for text, run in texts:
            k, done = int(at), run.steps
            after = "1 step" if done == 1 else f"{done} steps"
            left = f"step {k}: {run.share[k]:.0%} left"
            text.set_text(f"1% after {after}" if k >= done else left)

    return [line for line, _ in paths] + [text for text, _ in texts], update


def _run(ax: Axes, points: Any, name: str, theme: Theme, *, own: bool) -> Line2D:
    """A path: its dashes tell which run; its own picture shows it in ink, dotted."""
    color = theme.run if own else theme.muted
    line = pieces.path(ax, points[:1], theme=theme, dashes=DASHES[name], color=color)
    line.set(linewidth=WIDTHS[name], markersize=2.6 if own else 0)
    line.set_zorder(4 if own else 3)
    return line


def _status(ax: Axes, picture: str, theme: Theme) -> Text:
    """The line above a plane, after a sample of the dashes of its own run."""
    x = (0, 0.17)
    sample = Line2D(x, (1.06, 1.06), transform=ax.transAxes, clip_on=False)
    sample.set(color=theme.run, linestyle=DASHES[picture], linewidth=1.6)
    ax.add_line(sample)
    place: Any = {"transform": ax.transAxes, "va": "center", "color": theme.text}
    return ax.text(0.2, 1.06, "step 84: 100% left", fontsize=9, **place)


def _until(points: Any, at: float) -> Any:
    """The path up to a fractional step."""
    k = int(at)
    if k + 1 >= len(points):
        return points
    head = points[k] + (at - k) * (points[k + 1] - points[k])
    return np.vstack([points[: k + 1], head])


def _plane(ax: Axes, film: Film, picture: str, theme: Theme) -> None:
    """Level lines around the star, equal scales, and what the plane is."""
    star, H = film.stars[picture], film.hessians[picture]
    paths = [run.paths[picture] for run in film.runs.values()]
    points = np.concatenate(paths)
    middle = (points.min(0) + points.max(0)) / 2
    low, high = middle - SPAN / 2, middle + SPAN / 2
    x, y = (np.linspace(low[i], high[i], 100) for i in (0, 1))
    away = np.stack(np.meshgrid(x - star[0], y - star[1]), axis=-1)
    values = 0.5 * np.einsum("...i,ij,...j", away, H, away)
    first = paths[0][0] - star
    shares = np.array([0.03, 0.12, 0.3, 0.6, 1.0, 1.6, 2.6])
    levels = 0.5 * first @ H @ first * shares
    pieces.contours(ax, x, y, values, theme=theme, levels=levels)
    pieces.optimum(ax, star, theme=theme)
    kappa = film.runs[picture].condition_number
    ax.set_title(f"{picture}: κ = {kappa:.3g}", fontsize=10, pad=22)
    ax.set(aspect="equal", xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    ax.set(xlabel=AXES[picture][0], ylabel=AXES[picture][1])
