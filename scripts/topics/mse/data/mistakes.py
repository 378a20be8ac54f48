"""Conventions of the loss, and loops that go wrong: what each makes of the run.

The one rule: what theory says stands beside what the run did.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.datasets import clean
from gdcore.growth import observed_limit
from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import eigen_errors, learning_rate_limit, minimizer, spectrum
from gdcore.validation import Array
from scripts.topics.mse.data.checks import Twin
from scripts.topics.mse.data.example import RATE, START, STEPS, X, Y

Step = Callable[[Any, float], Any]  # parameters and a rate to parameters

ACCUMULATED_STEPS = 2000
PAIRED_STEPS = 600  # until the plateau of mismatched shapes
CLEAN_RATE = 1e-3
SCALES = {  # what a convention makes of the gradient of the mean of r^2, for n points
    "mean": lambda n: 1.0,
    "half_mean": lambda n: 0.5,
    "sum": lambda n: float(n),
    "half_sum": lambda n: n / 2,
}


@dataclass(frozen=True)
class Convention:
    """Gradient and largest learning rate when the loss is a multiple of the mean."""

    grad: Array  # at the start, (2,)
    limit: Twin  # on the five points
    limit_clean: float  # on the dataset `clean`, 2 / lambda_max


@dataclass(frozen=True)
class Accumulated:
    """A run without zero_grad."""

    path: Array  # (ACCUMULATED_STEPS + 1, 2)
    loss: Array  # (ACCUMULATED_STEPS + 1,)
    flat: Array  # error along the flat direction, the first one positive
    period: Twin  # steps of one swing
    swing: Twin  # the largest error along the flat direction over the first one


@dataclass(frozen=True)
class InTurn:
    """b updated with the w that has just moved."""

    loss: Array  # (STEPS + 1,)
    error: float  # the larger one of w and b at the end
    limit: float  # rate from which on it diverges, measured
    limit_clean: float  # the same on the dataset `clean`
    safe: float  # 2 over the largest diagonal entry of H


@dataclass(frozen=True)
class Broadcast:
    """Predictions (n, 1) minus targets (n,): a fit to the mean of y at every x."""

    residual: Array  # at the start, (5, 5)
    grad: tuple[float, float]  # at the start
    path_loss: Array  # the true loss along the run, (PAIRED_STEPS + 1,)
    end: Array  # (w, b)
    loss: float  # the true loss there


@dataclass(frozen=True)
class Excess:
    """A gradient that is `factor` times too large, and the steps to its overflow."""

    factor: float
    overflow: int


@dataclass(frozen=True)
class Clean:
    """The dataset `clean` at a rate that suits the mean."""

    n: int
    mean_x: float
    mean_part: float  # of dL/dw at zero: mean of x times dL/db
    spread_part: float  # of dL/dw at zero: twice the covariance of x and residual
    excess: dict[str, Excess]  # by what was forgotten


def conventions(problem: LeastSquares) -> dict[str, Convention]:
    """Each of SCALES; measured by runs on the multiple of the loss."""
    data, limit = clean(), learning_rate_limit(problem)
    limit_clean = learning_rate_limit(line_fit(data.x, data.y))

    def convention(scale: float, scale_clean: float) -> Convention:
        def step(theta: Any, rate: float) -> Any:
            return theta - rate * scale * problem.grad(theta)

        measured = observed_limit(paths(step, START), first=1 / scale)
        limits = Twin(limit / scale, measured)
        return Convention(
            scale * problem.grad(START), limits, limit_clean / scale_clean
        )

    sizes = len(X), len(data.x)
    return {name: convention(*map(scale, sizes)) for name, scale in SCALES.items()}


def accumulated(problem: LeastSquares) -> Accumulated:
    """Without zero_grad each error mode swings as e_0 cos((k + 1/2) t) / cos(t / 2).

    cos t = 1 - eta lambda / 2: momentum with beta = 1, a ball without friction.
    """
    rows, total = [START], np.zeros(2)
    for _ in range(ACCUMULATED_STEPS):
        total = total + problem.grad(rows[-1])
        rows.append(rows[-1] - RATE * total)
    path = np.array(rows)
    flat = eigen_errors(problem, path)[:, 0]
    flat = flat * np.sign(flat[0])  # an eigenvector points either way
    angle = np.arccos(1 - RATE * spectrum(problem).lambda_min / 2)
    up = np.flatnonzero((flat[:-1] < 0) & (flat[1:] >= 0))
    period = float(2 * np.pi / angle), float((up[-1] - up[0]) / (len(up) - 1))
    swing = float(1 / np.cos(angle / 2)), float(np.abs(flat).max() / abs(flat[0]))
    return Accumulated(path, problem.value(path), flat, Twin(*period), Twin(*swing))


def in_turn(problem: LeastSquares) -> InTurn:
    """The run, and its limits beside those of both from the old point."""
    data = clean()
    large = line_fit(data.x, data.y)
    path = paths(turned(problem), START, STEPS)(RATE)
    near = minimizer(large) + np.array([0.1, 1.0])
    return InTurn(
        loss=problem.value(path),
        error=float(np.abs(path[-1] - minimizer(problem)).max()),
        limit=observed_limit(paths(turned(problem), START)),
        limit_clean=observed_limit(paths(turned(large), near)),
        safe=float(2 / problem.hess(START).diagonal().max()),
    )


def turned(problem: LeastSquares) -> Step:
    """w first; then b with the gradient at the w that has just moved."""
    turns = np.eye(2)

    def step(theta: Any, rate: float) -> Any:
        for only in turns:
            theta = theta - rate * problem.grad(theta) * only
        return theta

    return step


def paths(step: Step, start: Any, steps: int = 1200) -> Callable[[float], Any]:
    """From a learning rate to the path of a run from this start."""

    def path(rate: float) -> Any:
        rows = [np.asarray(start, float)]
        while len(rows) <= steps and np.isfinite(rows[-1]).all():
            rows.append(step(rows[-1], rate))
        return np.array(rows)

    return path


def broadcast(problem: LeastSquares) -> Broadcast:
    """The run whose residuals pair each prediction with each target."""
    n = len(Y)
    paired = LeastSquares(np.repeat(problem.X, n, axis=0), np.tile(Y, n))
    path = run(paired, GradientDescent(RATE), START, max_steps=PAIRED_STEPS).x
    r = (START[0] * X + START[1])[:, None] - Y
    return Broadcast(
        residual=r,
        grad=(float(2 * np.mean(r * X[:, None])), float(2 * np.mean(r))),
        path_loss=problem.value(path),
        end=path[-1],
        loss=float(problem.value(path[-1])),
    )


def scaled() -> Clean:
    """The gradient at zero in two parts; and N or N / 2 times too much of it."""
    data = clean()
    problem = line_fit(data.x, data.y)
    n, zero = len(data.x), np.zeros(2)
    spread = 2 * np.mean((data.x - data.x.mean()) * problem.residual(zero))
    return Clean(
        n=n,
        mean_x=float(data.x.mean()),
        mean_part=float(data.x.mean() * problem.grad(zero)[1]),
        spread_part=float(spread),
        excess={
            name: Excess(factor, steps_to_overflow(problem, CLEAN_RATE * factor))
            for name, factor in (("no_two_over_n", n / 2), ("sum", float(n)))
        },
    )


def steps_to_overflow(problem: LeastSquares, rate: float, *, most: int = 1000) -> int:
    """Steps from zero until the loss is inf in float32, at most `most`."""
    narrow = LeastSquares(problem.X.astype("f4"), problem.y.astype("f4"))
    theta: Any = np.zeros(2, np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(most):
            if not np.isfinite(narrow.value(theta)):
                return k
            theta = theta - np.float32(rate) * narrow.grad(theta)
    return most
