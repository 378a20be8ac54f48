"""The pictures of the page on preconditioning.

The one rule: a picture draws what compute() returned; every parameter plane has equal
scales on both axes, so that a right angle is a right angle.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse
from matplotlib.text import Text

from scripts.drawing import pieces
from scripts.drawing.declarations import animation, figure
from scripts.drawing.style import Theme
from scripts.topics.preconditioning import explorer

LADDER = {
    "raw": "raw x",
    "centered": "x − mean",
    "minmax": "min–max to [0, 1]",
    "jacobi": "scaled, not centered",
    "symmetric": "min–max to [−1, 1]",
    "standardized": "standardized",
    "whitened": "whitened",
}
Style = dict[str, Any]  # keywords of one label
AXES = {
    "raw": ("slope $w$", "intercept $b$"),
    "centered": ("slope $w$", "height at the mean, $c$"),
    "standardized": ("slope per deviation, $u$", "height at the mean, $c$"),
}
DASHES = dict(zip(AXES, ("-", (0, (5, 1.5)), (0, (1, 1.2))), strict=True))
WIDTHS = dict(zip(AXES, (0.9, 1.6, 2.0), strict=True))
SPAN = np.array([7.2, 10.6])  # of every plane of the film, in its own units
KINDS = {"entries": "each entry off by up to ε", "norm": "off by ε in norm"}
PERCENT = {1e-4: "0.01%", 1e-3: "", 1e-2: "1%", 0.1: "", 1.0: "100%"}
MOVING, SLOW_START = 112, 2.6  # frames, and how slowly the first steps go


@figure(
    alt="Condition number by coordinate system: raw x "
    "{raw_condition_number:,.0f}, centered {centered_condition_number:.0f}, "
    "min-max to 0 and 1 {minmax_condition_number:.1f}, scaled only "
    "{jacobi_condition_number:.1f}, min-max to -1 and 1 "
    "{symmetric_condition_number:.2f}, standardized and whitened 1; beside "
    "each one level line, from a hair to a circle.",
    explorer=explorer.ladder,
    size=(6.4, 3.4),
    columns=2,
)
def ladder(axes: Any, data: Any, *, theme: Theme) -> None:
    """Condition number and steps per coordinate system, with the valley's shape."""
    dots, shapes = axes
    dots.get_gridspec().set_width_ratios([3, 1])
    rows = np.arange(len(LADDER))[::-1]
    for y, name in zip(rows, LADDER, strict=True):
        made = data["systems"][name]
        kappa, steps = made["condition_number"], made["steps"]
        dots.plot([1, kappa], [y, y], color=theme.grid, linewidth=2, zorder=1)
        dots.plot(kappa, y, "o", color=theme.run, markersize=6, clip_on=False)
        words = "1 step" if steps == 1 else f"{steps:,} steps"
        pieces.label_end(dots, kappa, y, words, color=theme.text, offset=(9, 0))
        shape = Ellipse((0, y), 0.86, 0.86 / np.sqrt(kappa), fill=False)
        shape.set(edgecolor=theme.run, linewidth=1.2)
        shapes.add_patch(shape)
    pieces.log_axis(dots, "x")
    dots.set(xlim=(1, 3e5), ylim=(-0.6, 6.6), xlabel="condition number")
    dots.set_yticks(rows, LADDER.values())
    dots.tick_params(axis="y", length=0, pad=10, labelcolor=theme.text)
    dots.spines["left"].set_visible(False)
    shapes.set(xlim=(-0.6, 0.6), ylim=(-0.6, 6.6), aspect="equal")
    shapes.set_title("one level line", fontsize=9, loc="center")
    shapes.axis("off")


