"""Pictures of what the two gradients are: slices, chain, pulls, bowl, descent.

The one rule: they draw what compute() found; w is the slope's color, b the intercept's.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.numerals import MINUS
from scripts.drawing.pieces import LARGE, minus
from scripts.drawing.style import Theme
from scripts.topics.mse import explorer
from scripts.topics.mse.data import Data, example
from scripts.topics.mse.data.example import X

EXAMPLE = example.chain(-1)
SUM_AT = 4.6  # where on the x-axis the sum of the pulls stands


@figure(
    alt="Five points, a falling line and their residuals; below them what "
    "each point adds to the two gradients. For b the pulls partly "
    "cancel to {grad_b:.1f}. For w each residual is multiplied by x: the point "
    f"at x = {minus(X[1])} adds nothing, the one at x = {minus(X[-1])} most of "
    "{grad_w:.1f}.",
    explorer=explorer.start,
    size=(5.2, 5.6),
    rows=3,
)
def pulls(ax: Any, data: Data, *, theme: Theme) -> None:
    """Residuals over x; below each what it adds to the two gradients, and the sums."""
    _residuals(ax[0], data, theme=theme)
    for i, (letter, color) in enumerate((("b", theme.intercept), ("w", theme.slope))):
        _pull_bars(ax[1 + i], data, 1 - i, color, theme=theme)
        factor = r"2\,r\,x / N" if letter == "w" else r"2\,r / N"
        ax[1 + i].set_title(rf"pull on ${letter}$:  ${factor}$", color=color)
    for axes in ax:
        axes.set_xlim(-1.6, 5.3)
        axes.axvline(
            0, color=theme.theory, linewidth=1, linestyle=(0, (2, 2)), zorder=0
        )
    ticks = [*map(minus, data.x), "sum"]
    ax[2].set_xticks([*data.x, SUM_AT], ticks)
    ax[2].set_xlabel("$x$, the lever of each point")


def _residuals(ax: Axes, data: Data, *, theme: Theme) -> None:
    x, y, r = data.x, data.y, data.residual
    pieces.line(ax, data.start, (-1.4, 3.4), color=theme.run, zorder=2)
    ax.vlines(x, y, y + r, color=theme.muted, linewidth=1.6, zorder=1)
    ax.plot(x, y, "o", color=theme.run, markersize=6, zorder=3)
    for xi, yi, ri in zip(x, y, r, strict=True):
        middle = yi + 0.45 * ri
        text = minus(ri, "+.0f")
        pieces.label_end(ax, xi, middle, text, color=theme.text, offset=(7, 0))
    ax.set(ylabel="$y$", ylim=(-2, 7))
    ax.set_xticks(x, [""] * len(x))
    ax.set_title("residual $r$: line minus point")


def _pull_bars(ax: Axes, data: Data, i: int, color: str, *, theme: Theme) -> None:
    pulls = data.pulls[:, i]
    values = [*pulls, pulls.sum()]
    places = [*data.x, SUM_AT]
    bars = ax.bar(places, values, width=0.5, color=color, alpha=0.55, zorder=2)
    bars[-1].set_alpha(1)
    for place, value in zip(places, values, strict=True):
        text = minus(value, "+.1f").replace("+0.0", "0")
        above = 9 if value >= 0 else -9
        pieces.label_end(
            ax, place, value, text, color=theme.text, offset=(0, above), align="center"
        )
    ax.axhline(0, color=theme.muted, linewidth=1, zorder=3)
    room = 0.3 * np.ptp(values)
    ax.set_ylim(min(values) - room, max(values) + room)
    ax.set_xticks(data.x, [""] * len(data.x))
    ax.tick_params(axis="x", length=0)
    ax.set_yticks([])
    ax.spines[["left", "bottom"]].set_visible(False)


@figure(
    alt="One example as a chain of boxes: w and b lead to the prediction, the "
    "residual and its square. Multiplying the derivative of each link from "
    f"right to left gives {minus(EXAMPLE.d_w)} for w and {minus(EXAMPLE.d_b)} for b.",
    explorer=explorer.start,
    size=(5.2, 2.7),
)
def chain(ax: Axes, data: Data, *, theme: Theme) -> None:
    """One example: values in the boxes, the derivative of each link beside it."""
    v = {name: minus(value) for name, value in vars(data.chain).items()}
    w, b = map(minus, data.start)
    ax.set(xlim=(0, 10), ylim=(0, 4))
    ax.axis("off")
    forward = {"arrowstyle": "-|>", "color": theme.muted, "linewidth": 1.3}
    for tail, head in (
        ((1.85, 3.05), (3.35, 2.3)),
        ((1.85, 0.95), (3.35, 1.7)),
        ((4.8, 2), (5.95, 2)),
        ((7.4, 2), (8.5, 2)),
    ):
        ax.annotate("", xy=head, xytext=tail, arrowprops={**forward, "shrinkB": 0})
    for x, y, text, color in (
        (1.0, 3.05, f"$w$ = {w}", theme.slope),
        (1.0, 0.95, f"$b$ = {b}", theme.intercept),
        (4.05, 2, rf"$\hat{{y}}$ = {v['prediction']}", theme.muted),
        (6.7, 2, f"$r$ = {v['residual']}", theme.muted),
        (9.2, 2, f"$r^2$ = {v['square']}", theme.muted),
    ):
        _box(ax, x, y, text, color, theme=theme)
    for x, y, text in (
        (2.75, 3.05, rf"$\partial\hat{{y}}/\partial w = x$ = {v['x']}"),
        (2.75, 0.95, r"$\partial\hat{y}/\partial b$ = 1"),
        (5.4, 2.6, r"$\partial r/\partial\hat{y}$ = 1"),
        (8.0, 2.6, rf"$2r$ = {v['d_residual']}"),
    ):
        align = "left" if x < 3 else "center"
        ax.text(x, y, text, color=theme.muted, ha=align, va="center", fontsize=10)
    for y, color, letter, lever, product in (
        (3.8, theme.slope, "w", v["x"], v["d_w"]),
        (0.2, theme.intercept, "b", 1, v["d_b"]),
    ):
        chained = f"{v['d_residual']} × 1 × {lever} = {product}"
        text = rf"$\partial r^2/\partial {letter}$ = {chained}"
        ax.text(0.2, y, text, color=color, va="center", fontsize=LARGE)


def _box(ax: Axes, x: float, y: float, text: str, color: str, *, theme: Theme) -> None:
    """A value of the chain, centered at (x, y)."""
    place = (x - 0.75, y - 0.3)
    look: dict[str, Any] = {"facecolor": theme.paper, "edgecolor": color}
    shape = "round,pad=0,rounding_size=0.14"
    ax.add_patch(FancyBboxPatch(place, 1.5, 0.6, boxstyle=shape, linewidth=1.5, **look))
    ax.text(x, y, text, ha="center", va="center", fontsize=LARGE, zorder=4)


@figure(
    alt="Two parabolas: the loss along w and along b. At the start the tangent "
    "along w has slope {grad_w:.1f} and falls to the right, the one along b "
    "has slope {grad_b:.1f} and rises.",
    explorer=explorer.training,
    size=(5.2, 2.7),
    columns=2,
)
def slices(ax: Any, data: Data, *, theme: Theme) -> None:
    """The loss along each parameter with its tangent at the start."""
    for i, (letter, color) in enumerate((("w", theme.slope), ("b", theme.intercept))):
        here, loss, slope = data.start[i], data.loss, data.grad[i]
        other = "b" if letter == "w" else "w"
        ax[i].plot(*data.slices[letter], color=theme.run)
        reach = np.array([-1.25, 1.25]) / np.hypot(1, slope / 8)
        ax[i].plot(here + reach, loss + slope * reach, color=color, linewidth=2.4)
        ax[i].plot(here, loss, "o", color=theme.run, markersize=7, zorder=4)
        fixed = minus(data.start[1 - i])
        ax[i].set(xlabel=f"${letter}$   (with ${other}$ = {fixed})", ylim=(0, 34))
        text = rf"$\partial L/\partial {letter}$ = {minus(slope, '.1f')}"
        where: dict[str, Any] = {"transform": ax[i].transAxes, "ha": "center"}
        ax[i].text(0.5, 0.86, text, color=color, fontsize=LARGE + 1, **where)
    ax[0].set_ylabel("loss $L$")


@figure(
    alt="Elliptic contours of the loss, tilted, with arrows downhill at six "
    "points of one contour. Each arrow stands at a right angle to the contour; "
    "at the start it points {off_course:.0f} degrees away from the minimum.",
    explorer=explorer.training,
    size=(4.8, 5.4),
)
def bowl(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Contours, and the gradient at points of one of them."""
    _surface(ax, data, theme=theme)
    points, grad = data.level.points, data.level.grad
    here: dict[str, Any] = {"colors": theme.run, "linewidths": 1.8, "zorder": 2}
    grid = data.grid
    ax.contour(grid.w, grid.b, grid.loss, levels=[data.loss], **here)
    start, best = data.start, data.optimum
    ax.plot(*np.stack([start, best]).T, color=theme.theory, linestyle=(0, (4, 3)))
    for point, g in zip(points, grad, strict=True):
        pieces.direction(ax, point, -data.rate * g, color=theme.run)
    ax.plot(*points.T, "o", color=theme.run, markersize=5, zorder=4)
    straight = "straight to\nthe minimum"
    for (x, y), text, color, offset, align in (
        (start, "start", theme.text, (-8, 6), "right"),
        (0.5 * start + 0.5 * best, straight, theme.muted, (9, 8), "left"),
        (start - data.rate * data.grad, "downhill", theme.text, (4, 2), "left"),
    ):
        pieces.label_end(ax, x, y, text, color=color, offset=offset, align=align)


