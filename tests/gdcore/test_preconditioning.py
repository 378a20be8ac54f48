"""Changes of variables: the same path in both systems, and the way back.

The one rule: a preconditioned run is taken once in z and once, by hand, in x.
"""

import copy
import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.datasets import TEACHING, intercept_thread, two_variable_thread
from gdcore.optimizers import ConjugateGradient, GradientDescent, Momentum
from gdcore.preconditioning import (
    ChangeOfVariables,
    Transformed,
    approximate,
    center,
    diagonal,
    jacobi,
    standardize,
    whiten,
)
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Quadratic,
    Rosenbrock,
    line_fit,
    numerical_grad,
)
from gdcore.runs import run
from gdcore.spectral import minimizer, spectrum
from tests.problems_for_tests import PROPERTY, A, X_two, b, in_float32, x_line, y_line

M = np.array([[2.0, 0.3, 0.0], [-0.4, 1.0, 0.2], [0.1, 0.0, 0.5]])
c = np.array([1.0, -2.0, 0.5])
CHANGE = ChangeOfVariables(M, c)
PROBLEM = LeastSquares(X_two, y_line)
Z0 = np.array([0.2, -0.5, 1.0])


def changes():
    """Every way to make one, for PROBLEM."""
    return {
        "any": CHANGE,
        "center": center(PROBLEM),
        "standardize": standardize(PROBLEM),
        "jacobi": jacobi(PROBLEM),
        "whiten": whiten(PROBLEM),
        "diagonal": diagonal([0.1, 0.4, 0.2]),
        "approximate": approximate(M),
    }


