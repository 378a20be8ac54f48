"""Pictures of the page on absolute error.

The one rule: a solid line belongs to the absolute error, a dashed one to the squares.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gdcore.datasets import TEACHING
from scripts.drawing import pieces
from scripts.drawing.declarations import Data, animation, figure
from scripts.drawing.style import Theme
from scripts.topics.mae import explorer

SQUARES, ABSOLUTE = (0, (4, 1.6)), "-"
NAMES = {"mse": "squared error", "mae": "absolute error"}
ROWS = -(-len(TEACHING) // 3)  # of the picture of the datasets


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
)
def six(axes: Any, data: Data, *, theme: Theme) -> None:
    """Both optimal lines on each teaching dataset."""
    for ax, fit in pieces.panels(axes, data["fits"].values()):
        _points(ax, fit, theme, size=7)
        _line(ax, fit["mse"], theme.optimum, SQUARES, label="least squares")
        _line(ax, fit["mae"], theme.optimum, ABSOLUTE, label="least absolute error")
        ax.set_title(fit["title"], fontweight="normal")
        ax.xaxis.set_major_locator(MaxNLocator(3))
        ax.yaxis.set_major_locator(MaxNLocator(4))
    shown = [ax for ax in axes.flat if ax.axison]
    for ax in shown[-axes.shape[1] :]:
        ax.set_xlabel("x")
    for ax in axes[:, 0]:
        ax.set_ylabel("y")
    handles, labels = axes.flat[0].get_legend_handles_labels()
    figure = axes.flat[0].get_figure()
    figure.legend(handles, labels, loc="outside upper left", ncols=2)


@figure(
    alt="Left: the V of |r| with a fan of lines through its tip, all below it. "
    "Right: its slope, minus one left of zero, one right of it, and at zero "
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
    pieces.label_end(value, -1.95, -0.16, "slope 0", color=theme.optimum, offset=(0, 0))
    pieces.label_end(value, 1.25, 1.62, "|r|", color=theme.run, offset=(-14, 0))
    value.set(ylabel="loss of one example", ylim=(-1.7, 2.1))
    for x, y in (([-2, 0], -1), ([0, 2], 1)):
        slope.plot(x, [y, y], color=theme.run, linewidth=2.2)
    slope.plot([0, 0], [-1, 1], **_dashed(theme))
    slope.plot(0, 0, marker="*", markersize=13, color=theme.optimum, clip_on=False)
    pieces.label_end(
        slope, 0, 0, "sign(0) = 0,\nthe shortest", color=theme.optimum, offset=(10, 0)
    )
    pieces.label_end(
        slope,
        0,
        -0.62,
        "all of [−1, 1]\nare subgradients",
        color=theme.theory,
        offset=(10, 0),
    )
    slope.set(
        ylabel="slope of a supporting line", ylim=(-1.35, 1.35), yticks=(-1, 0, 1)
    )
    for ax in axes:
        ax.set_xlabel("residual r")
        ax.set_xticks((-2, -1, 0, 1, 2))
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
    surface = data["surface"]
    for ax, name in zip(axes, ("mse", "mae"), strict=True):
        near = surface[name]
        low, high = near["loss"].min(), near["loss"].max()
        levels = low + (high - low) * np.linspace(0.04, 1, 9)[:-1] ** 1.3
        if name == "mae":
            for z, y in zip(surface["z"], surface["y"], strict=True):
                ax.plot(near["u"], y - z * near["u"], **_dashed(theme), zorder=2)
        pieces.contours(
            ax, near["u"], near["c"], near["loss"], theme=theme, levels=levels
        )
        pieces.optimum(ax, near["star"], theme=theme)
        ax.set_title(NAMES[name])
        ax.set(
            xlabel="u, slope per deviation of x", ylabel="c, height at the mean of x"
        )
        ax.set(xlim=near["u"][[0, -1]], ylim=near["c"][[0, -1]], aspect="equal")
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
    fit = data["fits"]["outliers"]
    x, y, signs = fit["x"], fit["y"], fit["signs"]
    dot: dict[str, Any] = {
        "linestyle": "",
        "marker": "o",
        "markersize": 4.2,
        "color": theme.muted,
    }
    ax.plot(x[signs < 0], y[signs < 0], **dot)
    ax.plot(x[signs > 0], y[signs > 0], **dot, markerfacecolor=theme.paper)
    _line(ax, fit["mae"], theme.optimum, ABSOLUTE)
    ax.plot(
        x[fit["on"]],
        y[fit["on"]],
        linestyle="",
        marker="o",
        markersize=11,
        markerfacecolor="none",
        markeredgecolor=theme.optimum,
        markeredgewidth=1.8,
    )
    for i, s in zip(fit["on"], fit["multipliers"], strict=True):
        text = f"on the line\ns = {s:.3f}".replace("-", "−")
        pieces.note(ax, text, (x[i], y[i]), (x[i] - 2.2, y[i] + 6), theme=theme)
    above, below = (signs < 0).sum(), (signs > 0).sum()
    ax.text(
        3, 21, f"{above} points above (filled), s = −1", color=theme.text, fontsize=9
    )
    ax.text(29, 5, f"{below} below (hollow), s = +1", color=theme.text, fontsize=9)
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
    raw = data["raw"]
    k, gaps = raw["windows"][:, 0], raw["windows"][:, 1:].T
    for i, (rate, band, gap) in enumerate(
        zip(raw["rates"], raw["band"], gaps, strict=True)
    ):
        bound, place = f"ηG²/2 for η = {rate:g}", (1.3 if i == 2 else 300, band)
        ax.axhline(band, **_dashed(theme))
        ax.plot(k, gap, color=theme.run, linestyle=pieces.DASHES[i])
        pieces.label_end(ax, k[-1], gap[-1], f"η = {rate:g}", color=theme.run)
        pieces.label_end(
            ax, *place, bound, color=theme.theory, offset=(0, 7 - 14 * (i == 2))
        )
    for which in "xy":
        pieces.log_axis(ax, which)
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
    floor = data["floor"]
    rates = floor["rates"]
    ax.plot(rates, floor["worst"], **_dashed(theme))
    ax.plot(rates, floor["predicted"], **_dashed(theme))
    ax.plot(rates, floor["adam"], color=theme.run, marker="x", linestyle="")
    ax.plot(
        rates,
        floor["measured"],
        color=theme.run,
        marker="o",
        markersize=4.5,
        linestyle="",
    )
    end = rates[-1]
    for key, text, color in (
        ("worst", "worst case\nηG²/2", theme.theory),
        ("adam", "Adam", theme.run),
        ("measured", "subgradient\ndescent", theme.run),
    ):
        pieces.label_end(ax, end, floor[key][-1], text, color=color, offset=(9, 0))
    pieces.note(
        ax,
        "dashed: η times half the mean |g|²",
        (rates[4], floor["predicted"][4]),
        (rates[4] * 1.5, floor["predicted"][4] / 12),
        theme=theme,
    )
    for which in "xy":
        pieces.log_axis(ax, which)
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
    decay = data["decay"]
    curves = {
        "constant": ("η = 1, constant", 5),
        "constant_half": ("mean of its later half", -6),
        "shrinking": ("η = 1/√(k+1)", 5),
        "shrinking_half": ("mean of its later half", -6),
        "halved": (f"η halved every {decay['every']} steps", 0),
    }
    ax.plot(*decay["bound"].T, **_dashed(theme))
    for (key, (text, up)), dashes in zip(curves.items(), pieces.DASHES, strict=True):
        k, gap = decay[key].T
        ax.plot(k, gap, color=theme.run, linestyle=dashes)
        pieces.label_end(ax, k[-1], gap[-1], text, color=theme.run, offset=(5, up))
    k, bound = decay["bound"][-1]
    pieces.label_end(ax, k, bound, "bound for 1/√(k+1)", color=theme.theory)
    for which in "xy":
        pieces.log_axis(ax, which)
    ax.set(xlabel="step k", ylabel="gap L − L*", xlim=(1, 1e4), ylim=(3e-15, 30))


@figure(
    alt="Left: one point is lifted higher and higher; the absolute line keeps its "
    "slope, the squares line turns. Right: one point moves out along x; the "
    "squares line goes flat early, the absolute line gives way near x = "
    "{capture:,.0f} and is flat from there on.",
    explorer=explorer.lifted,
    size=(6.4, 3.3),
    columns=2,
)
def leverage(axes: Any, data: Data, *, theme: Theme) -> None:
    """Both slopes as one point is lifted in y, and as it is moved out in x."""
    leverage = data["leverage"]
    up, out = axes
    for i, (style, text) in enumerate(((ABSOLUTE, "absolute"), (SQUARES, "squares"))):
        for ax, at, slopes in (
            (up, leverage["heights"], leverage["lifted"]),
            (out, leverage["places"], leverage["moved"]),
        ):
            ax.plot(at, slopes[:, i], color=theme.optimum, linestyle=style)
        pieces.label_end(
            up,
            60,
            np.interp(60, leverage["heights"], leverage["lifted"][:, i]),
            text,
            color=theme.optimum,
            offset=(0, 12 * (2 * i - 1)),
            align="right",
        )
    bound = leverage["capture_bound"]
    out.axvline(bound, **_dashed(theme))
    pieces.label_end(
        out,
        bound,
        0.345,
        "caught at the latest",
        color=theme.theory,
        offset=(-4, 0),
        align="right",
    )
    pieces.log_axis(out, "x")
    up.set(
        xlabel="height of one point above the line", ylabel="slope w of the best line"
    )
    out.set(xlabel="x of one point at the mean height")
    for ax in axes:
        ax.set_ylim(-0.02, 0.42)


@animation(
    alt="The outliers data twice, with a line that starts flat at zero. Under "
    "squared error it settles with slope {slope_mse:.2f}, tilted by ten lifted "
    "points; under absolute error with slope {slope:.2f}, along the other "
    "ninety.",
    explorer=explorer.film,
    frames=120,
    columns=2,
    fps=20,
)
def descent(
    axes: Any, data: Data, *, theme: Theme
) -> tuple[Sequence[Artist], Callable[[int], None]]:
    """Both lines descend on `outliers`, one step a frame, towards their optima."""
    fit, film = data["fits"]["outliers"], data["film"]
    ends = np.array([0.0, 50.0])
    lines, texts = {}, {}
    for ax, name in zip(axes, ("mse", "mae"), strict=True):
        _points(ax, fit, theme, size=9)
        _line(ax, fit[name], theme.optimum, "-", linewidth=7, alpha=0.45)
        (lines[name],) = ax.plot(ends, ends, color=theme.run, linewidth=2.4)
        texts[name] = ax.text(1, 46, "", color=theme.text, fontsize=10, va="top")
        ax.set_title(NAMES[name])
        ax.set(xlabel="x", ylim=(-2, 48), xlim=(-1, 51))
    axes[0].set_ylabel("y")

    def update(frame: int) -> None:
        for name, line in lines.items():
            w, b = film[name][frame]
            line.set_ydata(w * ends + b)
            shown = f"step {frame}\nw = {w:.3f}\nb = {b:.2f}"
            texts[name].set_text(shown.replace("-", "−"))

    return [*lines.values(), *texts.values()], update


def _points(ax: Axes, fit: Data, theme: Theme, *, size: float) -> None:
    ax.scatter(fit["x"], fit["y"], s=size, color=theme.muted, linewidths=0, zorder=1)


def _line(ax: Axes, line: Any, color: str, style: Any, **more: Any) -> None:
    ends = np.array([0.0, 50.0])
    ax.plot(ends, line[0] * ends + line[1], color=color, linestyle=style, **more)


def _dashed(theme: Theme) -> dict[str, Any]:
    """How a prediction is drawn."""
    return {"color": theme.theory, "linestyle": (0, (4, 2)), "linewidth": 1.2}
