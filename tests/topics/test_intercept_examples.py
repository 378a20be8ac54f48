"""The page on the intercept: its seeds, three points, first code and exercises.

The one rule: each is computed here by hand or by plain loops.
"""

from typing import Any

import numpy as np
import pytest

from gdcore.datasets import intercept_thread
from gdcore.problems import line_fit
from scripts.topics import intercept
from tests.conftest import computed

X, Y = intercept_thread().x, intercept_thread().y


@pytest.fixture(scope="module")
def number() -> dict[str, Any]:
    return {
        one.key: one.value for one in intercept.TOPIC.numbers(computed("intercept"))
    }


def hessian() -> np.ndarray:
    """By hand, from the means of the page's formula."""
    return 2 * np.array([[np.mean(X**2), X.mean()], [X.mean(), 1.0]])


def test_any_seed_leaves_the_intercept_where_it_was(number):
    assert number["seeds_intercept_share_left"] > 0.98
    assert number["seeds_slope_share_left"] < 0.05
    assert number["seeds_zero_intercept_share_left"] > 0.98
    assert number["seeds_zero_slope_share_left"] < 0.05


@pytest.mark.parametrize(("key", "random"), [("seeds", 1), ("seeds_zero", 0)])
def test_seeds_with_and_without_a_slope_by_plain_loops(number, key, random):
    """Forty of the thousand, each epoch stepped; and how long b takes, by powers."""
    H, left, steps = hessian(), [], []
    for seed in range(40):
        draw = np.random.RandomState(seed)
        slope, intercept = draw.rand(2)
        y = random * slope * X + intercept + draw.normal(size=100)
        start, best = draw.uniform(-1, 1, 2), np.polyfit(X, y, 1)
        w, b = start
        for _ in range(100):
            r = w * X + b - y
            w, b = w - 2e-5 * np.mean(r * X), b - 2e-5 * np.mean(r)
        left.append(abs((b - best[1]) / (start[1] - best[1])))
        taken = np.linalg.matrix_power(np.eye(2) - 1e-5 * H, 1000)
        error, k = start - best, 0
        while abs(error[1]) > 0.01 * abs(start[1] - best[1]):
            error, k = taken @ error, k + 1000
        steps.append(k)
    assert number[f"{key}_intercept_share_left"] == pytest.approx(
        np.median(left), abs=0.03
    )
    fewest, most = number[f"{key}_steps_fewest"], number[f"{key}_steps_most"]
    within = np.mean([fewest <= k <= most + 1000 for k in steps])
    assert 0.75 <= within < 1


def test_the_code_of_the_answer_takes_about_900_000_epochs(number):
    steps = number["snippet_steps_b"]
    w, b = 0.5, 0.7
    taken = np.linalg.matrix_power(np.eye(2) - 1e-5 * hessian(), steps - 1)
    before = taken @ np.array([-w, -b])
    after = before - 1e-5 * hessian() @ before
    assert abs(after[1]) <= 0.01 * b < abs(before[1])
    assert float(f"{steps:.1g}") == 900_000


def test_three_points_by_hand(number):
    x = np.array([9.0, 10.0, 11.0])
    slope = -30 / (81 + 100 + 121)
    left = 1 + slope * x
    for i in range(3):
        assert number[f"three.x_{i}"] == x[i]
        assert number[f"three.tilted_{i}"] == pytest.approx(x[i] / 10)
        assert number[f"three.answer_{i}"] == pytest.approx(slope * x[i])
        assert number[f"three.left_{i}"] == pytest.approx(left[i])
    assert number["three.slope"] == pytest.approx(slope)
    assert number["three.gradient_left"] == pytest.approx(2 * left.mean())
    assert number["three.factor"] == pytest.approx(302 / 2)
    H = 2 * np.array([[302 / 3, 10], [10, 1]])
    low, high = np.linalg.eigvalsh(H)
    assert number["three.lambda_min"] == pytest.approx(low, rel=1e-9)
    assert number["three.lambda_max"] == pytest.approx(high, rel=1e-12)


def test_adam_leaves_more_often_than_the_page_says(number):
    assert number["adam_fast_left"] > float(f"{number['adam_fast_left']:.1g}") == 100
    assert number["batch_10_steps"] == 100 * 100 // 10


def test_the_exercises(number):
    def condition(x: Any) -> float:
        values = np.linalg.svd(np.stack([x, np.ones_like(x)], 1), compute_uv=False)
        return float((values[0] / values[-1]) ** 2)

    years = np.arange(1950.0, 2021.0)
    assert number["years_condition_number"] == pytest.approx(condition(years), rel=1e-3)
    assert number["since_condition_number"] == pytest.approx(condition(years - 1950))
    r = years.mean() / np.sqrt(np.mean(years**2))
    assert number["years_centered"] == pytest.approx(years.var())
    assert number["years_scaled"] == pytest.approx((1 + r) / (1 - r), rel=1e-6)
    assert number["hundredth_condition_number"] == pytest.approx(condition(X / 100))
    assert number["years_pivot"] == pytest.approx(np.mean(years**2) / years.mean())
    low = np.linalg.eigvalsh(line_fit(X / 100, Y).hess(np.zeros(2)))[0]
    steps = number["hundredth_steps"]
    assert (1 - low / 2) ** steps <= 0.01 < (1 - low / 2) ** (steps - 1)
