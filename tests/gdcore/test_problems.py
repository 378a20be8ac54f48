"""Losses and surfaces against plain loops, differences and autograd.

The one rule: the expected value is computed another way than in gdcore.
"""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Quadratic,
    Rosenbrock,
    line_design,
    line_fit,
    numerical_grad,
)
from scripts.reference_problems.cases import AT
from scripts.reference_problems.record import recorded, torch_gradients
from scripts.reference_problems.tolerances import AUTOGRAD, DIFFERENCES
from tests.problems_for_tests import (
    PROPERTY,
    A,
    X_two,
    b,
    in_float32,
    smooth_problems,
    x_line,
    y_line,
)

POINT = np.array([0.7, -0.4, 1.1])
PROBLEMS = {**smooth_problems(), "absolute": LeastAbsolute(X_two, y_line)}
SMOOTH = smooth_problems()


def by_loop(name: str, x: np.ndarray) -> float:
    """The losses again, one row and one number at a time."""
    if name == "rosenbrock":
        return (1.3 - x[0]) ** 2 + 20 * (x[1] - x[0] ** 2) ** 2
    if name == "quadratic":
        form = sum(x[i] * A[i, j] * x[j] for i in range(3) for j in range(3))
        return form / 2 - sum(b[i] * x[i] for i in range(3))
    rows = [(u, 1.0) for u in x_line] if name == "line" else X_two.tolist()
    errors = [
        sum(u * p for u, p in zip(row, x, strict=True)) - target
        for row, target in zip(rows, y_line, strict=True)
    ]
    squares = sum(e * e for e in errors)
    return {
        "mean": lambda: squares / 7,
        "sum": lambda: squares + 0.4 * (x[0] ** 2 + x[1] ** 2),
        "ridge": lambda: squares / 7 + 0.7 * (x[0] ** 2 + x[1] ** 2 + x[2] ** 2),
        "line": lambda: squares / 7 + 0.3 * x[0] ** 2,
        "absolute": lambda: sum(abs(e) for e in errors) / 7,
    }[name]()


def differences(f, x, h=1e-5):
    """Central differences of f, which may return an array, along each parameter."""
    steps = h * np.eye(len(x))
    return np.array([(f(x + e) - f(x - e)) / (2 * h) for e in steps])


@pytest.mark.parametrize("name", PROBLEMS)
def test_value_is_what_a_plain_loop_gives(name):
    problem = PROBLEMS[name]
    x = POINT[: problem.dim]
    assert float(problem.value(x)) == pytest.approx(by_loop(name, x), rel=1e-14)


@pytest.mark.parametrize("name", PROBLEMS)
def test_grad_is_the_slope_of_value(name):
    problem = PROBLEMS[name]
    x = POINT[: problem.dim]
    expected = differences(lambda z: by_loop(name, z), x)
    for other in (expected, numerical_grad(problem.value, x)):
        np.testing.assert_allclose(problem.grad(x), other, DIFFERENCES, DIFFERENCES)


