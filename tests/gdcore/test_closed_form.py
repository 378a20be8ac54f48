"""Where a linear method will be, against where it went.

The one rule: every iterate of 200 steps is compared, to 1e-12 absolute.
"""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.optimizers import (
    LBFGS,
    Adam,
    Chebyshev,
    GradientDescent,
    Momentum,
    Nesterov,
)
from gdcore.problems import LeastAbsolute, LeastSquares, Quadratic, Rosenbrock
from gdcore.runs import iterate, run
from gdcore.spectral import (
    closed_form,
    closed_form_excess,
    learning_rate_limit,
    minimizer,
)
from tests.problems_for_tests import PROPERTY, A, X_two, b, quadratics, y_line

START = (0.9, -0.7, 1.3)


def methods(problem):
    """Each linear method twice, with one rate and with one per parameter."""
    limit = learning_rate_limit(problem)
    rates = 0.45 * limit * np.array([1.0, 0.4, 0.7])[: problem.dim]
    return {
        "descent": GradientDescent(0.8 * limit),
        "descent_rates": GradientDescent(rates),
        "momentum": Momentum(0.3 * limit, 0.7),
        "momentum_rates": Momentum(rates, 0.6),
        "momentum_overdamped": Momentum(0.02 * limit, 0.05),
        "nesterov": Nesterov(0.3 * limit, 0.7),
        "nesterov_rates": Nesterov(rates, 0.6),
        "chebyshev": Chebyshev(0.1 / limit, 2.1 / limit),
        "chebyshev_too_narrow": Chebyshev(0.5 / limit, 1.7 / limit),
    }


CASES = [
    (problem, method)
    for problem in quadratics()
    for method in methods(quadratics()["line"])
    if not (method == "chebyshev_too_narrow" and problem != "quadratic")
]


@pytest.mark.parametrize(("problem", "method"), CASES)
def test_every_iterate_of_200_steps(problem, method):
    problem = quadratics()[problem]
    chosen, x0 = methods(problem)[method], np.array(START[: problem.dim])
    # One that diverges is compared while an absolute error still has a meaning.
    steps = np.arange(12 if method == "chebyshev_too_narrow" else 201)
    states = itertools.islice(iterate(problem, chosen, x0), len(steps))
    exact = closed_form(problem, chosen, x0, steps)
    np.testing.assert_allclose([s.x for s in states], exact, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("problem", "method"), CASES)
def test_step_0_is_the_start_to_the_last_bit(problem, method):
    problem = quadratics()[problem]
    chosen, x0 = methods(problem)[method], np.array(START[: problem.dim]) / 3
    assert closed_form(problem, chosen, x0, 0).tolist() == x0.tolist()
    assert closed_form(problem, chosen, x0, [1, 0])[1].tolist() == x0.tolist()


@pytest.mark.parametrize("method", methods(quadratics()["quadratic"]))
def test_a_single_step_is_a_point_and_many_keep_their_order(method):
    problem = Quadratic(A, b)
    chosen = methods(problem)[method]
    many = closed_form(problem, chosen, START, [5, 0, 3])
    assert many.shape == (3, 3)
    np.testing.assert_allclose(many[1], START, rtol=1e-14)
    single = closed_form(problem, chosen, START, 5)
    assert single.shape == (3,)
    np.testing.assert_allclose(single, many[0], rtol=1e-14)
    assert closed_form_excess(problem, chosen, START, [5, 0, 3]).shape == (3,)
    assert closed_form_excess(problem, chosen, START, 5).shape == ()


@pytest.mark.parametrize("method", methods(quadratics()["quadratic"]))
def test_the_excess_is_the_loss_above_its_minimum(method):
    problem = Quadratic(A, b)
    chosen, steps = methods(problem)[method], np.arange(12)
    least = problem.value(np.linalg.solve(A, b))
    values = problem.value(closed_form(problem, chosen, START, steps))
    excess = closed_form_excess(problem, chosen, START, steps)
    np.testing.assert_allclose(excess, values - least, rtol=1e-9, atol=1e-13)


def test_the_excess_does_not_cancel():
    # In exact rational arithmetic, with a minimum f* so large that f - f* is rounding.
    pairs = ((2, Fraction(3)), (Fraction(1, 2), Fraction(5)))
    exact = sum(h * (x * (1 - h / Fraction(4)) ** 50) ** 2 / 2 for h, x in pairs)
    problem = Quadratic(np.diag([2.0, 0.5]), np.array([2e3, 1e3]))
    shifted = minimizer(problem) + np.array([3.0, 5.0])
    got = closed_form_excess(problem, GradientDescent(0.25), shifted, 50)
    assert float(got) == pytest.approx(float(exact), rel=1e-9)


def test_a_billion_steps_cost_nothing():
    # rate 1 - 1e-9: after 10^9 steps 1/e of the error is left.
    problem = Quadratic([[1e-9, 0.0], [0.0, 1.0]], [0.0, 0.0])
    got = closed_form(problem, GradientDescent(1.0), [1.0, 1.0], 10**9)
    np.testing.assert_allclose(got, [np.exp(-1), 0], rtol=1e-6, atol=1e-12)
    ball = closed_form(problem, Momentum(1.0, 0.5), [1.0, 1.0], 10**9)
    np.testing.assert_allclose(ball[0], np.exp(-2), rtol=1e-6)


