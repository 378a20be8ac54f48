"""Every method on the same problems: predicted where theory predicts, and counted.

The one rule: a method is done when a millionth of the first error is left, the root of
the loss above its least; what is counted are the gradients that it computed until then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from gdcore.algebra import dot
from gdcore.datasets import TEACHING, intercept_thread, two_variable_thread
from gdcore.optimizers import LBFGS, Adam, ConjugateGradient, Optimizer
from gdcore.preconditioning import Transformed, standardize
from gdcore.problems import LeastSquares, Problem, Quadratic, line_fit
from gdcore.runs import run
from gdcore.spectral import (
    LinearMethod,
    best_chebyshev,
    best_gradient_descent,
    best_momentum,
    best_nesterov,
    minimizer,
    rate,
    root_of_loss,
    spectrum,
    steps_to,
    steps_until,
)
from gdcore.validation import Array

TOLERANCE = 1e-6
ADAM_RATE, ADAM_MOST = 0.1, 20_000
RUN_MOST = 30_000  # steps up to which a predicted count is counted in a run, too
LINEAR: dict[str, Callable[[Problem], LinearMethod]] = {
    "gd": best_gradient_descent,
    "momentum": best_momentum,
    "nesterov": best_nesterov,
    "chebyshev": best_chebyshev,
}
SEARCHING: dict[str, Optimizer[Any]] = {"cg": ConjugateGradient(), "lbfgs": LBFGS()}
KAPPAS = np.geomspace(10, 1e8, 8)
KAPPA_DIM, DIM_KAPPA = 20, 1e4
DIMS = (2, 5, 10, 20, 50, 100, 200, 500, 1000)
SETTLED = 0.9  # of a run's steps, by which it has to have arrived to have stayed there
SOME = 3000  # steps that are more than any searching method takes
ROWS_PER_COLUMN = 10  # where rows cost
GRID_DIMS = (2, 10, 100, 1000, 10_000, 100_000)
GRID_KAPPAS = (1e1, 1e2, 1e4, 1e6, 1e8)
RACE = np.array([1.0, 10.0])  # curvatures of the film's valley
RACE_START = np.array([9.0, 2.4])
RACE_STEPS = 40


@dataclass(frozen=True)
class Counts:
    """Gradients to a millionth of the error; None where a method does not get there.

    Attributes:
        kappa: Condition number.
        bound: From the rate alone, by method; what theory promises from any start.
        predicted: From the closed form and this very start.
        measured: Counted in a run.
    """

    kappa: float
    bound: dict[str, int]
    predicted: dict[str, int]
    measured: dict[str, int | None]


@dataclass(frozen=True)
class Race:
    """Four paths through one valley, shape (RACE_STEPS + 1, 2), and their errors."""

    paths: dict[str, Array]
    errors: dict[str, Array]


@dataclass(frozen=True)
class Data:
    """Real problems by name; then sweeps, whose runs do not hang on a dataset."""

    raw: dict[str, Counts]
    standardized: dict[str, int | None]  # of gradient descent at its best rate
    by_kappa: dict[str, Array]  # gradients, shape (8,)
    by_dim: dict[str, Array]  # the same, shape (9,)
    grid: Array  # gradients that conjugate gradients take at most, (kappas, dims)
    solving: Array  # the cost of solving, in gradients, (dims,)
    race: Race


def compute() -> Data:
    """All of it; a run is made where it is short enough."""
    lines = {name: make() for name, make in TEACHING.items()}
    lines["intercept_thread"] = intercept_thread()
    fits = {name: line_fit(sample.x, sample.y) for name, sample in lines.items()}
    scaled = {k: Transformed(fit, standardize(fit)) for k, fit in fits.items()}
    thread = two_variable_thread()
    fits["two_variable_thread"] = LeastSquares(thread.A, thread.b, reduction="sum")
    return Data(
        raw={name: counts(fit) for name, fit in fits.items()},
        standardized={
            name: counted(fit, best_gradient_descent(fit), np.zeros(2), SOME)
            for name, fit in scaled.items()
        },
        by_kappa=_by_kappa(),
        by_dim=_by_dim(),
        grid=np.array([[steps_of_cg(p, k) for p in GRID_DIMS] for k in GRID_KAPPAS]),
        solving=solving(np.array(GRID_DIMS, float)),
        race=_race(),
    )


def counts(problem: Problem) -> Counts:
    """Of one problem, from the start at zero."""
    start, measure = np.zeros(2), root_of_loss(problem)
    best = {name: make(problem) for name, make in LINEAR.items()}
    predicted = {
        name: steps_until(problem, method, start, tolerance=TOLERANCE, measure=measure)
        for name, method in best.items()
    }
    short = {name: best[name] for name, k in predicted.items() if k <= RUN_MOST}
    limits = {name: 6 * predicted[name] // 5 + 9 for name in short} | {
        "adam": ADAM_MOST
    }
    tried: dict[str, Optimizer[Any]] = short | {"adam": Adam(ADAM_RATE)} | SEARCHING
    return Counts(
        kappa=spectrum(problem).condition_number,
        bound={
            name: int(steps_to(factor, TOLERANCE))
            if (factor := rate(problem, m))
            else 1
            for name, m in best.items()
        },
        predicted=predicted,
        measured={
            name: counted(problem, method, start, limits.get(name, SOME))
            for name, method in tried.items()
        },
    )


def counted(
    problem: Problem, method: Optimizer[Any], start: Array, most: int
) -> int | None:
    """Gradients that a run needs until its error stays within the tolerance."""
    path = run(problem, method, start, max_steps=most)
    error = root_of_loss(problem)(path.x - minimizer(problem))
    outside = np.flatnonzero(~(error <= TOLERANCE * error[0]))
    after = int(outside[-1]) + 1 if len(outside) else 0
    settled = after < SETTLED * most and after < len(path.k)
    return int(path.nfev[after]) - _unused(method) if settled else None


def solving(p: Array) -> Array:
    """Normal equations of n = 10 p rows, in gradients; see `cost_of_solving`."""
    return cost_of_solving(p, ROWS_PER_COLUMN * p)


def cost_of_solving(p: Array, n: Array) -> Array:
    """Normal equations of n rows by Cholesky's factors, in gradients of 4 n p each.

    Counted are additions and multiplications: half of X^T X, since it is symmetric,
    X^T y, and the factors.
    """
    return np.asarray((n * p**2 + 2 * n * p + p**3 / 3) / (4 * n * p))


def steps_of_cg(p: int, kappa: float) -> int:
    """Conjugate gradients end after p steps, or after what Chebyshev promises."""
    root = np.sqrt(kappa)
    promised = np.ceil(np.log(2 / TOLERANCE) / np.log((root + 1) / (root - 1)))
    return int(min(p, promised))


def valley(p: int, kappa: float) -> tuple[Quadratic, Array]:
    """Curvatures from 1 to kappa, evenly in logarithm, each with the same error."""
    curvatures = np.geomspace(1, kappa, p)
    return Quadratic(np.diag(curvatures), np.zeros(p)), 1 / np.sqrt(curvatures)


def _by_kappa() -> dict[str, Array]:
    return _spent([valley(KAPPA_DIM, float(kappa)) for kappa in KAPPAS])


def _by_dim() -> dict[str, Array]:
    return _spent([valley(p, DIM_KAPPA) for p in DIMS])


def _spent(valleys: list[tuple[Quadratic, Array]]) -> dict[str, Array]:
    """Gradients to the tolerance in each valley, by method."""
    columns: dict[str, list[float]] = {name: [] for name in [*LINEAR, *SEARCHING]}
    for problem, start in valleys:
        measure = root_of_loss(problem)
        for name, make in LINEAR.items():
            count = steps_until(
                problem, make(problem), start, tolerance=TOLERANCE, measure=measure
            )
            columns[name].append(count)
        for name, method in SEARCHING.items():
            columns[name].append(_searched(problem, method, start))
    return {name: np.array(column, float) for name, column in columns.items()}


def _searched(problem: Problem, method: Optimizer[Any], start: Array) -> float:
    """Gradients of a run on a quadratic whose least loss is zero, at zero."""
    # Where the gradient is this short, the error is within the tolerance.
    gtol = TOLERANCE * float(np.sqrt(2 * problem.value(start)))
    path = run(problem, method, start, max_steps=SOME, gtol=gtol)
    error = np.sqrt(np.abs(path.value))
    below = np.flatnonzero(error <= TOLERANCE * error[0])
    return float(path.nfev[below[0]]) - _unused(method) if len(below) else np.nan


def _unused(method: Optimizer[Any]) -> int:
    """Gradients at the end that no step needed; a line search needs its own."""
    return 0 if isinstance(method, LBFGS) else 1


def _race() -> Race:
    problem = Quadratic(np.diag(RACE), np.zeros(2))
    best: dict[str, Optimizer[Any]] = {
        name: make(problem) for name, make in LINEAR.items() if name != "nesterov"
    }
    paths = {}
    for name, method in {**best, "cg": SEARCHING["cg"]}.items():
        x = run(problem, method, RACE_START, max_steps=RACE_STEPS).x
        paths[name] = np.concatenate([x, np.repeat(x[-1:], RACE_STEPS + 1 - len(x), 0)])
    errors = {
        name: np.sqrt(dot(path**2, RACE) / dot(RACE_START**2, RACE))
        for name, path in paths.items()
    }
    return Race(paths, errors)


def slope(x: Array, y: Array) -> float:
    """Of the line from the first to the last point, both in logarithms."""
    (x0, y0), (x1, y1) = ((np.log(x[i]), np.log(y[i])) for i in (0, -1))
    return float((y1 - y0) / (x1 - x0))


def best_way(data: Data) -> list[list[str]]:
    """The cheaper way of each cell: solving, or conjugate gradients."""
    costs = data.solving
    return [
        [
            "solve" if own <= steps else "cg"
            for own, steps in zip(costs, row, strict=True)
        ]
        for row in data.grid
    ]


def crossings(data: Data) -> list[int]:
    """For each condition number the first dimension at which solving costs more."""
    ways = best_way(data)
    assert all(a.count("cg") >= b.count("cg") for a, b in pairwise(ways))
    return [GRID_DIMS[row.index("cg")] if "cg" in row else 0 for row in ways]
