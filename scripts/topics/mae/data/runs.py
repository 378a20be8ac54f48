"""Runs on the absolute error: what a constant step does, and what settles it.

The one rule: a gap is measured from an exact minimum that the caller has computed.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.algebra import dot, length, product
from gdcore.optimizers import (
    Adam,
    Averaged,
    GradientDescent,
    Optimizer,
    SubgradientDescent,
)
from gdcore.preconditioning import ChangeOfVariables
from gdcore.problems import LeastAbsolute, line_fit
from gdcore.runs import run
from gdcore.validation import Array

START = np.zeros(2)
HOP, TARGET, TARGET_RATE = 0.2, 0.01, 0.1
RAW_RATES, RAW_STEPS = np.array([0.1, 0.01, 0.001]), 100_000
FLOOR_RATES, FLOOR_STEPS = np.geomspace(1e-3, 1, 13), 6000
DECAY_RATE, DECAY_STEPS = 1.0, 10_000
HALVED_EVERY, SHORT_RATE, ROUNDING = 50, 0.05, 1e-14
TRAIN_RATE, TRAIN_STEPS = 2.0, 2000
FILM_STEPS, FILM_RATE_MSE, FILM_RATE_MAE = 119, 0.03, 1.5
CONVENTIONS = (-1.0, 0.0, 1.0)
SIGN_RATE, SIGN_STEPS = 0.25, 400


@dataclass(frozen=True)
class Sizes:
    """G^2 in its two forms: of the means, and the larger mean of the squares."""

    tight: float
    loose: float


@dataclass(frozen=True)
class Raw:
    """Constant steps on x as it is, beside R^2 / (2 eta k) + eta G^2 / 2; r rates."""

    rates: Array  # (r,)
    band: Array  # eta G^2 / 2, (r,)
    floor: Array  # mean gap at the end, (r,)
    best: Array  # the smallest gap, (r,)
    bound_share: Array  # largest ratio of the mean gap so far to its bound, (r,)
    windows: Array  # (k, mean gap of each rate), (W, 1 + r)


@dataclass(frozen=True)
class Floor:
    """Where constant steps end that begin at the optimum itself; all (r,)."""

    rates: Array
    measured: Array  # mean gap
    square: Array  # mean |g|^2
    step: Array  # mean length of a step over the rate
    adam_step: Array
    predicted: Array  # the rate times half of `square`
    adam: Array  # mean gap
    worst: Array  # eta G^2 / 2


@dataclass(frozen=True)
class Decay:
    """Gaps of a constant step, a shrinking and a halved one, and of averages."""

    curves: dict[str, Array]  # (k, gap) by method, (W, 2)
    bound: Array  # (k, bound on the best gap of the shrinking step)
    bound_share: float  # the largest share of it that a gap takes
    whole: float  # gap of the mean of all iterates of the shrinking step
    distance: float  # from the start to the optimum
    every: int  # steps between two halvings
    halved_steps: int  # until the gap is below ROUNDING
    halved_short: float  # gap at the end if begun at SHORT_RATE


@dataclass(frozen=True)
class Trained:
    """Where the page's training loop ends."""

    line: Array  # (w, b)
    gap: float


@dataclass(frozen=True)
class Convention:
    """The same run with sign(0) = -1, 0 and 1, and what tells the three apart."""

    zeros: int  # residuals that are 0 on the run
    apart: float  # largest difference between the runs
    best: Array  # the smallest gap of each, (3,)
    bound: float  # on it


@dataclass(frozen=True)
class Exercises:
    """Hops over one kink, the best level line, and a gap promised and reached."""

    hop_gap: float
    median_run: float  # where the descent on mean |b - y| ends
    median_exact: float
    median_mean: float
    target_promised: float  # steps
    target_taken: int  # steps


def sizes(problem: LeastAbsolute) -> Sizes:
    """The largest |g|^2 of a line fit anywhere, bounded in two ways."""
    x = problem.X[:, 0]
    return Sizes(float(np.abs(x).mean() ** 2 + 1), float((x**2).mean() + 1))


