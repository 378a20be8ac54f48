"""What the page on preconditioning shows of line fits, and of the two-variable thread.

The one rule: an error is sqrt(L - L*), which no change of variables can change.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import product
from gdcore.datasets import TEACHING, clean, intercept_thread
from gdcore.optimizers import GradientDescent
from gdcore.preconditioning import (
    ChangeOfVariables,
    Transformed,
    center,
    jacobi,
    standardize,
    whiten,
)
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import (
    best_gradient_descent,
    closed_form,
    closed_form_excess,
    learning_rate_limit,
    minimizer,
    rate,
    spectrum,
    steps_to,
)
from gdcore.validation import Array
from scripts.topics.preconditioning.data import example, mistakes, runs, thread

SAME_PATH_RATE, SAME_PATH_STEPS = 0.1, 100
IDENTITY = ChangeOfVariables(np.eye(2), np.zeros(2))


@dataclass(frozen=True)
class System:
    """Gradient descent at its best rate in one coordinate system."""

    condition_number: float
    limit: float
    best_rate: float
    steps: int  # to one percent, predicted
    steps_counted: int


@dataclass(frozen=True)
class Point:
    """A dataset: its x, and condition numbers of its line fit."""

    ratio: float  # mean over standard deviation
    correlation: float  # of the two parameters
    raw: float
    jacobi: float  # after Jacobi scaling, and by the formula
    jacobi_predicted: float


@dataclass(frozen=True)
class Correlations:
    """Jacobi's condition number against mean / sd of x: the curve, and datasets."""

    ratio: Array  # shape (120,)
    theory: Array
    points: dict[str, Point]  # by dataset


@dataclass(frozen=True)
class FilmRun:
    """A run at the best rate of its own coordinates."""

    paths: dict[str, Array]  # by the coordinates that show it, shape (K+1, 2)
    share: Array  # of the error left, shape (K+1,)
    best_rate: float
    condition_number: float
    steps: int  # to one percent
    left: float  # share of the error after five steps


@dataclass(frozen=True)
class Film:
    """Three runs in three pictures, each by the name of its coordinates."""

    runs: dict[str, FilmRun]
    stars: dict[str, Array]  # minimizers, shape (2,)
    hessians: dict[str, Array]  # shape (2, 2)


@dataclass(frozen=True)
class Epochs:
    """What is left after each epoch at the claimed rate, x standardized."""

    share: Array  # of the error, shape (runs.EPOCHS + 1,)
    predicted: Array
    gap: float  # of the two, the largest
    factor: float  # of the error per epoch
    done: int  # epochs to one percent
    rate_for_claim: float  # at which the claimed epochs would do
    one_step_gap: float  # relative, from the best w and b after one step at one half


@dataclass(frozen=True)
class Line:
    """The best line: (u, c) in standardized x, carried back to (w, b)."""

    mean: float
    sd: float
    u: float
    c: float
    w: float
    b: float
    gap: float  # of (w, b) from a fit in raw x


@dataclass(frozen=True)
class Data:
    """Everything that the page shows."""

    three: example.Three
    systems: dict[str, System]
    correlations: Correlations
    film: Film
    epochs: Epochs
    line: Line
    same_path_gap: float  # of the two ways to one path, relative
    newton_gap: float  # of M M^T H from 2 I
    mistakes: mistakes.Mistakes
    two_rates: thread.TwoRates
    approximations: thread.Approximations


def compute() -> Data:
    """All of it takes well below two seconds."""
    data = intercept_thread()
    problem = line_fit(data.x, data.y)
    same_path_gap, newton_gap = _same_path(problem)
    return Data(
        three=example.three(),
        systems=_systems(problem),
        correlations=_correlations(),
        film=_film(),
        epochs=_epochs(problem),
        line=_line(problem),
        same_path_gap=same_path_gap,
        newton_gap=newton_gap,
        mistakes=mistakes.mistakes(problem),
        two_rates=thread.two_rates(),
        approximations=thread.approximations(),
    )


def _systems(problem: LeastSquares) -> dict[str, System]:
    x = problem.X[:, 0]
    low, high = x.min(), x.max()
    changes = {
        "raw": IDENTITY,
        "centered": center(problem),
        "minmax": _shift_and_scale(low, high - low),
        "jacobi": jacobi(problem),
        "symmetric": _shift_and_scale((low + high) / 2, (high - low) / 2),
        "standardized": standardize(problem),
        "whitened": whiten(problem),
    }
    return {name: _system(problem, change) for name, change in changes.items()}


def _shift_and_scale(shift: float, scale: float) -> ChangeOfVariables:
    """The line in (x - shift) / scale instead of x."""
    M = np.array([[1 / scale, 0], [-shift / scale, 1]])
    return ChangeOfVariables(M, np.zeros(2))


