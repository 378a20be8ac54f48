"""Curves of the ill-conditioning page: what a rate, a condition or a rounding costs.

The one rule: dashed is exact or predicted, solid with markers was measured.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.style import Theme
from scripts.topics.ill_conditioning import explorer
from scripts.topics.ill_conditioning.data import Data
from scripts.topics.ill_conditioning.data.thread import TOLERANCE

DASHED = (0, (4, 2))
SHOWN = ("thread", "best", "momentum", "lbfgs", "conjugate_gradients")
NAMES = {1e-7: "1e-7", 1e-6: "1e-6", 1e-5: "1e-5"}


@figure(
    alt="Steps to one percent against the condition number of A on "
    "logarithmic axes. Gradient descent rises with slope {squared_slope:.2f}, "
    "best momentum with slope {momentum_slope:.2f}; at the thread's "
    "{condition_number_of_a:.0f} they take "
    "{steps_to_1_percent_at_best_learning_rate:,} and "
    "{evaluations_momentum:,} steps.",
    explorer=explorer.squared,
    size=(6.4, 3.7),
)
def squared(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Steps to one percent against the condition number of A."""
    steps, condition = data.squared, data.squared.condition
    half = np.log(1 / TOLERANCE) / 2
    for counted, predicted, label, marker, face in (
        (steps.plain, half * condition**2, "gradient descent", "o", theme.run),
        (steps.heavy, half * condition, "best momentum", "s", theme.paper),
    ):
        ax.plot(condition, predicted, color=theme.theory, linestyle=DASHED)
        ax.plot(condition, counted, marker, color=theme.run, mfc=face, markersize=5)
        place = (condition[-1], counted[-1])
        pieces.label_end(ax, *place, label, color=theme.text, offset=(8, 0))
    of_thread = data.valley.condition_of_a
    ax.axvline(of_thread, color=theme.grid, linewidth=1.2, zorder=0)
    ax.text(of_thread * 0.93, 4, "the thread's A", ha="right", fontsize=9)
    ax.text(40, 1.1e4, r"$\kappa(A)^2\,\ln(100)/2$", color=theme.muted, ha="right")
    ax.text(75, 70, r"$\kappa(A)\,\ln(100)/2$, its rate alone", color=theme.muted)
    pieces.log_axis(ax, "x")
    pieces.log_axis(ax, "y")
    ax.set(xlim=(1.7, 1.6e4), ylim=(3, 2e7))
    ax.set_xlabel(r"condition number $\kappa(A)$ (dimensionless)")
    ax.set_ylabel("steps to 1 % (at the best settings)")


