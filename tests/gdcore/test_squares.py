"""Factors of columns in any units: singular values, ranks, solutions, penalties.

The one rule: the right value is that of exact fractions of the rows.
"""

import numpy as np
import pytest

from gdcore.algebra import Squares, eigh, least_squares
from gdcore.optimizers import GradientDescent
from gdcore.preconditioning import whiten
from gdcore.problems import LeastSquares, Quadratic, line_fit
from gdcore.spectral import closed_form, minimizer, rate, spectrum, trusted_digits
from gdcore.spectral.closed_form import modes_of
from scripts.reference_problems import nist
from tests.gdcore import exact

EPS = float(np.finfo(float).eps)
MINUTES = 1.7e9 + 60 * np.arange(60)


def graded(seed: int) -> np.ndarray:
    """Rows of whole numbers, their columns in units from 2^-40 to 2^40."""
    draw = np.random.RandomState(seed)
    p = int(draw.randint(2, 6))
    n = int(p + draw.randint(1, 6))
    near = draw.randint(-50, 50, (n, p)) + draw.choice([0, 2000]) * np.ones((n, p))
    return np.ldexp(near, draw.randint(-40, 40, p))


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_graded_problems_are_those_of_exact_fractions(first):
    for seed in range(first, first + 20):
        X = graded(seed)
        y = np.random.RandomState(seed).randn(len(X))
        rows = nist.fractions(X)
        squares = Squares(X, y)
        assert squares.solution.rank == X.shape[1], seed
        right = nist.fit(rows, nist.fractions(y)[0])
        assert nist.digits(squares.solution.x, right) >= 14, seed
        values, vectors = squares.modes()
        scaled = np.linalg.cond(X / np.linalg.norm(X, axis=0))
        expected = 2 * np.array(exact.eigenvalues(rows))
        np.testing.assert_allclose(values, expected, rtol=40 * EPS * scaled)
        identity = np.eye(X.shape[1])
        np.testing.assert_allclose(vectors.T @ vectors, identity, atol=1e-14)


def test_a_matrix_keeps_its_small_eigenvalues_too():
    for seed in range(20):
        X = graded(seed) / 4096  # products of whole numbers, exact in float64
        H = X.T @ X
        if X.shape[1] == 2 or np.linalg.cond(X / np.linalg.norm(X, axis=0)) > 1e3:
            continue
        expected = exact.eigenvalues(nist.fractions(X))
        np.testing.assert_allclose(eigh(H)[0], expected, rtol=1e-9)
        assert spectrum(Quadratic(H, X[0])).lambda_min > 0
    tall = Quadratic(np.diag([1e-30, 1.0, 1e30]), [1e-30, 2.0, 3e30])
    assert spectrum(tall).condition_number == pytest.approx(1e60, rel=1e-12)
    np.testing.assert_allclose(minimizer(tall), [1, 2, 3], rtol=1e-14)
    close = np.array([[1.0, 0.5, 0.25], [0.5, 1.0, 0.5], [0.25, 0.5, 1.0]])
    unit = 2.0 ** np.array([-60, 0, 60])
    b = unit * [0.75, 1.0, 2.0]
    matrix = Quadratic(unit[:, None] * close * unit, b)
    right = nist.fit(nist.fractions(close), nist.fractions(b / unit)[0])
    assert nist.digits(minimizer(matrix) * unit, right) >= 15


def test_one_rank_rule_serves_spectrum_minimizer_and_whitening():
    x = np.arange(30.0)
    for eps in (0.0, 1e-15, 1e-11, 1e-6):
        X = np.stack([x, 2 * x + eps * np.cos(x) * 30, np.ones(30)], axis=1)
        problem = LeastSquares(X, np.sin(x))
        flat = not np.isfinite(spectrum(problem).condition_number)
        assert flat == (eps < 1e-14)
        assert (trusted_digits(problem) == 0) == flat
        assert (np.abs(minimizer(problem)).max() < 10) == flat
        if flat:
            assert minimizer(problem)[1] == pytest.approx(2 * minimizer(problem)[0])
            with pytest.raises(ValueError, match="a direction has no curvature"):
                whiten(problem)


def test_the_rank_changes_at_the_larger_of_n_and_p_times_the_precision():
    u, v = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, -1.0, 1.0, -1.0]]) / 2
    for least, expected in ((0.5, 1), (2.0, 2)):
        X = np.stack([u, u + 2 * least * 4 * EPS * v], axis=1)
        assert Squares(X, u).solution.rank == expected
        wide = np.stack([X[:, 0], X[:, 1], [1.0, 1.0, -1.0, -1.0]], axis=1)
        assert Squares(wide, u).solution.rank == expected + 1


