"""Where a linear method will be after k steps, without taking them.

The one rule: the learning rate goes into the coordinates, z = x / sqrt(eta), so that
one derivation serves a single rate and a rate per parameter.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.algebra import dot, product
from gdcore.optimizers import (
    Chebyshev,
    GradientDescent,
    Momentum,
    Nesterov,
    Optimizer,
)
from gdcore.problems import Problem
from gdcore.spectral.modes import eigenpairs, resolved
from gdcore.spectral.solutions import minimizer
from gdcore.validation import Array

FixedRate = GradientDescent | Momentum | Nesterov
"""The linear methods with a learning rate, which has a limit."""
LinearMethod = FixedRate | Chebyshev
"""What has a closed form on a quadratic."""


def without_theory(optimizer: object) -> ValueError:
    """What to raise where no theory predicts what a method does."""
    name = type(optimizer).__name__
    return ValueError(
        f"optimizer {name} has no rate that theory predicts: run it instead"
    )


class Modes(NamedTuple):
    """Eigen-directions of sqrt(eta) H sqrt(eta).

    Attributes:
        values: Eigenvalues, ascending, dimensionless: eta lambda for a single rate.
        vectors: Columns that carry a mode's amplitude back to x; shape (p, p).
        inverse: Rows that read amplitudes off x - x*; shape (p, p).
    """

    values: Array
    vectors: Array
    inverse: Array


def closed_form(
    problem: Problem,
    optimizer: Optimizer[Any],
    x0: npt.ArrayLike,
    steps: npt.ArrayLike,
) -> Array:
    """x_k of a linear method on a quadratic, for each k in `steps`.

    Args:
        problem: Its Hessian must be constant.
        optimizer: GradientDescent, Momentum, Nesterov or Chebyshev.
        x0: Start, shape (p,).
        steps: Whole numbers from 0, shape (K,) or a single one.

    Returns:
        Shape (K, p), or (p,) for a single number; x0 itself at step 0, and not finite
        where the run overflows.

    Raises:
        ValueError: If the method is not linear, or the problem is not quadratic.

    Source: Polyak (1987), section 1.4; O'Donoghue and Candes (2015), section 4.
    """
    amplitudes, modes = _evolved(problem, optimizer, x0, steps)
    with np.errstate(over="ignore", invalid="ignore"):
        x = minimizer(problem) + product(amplitudes, modes.vectors.T)
    # The start itself, which the way through the modes would round.
    return np.where(np.asarray(steps)[..., None] == 0, x0, x)


def closed_form_excess(
    problem: Problem,
    optimizer: Optimizer[Any],
    x0: npt.ArrayLike,
    steps: npt.ArrayLike,
) -> Array:
    """f(x_k) - f(x*) as the sum of nu_i a_i^2 / 2 over the modes, free of cancellation.

    Takes what `closed_form` takes; returns shape (K,) or (), inf after an overflow.
    """
    amplitudes, modes = _evolved(problem, optimizer, x0, steps)
    with np.errstate(over="ignore"):
        return 0.5 * dot(amplitudes**2, modes.values)


def modes_of(problem: Problem, optimizer: LinearMethod) -> Modes:
    """The modes in which the method's error falls apart into scalars."""
    kinds.problem(problem)
    if not isinstance(optimizer, LinearMethod):
        raise without_theory(optimizer)
    rate = 1.0 if isinstance(optimizer, Chebyshev) else optimizer.learning_rate
    eta = np.asarray(rate, np.float64)
    if eta.shape not in ((), (problem.dim,)):
        raise ValueError(
            f"learning_rate has shape {eta.shape}: the closed form takes one run at a "
            f"time, at a number or at ({problem.dim},) rates, one per parameter"
        )
    values, Q = eigenpairs(problem, eta if eta.ndim else None)
    root = np.broadcast_to(np.sqrt(eta), problem.dim)
    with np.errstate(over="ignore"):
        values = values if eta.ndim else root[0] * values * root[0]
    return Modes(values, root[:, None] * Q, Q.T / root)


