"""What theory says of four methods on the `clean` line, and what their runs do.

The one rule: the predicted number comes from a formula, the measured one from counting.
"""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from gdcore.datasets import clean
from gdcore.growth import observed_limit
from gdcore.optimizers import GradientDescent, Momentum, Nesterov
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import (
    FixedRate,
    LinearMethod,
    best_chebyshev,
    best_gradient_descent,
    best_momentum,
    best_nesterov,
    learning_rate_limit,
    minimizer,
    rate,
    spectrum,
    steps_to,
    steps_until,
)
from gdcore.validation import Array

START = np.array([1.0, -2.0])
TRIED = 1000  # steps of a run whose limit is looked for
LEFT = 0.01  # of the error, where steps are counted
STEPS = {"gradient_descent": 4000, "momentum": 600, "nesterov": 600, "chebyshev": 400}


@dataclass(frozen=True)
class Pair:
    """One quantity, by its formula and by a run."""

    predicted: float
    measured: float


@dataclass(frozen=True)
class Data:
    """The Hessian's own numbers; then a pair for each method, by its name."""

    lambda_min: float
    lambda_max: float
    condition_number: float
    rates: dict[str, Pair]  # factor of the error per step, best parameters
    steps: dict[str, Pair]  # until a hundredth of the error is left
    limits: dict[str, Pair]  # of the learning rate; none for Chebyshev's method


def compute() -> Data:
    """Predicted and measured rates and limits on the `clean` line fit."""
    points = clean()
    problem = line_fit(points.x, points.y)
    hessian = spectrum(problem)
    best: dict[str, LinearMethod] = {
        "gradient_descent": best_gradient_descent(problem),
        "momentum": best_momentum(problem),
        "nesterov": best_nesterov(problem),
        "chebyshev": best_chebyshev(problem),
    }
    limited: tuple[FixedRate, ...] = (
        GradientDescent(1.0),
        Momentum(1.0, 0.9),
        Nesterov(1.0, 0.9),
    )
    factors = {name: rate(problem, method) for name, method in best.items()}
    return Data(
        lambda_min=hessian.lambda_min,
        lambda_max=hessian.lambda_max,
        condition_number=hessian.condition_number,
        rates={
            name: Pair(factors[name], observed_rate(problem, method, STEPS[name]))
            for name, method in best.items()
        },
        steps={
            name: Pair(
                steps_to(factors[name], LEFT),
                steps_until(problem, method, START, tolerance=LEFT),
            )
            for name, method in best.items()
        },
        limits={
            name: Pair(
                learning_rate_limit(problem, method),
                observed_limit(partial(path_at, problem, method)),
            )
            for name, method in zip(best, limited, strict=False)
        },
    )


def observed_rate(problem: LeastSquares, method: LinearMethod, steps: int) -> float:
    """Factor per step of |x - x*|, the geometric mean over the last half of a run."""
    path = run(problem, method, START, max_steps=steps).x
    errors = np.linalg.norm(path - minimizer(problem), axis=-1)
    half = steps // 2
    return float((errors[-1] / errors[half]) ** (1 / (steps - half)))


def path_at(problem: LeastSquares, method: FixedRate, learning_rate: float) -> Array:
    """The iterates of a method at another learning rate, shape (K + 1, 2)."""
    trial = replace(method, learning_rate=learning_rate)
    return run(problem, trial, START, max_steps=TRIED).x
