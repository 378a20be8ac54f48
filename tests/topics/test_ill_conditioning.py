"""The ill-conditioning page: its numbers against other ways to them, claims as tests.

The one rule: what the page says in words about a number is asserted here on the data.
"""

import math
from typing import Any

import numpy as np
import pytest

from gdcore.linesearch import Exact
from gdcore.optimizers import GradientDescent, SteepestDescent
from gdcore.problems import LeastSquares
from gdcore.runs import run
from scripts.topics.ill_conditioning import TOPIC
from scripts.topics.ill_conditioning.data import Data, float32
from tests.conftest import computed

THREAD = {  # forum thread 208572, as printed
    "1e-07": 99.20282745361328,
    "1e-06": 92.60104370117188,
    "1e-05": 46.44608688354492,
    "1.603e-05": 29.044937133789062,
}
A = np.array([[-2.4969e02, -4.1511], [-4.1511, -2.0755e-01]])
B = np.array([0.0, 10.0])


@pytest.fixture(scope="module")
def data() -> Data:
    return computed("ill_conditioning")


@pytest.fixture(scope="module")
def number(data) -> dict[str, Any]:
    return {number.key: number.value for number in TOPIC.numbers(data)}


def exact_loss(rate: float, steps: int) -> float:
    """By the eigenvalues of A itself, which is symmetric: no singular values."""
    eigenvalues, vectors = np.linalg.eigh(A)
    left = np.exp(steps * np.log(np.abs(1 - 2 * rate * eigenvalues**2)))
    return float(np.sum((left * (vectors.T @ B)) ** 2))


def test_spectrum_and_limits(number):
    low, high = sorted(np.abs(np.linalg.eigvalsh(A)))
    assert number["condition_number_of_a"] == pytest.approx(high / low, rel=1e-9)
    assert number["condition_number_of_hessian"] == pytest.approx(
        (high / low) ** 2, rel=1e-9
    )
    assert number["learning_rate_limit"] == pytest.approx(1 / high**2, rel=1e-12)
    assert number["best_learning_rate"] == pytest.approx(
        1 / (low**2 + high**2), rel=1e-12
    )
    solution = np.linalg.solve(A, B)
    assert [number["solution_0"], number["solution_1"]] == pytest.approx(solution)


def test_the_limit_lies_between_the_threads_two_rates(number):
    assert 1.603e-5 < number["learning_rate_limit"] < 1.604e-5


def test_steps_at_the_best_rate_are_the_first_within_one_percent(number):
    steps = number["steps_to_1_percent_at_best_learning_rate"]
    eigenvalue = 2 * min(np.abs(np.linalg.eigvalsh(A))) ** 2
    each = math.log1p(-number["best_learning_rate"] * eigenvalue)
    assert each * steps <= math.log(0.01) < each * (steps - 1)
    half_life = math.log(100) / 2 * number["condition_number_of_hessian"]
    assert steps == pytest.approx(half_life, rel=1e-6)


@pytest.mark.parametrize("rate", THREAD)
def test_float32_has_every_digit_of_the_thread(number, rate):
    assert number[f"loss_float32.{rate}"] == THREAD[rate]


def test_float32_has_the_threads_loss_after_a_thousand_steps(number):
    assert number["loss_after_1000"] == 99.89566802978516


@pytest.mark.parametrize("rate", THREAD)
def test_exact_loss_against_the_eigenvalues_of_a(number, rate):
    expected = exact_loss(float(rate), 1_000_000)
    assert number[f"loss_exact.{rate}"] == pytest.approx(expected, rel=1e-9)


def test_losses_differ_twice_below_and_twice_above(number):
    signs = [np.sign(number[f"difference.{rate}"]) for rate in THREAD]
    assert signs == [-1, 1, 1, -1]


@pytest.mark.parametrize("rate", ["1.604e-05", "1.605e-05", "1.61e-05"])
def test_divergence(number, rate):
    assert math.isnan(number[f"loss_float32.{rate}"])
    assert math.isinf(number[f"loss_exact.{rate}"])
    steps, predicted = number[f"inf_step.{rate}"], number[f"inf_predicted.{rate}"]
    assert abs(steps - predicted) <= 1
    assert exact_loss(float(rate), steps) == pytest.approx(2.0**128, rel=0.05)
    assert steps < number[f"nan_step.{rate}"] < 1_000_000
    assert steps < number[f"inf_float64.{rate}"] < 1_000_000


