"""The two-variable thread, preconditioned: by two rates, and by a matrix B near A.

The one rule: an error is |A x - b|, and a tolerance is of what it was at x = 0.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from gdcore.algebra import composed, inverse, singular_values
from gdcore.optimizers import GradientDescent, Momentum
from gdcore.preconditioning import Transformed, approximate, diagonal, jacobi
from gdcore.problems import Problem
from gdcore.runs import run
from gdcore.spectral import (
    Spectrum,
    best_gradient_descent,
    best_momentum,
    closed_form_excess,
    rate,
    root_of_loss,
    spectrum,
    steps_to,
    steps_until,
)
from gdcore.validation import Array
from scripts.reference_problems import cases

RATES = np.array([1e-5, 0.05])
BETA = 0.95
STEPS = 1001
ERRORS = np.geomspace(1e-4, 1, 41)  # relative errors of B, ten to the decade
DECADES = slice(0, None, 10)  # the decades among them
DRAWS = 4000
ZERO = np.zeros(2)
TOLERANCE, FINE = 0.01, 1e-6  # of the first error


@dataclass(frozen=True)
class TwoRates:
    """Two rates and momentum, as the thread ran them, and each half of it alone."""

    x: Array  # after STEPS steps in float32, shape (2,)
    loss: float
    loss_float64: float
    both: Array  # errors |A x - b|, shape (STEPS + 1,)
    rates_alone: Array  # of 40 steps
    momentum_alone: Array
    neither: Array
    theory: Array  # of both, over the first error
    steps_counted: int
    factor: float  # of the error per step
    factor_alone: float  # without momentum
    raw: Spectrum
    scaled: Spectrum  # by the two rates
    jacobi: Spectrum  # scaled by Jacobi
    oscillating: tuple[float, float]  # least and largest such curvature, scaled
    steps_predicted: int  # by the factor alone
    steps: dict[str, tuple[int, int]]  # counted to TOLERANCE and to FINE, by method
    ideal_rates: Array  # shape (2,)
    ideal_beta: float


@dataclass(frozen=True)
class Bands:
    """What random errors of B lead to, at ERRORS, shape (41,)."""

    low: Array  # a tenth, half and nine tenths of the draws are below
    median: Array
    high: Array
    worst: Array
    near: Array  # the worst case at Inexact.near


@dataclass(frozen=True)
class Inexact:
    """Errors of B of one kind."""

    condition: Bands
    steps: Bands
    singular: float  # the least error at which B can be singular
    near: Array  # errors up to just below that


@dataclass(frozen=True)
class Rounded:
    """B is A rounded to some digits."""

    error: float  # the largest of an entry, relative
    error_norm: float
    condition: float
    steps: int  # predicted
    steps_counted: int


@dataclass(frozen=True)
class Approximations:
    """How good must B be? Errors of its entries, and errors in norm."""

    errors: Array  # ERRORS
    condition_of_a: float
    one_percent_of_norm: float  # over the smallest entry of A
    entries: Inexact
    norm: Inexact
    rounded: dict[int, Rounded]  # by significant digits


def within(errors: Array) -> int:
    """Steps after which the error stays within one percent of the first."""
    return int(np.flatnonzero(errors > TOLERANCE * errors[0])[-1]) + 1


def two_rates() -> TwoRates:
    """The thread's recipe, run in float32 and in float64, and what explains it."""
    plain, recipe, alone = cases.thread(), Momentum(RATES, BETA), GradientDescent(RATES)
    scaled, change = Transformed(plain, diagonal(RATES)), jacobi(plain)
    best = Transformed(plain, change)
    neither, heavy = best_gradient_descent(plain), best_momentum(plain)
    ideal = best_momentum(best)
    single = run(cases.thread(np.float32), recipe, ZERO, max_steps=STEPS)
    exact = run(plain, recipe, ZERO, max_steps=STEPS)
    both, root = np.sqrt(exact.value), np.sqrt(BETA)
    return TwoRates(
        x=single.x[-1].astype(np.float64),
        loss=float(single.value[-1]),
        loss_float64=float(exact.value[-1]),
        both=both,
        rates_alone=np.sqrt(run(plain, alone, ZERO, max_steps=40).value),
        momentum_alone=_errors(plain, heavy),
        neither=_errors(plain, neither),
        theory=root ** np.arange(STEPS + 1),
        steps_counted=within(both),
        factor=rate(plain, recipe),
        factor_alone=rate(plain, alone),
        raw=spectrum(plain),
        scaled=spectrum(scaled),
        jacobi=spectrum(best),
        oscillating=(float((1 - root) ** 2), float((1 + root) ** 2)),
        steps_predicted=steps_to(rate(plain, recipe), TOLERANCE),
        steps={
            "both": _both(plain, recipe),
            "neither": _both(plain, neither),
            "momentum_alone": _both(plain, heavy),
            "rates_alone": _both(scaled, best_gradient_descent(scaled)),
            "ideal": _both(best, ideal),  # Jacobi's rates with the best momentum
        },
        ideal_rates=np.diag(change.M) ** 2 * ideal.learning_rate,
        ideal_beta=ideal.beta,
    )


