"""The page on the intercept: each number that theory gives, computed another way.

The one rule: a prediction is checked on the data of the thread, never on itself.
"""

from typing import Any

import numpy as np
import pytest

from gdcore.datasets import intercept_thread
from gdcore.optimizers import GradientDescent
from gdcore.problems import line_fit, numerical_grad
from gdcore.runs import run
from scripts.topics import intercept
from scripts.topics.intercept.data import Data
from tests.conftest import computed

X, Y = intercept_thread().x, intercept_thread().y
PROBLEM = line_fit(X, Y)
W, B = np.polyfit(X, Y, 1)
MEAN, VARIANCE, SQUARE = X.mean(), X.var(), np.mean(X**2)


@pytest.fixture(scope="module")
def data() -> Data:
    return computed("intercept")


@pytest.fixture(scope="module")
def number(data) -> dict[str, Any]:
    return {one.key: one.value for one in intercept.TOPIC.numbers(data)}


def hessian() -> np.ndarray:
    """By hand, from the four means of the page's formula."""
    return 2 * np.array([[SQUARE, MEAN], [MEAN, 1.0]])


def by_hand(steps: int, rate: float = 1e-5) -> tuple[float, float]:
    """The thread's loop in plain Python floats."""
    H, c = hessian(), -2 * np.array([np.mean(X * Y), Y.mean()])
    (h, j), (_, d) = H.tolist()
    e, f = c.tolist()
    w = b = 0.0
    for _ in range(steps):
        w, b = w - rate * (h * w + j * b + e), b - rate * (j * w + d * b + f)
    return w, b


def test_the_thread_finds_the_slope_and_not_the_intercept(number):
    w = b = 0.0
    for _ in range(100):
        r = w * X + b - Y
        w, b = w - 2e-5 * np.mean(r * X), b - 2e-5 * np.mean(r)
    assert number["slope_after"] == pytest.approx(w, rel=1e-12)
    assert number["intercept_after"] == pytest.approx(b, rel=1e-12)
    assert number["slope_share_left"] == pytest.approx(abs(w / W - 1), rel=1e-9)
    assert number["intercept_share_left"] == pytest.approx(abs(b / B - 1), rel=1e-9)
    assert number["slope_share_left"] < 0.03 < 0.98 < number["intercept_share_left"]


def test_the_best_line_and_the_line_that_made_the_data(number):
    draw = np.random.RandomState(0)
    assert (number["slope_true"], number["intercept_true"]) == (
        draw.rand(),
        draw.rand(),
    )
    assert number["slope_best"] == pytest.approx(W)
    assert number["intercept_best"] == pytest.approx(B)


def test_the_spectrum_follows_from_mean_and_variance_alone(number):
    T = 1 + MEAN**2 + VARIANCE
    high = T + np.sqrt(T**2 - 4 * VARIANCE)
    low = 4 * VARIANCE / high
    eigenvalues = np.linalg.eigvalsh(PROBLEM.hess(np.zeros(2)))
    assert number["lambda_min"] == pytest.approx(low, rel=1e-13)
    assert number["lambda_max"] == pytest.approx(high, rel=1e-13)
    assert [low, high] == pytest.approx(eigenvalues, rel=1e-9)
    assert number["lambda_min_measured"] == pytest.approx(low, rel=1e-9)
    assert number["lambda_max_measured"] == pytest.approx(high, rel=1e-9)
    assert T - np.sqrt(T**2 - 4 * VARIANCE) == pytest.approx(low, rel=1e-8)
    assert number["lambda_min_rough"] == pytest.approx(low, rel=1e-3)
    assert number["condition_number"] == pytest.approx(high**2 / (4 * VARIANCE))
    product = number["mean_square_x"] * number["cancelling"]
    assert number["condition_number"] == pytest.approx(product, rel=1e-3)


def test_the_formula_holds_wherever_the_mean_is_moved(data):
    moved = data.shifted
    at = np.searchsorted(moved.means, moved.spots)
    np.testing.assert_allclose(moved.formula[at], moved.measured, rtol=1e-9)


def test_the_limit_separates_shrinking_from_growing(number):
    assert number["learning_rate_limit"] == pytest.approx(2 / number["lambda_max"])
    assert number["limit_gain"] == pytest.approx(number["learning_rate_limit"] / 1e-5)
    assert number["growth_below_limit"] < 1e-3
    assert number["growth_above_limit"] > 1e3


def test_slow_and_fast_steps_are_the_first_below_one_percent(number):
    for name, value in (("slow", "lambda_min"), ("fast", "lambda_max")):
        steps, factor = number[f"{name}_steps_to_1_percent"], 1 - 1e-5 * number[value]
        assert factor**steps <= 0.01 < factor ** (steps - 1)