@pytest.mark.parametrize("rate", ["1e-07", "1e-06", "1e-05"])
def test_only_the_rounding_of_the_parameters_counts(number, rate):
    exact, single = number[f"loss_exact.{rate}"], number[f"loss_float32.{rate}"]
    gap = abs(single - exact)
    assert abs(number[f"only_parameters.{rate}"] - single) < 1e-3 * gap
    assert abs(number[f"only_arithmetic.{rate}"] - exact) < 1e-4 * gap


def test_near_the_limit_the_parameters_still_cause_nearly_all(number):
    exact, single = number["loss_exact.1.603e-05"], number["loss_float32.1.603e-05"]
    assert abs(number["only_parameters.1.603e-05"] - single) < 0.03 * abs(
        single - exact
    )
    assert abs(number["only_arithmetic.1.603e-05"] - exact) < 1e-5
    assert abs(number["rule_loss.1.603e-05"] - single) > 0.1


@pytest.mark.parametrize("rate", ["1e-07", "1e-06", "1e-05"])
def test_the_rounding_rule_predicts_the_table(data, number, rate):
    gap = abs(number[f"difference.{rate}"])
    predicted = number[f"rule_loss.{rate}"]
    assert abs(predicted - number[f"loss_float32.{rate}"]) < 5e-3 * gap
    by_rule, measured = data.stalled[float(rate)].losses, data.losses[float(rate)]
    # The rule starts on the floor: the little steep error takes some steps to die.
    assert np.abs(by_rule - measured)[5:].max() < 0.01


@pytest.mark.parametrize(("rate", "size"), [("1e-07", 8), ("1e-06", 32), ("1e-05", 64)])
def test_float32_stops_for_good_at_a_power_of_two(data, number, rate, size):
    assert number[f"stall_x1.{rate}"] == -size
    assert number[f"stall_update.{rate}"] < number[f"stall_half_spacing.{rate}"]
    stalled = data.stalled[float(rate)]
    assert stalled.stop.stands_still
    assert stalled.rule.size[-1] == pytest.approx(size, rel=1e-4)


def test_a_stop_between_powers_of_two(data, number):
    assert data.exercise.stands_still
    assert -64 < number["exercise_x1"] < -32
    balance = 3e-6 * number["lambda_min"] * (72.18241 + number["exercise_x1"])
    assert balance == pytest.approx(np.spacing(np.float32(55)) / 2, rel=1e-3)


def test_the_float32_run_agrees_with_gdcore(number):
    problem = LeastSquares(A, B, reduction="sum")
    single = LeastSquares(A.astype(np.float32), B.astype(np.float32), reduction="sum")
    rates = np.array([1e-7, 1e-6, 1e-5])
    ours = float32.descended(problem, rates, steps=2000, every=2000)[-1]
    theirs = run(
        single,
        GradientDescent(rates.astype(np.float32)[:, None]),
        np.zeros(2),
        max_steps=2000,
        every=2000,
    )
    np.testing.assert_allclose(ours, theirs.x[-1], rtol=2e-5)


def test_condition_numbers_square_in_the_steps(data):
    logs = np.log(data.squared.condition)
    plain = np.polyfit(logs, np.log(data.squared.plain), 1)[0]
    heavy = np.polyfit(logs, np.log(data.squared.heavy), 1)[0]
    assert plain == pytest.approx(2, abs=0.02)
    assert 1 < heavy < 1.2


def test_remedies_are_ranked_as_the_page_says(number):
    order = """
        conjugate_gradients rounded lbfgs two_rates momentum adam jacobi nesterov
        exact_search habit best thread
    """
    costs = [number[f"evaluations_{key}"] for key in order.split()]
    assert costs == sorted(costs)
    assert number["evaluations_conjugate_gradients"] == 2
    assert number["evaluations_lbfgs"] <= 14
    ratio = number["evaluations_best"] / number["evaluations_habit"]
    assert ratio == pytest.approx(10, rel=0.02)
    assert number["searched_loss"] > number["fixed_loss"]


