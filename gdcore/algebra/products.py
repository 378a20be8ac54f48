"""Products and 2 x 2 systems that round alike on every processor.

The one rule: sums are numpy's own, term by term; LAPACK solves what is larger.
"""

import functools
import math
import operator

import numpy as np

from gdcore.validation import Array

try:  # np.einsum itself takes as long again as the sums of a line
    from numpy._core.multiarray import c_einsum as einsum
except ImportError:
    from numpy import einsum


def product(x: Array, B: Array) -> Array:
    """x B for x of shape (..., n) and B of shape (n, m); shape (..., m)."""
    out: Array = einsum("...i,ij->...j", x, B)
    return out


def dot(x: Array, y: Array) -> Array:
    """sum_i x_i y_i over the last axis; shape (...)."""
    out: Array = einsum("...i,...i->...", x, y)
    return out


def length(x: Array) -> Array:
    """Euclidean length along the last axis; shape (...)."""
    out: Array = np.sqrt(dot(x, x))
    return out


def composed(A: Array, B: Array) -> Array:
    """A B for stacks of small matrices, (..., n, k) and (..., k, m); (..., n, m)."""
    terms = (A[..., :, i, None] * B[..., None, i, :] for i in range(A.shape[-1]))
    return np.asarray(functools.reduce(operator.add, terms))


def solve(A: Array, b: Array) -> Array:
    """x with A x = b, for b of shape (..., n); by elimination with pivoting for 2 x 2.

    Raises:
        numpy.linalg.LinAlgError: If A is singular.
    """
    if A.shape != (2, 2):
        # One factorization of A serves all of b.
        columns = b.reshape(math.prod(b.shape[:-1]), len(A)).T
        return np.asarray(np.linalg.solve(A, columns).T.reshape(b.shape))
    i, j = (0, 1) if abs(A[0, 0]) >= abs(A[1, 0]) else (1, 0)
    factor = A[j, 0] / A[i, 0] if A[i, 0] else A[i, 0]
    corner = A[j, 1] - factor * A[i, 1]
    if not (A[i, 0] and corner):
        raise np.linalg.LinAlgError("Singular matrix")
    second = (b[..., j] - factor * b[..., i]) / corner
    first = (b[..., i] - A[i, 1] * second) / A[i, 0]
    return np.stack([first, second], axis=-1)


def inverse(A: Array) -> Array:
    """A^-1."""
    return solve(A, np.eye(len(A), dtype=A.dtype)).T


def singular_values(A: Array) -> Array:
    """Singular values, descending; those of a 2 x 2 matrix by their sum and product.

    (s1 +- s2)^2 = |A|^2 +- 2 |det A|; the smaller one is |det A| / s1.
    """
    if A.shape != (2, 2):
        return np.asarray(np.linalg.svd(A, compute_uv=False))
    (a, b), (c, d) = A.tolist()
    product_of_both = abs(a * d - b * c)
    largest = (math.hypot(a + d, b - c) + math.hypot(a - d, b + c)) / 2
    return np.array([largest, product_of_both / largest if largest else 0.0])
