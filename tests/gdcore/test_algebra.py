"""Products, 2 x 2 systems and fits without BLAS: right to rounding.

The one rule: what is computed is held against exact fractions, or against LAPACK.
"""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import algebra, datasets
from gdcore.problems import line_design
from tests.problems_for_tests import PROPERTY

EPS = np.finfo(float).eps
SIZES = st.floats(-6, 6).map(lambda power: 10.0**power)
ENTRIES = st.builds(lambda sign, size: sign * size, st.sampled_from([-1, 1]), SIZES)
SMALL = st.lists(ENTRIES, min_size=4, max_size=4).map(
    lambda entries: np.array(entries).reshape(2, 2)
)


@PROPERTY
@given(st.lists(st.integers(1, 3), max_size=3), st.integers(1, 4), st.integers(1, 4))
def test_product_is_the_matrix_product_whatever_stands_in_front(leading, n, m):
    draw = np.random.RandomState(0)
    x, B = draw.randn(*leading, n), draw.randn(n, m)
    got = algebra.product(x, B)
    assert got.shape == (*leading, m)
    np.testing.assert_allclose(got, x @ B, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("n", "m"), [(2, 2), (2, 100), (3, 40), (5, 5), (100, 2)])
def test_a_run_beside_others_gets_the_bits_that_it_gets_alone(n, m, dtype):
    draw = np.random.RandomState(7)
    x, B = draw.randn(7, n).astype(dtype), draw.randn(n, m).astype(dtype)
    for matrix in (B, np.ascontiguousarray(B.T).T):
        alone = np.array([algebra.product(row, matrix) for row in x])
        np.testing.assert_array_equal(algebra.product(x, matrix), alone)
    alone = np.array([algebra.dot(row, row) for row in x])
    np.testing.assert_array_equal(algebra.dot(x, x), alone)


def test_single_precision_stays_single():
    x, B = np.ones((5, 2), np.float32), np.eye(2, dtype=np.float32)
    made = (algebra.product(x, B), algebra.dot(x, x), algebra.length(x))
    more = (algebra.composed(B, B), algebra.solve(B, x), algebra.inverse(B))
    assert {array.dtype for array in (*made, *more)} == {np.dtype(np.float32)}


def test_small_matrices_compose_in_stacks():
    draw = np.random.RandomState(1)
    A, B = draw.randn(5, 1, 2, 2), draw.randn(3, 2, 2)
    np.testing.assert_allclose(algebra.composed(A, B), A @ B, rtol=1e-13, atol=1e-14)
    A, B = draw.randn(2, 3), draw.randn(3, 4)
    np.testing.assert_allclose(algebra.composed(A, B), A @ B, rtol=1e-13, atol=1e-14)


@PROPERTY
@given(SMALL, st.booleans())
def test_eigenvectors_are_orthonormal_and_carry_their_eigenvalues(A, diagonal):
    H = np.diag(np.diag(A)) if diagonal else A + A.T
    values, vectors = algebra.eigh(H)
    size = np.abs(H).max()
    assert values[0] <= values[1]
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(2), atol=4 * EPS)
    np.testing.assert_allclose(H @ vectors, vectors * values, atol=8 * EPS * size)
    np.testing.assert_allclose(values, np.linalg.eigvalsh(H), atol=8 * EPS * size)


@pytest.mark.parametrize("size", [1, 3])
def test_other_sizes_are_lapacks(size):
    root = np.random.RandomState(2).randn(size, size)
    H = root @ root.T + np.eye(size)
    b = np.arange(1.0, size + 1)
    np.testing.assert_allclose(algebra.eigh(H)[0], np.linalg.eigvalsh(H), rtol=1e-13)
    np.testing.assert_allclose(algebra.solve(H, b), np.linalg.solve(H, b), rtol=1e-12)
    expected = np.linalg.svd(H, compute_uv=False)
    np.testing.assert_allclose(algebra.singular_values(H), expected, rtol=1e-13)


@PROPERTY
@given(SMALL, st.lists(ENTRIES, min_size=2, max_size=2))
def test_a_solution_leaves_no_more_than_rounding(A, b):
    (p, q), (r, s) = [[Fraction(v) for v in row] for row in A.tolist()]
    determinant = p * s - q * r
    if determinant == 0:
        return
    u, v = map(Fraction, b)
    exact = np.array(
        [float((u * s - q * v) / determinant), float((p * v - u * r) / determinant)]
    )
    # The error of elimination with pivoting is that of a matrix rounded a few times.
    size = float(max(abs(p), abs(q)) * max(abs(r), abs(s)) / abs(determinant))
    got = algebra.solve(A, np.array(b))
    # A factor of at most one carries the pivot's row, as long as it is, into the other.
    rows = np.abs(A) + 2 * np.abs(A).sum(axis=0)
    scale = np.abs(np.linalg.inv(A)) @ (rows @ np.abs(exact) + np.abs(b))
    assert np.all(np.abs(got - exact) <= 16 * EPS * (1 + size * EPS) * scale)


