"""The page on preconditioning: two rates and momentum, and each count of their table.

The one rule: every count is taken here by a plain loop, one step at a time.
"""

from typing import Any

import numpy as np
import pytest

from gdcore.datasets import two_variable_thread
from scripts.topics.preconditioning import TOPIC
from scripts.topics.preconditioning.data import Data
from tests.conftest import computed

A, b = two_variable_thread().A, two_variable_thread().b


@pytest.fixture(scope="module")
def data() -> Data:
    return computed("preconditioning")


@pytest.fixture(scope="module")
def numbers(data) -> dict[str, Any]:
    return {n.key: n.value for n in TOPIC.numbers(data)}


def test_two_rates_by_a_plain_loop(numbers):
    rates = np.array([1e-5, 0.05])
    x, v, errors = np.zeros(2), np.zeros(2), [10.0]
    for _ in range(1001):
        v = 0.95 * v + 2 * A.T @ (A @ x - b)
        x = x - rates * v
        errors.append(float(np.linalg.norm(A @ x - b)))
    solved = np.linalg.solve(A, b)
    np.testing.assert_allclose(x, solved, rtol=1e-9)
    # 7 digits are all that float32 holds
    final = [numbers["thread_final_x0"], numbers["thread_final_x1"]]
    np.testing.assert_allclose(final, solved, rtol=1e-5)
    assert numbers["thread_final_loss"] < 1e-8
    counted = int(np.flatnonzero(np.array(errors) > 0.1)[-1]) + 1
    assert counted == numbers["thread_steps_counted"]


def settled(H: Any, e: Any, rates: Any, beta: float, share: float, most: int) -> int:
    """Steps of descent until |A e| stays within a share of its first, one by one."""
    v, errors = np.zeros(2), []
    for _ in range(most):
        errors.append(np.linalg.norm(A @ e))
        v = beta * v + H @ e
        e = e - rates * v
    return int(np.flatnonzero(np.array(errors) > share * errors[0])[-1]) + 1


def best_heavy_ball(H: Any) -> tuple[float, float]:
    low, high = np.sqrt(np.linalg.eigvalsh(H))
    return 4 / (low + high) ** 2, ((high - low) / (high + low)) ** 2


def test_the_table_of_the_thread_is_counted_on_the_root_of_the_loss(numbers):
    H, first = 2 * A.T @ A, -np.linalg.solve(A, b)
    rates = np.array([1e-5, 0.05])
    root, diagonal = np.sqrt(rates), np.diag(H)
    scaled = np.linalg.eigvalsh(root[:, None] * H * root)
    by_jacobi = H / np.sqrt(np.outer(diagonal, diagonal))
    rate, beta = best_heavy_ball(H)
    ideal, ideal_beta = best_heavy_ball(by_jacobi)
    methods = {
        "both": (rates, 0.95, 800),
        "momentum_alone": (rate, beta, 20_000),
        "rates_alone": (2 / scaled.sum() * rates, 0.0, 26_000),
        "ideal": (ideal / diagonal, ideal_beta, 800),
    }
    for name, (rates_, beta_, most) in methods.items():
        for key, share in (("thread_steps", 0.01), ("thread_fine_steps", 1e-6)):
            steps = settled(H, first, rates_, beta_, share, most)
            assert numbers[f"{key}_{name}"] == steps
    ideal_rates = [numbers["thread_ideal_rate_0"], numbers["thread_ideal_rate_1"]]
    np.testing.assert_allclose(ideal_rates, ideal / diagonal, rtol=1e-6)
    assert numbers["thread_steps_counted"] == numbers["thread_steps_both"]


def test_the_order_turns_round_between_one_percent_and_one_millionth(numbers):
    assert numbers["thread_steps_both"] < numbers["thread_steps_ideal"]
    assert numbers["thread_fine_steps_both"] > numbers["thread_fine_steps_ideal"]
    assert numbers["thread_steps_rates_alone"] < numbers["thread_steps_momentum_alone"]


def test_two_rates_are_a_diagonal_preconditioner(numbers):
    root = np.sqrt([1e-5, 0.05])
    nu = np.linalg.eigvalsh(root[:, None] * (2 * A.T @ A) * root)
    assert numbers["thread_condition"] == pytest.approx(nu[1] / nu[0])
    assert numbers["thread_factor_alone"] == pytest.approx(nu[1] - 1)
    assert nu[1] > 2  # so that the rates alone diverge
    assert numbers["thread_complex_from"] < nu[0] < nu[1] < 2 * (1 + 0.95)
    assert nu[1] < numbers["thread_complex_to"]
    assert numbers["thread_factor"] == pytest.approx(np.sqrt(0.95))
    assert numbers["thread_jacobi_condition"] < numbers["thread_condition"]
    assert numbers["thread_raw_condition"] == pytest.approx(np.linalg.cond(A) ** 2)


def test_each_half_of_the_recipe_fails_alone(data):
    recipe = data.two_rates
    assert recipe.both[-1] < 1e-9
    assert recipe.rates_alone[30] > 1e6
    assert min(recipe.momentum_alone.min(), recipe.neither.min()) > 9