@figure(
    alt="Condition number left by scaling without centering: it grows with "
    "mean over deviation of x, from {jacobi_condition_number:.1f} on the "
    "forum's data to {years_jacobi:,.0f} for years; centered first it is 1.",
    explorer=explorer.own_rates,
    size=(6.4, 3.6),
)
def jacobi(ax: Axes, data: Any, *, theme: Theme) -> None:
    """What scaling without centering leaves, against mean / deviation of x."""
    found = data["correlations"]
    ax.plot(found["ratio"], found["theory"], color=theme.theory, linestyle="--")
    theory: Style = {"color": theme.theory, "offset": (-14, 0), "align": "right"}
    pieces.label_end(ax, 20, 1600, "$(1+r)/(1-r)$", **theory)
    points = found["points"]
    for made in points.values():
        ax.plot(made["ratio"], made["jacobi"], "o", color=theme.run, markersize=5)
    pieces.log_axis(ax, "x")
    pieces.log_axis(ax, "y")
    thread, years = points["intercept_thread"], points["years"]
    at, words = (
        (thread["ratio"], thread["jacobi"]),
        "the forum's x and our datasets",
    )
    pieces.note(ax, words, at, (3.4, 6), theme=theme)
    beside: Style = {"color": theme.text, "offset": (-10, 0), "align": "right"}
    pieces.label_end(ax, years["ratio"], years["jacobi"], "x = 2000 … 2024", **beside)
    ax.axhline(1, color=theme.optimum, linewidth=1.6)
    below: Style = {"color": theme.optimum, "offset": (0, 9), "align": "right"}
    pieces.label_end(ax, 380, 1, "centered first, then scaled", **below)
    ax.set(xlim=(0.1, 400), ylim=(0.7, 1e6), ylabel="condition number")
    ax.set_xlabel("mean of x / standard deviation of x")


@figure(
    alt="Error against gradient evaluations: two rates with momentum fall "
    "along the predicted line, to 1% in {thread_steps_counted} steps; two "
    "rates without momentum explode; one rate, with or without momentum, stays "
    "at or above the first error.",
    explorer=explorer.two_rates,
    size=(6.4, 3.8),
)
def two_rates(ax: Axes, data: Any, *, theme: Theme) -> None:
    """The thread's recipe, and each half of it alone."""
    errors, theory = data["two_rates"]["errors"], 10 * data["two_rates"]["theory"]
    ax.plot(theory, color=theme.theory, linestyle="--", linewidth=1.4)
    beside: Style = {"color": theme.theory, "offset": (-8, -12), "align": "right"}
    pieces.label_end(ax, 560, theory[560], r"$\sqrt{\beta}^{\,k}$", **beside)
    lines = (
        ("momentum alone", "one rate, best momentum", pieces.DASHES[2], 11),
        ("neither", "one rate, no momentum", pieces.DASHES[1], -11),
    )
    place: Style
    for name, words, dashes, up in lines:
        ax.plot(errors[name], color=theme.run, linestyle=dashes, linewidth=1.6)
        place = {"color": theme.text, "offset": (0, up)}
        pieces.label_end(ax, 600, errors[name][600], words, **place)
    ax.plot(errors["both"], color=theme.run)
    place = {"color": theme.text, "offset": (10, 6)}
    pieces.label_end(ax, 310, errors["both"][310], "two rates and momentum", **place)
    alone = errors["rates alone"]
    last = int(np.flatnonzero(alone < 1e6)[-1])
    ax.plot(alone[: last + 1], color=theme.wrong, linewidth=1.6)
    ax.plot(last, alone[last], "X", color=theme.wrong, markersize=8)
    place = {"color": theme.wrong, "offset": (10, 0)}
    pieces.label_end(ax, last, alone[last], "two rates, no momentum", **place)
    pieces.log_axis(ax, "y", numticks=8)
    ax.set(xlim=(0, 1000), ylim=(1e-11, 1e7), xlabel="gradient evaluations")
    ax.set_ylabel("error $|Ax-b|$")