@figure(
    alt="Loss after a million steps against the learning rate. It falls "
    "slowly from {loss_at_start:.0f} to {loss_below_limit:.0f}, then the "
    "hatched region of divergence begins at {learning_rate_limit:.4g}. The "
    "rate that would leave one percent of the loss lies deep inside that "
    "region.",
    explorer=explorer.cliff,
    size=(6.4, 3.5),
)
def cliff(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Loss after a million steps against the learning rate."""
    rates, losses, limit = data.cliff.rates, data.cliff.losses, data.theory.limit
    needed = (data.theory.rate_needed, 1)
    below = rates < limit
    ax.axvspan(limit, 6.6e-5, color=theme.wrong, alpha=0.07, linewidth=0)
    ax.axvspan(limit, limit * 1.04, facecolor="none", hatch="//////", linewidth=0)
    ax.axvline(limit, color=theme.wrong, linewidth=1.4)
    ax.plot(rates[below], losses[below], color=theme.run)
    ax.plot(rates[~below], losses[~below], color=theme.theory, linestyle=DASHED)
    for rate, run in data.converging.items():
        ax.plot(rate, run.every[-1], "o", color=theme.run, markersize=5)
    pieces.optimum(ax, needed, theme=theme)
    ax.text(limit * 1.08, 88, "diverges", color=theme.wrong, weight="semibold")
    label = rf"limit $2/\lambda_{{\max}}$ = {limit:.4g}"
    ax.text(limit * 1.08, 80, label, color=theme.wrong, fontsize=9)
    label = "what the flat direction\nalone would do"
    ax.text(3.35e-5, 16, label, color=theme.muted, fontsize=9)
    pieces.note(ax, "this rate would do", needed, (4.3e-5, 38), theme=theme)
    pieces.note(ax, "the thread's\nbest", (1.603e-5, 29), (0.1e-5, 8), theme=theme)
    ticks = [i * 1e-5 for i in range(7)]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_major_formatter(
        FixedFormatter(["0", *(f"{i}e-5" for i in range(1, 7))])
    )
    ax.set(xlim=(0, 6.6e-5), ylim=(-3, 103), yticks=(0, 25, 50, 75, 100))
    ax.set_xlabel(r"learning rate $\eta$ (dimensionless)")
    ax.set_ylabel("loss after 1,000,000 steps")


@figure(
    alt="Loss against the step up to a billion steps, for three learning "
    "rates. In exact arithmetic each falls to zero; in float32 each "
    "stops for good at a loss of {stall_loss_smallest:.0f}, "
    "{stall_loss_small:.0f} and {stall_loss_middle:.1f}, where the second "
    "parameter is exactly -{stall_size_smallest:.0f}, "
    "-{stall_size_small:.0f} and -{stall_size_middle:.0f}.",
    explorer=explorer.course,
    size=(6.4, 3.9),
)
def course(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Loss against the step: exact, and what float32 does."""
    for rate, stalled in data.stalled.items():
        exact, rule = data.converging[rate], stalled.rule
        ax.plot(exact.steps, exact.losses, color=theme.theory, linestyle=DASHED)
        steps, losses = data.steps, data.losses[rate]
        chosen = np.unique(np.geomspace(1, len(losses) - 1, 12).astype(int))
        ax.plot(steps[chosen], losses[chosen], "o", color=theme.run, markersize=3.5)
        late = rule.steps > steps[-1]
        x = [steps[-1], *rule.steps[late], 1e9]
        y = [losses[-1], *rule.loss[late], stalled.stop.loss]
        ax.plot(x, y, color=theme.run)
        cross: Any = {"color": theme.wrong, "markersize": 9, "zorder": 5}
        ax.plot(rule.steps[-1], y[-1], "X", **cross)
        text = (
            rf"{NAMES[rate]}: stuck"
            "\n"
            rf"at $\theta_1$ = −{abs(stalled.stop.x1):.0f}"
        )
        above: Any = {"color": theme.text, "offset": (0, 15), "align": "right"}
        pieces.label_end(ax, 1e9, y[-1], text, **above)
    ax.axvline(1e6, color=theme.muted, linewidth=0.8, linestyle=":")
    text, muted = "the thread\nstops here", theme.muted
    ax.text(0.9e6, 8, text, ha="right", fontsize=9, color=muted)
    exact = data.converging[1e-7]
    at = int(np.searchsorted(-exact.losses, -20))
    place = (exact.steps[at] * 0.8, exact.losses[at])
    pieces.label_end(ax, *place, "exact", color=theme.muted, align="right")
    pieces.log_axis(ax, "x")
    ax.set(xlim=(1e3, 1e9), ylim=(-3, 108), yticks=(0, 25, 50, 75, 100))
    ax.set(xlabel="step", ylabel="loss (dimensionless)")


@figure(
    alt="Above, the update that float32 takes divided by the update asked "
    "for: it jumps at each power of two, doubles before "
    "{stall_size_smallest:.0f} and is zero after it. Below, the difference "
    "between float32 and exact loss, measured and predicted by that rule, "
    "which lie on each other.",
    explorer=explorer.rounding,
    size=(6.4, 5.2),
    rows=2,
)
def rounding(axes: Any, data: Data, *, theme: Theme) -> None:
    """Above: update taken over update asked for. Below: what that does to the loss."""
    _updates(axes[0], data, theme=theme)
    _differences(axes[1], data, theme=theme)


def _updates(ax: Axes, data: Data, *, theme: Theme) -> None:
    rule = data.stalled[1e-7].rule
    size, ratio = rule.middle, rule.count / rule.exact
    ax.axvspan(8, 64, color=theme.wrong, alpha=0.08, linewidth=0)
    ax.axhline(1, color=theme.theory, linestyle=DASHED)
    ax.plot(size, ratio, color=theme.run, drawstyle="steps-mid")
    for power in range(-4, 4):
        middle = 2.0**power * 1.41
        at = int(np.argmin(abs(size - middle)))
        count, high = int(rule.count[at]), max(ratio[at], 1)
        ax.text(middle, high + 0.08, f"{count}", ha="center", fontsize=9)
    ax.text(0.068, 1.5, "whole spacings\nof float32 taken:", fontsize=9)
    ax.text(9, 0.12, "rounded to nothing", color=theme.wrong, fontsize=9)
    ax.set_xscale("log", base=2)
    ticks = [2.0**power for power in range(-4, 7)]
    labels = [f"1/{round(1 / t)}" if t < 1 else f"{t:.0f}" for t in ticks]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_major_formatter(FixedFormatter(labels))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set(xlim=(1 / 16, 64), ylim=(0, 2.25), yticks=(0, 1, 2))
    ax.set_xlabel(r"size of $\theta_1$ (dimensionless), at rate 1e-7")
    ax.set_ylabel("update taken / asked for")


def _differences(ax: Axes, data: Data, *, theme: Theme) -> None:
    ax.axhline(0, color=theme.grid, linewidth=1)
    for rate, stalled in data.stalled.items():
        steps, exact = data.steps, data.converging[rate].every
        measured = data.losses[rate] - exact
        rounded = stalled.losses - exact
        ax.plot(steps[1:], rounded[1:], color=theme.theory, linestyle=DASHED)
        ax.plot(steps[::25], measured[::25], "o", color=theme.run, markersize=3.5)
        pieces.label_end(ax, steps[-1], measured[-1], NAMES[rate], color=theme.text)
    ax.set(xlim=(0, 1.0e6), xticks=(0, 250_000, 500_000, 750_000, 1_000_000))
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
    ax.set(xlabel="step", ylabel="loss, float32 − exact")


@figure(
    alt="Gradients needed for one percent, as bars on a logarithmic axis: "
    "from {evaluations_thread:,} for the thread's gradient descent down "
    "to {evaluations_momentum:,} for momentum, {evaluations_lbfgs} for "
    "L-BFGS and {evaluations_conjugate_gradients} for conjugate "
    "gradients.",
    explorer=explorer.remedies,
    size=(6.4, 2.9),
)
def remedies(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Gradients needed for one percent of the error, the dearest first."""
    shown = [remedy for remedy in data.costs if remedy.key in SHOWN]
    for row, remedy in enumerate(shown):
        plain, evaluations = remedy.key in ("thread", "best"), remedy.evaluations
        ax.barh(
            row,
            evaluations,
            left=0,
            height=0.62,
            color=theme.paper if plain else theme.run,
            edgecolor=theme.wrong if plain else theme.run,
            hatch="////" if plain else "",
            linewidth=0.9,
        )
        ax.text(evaluations * 1.3, row, f"{evaluations:,}", va="center", fontsize=9)
    labels = [remedy.label for remedy in shown]
    pieces.log_axis(ax, "x", numticks=5)
    ax.set_yticks(range(len(labels)), labels)
    ax.tick_params(axis="y", length=0, labelcolor=theme.text, labelsize=9.5)
    ax.spines["left"].set_visible(False)
    ax.set(xlim=(0.9, 1.5e8), ylim=(len(labels) - 0.4, -0.6))
    ax.set_xlabel("gradients until 1 % of the error is left", loc="right")