def test_of_dependent_columns_the_others_keep_their_curvature():
    x = np.arange(12.0)
    X = np.stack([1e9 * x, 2e9 * x, 0.1 * np.cos(x), np.ones(12)], axis=1)
    seen = spectrum(LeastSquares(X, x))
    low, *others = seen.eigenvalues
    assert low == 0
    whole = X[:, 1:] * [np.sqrt(5) / 2, 1, 1]
    expected = spectrum(LeastSquares(whole, x)).eigenvalues
    np.testing.assert_allclose(others, expected, rtol=1e-9)
    np.testing.assert_allclose(
        seen.eigenvectors.T @ seen.eigenvectors, np.eye(4), atol=1e-14
    )
    flat = seen.eigenvectors[:, 0]
    assert np.abs(X @ flat).max() <= 1e-15 * np.abs(X).max()


def test_fewer_rows_than_columns_have_the_shortest_solution():
    for X in ([[1.0, 2.0]], [[1.0, 2.0, 3.0], [0.0, 1.0, 5.0]], [[2.0, 1e6, 0.0]]):
        X, y = np.array(X), np.arange(1.0, 1 + len(X))
        problem = LeastSquares(X, y)
        np.testing.assert_allclose(minimizer(problem), np.linalg.pinv(X) @ y, rtol=1e-9)
        seen = spectrum(problem)
        flat = seen.eigenvalues == 0
        assert flat.sum() == X.shape[1] - len(X)
        assert np.abs(X @ seen.eigenvectors[:, flat]).max() <= 1e-9
        values = 2 / len(X) * np.linalg.svd(X, compute_uv=False)[::-1] ** 2
        np.testing.assert_allclose(seen.eigenvalues[~flat], values, rtol=1e-12)


def test_what_is_given_away_is_not_what_is_remembered():
    problem = line_fit([0.0, 1.0, 2.0], [1.0, 3.0, 5.0])
    for part in (minimizer, lambda p: spectrum(p).eigenvalues):
        first = part(problem)
        first[:] = 7
        assert not np.any(part(problem) == 7)


def test_a_penalty_is_rows_below_the_data():
    problem = line_fit(MINUTES, np.sin(MINUTES), l2=0.3)
    X = np.vstack([problem.X, [np.sqrt(60 * 0.3), 0]])
    squares = Squares(X, np.append(problem.y, 0), 1 / 60)
    np.testing.assert_array_equal(minimizer(problem), squares.solution.x)
    np.testing.assert_array_equal(spectrum(problem).eigenvalues, squares.modes()[0])


def test_a_rate_each_is_as_exact_as_one_for_all():
    # 2 / n times the columns' squares as rates: standardized by hand.
    x = MINUTES - 1.7e9
    problem = LeastSquares(np.stack([1e9 * np.cos(x), 1e-9 * np.sin(x)], 1), x)
    rates = 1 / np.diag(problem.hess(np.zeros(2)))
    unit = problem.X / np.linalg.norm(problem.X, axis=0)
    expected = np.linalg.svd(unit, compute_uv=False)[::-1] ** 2
    method = GradientDescent(rates)
    np.testing.assert_allclose(modes_of(problem, method).values, expected, rtol=1e-12)
    assert rate(problem, method) == pytest.approx(np.abs(1 - expected).max(), rel=1e-9)
    far = closed_form(problem, method, [1.0, 1.0], 5000)
    np.testing.assert_allclose(far, minimizer(problem), rtol=1e-12)


def test_float32_data_count_as_dependent_at_their_own_precision():
    draw = np.random.RandomState(3)
    column, ones = draw.rand(50), np.ones(50)
    X = np.stack([column, column * 0.7 + 0.1, ones], 1)
    assert Squares(X, column).solution.rank == 2
    single = X.astype(np.float32).astype(np.float64)
    assert Squares(single, column).solution.rank == 3
    assert Squares(single, column, 1.0, 2.0**-23).solution.rank == 2
    # The number of rows says nothing about the data: a million may be fine.
    many = np.stack([np.tile(column, 4000) + 30, np.ones(200_000)], 1)
    assert least_squares(many.astype(np.float32), np.ones(200_000, np.float32))[
        1
    ] == pytest.approx(1)


@pytest.mark.parametrize("unit", [1e-200, 1e200])
def test_curvatures_beyond_the_numbers_are_refused_and_solutions_are_not(unit):
    x = np.array([1.0, 2.0, 4.0])
    problem = LeastSquares(unit * np.stack([x, x * x], axis=1), x)
    with np.errstate(over="ignore"), pytest.raises(ValueError, match="in other units"):
        spectrum(problem)
    assert minimizer(problem)[0] * unit == pytest.approx(1, rel=1e-14)
