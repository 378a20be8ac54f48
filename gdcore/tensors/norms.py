"""torch.linalg's numbers of a matrix: norms, condition number, rank, determinant.

The one rule: the norm of a matrix is Frobenius' unless another is asked for by name.
"""

from typing import Any

import numpy as np

from gdcore.tensors.arithmetic import div, mul
from gdcore.tensors.decompositions import svdvals
from gdcore.tensors.elementwise import FUNCTIONS
from gdcore.tensors.extremes import amax, amin
from gdcore.tensors.graph import record
from gdcore.tensors.lengths import norm as vector
from gdcore.tensors.linalg import inv
from gdcore.tensors.reductions import Dim, sum_
from gdcore.tensors.tensor import Tensor, wrap
from gdcore.tensors.unknown import unknown


def norm(A: Tensor, ord: Any = None, dim: Dim = None, keepdim: bool = False) -> Tensor:
    """Of a vector, or of a matrix if `ord` is given and there are two dimensions."""
    if ord is not None and dim is None and A.array.ndim == 2:
        return matrix_norm(A, ord)
    return vector(A, ord if ord is not None else 2, dim, keepdim)


def vector_norm(
    x: Tensor, ord: float = 2, dim: Dim = None, keepdim: bool = False
) -> Tensor:
    """The p-norm of all elements or along dimensions."""
    return vector(x, ord, dim, keepdim)


def matrix_norm(A: Tensor, ord: Any = "fro") -> Tensor:
    """Frobenius, nuclear, 2 and -2, 1 and -1, inf and -inf."""
    if A.array.ndim != 2:
        raise unknown("torch.linalg.matrix_norm of stacks of matrices")
    if ord == "fro":
        return vector(A, 2)
    if ord == "nuc":
        return sum_(svdvals(A))
    if abs(ord) == 2:
        return (amax if ord > 0 else amin)(svdvals(A))
    sums = sum_(FUNCTIONS["abs"](A), 0 if abs(ord) == 1 else 1)
    return (amax if ord > 0 else amin)(sums)


def cond(A: Tensor, p: Any = None) -> Tensor:
    """The condition number, by default that of the singular values."""
    if p in (None, 2):
        s = svdvals(A)
        with np.errstate(all="ignore"):
            return div(amax(s), amin(s))
    return mul(matrix_norm(A, p), matrix_norm(inv(A), p))


def matrix_rank(A: Tensor) -> Tensor:
    """How many singular values are above rounding."""
    return wrap(A.session, np.asarray(np.linalg.matrix_rank(A.array)))


def det(A: Tensor) -> Tensor:
    """The determinant."""
    value = np.asarray(np.linalg.det(A.array), dtype=A.array.dtype)
    use = (A, lambda g: g * value * np.linalg.inv(A.array).swapaxes(-1, -2), (A,))
    return record("LinalgDet", value, [use])