def test_a_million_steps_by_hand_agree_with_the_prediction(number):
    for i, (name, best) in enumerate((("w", W), ("b", B))):
        steps = number[f"steps_{name}_measured"]
        assert steps == number[f"steps_{name}_predicted"]
        before = by_hand(steps - 1)[i]
        assert abs(by_hand(steps)[i] - best) <= 0.01 * best < abs(before - best)


def test_the_slope_waits_for_the_intercept(number, data):
    share = data.steps.measured_share
    assert number["slope_plateau"] == pytest.approx(share[0, 0])
    late = data.steps.spots > 1000
    ratio = share[late, 0] / share[late, 1]
    assert ratio == pytest.approx(ratio[0], rel=1e-4)


def test_float32_begins_to_lose_updates_where_predicted(number):
    """Started on the valley's floor above the predicted floor, b stops just there."""
    floor = number["float32_floor"]
    single = line_fit(X.astype(np.float32), Y.astype(np.float32))
    delta = 0.012 * B
    start = np.array([W + delta / number["pivot_x_exact"], B - delta])
    end = run(single, GradientDescent(1e-5), start, max_steps=400_000, every=40_000)
    left = np.abs(end.x[:, 1] / B - 1)
    assert left[-1] == pytest.approx(left[-2], rel=1e-3)
    assert left[-1] == pytest.approx(floor, rel=0.1)


def test_the_terms_of_the_bias_gradient_cancel(number, data):
    for k, when, sample in zip((0, 100), ("start", "after"), data.terms, strict=True):
        w, b = by_hand(k)
        terms = 2 * (w * X + b - Y)
        np.testing.assert_allclose(sample.terms, terms, atol=1e-9)
        assert number[f"term_mean_{when}"] == pytest.approx(terms.mean())
        assert number[f"terms_positive_{when}"] == np.sum(terms > 0)
        # The noise around the best line averages zero: only the line's part is left.
        assert sample.line.mean() == pytest.approx(terms.mean())
    assert number["terms_positive_start"] == 0
    assert number["term_left_start"] == pytest.approx(1)
    assert 40 <= number["terms_positive_after"] <= 60


def test_gradients_are_those_of_finite_differences(number):
    for steps, when in ((0, "start"), (100, "after"), (999, "late")):
        gradient = [number[f"gradient_{name}_{when}"] for name in "wb"]
        differences = numerical_grad(PROBLEM.value, np.array(by_hand(steps)))
        assert gradient == pytest.approx(differences, rel=1e-3, abs=1e-6)


def test_the_bias_gradient_becomes_the_larger_one(number):
    crossing = number["crossing_epoch"]
    for k, larger in ((crossing - 1, False), (crossing, True)):
        dw, db = PROBLEM.grad(np.array(by_hand(k)))
        assert bool(abs(db) > abs(dw)) is larger
    assert -number["ratio_late"] == pytest.approx(number["pivot_x_exact"], rel=1e-3)


def test_cancelling_leaves_v_over_mean_square(number):
    error = by_hand(999)[1] - B
    left = 2 * error * number["signal_left"]
    assert number["gradient_b_late"] == pytest.approx(left, rel=1e-3)
    assert number["step_share"] == pytest.approx(1e-5 * number["lambda_min"], 1e-3)


def test_the_line_turns_about_the_pivot_and_not_about_the_mean(number, data):
    low = number["lambda_min"]
    assert number["pivot_x"] == pytest.approx(SQUARE / MEAN)
    assert number["pivot_x_exact"] == pytest.approx((SQUARE - low / 2) / MEAN, rel=1e-9)
    assert number["pivot_x_measured"] == pytest.approx(number["pivot_x_exact"], 1e-6)
    at = np.array([number["pivot_x_exact"], MEAN])
    heights = data.pivot.errors @ np.stack([at, np.ones(2)])
    assert np.abs(heights[1:, 0]).max() < 1e-6
    assert abs(heights[1, 1]) > 0.1


def test_scaling_and_centering_by_their_formulas(number):
    r = MEAN / np.sqrt(SQUARE)
    assert number["centered_condition_number"] == pytest.approx(VARIANCE)
    assert number["jacobi_predicted"] == pytest.approx((1 + r) / (1 - r))
    assert number["jacobi_condition_number"] == pytest.approx((1 + r) / (1 - r))
    assert number["standardized_condition_number"] == pytest.approx(1)
    steps = number["centered_steps_at_thread_rate"]
    assert (1 - 2e-5) ** steps <= 0.01 < (1 - 2e-5) ** (steps - 1)