def _system(problem: LeastSquares, change: ChangeOfVariables) -> System:
    scaled = Transformed(problem, change)
    best = best_gradient_descent(scaled)
    return System(
        condition_number=spectrum(scaled).condition_number,
        limit=learning_rate_limit(scaled),
        best_rate=float(np.asarray(best.learning_rate)),
        steps=steps_to(rate(scaled, best), thread.TOLERANCE),
        steps_counted=thread.counted(scaled, best, change.to(np.zeros(2))),
    )


def _correlations() -> Correlations:
    ratio = np.geomspace(0.1, 400, 120)
    q = ratio / np.sqrt(ratio**2 + 1)
    named = {name: make().x for name, make in TEACHING.items()}
    named["intercept_thread"] = intercept_thread().x
    named["years"] = np.arange(2000.0, 2025.0)
    points = {name: _point(x) for name, x in named.items()}
    return Correlations(ratio, (1 + q) / (1 - q), points)


def _point(x: Array) -> Point:
    problem = line_fit(x, x)
    q = x.mean() / np.sqrt(x.mean() ** 2 + x.var())
    scaled = Transformed(problem, jacobi(problem))
    return Point(
        ratio=float(x.mean() / x.std()),
        correlation=float(q),
        raw=spectrum(problem).condition_number,
        jacobi=spectrum(scaled).condition_number,
        jacobi_predicted=float((1 + q) / (1 - q)),
    )


def _film() -> Film:
    data = clean()
    problem = line_fit(data.x / runs.FILM_SCALE, data.y)
    views = {
        "raw": IDENTITY,
        "centered": center(problem),
        "standardized": standardize(problem),
    }
    star, zero = minimizer(problem), np.zeros(2)
    return Film(
        runs={name: _film_run(problem, name, views) for name in views},
        stars={name: view.to(star) for name, view in views.items()},
        hessians={n: Transformed(problem, v).hess(zero) for n, v in views.items()},
    )


def _film_run(
    problem: LeastSquares, name: str, views: dict[str, ChangeOfVariables]
) -> FilmRun:
    """Descent in the coordinates `name`; its path as every view sees it."""
    scaled, steps = Transformed(problem, views[name]), np.arange(runs.FILM_STEPS + 1)
    best, z0 = best_gradient_descent(scaled), views[name].to(np.array(runs.FILM_START))
    path = views[name].back(closed_form(scaled, best, z0, steps))
    excess = closed_form_excess(scaled, best, z0, steps)
    share = np.sqrt(excess / excess[0])
    return FilmRun(
        paths={other: view.to(path) for other, view in views.items()},
        share=share,
        best_rate=float(np.asarray(best.learning_rate)),
        condition_number=spectrum(scaled).condition_number,
        steps=thread.counted(scaled, best, z0),
        left=float(share[5]),
    )


def _epochs(problem: LeastSquares) -> Epochs:
    change, descent = standardize(problem), GradientDescent(runs.CLAIMED_RATE)
    scaled, zero = Transformed(problem, change), np.zeros(2)
    values = run(scaled, descent, zero, max_steps=runs.EPOCHS).value
    least = problem.value(minimizer(problem))
    share = np.sqrt(1 - (values[0] - values) / (values[0] - least))
    factor = rate(scaled, descent)
    predicted = factor ** np.arange(runs.EPOCHS + 1)
    one = run(scaled, GradientDescent(runs.ONE_STEP_RATE), zero, max_steps=1).x[-1]
    return Epochs(
        share=share,
        predicted=predicted,
        gap=float(np.abs(share - predicted).max()),
        factor=factor,
        done=thread.within(share),
        rate_for_claim=(1 - thread.TOLERANCE ** (1 / runs.CLAIMED_EPOCHS)) / 2,
        one_step_gap=float(np.abs(change.back(one) / minimizer(problem) - 1).max()),
    )


def _same_path(problem: LeastSquares) -> tuple[float, float]:
    """Descent in z carried back, and preconditioned descent in x: one path."""
    change, descent = standardize(problem), GradientDescent(SAME_PATH_RATE)
    scaled, start = Transformed(problem, change), change.to(np.zeros(2))
    carried = change.back(run(scaled, descent, start, max_steps=SAME_PATH_STEPS).x)
    P, path = product(change.M, change.M.T), np.zeros_like(carried)
    for k in range(SAME_PATH_STEPS):
        path[k + 1] = path[k] - SAME_PATH_RATE * product(problem.grad(path[k]), P)
    gap = np.abs(path - carried).max() / np.abs(carried).max()
    H = problem.hess(path[0])
    return float(gap), float(np.abs(product(P, H) - 2 * np.eye(2)).max())


def _line(problem: LeastSquares) -> Line:
    x = problem.X[:, 0]
    mean, sd = float(x.mean()), float(x.std())
    u, c = (float(v) for v in minimizer(line_fit((x - mean) / sd, problem.y)))
    w, b = u / sd, c - u * mean / sd
    gap = float(np.abs(np.array([w, b]) - minimizer(problem)).max())
    return Line(mean, sd, u, c, w, b, gap)
