"""Beside Adam: its forerunners, weight decay in two places, and a line by four cures.

The one rule: forerunners run on the thread's problem, the others on `clean`.
"""

import math
from dataclasses import dataclass

import numpy as np

from gdcore.datasets import clean
from gdcore.optimizers import Adam, GradientDescent
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import Status, run
from gdcore.spectral import best_gradient_descent, learning_rate_limit, minimizer
from gdcore.validation import Array
from scripts.reference_problems.cases import ADAM_RATE, ADAM_STEPS
from scripts.topics.adam.data.thread import BLOCK, FASTER, SHARE
from scripts.topics.adam.data.walk import Bowl

CLEAN = clean()
LINE_RATE, DEFAULT_RATE = 0.01, 0.001  # of SGD in tutorials; of Adam in PyTorch
LINE_STEPS = 12_000
DECAYS = np.array([0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0])
HELD, FALLING = 6000, 9000  # steps at the full rate, and in which it falls
HAND_RATE, HAND_START, HAND_STEPS = 0.1, 3.0, 3


@dataclass(frozen=True)
class Decay:
    """Where both ways to write a weight decay end, and where they should."""

    alphas: Array
    free: Array  # the minimizer without decay, (2,)
    penalty: Array  # in the gradient: (A, 2)
    decoupled: Array  # AdamW: (A, 2)
    ridge: Array  # theta* / (1 + alpha / 2)
    clipped: Array  # min(theta*, 1 / alpha)


@dataclass(frozen=True)
class Line:
    """Steps on `clean`, raw, until one percent of the distance is left for good."""

    limit: float  # of gradient descent's rate
    exploded: int  # steps of gradient descent at LINE_RATE until no number is left
    descent: int  # at the best rate
    adam: dict[float, int]  # by rate


@dataclass(frozen=True)
class Hand:
    """One parameter, L = theta^2, step by step."""

    theta: Array
    grad: Array
    mean: Array
    square: Array
    step: Array


def forerunner(bowl: Bowl, keep: float, take: float) -> float:
    """Share of the distance left at Adam's rate: AdaGrad (keep = take = 1), RMSProp."""
    x = y = vx = vy = 0.0
    (at, to), left = bowl.star, []
    for _ in range(ADAM_STEPS):
        e, f = x - at, y - to
        gx, gy = bowl.p * e + bowl.q * f, bowl.q * e + bowl.r * f
        vx, vy = keep * vx + take * gx * gx, keep * vy + take * gy * gy
        x -= ADAM_RATE * gx / (math.sqrt(vx) + Adam.eps)
        y -= ADAM_RATE * gy / (math.sqrt(vy) + Adam.eps)
        left.append(math.hypot(e, f) / math.hypot(at, to))
    return float(np.median(left[-BLOCK:]))


def decay() -> Decay:
    """Runs on `clean` with standardized x, whose Hessian is twice the identity."""
    z = (CLEAN.x - CLEAN.x.mean()) / CLEAN.x.std()
    free, alpha = np.array([(z * CLEAN.y).mean(), CLEAN.y.mean()]), DECAYS[:, None]
    penalty, adamw = (decayed(free, alpha, decoupled=way) for way in (False, True))
    ridge, clipped = free / (1 + alpha / 2), np.minimum(free, 1 / alpha)
    return Decay(DECAYS, free, penalty, adamw, ridge, clipped)


def decayed(star: Array, alpha: Array, *, decoupled: bool) -> Array:
    """Ends of Adam on (theta - star)^2 with a weight decay, its rate falling."""
    x = mean = square = np.zeros(np.broadcast_shapes(star.shape, alpha.shape))
    one, two, method = 1.0, 1.0, Adam()
    for k in range(HELD + FALLING):
        rate = ADAM_RATE * FASTER ** max(0, k - HELD)
        g = 2 * (x - star) + (0.0 if decoupled else alpha * x)
        x = x * (1 - rate * alpha) if decoupled else x
        mean = method.beta1 * mean + (1 - method.beta1) * g
        square = method.beta2 * square + (1 - method.beta2) * g * g
        one, two = one * method.beta1, two * method.beta2
        x = x - rate * (mean / (1 - one)) / (np.sqrt(square / (1 - two)) + method.eps)
    return x


def line() -> Line:
    """A line through raw x by gradient descent and by Adam."""
    problem = line_fit(CLEAN.x, CLEAN.y)
    wild = run(problem, GradientDescent(LINE_RATE), np.zeros(2), max_steps=1000)
    assert wild.status == Status.DIVERGED
    rates = (DEFAULT_RATE, LINE_RATE, ADAM_RATE)
    return Line(
        limit=learning_rate_limit(problem),
        exploded=len(wild.k) - 1,
        descent=_arrives(problem, best_gradient_descent(problem)),
        adam={rate: _arrives(problem, Adam(rate)) for rate in rates},
    )


def _arrives(problem: LeastSquares, method: GradientDescent | Adam) -> int:
    path = run(problem, method, np.zeros(2), max_steps=LINE_STEPS).x
    left = np.hypot(*(path - minimizer(problem)).T)
    return int(np.argmax(left <= SHARE * left[0]))


def by_hand(scale: float = 1.0) -> Hand:
    """The first steps of Adam on scale theta^2."""
    x, mean, square = HAND_START, 0.0, 0.0
    rows, method = [], Adam()
    for k in range(1, HAND_STEPS + 1):
        g = 2 * scale * x
        mean = method.beta1 * mean + (1 - method.beta1) * g
        square = method.beta2 * square + (1 - method.beta2) * g * g
        m, v = mean / (1 - method.beta1**k), square / (1 - method.beta2**k)
        step = HAND_RATE * m / (math.sqrt(v) + method.eps)
        rows.append([x, g, m, v, step])
        x -= step
    return Hand(*np.array(rows).T)
