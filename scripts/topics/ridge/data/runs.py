"""Three ways to one ridge line, and where weight decay leads elsewhere.

The one rule: "l2" adds 2 alpha w to the gradient; "decay" takes eta 2 alpha w from w
beside the step of the method.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import least_squares
from gdcore.optimizers import Adam, Momentum
from gdcore.problems import line_fit
from gdcore.runs import run
from gdcore.spectral import minimizer
from gdcore.validation import Array

X = np.array([0.4, 0.8, 1.0, 1.9, 2.2, 2.5, 2.7, 4.0, 4.5, 5.6])
Y = np.array([0.8, -0.2, -0.1, 3.1, 0.8, 4.0, 0.5, 3.1, 4.3, 2.4])
"""Ten rows of 1 + 0.5 x with noise 1.6, seed 192, rounded to one decimal."""
ALPHA, BETA = 1.0, 0.9
STEPS, ADAM_STEPS, ADAMW_STEPS, WAYS_STEPS = 600, 6000, 20_000, 2000
GD_RATE, MOMENTUM_RATE, ADAM_RATE = 0.05, 0.01, 0.005
ALPHAS = np.geomspace(0.01, 1000, 101)
BOX = slice(6, 55)  # of ALPHAS, from 0.02 to 5
ONLY_W = np.array([1.0, 0.0])


@dataclass(frozen=True)
class Runs:
    """On the ten rows, from zero."""

    ways: dict[str, Array]  # (w, b) by formula, by one more row, by descent
    paths: dict[str, Array]  # (K + 1, 2) by method, at ALPHA
    adamw: Array  # slopes where AdamW ends, at ALPHAS[BOX]
    wall: Array  # min(w, 1 / (2 alpha)) there


def runs() -> Runs:
    """Plain, heavy ball and Adam, each with l2 and with decay; AdamW over alpha."""
    ridge, start = line_fit(X, Y, l2=ALPHA), np.zeros(2)
    momentum, adam = Momentum(MOMENTUM_RATE, BETA), Adam(ADAM_RATE)
    alphas = ALPHAS[BOX]
    adamw = _adamw(alphas)
    return Runs(
        _ways(),
        {
            "descent": _decay(GD_RATE, 0.0, STEPS),
            "momentum": run(ridge, momentum, start, max_steps=STEPS).x,
            "momentum_decay": _decay(MOMENTUM_RATE, BETA, STEPS),
            "adam": run(ridge, adam, start, max_steps=ADAM_STEPS).x,
            "adamw": adamw[:, np.abs(alphas - ALPHA).argmin()],
        },
        adamw[-1, :, 0],
        np.minimum(minimizer(line_fit(X, Y))[0], 1 / (2 * alphas)),
    )


def _ways() -> dict[str, Array]:
    w = ((X - X.mean()) * (Y - Y.mean())).mean() / (X.var() + ALPHA)
    more = np.vstack([line_fit(X, Y).X, np.sqrt(len(X) * ALPHA) * ONLY_W])
    return {
        "closed": np.array([w, Y.mean() - w * X.mean()]),
        "rows": least_squares(more, np.append(Y, 0)),
        "descent": _decay(GD_RATE, 0.0, WAYS_STEPS)[-1],
    }


def _decay(rate: float, beta: float, steps: int) -> Array:
    """The heavy ball (plain descent at beta = 0) with decay, shape (steps + 1, 2)."""
    problem, theta, v = line_fit(X, Y), np.zeros(2), np.zeros(2)
    path = [theta]
    for _ in range(steps):
        v = beta * v + problem.grad(theta)
        theta = theta - rate * 2 * ALPHA * ONLY_W * theta - rate * v
        path.append(theta)
    return np.array(path)


def _adamw(alphas: Array) -> Array:
    """One run for each alpha, shape (ADAMW_STEPS + 1, m, 2)."""
    problem, method = line_fit(X, Y), Adam(ADAM_RATE)
    decay = ADAM_RATE * 2 * alphas[:, None] * ONLY_W
    state = method.init(problem, np.zeros((len(alphas), 2)))
    path = [state.x]
    for _ in range(ADAMW_STEPS):
        moved = method.step(problem, state)
        x = moved.x - decay * state.x
        state = moved._replace(x=x, grad=problem.grad(x))
        path.append(x)
    return np.array(path)
