"""The runs of the page: three digits by hand, the example, both forum threads.

The one rule: where a run stands still is measured beside where the rule says so.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

import numpy as np

from gdcore.datasets import intercept_thread
from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import closed_form, learning_rate_limit, minimizer, spectrum
from gdcore.validation import Array
from scripts.reference_problems import cases
from scripts.topics.floats.data import formats
from scripts.topics.floats.data.formats import FLOAT32, FLOAT64, FORMATS
from scripts.topics.ill_conditioning.data import float32

HAND_START, HAND_BEST, HAND_RATES, HAND_STEPS = "100", "104", ("0.05", "0.1"), 4
X = np.arange(11.0)
SLOPE, INTERCEPT = 2.0, 300.0
Y = SLOPE * X + INTERCEPT
RATE, STEPS, EVERY = 0.005, 8000, 20
THREAD_RATE = 1e-5
RATES = np.array([1e-5, 2e-5, 5e-5, 1e-4, 2e-4])
OUTSIDE, NEAR_STEPS = 1.2, 20_000
LONG_RATE, LONG_STEPS, LONG_EVERY = 2e-4, 100_000, 250
PAIR_RATES = (1e-7, 1e-6, 1e-5)
PAST_LIMIT = 1.05  # of the largest stable rate


@dataclass(frozen=True)
class Example:
    """Loss above the least one in each format, and where theory puts the floor."""

    k: Array
    loss: dict[str, Array]
    floor: dict[str, float]  # loss, predicted
    backwards: float  # the last loss of float32 with the rows turned round
    overflow: dict[str, tuple[int, int]]  # first step past the largest number


@dataclass(frozen=True)
class Thread:
    """The intercept thread: where b rests by rate, and one run to its end."""

    predicted: Array  # distance of b, by RATES
    measured: Array
    excess: Array  # of the loss, measured
    k: Array
    distance: Array  # of b, shape (K, 3): float32, compensated, float64
    update: Array  # of b in spacings of float32, shape (K,)
    floor: float  # distance of b, predicted
    still: int  # recorded step from which float32 does not move


def by_hand(rate: str) -> list[tuple[float, float]]:
    """theta and its update, (theta - 104)^2 from 100, three digits; a row is a step."""
    short, theta, best = Context(prec=3), Decimal(HAND_START), Decimal(HAND_BEST)
    rows = []
    for _ in range(HAND_STEPS):
        update = Decimal(rate) * 2 * (best - theta)
        rows.append((float(theta), float(update)))
        theta = short.add(theta, update)
    return rows


def example() -> Example:
    """Eleven points on a line, in all formats."""
    problem, turned = line_fit(X, Y), line_fit(X[::-1], Y[::-1])
    length: Any = {"steps": STEPS, "every": EVERY}
    low = spectrum(problem).lambda_min
    at = {kept.name: formats.floor(problem, RATE, kept) for kept in FORMATS}
    return Example(
        k=np.arange(0, STEPS + 1, EVERY),
        loss={one.name: _loss(problem, RATE, kept=one, **length) for one in FORMATS},
        floor={name: float(low * d**2 / 2) for name, d in at.items()},
        backwards=float(_loss(turned, RATE, **length)[-1]),
        overflow={kept.name: _overflow(problem, kept) for kept in (FLOAT32, FLOAT64)},
    )


def _loss(problem: LeastSquares, rate: float, **run: Any) -> Array:
    """Above the least one, along one run; what is too large is inf or NaN."""
    with np.errstate(over="ignore", invalid="ignore"):
        return formats.excess(problem, formats.descended(problem, rate, **run))[:, 0]


def _overflow(problem: LeastSquares, kept: formats.Format) -> tuple[int, int]:
    """First step whose loss is too large for the format: measured, predicted."""
    largest = float(np.finfo(kept.dtype).max)
    rate = PAST_LIMIT * learning_rate_limit(problem)
    passed = ~(_loss(problem, rate, steps=4500, kept=kept) < largest)
    rule = float32.passes(largest, problem, rate, np.zeros(2))
    return int(np.argmax(passed)), int(rule)


def thread() -> Thread:
    """Begun just outside the floor of each rate, and one rate from zero."""
    sample = intercept_thread()
    problem = line_fit(sample.x, sample.y)
    best, flat = minimizer(problem), spectrum(problem).eigenvectors[:, 0]
    rule = formats.floor(problem, RATES, FLOAT32)
    near = best[:, None] - (flat / flat[1])[:, None] * rule * OUTSIDE
    rest = formats.descended(
        problem, RATES, steps=NEAR_STEPS, every=NEAR_STEPS, start=near
    )
    both, kahan = np.full(2, LONG_RATE), (False, True)
    path = formats.descended(
        problem, both, steps=LONG_STEPS, every=LONG_EVERY, compensated=kahan
    )
    k = np.arange(0, LONG_STEPS + 1, LONG_EVERY)
    exact = closed_form(problem, GradientDescent(LONG_RATE), np.zeros(2), k)[:, 1]
    b = np.column_stack([path[:, 1], exact])
    slope = problem.grad(path[:, :, 0])[:, 1]
    spacing = np.spacing(np.abs(path[:, 1, 0]).astype(np.float32)).astype(float)
    spacing[0] = np.nan  # at zero there is no such number
    return Thread(
        predicted=rule,
        measured=np.abs(best[1] - rest[-1, 1]),
        excess=formats.excess(problem, rest)[-1],
        k=k,
        distance=np.abs(b - best[1]),
        update=LONG_RATE * np.abs(slope) / spacing,
        floor=float(formats.floor(problem, LONG_RATE, FLOAT32)),
        still=int(k[np.argmax(np.all(path[:, :, 0] == path[-1, :, 0], axis=1))]),
    )


def pair() -> Array:
    """The two-variable thread at rest: |x1| by the rule, |x1|, loss; by rate."""
    problem, rows = cases.thread(), []
    for rate in PAIR_RATES:
        size = float(float32.predicted(problem, rate).size[-1])
        rest = float32.stop(problem, rate, size)
        rows.append([size, abs(rest.x1), rest.loss])
    return np.array(rows)


def broadcast() -> dict[str, float]:
    """Loss at the end if each row is compared with all: the mean replaces each y."""
    everywhere, ends = line_fit(X, np.full_like(Y, Y.mean())), {}
    for kept in (FLOAT32, FLOAT64):
        path = formats.descended(everywhere, RATE, steps=STEPS, every=STEPS, kept=kept)
        w, b = path[-1, :, 0]
        ends[kept.name] = float(np.mean((w * X + b - Y) ** 2))
    return ends
