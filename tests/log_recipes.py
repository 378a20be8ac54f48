"""How fragments of logs are made: runs of gdcore, each for one thing that logs show.

The one rule: a recipe only draws; what came of it is told by the run's exact numbers.
"""

import math
from collections.abc import Callable

import numpy as np

from gdcore.optimizers import (
    Adam,
    GradientDescent,
    MinibatchGradientDescent,
    Momentum,
    Optimizer,
)
from gdcore.problems import LeastSquares
from gdcore.runs import run
from tests.log_maker import Fragment, Maker, Path
from tests.log_truth import Modes


def _share(maker: Maker, low: float, high: float) -> float:
    return float(np.exp(maker.draw.uniform(np.log(low), np.log(high))))


def _shape(maker: Maker) -> tuple[int, int, int]:
    """Lines, steps between them, and lines that are cut off at the start."""
    every = int(maker.pick(1, 1, 1, 10, 100))
    lines = int(maker.draw.randint(8, {1: 90, 10: 50}.get(every, 24)))
    cut = int(maker.pick(0, 0, 0, 2, 5))
    return lines, every, cut


def divergence(maker: Maker) -> Fragment | None:
    """Above the limit."""
    lines, every, cut = _shape(maker)
    over = 1 + 10 ** maker.draw.uniform(-2.5, 0.3) / every
    problem = maker.problem(standardized=bool(maker.draw.rand() < 0.3))
    beta = float(maker.pick(0.0, 0.0, 0.0, 0.5, 0.9))
    return maker.plain(
        problem, over, min(lines, 25), every, cut=cut, beta=beta, made="divergence"
    )


def oscillation(maker: Maker) -> Fragment | None:
    """Close below the limit, standardized, so that no flat direction outlasts it."""
    lines, every, cut = _shape(maker)
    every = int(maker.pick(every, 1, 3))
    share = 1 - 10 ** maker.draw.uniform(-2.5, -0.9)
    problem = maker.problem(standardized=True, columns=int(maker.pick(1, 1, 2)))
    return maker.plain(problem, share, lines, every, cut=cut, made="swing", signed=True)


def swinging(maker: Maker) -> Fragment | None:
    """A heavy ball that swings evenly, or a rate that Adam turns to and fro at."""
    problem = maker.problem(standardized=True, columns=1)
    beta = float(maker.draw.uniform(0.9, 0.98))
    rate = float(maker.draw.uniform(0.02, 0.3))
    lines = int(maker.draw.randint(40, 90))
    path = run(problem, Momentum(rate, beta), np.zeros(problem.dim), max_steps=lines)
    # Both eigenvalues are 2: the error swings as cos(k angle), by sqrt(beta) a step.
    angle = math.acos((1 + beta - 2 * rate) / (2 * math.sqrt(beta)))
    turns = lines * angle / math.pi
    if not (turns > 6 and math.pi / angle > 2.8 and beta**lines > 1e-4):
        return None
    printed = maker.printed(path, np.arange(lines), rate, signed=True)
    shows = printed.shows("parameters") or printed.shows("gradients")
    if not shows and math.pi / angle < 6:
        return None  # the loss turns twice as often, too often for the lines
    if printed.style == "f" and beta ** (lines / 2) < 100 * 10.0**-printed.digits:
        return None
    text, form = maker.text(printed)
    return Fragment(text, "oscillation", None, rate, beta, f"period {form} {beta}")


def plateau(maker: Maker) -> Fragment | None:
    """Raw columns: the flat direction is left."""
    lines, every, _ = _shape(maker)
    problem = maker.problem(standardized=False)
    return maker.plain(problem, _share(maker, 0.2, 0.9), lines, every, made="plateau")


def converging(maker: Maker) -> Fragment | None:
    """Standardized, or raw with the start cut off."""
    lines, every, cut = _shape(maker)
    standardized = bool(maker.draw.rand() < 0.7)
    share = _share(maker, 0.003, 0.6) / every
    problem = maker.problem(standardized=standardized)
    return maker.plain(
        problem, share, lines, every, cut=cut if standardized else 40, made="one mode"
    )


def slow(maker: Maker) -> Fragment | None:
    """A rate far too small."""
    lines, every, cut = _shape(maker)
    problem = maker.problem(standardized=True, noise=bool(maker.draw.rand() < 0.5))
    share = _share(maker, 1e-6, 2e-4)
    return maker.plain(problem, share, lines, every, cut=cut, made="slow")


def floor(maker: Maker) -> Fragment | None:
    """Converged long ago, to the digits or to the bits of the precision."""
    lines, every, cut = _shape(maker)
    problem = maker.problem(standardized=True, noise=bool(maker.draw.rand() < 0.8))
    share = _share(maker, 0.1, 0.6)
    cut = int(maker.pick(cut, 60, 200))
    return maker.plain(problem, share, lines, every, cut=cut, made="floor")