def loop(z: Any, rates: Any, steps: int, beta: float = 0.0) -> np.ndarray:
    """(u, c) at each step of descent with momentum, by hand."""
    rows = np.stack([z, np.ones_like(z)], 1)
    p, v, path = np.zeros(2), np.zeros(2), [np.zeros(2)]
    for _ in range(steps):
        v = beta * v + 2 * rows.T @ (rows @ p - Y) / len(Y)
        p = p - rates * v
        path.append(p)
    return np.array(path)


def settled(b: Any) -> int:
    """Steps until the intercept is within one percent for the rest of the run."""
    return int(np.flatnonzero(np.abs(b - B) > 0.01 * B)[-1]) + 1


def test_each_linear_remedy_takes_the_steps_that_a_plain_loop_takes(number):
    centered = loop(X - MEAN, number["centering_rate"], 8000)
    assert number["centering_steps"] == settled(centered @ [-MEAN, 1])
    sd = X.std()
    standard = loop((X - MEAN) / sd, 0.5, 5)
    assert number["standardizing_steps"] == settled(standard @ [-MEAN / sd, 1])
    own = loop(X, np.array([1 / (2 * SQUARE), 0.5]), 200)
    assert number["rates_steps"] == settled(own[:, 1])
    heavy = loop(X, number["momentum_rate"], 2000, number["momentum_beta"])
    assert number["momentum_steps"] == settled(heavy[:, 1])
    alone = loop(X, np.array([1e-5, 0.5]), 2000)
    assert number["bias_rate_steps"] == settled(alone[:, 1])
    fixed = loop((X - MEAN) / sd, 0.1, 100)[-1] @ [-MEAN / sd, 1]
    assert number["fixed_share_left"] == pytest.approx(abs(fixed / B - 1), rel=1e-3)


def test_every_remedy_ends_at_the_best_line_in_the_order_of_the_race(number, data):
    for name, row in data.race.remedies.items():
        np.testing.assert_allclose(row.end, [W, B], rtol=1e-5, err_msg=name)
    order = (
        "standardizing",
        "lbfgs",
        "rates",
        "momentum",
        "adam",
        "centering",
        "plain",
    )
    costs = [number[f"{name}_evaluations"] for name in order]
    assert costs == sorted(costs)
    assert costs[-1] < number["steps_b_measured"]
    assert number["lbfgs_evaluations"] <= 10  # recorded, and never rising
    assert number["lstsq_gradient"] < 1e-12


def test_adam_as_torch_does_it(number, torch):
    x, y = torch.tensor(X), torch.tensor(Y)
    for rate, key in (
        (number["adam_rate"], "adam_steps"),
        (0.001, "adam_default_steps"),
    ):
        p = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        adam = torch.optim.Adam([p], lr=rate)
        for _ in range(number[key]):
            before = p.detach()[1].item()
            adam.zero_grad()
            (p[0] * x + p[1] - y).pow(2).mean().backward()
            adam.step()
        assert abs(p[1].item() - B) <= 0.01 * B < abs(before - B)


def test_the_adam_of_the_table_is_the_fastest_tried_that_stays(number, data):
    scan = data.race.adam
    assert number["adam_rates_tried"] == len(scan) == 9
    assert scan[number["adam_rate"]].stays == number["adam_steps"]
    assert number["adam_steps"] == min(row.stays for row in scan.values())
    assert scan[number["adam_rate"]].left == 0


def test_torch_too_leaves_again_at_the_fast_rate_and_not_at_the_one_shown(
    number, torch
):
    x, y = torch.tensor(X), torch.tensor(Y)
    for rate, leaves in ((0.1, True), (number["adam_rate"], False)):
        p = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        adam, inside = torch.optim.Adam([p], lr=rate), []
        for _ in range(12_000):
            adam.zero_grad()
            (p[0] * x + p[1] - y).pow(2).mean().backward()
            adam.step()
            inside.append(abs(p[1].item() - B) <= 0.01 * B)
        first = inside.index(True)
        assert (False in inside[first:]) is leaves
        if leaves:
            assert first + 1 == number["adam_fast_first"]


def test_the_usual_advice_does_not_help(number):
    assert number["large_rate_loss"] > 1e100
    for size in (1, 10):
        full, batches = (
            number[f"{kind}_{size}_intercept"] for kind in ("full", "batch")
        )
        assert full == pytest.approx(by_hand(100 * 100 // size)[1])
        assert batches == pytest.approx(full, rel=0.05)
    assert number["adam_fast_left"] > 50
