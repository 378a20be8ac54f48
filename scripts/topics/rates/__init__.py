"""The reference page of rates and limits: what theory says beside what a run does.

The one rule: the left number comes from a formula, the right one from counting.
"""

from typing import Any

import numpy as np

from gdcore.datasets import clean
from gdcore.optimizers import Chebyshev, GradientDescent, Momentum, Nesterov
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import Status, run
from gdcore.spectral import (
    best_chebyshev,
    best_gradient_descent,
    best_momentum,
    best_nesterov,
    eigen_errors,
    learning_rate_limit,
    minimizer,
    rate,
    spectrum,
    steps_to,
    steps_until,
)
from scripts.drawing.declarations import Number, Topic

START = np.array([1.0, -2.0])
STEPS = {"gradient_descent": 4000, "momentum": 600, "nesterov": 600, "chebyshev": 400}
Limited = GradientDescent | Momentum | Nesterov
Method = Limited | Chebyshev


def compute() -> dict[str, Any]:
    """Predicted and measured rates and limits on the `clean` line fit."""
    data = clean()
    problem = line_fit(data.x, data.y)
    seen = spectrum(problem)
    methods: dict[str, Method] = {
        "gradient_descent": best_gradient_descent(problem),
        "momentum": best_momentum(problem),
        "nesterov": best_nesterov(problem),
        "chebyshev": best_chebyshev(problem),
    }
    limited: tuple[Limited, ...] = (
        GradientDescent(1.0),
        Momentum(1.0, 0.9),
        Nesterov(1.0, 0.9),
    )
    return {
        "mu": seen.mu,
        "L": seen.L,
        "condition_number": seen.condition_number,
        "rates": {
            name: (rate(problem, method), observed_rate(problem, method, STEPS[name]))
            for name, method in methods.items()
        },
        "steps": {
            name: (
                steps_to(rate(problem, method), 0.01),
                steps_until(problem, method, START, tolerance=0.01),
            )
            for name, method in methods.items()
        },
        "limits": {
            name: (
                learning_rate_limit(problem, method),
                observed_limit(problem, method),
            )
            for name, method in zip(methods, limited, strict=False)
        },
    }


def observed_rate(problem: LeastSquares, method: Method, steps: int) -> float:
    """Factor per step of |x - x*|, the geometric mean over the last half of a run."""
    path = run(problem, method, START, max_steps=steps).x
    errors = np.linalg.norm(path - minimizer(problem), axis=-1)
    half = steps // 2
    return float((errors[-1] / errors[half]) ** (1 / (steps - half)))


def observed_limit(problem: LeastSquares, method: Method) -> float:
    """The learning rate at which the steep error stops shrinking, by bisection."""
    low, high = 0.0, 10 / spectrum(problem).L
    for _ in range(40):
        middle = (low + high) / 2
        trial = type(method)(
            middle, *([method.beta] if hasattr(method, "beta") else [])
        )
        ended = run(problem, trial, START, max_steps=600)
        steep = np.abs(eigen_errors(problem, ended.x)[:, -1])
        grows = ended.status is Status.DIVERGED or _grows(steep)
        low, high = (low, middle) if grows else (middle, high)
    return low


def _grows(error: Any) -> bool:
    """Whether the last third of an oscillating error swings wider than the second."""
    third = len(error) // 3
    rounding = 1e-6 * error[0]
    return bool(error[-third:].max() >= max(error[third:-third].max(), rounding))


def numbers(data: dict[str, Any]) -> list[Number]:
    """The Hessian's own numbers, then each pair as `.predicted` and `.measured`."""
    of_hessian = {
        "mu": ("loss per squared parameter", "smallest eigenvalue of the Hessian"),
        "L": ("loss per squared parameter", "largest eigenvalue of the Hessian"),
        "condition_number": ("dimensionless", "largest over smallest eigenvalue"),
    }
    of_method = {
        "rates": ("dimensionless", "factor of the error per step, best parameters"),
        "steps": ("steps", "steps until one percent of the error is left"),
        "limits": ("dimensionless", "learning rate from which on the run diverges"),
    }
    return [
        Number(key.lower(), data[key], unit, f"clean line fit: {meaning}")
        for key, (unit, meaning) in of_hessian.items()
    ] + [
        Number(f"{what}.{name}.{how}", value, unit, f"{name}, {how}: {meaning}")
        for what, (unit, meaning) in of_method.items()
        for name, pair in data[what].items()
        for how, value in zip(("predicted", "measured"), pair, strict=True)
    ]


TOPIC = Topic(compute=compute, numbers=numbers)