def counted(
    problem: Problem,
    optimizer: GradientDescent | Momentum,
    start: Array = ZERO,
    tolerance: float = TOLERANCE,
) -> int:
    """Steps after which sqrt(L - L*) stays within the tolerance of its first."""
    measure = root_of_loss(problem)
    return steps_until(problem, optimizer, start, tolerance=tolerance, measure=measure)


def _both(problem: Problem, optimizer: GradientDescent | Momentum) -> tuple[int, int]:
    """Counted to TOLERANCE and to FINE."""
    coarse = counted(problem, optimizer)
    return coarse, counted(problem, optimizer, tolerance=FINE)


def _errors(problem: Problem, optimizer: GradientDescent | Momentum) -> Array:
    steps = np.arange(STEPS + 1)
    return np.sqrt(closed_form_excess(problem, optimizer, ZERO, steps))


def approximations() -> Approximations:
    """Random matrices B, the worst ones, and A rounded."""
    A = cases.thread().X
    size, least = singular_values(A)
    condition = float(size / least)
    r = abs(A[0, 1]) / np.sqrt(A[0, 0] * A[1, 1])
    draws = np.random.RandomState(0)
    uniform = draws.uniform(-1, 1, (DRAWS, 2, 2))
    normal = draws.normal(size=(DRAWS, 2, 2))
    unit = normal / np.linalg.norm(normal, 2, axis=(1, 2), keepdims=True)
    corners = np.array(list(itertools.product((-1, 1), repeat=4))).reshape(-1, 2, 2)
    return Approximations(
        errors=ERRORS,
        condition_of_a=condition,
        one_percent_of_norm=float(0.01 * size / np.abs(A).min()),
        entries=_inexact(A, uniform * A, corners * A, float((1 - r) / (1 + r))),
        norm=_inexact(A, unit * size, worst_direction(A) * size, 1 / condition),
        rounded={digits: _rounded(A, digits) for digits in (1, 2, 3)},
    )


def worst_direction(A: Array) -> Array:
    """E with |E| = 1 for which A + t E loses rank soonest; shape (1, n, n).

    It lengthens every direction but the flat one, and shortens that:
    kappa(A B^-1) = (1 + t / s_1) / (1 - t / s_n), s the singular values of A.
    """
    U, s, Vt = np.linalg.svd(A)
    signs = np.where(np.arange(len(s)) == len(s) - 1, -1.0, 1.0)
    return (U * signs @ Vt)[None]


def _inexact(A: Array, random: Array, worst: Array, singular: float) -> Inexact:
    conditions = np.array([conditions_with(A, A + e * random) for e in ERRORS])
    most = np.where(singular > ERRORS, _most(A, worst, ERRORS), np.inf)
    closing = singular * (1 - np.geomspace(0.5, 1e-5, 30))
    near = np.concatenate([ERRORS[singular > 2 * ERRORS], closing])
    quantiles = np.quantile(conditions, (0.1, 0.5, 0.9), axis=1)
    bands = (*quantiles, most, _most(A, worst, near))
    return Inexact(Bands(*bands), Bands(*map(steps_at, bands)), singular, near)


def _most(A: Array, worst: Array, errors: Array) -> Array:
    return np.array([conditions_with(A, A + e * worst).max() for e in errors])


def conditions_with(A: Array, B: Array) -> Array:
    """Condition numbers of |A B^-1 z - b|^2, the square of those of A B^-1."""
    return np.linalg.cond(composed(B, inverse(A))) ** 2


def steps_at(conditions: Array) -> Array:
    """Steps to one percent at the best rate, for each of these condition numbers.

    With two parameters every error shrinks by (k - 1) / (k + 1) there, in each step.
    """
    rates = [(k - 1) / (k + 1) if np.isfinite(k) else 1.0 for k in conditions]
    return np.array([steps_to(r, 0.01) if r < 1 else np.inf for r in rates])


def _rounded(A: Array, digits: int) -> Rounded:
    B = np.array([[float(f"{value:.{digits - 1}e}") for value in row] for row in A])
    scaled = Transformed(cases.thread(), approximate(B))
    best = best_gradient_descent(scaled)
    return Rounded(
        error=float(np.abs(B / A - 1).max()),
        error_norm=float(singular_values(B - A)[0] / singular_values(A)[0]),
        condition=spectrum(scaled).condition_number,
        steps=steps_to(rate(scaled, best), TOLERANCE),
        steps_counted=counted(scaled, best),
    )