@figure(
    alt="Condition number against the error of B. Entries off by up to 1%: "
    "median {entries_condition_median_1e-02:.2f}. Off by 1% in norm: median "
    "{norm_condition_median_1e-02:.0f}. The worst case is infinite from "
    "{entries_singular:.1%} of the entries and from {norm_singular:.3%} in "
    "norm on.",
    explorer=explorer.without,
    size=(6.4, 3.6),
    columns=2,
)
def condition(axes: Any, data: Any, *, theme: Theme) -> None:
    """Condition number against the error of B, entry by entry and in norm."""
    found = data["approximate"]
    _bands(axes, found, "condition", found["raw"], theme)
    axes[0].set_ylabel("condition number")
    squared = (found["errors"] * found["condition_of_a"]) ** 2
    far = squared > 3
    axes[1].plot(found["errors"][far], squared[far], color=theme.theory, linestyle="--")
    place: Style = {"color": theme.theory, "offset": (12, -10)}
    _on_paper(pieces.label_end(axes[1], 2e-3, 14, r"$(εκ_A)^2$", **place), theme)


@figure(
    alt="Steps to 1% against the error of B: with entries off by up to 1% the "
    "median is {entries_steps_median_1e-02:.0f} and the worst "
    "{entries_steps_worst_1e-02:.0f}; off by 1% in norm the median is "
    "{norm_steps_median_1e-02:.0f}; without B it is {thread_steps_neither:,}.",
    explorer=explorer.without,
    size=(6.4, 3.6),
    columns=2,
)
def steps(axes: Any, data: Any, *, theme: Theme) -> None:
    """Steps to one percent against the error of B."""
    raw = data["two_rates"]["scalars"]["steps_neither"]
    _bands(axes, data["approximate"], "steps", raw, theme)
    axes[0].set_ylabel("steps to 1%")


def _bands(axes: Any, found: Any, what: str, raw: float, theme: Theme) -> None:
    """Median, spread and worst case of both kinds of error, one axes for each."""
    errors = found["errors"]
    for ax, (kind, words) in zip(axes, KINDS.items(), strict=True):
        bands, edge = found[kind][what], found[kind]["singular"]
        color, hatch = theme.wrong, {"facecolor": "none", "hatch": "//", "linewidth": 0}
        ax.axvspan(edge, 1, edgecolor=color, alpha=0.45, zorder=0, **hatch)
        ax.fill_between(errors, bands["low"], bands["high"], color=theme.contours[4])
        ax.plot(errors, bands["median"], color=theme.run)
        near = found[kind]["near"]
        ax.plot(near, found[kind][f"near_{what}"], color=theme.wrong, linewidth=1.6)
        ax.axhline(raw, color=theme.muted, linestyle=(0, (1, 1.5)), linewidth=1.4)
        pieces.log_axis(ax, "x")
        pieces.log_axis(ax, "y")
        ax.set(xlim=(1e-4, 1), ylim=(0.5, 1e9), xlabel="relative error ε of B")
        ax.set_title(words, fontsize=10)
        ax.set_xticks(list(PERCENT), list(PERCENT.values()))
    first, edge = axes[0], found["entries"]["singular"]
    pieces.label_end(first, 1e-4, raw, "without B", color=theme.muted, offset=(4, 9))
    pieces.note(first, "worst case", (0.1, 5e3), (2e-3, 3e4), theme=theme)
    pieces.note(first, "median draw", (0.06, 12), (5e-4, 300), theme=theme)
    place: Style = {"color": theme.wrong, "offset": (4, 0)}
    words = "B can be\nsingular"
    _on_paper(pieces.label_end(axes[1], 7e-4, 1e8, words, **place), theme)


def _on_paper(label: Any, theme: Theme) -> None:
    """Keep hatching and lines out of a label."""
    label.set_bbox({"facecolor": theme.paper, "edgecolor": "none", "pad": 1.5})


