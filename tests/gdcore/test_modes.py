"""Eigen-directions, the minimizer and the eigenvalues of a line, each by hand.

The one rule: a matrix with known eigenvalues is built, not decomposed a second time.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.datasets import TEACHING
from gdcore.problems import LeastAbsolute, LeastSquares, Quadratic, Rosenbrock, line_fit
from gdcore.spectral import eigen_errors, line_eigenvalues, minimizer, spectrum
from gdcore.spectral.modes import Spectrum
from tests.problems_for_tests import PROPERTY, X_two, line, quadratics, x_line, y_line

TURN = np.array([[0.6, -0.8], [0.8, 0.6]])
BUILT = TURN @ np.diag([0.5, 8.0]) @ TURN.T


def test_eigenvalues_ascend_and_eigenvectors_are_columns():
    seen = spectrum(Quadratic(BUILT, [1.0, 2.0]))
    np.testing.assert_allclose(seen.eigenvalues, [0.5, 8.0], rtol=1e-14)
    assert (seen.lambda_min, seen.lambda_max) == pytest.approx((0.5, 8.0))
    assert seen.condition_number == pytest.approx(16)
    np.testing.assert_allclose(
        np.abs(seen.eigenvectors.T @ TURN), np.eye(2), atol=1e-14
    )
    assert all(
        isinstance(v, float)
        for v in (seen.lambda_min, seen.lambda_max, seen.condition_number)
    )


@pytest.mark.parametrize("name", quadratics())
def test_eigenvectors_are_the_hessians(name):
    problem = quadratics()[name]
    seen, H = spectrum(problem), problem.hess(np.zeros(problem.dim))
    V = seen.eigenvectors
    np.testing.assert_allclose(H @ V, V * seen.eigenvalues, atol=1e-11)
    np.testing.assert_allclose(V.T @ V, np.eye(problem.dim), atol=1e-13)


def test_a_direction_without_curvature_makes_the_condition_number_inf():
    for flat, expected in ((0.0, np.inf), (4e-16, 2.5e15), (1e-30, 1e30)):
        one = Spectrum(np.array([flat, 1.0]), np.eye(2))
        assert one.condition_number == pytest.approx(expected)
    for size in (2, 3):
        # Small because of its unit, or because it depends on the others to rounding.
        own = np.diag([4e-16, *np.ones(size - 1)])
        assert spectrum(Quadratic(own, np.ones(size))).condition_number < 3e15
        even = np.ones((size, size)) + np.diag([4e-16, *np.zeros(size - 1)])
        assert spectrum(Quadratic(even, np.ones(size))).condition_number == np.inf


def test_collinear_columns_are_flat_in_float32_too():
    for seed in range(8):
        draw = np.random.RandomState(seed)
        column = draw.rand(30)
        X = np.stack([column, column * draw.rand(), np.ones(30)], 1).astype(np.float32)
        X[:, 1] = 2 * X[:, 0]  # exactly
        seen = spectrum(LeastSquares(X, column.astype(np.float32)))
        assert seen.condition_number == np.inf
        assert seen.lambda_min >= 0


def test_rounding_below_zero_is_zero_but_a_saddle_is_refused():
    nearly = Quadratic([[1.0, 1.0], [1.0, 1.0]], [1.0, 1.0])
    assert spectrum(nearly).lambda_min >= 0
    with pytest.raises(
        ValueError, match=r"the Hessian has the eigenvalue -1.0\d*: no min"
    ):
        spectrum(Quadratic([[1.0, 2.0], [2.0, 1.0]], [1.0, 1.0]))
    with pytest.raises(ValueError, match=r"eigenvalue -1e-12: no minimum"):
        spectrum(Quadratic([[1.0, 0.0], [0.0, -1e-12]], [1.0, 1.0]))


@pytest.mark.parametrize("function", [spectrum, minimizer])
@pytest.mark.parametrize(
    "problem",
    [
        Rosenbrock(),
        LeastAbsolute(X_two, y_line),
        Quadratic(np.zeros((2, 2)), [1.0, 2.0]),
    ],
)
def test_no_constant_hessian_no_eigen_view(function, problem):
    says = f"{type(problem).__name__} has no constant, nonzero Hessian"
    with pytest.raises(ValueError, match=says):
        function(problem)


@pytest.mark.parametrize("name", quadratics())
def test_the_minimizer_has_no_gradient(name):
    problem = quadratics()[name]
    x_star = minimizer(problem)
    assert x_star.shape == (problem.dim,)
    np.testing.assert_allclose(problem.grad(x_star), 0, atol=1e-11)


def test_the_minimizer_with_l2_is_that_of_the_rows_that_stand_for_it():
    # sqrt(m l2) as extra rows: the ridge as plain least squares, but for the intercept.
    extra = np.sqrt(7 * 0.3) * np.array([[1.0, 0.0]])
    X, y = np.vstack([line().X, extra]), np.append(y_line, 0)
    expected = np.linalg.lstsq(X, y)[0]
    np.testing.assert_allclose(minimizer(line()), expected, rtol=1e-12)
    assert abs(minimizer(line())[0] - minimizer(line_fit(x_line, y_line))[0]) > 0.01


def test_where_there_are_many_minimizers_the_shortest_is_taken():
    X = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])
    y = np.array([1.0, 2.0, 4.0])
    expected = np.linalg.pinv(X) @ y
    np.testing.assert_allclose(minimizer(LeastSquares(X, y)), expected, rtol=1e-12)
    flat = Quadratic([[1.0, 1.0], [1.0, 1.0]], [2.0, 2.0])
    np.testing.assert_allclose(minimizer(flat), [1.0, 1.0], rtol=1e-12)


def test_least_squares_do_not_square_the_condition_number():
    # Hilbert-like columns, kappa(X) about 1e8: through X^T X nothing would be left.
    X = np.vander(np.linspace(1, 1.1, 12), 4)
    truth = np.array([1.0, -2.0, 3.0, 0.5])
    np.testing.assert_allclose(minimizer(LeastSquares(X, X @ truth)), truth, rtol=1e-6)


def test_the_minimizer_of_float32_data_is_computed_in_float64():
    X, y = X_two.astype(np.float32), y_line.astype(np.float32)
    expected = minimizer(LeastSquares(X.astype(np.float64), y.astype(np.float64)))
    got = minimizer(LeastSquares(X, y))
    assert got.dtype == np.float64
    np.testing.assert_allclose(got, expected, rtol=1e-12)


@PROPERTY
@given(st.lists(st.integers(1, 3), max_size=2), st.sampled_from(sorted(quadratics())))
def test_eigen_errors_add_up_to_the_excess(leading, name):
    problem = quadratics()[name]
    x = np.random.RandomState(6).randn(*leading, problem.dim)
    errors = eigen_errors(problem, x)
    assert errors.shape == x.shape
    seen = spectrum(problem)
    excess = (errors**2) @ seen.eigenvalues / 2
    least = problem.value(minimizer(problem))
    np.testing.assert_allclose(excess, problem.value(x) - least, rtol=1e-9, atol=1e-10)
    along = minimizer(problem) + errors @ seen.eigenvectors.T
    np.testing.assert_allclose(along, x, rtol=1e-10, atol=1e-10)


def test_eigen_errors_begin_with_the_flat_direction():
    problem = Quadratic(BUILT, BUILT @ [1.0, -2.0])
    np.testing.assert_allclose(minimizer(problem), [1.0, -2.0], rtol=1e-13)
    errors = eigen_errors(
        problem, np.array([1.0, -2.0]) + 3 * TURN[:, 0] - 5 * TURN[:, 1]
    )
    np.testing.assert_allclose(np.abs(errors), [3, 5], rtol=1e-12)


@pytest.mark.parametrize("name", TEACHING)
def test_a_lines_eigenvalues_follow_from_mean_and_variance(name):
    data = TEACHING[name]()
    seen = spectrum(line_fit(data.x, data.y))
    low, high = line_eigenvalues(data.x.mean(), data.x.var())
    assert low == pytest.approx(seen.lambda_min, rel=1e-10)
    assert high == pytest.approx(seen.lambda_max, rel=1e-12)


def test_a_lines_small_eigenvalue_does_not_cancel():
    # mean 1e6, variance 1: 4 v / lambda_max = 2 v / (1 + mean^2 + v) to 1e-12.
    low, high = line_eigenvalues(1e6, 1.0)
    assert low == pytest.approx(2 / (1e12 + 2), rel=1e-11)
    assert high == pytest.approx(2e12, rel=1e-11)
    assert line_eigenvalues(0.0, 1.0) == (2.0, 2.0)
    assert line_eigenvalues(0.0, 4.0) == pytest.approx((2.0, 8.0))


@pytest.mark.parametrize("variance", [0.0, -1.0, np.nan, np.inf])
def test_a_line_without_variance_is_refused(variance):
    says = f"variance must be finite and above zero, got {variance}"
    with pytest.raises(ValueError, match=says):
        line_eigenvalues(1.0, variance)


@pytest.mark.parametrize(("mean", "variance"), [(1e200, 1), (-1e80, 1), (0, 1e200)])
def test_a_line_beyond_float64_is_refused(mean, variance):
    with pytest.raises(ValueError, match=r"too large: .*; give x in other units"):
        line_eigenvalues(mean, variance)


def test_a_lines_eigenvalues_may_be_equal_but_for_rounding():
    low, high = line_eigenvalues(0.0, 1 + 2.3e-16)
    assert 2 - 1e-15 < low <= high < 2 + 1e-15


def test_the_minimizer_nearest_to_zero_is_that_of_the_units_given():
    flat = Quadratic([[4.0, 2.0], [2.0, 1.0]], [2.0, 1.0])
    np.testing.assert_allclose(minimizer(flat), [0.4, 0.2], rtol=1e-14)


class WithoutHessian:
    dim, dtype = 2, np.dtype(np.float64)

    def value(self, x):
        return (x * x).sum(-1)

    def grad(self, x):
        return 2 * x


@pytest.mark.parametrize("question", [spectrum, minimizer])
def test_a_problem_without_a_hessian_is_refused_by_what_it_lacks(question):
    with pytest.raises(ValueError, match="problem must be a quadratic with a Hessian"):
        question(WithoutHessian())


@pytest.mark.parametrize("question", [spectrum, minimizer])
def test_columns_of_zeros_have_no_curvature_to_speak_of(question):
    with pytest.raises(ValueError, match="X is all zeros"):
        question(LeastSquares(np.zeros((3, 2)), np.ones(3)))
