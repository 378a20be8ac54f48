"""What L-BFGS does off the thread: searches, conjugacy, curved valleys, noise.

The one rule: each run is gdcore's own, and each is set beside what theory says of it.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdcore.algebra import composed, dot, inverse, length, solve
from gdcore.datasets import clean
from gdcore.linesearch import Backtracking, Exact, StrongWolfe, Trial
from gdcore.optimizers import (
    LBFGS,
    ConjugateGradient,
    GradientDescent,
    MinibatchGradientDescent,
    Momentum,
)
from gdcore.optimizers.lbfgs import lbfgs_direction
from gdcore.problems import (
    LeastSquares,
    Problem,
    Quadratic,
    Rosenbrock,
    line_fit,
)
from gdcore.runs import iterate, run
from gdcore.spectral import minimizer

C1, C2 = 0.1, 0.5  # of the drawn searches, wider than the defaults to be seen
START = np.array([-1.2, 1.0])  # Rosenbrock's own
ROSENBROCK_STEPS = 40
CONDITION, DIMENSION, DECIMALS = 1e3, 20, 6
BEGIN = np.array([-2.0, 1.9])  # of the small quadratic
BATCH, DRAWS = 10, 4000
LENGTHS = np.geomspace(0.01, 1, 13)
BATCH_STEPS, SEEDS, SGD_RATE = 40, 25, 0.1


@dataclass
class Watched:
    """A problem that notes where it is asked for its value."""

    problem: Problem
    seen: list[Any] = field(default_factory=list)

    def value(self, x: Any) -> Any:
        """f(x), noted."""
        self.seen.append(x)
        return self.problem.value(x)

    def grad(self, x: Any) -> Any:
        """The gradient."""
        return self.problem.grad(x)


def _ray(problem: Problem, x: Any, direction: Any) -> Trial:
    grad = problem.grad(x)
    return Trial(0, x, float(problem.value(x)), grad, float(dot(grad, direction)), 0)


def searches() -> dict[str, Any]:
    """Backtracking and strong Wolfe along the first direction on Rosenbrock."""
    f, first = Rosenbrock(), 1.0
    d = -f.grad(START) / length(f.grad(START))
    start = _ray(f, START, d)
    t = np.linspace(0, 1.05, 211)
    points = START + t[:, None] * d
    slopes = dot(f.grad(points), d)
    found = {}
    for name, search in (
        ("backtracking", Backtracking(c1=C1)),
        ("wolfe", StrongWolfe(c1=C1, c2=C2)),
    ):
        watched = Watched(f)
        end = search(watched, start, d, first)  # type: ignore[arg-type]
        tried = np.array([dot(x - START, d) for x in watched.seen])
        found[name] = {
            "tried": tried,
            "values": np.array([float(f.value(x)) for x in watched.seen]),
            "t": end.step_size,
            "value": end.value,
            "slope_share": abs(end.slope / start.slope),
            "trials": len(tried),
        }
    armijo = start.value + C1 * t * start.slope
    values = f.value(points)
    return {
        "t": t,
        "values": values,
        "armijo": armijo,
        "enough": values <= armijo,
        "flat": np.abs(slopes) <= C2 * abs(start.slope),
        "found": found,
    }


def conjugate() -> dict[str, Any]:
    """Exact search on quadratics: L-BFGS beside conjugate gradients."""
    small = Quadratic(np.array([[1.0, 0.6], [0.6, 4.0]]), np.array([1.0, 0.5]))
    paths = {
        name: run(small, method, BEGIN, max_steps=2).x
        for name, method in _both(2).items()
    }
    draws = np.random.RandomState(0)
    Q = np.linalg.qr(draws.normal(size=(DIMENSION, DIMENSION)))[0]
    H = composed(Q * np.geomspace(1, CONDITION, DIMENSION), Q.T)
    # Rounded, so that every processor gets the same problem, whatever its libraries.
    large = Quadratic(H.round(DECIMALS), draws.normal(size=DIMENSION).round(DECIMALS))
    runs = {
        m: run(large, method, np.zeros(DIMENSION), max_steps=DIMENSION).x
        for m, method in (
            ("cg", ConjugateGradient()),
            (1, LBFGS(history=1, search=Exact())),
            (DIMENSION, LBFGS(history=DIMENSION, search=Exact())),
        )
    }
    size = length(minimizer(large))
    apart = {m: length(runs[m] - runs["cg"]) / size for m in (1, DIMENSION)}
    return {
        "A": small.A,
        "star": solve(small.A, small.b),
        "paths": paths,
        "gap": float(np.abs(paths["lbfgs"] - paths["cg"]).max()),
        "apart": apart,
        "error": length(runs["cg"] - minimizer(large)) / size,
    }


def _both(history: int) -> dict[str, Any]:
    return {"cg": ConjugateGradient(), "lbfgs": LBFGS(history, Exact())}


def rosenbrock() -> dict[str, Any]:
    """The banana: L-BFGS, momentum and descent; the model that L-BFGS steps by."""
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
    others = {
        "momentum": run(f, Momentum(1e-3, 0.95), START, max_steps=1000),
        "gd": run(f, GradientDescent(1e-3), START, max_steps=25_000, every=5),
        "backtracking": run(
            f, LBFGS(search=Backtracking()), START, max_steps=60, gtol=1e-9
        ),
    }
    curves = {name: (seen.nfev, seen.value) for name, seen in others.items()}
    nfev = np.array([state.nfev for state in states])
    curves["lbfgs"] = (nfev, np.array([float(f.value(state.x)) for state in states]))
    return {
        "path": np.array([state.x for state in states]),
        "nfev": nfev,
        "models": models,
        "momentum": others["momentum"].x[: nfev[-1]],
        "gd": run(f, GradientDescent(1e-3), START, max_steps=int(nfev[-1])).x,
        "curves": curves,
        "counts": {n: int(k[v > 1e-8][-1]) + 1 for n, (k, v) in curves.items()},
    }


def noise() -> dict[str, Any]:
    """The curvature s^T y from two batches, and from one: how often it is negative."""
    data = clean()
    problem = line_fit((data.x - data.x.mean()) / data.x.std(), data.y)
    column, at = problem.X[:, 0], minimizer(problem)
    terms = 2 * column * problem.residual(at)  # per row, along the slope
    squares = 2 * column**2
    draws = np.random.RandomState(0)
    first, second = draws.randint(len(column), size=(2, DRAWS, BATCH))
    shares, predicted = [], []
    for reach in LENGTHS:
        y = (terms + reach * squares)[second].mean(1) - terms[first].mean(1)
        spread = np.var(terms + reach * squares) + np.var(terms)
        shares.append(float((y <= 0).mean()))
        z = reach * squares.mean() / math.sqrt(spread / BATCH)
        predicted.append(0.5 * math.erfc(z / math.sqrt(2)))
    return {
        "lengths": LENGTHS,
        "share": np.array(shares),
        "predicted": np.array(predicted),
        "one_batch": float((squares[first].mean(1) <= 0).mean()),
        "runs": _batch_runs(problem),
    }


def _batch_runs(problem: LeastSquares) -> dict[str, Any]:
    """Loss above its least after each step, median of the seeds."""
    least = float(problem.value(minimizer(problem)))
    found = {
        kind: [_batch_run(problem, same, seed) for seed in range(SEEDS)]
        for kind, same in {"full": None, "one": True, "two": False}.items()
    }
    found["sgd"] = [
        run(
            problem,
            MinibatchGradientDescent(SGD_RATE, BATCH, seed=seed),
            np.zeros(2),
            max_steps=BATCH_STEPS,
        ).value
        for seed in range(SEEDS)
    ]
    return {kind: np.median(v, axis=0) - least for kind, v in found.items()}


def _batch_run(problem: LeastSquares, same: bool | None, seed: int) -> Any:
    """Steps of length one; `same` is whether both gradients of a pair share a batch."""
    draws, rows = np.random.RandomState(seed), len(problem.y)
    x, values = np.zeros(2), [float(problem.value(np.zeros(2)))]
    pairs: Any = ()
    batch, before = problem, None
    for _ in range(BATCH_STEPS):
        if same is not None:
            batch = problem.rows(draws.randint(rows, size=BATCH))
        grad = batch.grad(x)
        if before is not None:
            earlier = batch.grad(before[0]) if same else before[1]
            s, y = x - before[0], grad - earlier
            pairs = (*pairs, (s, y))[-10:] if dot(s, y) > 1e-10 else pairs
        before = (x, grad)
        step = lbfgs_direction(grad, pairs)
        x = x + (step if pairs else step / max(1.0, float(np.abs(step).sum())))
        values.append(float(problem.value(x)))
    return np.array(values)
