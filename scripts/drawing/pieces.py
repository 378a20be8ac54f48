"""Drawing pieces that several topics share.

The one rule: a piece draws on the axes it is given, in the roles of the theme, and
computes nothing but geometry.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.ticker import (
    FixedLocator,
    FuncFormatter,
    LogFormatterMathtext,
    LogLocator,
    NullLocator,
)

from scripts.drawing.numerals import MINUS
from scripts.drawing.style import Theme

T = TypeVar("T")
LARGE = 11  # points, of the type that carries a picture
PREDICTED = (0, (5, 2))  # dashes of what theory says, beside what is measured
DASHES = ("-", (0, (5, 1.5)), (0, (1, 1.5)), (0, (5, 1.5, 1, 1.5)), (0, (2, 2)))


def panels(axes: Any, values: Collection[T]) -> Iterator[tuple[Any, T]]:
    """Axes of their own for each value; what is left of the grid stays empty."""
    for ax in axes.flat[len(values) :]:
        ax.set_axis_off()
    yield from zip(axes.flat, values, strict=False)


def outer(ax: Axes, xlabel: str, ylabel: str) -> None:
    """Labels at the edge of a grid: x below it, y and its ticks at the left."""
    place = ax.get_subplotspec()
    assert place
    if place.is_last_row():
        ax.set_xlabel(xlabel)
    if place.is_first_col():
        ax.set_ylabel(ylabel)
    else:
        ax.set_yticklabels([])


def contours(
    ax: Axes, x: Any, y: Any, values: Any, *, theme: Theme, levels: Any = None
) -> None:
    """Level lines of a loss as a gray ramp.

    Args:
        ax: Where to draw.
        x: Grid of the first parameter, shape (n,).
        y: Grid of the second parameter, shape (m,).
        values: Loss on the grid, shape (m, n).
        theme: Colors.
        levels: Ascending levels; by default one decade apart in equal ratios, from the
            lowest to the highest value above 0.
    """
    if levels is None:
        positive = values[values > 0]
        levels = np.geomspace(positive.min() * 1.5, positive.max(), 12)[:-1]
    ramp = np.linspace(0, len(theme.contours) - 1, len(levels)).round().astype(int)
    colors = [theme.contours[i] for i in ramp]
    ax.contour(x, y, values, levels=levels, colors=colors, linewidths=0.9, zorder=1)


def path(
    ax: Axes,
    points: Any,
    *,
    theme: Theme,
    color: str | None = None,
    every: int = 1,
    dashes: Any = "-",
) -> Line2D:
    """A run through parameter space: solid, with round markers at its iterates.

    Args:
        ax: Where to draw.
        points: Iterates, shape (K+1, 2).
        theme: Colors.
        color: Instead of the color of a run.
        every: Put a marker at every so many iterates.
        dashes: A line style; `DASHES` tells compared optimizers apart.

    Returns:
        The line, for an animation to move.
    """
    (line,) = ax.plot(
        points[:, 0],
        points[:, 1],
        color=color or theme.run,
        linestyle=dashes,
        linewidth=1.4,
        marker="o",
        markersize=3.5,
        markevery=every,
        zorder=3,
    )
    return line


def optimum(ax: Axes, point: Any, *, theme: Theme, label: str = "") -> None:
    """The minimizer: a star, with its label to the right."""
    ax.plot(
        *point,
        marker="*",
        markersize=13,
        color=theme.optimum,
        markeredgecolor=theme.paper,
        zorder=4,
    )
    if label:
        label_end(ax, point[0], point[1], label, color=theme.optimum, offset=(9, 0))


def direction(
    ax: Axes, start: Any, vector: Any, *, color: str, label: str = ""
) -> None:
    """An arrow from `start` along `vector`, in data units, labeled at its head."""
    head = np.asarray(start) + np.asarray(vector)
    arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "shrinkA": 0}
    ax.annotate("", xy=head, xytext=start, arrowprops={**arrow, "shrinkB": 0}, zorder=5)
    if label:
        label_end(ax, head[0], head[1], label, color=color)


def label_end(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    *,
    color: str,
    offset: tuple[float, float] = (5, 0),
    align: str = "left",
) -> Annotation:
    """A direct label, `offset` points away from (x, y): no legend to decode."""
    return ax.annotate(
        text,
        xy=(x, y),
        xytext=offset,
        textcoords="offset points",
        color=color,
        ha=align,
        va="center",
        fontsize=9,
        annotation_clip=False,
        path_effects=_halo(ax),
        zorder=6,
    )


def predicted(theme: Theme) -> dict[str, Any]:
    """How the curve is drawn that theory says."""
    return {"color": theme.theory, "linestyle": PREDICTED}


def predicted_level(
    ax: Axes,
    y: float,
    text: str,
    at: float,
    *,
    theme: Theme,
    offset: tuple[float, float] = (0, -9),
    align: str = "left",
) -> None:
    """The height that theory says, dashed across the axes; its name is at x = `at`."""
    ax.axhline(y, **predicted(theme), linewidth=1.2)
    label_end(ax, at, y, text, color=theme.theory, offset=offset, align=align)


def beyond_limit(ax: Axes, end: float, *, theme: Theme, hatch: str = "//") -> None:
    """Where no run arrives: hatched, from a share of 1 of the limit to `end`."""
    ax.axvspan(1, end, color=theme.wrong, alpha=0.07, linewidth=0)
    ax.axvspan(1, end, facecolor="none", hatch=hatch, linewidth=0)
    ax.axvline(1, color=theme.wrong, linewidth=1.4)


def note(ax: Axes, text: str, point: Any, place: Any, *, theme: Theme) -> None:
    """The one remark of a figure: what to see at `point`, written at `place`."""
    line = {"arrowstyle": "-", "color": theme.muted, "linewidth": 0.8, "shrinkB": 4}
    ax.annotate(
        text,
        xy=point,
        xytext=place,
        color=theme.text,
        fontsize=9,
        arrowprops=line,
        path_effects=_halo(ax),
        zorder=6,
    )


def line(ax: Axes, parameters: Any, ends: Any, **look: Any) -> Line2D:
    """The line w x + b of the parameters (w, b), between two places on the x-axis."""
    w, b = parameters
    ends = np.asarray(ends)
    return ax.plot(ends, w * ends + b, **look)[0]


def minus(value: float, form: str = ".0f") -> str:
    """A number with a true minus sign."""
    return format(value, form).replace("-", MINUS)


def log_axis(ax: Axes, which: str, *, numticks: int = 7) -> None:
    """A log scale on the axis "x" or "y", or on both, "xy"; labels at powers of ten."""
    for name in which:
        ax.set(**{f"{name}scale": "log"})
        axis = ax.xaxis if name == "x" else ax.yaxis
        axis.set_major_locator(LogLocator(numticks=numticks))
        axis.set_major_formatter(LogFormatterMathtext())
        axis.set_minor_locator(NullLocator())


def plain_ticks(axis: Axis, places: Iterable[float]) -> None:
    """Plain numbers at these places, for a log scale too short for powers of ten."""
    axis.set_major_locator(FixedLocator(list(places)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_locator(NullLocator())


def _halo(ax: Axes) -> list[withStroke]:
    """Paper around letters, so that a line behind them does not cross them out."""
    return [withStroke(linewidth=3, foreground=ax.get_facecolor())]
