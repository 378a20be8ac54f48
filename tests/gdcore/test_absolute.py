"""The least-absolute fit beside scipy's linear program, and where lines are many.

The one rule: two lines are as good as each other if their losses are.
"""

import numpy as np
import pytest
from scipy.optimize import linprog

from gdcore import datasets
from gdcore.problems import (
    LeastAbsolute,
    best_absolute_fit,
    best_absolute_line,
    line_design,
)


def least(problem: LeastAbsolute) -> float:
    """The least loss: min mean(p + n) with X v + p - n = y, p and n not below zero."""
    m, n = problem.X.shape
    rows = np.hstack([problem.X, np.eye(m), -np.eye(m)])
    cost = np.r_[np.zeros(n), np.full(2 * m, 1 / m)]
    bounds = [(None, None)] * n + [(0, None)] * (2 * m)
    return float(linprog(cost, A_eq=rows, b_eq=problem.y, bounds=bounds).fun)


def check(problem: LeastAbsolute, loss: float) -> None:
    line = best_absolute_line(problem)
    assert line.shape == (2,)
    scale = float(np.abs(problem.y).max())
    assert float(problem.value(line)) == pytest.approx(loss, rel=1e-9, abs=1e-9 * scale)


@pytest.mark.parametrize("seed", range(20))
def test_generated_lines_are_as_good_as_the_linear_programs(seed):
    draw = np.random.RandomState(seed)
    for _ in range(6):
        m = draw.randint(2, 40)
        x, y = draw.randn(m) * 10 ** draw.uniform(-3, 3), draw.randn(m)
        match draw.randint(4):
            case 0:  # some points twice
                rows = draw.randint(0, m, m)
                x, y = np.r_[x, x[rows]], np.r_[y, y[rows]]
            case 1:  # few different x, many equal
                x, y = draw.randint(0, 3, m).astype(float), draw.randint(0, 4, m)
                x[0] = 3.0
            case 2:  # on one line, but for some
                y = np.where(draw.rand(m) < 0.7, 2 * x + 1, y)
        problem = LeastAbsolute(line_design(x), y)
        check(problem, least(problem))


@pytest.mark.parametrize("name", datasets.TEACHING)
def test_the_line_is_the_best_of_all_through_two_points(name):
    data = datasets.TEACHING[name]()
    problem = LeastAbsolute(line_design(data.x), data.y)
    i, j = np.triu_indices(len(data.x), 1)
    w = (data.y[j] - data.y[i]) / (data.x[j] - data.x[i])
    lines = np.stack([w, data.y[i] - w * data.x[i]], axis=1)
    check(problem, float(problem.value(lines).min()))


def test_two_points_are_joined_and_equal_x_are_stood():
    line = best_absolute_line(LeastAbsolute([[1, 1], [3, 1]], [2, 6]))
    np.testing.assert_allclose(line, [2, 0], atol=1e-15)
    x, y = [0.0, 0.0, 1.0, 1.0, 2.0], [0.0, 3.0, 1.0, 1.0, 2.0]
    line = best_absolute_line(LeastAbsolute(line_design(x), y))
    np.testing.assert_allclose(line, [1, 0], atol=1e-15)
    line = best_absolute_line(LeastAbsolute(np.ones((3, 2)), [5.0, 1.0, 2.0]))
    np.testing.assert_array_equal(line, [0, 2])


def test_a_thousand_points_keep_the_line_that_most_of_them_lie_on():
    x = np.linspace(0, 1, 1000)
    y = np.where(np.arange(1000) % 5 == 0, 40 * x, 3 * x - 1)
    line = best_absolute_line(LeastAbsolute(line_design(x), y))
    np.testing.assert_allclose(line, [3, -1], atol=1e-12)


@pytest.mark.parametrize("X", [np.eye(2), np.ones((2, 3)), [[1.0], [2.0]]])
def test_what_is_no_line_is_refused(X):
    with pytest.raises(ValueError, match="two columns, x and ones"):
        best_absolute_line(LeastAbsolute(X, [1.0, 2.0]))


