"""Products and 2 x 2 systems that round alike on every processor.

The one rule: no BLAS and no LAPACK where there are two columns. Which of two roundings
they fuse hangs on the processor, and a long run makes printed digits of it.
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


def eigh(H: Array) -> tuple[Array, Array]:
    """Eigenvalues, ascending, and eigenvectors of a symmetric H, one a column.

    For 2 x 2 one rotation by the angle whose tangent t solves t^2 + 2 tau t = 1.

    Source: Golub and Van Loan (2013), section 8.5.2, the 2-by-2 symmetric Schur
    decomposition.
    """
    if H.shape != (2, 2):
        values, vectors = np.linalg.eigh(H)
        return values, vectors
    (p, q), (_, r) = H.tolist()
    tau = (r - p) / (2 * q) if q else math.inf
    t = math.copysign(1 / (abs(tau) + math.hypot(1, tau)), tau)
    c = 1 / math.hypot(1, t)
    s, low, high = t * c, p - t * q, r + t * q
    if low <= high:
        return np.array([low, high]), np.array([[c, s], [-s, c]])
    return np.array([high, low]), np.array([[s, c], [c, -s]])


def solve(A: Array, b: Array) -> Array:
    """x with A x = b, for b of shape (..., n); by elimination with pivoting for 2 x 2.

    Raises:
        numpy.linalg.LinAlgError: If A is singular.
    """
    if A.shape != (2, 2):
        return np.asarray(np.linalg.solve(A, b[..., None])[..., 0])
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


def least_squares(X: Array, y: Array) -> Array:
    """The x of least length that minimizes |X x - y|; shape (n,).

    For two columns that differ by more than rounding, X = Q R by Gram-Schmidt, twice.

    Source: Golub and Van Loan (2013), sections 5.2.8 and 5.3.5.
    """
    if X.shape[1] == 2 and len(X) > 1:
        # A power of two rounds nothing, and keeps squares within the range of numbers.
        power = int(np.frexp(np.abs(X).max())[1]) - 1
        scale = np.ldexp(np.ones((), X.dtype), power)
        Q, R = _orthogonal(X / scale)
        large, small = singular_values(R)
        if small > np.finfo(X.dtype).eps * len(X) * large:
            return solve(R, _along(Q, y)) / scale
    return np.asarray(np.linalg.lstsq(X, y)[0])


def _orthogonal(X: Array) -> tuple[Array, Array]:
    """Q, as rows of shape (2, m), and R of the two columns of X."""
    first, second = np.ascontiguousarray(X.T)
    q = first / (length(first) or 1.0)
    part = dot(q, second)
    rest = second - part * q
    # What is nearly parallel keeps some of q by rounding; a second pass takes it away.
    again = dot(q, rest)
    rest = rest - again * q
    size = length(rest)
    R = np.array([[length(first), part + again], [0, size]])
    return np.stack([q, rest / (size or 1.0)]), R


def _along(Q: Array, y: Array) -> Array:
    """Q y, each row's part taken out of y before the next."""
    first = dot(Q[0], y)
    return np.stack([first, dot(Q[1], y - first * Q[0])])