def flat(maker: Maker) -> Fragment | None:
    """A gradient that is cut: nothing moves."""
    problem = maker.problem(standardized=True)
    lines, every, _ = _shape(maker)
    path = run(problem, GradientDescent(1e-30), np.ones(problem.dim), max_steps=1)
    k = np.arange(lines) * every
    rows = np.zeros(int(k[-1]) + 1, int)
    still = Path(path.x[rows], path.value[rows], path.grad[rows])
    text, form = maker.text(maker.printed(still, k, 1e-30))
    return Fragment(text, "flat", None, 1e-30, 0.0, f"flat {form}")


def noise(maker: Maker) -> Fragment | None:
    """Minibatches about the level that their noise leaves."""
    problem = maker.problem(standardized=True)
    rate = float(maker.draw.uniform(0.02, 0.2))
    batch = int(maker.draw.randint(1, 1 + len(problem.y) // 4))
    method = MinibatchGradientDescent(rate, batch, int(maker.draw.randint(1000)))
    lines, every, _ = _shape(maker)
    every, lines = min(every, 10), max(lines, 20)
    first = int(maker.pick(0, 200 // every)) * every
    k = first + np.arange(lines) * every
    if math.exp(-2 * 2 * rate * float(k[lines // 2])) > 1e-3:
        maker.dropped += 1
        return None
    path = run(problem, method, np.zeros(problem.dim), max_steps=int(k[-1]))
    values = path.value[k].astype(float)
    half = values[lines // 2 :]
    drift = abs(half[: len(half) // 2].mean() - half[len(half) // 2 :].mean())
    if drift > half.std() / 2 or half.std() < 0.01 * half.mean():
        maker.dropped += 1
        return None
    printed = maker.printed(path, k, rate)
    if printed.unit(half).max() > half.std() / 5:
        return None
    text, form = maker.text(printed)
    return Fragment(text, "noise", None, rate, 0.0, f"noise {form} {batch} {every}")


def nan(maker: Maker) -> Fragment | None:
    """Not finite: from the first line, or after growth."""
    problem = maker.problem(standardized=bool(maker.draw.rand() < 0.5))
    modes = Modes.of(problem, 1.0, 0.0)
    over = float(maker.draw.uniform(1.2, 20))
    path = run(
        problem, GradientDescent(over * modes.rate), np.zeros(problem.dim), max_steps=30
    )
    values = path.value.astype(float).copy()
    start = 0 if maker.draw.rand() < 0.4 else int(maker.draw.randint(3, len(values)))
    values[start:] = np.nan
    if start > 1 and maker.draw.rand() < 0.5:
        values[start] = np.inf
    k = np.arange(min(len(values), start + 6))
    broken = Path(path.x, values, path.grad)
    text, form = maker.text(maker.printed(broken, k, over * modes.rate))
    cause = "data" if start == 0 else "rate"
    made = f"nan {form} {start}"
    return Fragment(text, f"nan {cause}", None, over * modes.rate, 0.0, made)


def rising(maker: Maker) -> Fragment | None:
    """A heavy ball that runs through the minimum, or a glitch of Adam."""
    problem = maker.problem(standardized=True)
    if maker.draw.rand() < 0.5:
        beta = float(maker.draw.uniform(0.9, 0.99))
        method: Optimizer[LeastSquares] = Momentum(
            float(maker.draw.uniform(0.002, 0.02)), beta
        )
    else:
        method = Adam(float(maker.draw.uniform(0.1, 1.0)))
    path = run(problem, method, np.zeros(problem.dim), max_steps=400)
    v = path.value.astype(float)
    low = next((i for i in range(2, len(v) - 1) if v[i] < v[i + 1]), None)
    if low is None or v[low] > v[0] / 3:
        return None
    high = low
    while high + 1 < len(v) and v[high + 1] > v[high]:
        high += 1
    every = 1 if high < 30 else 2
    k = np.arange(high % every, high + 1, every)
    ratios = np.diff(np.log(v[low : high + 1]))
    if len(k) < 9 or v[high] < 1.6 * v[low] or v[high] > 0.8 * v[0]:
        return None
    if high - low < 4 * every or ratios[-1] > 0.5 * ratios.max():
        maker.dropped += 1
        return None
    printed = maker.printed(path, k, 0.1)
    if printed.unit(v[k]).max() > (v[high] - v[low]) / 20:
        return None
    text, form = maker.text(printed)
    return Fragment(text, "rising again", None, 0.1, 0.0, f"rising {form} {method}")


RECIPES: dict[str, Callable[[Maker], Fragment | None]] = {
    "divergence": divergence,
    "oscillation": oscillation,
    "swinging": swinging,
    "plateau": plateau,
    "converging": converging,
    "slow": slow,
    "floor": floor,
    "flat": flat,
    "noise": noise,
    "nan": nan,
    "rising": rising,
}
