"""The eigen-view: what a linear method will do on a quadratic, before it is run.

The one rule: a Hessian that is not constant is refused; these are facts on quadratics.
"""

from gdcore.spectral.closed_form import (
    FixedRate,
    LinearMethod,
    closed_form,
    closed_form_excess,
)
from gdcore.spectral.counts import root_of_loss, steps_to, steps_until
from gdcore.spectral.modes import Spectrum, line_eigenvalues, spectrum
from gdcore.spectral.rates import (
    best_chebyshev,
    best_gradient_descent,
    best_momentum,
    best_nesterov,
    chebyshev_schedule,
    learning_rate_limit,
    rate,
)
from gdcore.spectral.solutions import eigen_errors, minimizer, trusted_digits

__all__ = [
    "FixedRate",
    "LinearMethod",
    "Spectrum",
    "best_chebyshev",
    "best_gradient_descent",
    "best_momentum",
    "best_nesterov",
    "chebyshev_schedule",
    "closed_form",
    "closed_form_excess",
    "eigen_errors",
    "learning_rate_limit",
    "line_eigenvalues",
    "minimizer",
    "rate",
    "root_of_loss",
    "spectrum",
    "steps_to",
    "steps_until",
    "trusted_digits",
]
