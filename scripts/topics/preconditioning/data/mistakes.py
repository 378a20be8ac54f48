"""What people get wrong about scaling, with the wrong thing done.

The one rule: right and wrong run on the same points.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import product
from gdcore.datasets import clean
from gdcore.preconditioning import Transformed, standardize, whiten
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import minimizer, spectrum
from gdcore.validation import Array


@dataclass(frozen=True)
class Mistakes:
    """What the wrong thing does, beside the right one."""

    condition_y_standardized: float
    condition_torch_sd: float  # x divided by the deviation with n - 1
    fit_gap: float  # of the fitted lines in raw and in standardized x
    ridge_slope_raw: float
    ridge_slope_standardized: float  # mapped back
    parabola_correlation: float  # of the features x and x^2
    parabola_raw: float  # condition numbers with these features
    parabola_standardized: float
    parabola_whitened: float
    test_error: float
    test_error_own_scale: float


def mistakes(problem: LeastSquares) -> Mistakes:
    """What people get wrong, with the wrong thing done."""
    x, y = problem.X[:, 0], problem.y
    z = (x - x.mean()) / x.std()
    scaled_y = line_fit(x, (y - y.mean()) / y.std())
    torch_sd = line_fit((x - x.mean()) / x.std(ddof=1), y)
    ridge, scaled_ridge = line_fit(x, y, l2=1.0), line_fit(z, y, l2=1.0)
    curve = np.stack([x, x**2, np.ones_like(x)], axis=1)
    parabola = LeastSquares(curve, y)
    standard = Transformed(parabola, standardize(parabola))
    white = Transformed(parabola, whiten(parabola))
    test_error, test_error_own_scale = _test_errors()
    return Mistakes(
        condition_y_standardized=spectrum(scaled_y).condition_number,
        condition_torch_sd=spectrum(torch_sd).condition_number,
        fit_gap=float(np.abs(_fitted(problem) - _fitted(line_fit(z, y))).max()),
        ridge_slope_raw=float(minimizer(ridge)[0]),
        ridge_slope_standardized=float(minimizer(scaled_ridge)[0] / x.std()),
        parabola_correlation=float(np.corrcoef(x, x**2)[0, 1]),
        parabola_raw=spectrum(parabola).condition_number,
        parabola_standardized=spectrum(standard).condition_number,
        parabola_whitened=spectrum(white).condition_number,
        test_error=test_error,
        test_error_own_scale=test_error_own_scale,
    )


def _fitted(problem: LeastSquares) -> Array:
    return product(minimizer(problem), problem.X.T)


def _test_errors() -> tuple[float, float]:
    """Root mean square error on new points with large x, scaled rightly and wrongly."""
    data = clean()
    train = np.arange(len(data.x)) % 2 == 0
    test = ~train & (data.x > 30)
    x, y, new = data.x[train], data.y[train], data.x[test]
    u, c = minimizer(line_fit((x - x.mean()) / x.std(), y))

    def error(mean: float, sd: float) -> float:
        miss = u * (new - mean) / sd + c - data.y[test]
        return float(np.sqrt(np.mean(miss**2)))

    return error(x.mean(), x.std()), error(new.mean(), new.std())