def test_a_singular_matrix_is_refused():
    for A in ([[1.0, 2.0], [2.0, 4.0]], [[0.0, 0.0], [0.0, 1.0]], np.zeros((2, 2))):
        with pytest.raises(np.linalg.LinAlgError):
            algebra.solve(np.array(A), np.ones(2))


def test_all_right_sides_are_solved_by_one_factorization(monkeypatch):
    A = np.vander([1.0, 2.0, 3.0, 4.0])
    b = np.arange(24.0).reshape(2, 3, 4)
    asked, lapack = [], np.linalg.solve
    monkeypatch.setattr(
        np.linalg,
        "solve",
        lambda *sides: asked.append(sides[1].shape) or lapack(*sides),
    )
    np.testing.assert_allclose(algebra.solve(A, b) @ A.T, b, atol=1e-11)
    np.testing.assert_allclose(algebra.inverse(A) @ A, np.eye(4), atol=1e-11)
    assert asked == [(4, 6), (4, 4)]


@PROPERTY
@given(SMALL)
def test_an_inverse_and_singular_values_are_those_of_lapack(A):
    largest, smallest = np.linalg.svd(A, compute_uv=False)
    got = algebra.singular_values(A)
    np.testing.assert_allclose(got, [largest, smallest], rtol=0, atol=8 * EPS * largest)
    if smallest > 1e-9 * largest:
        np.testing.assert_allclose(
            algebra.inverse(A) @ A, np.eye(2), atol=16 * EPS * largest / smallest
        )


@pytest.mark.parametrize(
    "x",
    [
        datasets.intercept_thread().x,
        np.arange(2000.0, 2025),
        44_000 + np.arange(30.0),
        np.linspace(1e7, 1e7 + 1, 40),
    ],
    ids=["thread", "years", "days", "far from zero"],
)
def test_a_fit_is_that_of_exact_fractions(x):
    y = np.random.RandomState(3).randn(len(x))
    X = line_design(x)
    xs, ys = [Fraction(v) for v in x], [Fraction(v) for v in y]
    n, sx, sy = len(xs), sum(xs), sum(ys)
    xx, xy = (sum(a * b for a, b in zip(xs, other, strict=True)) for other in (xs, ys))
    w = (n * xy - sx * sy) / (n * xx - sx * sx)
    exact = np.array([float(w), float((sy - w * sx) / n)])
    # One rounding of X moves the solution by its condition number, or its square.
    kappa = np.linalg.cond(X)
    bound = 8 * EPS * kappa * (1 + kappa * np.linalg.norm(y) / np.linalg.norm(X, 2))
    got = algebra.least_squares(X, y)
    assert np.abs(got - exact).max() <= bound * max(1, np.abs(exact).max())
    theirs = np.abs(np.linalg.lstsq(X, y)[0] - exact).max()
    assert np.abs(got - exact).max() <= max(8 * theirs, 64 * EPS)


@pytest.mark.parametrize("unit", [1e-300, 1e-160, 1e150, 1e300])
def test_a_fit_in_tiny_or_huge_units_is_the_same_fit(unit):
    X = np.array([[4.0, 1.2], [1.2, 2.5], [0.3, -0.7]])
    y = np.array([1.0, 2.0, -0.5])
    expected = algebra.least_squares(X, y) / unit
    got = algebra.least_squares(X * unit, y)
    np.testing.assert_allclose(got, expected, rtol=1e-13)
    np.testing.assert_allclose(got, np.linalg.lstsq(X * unit, y)[0], rtol=1e-12)


def test_of_many_solutions_the_shortest_is_found():
    X = np.outer(np.arange(1.0, 6), [1.0, 2.0])
    y = np.arange(5.0)
    expected = np.linalg.lstsq(X, y)[0]
    np.testing.assert_allclose(algebra.least_squares(X, y), expected, rtol=1e-13)
    assert algebra.least_squares(X, y)[1] == pytest.approx(2 * expected[0])
    np.testing.assert_array_equal(algebra.least_squares(np.zeros((4, 2)), y[:4]), 0)
