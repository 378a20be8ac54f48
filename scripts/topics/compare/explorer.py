"""What the figures of the comparison open in the explorer.

The one rule: the dataset `clean`, each method at its best settings.
"""

from gdcore.datasets import clean
from gdcore.optimizers import LBFGS, Momentum
from gdcore.problems import line_fit
from gdcore.spectral import (
    best_chebyshev,
    best_gradient_descent,
    best_momentum,
    spectrum,
)
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    at_ends,
    optimizer,
    points,
    settings,
    with_methods,
)
from scripts.topics.compare.data import Data

NAME = clean.__name__
SAMPLE = clean()
PROBLEM = line_fit(SAMPLE.x, SAMPLE.y)
GD = best_gradient_descent(PROBLEM)
FEW = 300
PAGE = settings(
    NAME,
    best_momentum(PROBLEM),
    epochs=FEW,
    compare={"optimizer": optimizer(GD)},
)
BETAS = (0.0, 0.5, 0.8, 0.9, 0.96, 0.99)
SHIFTS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)  # means of x, in standard deviations


def _at_best(shift: float) -> Settings:
    """Gradient descent at its best rate, where the mean of x is so many deviations."""
    z = (SAMPLE.x - SAMPLE.x.mean()) / SAMPLE.x.std() + shift
    best = best_gradient_descent(line_fit(z, SAMPLE.y))
    return settings(points(z, SAMPLE.y), best, epochs=FEW, step=FEW)


def _handles() -> dict[str, Handle]:
    rate = 1 / spectrum(PROBLEM).lambda_max
    betas = {beta: Momentum(rate, beta) for beta in BETAS}
    means = {shift: _at_best(shift) for shift in SHIFTS}
    runs = at_ends({**PAGE, "optimizer": optimizer(LBFGS())}, (1, 2, 3))
    return {
        "steps": Handle("steps of L-BFGS", "d", runs, 3),
        "beta": Handle("momentum", "g", with_methods(PAGE, betas), BETAS[0]),
        "mean": Handle("mean of x, in standard deviations", "g", means, SHIFTS[0]),
    }


HANDLES = _handles()


def page(data: Data) -> Settings:
    """Momentum, and gradient descent under it."""
    return PAGE


def chebyshev(data: Data) -> Settings:
    """Chebyshev's method, and momentum under it."""
    other = {"optimizer": PAGE["optimizer"]}
    return settings(NAME, best_chebyshev(PROBLEM), epochs=FEW, compare=other)


def searching(data: Data) -> Settings:
    """L-BFGS, and momentum under it."""
    other = {"optimizer": PAGE["optimizer"]}
    return settings(NAME, LBFGS(), epochs=FEW, compare=other)
