"""What the two-variable thread prints of A itself, computed once more.

The one rule: one rounding for each operation, since a BLAS may fuse two.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import eigh
from gdcore.spectral import minimizer, spectrum
from scripts.reference_problems import cases


@dataclass(frozen=True)
class Direct:
    """What `lstsq` leaves in float32, and the eigen-decomposition of A."""

    residual: float  # largest entry of A x - b
    spacing: float  # of float32 at ten
    spacing_squared: float
    eigenvalue_0: float
    eigenvalue_1: float
    eigenvector_large: float  # sizes of the entries of A's eigenvectors
    eigenvector_small: float
    one_spacing: float  # steep gradient made by one spacing of the first x


def direct() -> Direct:
    """All of it."""
    problem = cases.thread(np.float32)
    A, b = problem.X, problem.y
    x = minimizer(cases.thread()).astype(np.float32)
    r = A[:, 0] * x[0] + A[:, 1] * x[1] - b
    values, vectors = eigh(cases.thread().X)
    spacing = float(np.spacing(np.float32(10)))
    return Direct(
        residual=float(np.abs(r).max()),
        spacing=spacing,
        spacing_squared=spacing**2,
        eigenvalue_0=float(values[0]),
        eigenvalue_1=float(values[1]),
        eigenvector_large=float(np.abs(vectors[0, 0])),
        eigenvector_small=float(np.abs(vectors[1, 0])),
        one_spacing=float(np.spacing(np.float32(1.2)) * spectrum(problem).lambda_max),
    )
