"""Data in units near the ends of the numbers: right, or refused in words.

The one rule: numpy warns of nothing, and no limit is 0, nan or inf.
"""

import re

import numpy as np
import pytest

from gdcore.optimizers import GradientDescent, Nesterov
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Quadratic,
    best_absolute_fit,
    line_fit,
)
from gdcore.spectral import (
    best_gradient_descent,
    best_momentum,
    best_nesterov,
    closed_form,
    learning_rate_limit,
    minimizer,
    rate,
    root_of_loss,
    spectrum,
    steps_until,
)

x = np.array([1.0, 2.0, 3.0, 4.0])
y = np.array([1.0, 3.0, 5.0, 6.0])
LINE = line_fit(x, y)
SMALL, LARGE = LeastSquares(1e-160 * x[:, None], y), LeastSquares(1e160 * x[:, None], y)
UNEVEN = line_fit(1e-160 * x, y)


@pytest.mark.parametrize(
    ("ask", "problem", "says"),
    [
        (learning_rate_limit, LARGE, "is inf, beyond float64: give the data in other"),
        (learning_rate_limit, SMALL, "e-319, beyond float64: give the data in other"),
        (learning_rate_limit, Quadratic([[1e-310]], [1.0]), "the limit is beyond floa"),
        (spectrum, UNEVEN, "an eigenvalue of the problem, LeastSquares, is below 2.2"),
        (spectrum, line_fit(1e-200 * x, y), "give the columns of X in other units"),
        (
            lambda problem: closed_form(problem, GradientDescent(0.1), [0, 0], 1),
            line_fit(1e-200 * x, y),
            "give the columns of X in other units",
        ),
        (minimizer, line_fit(1e-200 * x, 1e200 * y), "parameter 0 is beyond float64"),
        (minimizer, Quadratic([[1e-200]], [1e200]), "parameter 0 is beyond float64"),
        (best_momentum, Quadratic(np.diag([1e-200, 1e200]), [1, 1]), "too far apart"),
        (best_nesterov, Quadratic(np.diag([1, 1.7e308]), [1, 1]), "too large or too f"),
        (
            best_absolute_fit,
            LeastAbsolute(1e-200 * x[:, None], 1e200 * y),
            "the fit is beyond float64",
        ),
    ],
)
def test_what_float64_cannot_hold_is_refused(ask, problem, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        ask(problem)


def test_a_limit_stands_where_only_small_curvatures_are_lost():
    assert learning_rate_limit(UNEVEN) == pytest.approx(1)
    assert learning_rate_limit(LeastSquares(1e150 * x[:, None], y)) == pytest.approx(
        2 / 15e300
    )


def test_columns_that_depend_on_each_other_are_no_small_curvature():
    flat = LeastSquares(np.stack([x, 2 * x], axis=1), y)
    assert spectrum(flat).lambda_min == 0
    with pytest.raises(ValueError, match="direction without curvature"):
        best_gradient_descent(flat)


@pytest.mark.parametrize("unit", [1e-300, 1e-160, 1e160, 1e300])
@pytest.mark.parametrize("measure", [{}, {"measure": root_of_loss(LINE)}])
def test_steps_do_not_hang_on_the_unit_of_the_target(unit, measure):
    method = best_gradient_descent(LINE)
    scaled = line_fit(x, unit * y)
    steps = steps_until(LINE, method, [0, 0], tolerance=0.01, **measure)
    assert steps > 50
    for problem, x0 in ((scaled, [0, 0]), (scaled, [unit, -unit])):
        near = line_fit(x, y)
        expected = steps_until(
            near, method, np.divide(x0, unit), tolerance=0.01, **measure
        )
        got = steps_until(problem, method, x0, tolerance=0.01, **measure)
        assert abs(got - expected) <= 1


def test_a_small_part_of_a_large_error_is_still_counted():
    even = Quadratic(np.diag([1.0, 0.5]), [0.0, 0.0])
    method, x0 = GradientDescent(1.0), [1e300, 1e-300]
    second = steps_until(even, method, x0, tolerance=0.1, measure=lambda e: e[:, 1])
    assert second == 4  # 2^-4 < 1/10
    assert steps_until(even, method, [1e-200, 0], tolerance=0.1) == 1


def test_a_start_beyond_the_numbers_is_refused():
    far = Quadratic([[1.0]], [-0.8e308])
    with pytest.raises(ValueError, match="x0 is too far from the minimizer"):
        steps_until(far, GradientDescent(0.5), [1.2e308], tolerance=0.1)


def test_a_rate_whose_square_overflows_is_that_of_its_formula():
    steep = Quadratic([[1e200]], [1.0])
    # z^2 - (1 + beta)(1 - nu) z + beta (1 - nu) has a root of about -(1 + beta) nu.
    assert rate(steep, Nesterov(0.1, 0.5)) == pytest.approx(1.5e199)
    path = closed_form(steep, GradientDescent(1e300), [1.0], [0, 5])
    assert path[0] == 1
    assert not np.isfinite(path[1])


@pytest.mark.parametrize("unit", [1e-300, 1e300, 2e307])
def test_absolute_errors_are_fitted_in_any_unit(unit):
    X = np.stack([x, np.ones(4)], axis=1)
    plain = best_absolute_fit(LeastAbsolute(X, y))
    fit = best_absolute_fit(LeastAbsolute(X, unit * y))
    np.testing.assert_allclose(fit / unit, plain, rtol=1e-12)


def test_a_matrix_is_symmetrized_without_an_overflow():
    even = Quadratic(np.diag([1.7e308, 1.0]), [1.0, 1.0])
    np.testing.assert_array_equal(even.A, np.diag([1.7e308, 1.0]))
    with pytest.raises(ValueError, match="A is not symmetric"):
        Quadratic([[1.0, 1.7e308], [-1.7e308, 1.0]], [1.0, 1.0])


def test_a_ridge_that_the_data_cannot_hold_is_refused():
    single = x.astype(np.float32), y.astype(np.float32)
    line_fit(*single, l2=1e37)
    for data, l2 in ((single, 1e39), ((x, y), 1.7e308)):
        with pytest.raises(ValueError, match=r"l2 is .*, too large for data in float"):
            line_fit(*data, l2=l2)