@pytest.mark.parametrize("name", PROBLEMS)
def test_hess_is_the_slope_of_grad(name):
    problem = PROBLEMS[name]
    x = POINT[: problem.dim]
    expected = differences(problem.grad, x)
    assert problem.hess(x).shape == (problem.dim, problem.dim)
    np.testing.assert_allclose(problem.hess(x), expected, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("name", recorded("torch_gradients"))
def test_grad_equals_the_recorded_autograd(name):
    expected = recorded("torch_gradients")[name][: PROBLEMS[name].dim]
    got = PROBLEMS[name].grad(np.array(AT[: PROBLEMS[name].dim]))
    np.testing.assert_allclose(got, expected, AUTOGRAD, AUTOGRAD)


def test_grad_equals_autograd(torch):
    live, kept = torch_gradients(torch), recorded("torch_gradients")
    assert live.keys() == kept.keys()
    for name, expected in live.items():
        got = PROBLEMS[name].grad(np.array(AT[: PROBLEMS[name].dim]))
        np.testing.assert_allclose(got, expected[: len(got)], AUTOGRAD, AUTOGRAD)
        np.testing.assert_allclose(expected, kept[name], AUTOGRAD, AUTOGRAD)


@PROPERTY
@given(st.sampled_from(sorted(PROBLEMS)), st.lists(st.integers(1, 3), max_size=3))
def test_value_and_grad_broadcast_over_leading_axes(name, leading):
    problem = PROBLEMS[name]
    x = np.random.RandomState(3).randn(*leading, problem.dim)
    value, grad = problem.value(x), problem.grad(x)
    assert value.shape == tuple(leading)
    assert grad.shape == x.shape
    for place in np.ndindex(*leading):
        assert value[place] == pytest.approx(float(problem.value(x[place])), rel=1e-13)
        np.testing.assert_allclose(
            grad[place], problem.grad(x[place]), rtol=1e-12, atol=1e-12
        )


def test_hess_of_rosenbrock_broadcasts():
    x = np.random.RandomState(4).randn(2, 3, 2)
    surface = Rosenbrock(1.3, 20.0)
    stacked = surface.hess(x)
    assert stacked.shape == (2, 3, 2, 2)
    np.testing.assert_array_equal(stacked[1, 2], surface.hess(x[1, 2]))


def test_rosenbrock_has_its_minimum_at_a_and_a_squared():
    assert (Rosenbrock().a, Rosenbrock().b, Rosenbrock().dim) == (1.0, 100.0, 2)
    surface = Rosenbrock(1.3, 20.0)
    bottom = np.array([1.3, 1.69])
    assert float(surface.value(bottom)) == pytest.approx(0, abs=1e-28)
    np.testing.assert_allclose(surface.grad(bottom), 0, atol=1e-13)


@PROPERTY
@given(
    st.sampled_from([np.float32, np.float64]),
    st.sampled_from(["mean", "sum"]),
    st.sampled_from([0.0, 0.25]),
)
def test_precision_follows_the_data(dtype, reduction, l2):
    X, y = X_two.astype(dtype), y_line.astype(dtype)
    problems = [
        LeastSquares(X, y, reduction, l2),
        LeastAbsolute(X, y),
        Quadratic(A.astype(dtype), b.astype(dtype)),
    ]
    x = POINT.astype(dtype)
    for problem in problems:
        assert problem.dtype == dtype
        assert problem.value(x).dtype == dtype
        assert problem.grad(x).dtype == dtype
        assert problem.value(np.stack([x, x])).dtype == dtype
        assert problem.grad(np.stack([x, x])).dtype == dtype


def test_one_array_in_float64_makes_the_problem_float64():
    mixed = LeastSquares(X_two.astype(np.float32), y_line)
    assert mixed.dtype == np.float64
    assert LeastAbsolute(X_two.astype(np.float32), y_line).dtype == np.float64
    assert Quadratic(A.astype(np.float32), b).dtype == np.float64


@pytest.mark.parametrize("kind", [LeastSquares, LeastAbsolute])
@pytest.mark.parametrize("single", ["X", "y"])
def test_of_two_precisions_all_is_computed_in_the_higher(kind, single):
    draw = np.random.RandomState(3)
    data = {"X": draw.randn(30, 3), "y": draw.randn(30)}
    data[single] = data[single].astype(np.float32)
    mixed, x = kind(**data), draw.randn(3)
    whole = kind(**{name: array.astype(float) for name, array in data.items()})
    assert mixed.value(x) == whole.value(x)
    np.testing.assert_array_equal(mixed.grad(x), whole.grad(x))
    np.testing.assert_array_equal(mixed.residual(x), whole.residual(x))
    np.testing.assert_array_equal(mixed.hess(x), whole.hess(x))


def test_hess_of_float32_data_is_not_rounded_to_float32():
    # Rounded products of these two columns have an eigenvalue below zero.
    column = np.random.RandomState(0).rand(30)
    X = np.stack([column, column * 0.4, np.ones(30)], axis=1).astype(np.float32)
    H = LeastSquares(X, X[:, 0], "sum").hess(np.zeros(3))
    exact = 2 * X.astype(np.float64).T @ X.astype(np.float64)
    np.testing.assert_allclose(H, exact, rtol=1e-14)


def test_the_sum_is_m_times_the_mean():
    mean, total = LeastSquares(X_two, y_line), LeastSquares(X_two, y_line, "sum")
    np.testing.assert_allclose(total.value(POINT), 7 * mean.value(POINT), rtol=1e-14)
    np.testing.assert_allclose(total.grad(POINT), 7 * mean.grad(POINT), rtol=1e-14)
    np.testing.assert_allclose(total.hess(POINT), 7 * mean.hess(POINT), rtol=1e-14)


def test_the_intercept_is_penalized_only_if_asked():
    free, bound = (
        LeastSquares(X_two, y_line, l2=0.7, penalize_intercept=flag)
        for flag in (False, True)
    )
    np.testing.assert_allclose(
        bound.grad(POINT) - free.grad(POINT), [0, 0, 1.4 * POINT[2]], atol=1e-13
    )
    np.testing.assert_allclose(
        bound.hess(POINT) - free.hess(POINT), np.diag([0, 0, 1.4]), atol=1e-13
    )
    assert float(bound.value(POINT) - free.value(POINT)) == pytest.approx(
        0.7 * POINT[2] ** 2
    )


def test_a_subgradient_takes_the_sign_of_zero_as_zero():
    on_the_point = LeastAbsolute([[2.0, 1.0], [3.0, 1.0]], [5.0, 9.0])
    through_row_0 = np.array([2.0, 1.0])
    np.testing.assert_array_equal(on_the_point.grad(through_row_0), [-1.5, -0.5])


@pytest.mark.parametrize("name", ["mean", "sum", "ridge", "absolute"])
def test_rows_is_the_loss_on_those_rows_alone(name):
    problem, index = PROBLEMS[name], np.array([5, 0, 2])
    part = problem.rows(index)
    assert type(part) is type(problem)
    np.testing.assert_array_equal(part.X, X_two[index])
    np.testing.assert_array_equal(part.y, y_line[index])
    again = {
        "mean": lambda: LeastSquares(X_two[index], y_line[index]),
        "sum": lambda: LeastSquares(X_two[index], y_line[index], "sum", 0.4),
        "ridge": lambda: LeastSquares(X_two[index], y_line[index], "mean", 0.7, True),
        "absolute": lambda: LeastAbsolute(X_two[index], y_line[index]),
    }[name]()
    assert part.value(POINT) == again.value(POINT)
    np.testing.assert_array_equal(part.grad(POINT), again.grad(POINT))


def test_a_row_that_holds_a_one_by_chance_is_still_penalized():
    whole = line_fit([1.0, 2.0, 4.0], [1.0, 3.0, 2.0], l2=0.5)
    part = whole.rows(np.array([0]))
    x = np.array([2.0, 3.0])
    np.testing.assert_allclose(part.grad(x), [8 + 2 * 0.5 * 2, 8])
    assert float(part.value(x)) == pytest.approx(16 + 0.5 * 4)


def test_a_line_has_rows_x_and_one():
    np.testing.assert_array_equal(line_design([2, 5, 3]), [[2, 1], [5, 1], [3, 1]])
    assert line_design(np.array([2, 5], np.float32)).dtype == np.float32
    fit = line_fit(x_line, y_line, reduction="sum", l2=0.2, penalize_intercept=True)
    np.testing.assert_array_equal(fit.X, np.stack([x_line, np.ones(7)], 1))
    np.testing.assert_array_equal(fit.y, y_line)
    assert (fit.reduction, fit.l2, fit.penalize_intercept) == ("sum", 0.2, True)
    plain = line_fit(x_line, y_line)
    assert (plain.reduction, plain.l2, plain.penalize_intercept) == ("mean", 0, False)


def test_a_quadratic_is_symmetrized_within_rounding():
    nearly = np.array([[2.0, 1.0 + 1e-7], [1.0, 3.0]])
    even = Quadratic(nearly, [1.0, 1.0]).A
    assert even[0, 1] == even[1, 0] == pytest.approx(1.0 + 5e-8, abs=1e-12)
    assert Quadratic([[1.0, 0.9e-6], [0.0, 1.0]], [1.0, 1.0]).A[1, 0] == 0.45e-6
    large = Quadratic([[1e9, 1.0], [1.5, 1e9]], [1.0, 1.0]).A
    assert large[0, 1] == large[1, 0] == 1.25


def test_numerical_grad_has_a_step_that_fits_the_size_of_x():
    def cubes(x):
        return (x**3).sum(-1)

    for size in (0.5, 1.0, 1e5):
        got = numerical_grad(cubes, np.array([size, -size]))
        np.testing.assert_allclose(got, 3 * size**2, rtol=1e-9)
    small = numerical_grad(cubes, np.array([0.01, 1.0], np.float32))
    assert small.dtype == np.float32
    np.testing.assert_allclose(small, [3e-4, 3.0], atol=2e-4)


def test_numerical_grad_steps_by_the_cube_root_of_the_precision():
    seen = []

    def f(x):
        seen.append(x)
        return x.sum(-1)

    numerical_grad(f, np.array([0.5, -300.0]))
    h = np.finfo(np.float64).eps ** (1 / 3) * np.array([1.0, 300.0])
    np.testing.assert_allclose(
        seen[0] - [0.5, -300.0], np.diag(h), rtol=1e-6, atol=1e-20
    )
    np.testing.assert_allclose(
        seen[1] - [0.5, -300.0], -np.diag(h), rtol=1e-6, atol=1e-20
    )


@pytest.mark.parametrize("kind", [LeastSquares, LeastAbsolute])
@pytest.mark.parametrize(
    ("X", "y", "says"),
    [
        ([[1.0, 2.0], [3.0]], [1.0, 2.0], "X is ragged: row 1 has 1 values"),
        ([[1.0, np.nan], [3.0, 1.0]], [1.0, 2.0], r"X\[0, 1\] is nan"),
        ([[1.0, 2.0], [3.0, 1.0]], [1.0, np.inf], r"y\[1\] is inf"),
        ([[1.0, 2.0]], [1.0, 2.0], "X has 1 rows but y has 2 values"),
        ([1.0, 2.0], [1.0, 2.0], r"X must have 2 axes, not shape \(2,\)"),
        ([[1.0, 2.0]], [[1.0]], r"y has shape \(1, 1\), a column: pass y.ravel\(\)"),
        (np.zeros((0, 2)), [], r"X is empty: shape \(0, 2\)"),
        ([["a", "b"]], [1.0], "X must hold real numbers"),
    ],
)
def test_bad_rows_are_refused(kind, X, y, says):
    with pytest.raises(ValueError, match=says):
        kind(X, y)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"reduction": "median"}, 'reduction is "mean" or "sum", not \'median\''),
        ({"l2": -0.1}, "l2 must be finite and at least 0.0, got -0.1"),
        ({"l2": np.nan}, "l2 must be finite and at least 0.0, got nan"),
        ({"l2": np.inf}, "l2 must be finite and at least 0.0, got inf"),
    ],
)
def test_bad_options_are_refused(options, says):
    with pytest.raises(ValueError, match=says):
        LeastSquares(X_two, y_line, **options)


