"""Runs on the absolute error: what a constant step does, and what settles it.

The one rule: a gap is measured from an exact minimum that the caller has computed.
"""

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
from gdcore.problems import LeastAbsolute, line_fit
from gdcore.runs import run
from gdcore.validation import Array

START = np.zeros(2)
TOY_X, TOY_Y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 5.0, 30.0])
TOY_AT = np.array([1.0, 1.0])
LIFTED_AT = 45.0
HOP, TARGET, TARGET_RATE = 0.2, 0.01, 0.1
RAW_RATES, RAW_STEPS = np.array([0.1, 0.01, 0.001]), 100_000
FLOOR_RATES, FLOOR_STEPS = np.geomspace(1e-3, 1, 13), 6000
DECAY_RATE, DECAY_STEPS = 1.0, 10_000
HALVED_EVERY, ROUNDING = 50, 1e-14
TRAIN_RATE, TRAIN_STEPS = 2.0, 2000
FILM_STEPS, FILM_RATE_MSE, FILM_RATE_MAE = 119, 0.03, 1.5
CONVENTIONS = (-1.0, 0.0, 1.0)
SIGN_RATE, SIGN_STEPS = 0.25, 400


def sizes(problem: LeastAbsolute) -> dict[str, float]:
    """G^2 in its two forms: of the means, and the larger mean of the squares."""
    x = problem.X[:, 0]
    return {
        "tight": float(np.abs(x).mean() ** 2 + 1),
        "loose": float((x**2).mean() + 1),
    }