@figure(
    alt="Error left against epochs on standardized x at learning rate 0.01: "
    "{share_after_50_epochs:.0%} after 50 epochs, 1% after more "
    "than four times as many; at one half a single step is exact.",
    explorer=explorer.epochs,
    size=(6.4, 3.4),
)
def epochs(ax: Axes, data: Any, *, theme: Theme) -> None:
    """What 50 epochs at 0.01 leave, and what one step at 1/2 does."""
    found = data["epochs"]
    share, epochs = found["share"], np.arange(301)
    ax.plot(epochs, found["predicted"], color=theme.theory, linestyle="--")
    ax.plot(epochs[::10], share[::10], "o", color=theme.run, markersize=4)
    pieces.label_end(ax, 150, share[150], "$0.98^k$", color=theme.theory, offset=(8, 9))
    ax.plot([0, 1], [1, 1e-4], color=theme.run, linewidth=1.8)
    pieces.label_end(ax, 1, 2e-3, "lr = ½: one step", color=theme.text, offset=(8, 0))
    words = f"after 50 epochs {share[50]:.0%} is left"
    pieces.note(ax, words, (50, share[50]), (80, 0.62), theme=theme)
    done = found["scalars"]["to_1_percent"]
    ax.axhline(0.01, color=theme.grid, linewidth=1.2, zorder=0)
    pieces.note(ax, f"1% after {done} epochs", (done, 0.01), (212, 0.028), theme=theme)
    ax.set_yscale("log")
    ax.set_yticks([1, 0.1, 0.01, 0.001], ["100%", "10%", "1%", "0.1%"])
    ax.minorticks_off()
    ax.set(xlim=(-4, 300), ylim=(1e-3, 1.3), xlabel="epochs", ylabel="error left")


@animation(
    alt="Three runs of gradient descent, each drawn in raw, centered and "
    "standardized coordinates. To 1% the raw run takes {film_raw_steps} "
    "zigzag steps, the centered run {film_centered_steps}, the standardized "
    "run {film_standardized_steps}, straight to the minimum.",
    explorer=explorer.film,
    frames=120,
    columns=3,
)
def pictures(axes: Any, data: Any, *, theme: Theme) -> Any:
    """Three runs in three coordinate systems: nine paths, a step at a time."""
    film, paths, texts = data["film"], [], []
    for ax, picture in zip(axes, AXES, strict=True):
        _plane(ax, film, picture, theme)
        for name, made in film["runs"].items():
            line = _run(ax, made["paths"][picture], name, theme, own=name == picture)
            paths.append((line, made["paths"][picture]))
        texts.append((_status(ax, picture, theme), film["runs"][picture]))
    last = len(film["runs"]["raw"]["share"]) - 1

    def update(frame: int) -> None:
        at = last * min(frame / MOVING, 1) ** SLOW_START
        for line, points in paths:
            line.set_data(*_until(points, at).T)
        for text, made in texts:
            k, done = int(at), made["steps"]
            after = "1 step" if done == 1 else f"{done} steps"
            left = f"step {k}: {made['share'][k]:.0%} left"
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
    place: Style = {"transform": ax.transAxes, "va": "center", "color": theme.text}
    return ax.text(0.2, 1.06, "step 84: 100% left", fontsize=9, **place)


def _until(points: Any, at: float) -> Any:
    """The path up to a fractional step."""
    k = int(at)
    if k + 1 >= len(points):
        return points
    head = points[k] + (at - k) * (points[k + 1] - points[k])
    return np.vstack([points[: k + 1], head])


def _plane(ax: Axes, film: Any, picture: str, theme: Theme) -> None:
    """Level lines around the star, equal scales, and what the plane is."""
    star, H = film["stars"][picture], film["hessians"][picture]
    paths = [made["paths"][picture] for made in film["runs"].values()]
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
    kappa = film["runs"][picture]["condition_number"]
    ax.set_title(f"{picture}: κ = {kappa:.3g}", fontsize=10, pad=22)
    ax.set(aspect="equal", xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    ax.set(xlabel=AXES[picture][0], ylabel=AXES[picture][1])