def columns(kind: str, draw: np.random.RandomState) -> np.ndarray:
    """Rows of one to five columns, such as lead a walk astray."""
    n, p = draw.randint(1, 40), draw.randint(1, 6)
    X = draw.randn(n, p)
    match kind:
        case "few values":
            return draw.randint(-1, 2, (n, p)).astype(float)
        case "rows again":
            return X[draw.randint(0, max(1, n // 3), n)]
        case "seconds":
            X[:, -1], X[:, 0] = 1, 1.7e9 + 60 * draw.randint(0, 9, n)
        case "dependent":
            X[:, 0] = 2 * X[:, -1]
        case "units":
            X *= 10.0 ** draw.randint(-9, 9, p)
    return X


@pytest.mark.parametrize(
    "kind", ["any", "few values", "rows again", "seconds", "dependent", "units"]
)
def test_a_fit_of_any_columns_is_as_good_as_the_linear_programs(kind):
    for seed in range(40):
        draw = np.random.RandomState(seed)
        X = columns(kind, draw)
        match draw.randint(3):
            case 0:
                y = X @ draw.randn(X.shape[1])
            case 1:
                y = draw.randint(-2, 3, len(X)).astype(float)
            case _:
                y = draw.standard_cauchy(len(X))
        problem = LeastAbsolute(X, y)
        fit = best_absolute_fit(problem)
        scaled = LeastAbsolute(X / (np.abs(X).max(axis=0) + (X == 0).all(axis=0)), y)
        rounding = 1e-15 * (np.abs(X) @ np.abs(fit)).max() + 1e-8 * np.abs(y).mean()
        assert problem.value(fit) <= least(scaled) + rounding, seed


def test_a_fit_is_best_because_zero_is_a_subgradient():
    for seed in range(30):
        draw = np.random.RandomState(seed)
        X = draw.randint(-3, 4, (12, 3)) + np.eye(12, 3) / 7
        y = draw.randint(-5, 6, 12) + draw.randn(12) * (seed % 2)
        x = best_absolute_fit(LeastAbsolute(X, y))
        r = X @ x - y
        on = np.abs(r) < 1e-12
        assert on.sum() >= 3
        pull = X[~on].T @ np.sign(r[~on])
        # Weights from -1 to 1 on the rows that the fit passes through take it up.
        found = linprog(np.zeros(on.sum()), A_eq=X[on].T, b_eq=-pull, bounds=(-1, 1))
        assert found.status == 0, seed


def test_points_in_one_place_and_x_that_repeats_have_a_fit():
    x, y = np.array([1.0, 1.0, 2.0, 2.0, 2.0]), np.array([0.0, 0.0, 5.0, 5.0, 5.0])
    line = best_absolute_fit(LeastAbsolute(line_design(x), y))
    np.testing.assert_allclose(line, [5, -5], atol=1e-14)
    X = np.stack([x, x * x, np.ones(5)], axis=1)  # two places for three columns
    problem = LeastAbsolute(X, y)
    assert problem.value(best_absolute_fit(problem)) < 1e-14
    np.testing.assert_array_equal(
        best_absolute_fit(LeastAbsolute(np.zeros((4, 2)), [1.0, 2.0, 3.0, 4.0])), [0, 0]
    )


def test_more_columns_than_rows_have_a_fit():
    problem = LeastAbsolute([[1, 1, -2], [-2, 5, -9]], [1, 2])  # once three were kept
    np.testing.assert_allclose(best_absolute_fit(problem), [0, -5, -3], atol=1e-12)
    for seed in range(200):
        draw = np.random.RandomState(seed)
        n = draw.randint(1, 4)
        X = draw.randint(-9, 10, (n, n + draw.randint(1, 4)))
        problem = LeastAbsolute(X, draw.randint(-5, 6, n))
        loss = problem.value(best_absolute_fit(problem))
        assert loss == pytest.approx(least(problem), rel=1e-9, abs=1e-9), seed


def test_a_hundred_thousand_rows_have_a_fit():
    draw = np.random.RandomState(5)
    X = np.stack([draw.randn(100_000), draw.randn(100_000), np.ones(100_000)], axis=1)
    truth = np.array([2.0, -1.0, 0.5])
    wrong = np.where(draw.rand(100_000) < 0.3, draw.standard_cauchy(100_000), 0)
    fit = best_absolute_fit(LeastAbsolute(X, X @ truth + wrong))
    np.testing.assert_allclose(fit, truth, rtol=1e-12)
