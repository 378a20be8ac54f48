"""Limits, rates, best parameters and step counts of linear methods on a quadratic.

One rule: a rate is the factor by which the error shrinks per step, asymptotically.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gdcore import validation
from gdcore.algebra import length, singular_values
from gdcore.optimizers import Chebyshev, GradientDescent, Momentum, Nesterov
from gdcore.problems import Problem
from gdcore.spectral.closed_form import Linear, closed_form, modes_of, transition
from gdcore.spectral.modes import Spectrum, minimizer, spectrum
from gdcore.validation import Array

PIECE = 65536
"""Steps looked at together by `steps_until`."""


def learning_rate_limit(
    problem: Problem, optimizer: GradientDescent | Momentum | Nesterov | None = None
) -> float:
    """The learning rate from which on the method no longer converges.

    2/L for gradient descent; 2 (1 + beta) / L for the heavy ball; for Nesterov
    (2 + 2 beta) / (1 + 2 beta) / L. L is the largest eigenvalue of the Hessian.

    Args:
        problem: A quadratic.
        optimizer: Only its kind and beta count; None is gradient descent.

    Source: Polyak (1987), section 3.2.1; Lessard, Recht and Packard (2016), Prop. 1.
    """
    L = spectrum(problem).L
    match optimizer:
        case Momentum(beta=beta):
            return 2 * (1 + beta) / L
        case Nesterov(beta=beta):
            return (2 + 2 * beta) / (1 + 2 * beta) / L
        case _:
            return 2 / L


def rate(problem: Problem, optimizer: Linear) -> float:
    """Spectral radius of one step: the worst mode's factor per step, dimensionless.

    Below 1 the method converges from everywhere. Chebyshev's is its limit,
    (sqrt(kappa) - 1) / (sqrt(kappa) + 1), for the kappa that it was given.
    """
    if isinstance(optimizer, Chebyshev):
        root = np.sqrt(optimizer.L / optimizer.mu)
        return float((root - 1) / (root + 1))
    step = transition(optimizer, modes_of(problem, optimizer).values)
    return float(_radius(step).max())


def _radius(step: Array) -> Array:
    """Largest |z| with z^2 - 2 h z + d = 0, the eigenvalues of 1 x 1 or 2 x 2 steps."""
    if step.shape[-1] == 1:
        return np.asarray(np.abs(step[..., 0, 0]))
    (a, b), (c, d) = np.moveaxis(step, 0, -1)
    half, product = (a + d) / 2, a * d - b * c
    apart = half * half - product
    real = np.abs(half) + np.sqrt(np.maximum(apart, 0))
    swings = np.sqrt(np.maximum(product, 0))
    return np.asarray(np.where(apart < 0, swings, real))


def best_gradient_descent(problem: Problem) -> GradientDescent:
    """eta = 2 / (mu + L), with the rate (kappa - 1) / (kappa + 1).

    Source: Polyak (1987), section 1.4; Nesterov (2018), Theorem 2.1.15.
    """
    seen = _curved(problem)
    return GradientDescent(2 / (seen.mu + seen.L))


def best_momentum(problem: Problem) -> Momentum:
    """eta = (2 / (sqrt(L) + sqrt(mu)))^2, beta = rate^2.

    The rate is (sqrt(kappa) - 1) / (sqrt(kappa) + 1).

    Source: Polyak (1964); Lessard, Recht and Packard (2016), Proposition 1.
    """
    seen = _curved(problem)
    low, high = np.sqrt(seen.mu), np.sqrt(seen.L)
    return Momentum(
        float((2 / (high + low)) ** 2), float(((high - low) / (high + low)) ** 2)
    )


def best_nesterov(problem: Problem) -> Nesterov:
    """eta = 4 / (3 L + mu), with the rate 1 - 2 / sqrt(3 kappa + 1).

    Source: Lessard, Recht and Packard (2016), Proposition 1.
    """
    seen = _curved(problem)
    root = np.sqrt(3 * seen.condition_number + 1)
    return Nesterov(4 / (3 * seen.L + seen.mu), float((root - 2) / (root + 2)))


def best_chebyshev(problem: Problem) -> Chebyshev:
    """The schedule for the problem's own mu and L. Source: Golub and Varga (1961)."""
    seen = _curved(problem)
    return Chebyshev(seen.mu, seen.L)


def steps_to(rate: float, tolerance: float) -> int:
    """Fewest steps k with rate^k <= tolerance.

    Args:
        rate: Factor per step, in [0, 1).
        tolerance: Relative to the first error, in (0, 1).

    Raises:
        ValueError: If the rate is not below 1, as at or beyond the limit.
    """
    validation.fraction("rate", rate)
    validation.positive("tolerance", tolerance)
    if rate == 0 or tolerance >= 1:
        return int(tolerance < 1)
    return int(np.ceil(np.log(tolerance) / np.log(rate)))


def steps_until(
    problem: Problem,
    optimizer: Linear,
    x0: npt.ArrayLike,
    *,
    tolerance: float,
    measure: Callable[[Array], Array] = length,
) -> int:
    """Steps after which the error stays within `tolerance` of what it was at first.

    Args:
        problem: A quadratic with a single minimizer.
        optimizer: A linear method that converges on it.
        x0: Start, shape (n,).
        tolerance: Relative to the measure at x0, in (0, 1).
        measure: Of errors x - x*, (K, n) to (K,), never above their length, which is
            the default.

    Raises:
        ValueError: If the method does not converge.
    """
    x_star = minimizer(problem)
    start = np.asarray(x0, np.float64) - x_star

    def above(k: Array) -> Array:
        error = closed_form(problem, optimizer, x0, k) - x_star
        return np.asarray(np.abs(measure(error)) > tolerance * first)

    first = np.abs(measure(start[None]))[0]
    if first == 0:
        return 0
    share = tolerance * first / float(length(start))
    horizon = steps_to(rate(problem, optimizer), share / _growth(problem, optimizer))
    for end in range(horizon + 1, 0, -PIECE):
        k = np.arange(max(end - PIECE, 0), end)
        outside = np.flatnonzero(above(k))
        if outside.size:
            return int(k[outside[-1]]) + 1
    return 0


def _growth(problem: Problem, optimizer: Linear) -> float:
    """How far above rate^k the error may be; velocities can swing it up at first."""
    modes = modes_of(problem, optimizer)
    swing = 1.0 if isinstance(optimizer, GradientDescent) else 1e6
    sizes = singular_values(modes.vectors)
    return float(sizes[0] / sizes[-1]) * swing


def _curved(problem: Problem) -> Spectrum:
    seen = spectrum(problem)
    if not np.isfinite(seen.condition_number):
        raise ValueError(
            "the loss has a direction without curvature (columns of X that depend on "
            "each other): no rate is best; drop a column or add l2"
        )
    return seen
