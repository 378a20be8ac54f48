"""Gradient descent on linear regression: problems, optimizers, runs, and their theory.

The one rule: numpy and the standard library only; imports point down the floors
problems -> linesearch, extremes -> optimizers -> endings -> runs, spectral,
preconditioning -> diagnosis -> tensors, logs -> programs -> reports -> command. The
last ones answer questions of plain values: `from gdcore.reports import answer`, or
`python -m gdcore data.csv --lr 1e-5`.
"""

from gdcore.diagnosis import diagnose
from gdcore.optimizers import (
    LBFGS,
    Adam,
    Averaged,
    Chebyshev,
    ConjugateGradient,
    GradientDescent,
    MinibatchGradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    SteepestDescent,
    SubgradientDescent,
)
from gdcore.preconditioning import center, jacobi, standardize, whiten
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Quadratic,
    Rosenbrock,
    best_absolute_fit,
    best_absolute_line,
    line_design,
    line_fit,
)
from gdcore.runs import Status, run
from gdcore.spectral import (
    best_chebyshev,
    best_gradient_descent,
    best_momentum,
    best_nesterov,
    closed_form,
    learning_rate_limit,
    minimizer,
    rate,
    spectrum,
    steps_to,
    steps_until,
    trusted_digits,
)

__version__ = "0.1.0"
__all__ = [
    "LBFGS",
    "Adam",
    "Averaged",
    "Chebyshev",
    "ConjugateGradient",
    "GradientDescent",
    "LeastAbsolute",
    "LeastSquares",
    "MinibatchGradientDescent",
    "Momentum",
    "Nesterov",
    "Quadratic",
    "RMSProp",
    "Rosenbrock",
    "Status",
    "SteepestDescent",
    "SubgradientDescent",
    "best_absolute_fit",
    "best_absolute_line",
    "best_chebyshev",
    "best_gradient_descent",
    "best_momentum",
    "best_nesterov",
    "center",
    "closed_form",
    "diagnose",
    "jacobi",
    "learning_rate_limit",
    "line_design",
    "line_fit",
    "minimizer",
    "rate",
    "run",
    "spectrum",
    "standardize",
    "steps_to",
    "steps_until",
    "trusted_digits",
    "whiten",
]
