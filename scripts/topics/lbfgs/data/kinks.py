"""Where L-BFGS stops on the mean absolute error, whose slope jumps.

The one rule: where a run stops is chance, so what is told of it is told of many.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from gdcore.algebra import dot, length, product
from gdcore.datasets import heavy_noise
from gdcore.optimizers import LBFGS, State
from gdcore.optimizers.lbfgs import lbfgs_direction
from gdcore.problems import LeastAbsolute, best_absolute_line, line_design
from gdcore.runs import iterate
from gdcore.validation import Array

START = np.array([2.0, 0.0])  # ends before rounding has a say
RUNS, BOX = 100, np.array([1.0, 10.0])


@dataclass(frozen=True)
class Ray:
    """The loss and its slope along the last direction, past its kinks."""

    t: Array  # (T,)
    values: Array  # above the loss at t = 0, (T,)
    shares: Array  # slope over the first one, (T,)
    best: float  # t of the kink that is lowest
    before: float  # share of the slope before it
    after: float  # and after it


@dataclass(frozen=True)
class Kinks:
    """Where one run ends, and how far above the least many end."""

    evaluations: int  # before the last search
    searched: int  # in it
    value: float
    least: float
    gradient: float  # length of the subgradient at the end
    ray: Ray
    typical: float  # median of the random starts' shares above the least
    most: float
    flattest: float  # shortest subgradient at the end of a random start's run


def kinks() -> Kinks:
    """L-BFGS with a strong Wolfe search on the mean absolute error."""
    data = heavy_noise()
    f = LeastAbsolute(line_design(data.x), data.y)
    before, after = stuck(f, START)
    draws = np.random.RandomState(0).uniform(-1, 1, (RUNS, 2))
    ends = [stuck(f, start)[0] for start in draws * BOX]
    least = float(f.value(best_absolute_line(f)))
    over = f.value(np.array([end.x for end in ends])) / least - 1
    return Kinks(
        evaluations=before.nfev,
        searched=after.nfev - before.nfev,
        value=float(f.value(before.x)),
        least=least,
        gradient=float(length(before.grad)),
        ray=ray(f, before),
        typical=float(np.median(over)),
        most=float(over.max()),
        flattest=min(float(length(end.grad)) for end in ends),
    )


def stuck(f: LeastAbsolute, start: Array) -> tuple[State, State]:
    """The last state that a search found, and the one after its first failure."""
    for before, after in itertools.pairwise(iterate(f, LBFGS(), start)):
        if after.step_size == 0:
            return before, after
    raise AssertionError("iterate has no end")


def ray(f: LeastAbsolute, state: State) -> Ray:
    """What the next search from this state meets."""
    d = lbfgs_direction(state.grad, state.memory)
    crossings = -f.residual(state.x) / product(f.X, d[:, None])[:, 0]
    ahead = np.sort(crossings[crossings > 0])
    middles = np.append((ahead[:-1] + ahead[1:]) / 2, ahead[-1] + 1)
    slope = dot(state.grad, d)
    shares = dot(f.grad(state.x + middles[:, None] * d), d) / slope
    best = int(np.flatnonzero(shares <= 0)[0])
    t = np.linspace(0, 2 * ahead[best], 400)
    points = state.x + t[:, None] * d
    return Ray(
        t=t,
        values=f.value(points) - state.value,
        shares=dot(f.grad(points), d) / slope,
        best=float(ahead[best]),
        before=float(shares[best - 1]) if best else 1.0,
        after=float(shares[best]),
    )
