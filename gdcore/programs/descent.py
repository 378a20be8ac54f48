"""Whether steps descend: a matrix between gradients and steps, and what it says.

The one rule: one step is a multiple of another only if it is so at every point.
"""

import numpy as np

from gdcore.programs.sampling import Samples
from gdcore.programs.values import Array

CLOSE = 2e-3
"""Relative difference of two steps that count as one."""
LOST = 1e-9
"""Share of a step that rounding of its gradient explains."""


def affine(theta: Array, values: Array) -> tuple[Array, Array] | None:
    """(J, c) with values = theta J' + c; None if they are not so."""
    rows = np.column_stack([theta, np.ones(len(theta))])
    fit, *_ = np.linalg.lstsq(rows, values, rcond=None)
    off = np.abs(rows @ fit - values).max(initial=0)
    if off > 1e-7 * (np.abs(values).max(initial=0) + 1e-300):
        return None
    return fit[:-1].T, fit[-1]


def _momentum(steps: Array) -> float | None:
    """beta, where the second small step is 1 + beta times the first."""
    if steps.shape[1] < 2:
        return None
    first, second = steps[:, 0].ravel(), steps[:, 1].ravel()
    share = float(first @ second / max(first @ first, 1e-300)) - 1
    near = np.abs(second - (1 + share) * first).max() < 1e-2 * np.abs(first).max()
    return round(share, 4) if near and 0.01 < share < 0.9999 else None


def _squared(theta: Array, steps: Array) -> bool:
    """Whether a step is a square in the parameters, as no usual method's is."""
    along = np.einsum("ki,kj->kij", theta, theta).reshape(len(theta), -1)
    p = theta.shape[1]
    upper = [i * p + j for i in range(p) for j in range(i, p)]
    rows = np.column_stack([along[:, upper], theta, np.ones(len(theta))])
    return bool(len(theta) > rows.shape[1] and affine(rows, steps[:, 0]) is not None)


def linear(gradient: Array, step: Array, theta: Array) -> Array | None:
    """M with step = -M gradient at every point theta; None if there is none."""
    fit, *_ = np.linalg.lstsq(gradient, step, rcond=None)
    off = np.abs(gradient @ fit - step).max(initial=0)
    largest = np.abs(step).max(initial=0)
    if largest == 0:
        return np.zeros((gradient.shape[1],) * 2)
    rank = np.linalg.matrix_rank(
        gradient / np.abs(gradient).max(axis=0, initial=1e-300)
    )
    full = rank == gradient.shape[1]
    odd = full and of_matrix(-fit.T) != ""
    rates = _to_rounding(gradient, step, theta) if odd else None
    if rates is not None:
        return np.diag(-rates)
    if off > CLOSE * largest or not full:
        direct = _one_factor(gradient, step)
        return None if direct is None else -direct * np.eye(gradient.shape[1])
    return -fit.T


def _to_rounding(gradient: Array, step: Array, theta: Array) -> Array | None:
    """c with step = c gradient, one for all or one for each; None if more is off.

    Parts of a gradient that are nearly one, as those of years are, make any other M of
    what a short step has lost in the parameter's digits.
    """
    room = LOST * np.abs(step).max(axis=0)
    room += 4 * np.finfo(np.float64).eps * np.abs(theta).max(axis=0)
    products, squares = gradient * step, np.maximum(gradient**2, 1e-300)
    one = products.sum() / squares.sum()
    for c in (np.full(step.shape[1], one), products.sum(axis=0) / squares.sum(axis=0)):
        if (np.abs(step - c * gradient) <= room).all():
            return np.asarray(c)
    return None


def _one_factor(gradient: Array, step: Array) -> float | None:
    """c with step = c gradient, for gradients that do not span."""
    c = float((gradient * step).sum() / max((gradient**2).sum(), 1e-300))
    off = np.abs(c * gradient - step).max()
    return c if off <= CLOSE * np.abs(step).max() and c else None


def of_matrix(matrix: Array) -> str:
    """What is wrong with M, "" if nothing."""
    size = np.abs(matrix).max()
    if size == 0:
        return "still"
    scaled = matrix / size
    diagonal = np.diag(scaled)
    scales = np.sqrt(np.abs(np.outer(diagonal, diagonal)))
    off = np.abs(scaled - np.diag(diagonal))
    if (off <= 20 * CLOSE * np.maximum(scales, 1e-5)).all():
        if (diagonal > 1e-9).all():
            return ""
        if (diagonal < -1e-9).all():
            return "sign"
        return "still" if (diagonal > -1e-9).all() else "one sign"
    symmetric = np.allclose(scaled, scaled.T, atol=1e-2 * np.abs(scaled).min() + 1e-6)
    if symmetric and np.linalg.eigvalsh(scaled).min() > 0:
        return ""
    return "other"


def _accumulates(
    matrix: Array, jacobian: Array, offset: Array, samples: Samples, steps: Array
) -> bool:
    """Whether the second step has the first one's gradient in it once more."""
    if steps.shape[1] < 2 or not np.abs(steps[:, 1]).max():
        return False
    first, second = (samples.theta[:, i] @ jacobian.T + offset for i in (0, 1))
    right, both = (g @ jacobian @ -matrix.T for g in (second, first + second))
    size = CLOSE * np.abs(both).max()
    near_both = np.abs(steps[:, 1] - both).max() < size
    return bool(near_both and np.abs(steps[:, 1] - right).max() > size)


def _by_pieces(r: Array, jacobian: Array, pieces: tuple[int, ...], step: Array) -> bool:
    """Batches of several sizes: a positive weight for each size."""
    if len(set(pieces)) < 2 or len(set(pieces)) > 3 or sum(pieces) != r.shape[1]:
        return False
    ends = np.cumsum((0, *pieces))
    parts = {
        n: sum(
            r[:, a : a + n] @ jacobian[a : a + n]
            for a, m in zip(ends, pieces, strict=False)
            if m == n
        )
        for n in set(pieces)
    }
    rows = np.column_stack([np.ravel(p) for p in parts.values()])
    weights, *_ = np.linalg.lstsq(rows, np.ravel(step), rcond=None)
    off = np.abs(rows @ weights - np.ravel(step)).max()
    return bool((weights < 0).all() and off < CLOSE * np.abs(step).max())


def _penalized(gradient: Array, theta: Array, step: Array) -> bool:
    """A step with a ridge penalty: -c gradient - d theta, c > 0, d not below 0."""
    p = theta.shape[1]
    rows = np.zeros((theta.size, 1 + p))
    rows[:, 0] = np.ravel(gradient)
    for j in range(p):
        rows[j::p, 1 + j] = theta[:, j]
    weights, *_ = np.linalg.lstsq(rows, np.ravel(step), rcond=None)
    off = np.abs(rows @ weights - np.ravel(step)).max()
    small = weights[0] < 0 and (weights[1:] <= 1e-12).all()
    return bool(small and off < CLOSE * np.abs(step).max())
