"""Products, factors and fits that keep the digits which the data have.

The one rule: no BLAS and no LAPACK where there are two columns. Which of two roundings
they fuse hangs on the processor, and a long run makes printed digits of it.
"""

from gdcore.algebra.factors import column_powers, invertible, orthogonal
from gdcore.algebra.products import (
    composed,
    dot,
    inverse,
    length,
    product,
    singular_values,
    solve,
)
from gdcore.algebra.singular import definite, eigh, half_powers, symmetric
from gdcore.algebra.squares import Squares, least_squares

__all__ = [
    "Squares",
    "column_powers",
    "composed",
    "definite",
    "dot",
    "eigh",
    "half_powers",
    "inverse",
    "invertible",
    "least_squares",
    "length",
    "orthogonal",
    "product",
    "singular_values",
    "solve",
    "symmetric",
]
