"""Limits, rates and best parameters of linear methods on a quadratic.

The one rule: a rate is the factor by which the error shrinks per step, asymptotically.
"""

import numpy as np

from gdcore import validation
from gdcore.optimizers import Chebyshev, GradientDescent, Momentum, Nesterov
from gdcore.problems import Problem
from gdcore.spectral.closed_form import (
    FixedRate,
    LinearMethod,
    modes_of,
    transition,
    without_theory,
)
from gdcore.spectral.modes import Spectrum, eigenpairs, spectrum
from gdcore.validation import Array

BELOW_ONE = float(np.nextafter(1, 0))
"""The largest beta, for a condition number at which the best one rounds to 1."""
EDGE = 1e-12
"""Relative distance from the bounds within which an eigenvalue counts as on them."""


def learning_rate_limit(problem: Problem, optimizer: FixedRate | None = None) -> float:
    """The learning rate from which on the method no longer converges.

    2 / lambda_max for gradient descent, with the largest eigenvalue of the Hessian;
    (1 + beta) times that for the heavy ball; (1 + beta) / (1 + 2 beta) for Nesterov.

    Args:
        problem: A quadratic.
        optimizer: Only its kind and beta count; None is gradient descent.

    Raises:
        ValueError: If the method has no learning rate, or none with a limit, or the
            limit is beyond float64.

    Source: Polyak (1987), section 3.2.1; Lessard, Recht and Packard (2016), Prop. 1.
    """
    limit = unit_limit(optimizer) / float(eigenpairs(problem)[0][-1])
    if not 0 < limit < np.inf:
        raise ValueError("the limit is beyond float64: give the data in other units")
    return limit


def unit_limit(optimizer: FixedRate | None) -> float:
    """The limit of the learning rate where the largest eigenvalue is 1."""
    match optimizer:
        case None | GradientDescent():
            return 2.0
        case Momentum(beta=beta):
            return 2 * (1 + beta)
        case Nesterov(beta=beta):
            return (2 + 2 * beta) / (1 + 2 * beta)
        case Chebyshev():
            raise ValueError(
                "Chebyshev has no single learning rate, and so no limit of one: its "
                "steps follow from lambda_min and lambda_max"
            )
        case _:
            raise without_theory(optimizer)


def rate(problem: Problem, optimizer: LinearMethod) -> float:
    """Spectral radius of one step: the worst mode's factor per step, dimensionless.

    Below 1 the method converges from everywhere. Chebyshev's is its limit,
    (sqrt(kappa) - 1) / (sqrt(kappa) + 1), for the kappa that it was given, and more
    where an eigenvalue lies outside the bounds that it was given.
    """
    values = modes_of(problem, optimizer).values
    if isinstance(optimizer, Chebyshev):
        low, high = optimizer.lambda_min, optimizer.lambda_max
        outside = float(np.abs((high + low - 2 * values) / (high - low)).max())
        root = np.sqrt(high / low)
        worst = np.exp(np.arccosh(outside)) if outside > 1 + EDGE else 1.0
        return float(worst * (root - 1) / (root + 1))
    with np.errstate(over="ignore"):
        return float(_radius(transition(optimizer, values)).max())


def _radius(step: Array) -> Array:
    """Largest |z| with z^2 - 2 h z + d = 0, the eigenvalues of 1 x 1 or 2 x 2 steps."""
    if step.shape[-1] == 1:
        return np.asarray(np.abs(step[..., 0, 0]))
    (a, b), (c, d) = np.moveaxis(step, 0, -1)
    half, product = (a + d) / 2, a * d - b * c
    apart = half * half - product
    real = np.abs(half) + np.sqrt(np.maximum(apart, 0))
    real = np.where(apart < np.inf, real, 2 * np.abs(half))  # d is nothing beside h^2
    swings = np.sqrt(np.maximum(product, 0))
    return np.asarray(np.where(apart < 0, swings, real))


def best_gradient_descent(problem: Problem) -> GradientDescent:
    """eta = 2 / (lambda_min + lambda_max), with the rate (kappa - 1) / (kappa + 1).

    Source: Polyak (1987), section 1.4; Nesterov (2018), Theorem 2.1.15.
    """
    curvatures = _curved(problem)
    return GradientDescent(2 / (curvatures.lambda_min + curvatures.lambda_max))


def best_momentum(problem: Problem) -> Momentum:
    """eta = (2 / (sqrt(lambda_max) + sqrt(lambda_min)))^2, beta = rate^2.

    The rate is (sqrt(kappa) - 1) / (sqrt(kappa) + 1).

    Source: Polyak (1964); Lessard, Recht and Packard (2016), Proposition 1.
    """
    curvatures = _curved(problem)
    low, high = np.sqrt(curvatures.lambda_min), np.sqrt(curvatures.lambda_max)
    beta = min(float(((high - low) / (high + low)) ** 2), BELOW_ONE)
    return Momentum(float((2 / (high + low)) ** 2), beta)


def best_nesterov(problem: Problem) -> Nesterov:
    """eta = 4 / (3 lambda_max + lambda_min), with the rate 1 - 2 / sqrt(3 kappa + 1).

    Source: Lessard, Recht and Packard (2016), Proposition 1.
    """
    curvatures = _curved(problem)
    root = np.sqrt(3 * curvatures.condition_number + 1)
    return Nesterov(
        4 / (3 * curvatures.lambda_max + curvatures.lambda_min),
        min(float((root - 2) / (root + 2)), BELOW_ONE),
    )


def best_chebyshev(problem: Problem) -> Chebyshev:
    """The schedule for the problem's eigenvalues. Source: Golub and Varga (1961)."""
    curvatures = _curved(problem)
    low, high = curvatures.lambda_min, curvatures.lambda_max
    if low == high:
        raise ValueError(
            "Chebyshev needs two different curvatures, but each direction of this loss "
            f"has {low:.4g}: best_gradient_descent takes one step"
        )
    return Chebyshev(low, high)


def chebyshev_schedule(problem: Problem, steps: int) -> Array:
    """Learning rates with which that many plain steps do what Chebyshev's method does.

    One over the roots of Chebyshev's polynomial, in an order in which the numbers on
    the way stay small. Source: Lebedev and Finogenov (1971).

    Args:
        problem: A loss with curvature in every direction.
        steps: A power of two.

    Returns:
        Shape (steps,).

    Raises:
        ValueError: If `steps` is no power of two, the loss is not quadratic, or a
            direction has no curvature.
    """
    validation.count("steps", steps, 1)
    if steps & (steps - 1):
        raise ValueError(f"steps must be a power of two, got {steps}")
    curvatures = _curved(problem)
    low, high = curvatures.lambda_min, curvatures.lambda_max
    order = [1]
    while len(order) < steps:
        order = [j for i in order for j in (i, 2 * len(order) + 1 - i)]
    roots = np.cos(np.pi * (2 * np.array(order) - 1) / (2 * steps))
    return np.asarray(1 / ((high + low) / 2 + (high - low) / 2 * roots))


def _curved(problem: Problem) -> Spectrum:
    curvatures = spectrum(problem)
    low, high = curvatures.lambda_min, curvatures.lambda_max
    if low > 0 and not 4 * max(high, curvatures.condition_number) < np.inf:
        raise ValueError(
            f"the curvatures of the loss, from {low:.4g} to {high:.4g}, are too large "
            "or too far apart for float64: give the columns of X in other units"
        )
    if low == 0:
        raise ValueError(
            "the loss has a direction without curvature (columns of X that depend on "
            "each other): no rate is best; drop a column or add l2"
        )
    return curvatures