@PROPERTY
@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.01, 0.99))
def test_momentum_powers_are_those_of_numpy(k, other, beta):
    problem = Quadratic([[0.8]], [0.0])
    M = np.array([[1 - 0.8 * 0.9, -beta], [0.8 * 0.9, beta]])
    N = np.array([[1 - (1 + beta) * 0.72, -(beta**2)], [0.72, beta]])
    for matrix, method in ((M, Momentum(0.9, beta)), (N, Nesterov(0.9, beta))):
        got = closed_form(problem, method, [1.0], [k, other])[:, 0]
        expected = [np.linalg.matrix_power(matrix, n)[0, 0] for n in (k, other)]
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-12)


def test_a_flat_direction_stays_where_it_was():
    X = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])  # columns depend on each other
    problem = LeastSquares(X, np.array([1.0, 2.0, 4.0]))
    x0 = np.array([1.0, -3.0])
    for method in (GradientDescent(0.02), Momentum(0.01, 0.5), Nesterov(0.01, 0.5)):
        path = run(problem, method, x0, max_steps=80)
        exact = closed_form(problem, method, x0, path.k)
        np.testing.assert_allclose(path.x, exact, rtol=0, atol=1e-12)
        assert float((path.x[-1] - x0) @ [2, -1]) == pytest.approx(0, abs=1e-12)


def test_a_flat_direction_stays_however_many_steps_are_asked_for():
    # Rounding makes some of these eigenvalues negative: they would grow without end.
    for seed in range(8):
        v = np.random.RandomState(seed).randn(3)
        problem = Quadratic(np.outer(v, v), v)
        for method in (GradientDescent(1.9 / (v @ v)), Momentum(1.9 / (v @ v), 0.5)):
            assert np.isfinite(closed_form(problem, method, START, 2**62)).all()


@pytest.mark.parametrize("kind", [GradientDescent, Momentum, Nesterov])
def test_an_overflow_is_not_finite_and_its_excess_inf(kind):
    problem = Quadratic(A, b)
    method = kind(10.0)
    exact = closed_form(problem, method, START, [1, 1000, 10**6, 2**40])
    assert np.isfinite(exact[0]).all()
    assert not np.isfinite(exact[1:]).any()
    excess = closed_form_excess(problem, method, START, [1, 1000, 10**6, 2**40])
    assert np.isfinite(excess[0])
    assert np.all(excess[1:] == np.inf)


def test_a_mode_that_x0_does_not_excite_never_grows():
    problem = Quadratic(np.diag([1.0, 4.0]), [0.0, 0.0])  # the second one diverges
    for kind in (GradientDescent, Momentum, Nesterov):
        excess = closed_form_excess(problem, kind(0.7), [1.0, 0.0], [0, 10, 5000])
        assert excess[0] == 0.5
        assert np.isfinite(excess).all()
    assert closed_form_excess(problem, GradientDescent(1.0), [1.0, 0.0], 10) == 0


def test_chebyshev_far_outside_its_bounds_grows_without_overflowing_early():
    problem = Quadratic(np.diag([1.0, 3.0]), [0.3, -0.6])
    x0, method = np.array([1.0, 1.0]), Chebyshev(0.5, 1.0)
    path = run(problem, method, x0, max_steps=60)
    exact = closed_form(problem, method, x0, path.k)
    assert np.abs(path.x).max() > 1e20
    np.testing.assert_allclose(path.x, exact, rtol=1e-9, atol=1e-9)


def test_float32_data_are_computed_with_in_float64():
    X = X_two.astype(np.float32)
    narrow = LeastSquares(X, y_line.astype(np.float32))
    wide = LeastSquares(X.astype(np.float64), y_line.astype(np.float32))
    method = GradientDescent(0.01)
    got = closed_form(narrow, method, START, [0, 10, 10_000])
    np.testing.assert_allclose(got, closed_form(wide, method, START, [0, 10, 10_000]))
    assert got.dtype == np.float64


PROBLEM = Quadratic(A, b)


@pytest.mark.parametrize("function", [closed_form, closed_form_excess])
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            (PROBLEM, Adam(), START, 3),
            "Adam has no rate that theory predicts",
        ),
        (
            (PROBLEM, LBFGS(), START, 3),
            "LBFGS has no rate that theory predicts",
        ),
        (
            (Rosenbrock(), GradientDescent(0.1), (0.0, 0.0), 3),
            "Rosenbrock has no constant, nonzero Hessian",
        ),
        (
            (LeastAbsolute(X_two, y_line), GradientDescent(0.1), START, 3),
            "LeastAbsolute has no constant, nonzero Hessian",
        ),
        ((PROBLEM, GradientDescent(0.1), START, -1), "whole numbers from 0, got -1"),
        ((PROBLEM, GradientDescent(0.1), START, [3, -1]), r"from 0, got \[3, -1\]"),
        ((PROBLEM, GradientDescent(0.1), START, 2.5), "whole numbers from 0, got 2.5"),
        (
            (PROBLEM, GradientDescent(0.1), [1.0], 3),
            "x0 has 1 of the prob",
        ),
        ((PROBLEM, GradientDescent(0.1), [1.0, np.nan, 0], 3), r"x0\[1\] is nan"),
        (
            (PROBLEM, GradientDescent(np.array([[0.1], [0.2]])), START, 3),
            r"learning_rate has shape \(2, 1\): the closed form takes one run at a",
        ),
        (
            (PROBLEM, Momentum(np.array([0.1, 0.2])), START, 3),
            r"learning_rate has shape \(2,\): .* or at \(3,\) rates",
        ),
    ],
)
def test_what_has_no_closed_form_is_refused(function, arguments, says):
    with pytest.raises(ValueError, match=says):
        function(*arguments)
