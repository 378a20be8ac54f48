"""Pictures of the page on absolute error.

The one rule: a solid line belongs to the absolute error, a dashed one to the squares.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gdcore.datasets import TEACHING
from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.pieces import label_end, minus
from scripts.drawing.style import Theme
from scripts.topics.mae import explorer
from scripts.topics.mae.data import Data
from scripts.topics.mae.data.lines import Fit
from scripts.topics.mae.data.runs import FILM_STEPS

SQUARES, ABSOLUTE = (0, (4, 1.6)), "-"
NAMES = {"mse": "squared error", "mae": "absolute error"}
ENDS, ROWS = (0, 50), -(-len(TEACHING) // 3)  # of a line in x; of the six datasets


@figure(
    alt="Each teaching dataset with the line of least squares and the line of "
    "least absolute error. They agree on clean and noisy lines and on growing "
    "variance; on outliers squares give slope {slope_mse:.2f}, absolute "
    "errors {slope:.2f}; on two populations the absolute line follows the "
    "larger one.",
    explorer=explorer.trained,
    size=(6.4, round(2.3 * ROWS, 1)),
    rows=ROWS,
    columns=3,
    narrow_columns=2,
)
def six(axes: Any, data: Data, *, theme: Theme) -> None:
    """Both optimal lines on each teaching dataset."""
    for ax, fit in pieces.panels(axes, data.fits.values()):
        _points(ax, fit, theme, size=7)
        for best, style, label in (
            (fit.mse, SQUARES, "least squares"),
            (fit.mae, ABSOLUTE, "least absolute error"),
        ):
            look = {"color": theme.optimum, "linestyle": style, "label": label}
            pieces.line(ax, best.theta, ENDS, **look)
        ax.set_title(fit.title, fontweight="normal")
        ax.xaxis.set_major_locator(MaxNLocator(3))
        ax.yaxis.set_major_locator(MaxNLocator(4))
    drawn = [ax for ax in axes.flat if ax.axison]
    for ax in drawn[-axes.shape[1] :]:
        ax.set_xlabel("x")
    for ax in axes[:, 0]:
        ax.set_ylabel("y")
    handles, labels = axes.flat[0].get_legend_handles_labels()
    figure = axes.flat[0].get_figure()
    figure.legend(handles, labels, loc="outside upper left", ncols=2)


@figure(
    alt="First: the V of |r| with a fan of lines through its tip, all below it. "
    "Second: its slope, minus one left of zero, one right of it, and at zero "
    "all between, where a star marks zero.",
    explorer=explorer.kink,
    size=(6.4, 3.2),
    columns=2,
)
def kink(axes: Any, data: Data, *, theme: Theme) -> None:
    """|r| with the lines that support it at 0, and the slopes of those lines."""
    value, slope = axes
    r = np.array([-2.0, 0.0, 2.0])
    for g in (-0.75, -0.5, -0.25, 0.25, 0.5, 0.75):
        value.plot(r, g * r, **_dashed(theme))
    value.plot(r, 0 * r, color=theme.optimum, linewidth=1.8)
    value.plot(r, np.abs(r), color=theme.run, linewidth=2.2)
    label_end(value, -1.95, -0.16, "slope 0", color=theme.optimum, offset=(0, 0))
    label_end(value, 1.25, 1.62, "|r|", color=theme.run, offset=(-14, 0))
    value.set(ylabel="loss of one example", ylim=(-1.7, 2.1))
    for x, y in (([-2, 0], -1), ([0, 2], 1)):
        slope.plot(x, [y, y], color=theme.run, linewidth=2.2)
    slope.plot([0, 0], [-1, 1], **_dashed(theme))
    slope.plot(0, 0, marker="*", markersize=13, color=theme.optimum, clip_on=False)
    for height, text, color in (
        (0, "sign(0) = 0,\nthe shortest", theme.optimum),
        (-0.62, "all of [−1, 1]\nare subgradients", theme.theory),
    ):
        label_end(slope, 0, height, text, color=color, offset=(10, 0))
    line = "slope of a supporting line"
    slope.set(ylabel=line, ylim=(-1.35, 1.35), yticks=(-1, 0, 1))
    for ax in axes:
        ax.set(xlabel="residual r", xticks=(-2, -1, 0, 1, 2))
        ax.axhline(0, color=theme.grid, linewidth=0.8, zorder=0)


@figure(
    alt="Two maps of the loss near its minimum. Squared error: round level lines. "
    "Absolute error: polygons that bend only at straight creases, one crease "
    "per data point, with the minimum where two creases cross.",
    explorer=explorer.trained,
    size=(6.4, 3.7),
    columns=2,
)
def creases(axes: Any, data: Data, *, theme: Theme) -> None:
    """Level lines of both losses near their minima, and the creases of one."""
    for ax, (name, title) in zip(axes, NAMES.items(), strict=True):
        near = data.surface.near[name]
        low, high = near.loss.min(), near.loss.max()
        levels = low + (high - low) * np.linspace(0.04, 1, 9)[:-1] ** 1.3
        if name == "mae":
            for z, y in zip(data.surface.z, data.surface.y, strict=True):
                ax.plot(near.u, y - z * near.u, **_dashed(theme), zorder=2)
        pieces.contours(ax, near.u, near.c, near.loss, theme=theme, levels=levels)
        pieces.optimum(ax, near.star, theme=theme)
        ax.set_title(title)
        ax.set_xlabel("u, slope per deviation of x")
        ax.set_ylabel("c, height at the mean of x")
        ax.set(xlim=near.u[[0, -1]], ylim=near.c[[0, -1]], aspect="equal")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(MaxNLocator(4))


@figure(
    alt="The line of least absolute error on the outliers data passes exactly "
    "through two ringed points; as many of the other points lie above it as "
    "below, although ten are lifted far up.",
    explorer=explorer.balance,
    size=(6.4, 3.8),
)
def balance(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The absolute line on `outliers`: two points on it, the rest balanced."""
    fit = data.fits["outliers"]
    x, y, signs, on = fit.x, fit.y, fit.signs, fit.on
    dot: dict[str, Any] = {"color": theme.muted, "markersize": 4.2}
    ax.plot(x[signs < 0], y[signs < 0], "o", **dot)
    ax.plot(x[signs > 0], y[signs > 0], "o", **dot, markerfacecolor=theme.paper)
    pieces.line(ax, fit.mae.theta, ENDS, color=theme.optimum, linestyle=ABSOLUTE)
    ring: dict[str, Any] = {"markersize": 11, "markeredgewidth": 1.8}
    ring |= {"markerfacecolor": "none", "markeredgecolor": theme.optimum}
    ax.plot(x[on], y[on], "o", **ring)
    for i, s in zip(on, fit.multipliers, strict=True):
        text = f"on the line\ns = {minus(s, '.3f')}"
        pieces.note(ax, text, (x[i], y[i]), (x[i] - 2.2, y[i] + 6), theme=theme)
    above = f"{(signs < 0).sum()} points above (filled), s = −1"
    below = f"{(signs > 0).sum()} below (hollow), s = +1"
    ax.text(3, 21, above, color=theme.text, fontsize=9)
    ax.text(29, 5, below, color=theme.text, fontsize=9)
    ax.set(xlabel="x", ylabel="y", xlim=(-1, 51), ylim=(0, 48))


