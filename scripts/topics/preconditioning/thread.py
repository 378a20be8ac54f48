"""The two-variable thread, preconditioned: by two rates, and by a matrix B near A.

The one rule: an error is |A x - b|, and one percent is of what it was at x = 0.
"""

from itertools import product
from typing import Any

import numpy as np

from gdcore.algebra import composed, inverse, singular_values
from gdcore.datasets import two_variable_thread
from gdcore.optimizers import GradientDescent, Momentum
from gdcore.preconditioning import Transformed, approximate, diagonal, jacobi
from gdcore.problems import LeastSquares, Problem
from gdcore.runs import run
from gdcore.spectral import (
    best_gradient_descent,
    best_momentum,
    closed_form_excess,
    rate,
    spectrum,
    steps_to,
)

RATES = np.array([1e-5, 0.05])
BETA = 0.95
STEPS = 1001
ERRORS = np.geomspace(1e-4, 1, 41)  # relative errors of B, ten to the decade
DECADES = tuple(range(0, 41, 10))  # where they stand among them
DRAWS = 4000
ZERO = np.zeros(2)


def problem(dtype: Any = np.float64) -> LeastSquares:
    """|A x - b|^2 of the thread."""
    system = two_variable_thread()
    A, b = system.A.astype(dtype), system.b.astype(dtype)
    return LeastSquares(A, b, reduction="sum")


def within(errors: Any) -> int:
    """Steps after which the error stays within one percent of the first."""
    return int(np.flatnonzero(errors > 0.01 * errors[0])[-1]) + 1


def two_rates() -> dict[str, Any]:
    """Two rates and momentum, as the thread ran them, and each half of it alone."""
    plain, theirs = problem(), Momentum(RATES, BETA)
    single = run(problem(np.float32), theirs, ZERO, max_steps=STEPS)
    exact = run(plain, theirs, ZERO, max_steps=STEPS)
    alone = run(plain, GradientDescent(RATES), ZERO, max_steps=40)
    final = {
        "final_x0": float(single.x[-1, 0]),
        "final_x1": float(single.x[-1, 1]),
        "final_loss": float(single.value[-1]),
        "final_loss_float64": float(exact.value[-1]),
        "steps_counted": within(np.sqrt(exact.value)),
        "factor": rate(plain, theirs),
        "factor_alone": rate(plain, GradientDescent(RATES)),
    }
    return {
        "errors": {
            "both": np.sqrt(exact.value),
            "rates alone": np.sqrt(alone.value),
            "momentum alone": _errors(plain, best_momentum(plain)),
            "neither": _errors(plain, best_gradient_descent(plain)),
        },
        "theory": np.sqrt(BETA) ** np.arange(STEPS + 1),
        "scalars": final | _as_preconditioner(plain) | _alternatives(plain),
    }


def _as_preconditioner(plain: LeastSquares) -> dict[str, float]:
    """The thread's rates as a change of variables, and where beta oscillates."""
    scaled = spectrum(Transformed(plain, diagonal(RATES)))
    best = spectrum(Transformed(plain, jacobi(plain)))
    return {
        "raw_condition": spectrum(plain).condition_number,
        "condition": scaled.condition_number,
        "jacobi_condition": best.condition_number,
        "curvature_min": scaled.mu,
        "curvature_max": scaled.L,
        "complex_from": float((1 - np.sqrt(BETA)) ** 2),
        "complex_to": float((1 + np.sqrt(BETA)) ** 2),
    }


def _alternatives(plain: LeastSquares) -> dict[str, float]:
    """Steps to one percent of the recipe and of its neighbors, predicted."""
    scaled, change = Transformed(plain, diagonal(RATES)), jacobi(plain)
    best = Transformed(plain, change)
    ideal = best_momentum(best)
    rates = np.diag(change.M) ** 2 * float(ideal.learning_rate)
    return {
        "steps": _steps(plain, Momentum(RATES, BETA)),
        "steps_neither": _steps(plain, best_gradient_descent(plain)),
        "steps_momentum_alone": _steps(plain, best_momentum(plain)),
        "steps_rates_alone": _steps(scaled, best_gradient_descent(scaled)),
        "steps_ideal": _steps(best, ideal),
        "ideal_rate_0": float(rates[0]),
        "ideal_rate_1": float(rates[1]),
        "ideal_beta": ideal.beta,
    }