@PROPERTY
@given(st.lists(st.integers(1, 3), max_size=2), st.sampled_from(sorted(changes())))
def test_there_and_back_is_where_it_was(leading, name):
    change = changes()[name]
    x = np.random.RandomState(7).randn(*leading, 3)
    assert change.to(x).shape == change.back(x).shape == x.shape
    np.testing.assert_allclose(change.back(change.to(x)), x, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(change.to(change.back(x)), x, rtol=1e-10, atol=1e-10)


def test_back_is_m_z_plus_c():
    np.testing.assert_allclose(CHANGE.back(Z0), M @ Z0 + c, rtol=1e-14)
    np.testing.assert_allclose(CHANGE.to(c), 0, atol=1e-15)


@pytest.mark.parametrize("name", changes())
def test_a_transformed_loss_is_the_same_loss(name):
    change = changes()[name]
    seen, x = Transformed(PROBLEM, change), change.back(Z0)
    assert (seen.dim, seen.dtype) == (3, np.float64)
    assert seen.value(Z0) == pytest.approx(float(PROBLEM.value(x)), rel=1e-13)
    differences = numerical_grad(seen.value, Z0)
    np.testing.assert_allclose(seen.grad(Z0), differences, rtol=1e-6, atol=1e-6)
    expected = change.M.T @ PROBLEM.hess(x) @ change.M
    np.testing.assert_allclose(seen.hess(Z0), expected, rtol=1e-12, atol=1e-12)


def test_a_transformed_loss_broadcasts_where_the_hessian_moves_too():
    change = ChangeOfVariables([[2.0, 0.3], [-0.4, 1.0]], [0.5, 0.1])
    seen = Transformed(Rosenbrock(), change)
    z = np.random.RandomState(8).randn(2, 4, 2)
    assert seen.value(z).shape == (2, 4)
    assert seen.grad(z).shape == (2, 4, 2)
    for place in np.ndindex(2, 4):
        np.testing.assert_allclose(seen.hess(z)[place], seen.hess(z[place]), rtol=1e-12)
        np.testing.assert_allclose(
            seen.grad(z)[place],
            numerical_grad(seen.value, z[place]),
            rtol=1e-5,
            atol=1e-5,
        )


@pytest.mark.parametrize("name", changes())
def test_descent_in_z_is_preconditioned_descent_in_x(name):
    change = changes()[name]
    seen = Transformed(PROBLEM, change)
    eta = 1 / spectrum(seen).lambda_max
    path = change.back(run(seen, GradientDescent(eta), Z0, max_steps=25).x)
    P, x = change.M @ change.M.T, change.back(Z0)
    for row in path:
        np.testing.assert_allclose(row, x, rtol=1e-9, atol=1e-9)
        x = x - eta * P @ PROBLEM.grad(x)


def test_two_rates_with_momentum_are_a_diagonal_preconditioner():
    rates, x0 = np.array([0.02, 0.3, 0.1]), np.array([1.0, 2.0, -1.0])
    change = diagonal(rates)
    z0 = change.to(x0)
    in_x = run(PROBLEM, Momentum(rates, 0.6), x0, max_steps=30).x
    in_z = run(Transformed(PROBLEM, change), Momentum(1.0, 0.6), z0, max_steps=30).x
    np.testing.assert_allclose(change.back(in_z), in_x, rtol=1e-10, atol=1e-10)


def test_the_same_path_in_raw_centered_and_standardized_coordinates():
    # Conjugate gradients end at the same line wherever they are run.
    for change in (center(PROBLEM), standardize(PROBLEM)):
        path = run(Transformed(PROBLEM, change), ConjugateGradient(), Z0, max_steps=4)
        np.testing.assert_allclose(
            change.back(path.x[-1]), minimizer(PROBLEM), atol=1e-9
        )


@pytest.mark.parametrize("name", TEACHING)
def test_a_standardized_line_is_a_bowl_of_curvature_two(name):
    data = TEACHING[name]()
    fit = line_fit(data.x, data.y)
    change = standardize(fit)
    seen = Transformed(fit, change)
    np.testing.assert_allclose(seen.hess(Z0[:2]), 2 * np.eye(2), atol=1e-10)
    one = run(seen, GradientDescent(0.5), [3.0, -1.0], max_steps=1)
    np.testing.assert_allclose(change.back(one.x[-1]), minimizer(fit), rtol=1e-9)


def test_standardizing_is_what_dividing_the_columns_does():
    change = standardize(line_fit(x_line, y_line))
    mean, sd = x_line.mean(), x_line.std()
    np.testing.assert_allclose(change.M, [[1 / sd, 0], [-mean / sd, 1]], rtol=1e-13)
    np.testing.assert_array_equal(change.c, [0, 0])
    z = np.array([2.0, 3.0])
    w, intercept = change.back(z)
    np.testing.assert_allclose(
        w * x_line + intercept, z[0] * (x_line - mean) / sd + z[1], rtol=1e-12
    )
    assert w == pytest.approx(2 / sd)
    assert intercept == pytest.approx(3 - 2 * mean / sd)


def test_centering_leaves_the_scale_and_frees_the_intercept():
    fit = line_fit(x_line, y_line)
    change = center(fit)
    np.testing.assert_allclose(change.M, [[1, 0], [-x_line.mean(), 1]], rtol=1e-13)
    H = Transformed(fit, change).hess(Z0[:2])
    np.testing.assert_allclose(H, 2 * np.diag([x_line.var(), 1]), atol=1e-12)


def test_the_column_of_ones_may_stand_anywhere():
    X = np.stack([np.ones(7), x_line, x_line**2], axis=1)
    problem = LeastAbsolute(X, y_line)
    change, z = standardize(problem), np.array([1.0, 2.0, 3.0])
    scaled = (X[:, 1:] - X[:, 1:].mean(0)) / X[:, 1:].std(0)
    expected = 1.0 + scaled @ [2.0, 3.0]
    np.testing.assert_allclose(X @ change.back(z), expected, rtol=1e-10)
    shifted = X[:, 1:] - X[:, 1:].mean(0)
    centered = X @ center(problem).back(z)
    np.testing.assert_allclose(centered, 1.0 + shifted @ [2.0, 3.0], rtol=1e-10)


def test_jacobi_puts_ones_on_the_diagonal():
    for problem in (PROBLEM, Quadratic(A, b), line_fit(x_line, y_line, l2=0.3)):
        H = Transformed(problem, jacobi(problem)).hess(np.zeros(problem.dim))
        np.testing.assert_allclose(np.diag(H), 1, rtol=1e-12)
        assert np.abs(H - np.diag(np.diag(H))).max() > 0.05


@pytest.mark.parametrize("name", TEACHING)
def test_jacobi_on_a_raw_line_leaves_the_correlation(name):
    data = TEACHING[name]()
    fit = line_fit(data.x, data.y)
    r = data.x.mean() / np.sqrt(np.mean(data.x**2))
    seen = spectrum(Transformed(fit, jacobi(fit)))
    assert seen.condition_number == pytest.approx((1 + r) / (1 - r), rel=1e-9)


def test_whitening_makes_every_curvature_one():
    for problem in (PROBLEM, Quadratic(A, b), line_fit(x_line, y_line, l2=0.3)):
        change = whiten(problem)
        H = Transformed(problem, change).hess(np.zeros(problem.dim))
        np.testing.assert_allclose(H, np.eye(problem.dim), atol=1e-11)
        one = run(Transformed(problem, change), GradientDescent(1.0), H[0], max_steps=1)
        np.testing.assert_allclose(
            change.back(one.x[-1]), minimizer(problem), rtol=1e-8, atol=1e-9
        )


def test_the_nearer_b_is_to_a_the_rounder_the_valley():
    # kappa is that of (A B^-1)^T A B^-1, and 1 for B = A.
    thread = two_variable_thread()
    problem = LeastSquares(thread.A, thread.b, "sum")
    last = spectrum(problem).condition_number
    for off in (0.3, 0.03, 0.003, 0.0):
        B = thread.A * (1 + off * np.array([[1, -1], [-1, 1]]))
        ratio = thread.A @ np.linalg.inv(B)
        kappa = spectrum(Transformed(problem, approximate(B))).condition_number
        assert kappa == pytest.approx(np.linalg.cond(ratio) ** 2, rel=1e-6)
        assert kappa < last
        last = kappa
    assert last == pytest.approx(1, abs=1e-6)


def test_the_intercept_is_learnt_at_once_where_x_is_standardized():
    data = intercept_thread()
    fit = line_fit(data.x, data.y)
    raw = run(fit, GradientDescent(1e-4), [0.0, 0.0], max_steps=100).x[-1]
    change = standardize(fit)
    seen = Transformed(fit, change)
    scaled = run(seen, GradientDescent(0.4), [0.0, 0.0], max_steps=100).x[-1]
    best = minimizer(fit)
    assert abs(raw[1] - best[1]) > 0.5 * abs(best[1])
    np.testing.assert_allclose(change.back(scaled), best, rtol=1e-9)


def test_precision_follows_the_original_problem():
    problem = in_float32()
    for change in (standardize(problem), jacobi(problem), whiten(problem)):
        seen = Transformed(problem, change)
        z = np.float32([0.1, 0.2])
        assert seen.dtype == np.float32
        assert seen.grad(z).dtype == seen.value(z).dtype == np.float32
        assert seen.change.M.dtype == seen.change.c.dtype == np.float32
    path = run(Transformed(problem, standardize(problem)), GradientDescent(0.1), [0, 0])
    assert path.x.dtype == np.float32


ONE = np.ones(7)


@pytest.mark.parametrize(
    ("attempt", "says"),
    [
        (lambda: ChangeOfVariables(M[:2], c), r"M \(2, 3\) and c \(3,\) do not fit"),
        (lambda: ChangeOfVariables(M, c[:2]), r"M \(3, 3\) and c \(2,\) do not fit"),
        (
            lambda: ChangeOfVariables(np.ones((2, 2)), [0, 0]),
            "M is singular: there is no",
        ),
        (lambda: ChangeOfVariables([[np.nan]], [0.0]), r"M\[0, 0\] is nan"),
        (lambda: Transformed(Rosenbrock(), CHANGE), "3 variables for 2 parameters"),
        (
            lambda: center(LeastSquares(X_two[:, :2], y_line)),
            "X has no column of ones: without an intercept",
        ),
        (
            lambda: standardize(LeastAbsolute(X_two[:, :2], y_line)),
            "X has no column of ones: without an intercept",
        ),
        (
            lambda: standardize(LeastSquares(np.stack([x_line, ONE, ONE], 1), y_line)),
            "column 1 of X is constant",
        ),
        (
            lambda: standardize(LeastSquares(np.stack([0.1 * ONE, ONE], 1), y_line)),
            "column 0 of X is constant",
        ),
        (
            lambda: jacobi(LeastSquares(np.stack([x_line, 0 * ONE], 1), y_line)),
            "parameter 1 has no curvature",
        ),
        (
            lambda: whiten(LeastSquares(np.stack([x_line, 2 * x_line], 1), y_line)),
            "a direction has no curvature: it cannot be scaled to 1",
        ),
        (lambda: approximate(np.ones((2, 2))), r"B \(2, 2\) must be square and invert"),
        (lambda: approximate(np.ones((2, 3))), r"B \(2, 3\) must be square and invert"),
        (lambda: approximate([[np.inf]]), r"B\[0, 0\] is inf"),
        (lambda: diagonal([0.1, 0.0]), "learning_rate must be finite and above zero"),
        (lambda: diagonal([0.1, -1.0]), "learning_rate must be finite and above zero"),
        (lambda: diagonal(0.1), "learning_rate must have 1 axes"),
        (lambda: whiten(Rosenbrock()), "Rosenbrock has no constant, nonzero Hessian"),
        (lambda: jacobi(Rosenbrock()), "Rosenbrock has no constant, nonzero Hessian"),
    ],
)
def test_what_has_no_way_back_is_refused(attempt, says):
    with pytest.raises(ValueError, match=says):
        attempt()


def test_a_triangle_of_ones_is_never_singular():
    for far in (1e9, 1e17, 1e-17, 1e150):
        for M in ([[1.0, 0.0], [-far, 1.0]], [[1.0, far], [0.0, 1.0]]):
            change = ChangeOfVariables(M, [0.0, 0.0])
            z = np.array([1.0, 2.0])
            x = change.back(z)
            error = np.abs(change.to(x) - z) / (1 + np.abs(np.array(M) @ z))
            assert error.max() <= 1e-15
    ChangeOfVariables([[1, 0, 0], [0, 1, 0], [-1e12, -3e-12, 1]], np.zeros(3))
    ChangeOfVariables(np.diag([1e-200, 1.0, 1e200]), np.zeros(3))
    for M in (np.outer([1e9, 1], [1, 1e-9]), [[0.0, 0.0], [0.0, 1.0]]):
        with pytest.raises(ValueError, match="M is singular"):
            ChangeOfVariables(M, [0.0, 0.0])


@pytest.mark.parametrize(
    "x",
    [
        np.linspace(1e7, 1e9, 50),
        1.7e9 + 60.0 * np.arange(60),
        1e12 + np.arange(9),
        1.7e9 + np.arange(30_000) / 1024,
    ],
)
def test_moments_of_data_far_from_zero_keep_their_digits(x):
    rows = [Fraction(value) for value in x.tolist()]
    mean = sum(rows) / len(rows)
    variance = float(sum((value - mean) ** 2 for value in rows) / len(rows))
    fit = line_fit(x, np.sin(x))
    shift, scaled = center(fit).M, standardize(fit).M
    np.testing.assert_array_equal(shift, [[1, 0], [-float(mean), 1]])
    assert scaled[0, 0] == pytest.approx(variance**-0.5, rel=1e-14)
    H = Transformed(fit, standardize(fit)).hess(np.zeros(2))
    np.testing.assert_allclose(H, 2 * np.eye(2), atol=1e-4 * x.mean() / 1e12 + 1e-9)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_hessian_in_new_variables_is_that_of_the_loss(reduction):
    problem = line_fit(x_line, y_line, reduction=reduction)
    n = 1 if reduction == "mean" else len(x_line)
    H = Transformed(problem, standardize(problem)).hess(np.zeros(2))
    np.testing.assert_allclose(H, 2 * n * np.eye(2), atol=1e-12)


def test_the_arrays_of_a_change_and_of_its_copies_cannot_be_changed():
    source = M.copy()
    change = ChangeOfVariables(source, c)
    source[0, 0] = 7
    assert change.M[0, 0] == M[0, 0]
    seen = Transformed(PROBLEM, change)
    seen.hess(Z0)
    for made in (change, seen):
        for one in (
            copy.copy(made),
            copy.deepcopy(made),
            pickle.loads(pickle.dumps(made)),
        ):
            held = one.change if made is seen else one
            arrays = [held.M, held.c] + ([one.hess(Z0)] if made is seen else [])
            for array in (*arrays, change.M, change.c):
                with pytest.raises(ValueError, match="read-only"):
                    array[:] = 0


@pytest.mark.parametrize("unit", [1e-300, 1e-200, 1e-160, 1e150, 1e153])
def test_data_of_any_size_are_centered_and_standardized(unit):
    x = np.array([1.0, 2.0, 4.0])
    one, fit = (line_fit(u * x, x) for u in (1.0, unit))
    shift, plain = center(fit).M, center(one).M
    assert shift[1, 0] / unit == pytest.approx(plain[1, 0], rel=1e-13)
    scaled, plain = standardize(fit).M, standardize(one).M
    assert scaled[0, 0] * unit == pytest.approx(plain[0, 0], rel=1e-13)
    assert scaled[1] == pytest.approx(plain[1], rel=1e-13)
    bowl = spectrum(Transformed(fit, standardize(fit))).eigenvalues
    np.testing.assert_allclose(bowl, 2, rtol=1e-13)


def test_what_cannot_be_divided_by_is_refused_without_a_warning():
    x = np.array([1.0, 2.0, 4.0])
    for scale in (center, standardize):
        with pytest.raises(ValueError, match="the deviations of X overflow"):
            scale(line_fit(1e300 * x, x))
    with pytest.raises(ValueError, match="a deviation of X is too small to divide by"):
        standardize(line_fit(1e-310 * x, x))
    for unit in (1e-200, 1e-158):
        with pytest.raises(ValueError, match="parameter 0 has no curvature in float64"):
            jacobi(line_fit(unit * x, x))


def test_curvatures_may_be_further_apart_than_a_ratio_can_say():
    wide = Quadratic(np.diag([1e-200, 1e200]), [1.0, 1.0])
    assert spectrum(wide).condition_number == np.inf
    np.testing.assert_allclose(
        spectrum(Transformed(wide, whiten(wide))).eigenvalues, 1, rtol=1e-12
    )