@figure(
    alt="Gap to the exact minimum against steps, both logarithmic, for three "
    "constant learning rates: each falls and then stays level, below its own "
    "dashed bound; the smaller the rate, the lower and the later.",
    explorer=explorer.oscillation,
    size=(6.4, 4.0),
)
def oscillation(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Gap of three constant steps on raw x, each beside its own bound."""
    raw = data.raw
    k, *gaps = raw.windows.T
    for i, (rate, band, gap) in enumerate(zip(raw.rates, raw.band, gaps, strict=True)):
        bound, (x, up) = f"ηG²/2 for η = {rate:g}", ((300, 7), (300, 7), (1.3, -7))[i]
        ax.axhline(band, **_dashed(theme))
        ax.plot(k, gap, color=theme.run, linestyle=pieces.DASHES[i])
        label_end(ax, k[-1], gap[-1], f"η = {rate:g}", color=theme.run)
        label_end(ax, x, band, bound, color=theme.theory, offset=(0, up))
    pieces.log_axis(ax, "xy")
    ax.set(xlabel="step k", ylabel="gap L − L*, mean over windows", ylim=(1e-4, 100))
    ax.set_xlim(1, 1e5)


@figure(
    alt="Long-run gap against the constant learning rate, both logarithmic: the "
    "measured dots rise with the rate and sit on the dashed prediction, far "
    "below the worst case. Adam's crosses rise with them, higher up.",
    explorer=explorer.floor,
    size=(6.4, 3.9),
)
def floor(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Where constant steps end, against the rate: worst case, law, measured, Adam."""
    floor, rates = data.floor, data.floor.rates
    ax.plot(rates, floor.worst, **_dashed(theme))
    ax.plot(rates, floor.predicted, **_dashed(theme))
    ax.plot(rates, floor.adam, "x", color=theme.run)
    ax.plot(rates, floor.measured, "o", color=theme.run, markersize=4.5)
    for gap, text, color in (
        (floor.worst, "worst case\nηG²/2", theme.theory),
        (floor.adam, "Adam", theme.run),
        (floor.measured, "subgradient\ndescent", theme.run),
    ):
        label_end(ax, rates[-1], gap[-1], text, color=color, offset=(9, 0))
    text, (x, y) = "dashed: η times half the mean |g|²", (rates[4], floor.predicted[4])
    pieces.note(ax, text, (x, y), (x * 1.5, y / 12), theme=theme)
    pieces.log_axis(ax, "xy")
    ax.set(xlabel="learning rate η, constant", ylabel="gap L − L*, long-run mean")


@figure(
    alt="Gap against steps, both logarithmic: a constant step levels off, its "
    "average levels off lower, a step that shrinks with the square root of the "
    "step count keeps falling, and one that is halved again and again drops to "
    "rounding.",
    explorer=explorer.decay,
    size=(6.4, 4.0),
)
def decay(ax: Axes, data: Data, *, theme: Theme) -> None:
    """The gap of constant, shrinking and halved steps, and of averages."""
    decay = data.decay
    curves = {
        "constant": ("η = 1, constant", 5),
        "constant_half": ("mean of its later half", -6),
        "shrinking": ("η = 1/√(k+1)", 5),
        "shrinking_half": ("mean of its later half", -6),
        "halved": (f"η halved every {decay.every} steps", 0),
    }
    ax.plot(*decay.bound.T, **_dashed(theme))
    for (key, (text, up)), dashes in zip(curves.items(), pieces.DASHES, strict=True):
        k, gap = decay.curves[key].T
        ax.plot(k, gap, color=theme.run, linestyle=dashes)
        label_end(ax, k[-1], gap[-1], text, color=theme.run, offset=(5, up))
    k, bound = decay.bound[-1]
    label_end(ax, k, bound, "bound for 1/√(k+1)", color=theme.theory)
    pieces.log_axis(ax, "xy")
    ax.set(xlabel="step k", ylabel="gap L − L*", xlim=(1, 1e4), ylim=(3e-15, 30))


@figure(
    alt="First: one point is lifted higher and higher; the absolute line keeps its "
    "slope, the squares line turns. Second: one point moves out along x; the "
    "squares line goes flat early, the absolute line gives way near x = "
    "{capture:,.0f} and is flat from there on.",
    explorer=explorer.lifted,
    size=(6.4, 3.3),
    columns=2,
)
def leverage(axes: Any, data: Data, *, theme: Theme) -> None:
    """Both slopes as one point is lifted in y, and as it is moved out in x."""
    leverage, (up, out) = data.leverage, axes
    beside: dict[str, Any] = {"align": "right"}
    for i, (style, text) in enumerate(((ABSOLUTE, "absolute"), (SQUARES, "squares"))):
        look: dict[str, Any] = {"color": theme.optimum, "linestyle": style}
        up.plot(leverage.heights, leverage.lifted[:, i], **look)
        out.plot(leverage.places, leverage.moved[:, i], **look)
        slope = np.interp(60, leverage.heights, leverage.lifted[:, i])
        beside["offset"] = (0, 12 * (2 * i - 1))
        label_end(up, 60, slope, text, color=theme.optimum, **beside)
    bound, text = leverage.capture_bound, "caught at the latest"
    out.axvline(bound, **_dashed(theme))
    beside["offset"] = (-4, 0)
    label_end(out, bound, 0.345, text, color=theme.theory, **beside)
    pieces.log_axis(out, "x")
    up.set_ylabel("slope w of the best line")
    up.set(xlabel="height of one point above the line", ylim=(-0.02, 0.42))
    out.set(xlabel="x of one point at the mean height", ylim=(-0.02, 0.42))


@animation(
    alt="The outliers data twice, with a line that starts flat at zero. Under "
    "squared error it settles with slope {slope_mse:.2f}, tilted by ten lifted "
    "points; under absolute error with slope {slope:.2f}, along the other "
    "ninety.",
    explorer=explorer.film,
    frames=FILM_STEPS + 1,
    poster=8,
    columns=2,
    fps=20,
)
def descent(axes: Any, data: Data, *, theme: Theme) -> Any:
    """Both lines descend on `outliers`, one step a frame, towards their optima."""
    fit = data.fits["outliers"]
    lines, texts = {}, {}
    wide: dict[str, Any] = {"color": theme.optimum, "linewidth": 7, "alpha": 0.45}
    for ax, name, best in zip(axes, NAMES, (fit.mse, fit.mae), strict=True):
        _points(ax, fit, theme, size=9)
        pieces.line(ax, best.theta, ENDS, linestyle="-", **wide)
        lines[name] = pieces.line(ax, (1, 0), ENDS, color=theme.run, linewidth=2.4)
        texts[name] = ax.text(1, 46, "", color=theme.text, fontsize=10, va="top")
        ax.set_title(NAMES[name])
        ax.set(xlabel="x", ylim=(-2, 48), xlim=(-1, 51))
    axes[0].set_ylabel("y")

    def update(frame: int) -> None:
        for name, line in lines.items():
            w, b = data.film[name][frame]
            line.set_ydata(w * np.array(ENDS) + b)
            theta = f"w = {minus(w, '.3f')}\nb = {minus(b, '.2f')}"
            texts[name].set_text(f"step {frame}\n{theta}")

    return [*lines.values(), *texts.values()], update


def _points(ax: Axes, fit: Fit, theme: Theme, *, size: float) -> None:
    ax.scatter(fit.x, fit.y, s=size, color=theme.muted, linewidths=0, zorder=1)


def _dashed(theme: Theme) -> dict[str, Any]:
    """How a prediction is drawn."""
    return {"color": theme.theory, "linestyle": (0, (4, 2)), "linewidth": 1.2}