def _steps(seen: Problem, optimizer: GradientDescent | Momentum) -> int:
    return steps_to(rate(seen, optimizer), 0.01)


def _errors(seen: Problem, optimizer: GradientDescent | Momentum) -> Any:
    return np.sqrt(closed_form_excess(seen, optimizer, ZERO, np.arange(STEPS + 1)))


def approximations() -> dict[str, Any]:
    """How good must B be? Errors of its entries, and errors in norm."""
    A = problem().X
    sigma = singular_values(A)
    condition = float(sigma[0] / sigma[1])
    r = abs(A[0, 1]) / np.sqrt(A[0, 0] * A[1, 1])
    draws = np.random.RandomState(0)
    uniform = draws.uniform(-1, 1, (DRAWS, 2, 2))
    normal = draws.normal(size=(DRAWS, 2, 2))
    unit = normal / np.linalg.norm(normal, 2, axis=(1, 2), keepdims=True)
    corners = np.array(list(product((-1, 1), repeat=4))).reshape(-1, 2, 2)
    size = sigma[0]
    return {
        "errors": ERRORS,
        "decades": DECADES,
        "draws": DRAWS,
        "condition_of_a": condition,
        "one_percent_of_norm": float(0.01 * size / np.abs(A).min()),
        "raw": spectrum(problem()).condition_number,
        "entries": _quantiles(A, uniform * A, corners * A, (1 - r) / (1 + r)),
        "norm": _quantiles(A, unit * size, worst_direction(A) * size, 1 / condition),
        "rounded": {digits: _rounded(A, digits) for digits in (1, 2, 3)},
    }


def worst_direction(A: Any) -> Any:
    """E with |E| = 1 for which A + t E loses rank soonest; shape (1, n, n).

    It lengthens every direction but the flat one, and shortens that:
    kappa(A B^-1) = (1 + t / s_1) / (1 - t / s_n), s the singular values of A.
    """
    U, s, Vt = np.linalg.svd(A)
    signs = np.where(np.arange(len(s)) == len(s) - 1, -1.0, 1.0)
    return (U * signs @ Vt)[None]


def _quantiles(A: Any, random: Any, worst: Any, singular: float) -> dict[str, Any]:
    """Condition numbers over ERRORS: tenth, half and nine tenths, and the worst."""
    conditions = np.array([conditions_with(A, A + e * random) for e in ERRORS])
    low, median, high = np.quantile(conditions, (0.1, 0.5, 0.9), axis=1)
    most = np.where(singular > ERRORS, _most(A, worst, ERRORS), np.inf)
    bands = {"low": low, "median": median, "high": high, "worst": most}
    closing = singular * (1 - np.geomspace(0.5, 1e-5, 30))
    near = np.concatenate([ERRORS[singular > 2 * ERRORS], closing])
    curve = _most(A, worst, near)
    return {
        "condition": bands,
        "steps": {name: steps_at(values) for name, values in bands.items()},
        "singular": float(singular),
        "near": near,
        "near_condition": curve,
        "near_steps": steps_at(curve),
    }


def _most(A: Any, worst: Any, errors: Any) -> Any:
    return np.array([conditions_with(A, A + e * worst).max() for e in errors])


def conditions_with(A: Any, B: Any) -> Any:
    """Condition numbers of |A B^-1 z - b|^2, the square of those of A B^-1."""
    return np.linalg.cond(composed(B, inverse(A))) ** 2


def steps_at(conditions: Any) -> Any:
    """Steps to one percent at the best rate, for each of these condition numbers."""
    rates = [(k - 1) / (k + 1) if np.isfinite(k) else 1.0 for k in conditions]
    return np.array([steps_to(r, 0.01) if r < 1 else np.inf for r in rates])


def _rounded(A: Any, digits: int) -> dict[str, float]:
    """B is A rounded to so many significant digits: predicted, and run."""
    B = np.array([[float(f"{value:.{digits - 1}e}") for value in row] for row in A])
    seen = Transformed(problem(), approximate(B))
    best = best_gradient_descent(seen)
    steps = np.arange(2 * _steps(seen, best) + 2)
    excess = closed_form_excess(seen, best, ZERO, steps)
    return {
        "error": float(np.abs(B / A - 1).max()),
        "error_norm": float(singular_values(B - A)[0] / singular_values(A)[0]),
        "condition": spectrum(seen).condition_number,
        "steps": _steps(seen, best),
        "steps_counted": within(np.sqrt(excess)),
    }
