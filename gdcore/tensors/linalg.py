"""torch.linalg: lstsq, solve, inv, eigvalsh, eigh, svdvals, norms, cond.

The one rule: solve, inv, lstsq and the eigenvalues of a matrix without repeated ones
have gradients; the rest is read off and refuses one by having no node.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.graph import record
from gdcore.tensors.products import matmul
from gdcore.tensors.tensor import Tensor, wrap
from gdcore.tensors.turning import matrices_turned
from gdcore.tensors.unknown import unknown


class LinAlgError(RuntimeError):
    """What torch raises for a singular matrix."""


class LeastSquares(NamedTuple):
    """What torch.linalg.lstsq returns."""

    solution: Tensor
    residuals: Tensor
    rank: Tensor
    singular_values: Tensor


def matrix_of(A: Tensor, name: str, *, square: bool = False) -> Array:
    """The array, if it is a matrix of a floating dtype.

    Raises:
        RuntimeError: If it is not, in the words of torch.
    """
    if A.array.dtype.kind != "f":
        raise RuntimeError(
            f"linalg.{name}: Expected a floating point or complex tensor as input. Got "
            f"{A.dtype.title}"
        )
    if A.array.ndim < 2:
        raise RuntimeError(
            f"linalg.{name}: The input tensor A must have at least 2 dimensions."
        )
    if square and A.array.shape[-1] != A.array.shape[-2]:
        rows, columns = A.array.shape[-2:]
        raise RuntimeError(
            f"linalg.{name}: A must be batches of square matrices, but they are "
            f"{rows} by {columns} matrices"
        )
    return A.array


def solve(A: Tensor, B: Tensor, *, left: bool = True) -> Tensor:
    """The X of A X = B."""
    if not left:
        raise unknown("torch.linalg.solve(left=False)")
    a, b = matrix_of(A, "solve", square=True), B.array
    words = (
        "torch.linalg.solve: The solver failed because the input matrix is singular."
    )
    x = or_singular(lambda: _solve(a, b), words)

    def right(g: Array) -> Any:
        return _solve(a.swapaxes(-1, -2), np.asarray(g))

    def matrix(g: Array) -> Any:
        back = right(g)
        if b.ndim == 1:
            return -np.outer(back, x)
        return -back @ x.swapaxes(-1, -2)

    uses = [(A, matrix, (A,)), (B, right, (A,))]
    return record("LinalgSolveEx", x, uses, saves_result=True)


def _solve(a: Array, b: Array) -> Array:
    if b.ndim == 1:
        return np.asarray(np.linalg.solve(a, b[:, None])[:, 0])
    return np.asarray(np.linalg.solve(a, b))


def or_singular(compute: Callable[[], Array], words: str) -> Array:
    """What is computed, or the error of torch for a singular matrix."""
    try:
        return compute()
    except np.linalg.LinAlgError:
        raise LinAlgError(words) from None


def inv(A: Tensor) -> Tensor:
    """The inverse."""
    a = matrix_of(A, "inv", square=True)
    words = (
        "linalg.inv: The diagonal element 1 is zero, the inversion could not be "
        "completed because the input matrix is singular."
    )
    x = or_singular(lambda: np.linalg.inv(a), words)
    turned = x.swapaxes(-1, -2)
    use = (A, lambda g: -turned @ g @ turned, ())
    return record("LinalgInvEx", x, [use], saves_result=True)


def lstsq(
    A: Tensor, B: Tensor, rcond: float | None = None, *, driver: str | None = None
) -> LeastSquares:
    """The X with the least |A X - B|, of full rank where a gradient is wanted."""
    a, b = matrix_of(A, "lstsq"), B.array
    if a.dtype != b.dtype:
        raise RuntimeError(
            "torch.linalg.lstsq: input and other must have the same dtype, but got "
            f"{A.dtype.title} and {B.dtype.title}"
        )
    if a.shape[0] != b.shape[0]:
        raise RuntimeError(
            "torch.linalg.lstsq: input.size(-2) should match other.size(-2)"
        )
    if A.requires_grad or B.requires_grad:
        turned = matrices_turned(A)
        solution = solve(matmul(turned, A), matmul(turned, B))
    else:
        solution = wrap(A.session, np.linalg.lstsq(a, b, rcond=rcond)[0])
    return LeastSquares(solution, *_facts(A, b, solution.array))


def _facts(A: Tensor, b: Array, x: Array) -> tuple[Tensor, Tensor, Tensor]:
    a, session = A.array, A.session
    rank = int(np.linalg.matrix_rank(a))
    known = a.shape[0] > a.shape[1] == rank and b.ndim > 1
    residuals = np.sum((a @ x - b) ** 2, axis=0) if known else np.zeros(0, a.dtype)
    empty = wrap(session, np.zeros(0, a.dtype))
    return wrap(session, residuals), wrap(session, np.asarray(rank)), empty
