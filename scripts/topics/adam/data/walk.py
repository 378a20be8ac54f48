"""Adam on a quadratic of two parameters, with the sharpness that its steps see.

The one rule: plain numbers of Python in one order of operations, so that a run has the
same bits on every processor, also where it is chaotic.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdcore.optimizers import Adam
from gdcore.spectral import minimizer
from gdcore.validation import Array
from scripts.reference_problems import cases


@dataclass(frozen=True)
class Bowl:
    """L = (theta - star) H (theta - star) / 2, H = [[p, q], [q, r]]."""

    p: float
    q: float
    r: float
    star: tuple[float, float]

    def turned(self, angle: float) -> "Bowl":
        """The same in coordinates turned by so many radians."""
        c, s = math.cos(angle), math.sin(angle)
        x, y = self.star
        return Bowl(
            p=c * c * self.p + 2 * c * s * self.q + s * s * self.r,
            q=c * s * (self.r - self.p) + (c * c - s * s) * self.q,
            r=s * s * self.p - 2 * c * s * self.q + c * c * self.r,
            star=(c * x + s * y, c * y - s * x),
        )


@dataclass(frozen=True)
class Walk:
    """A run; row k is what it is after k steps."""

    theta: Array  # shape (K+1, 2)
    loss: Array  # this and the others have shape (K+1,)
    grad: Array  # length of the gradient
    sharpness: Array  # largest eigenvalue of D^-1/2 H D^-1/2
    left: Array  # distance to the star over the first one
    rates: Array  # the learning rate of the next step

    def first(self, share: float) -> int | None:
        """The first step at which no more than this share of the distance is left."""
        near = self.left <= share
        return int(near.argmax()) if near.any() else None

    def crossings(self, beta1: float = Adam.beta1) -> Array:
        """Steps at which the sharpness rises above its limit at the current rate."""
        over = self.sharpness * self.rates > limit(1.0, beta1)
        return np.flatnonzero(over[1:] & ~over[:-1]) + 1


def limit(rate: float, beta1: float = Adam.beta1) -> float:
    """2 (1 + beta1) / ((1 - beta1) eta), the largest stable sharpness: 38 / eta.

    Source: Cohen et al. (2022), for Adam with its preconditioner held.
    """
    return 2 * (1 + beta1) / ((1 - beta1) * rate)


def sharpest(p: float, q: float, r: float) -> float:
    """The larger eigenvalue of [[p, q], [q, r]]."""
    half = (p - r) / 2
    return (p + r) / 2 + math.sqrt(half * half + q * q)


def thread() -> Bowl:
    """The problem of the two-variable thread."""
    H, star = cases.thread().hess(np.zeros(2)).tolist(), minimizer(cases.thread())
    return Bowl(H[0][0], H[0][1], H[1][1], tuple(star.tolist()))


def adam(
    bowl: Bowl,
    rate: float | Callable[[int], float],  # or by the number of steps already taken
    steps: int,
    *,
    method: Adam | None = None,
    corrected: tuple[bool, bool] = (True, True),
    start: tuple[float, float] = (0.0, 0.0),
) -> Walk:
    """Adam, as gdcore and PyTorch have it; `corrected` says which mean is."""
    method = method or Adam()
    one, two, eps = method.beta1, method.beta2, method.eps
    dial = rate if callable(rate) else lambda _: rate
    (x, y), (at, to) = start, bowl.star
    mx = my = vx = vy = 0.0
    power_one = power_two = 1.0
    rows, away = np.empty((steps + 1, 7)), math.hypot(at, to)
    for k in range(steps + 1):
        e, f, eta = x - at, y - to, dial(k)
        gx, gy = bowl.p * e + bowl.q * f, bowl.q * e + bowl.r * f
        mx, my = one * mx + (1 - one) * gx, one * my + (1 - one) * gy
        vx, vy = two * vx + (1 - two) * gx * gx, two * vy + (1 - two) * gy * gy
        power_one, power_two = power_one * one, power_two * two
        mean = 1 - power_one if corrected[0] else 1.0
        size = math.sqrt(1 - power_two) if corrected[1] else 1.0
        dx, dy = math.sqrt(vx) / size + eps, math.sqrt(vy) / size + eps
        sharp = sharpest(bowl.p / dx, bowl.q / math.sqrt(dx * dy), bowl.r / dy)
        loss, length = (e * gx + f * gy) / 2, math.hypot(gx, gy)
        rows[k] = x, y, loss, length, sharp, math.hypot(e, f) / away, eta
        x, y = x - eta * (mx / mean / dx), y - eta * (my / mean / dy)
    return Walk(rows[:, :2], *rows[:, 2:].T)