def raw_runs(problem: LeastAbsolute, star: Array) -> dict[str, Any]:
    """Constant steps on x as it is, beside R^2 / (2 eta k) + eta G^2 / 2."""
    method = SubgradientDescent(RAW_RATES[:, None], 0.0)
    ran = run(problem, method, START, max_steps=RAW_STEPS - 1)
    gap = ran.value - problem.value(star)
    k = np.arange(1, RAW_STEPS + 1)[:, None]
    mean = np.cumsum(gap, axis=0) / k
    band = RAW_RATES * sizes(problem)["tight"] / 2
    bound = dot(star, star) / (2 * RAW_RATES * k) + band
    last = gap[-RAW_STEPS // 20 :]
    return {
        "rates": RAW_RATES,
        "band": band,
        "floor": last.mean(axis=0),
        "best": gap.min(axis=0),
        "bound_share": (mean / bound).max(axis=0),
        "windows": windows(gap),
        "steps": RAW_STEPS,
    }


def floors(problem: LeastAbsolute, star: Array) -> dict[str, Any]:
    """Mean gaps of runs that begin at the optimum itself, for many rates at once."""
    least, rates = problem.value(star), FLOOR_RATES[:, None]
    plain = run(problem, SubgradientDescent(rates, 0.0), star, max_steps=FLOOR_STEPS)
    adam = run(problem, Adam(rates), star, max_steps=FLOOR_STEPS)
    half = slice(FLOOR_STEPS // 2, None)
    square = dot(plain.grad, plain.grad)[half].mean(axis=0)
    return {
        "rates": FLOOR_RATES,
        "measured": plain.value[half].mean(axis=0) - least,
        "square": square,
        "step": lengths(plain.x[half]) / FLOOR_RATES,
        "adam_step": lengths(adam.x[half]) / FLOOR_RATES,
        "predicted": FLOOR_RATES * square / 2,
        "adam": adam.value[half].mean(axis=0) - least,
        "worst": FLOOR_RATES * sizes(problem)["tight"] / 2,
    }


def lengths(x: Array) -> Array:
    """Mean length of the steps of runs side by side; (K, r, n) to (r,)."""
    return length(np.diff(x, axis=0)).mean(axis=0)


def decay(problem: LeastAbsolute, star: Array) -> dict[str, Any]:
    """A constant step and a shrinking one, with the averages of both."""
    least, rate, steps = problem.value(star), DECAY_RATE, DECAY_STEPS
    constant = run(problem, SubgradientDescent(rate, 0.0), START, max_steps=steps)
    shrinking = run(problem, SubgradientDescent(rate, 0.5), START, max_steps=steps)
    whole = run(
        problem, Averaged(SubgradientDescent(rate, 0.5)), START, max_steps=steps
    )
    k = np.arange(1, steps + 2)
    eta = rate / np.sqrt(k)
    size = sizes(problem)["tight"]
    bound = (dot(star, star) + size * np.cumsum(eta**2)) / (2 * np.cumsum(eta))
    best = np.minimum.accumulate(shrinking.value - least)
    halving = problem.value(halved(problem, rate)) - least
    exact = int(np.argmax(halving < ROUNDING))
    return {
        "constant": windows(constant.value - least),
        "shrinking": windows(shrinking.value - least),
        "constant_half": halves(problem, constant.x, least),
        "shrinking_half": halves(problem, shrinking.x, least),
        "steps": steps,
        "whole": float(whole.value[-1] - least),
        "distance": length(star),
        "every": HALVED_EVERY,
        "halved": windows(halving[:exact]),
        "halved_steps": exact,
        "halved_short": problem.value(halved(problem, 0.05)[-1]) - least,
        "bound": np.column_stack([k, bound])[np.geomspace(1, steps, 60).astype(int)],
        "bound_share": float((best / bound).max()),
    }


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


def train(problem: LeastAbsolute, star: Array) -> dict[str, Any]:
    """Where the page's training loop ends, in the problem's own coordinates."""
    method = SubgradientDescent(TRAIN_RATE, 0.5)
    ended = run(problem, method, START, max_steps=TRAIN_STEPS)
    gap = ended.value[-1] - problem.value(star)
    return {"end": ended.x[-1], "gap": gap, "steps": TRAIN_STEPS}


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


def conventions(problem: LeastAbsolute, star: Array) -> dict[str, Any]:
    """The same run with sign(0) = -1, 0 and 1, and what tells the three apart."""
    runs = [by_sign(problem, at_zero) for at_zero in CONVENTIONS]
    gaps = [problem.value(path) - problem.value(star) for path in runs]
    return {
        "zeros": int((problem.residual(runs[1]) == 0).sum()),
        "apart": float(np.ptp(runs, axis=0).max()),
        "best": np.array([gap.min() for gap in gaps]),
        "steps": SIGN_STEPS,
        "bound": dot(star, star) / (2 * SIGN_RATE * SIGN_STEPS)
        + SIGN_RATE * sizes(problem)["tight"] / 2,
    }


def by_sign(problem: LeastAbsolute, at_zero: float) -> Array:
    """Iterates of a constant step that takes `at_zero` for sign(0); (SIGN_STEPS, 2)."""
    path = [START]
    for _ in range(SIGN_STEPS - 1):
        r = problem.residual(path[-1])
        signs = np.where(r == 0, at_zero, np.sign(r))
        path.append(path[-1] - SIGN_RATE * product(signs, problem.X) / len(r))
    return np.array(path)


def exercises(raw: LeastAbsolute, scaled: LeastAbsolute, star: Array) -> dict[str, Any]:
    """Hops over one kink, the best level line, and a gap promised and reached."""
    tip = LeastAbsolute(np.ones((1, 1)), np.zeros(1))
    hops = run(tip, SubgradientDescent(HOP, 0.0), [HOP / 2], max_steps=100)
    level = LeastAbsolute(np.ones((len(raw.y), 1)), raw.y)
    ended = run(level, SubgradientDescent(2.0, 0.5), [0.0], max_steps=5000).x[-1, 0]
    reach = SubgradientDescent(TARGET_RATE, 0.0)
    value = run(scaled, reach, START, max_steps=DECAY_STEPS).value
    return {
        "hop": {"rate": HOP, "gap": hops.value.min(), "bound": HOP / 2},
        "median": {"run": ended, "exact": np.median(raw.y), "mean": raw.y.mean()},
        "target": {
            "gap": TARGET,
            "rate": TARGET_RATE,
            "promised": dot(star, star) * sizes(scaled)["tight"] / TARGET**2,
            "taken": int(np.argmax(value - scaled.value(star) <= TARGET)),
        },
    }
