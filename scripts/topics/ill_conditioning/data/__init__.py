"""What the page on the two-variable thread shows: its valley, its runs, its remedies.

The one rule: a mapping is by learning rate; a loss by step is at `Data.steps`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.algebra import singular_values
from gdcore.optimizers import GradientDescent, Momentum
from gdcore.preconditioning import Transformed, jacobi
from gdcore.problems import LeastSquares
from gdcore.spectral import (
    Spectrum,
    best_gradient_descent,
    best_momentum,
    closed_form,
    closed_form_excess,
    eigen_errors,
    learning_rate_limit,
    minimizer,
    rate,
    spectrum,
    steps_to,
    steps_until,
)
from gdcore.validation import Array
from scripts.reference_problems import cases
from scripts.topics.ill_conditioning.data import dial, example, float32, remedies
from scripts.topics.ill_conditioning.data.thread import (
    BELOW,
    CONVERGING,
    DOTS,
    EVERY,
    MIDDLE,
    RATES,
    SMALL,
    SMALLEST,
    START,
    TOLERANCE,
    WALL,
    T,
)

STALLS = {1e-7: 8.0, 1e-6: 32.0, 1e-5: 64.0}  # |x1| where float32 stops: powers of two
QUARTER = 0.25  # size of x1 at which the page counts spacings
EXERCISE = 3e-6  # a rate that stops between powers of two
STEPS = np.arange(0, T + 1, EVERY)


@dataclass(frozen=True)
class Valley:
    """Curvatures, directions, and where the run starts in them."""

    sigma: Array  # singular values of A, the largest first, shape (2,)
    condition_of_a: float
    spectrum: Spectrum  # of the Hessian, and after two changes of variables
    jacobi: Spectrum
    rounded: Spectrum
    flat: Array  # unit vectors, shape (2,)
    steep: Array
    solution: Array  # shape (2,)
    flat_error: float  # of the start, sizes
    steep_error: float


@dataclass(frozen=True)
class Factors:
    """What an error is multiplied by in each step."""

    flat: float
    steep: float


@dataclass(frozen=True)
class Theory:
    """Limits, best settings, and steps to one percent of the parameters' error."""

    limit: float
    best_rate: float
    momentum: Momentum
    rate_needed: float  # to leave one percent of the loss after T steps
    steps_best: int
    steps: dict[float, int]  # at the learning rates
    steps_not_squared: int  # if the condition number of A were the Hessian's
    steps_momentum: int  # by the rate alone
    steps_steep: int  # of the steep error, at the middle rate
    factors: dict[float, Factors]


@dataclass(frozen=True)
class Converging:
    """A run below the limit: exact, and with only half of float32's rounding."""

    steps: Array  # log-spaced, shape (K,)
    losses: Array  # exact, there
    every: Array  # exact, at Data.steps
    x: Array  # exact, after T steps, shape (2,)
    only_parameters: float  # loss after T steps, only x in float32
    only_arithmetic: float  # only x in float64


@dataclass(frozen=True)
class Stalled:
    """A run that float32 stops for good."""

    rule: float32.Course  # thinned
    losses: Array  # by the rule, at Data.steps
    stop: float32.Stop


@dataclass(frozen=True)
class Cliff:
    """Loss after T steps against the rate, if the flat direction were alone."""

    rates: Array
    losses: Array


@dataclass(frozen=True)
class Film:
    """(steep, flat) errors, shape (F, 2), at the steps of the frames, shape (F,)."""

    steps: Array
    path: Array


@dataclass(frozen=True)
class Data:
    """Everything that the page shows."""

    small: example.Small
    valley: Valley
    theory: Theory
    steps: Array  # recorded ones, shape (R,)
    losses: dict[float, Array]  # in float32, of all seven rates
    converging: dict[float, Converging]
    diverging: dict[float, float32.Overflow]
    stalled: dict[float, Stalled]
    rule_below: float  # loss after T steps by the rule, just below the limit
    spacings: float  # of float32 in an update at the smallest rate, x1 a quarter
    exercise: float32.Stop
    stored: float32.Stored
    cliff: Cliff
    squared: remedies.Squared
    costs: list[remedies.Remedy]  # the dearest first
    searched: remedies.Searched
    path: Array  # (steep, flat) errors of the thread's run, shape (11, 2)
    film: Film
    dial: dict[str, dial.Curve]  # by coordinates, on a line