def raw_runs(problem: LeastAbsolute, star: Array) -> Raw:
    """The runs at RAW_RATES, all at once."""
    method = SubgradientDescent(RAW_RATES[:, None], 0.0)
    path = run(problem, method, START, max_steps=RAW_STEPS - 1)
    gap = path.value - problem.value(star)
    k = np.arange(1, RAW_STEPS + 1)[:, None]
    mean = np.cumsum(gap, axis=0) / k
    band = RAW_RATES * sizes(problem).tight / 2
    bound = dot(star, star) / (2 * RAW_RATES * k) + band
    return Raw(
        rates=RAW_RATES,
        band=band,
        floor=gap[-RAW_STEPS // 20 :].mean(axis=0),
        best=gap.min(axis=0),
        bound_share=(mean / bound).max(axis=0),
        windows=windows(gap),
    )


def floors(problem: LeastAbsolute, star: Array) -> Floor:
    """The runs at FLOOR_RATES, all at once."""
    least, rates = problem.value(star), FLOOR_RATES[:, None]
    plain = run(problem, SubgradientDescent(rates, 0.0), star, max_steps=FLOOR_STEPS)
    adam = run(problem, Adam(rates), star, max_steps=FLOOR_STEPS)
    half = slice(FLOOR_STEPS // 2, None)
    square = dot(plain.grad, plain.grad)[half].mean(axis=0)
    return Floor(
        rates=FLOOR_RATES,
        measured=plain.value[half].mean(axis=0) - least,
        square=square,
        step=lengths(plain.x[half]) / FLOOR_RATES,
        adam_step=lengths(adam.x[half]) / FLOOR_RATES,
        predicted=FLOOR_RATES * square / 2,
        adam=adam.value[half].mean(axis=0) - least,
        worst=FLOOR_RATES * sizes(problem).tight / 2,
    )


def lengths(x: Array) -> Array:
    """Mean length of the steps of runs side by side; (K, r, n) to (r,)."""
    return length(np.diff(x, axis=0)).mean(axis=0)


def decay(problem: LeastAbsolute, star: Array) -> Decay:
    """Runs of DECAY_STEPS from the start, and halved steps until rounding."""
    least, rate, steps = problem.value(star), DECAY_RATE, DECAY_STEPS
    constant, shrinking = SubgradientDescent(rate, 0.0), SubgradientDescent(rate, 0.5)
    methods = {"constant": constant, "shrinking": shrinking}
    paths = {
        name: run(problem, method, START, max_steps=steps)
        for name, method in methods.items()
    }
    whole = run(problem, Averaged(shrinking), START, max_steps=steps)
    k = np.arange(1, steps + 2)
    eta = rate / np.sqrt(k)
    size = sizes(problem).tight
    bound = (dot(star, star) + size * np.cumsum(eta**2)) / (2 * np.cumsum(eta))
    best = np.minimum.accumulate(paths["shrinking"].value - least)
    halving = problem.value(halved(problem, rate)) - least
    exact = int(np.argmax(halving < ROUNDING))
    curves = {}
    for name, path in paths.items():
        curves[name] = windows(path.value - least)
        curves[f"{name}_half"] = halves(problem, path.x, least)
    return Decay(
        curves={**curves, "halved": windows(halving[:exact])},
        bound=np.column_stack([k, bound])[np.geomspace(1, steps, 60).astype(int)],
        bound_share=float((best / bound).max()),
        whole=float(whole.value[-1] - least),
        distance=float(length(star)),
        every=HALVED_EVERY,
        halved_steps=exact,
        halved_short=float(problem.value(halved(problem, SHORT_RATE)[-1]) - least),
    )


def windows(gap: Array, count: int = 100) -> Array:
    """(k, mean gap ...) over windows that grow in proportion; shape (W, 1 + runs)."""
    edges = np.unique(np.geomspace(1, len(gap), count).astype(int))[:-1] - 1
    lengths = np.diff(np.r_[edges, len(gap)])
    mean = np.add.reduceat(gap, edges).reshape(len(edges), -1) / lengths[:, None]
    return np.column_stack([edges + (lengths + 1) / 2, mean])


def halves(problem: LeastAbsolute, x: Array, least: Array) -> Array:
    """(step k, gap of the mean of x_{k/2} ... x_k) at steps in equal ratios."""
    total = np.concatenate([np.zeros((1, 2)), np.cumsum(x, axis=0)])
    k = np.unique(np.geomspace(2, len(x) - 1, 60).astype(int))
    mean = (total[k + 1] - total[k // 2]) / (k + 1 - k // 2)[:, None]
    return np.column_stack([k, problem.value(mean) - least])


def halved(problem: LeastAbsolute, first: float) -> Array:
    """Iterates of a constant step that is halved every HALVED_EVERY steps."""
    path = [START]
    for k in range(2000):
        rate = first * 0.5 ** (k // HALVED_EVERY)
        path.append(path[-1] - rate * problem.grad(path[-1]))
    return np.array(path)


def train(problem: LeastAbsolute, star: Array, change: ChangeOfVariables) -> Trained:
    """The loop on standardized x; its line is one of raw x."""
    method = SubgradientDescent(TRAIN_RATE, 0.5)
    path = run(problem, method, START, max_steps=TRAIN_STEPS)
    gap = path.value[-1] - problem.value(star)
    return Trained(change.back(path.x[-1]), float(gap))


def descents(problem: LeastAbsolute) -> dict[str, Array]:
    """Both losses descending from (0, 0), one step a frame."""
    squares = line_fit(problem.X[:, 0], problem.y)
    methods: dict[str, tuple[Any, Optimizer]] = {
        "mse": (squares, GradientDescent(FILM_RATE_MSE)),
        "mae": (problem, SubgradientDescent(FILM_RATE_MAE, 0.5)),
    }
    return {
        name: run(loss, method, START, max_steps=FILM_STEPS).x
        for name, (loss, method) in methods.items()
    }


def convention(problem: LeastAbsolute, star: Array) -> Convention:
    """Three runs by constant steps."""
    paths = [by_sign(problem, at_zero) for at_zero in CONVENTIONS]
    gaps = [problem.value(path) - problem.value(star) for path in paths]
    first = dot(star, star) / (2 * SIGN_RATE * SIGN_STEPS)
    return Convention(
        zeros=int((problem.residual(paths[1]) == 0).sum()),
        apart=float(np.ptp(paths, axis=0).max()),
        best=np.array([gap.min() for gap in gaps]),
        bound=float(first + SIGN_RATE * sizes(problem).tight / 2),
    )


def by_sign(problem: LeastAbsolute, at_zero: float) -> Array:
    """Iterates of a constant step that takes `at_zero` for sign(0); (SIGN_STEPS, 2)."""
    path = [START]
    for _ in range(SIGN_STEPS - 1):
        r = problem.residual(path[-1])
        signs = np.where(r == 0, at_zero, np.sign(r))
        path.append(path[-1] - SIGN_RATE * product(signs, problem.X) / len(r))
    return np.array(path)


def exercises(raw: LeastAbsolute, scaled: LeastAbsolute, star: Array) -> Exercises:
    """Answers of "Try it"."""
    tip = LeastAbsolute(np.ones((1, 1)), np.zeros(1))
    hops = run(tip, SubgradientDescent(HOP, 0.0), [HOP / 2], max_steps=100)
    level = LeastAbsolute(np.ones((len(raw.y), 1)), raw.y)
    settling = run(level, SubgradientDescent(2.0, 0.5), [0.0], max_steps=5000)
    reach = SubgradientDescent(TARGET_RATE, 0.0)
    value = run(scaled, reach, START, max_steps=DECAY_STEPS).value
    return Exercises(
        hop_gap=float(hops.value.min()),
        median_run=float(settling.x[-1, 0]),
        median_exact=float(np.median(raw.y)),
        median_mean=float(raw.y.mean()),
        target_promised=float(dot(star, star) * sizes(scaled).tight / TARGET**2),
        target_taken=int(np.argmax(value - scaled.value(star) <= TARGET)),
    )
