"""Why is the bias gradient small and the intercept not learnt? The forum run.

The one rule: "1 %" means that an error has come down to one hundredth of what it was
at the start, and stays there.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.algebra import eigh, least_squares, product
from gdcore.datasets import intercept_thread
from gdcore.optimizers import GradientDescent
from gdcore.preconditioning import ChangeOfVariables, Transformed, center, jacobi
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import (
    closed_form,
    learning_rate_limit,
    minimizer,
    spectrum,
    steps_to,
    steps_until,
)
from scripts.drawing.declarations import Topic, declared
from scripts.topics.intercept import curves, figures, geometry, numbers, race
from scripts.topics.intercept.race import EPOCHS, START, THREAD, THREAD_RATE, TOLERANCE

SEEDS = 1000


def compute() -> dict[str, Any]:
    """Everything the page shows; about five seconds, most of them the million steps."""
    data = intercept_thread()
    problem = line_fit(data.x, data.y)
    return {
        "x": data.x,
        "y": data.y,
        "best": minimizer(problem),
        "true": np.random.RandomState(0).rand(2),
        "thread": _thread_run(problem),
        "late": _late(problem),
        "terms": {k: _terms(problem, k) for k in (0, EPOCHS)},
        "spectrum": geometry.curvatures(problem),
        "shifted": geometry.shifted(data.x),
        "valley": geometry.valley(problem),
        "steps": _steps(problem),
        "pivot": geometry.pivot(problem),
        "film": geometry.film(problem),
        "systems": race.systems(problem),
        "race": race.compute(problem),
        "wrong": race.usual_advice(problem),
        "seeds": _seeds(data.x),
        "exercises": _exercises(problem),
    }


def _thread_run(problem: LeastSquares) -> dict[str, Any]:
    """The hundred epochs, from (0, 0)."""
    path = run(problem, THREAD, START, max_steps=EPOCHS)
    error = path.x - minimizer(problem)
    return {
        "x": path.x,
        "grad": path.grad,
        "value": path.value,
        "share": np.abs(error) / np.abs(error[0]),
    }


def _late(problem: LeastSquares) -> dict[str, Any]:
    """Both gradients from the first epoch to ten million, and where they cross."""
    k = np.unique(np.geomspace(1, 1e7, 300).round().astype(int))
    early = problem.grad(closed_form(problem, THREAD, START, np.arange(1000)))
    return {
        "k": k,
        "last_epoch": len(early) - 1,
        "grad": problem.grad(closed_form(problem, THREAD, START, k)),
        "crossing": int(np.flatnonzero(np.abs(early[:, 1]) > np.abs(early[:, 0]))[0]),
        "last_of_early": early[-1],
    }


def _terms(problem: LeastSquares, k: int) -> dict[str, Any]:
    """What each sample adds to the bias gradient after k epochs: 2 r_i, and its share
    that the wrong line makes, apart from the noise around the best line."""
    at = closed_form(problem, THREAD, START, k)
    line = 2 * product(at - minimizer(problem), problem.X.T)
    terms = 2 * problem.residual(at)
    return {
        "terms": terms,
        "line": line,
        "mean": float(terms.mean()),
        "size": float(np.abs(terms).mean()),
        "positive": int((terms > 0).sum()),
        "line_mean": float(line.mean()),
    }


def _steps(problem: LeastSquares) -> dict[str, Any]:
    """Errors of w and b over two million epochs; steps to 1 %, predicted and taken."""
    low, high = (1 - THREAD_RATE * value for value in spectrum(problem).eigenvalues)
    k = np.unique(np.geomspace(1, 2e6, 300).round().astype(int))
    best = minimizer(problem)
    measured, coarse = race.iterated(problem, THREAD, START, steps=920_000)
    spots = np.unique(np.geomspace(1, len(coarse.k) - 1, 12).round().astype(int))
    return {
        "slow_factor": float(low),
        "slow": steps_to(low, TOLERANCE),
        "fast": steps_to(high, TOLERANCE),
        "predicted": [_steps_to_1_percent(problem, THREAD, i) for i in (0, 1)],
        "measured": measured,
        "k": k,
        "share": np.abs(closed_form(problem, THREAD, START, k) - best) / np.abs(best),
        "error_999": float((closed_form(problem, THREAD, START, 999) - best)[1]),
        "plateau": float(abs(coarse.x[1, 0] / best[0] - 1)),
        "spots": coarse.k[spots],
        "seen": np.abs(coarse.x[spots] - best) / np.abs(best),
        # float32 keeps 24 bits: an update below half a unit in the last place is lost.
        "float32_floor": float(
            np.spacing(np.float32(best[1]))
            / 2
            / (THREAD_RATE * spectrum(problem).mu * best[1])
        ),
    }


def _steps_to_1_percent(problem: LeastSquares, method: GradientDescent, i: int) -> int:
    """Steps until parameter i is within 1 % of its first error, from (0, 0)."""
    return steps_until(
        problem,
        method,
        START,
        tolerance=TOLERANCE,
        measure=lambda error: error[:, i],
    )


def _seeds(x: Any) -> dict[str, float]:
    """Share of b's error left after the thread's own code, over many seeds.

    Drawn as the thread draws them: slope and intercept from [0, 1), unit noise; the
    layer starts in [-1, 1), as torch.nn.Linear(1, 1) does.
    """
    problem = line_fit(x, x)
    H = problem.hess(START)
    values, vectors = eigh(H)
    after = product(vectors * (1 - THREAD_RATE * values) ** EPOCHS, vectors.T)
    draws = [np.random.RandomState(seed) for seed in range(SEEDS)]
    made = np.array(
        [[*d.rand(2), *d.normal(size=len(x)), *d.uniform(-1, 1, 2)] for d in draws]
    )
    y = made[:, :1] * x + made[:, 1:2] + made[:, 2:-2]
    best = np.array([least_squares(problem.X, row) for row in y])
    first = made[:, -2:] - best
    left = np.abs(product(first, after.T)) / np.abs(first)
    return {
        "count": SEEDS,
        "intercept": float(np.median(left[:, 1])),
        "slope": float(np.median(left[:, 0])),
        "nine_in_ten": float(np.quantile(left[:, 1], 0.1)),
    }


def _condition(x: Any, change: Callable[[LeastSquares], ChangeOfVariables]) -> float:
    problem = line_fit(x, x)
    return spectrum(Transformed(problem, change(problem))).condition_number


def _exercises(problem: LeastSquares) -> dict[str, float]:
    """Years as x, x divided by 100, and a rate for b alone: what follows."""
    x = problem.X[:, 0]
    own = GradientDescent(np.array([THREAD_RATE, 0.5]))
    years = np.arange(1950.0, 2021.0)
    hundredth = line_fit(x / 100, x)
    return {
        "bias_rate": _steps_to_1_percent(problem, own, 1),
        "years": spectrum(line_fit(years, years)).condition_number,
        "years_pivot": float((years**2).mean() / years.mean()),
        "years_mean": float(years.mean()),
        "years_centered": _condition(years, center),
        "years_scaled": _condition(years, jacobi),
        "since": spectrum(line_fit(years - 1950, years)).condition_number,
        "hundredth": spectrum(hundredth).condition_number,
        "hundredth_limit": learning_rate_limit(hundredth),
        "hundredth_steps": steps_to(1 - spectrum(hundredth).mu * 0.5, TOLERANCE),
    }


TOPIC = Topic(compute, numbers.numbers, declared(figures, curves))