def transition(optimizer: LinearMethod, nu: Array) -> Array:
    """One step of (error, velocity) in each mode, for unit rate; shape (p, d, d).

    Args:
        optimizer: GradientDescent (d = 1), Momentum or Nesterov (d = 2).
        nu: Eigenvalues of the modes, shape (p,).
    """
    one = np.ones_like(nu)
    match optimizer:
        case GradientDescent():
            rows = [[one - nu]]
        case Momentum(beta=beta):
            rows = [[one - nu, -beta * one], [nu, beta * one]]
        case Nesterov(beta=beta):
            rows = [[one - (1 + beta) * nu, -(beta**2) * one], [nu, beta * one]]
        case _:
            raise without_theory(optimizer)
    return np.moveaxis(np.array(rows), -1, 0)


def _evolved(
    problem: Problem, optimizer: Optimizer[Any], x0: npt.ArrayLike, steps: npt.ArrayLike
) -> tuple[Array, Modes]:
    """Amplitudes (K, p) of the modes after each number of steps."""
    validation.numeric("steps", steps)
    k = np.asarray(steps)
    if k.dtype.kind not in "iu" or np.any(k < 0):
        raise ValueError(f"steps must be whole numbers from 0, got {steps!r}")
    if not isinstance(optimizer, LinearMethod):
        raise without_theory(optimizer)
    kinds.problem(problem)
    start = validation.array("x0", x0, 1)
    if len(start) != problem.dim:
        raise ValueError(f"x0 has {len(start)} of the problem's {problem.dim} values")
    resolved(problem)
    modes = modes_of(problem, optimizer)
    first = product(start - minimizer(problem), modes.inverse.T)
    with np.errstate(over="ignore", invalid="ignore"):
        if isinstance(optimizer, Chebyshev):
            factor = _chebyshev_factor(optimizer, modes.values, k)
        else:
            factor = _power(transition(optimizer, modes.values), k)[0, 0]
        # inf - inf in a power, or inf times a mode that x0 does not excite.
        grown = np.where(first == 0, 0.0, factor * first)
        return np.where(np.isnan(grown), np.inf, grown), modes


def _power(M: Array, k: Array) -> Array:
    """M^k by repeated squaring, for all k at once; (p, d, d) to (d, d, *k.shape, p)."""
    p, d = M.shape[:2]
    # The long axes last: numpy is slow where the inner one has length two.
    M = np.moveaxis(M, 0, -1).reshape(d, d, *(1,) * k.ndim, p)
    if d == 1:
        return np.asarray(M ** k[..., None])
    one = np.eye(d).reshape(d, d, *(1,) * k.ndim, 1)
    out = np.broadcast_to(one, (d, d, *k.shape, p))
    for bit in range(int(k.max(initial=0)).bit_length()):
        odd = (k >> bit & 1).astype(bool)[..., None]
        out = np.where(odd, _times(out, M), out)
        M = _times(M, M)
    return out


def _times(A: Array, B: Array) -> Array:
    """A B for matrices in the first two axes, without BLAS."""
    return np.asarray(np.add.reduce(A[:, :, None] * B, axis=1))


def _chebyshev_factor(optimizer: Chebyshev, values: Array, k: Array) -> Array:
    """T_k((theta - lambda) / delta) / T_k(theta / delta), shape (*k.shape, p)."""
    theta = (optimizer.lambda_max + optimizer.lambda_min) / 2
    delta = (optimizer.lambda_max - optimizer.lambda_min) / 2
    k = k[..., None]
    u = (theta - values) / delta
    inside = np.cos(k * np.arccos(np.clip(u, -1, 1)))
    # T_k = cosh(k arccosh |u|) outside [-1, 1]; both overflow, so their logs divide.
    grown = k * np.arccosh(np.maximum(np.abs(u), 1))
    norm = k * np.arccosh(theta / delta)
    outside = np.sign(u) ** k * np.exp(grown - norm) * (1 + np.exp(-2 * grown))
    top = np.where(np.abs(u) <= 1, 2 * inside * np.exp(-norm), outside)
    return np.asarray(top / (1 + np.exp(-2 * norm)))