@pytest.mark.parametrize(
    ("x", "y", "says"),
    [
        ([2.5, 2.5, 2.5], [1, 2, 3], r"x is constant \(2.5 in all 3 rows\)"),
        ([1 / 3] * 2, [1, 2], r"x is constant \(0.333333 in all 2 rows\)"),
        ([1.0], [2.0], r"x is constant \(1 in its only row\)"),
        ([1.0, 2.0], [1.0], "x has 2 values but y has 1"),
        ([[1.0], [2.0]], [1.0, 2.0], r"x has shape \(2, 1\), a column"),
        ([1.0, 2.0], [[1.0], [2.0]], r"y has shape \(2, 1\), a column"),
        ([], [], "x is empty"),
        ([1.0, np.nan], [1.0, 2.0], r"x\[1\] is nan"),
    ],
)
def test_a_line_through_bad_points_is_refused(x, y, says):
    with pytest.raises(ValueError, match=says):
        line_fit(x, y)


@pytest.mark.parametrize(
    ("matrix", "vector", "says"),
    [
        (
            [[1.0, 2.0], [3.0, 4.0]],
            [1, 1],
            r"not symmetric: 2.0 at \[0, 1\] but 3.0 at",
        ),
        ([[1e9, 2e4], [0, 1e9]], [1, 1], r"not symmetric: 20000.0 at \[0, 1\]"),
        ([[1.0, 1.1e-6], [0, 1.0]], [1, 1], r"1.1e-06 at \[0, 1\] but 0.0 at"),
        ([[1e-9, 1e-12], [0, 1e-9]], [1, 1], r"1e-12 at \[0, 1\] but 0.0 at \[1, 0\]"),
        (np.eye(3), [1.0, 2.0], r"A \(3, 3\) and b \(2,\) do not fit"),
        (np.ones((2, 3)), [1.0, 2.0], r"A \(2, 3\) and b \(2,\) do not fit"),
        ([[np.nan, 0], [0, 1]], [1, 1], r"A\[0, 0\] is nan"),
        (np.eye(2), [np.inf, 1], r"b\[0\] is inf"),
        (np.eye(2), [[1.0], [1.0]], r"b has shape \(2, 1\), a column"),
    ],
)
def test_a_bad_quadratic_is_refused(matrix, vector, says):
    with pytest.raises(ValueError, match=says):
        Quadratic(matrix, vector)


def test_numerical_grad_refuses_more_than_one_point():
    with pytest.raises(ValueError, match="x must have 1 axes"):
        numerical_grad(lambda x: x.sum(-1), np.ones((2, 3)))


def test_the_data_of_a_copy_cannot_be_changed_either():
    for problem in (PROBLEMS["mean"], PROBLEMS["absolute"], PROBLEMS["quadratic"]):
        problem.grad(POINT)
        for other in (copy.deepcopy(problem), pickle.loads(pickle.dumps(problem))):
            data = {"X", "y", "A", "b"} & vars(other).keys()
            assert len(data) == 2
            for name in data:
                with pytest.raises(ValueError, match="read-only"):
                    vars(other)[name][:] = 0
            np.testing.assert_array_equal(other.grad(POINT), problem.grad(POINT))


def test_the_data_of_a_problem_cannot_be_changed():
    problem = in_float32()
    quadratic = SMOOTH["quadratic"]
    for array in (problem.X, problem.y, quadratic.A, quadratic.b):
        assert not array.flags.writeable
    with pytest.raises(AttributeError):
        problem.l2 = 1.0