def compute() -> Data:
    """A million float32 steps of seven rates, and what explains them."""
    problem = cases.thread()
    rates = (*STALLS, BELOW, EXERCISE)
    courses = {each: float32.predicted(problem, each) for each in rates}
    with np.errstate(over="ignore", invalid="ignore"):
        x = float32.descended(problem, np.array(RATES), steps=T, every=EVERY)
        losses = float32.loss(problem, x).astype(np.float64)
    return Data(
        small=example.small(),
        valley=_valley(problem),
        theory=_theory(problem),
        steps=STEPS,
        losses=dict(zip(RATES, losses.T, strict=True)),
        converging=_converging(problem),
        diverging=float32.overflow(problem),
        stalled={
            each: Stalled(
                courses[each].thinned(),
                courses[each].losses(STEPS),
                float32.stop(problem, each, size),
            )
            for each, size in STALLS.items()
        },
        rule_below=float(courses[BELOW].losses(STEPS)[-1]),
        spacings=float32.spacings(problem, SMALLEST, QUARTER),
        exercise=float32.stop(problem, EXERCISE, courses[EXERCISE].size[-1]),
        stored=float32.stored(problem),
        cliff=_cliff(problem),
        squared=remedies.squared(problem),
        costs=remedies.costs(problem),
        searched=remedies.searched(problem),
        path=_path(problem),
        film=_film(problem),
        dial=dial.curves(),
    )


def _valley(problem: LeastSquares) -> Valley:
    spectral, sigma = spectrum(problem), singular_values(problem.X)
    flat, steep = spectral.eigenvectors.T
    flat_error, steep_error = np.abs(eigen_errors(problem, START))
    return Valley(
        sigma=sigma,
        condition_of_a=float(sigma[0] / sigma[1]),
        spectrum=spectral,
        jacobi=spectrum(Transformed(problem, jacobi(problem))),
        rounded=spectrum(Transformed(problem, remedies.rounded(problem))),
        flat=flat * np.sign(flat[1]),
        steep=steep * np.sign(steep[0]),
        solution=minimizer(problem),
        flat_error=float(flat_error),
        steep_error=float(steep_error),
    )


def _theory(problem: LeastSquares) -> Theory:
    best, heavy = best_gradient_descent(problem), best_momentum(problem)
    spectral, sigma = spectrum(problem), singular_values(problem.X)
    a = sigma[0] / sigma[1]

    def steps(method: GradientDescent) -> int:
        return steps_until(problem, method, START, tolerance=TOLERANCE)

    factors = {r: Factors(*(1 - r * spectral.eigenvalues)) for r in RATES}
    return Theory(
        limit=learning_rate_limit(problem),
        best_rate=float(np.asarray(best.learning_rate)),
        momentum=heavy,
        rate_needed=float(-np.expm1(np.log(TOLERANCE) / (2 * T)) / spectral.lambda_min),
        steps_best=steps(best),
        steps={each: steps(GradientDescent(each)) for each in (SMALL, MIDDLE)},
        steps_not_squared=steps_to((a - 1) / (a + 1), TOLERANCE),
        steps_momentum=steps_to(rate(problem, heavy), TOLERANCE),
        steps_steep=steps_to(abs(factors[MIDDLE].steep), TOLERANCE),
        factors=factors,
    )


def _converging(problem: LeastSquares) -> dict[float, Converging]:
    steps = np.unique(np.geomspace(1, 1e9, 400).astype(int))

    def ends(parameters: Any, arithmetic: Any) -> Array:
        kinds = {"parameters": parameters, "arithmetic": arithmetic}
        rates = np.array(CONVERGING)
        x = float32.descended(problem, rates, steps=T, every=T, **kinds)
        return float32.loss(problem, x[-1]).astype(np.float64)

    halves = ends(np.float32, np.float64), ends(np.float64, np.float32)
    runs = {}
    for each, *only in zip(CONVERGING, *halves, strict=True):
        method = GradientDescent(each)
        losses = closed_form_excess(problem, method, START, steps)
        every = closed_form_excess(problem, method, START, STEPS)
        x = closed_form(problem, method, START, T)
        runs[each] = Converging(steps, losses, every, x, *map(float, only))
    return runs


def _cliff(problem: LeastSquares) -> Cliff:
    e, low = eigen_errors(problem, START), spectrum(problem).lambda_min
    rates = np.linspace(1e-9, 6.6e-5, 400)
    return Cliff(rates, 0.5 * low * e[0] ** 2 * np.exp(2 * T * np.log1p(-rates * low)))


def _path(problem: LeastSquares) -> Array:
    """Errors every DOTS steps of the run at the middle rate."""
    steps = np.arange(0, T + 1, DOTS)
    x = closed_form(problem, GradientDescent(MIDDLE), START, steps)
    flat, steep = eigen_errors(problem, x).T
    return np.stack([steep, np.abs(flat)], axis=1)


def _film(problem: LeastSquares) -> Film:
    """From a start on the wall, at the middle rate, at log-spaced steps."""
    flat = abs(eigen_errors(problem, START)[0])
    low, high = spectrum(problem).eigenvalues
    moving = np.geomspace(1, T, 130).astype(int)
    steps = np.concatenate([[0] * 10, moving, [T] * 20])
    wall = WALL * (1 - MIDDLE * high) ** steps
    floor = flat * np.exp(steps * np.log1p(-MIDDLE * low))
    return Film(steps, np.stack([wall, floor], axis=1))
