"""torch.linalg: eigenvalues, singular values, factors.

The one rule: values have gradients; vectors and factors refuse theirs by name.
"""

from typing import Any, Literal, NamedTuple

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.graph import record
from gdcore.tensors.linalg import matrix_of, or_singular
from gdcore.tensors.tensor import Tensor, wrap
from gdcore.tensors.unknown import unknown


class Eigen(NamedTuple):
    """What torch.linalg.eigh returns."""

    eigenvalues: Tensor
    eigenvectors: Tensor


class Singular(NamedTuple):
    """What torch.linalg.svd returns."""

    U: Tensor
    S: Tensor
    Vh: Tensor


def eigvalsh(A: Tensor, UPLO: Literal["L", "U"] = "L") -> Tensor:
    """The eigenvalues of a symmetric matrix, ascending."""
    values, vectors = np.linalg.eigh(matrix_of(A, "eigvalsh", square=True), UPLO)

    def rule(g: Array) -> Any:
        return (vectors * g[..., None, :]) @ vectors.swapaxes(-1, -2)

    return record("LinalgEigh", values, [(A, rule, ())], frees=True)


def eigh(A: Tensor, UPLO: Literal["L", "U"] = "L") -> Eigen:
    """Eigenvalues, ascending, and eigenvectors in columns; no gradient of these."""
    refuse_gradient(A, "eigh")
    values, vectors = np.linalg.eigh(matrix_of(A, "eigh", square=True), UPLO)
    return Eigen(wrap(A.session, values), wrap(A.session, vectors))


def refuse_gradient(A: Tensor, name: str) -> None:
    """Stop where a gradient would be asked for later."""
    if A.requires_grad and A.session.grad_enabled:
        raise unknown(f"the gradient of torch.linalg.{name}")


def svdvals(A: Tensor) -> Tensor:
    """The singular values, descending."""
    u, s, vh = np.linalg.svd(matrix_of(A, "svdvals"), full_matrices=False)
    use = (A, lambda g: (u * g[..., None, :]) @ vh, ())
    return record("LinalgSvd", s, [use], frees=True)


def svd(A: Tensor, full_matrices: bool = True) -> Singular:
    """U, S and V transposed; no gradient."""
    refuse_gradient(A, "svd")
    parts = np.linalg.svd(matrix_of(A, "svd"), full_matrices=full_matrices)
    return Singular(*(wrap(A.session, part) for part in parts))


def qr(A: Tensor, mode: str = "reduced") -> tuple[Tensor, Tensor]:
    """Q and R; no gradient."""
    refuse_gradient(A, "qr")
    q, r = np.linalg.qr(matrix_of(A, "qr"), mode=mode)  # type: ignore[call-overload]
    return wrap(A.session, q), wrap(A.session, r)


def cholesky(A: Tensor) -> Tensor:
    """The lower factor; no gradient."""
    refuse_gradient(A, "cholesky")
    words = (
        "linalg.cholesky: The factorization could not be completed because the input "
        "is not positive-definite."
    )
    a = matrix_of(A, "cholesky", square=True)
    return wrap(A.session, or_singular(lambda: np.linalg.cholesky(a), words))


def pinv(A: Tensor) -> Tensor:
    """The pseudo-inverse."""
    refuse_gradient(A, "pinv")
    return wrap(A.session, np.linalg.pinv(matrix_of(A, "pinv")))
