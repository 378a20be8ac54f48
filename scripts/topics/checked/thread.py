"""What the two-variable thread prints of A itself, computed once more.

The one rule: one rounding for each operation, since a BLAS may fuse two.
"""

import numpy as np

from gdcore.algebra import eigh
from gdcore.spectral import minimizer, spectrum
from scripts.reference_problems import cases


def direct() -> dict[str, float]:
    """What `lstsq` leaves in float32, and the eigen-decomposition of A."""
    problem = cases.thread(np.float32)
    A, b = problem.X, problem.y
    x = minimizer(cases.thread()).astype(np.float32)
    r = A[:, 0] * x[0] + A[:, 1] * x[1] - b
    values, vectors = eigh(cases.thread().X)
    return {
        "residual": float(np.abs(r).max()),
        "spacing": float(np.spacing(np.float32(10))),
        "spacing_squared": float(np.spacing(np.float32(10)) ** 2),
        "eigenvalue_0": float(values[0]),
        "eigenvalue_1": float(values[1]),
        "eigenvector_large": float(np.abs(vectors[0, 0])),
        "eigenvector_small": float(np.abs(vectors[1, 0])),
        "one_spacing": float(np.spacing(np.float32(1.2)) * spectrum(problem).L),
    }
