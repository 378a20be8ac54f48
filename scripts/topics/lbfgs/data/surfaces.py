"""What L-BFGS does off the thread: searches, conjugacy and a curved valley.

The one rule: each run is gdcore's own, and each is set beside what theory says of it.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdcore.algebra import composed, dot, inverse, length, solve
from gdcore.linesearch import Backtracking, Exact, Search, StrongWolfe, Trial
from gdcore.optimizers import LBFGS, ConjugateGradient, GradientDescent, Momentum
from gdcore.optimizers.lbfgs import lbfgs_direction
from gdcore.problems import Problem, Quadratic, Rosenbrock
from gdcore.runs import iterate, run
from gdcore.spectral import minimizer
from gdcore.validation import Array
from scripts.topics.lbfgs.data.thread import Method

C1, C2 = 0.1, 0.5  # of the drawn searches; strong Wolfe is drawn wider than by default
START = np.array([-1.2, 1.0])  # Rosenbrock's own
ROSENBROCK_STEPS, RATE, BETA = 40, 1e-3, 0.95
BELOW = 1e-8  # the value at which a run on it is done
CONDITION, DIMENSION, DECIMALS = 1e3, 20, 6
BEGIN = np.array([-2.0, 1.9])  # of the small quadratic


@dataclass(frozen=True)
class Trials:
    """One search: the points that it tried, and the one that it took."""

    tried: Array  # t, (K,)
    values: Array  # (K,)
    t: float
    slope_share: float  # |slope| over the first one at t


@dataclass(frozen=True)
class Searches:
    """Two searches along the first direction on Rosenbrock's function."""

    t: Array  # (T,)
    values: Array  # (T,)
    armijo: Array  # the line below which a value is low enough, (T,)
    enough: Array  # where it is, (T,)
    flat: Array  # where the slope is flat enough, (T,)
    by_name: dict[str, Trials]


@dataclass(frozen=True)
class Conjugate:
    """Exact search on quadratics: L-BFGS beside conjugate gradients."""

    A: Array  # of the small one, (2, 2)
    star: Array  # its minimizer
    cg: Array  # paths on it, (3, 2)
    lbfgs: Array
    gap: float  # largest distance of these
    apart: dict[int, Array]  # distance on the large one by the memory of L-BFGS
    error: Array  # distance of conjugate gradients from its minimizer


@dataclass(frozen=True)
class Valley:
    """Rosenbrock's: L-BFGS, momentum and descent at K steps of L-BFGS."""

    path: Array  # of L-BFGS, (K, 2)
    nfev: Array  # (K,)
    models: list[tuple[Array, Array]]  # Hessian and unit step of its model
    momentum: Array  # path up to as many evaluations, (E, 2)
    gd: Array  # (E, 2)
    by_name: dict[str, Method]  # evaluations until the value stays below BELOW


@dataclass
class Watched:
    """A problem that notes where it is asked for its value."""

    problem: Problem
    points: list[Array] = field(default_factory=list)

    def value(self, x: Array) -> Any:
        """f(x), noted."""
        self.points.append(x)
        return self.problem.value(x)

    def grad(self, x: Array) -> Any:
        """The gradient."""
        return self.problem.grad(x)


def searches() -> Searches:
    """Backtracking and strong Wolfe, from Rosenbrock's start."""
    f, grad = Rosenbrock(), Rosenbrock().grad(START)
    d = -grad / length(grad)
    start = Trial(0, START, float(f.value(START)), grad, float(dot(grad, d)), 0)
    t = np.linspace(0, 1.05, 211)
    points = START + t[:, None] * d
    values, armijo = f.value(points), start.value + C1 * t * start.slope
    return Searches(
        t=t,
        values=values,
        armijo=armijo,
        enough=values <= armijo,
        flat=np.abs(dot(f.grad(points), d)) <= C2 * abs(start.slope),
        by_name={
            "backtracking": _trials(Backtracking(c1=C1), start, d),
            "wolfe": _trials(StrongWolfe(c1=C1, c2=C2), start, d),
        },
    )


def _trials(search: Search, start: Trial, d: Array) -> Trials:
    watched = Watched(Rosenbrock())
    end = search(watched, start, d, 1.0)  # type: ignore[arg-type]
    return Trials(
        tried=np.array([dot(x - START, d) for x in watched.points]),
        values=np.array([float(Rosenbrock().value(x)) for x in watched.points]),
        t=end.step_size,
        slope_share=abs(end.slope / start.slope),
    )


def conjugate() -> Conjugate:
    """On a small quadratic for two steps, on a large one for DIMENSION steps."""
    small = Quadratic(np.array([[1.0, 0.6], [0.6, 4.0]]), np.array([1.0, 0.5]))
    cg = run(small, ConjugateGradient(), BEGIN, max_steps=2).x
    lbfgs = run(small, LBFGS(2, Exact()), BEGIN, max_steps=2).x
    draws = np.random.RandomState(0)
    Q = np.linalg.qr(draws.normal(size=(DIMENSION, DIMENSION)))[0]
    H = composed(Q * np.geomspace(1, CONDITION, DIMENSION), Q.T)
    # Rounded, so that every processor gets the same problem, whatever its libraries.
    large = Quadratic(H.round(DECIMALS), draws.normal(size=DIMENSION).round(DECIMALS))
    zero, best = np.zeros(DIMENSION), minimizer(large)
    long = run(large, ConjugateGradient(), zero, max_steps=DIMENSION).x
    apart = {}
    for m in (1, DIMENSION):
        path = run(large, LBFGS(m, Exact()), zero, max_steps=DIMENSION).x
        apart[m] = length(path - long) / length(best)
    return Conjugate(
        A=small.A,
        star=solve(small.A, small.b),
        cg=cg,
        lbfgs=lbfgs,
        gap=float(np.abs(lbfgs - cg).max()),
        apart=apart,
        error=length(long - best) / length(best),
    )


def rosenbrock() -> Valley:
    """The runs, and the model that L-BFGS steps by."""
    f = Rosenbrock()
    states = []
    for state in iterate(f, LBFGS(), START):
        states.append(state)
        if state.k == ROSENBROCK_STEPS or f.value(state.x) < 1e-20:
            break
    models = []
    for state in states:
        H = -np.array([lbfgs_direction(e, state.memory) for e in np.eye(2)])
        step = lbfgs_direction(state.grad, state.memory)
        models.append((inverse((H + H.T) / 2), step))
    path = np.array([state.x for state in states])
    nfev = np.array([state.nfev for state in states])
    last = int(nfev[-1])
    gd, backtracking = GradientDescent(RATE), LBFGS(search=Backtracking())
    runs = {
        "momentum": run(f, Momentum(RATE, BETA), START, max_steps=1000),
        "gd": run(f, gd, START, max_steps=25_000, every=5),
        "backtracking": run(f, backtracking, START, max_steps=60, gtol=1e-9),
    }
    curves = {name: (one.nfev, one.value) for name, one in runs.items()}
    curves["lbfgs"] = (nfev, np.array([float(f.value(x)) for x in path]))
    return Valley(
        path=path,
        nfev=nfev,
        models=models,
        momentum=runs["momentum"].x[:last],
        gd=run(f, gd, START, max_steps=last).x,
        by_name={
            name: Method(k, value, int(k[value > BELOW][-1]) + 1)
            for name, (k, value) in curves.items()
        },
    )
