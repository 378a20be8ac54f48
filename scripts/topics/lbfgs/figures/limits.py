"""The limits of L-BFGS: minibatches, and a loss with kinks.

The one rule: what goes wrong stands beside what was predicted of it.
"""

from typing import Any

import numpy as np

from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.style import Theme
from scripts.topics.lbfgs import explorer
from scripts.topics.lbfgs.data import Data


@figure(
    alt="First: with two batches the measured curvature has the wrong sign in "
    "{negative_short:.0%} of draws at short steps, as predicted. Second: after "
    "forty minibatch steps L-BFGS is {batch_one:.1e} above the least loss, "
    "plain minibatch descent {batch_sgd:.1e}.",
    explorer=explorer.noise,
    size=(6.4, 3.6),
    columns=2,
)
def noise(axes: Any, data: Data, *, theme: Theme) -> None:
    """How often two batches give the wrong sign; and where minibatch runs end."""
    noise, (ax, race), best = data.noise, axes, theme.optimum
    ax.plot(noise.lengths, noise.predicted, color=theme.theory, linestyle="--")
    ax.plot(noise.lengths, noise.share, "o", color=theme.run, markersize=5)
    one = np.full_like(noise.lengths, noise.one_batch)
    ax.plot(noise.lengths, one, "s", color=best, markersize=4)
    pieces.log_axis(ax, "x")
    ax.set(ylim=(-0.02, 0.56), xlabel="length of the step, $|s|$")
    ax.set_yticks((0, 0.25, 0.5), ("0%", "25%", "50%"))
    ax.set_title("wrong sign of $s^T u$")
    pieces.label_end(ax, 0.011, 0.42, "two batches", color=theme.text, offset=(0, -12))
    pieces.label_end(ax, 0.011, 0, "one batch", color=best, offset=(0, 10))
    for name, words, dashes, up in (
        ("one", "L-BFGS,\none batch", "-", 8),
        ("two", "L-BFGS,\ntwo batches", pieces.DASHES[1], 3),
        ("sgd", "plain\nminibatches", pieces.DASHES[2], -12),
    ):
        values = noise.runs[name]
        race.plot(values, color=theme.run, linestyle=dashes, linewidth=1.6)
        pieces.label_end(race, 40, values[-1], words, color=theme.text, offset=(7, up))
    pieces.log_axis(race, "y")
    race.set(xlim=(0, 68), ylim=(1e-4, 1e3), xlabel="minibatch steps")
    race.set_xticks((0, 20, 40))
    race.set_title("loss above its least")


@figure(
    alt="Mean absolute error along the last direction: a fall, a kink, a rise. "
    "The slope jumps from {mae_before:.2f} to {mae_after:.3f} of its first "
    "value, across the zone within nine tenths of zero where a strong Wolfe search "
    "must end.",
    explorer=explorer.kinks,
    size=(6.4, 3.5),
    columns=2,
)
def kinks(axes: Any, data: Data, *, theme: Theme) -> None:
    """The last direction on the mean absolute error, and its slope."""
    ray, best, (value, slope) = data.kinks.ray, data.kinks.ray.best, axes
    value.plot(ray.t, 1e3 * ray.values, color=theme.run)
    value.set(xlabel="step size $t$", ylabel=r"$1000\,(\varphi(t) - \varphi(0))$")
    value.set_title("loss")
    slope.axhspan(-0.9, 0.9, color=theme.optimum, alpha=0.18, linewidth=0)
    # Where the slope jumps there is no line: it takes no value in between.
    jumps = np.flatnonzero(np.diff(ray.shares) != 0) + 1
    parts = (np.split(values, jumps) for values in (ray.t, ray.shares))
    for t, shares in zip(*parts, strict=True):
        slope.plot(t, -shares, color=theme.run)
    slope.set(xlabel="step size $t$", ylim=(-1.4, 1.4))
    slope.set_title(r"slope $\varphi'(t)$ over $|\varphi'(0)|$")
    center: Any = {"offset": (0, 0), "align": "center"}
    words = "a search must end here"
    pieces.label_end(slope, best, 0.45, words, color=theme.optimum, **center)
    for ax in axes:
        ax.axvline(best, color=theme.muted, linewidth=0.8, linestyle=":")
        ax.set(xlim=(0, 1.7 * best), xticks=(0, 1, 2, 3))