def test_the_rate_that_would_do_is_beyond_the_limit(number):
    rate, eigenvalue = number["rate_needed"], number["lambda_min"]
    assert (1 - rate * eigenvalue) ** 2_000_000 == pytest.approx(0.01, rel=1e-6)
    assert number["rate_needed_over_limit"] > 3


def test_the_small_valley_by_hand(number):
    for k in range(4):
        assert number[f"small.steep_{k}"] == pytest.approx((-0.8) ** k)
        assert number[f"small.flat_{k}"] == pytest.approx(0.982**k)
        assert number[f"small.grown_{k}"] == pytest.approx((-1.2) ** k)
    assert (number["small.lambda_max"], number["small.lambda_min"]) == (200, 2)
    assert number["small.condition"] == number["small.condition_of_a"] ** 2 == 100
    assert number["small.limit"] == pytest.approx(0.01)
    steps, first = number["small.steps"], 0.01 * math.sqrt(2)
    sizes = [math.hypot(0.8**k, 0.982**k) for k in (steps - 1, steps)]
    assert sizes[1] <= first < sizes[0]


def test_steps_of_the_remedies_are_those_of_loops(number):
    """Counted on the parameters, as the page says above its table."""
    H, solution = 2 * A.T @ A, np.linalg.solve(A, B)
    low, high = np.linalg.eigvalsh(H)
    root = math.sqrt(high / low)
    heavy = 4 / (math.sqrt(high) + math.sqrt(low)) ** 2, ((root - 1) / (root + 1)) ** 2
    both = np.array([1e-5, 0.05]), 0.95
    for key, (rate, beta) in {"momentum": heavy, "two_rates": both}.items():
        x, v, far = np.zeros(2), np.zeros(2), []
        for _ in range(9000):
            far.append(np.linalg.norm(x - solution))
            v = beta * v + H @ (x - solution)
            x = x - rate * v
        outside = np.flatnonzero(np.array(far) > 0.01 * far[0])
        assert number[f"evaluations_{key}"] == outside[-1] + 1
    assert number["steps_at_1e-05"] == number["evaluations_thread"]
    best = number["steps_to_1_percent_at_best_learning_rate"]
    assert best == number["evaluations_best"]


def test_words_of_the_page(number):
    assert number["flat_share"] > 0.999
    assert number["steep_steps"] == 4
    low = 2 * min(np.abs(np.linalg.eigvalsh(A))) ** 2
    left = math.exp(1e6 * math.log1p(-1e-5 * low))
    assert number["flat_left"] == pytest.approx(left, rel=1e-6)
    assert number["floor_covered"] == pytest.approx(1 - left, rel=1e-6)
    assert number["spacings_asked"] == pytest.approx(
        1e-7 * low * (abs(np.linalg.solve(A, B)[1]) - 0.25) * 2**25, rel=1e-6
    )
    assert number["spacings_taken"] == 9
    assert number["condition_for_million"] == pytest.approx(
        math.sqrt(2e6 / math.log(100)), rel=1e-9
    )
    assert number["momentum_rate_ratio"] == pytest.approx(2, abs=0.01)
    assert number["gain_of_habit"] == pytest.approx(10, rel=0.01)
    assert number["squared_slope"] == pytest.approx(2, abs=0.02)
    assert abs(number["x1_exact.1.603e-05"]) < abs(number["solution_1"]) / 2
    assert number["loss_float32.1.603e-05"] < number["loss_exact.1.603e-05"]
    assert number["gain_of_tuning"] == pytest.approx(1.603, abs=1e-3)
    assert number["error_from_ata"] > 1e3 * number["error_from_a"]


def test_every_second_exact_search_goes_far_beyond_the_limit(number):
    problem = LeastSquares(A, B, reduction="sum")
    path = run(problem, SteepestDescent(Exact()), np.zeros(2), max_steps=100)
    long, short = path.step_size[2::2], path.step_size[1::2]
    assert np.all(long > 100 * number["learning_rate_limit"])
    assert np.all(short < number["learning_rate_limit"])
