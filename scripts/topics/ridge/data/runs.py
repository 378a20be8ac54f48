"""Three ways to one ridge line, and where weight decay leads elsewhere.

The one rule: "l2" adds 2 alpha w to the gradient; "decay" takes eta 2 alpha w from w
beside the step of the method.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import least_squares
from gdcore.optimizers import Adam, GradientDescent, Momentum
from gdcore.problems import line_fit
from gdcore.runs import run
from gdcore.spectral import minimizer
from gdcore.validation import Array
from scripts.topics.ridge.data.fits import ALPHA, X, Y

STEPS, ADAM_STEPS, ADAMW_STEPS, WAYS_STEPS = 600, 6000, 20_000, 2000
GD_RATE, MOMENTUM_RATE, ADAM_RATE = 0.05, 0.01, 0.005
BETA = 0.9
BOX_ALPHAS = np.geomspace(0.02, 5, 33)
ONLY_W = np.array([1.0, 0.0])


@dataclass(frozen=True)
class Ways:
    """(w, b) at ALPHA on the ten rows."""

    closed: Array  # v / (v + alpha) of the slope, through the means
    rows: Array  # least squares with one more row
    descent: Array  # gradient descent with weight decay, WAYS_STEPS steps


@dataclass(frozen=True)
class Decays:
    """Slopes of each step, on the ten rows, from zero."""

    paths: dict[str, Array]  # (K + 1, 2) by method
    ends: dict[str, Array]
    ridge: Array
    plain: Array
    tenth: Array  # ridge at (1 - BETA) ALPHA
    apart: float  # largest difference of plain descent with l2 and with decay


@dataclass(frozen=True)
class Box:
    """Slopes where AdamW and ridge end, at each of BOX_ALPHAS."""

    adamw: Array
    ridge: Array
    predicted: Array  # min(w, 1 / (2 alpha))


def ways() -> Ways:
    """By formula, by rows, by steps."""
    share = X.var() / (X.var() + ALPHA)
    w = share * ((X - X.mean()) * (Y - Y.mean())).mean() / X.var()
    design = np.stack([X, np.ones_like(X)], axis=1)
    more = np.vstack([design, [np.sqrt(len(X) * ALPHA), 0]])
    descent = decoupled(GD_RATE, 0.0, WAYS_STEPS)[-1]
    return Ways(
        np.array([w, Y.mean() - w * X.mean()]),
        least_squares(more, np.append(Y, 0)),
        descent,
    )


def decays() -> tuple[Decays, Box]:
    """Plain, heavy ball and Adam, each with l2 and with decay; AdamW over alpha."""
    ridge, plain = line_fit(X, Y, l2=ALPHA), line_fit(X, Y)
    start = np.zeros(2)
    momentum = Momentum(MOMENTUM_RATE, BETA)
    adam = Adam(ADAM_RATE)
    coupled = run(ridge, GradientDescent(GD_RATE), start, max_steps=STEPS).x
    *over, adamw = adamw_runs(np.append(BOX_ALPHAS, ALPHA), ADAMW_STEPS).swapaxes(0, 1)
    paths = {
        "descent": decoupled(GD_RATE, 0.0, STEPS),
        "momentum": run(ridge, momentum, start, max_steps=STEPS).x,
        "momentum_decay": decoupled(MOMENTUM_RATE, BETA, STEPS),
        "adam": run(ridge, adam, start, max_steps=ADAM_STEPS).x,
        "adamw": adamw,
    }
    decays = Decays(
        paths,
        {name: path[-1] for name, path in paths.items()},
        minimizer(ridge),
        minimizer(plain),
        minimizer(line_fit(X, Y, l2=(1 - BETA) * ALPHA)),
        float(np.abs(coupled - paths["descent"]).max()),
    )
    return decays, _box(np.array([path[-1, 0] for path in over]), decays.plain[0])


def _box(adamw: Array, w: float) -> Box:
    ridge = [minimizer(line_fit(X, Y, l2=alpha))[0] for alpha in BOX_ALPHAS]
    return Box(adamw, np.array(ridge), np.minimum(w, 1 / (2 * BOX_ALPHAS)))


def decoupled(rate: float, beta: float, steps: int) -> Array:
    """The heavy ball (plain descent at beta = 0) with decay, shape (steps + 1, 2)."""
    problem, theta, v = line_fit(X, Y), np.zeros(2), np.zeros(2)
    path = [theta]
    for _ in range(steps):
        v = beta * v + problem.grad(theta)
        theta = theta - rate * 2 * ALPHA * ONLY_W * theta - rate * v
        path.append(theta)
    return np.array(path)


def adamw_runs(alphas: Array, steps: int) -> Array:
    """AdamW, one run for each alpha, shape (steps + 1, m, 2)."""
    problem, method = line_fit(X, Y), Adam(ADAM_RATE)
    decay = ADAM_RATE * 2 * alphas[:, None] * ONLY_W
    state = method.init(problem, np.zeros((len(alphas), 2)))
    path = [state.x]
    for _ in range(steps):
        moved = method.step(problem, state)
        x = moved.x - decay * state.x
        state = moved._replace(x=x, grad=problem.grad(x))
        path.append(x)
    return np.array(path)
