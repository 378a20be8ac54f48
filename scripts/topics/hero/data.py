"""Gradient descent on the clean line at each stop of the slider, raw and standardized.

The one rule: a stop is a share of the limit, the same in both coordinates; every row is
a step that gdcore has taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from gdcore.datasets import clean
from gdcore.optimizers import GradientDescent, State
from gdcore.preconditioning import ChangeOfVariables, Transformed, standardize
from gdcore.problems import LeastSquares, Problem, line_fit
from gdcore.runs import iterate, run
from gdcore.spectral import learning_rate_limit, minimizer, steps_until
from gdcore.validation import Array

STABLE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
DIVERGING = (1.02, 1.05, 1.1)
SHARES = STABLE + DIVERGING
HALF = 0.5  # of the limit: the best rate where every direction is alike
START = np.zeros(2)
MOST = 100_000  # steps of a run
NEAR = 0.01  # of the best slope and of the best intercept
GONE = 0.05  # of the first loss above its least
FAR = 2.0  # times the first error: out of the picture
FIRST = 9  # rows that are kept one by one
ROWS = 72  # of a whole run, evenly on the logarithmic clock


@dataclass(frozen=True)
class Run:
    """A run at a share of the limit, in the parameters of the raw line.

    Attributes:
        share: Learning rate over its limit.
        rate: The learning rate.
        k: The steps that are kept, shape (K,).
        theta: Slope and intercept after them, shape (K, 2).
        fits: Steps until no more than GONE of the loss is left; None if it never is.
        arrives: Steps until slope and intercept stay within NEAR; None if they do not.
        overflows: The first step whose loss is not finite; None if all are.
    """

    share: float
    rate: float
    k: Array
    theta: Array
    fits: int | None
    arrives: int | None
    overflows: int | None


@dataclass(frozen=True)
class Data:
    """The points, the best line, and the runs in each of the two coordinates."""

    x: Array
    y: Array
    best: Array  # slope and intercept
    change: ChangeOfVariables  # from the standardized coordinates to theta
    raw: tuple[Run, ...]
    standardized: tuple[Run, ...]


def compute() -> Data:
    """All runs; about four seconds."""
    points = clean()
    problem = line_fit(points.x, points.y)
    change = standardize(problem)
    raw, standardized = (tuple(descents(problem, given)) for given in (None, change))
    best = minimizer(problem)
    return Data(points.x, points.y, best, change, raw, standardized)


def descents(problem: LeastSquares, change: ChangeOfVariables | None) -> Iterator[Run]:
    """The runs in the coordinates of `change`, told in those of the problem."""
    seen = Transformed(problem, change) if change else problem
    start, best = change.to(START) if change else START, minimizer(problem)
    methods = [GradientDescent(share * learning_rate_limit(seen)) for share in SHARES]
    lasts = [_last(seen, *one, start) for one in zip(methods, SHARES, strict=True)]
    rates = np.array([[method.learning_rate] for method in methods])
    path = run(seen, GradientDescent(rates), start, max_steps=max(lasts))
    for i, last in enumerate(lasts):
        x, values = path.x[: last + 1, i], path.value[: last + 1, i]
        theta = change.back(x) if change else x
        excess = values - problem.value(best)
        arrives = _stays(np.all(np.abs(theta - best) <= NEAR * np.abs(best), axis=1))
        kept = rows(len(theta) - 1 if arrives is None else arrives)
        yield Run(
            share=SHARES[i],
            rate=float(rates[i, 0]),
            k=kept,
            theta=theta[kept],
            fits=_stays(excess <= GONE * excess[0]),
            arrives=arrives,
            overflows=None if SHARES[i] < 1 else _overflows(seen, methods[i], start),
        )


def rows(last: int) -> Array:
    """0, 1, 2, … ever wider, up to `last`; odd and even in turns, as a zigzag goes."""
    wide = np.expm1(np.linspace(0, np.log1p(MOST), ROWS)).round().astype(int)
    steps = [*range(FIRST)]
    for step in wide[wide >= FIRST]:
        steps.append(int(step) + (step - steps[-1] + 1) % 2)
    return np.array([*(step for step in steps if step < last), last])


def _stays(true: Array) -> int | None:
    """The first row from which all are true; None if the last one is not."""
    if not true[-1]:
        return None
    false = np.flatnonzero(~true)
    return int(false[-1]) + 1 if len(false) else 0


def _last(problem: Problem, method: GradientDescent, share: float, start: Array) -> int:
    """The step from which the picture has nothing more to show, MOST at most."""
    if share < 1:
        needed = steps_until(problem, method, start, tolerance=NEAR / 4)
        return min(needed, MOST)
    best = minimizer(problem)
    far = FAR * np.abs(start - best).max()
    states = iterate(problem, method, start)
    return sum(1 for _ in takewhile(lambda s: np.abs(s.x - best).max() < far, states))


def _overflows(problem: Problem, method: GradientDescent, start: Array) -> int:
    with np.errstate(over="ignore", invalid="ignore"):
        states = iterate(problem, method, start)
        return sum(1 for _ in takewhile(_finite, states))


def _finite(state: State) -> bool:
    return state.value is not None and bool(np.isfinite(state.value))