def _surface(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Contours at equal distances, and the star; w and b to the same scale."""
    grid, low = data.grid, data.loss_optimum
    levels = low + np.arange(0.6, 9, 0.9) ** 2
    pieces.contours(ax, grid.w, grid.b, grid.loss, theme=theme, levels=levels)
    pieces.optimum(ax, data.optimum, theme=theme)
    ax.set_xlabel("slope $w$", color=theme.slope)
    ax.set_ylabel("intercept $b$", color=theme.intercept)
    ax.set_aspect("equal")


@animation(
    alt="First, a falling line over five rising points turns and shifts until "
    "it fits. Second, on the contours of the loss, the pair (w, b) follows the "
    "downhill arrow, first quickly across the valley, then slowly along it to "
    "the star at w = {fit_w:.1f}, b = {fit_b:.1f}.",
    explorer=explorer.film,
    frames=len(example.film()),
    poster=30,
    size=(5.6, 3.4),
    columns=2,
)
def descent(ax: Any, data: Data, *, theme: Theme) -> Any:
    """The line turns and shifts while (w, b) goes down the bowl."""
    x, y, path = data.x, data.y, data.training.path
    ends, first = np.array([-1.6, 3.6]), {"color": theme.theory, "zorder": 1}
    pieces.line(ax[0], data.start, ends, linestyle=(0, (4, 3)), **first)
    (points,) = ax[0].plot(x, y, "o", color=theme.run, markersize=6.5, zorder=4)
    ax[0].set(xlabel="$x$", ylabel="$y$", xlim=ends, ylim=(-3, 8.6))
    _surface(ax[1], data, theme=theme)
    (star,) = ax[1].plot(*data.optimum, "*", color=theme.optimum, markersize=13)
    star.set(markeredgecolor=theme.paper, zorder=7)
    ax[1].set(xlim=(-1.7, 2.9), ylim=(-0.7, 4.9))
    (line,) = ax[0].plot([], [], color=theme.run, linewidth=2.2, zorder=3)
    sticks = ax[0].vlines(x, y, y, color=theme.muted, linewidth=1.6, zorder=2)
    trail = pieces.path(ax[1], path[:1], theme=theme)
    (here,) = ax[1].plot([], [], "o", color=theme.run, markersize=7, zorder=5)
    arrow = FancyArrowPatch((0, 0), (1, 1), color=theme.run, shrinkA=0, shrinkB=0)
    ax[1].add_patch(arrow)
    arrow.set(arrowstyle="-|>", mutation_scale=13, linewidth=2.4, zorder=6)
    words = _words(ax[0], theme=theme)

    def update(frame: int) -> None:
        at = data.film[frame]
        k = int(at)
        theta = path[k] + (at - k) * (path[k + 1] - path[k])
        line.set_data(ends, theta[0] * ends + theta[1])
        fit = theta[0] * x + theta[1]
        sticks.set_segments(np.stack([np.stack([x, y], 1), np.stack([x, fit], 1)], 1))
        trail.set_data(*path[: k + 1].T)
        here.set_data(theta[:1], theta[1:])
        arrow.set_positions(path[k], 2 * path[k + 1] - path[k])
        arrow.set_visible(bool(np.hypot(*(path[k + 1] - path[k])) > 0.05))
        loss = np.mean((fit - y) ** 2)
        for text, value in zip(words, (k, loss, *theta), strict=True):
            text.set_text(text.get_gid().format(value).replace("-", MINUS))

    moving = [points, line, sticks, trail, here, arrow, star, *words]
    return moving, update


def _words(ax: Axes, *, theme: Theme) -> list[Any]:
    """Step, loss, w and b at the top; the gid of each is its template."""
    rows = (
        ("step {:.0f}", theme.text, (0.05, 0.97)),
        ("loss {:.2f}", theme.text, (0.05, 0.89)),
        ("$w$ = {:.2f}", theme.slope, (0.5, 0.97)),
        ("$b$ = {:.2f}", theme.intercept, (0.5, 0.89)),
    )
    where: dict[str, Any] = {"transform": ax.transAxes, "va": "top"}
    return [
        ax.text(*place, "", color=color, gid=template, **where)
        for template, color, place in rows
    ]
