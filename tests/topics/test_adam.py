"""The page on Adam: its limit, its law of the climb, and what each change does.

The one rule: a formula is checked by a loop written out here, or by gdcore's own Adam;
what is chaotic is checked on a run that was pushed a little, too.
"""

import math
from itertools import pairwise

import numpy as np
import pytest

from gdcore.optimizers import Adam, GradientDescent
from gdcore.problems import Quadratic
from gdcore.runs import run
from scripts.reference_problems import cases
from scripts.topics import adam
from scripts.topics.adam.data import others, thread, walk
from tests.conftest import computed

RATE, LIMIT = 0.1, 2 * 1.9 / (0.1 * 0.1)


@pytest.fixture(scope="module")
def data():
    return computed("adam")


@pytest.fixture(scope="module")
def number(data):
    return {entry.key: entry.value for entry in adam.TOPIC.numbers(data)}


@pytest.fixture(scope="module")
def pushed():
    """The thread's run from a start that is a thousandth away."""
    return walk.adam(walk.thread(), RATE, 50_000, start=(1e-3, 0.0))


def held(curvature: float, beta1: float, rate: float, steps: int = 1500) -> float:
    """How far Adam is from the minimum with its preconditioner held at one."""
    x, mean = 1.0, 0.0
    for _ in range(steps):
        mean = beta1 * mean + (1 - beta1) * curvature * x
        x -= rate * mean
    return abs(x)


def least_squares(angle: float) -> Quadratic:
    """The thread's problem in turned coordinates, by matrices."""
    c, s = math.cos(angle), math.sin(angle)
    turn, problem = np.array([[c, -s], [s, c]]), cases.thread()
    H = turn.T @ problem.hess(np.zeros(2)) @ turn
    return Quadratic(H, -turn.T @ problem.grad(np.zeros(2)))


@pytest.mark.parametrize("beta1", [0.0, 0.5, 0.9, 0.95])
def test_the_limit_is_2_times_1_plus_beta1_over_1_minus_beta1_eta(beta1):
    edge = 2 * (1 + beta1) / ((1 - beta1) * RATE)
    assert walk.limit(RATE, beta1) == pytest.approx(edge)
    assert held(0.98 * edge, beta1, RATE) < 0.1
    assert held(1.02 * edge, beta1, RATE) > 10


def test_the_walk_is_gdcores_adam_until_it_is_chaotic():
    path = run(cases.thread(), Adam(RATE), np.zeros(2), max_steps=400)
    ours = walk.adam(walk.thread(), RATE, 400)
    np.testing.assert_allclose(ours.theta, path.x, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(ours.loss, path.value, rtol=1e-6)


def test_the_sharpness_is_the_largest_eigenvalue_of_the_preconditioned_hessian():
    bowl, ours = walk.thread(), walk.adam(walk.thread(), RATE, 50)
    H = np.array([[bowl.p, bowl.q], [bowl.q, bowl.r]])
    square = np.zeros(2)
    for k, theta in enumerate(ours.theta, 1):
        g = H @ (theta - bowl.star)
        square = 0.999 * square + 0.001 * g * g
        half = np.diag((np.sqrt(square / (1 - 0.999**k)) + 1e-8) ** -0.5)
        largest = np.linalg.eigvalsh(half @ H @ half)[-1]
        assert ours.sharpness[k - 1] == pytest.approx(largest, rel=1e-9)


def test_the_run_lives_at_the_limit_pushed_or_not(number, pushed):
    late = pushed.sharpness[thread.SETTLED :]
    for low, high in (
        (number["trough_least"], number["peak_most"]),
        (late.min(), late.max()),
    ):
        assert 0.78 * LIMIT < low < 0.85 * LIMIT
        assert 1.03 * LIMIT < high < 1.07 * LIMIT
    count = (pushed.crossings() > thread.SETTLED).sum()
    for spikes in (number["spikes"], count):
        assert 78 <= spikes <= 88
    assert 3000 < pushed.loss[thread.SETTLED :].max() / RATE**2 < 6000
    assert pushed.first(0.01) == pytest.approx(number["first"], rel=0.01)


def test_the_sharpness_grows_by_1_over_the_root_of_beta2_a_step(number, pushed):
    late = pushed.sharpness[thread.SETTLED :]
    law = 1 / math.sqrt(0.999)
    assert np.median(late[1:] / late[:-1]) == pytest.approx(law, rel=1e-6)
    assert number["growth"] == pytest.approx(law, rel=1e-6)
    assert number["climb_least"] < number["period"] < 1.1 * number["climb_most"]


def test_the_height_of_a_spike_grows_with_the_square_of_the_rate(number):
    heights = [number[f"highest_rate_{rate}"] for rate in ("0.1", "1", "10")]
    for low, high in pairwise(heights):
        assert high / low == pytest.approx(100, rel=0.3)
    for height, rate in zip(heights, (0.1, 1, 10), strict=True):
        assert 3000 < height / rate**2 < 6000
    firsts = [number[f"first_rate_{rate}"] for rate in ("0.1", "1", "10")]
    assert max(firsts) < 1.1 * min(firsts)


@pytest.mark.parametrize("angle", [0, 1, 10, 45])
def test_adam_turned_is_gdcores_on_the_turned_hessian(data, angle):
    path = run(
        least_squares(math.radians(angle)),
        Adam(RATE),
        np.zeros(2),
        max_steps=thread.SHORT,
        every=10,
    )
    star = np.linalg.norm(walk.thread().star)
    turned = walk.thread().turned(math.radians(angle)).star
    late = np.linalg.norm(path.x[-100:] - turned, axis=1) / star
    left = data.thread.turned[angle].left
    if left > 0.01:
        assert np.median(late) == pytest.approx(left, rel=0.02)
    else:
        assert np.median(late) < 1e-3


def test_gradient_descent_does_not_care_for_a_turn(number):
    ends = []
    for angle in (0.0, math.radians(45)):
        problem = least_squares(angle)
        path = run(problem, GradientDescent(1e-5), np.zeros(2), max_steps=500).x
        ends.append(np.linalg.norm(path, axis=1))
    np.testing.assert_allclose(*ends, rtol=1e-9, atol=1e-12)
    assert number["left_descent"] > 0.98


def test_epsilon_above_lambda_max_over_the_limit_ends_the_spikes(number):
    assert number["size"] == pytest.approx(number["steepest"] / LIMIT)
    assert 320 < number["size"] < 340
    assert number["spikes_eps_320"] > 0
    assert number["spikes_eps_340"] == 0
    assert number["left_eps_340"] > 0.7


def test_the_first_step_without_correction(number):
    eta, one, two = RATE, 0.9, 0.999
    assert number["step_with"] == pytest.approx(eta, rel=1e-6)
    first, second = number["step_without_first"], number["step_without_second"]
    assert first == pytest.approx(eta * (1 - one), rel=1e-6)
    assert second == pytest.approx(eta / math.sqrt(1 - two), rel=1e-4)
    both = eta * (1 - one) / math.sqrt(1 - two)
    assert number["step_without_both"] == pytest.approx(both, rel=1e-4)


def test_only_a_rate_that_falls_faster_than_the_root_of_beta2_ends_the_spikes(number):
    assert thread.FASTER < number["root_beta2"] < thread.SLOWER
    assert number["spikes_faster"] == 0
    assert number["highest_faster"] < 1e-9
    assert min(number["spikes_root"], number["spikes_slower"]) > 30
    assert 1 < number["highest_slower"] < 10
    assert 1 < number["highest_root"] < 10
    assert 10 < number["highest_constant"] < 100


def test_the_penalty_ends_at_theta_star_over_1_plus_alpha_half(data):
    np.testing.assert_allclose(data.decay.penalty, data.decay.ridge, rtol=1e-9)


def test_adamw_ends_at_the_smaller_of_theta_star_and_1_over_alpha(data):
    decay = data.decay
    np.testing.assert_allclose(decay.decoupled, decay.clipped, rtol=0.04)
    inside = decay.free * decay.alphas[:, None] < 0.5
    np.testing.assert_allclose(
        decay.decoupled[inside], decay.clipped[inside], rtol=1e-3
    )


def test_the_steps_by_hand_do_not_hang_on_the_scale_of_the_loss(data):
    np.testing.assert_allclose(data.hand.step, data.scaled.step, rtol=1e-7)
    assert data.hand.step[0] == pytest.approx(RATE, rel=1e-8)
    assert data.hand.mean[1] == pytest.approx((0.09 * 6 + 0.1 * 5.8) / 0.19)


def test_on_a_line_descent_explodes_above_its_limit_and_adam_does_not(number):
    assert number["line_limit"] < others.LINE_RATE
    steps = [number[f"line_adam_{rate}"] for rate in ("0.001", "0.01", "0.1")]
    assert steps == sorted(steps, reverse=True)
    assert steps[1] < number["line_descent"] < steps[0]


def test_the_forerunners_leave_more(number):
    assert number["left_adagrad"] > number["left_rmsprop"] > 0.1


def test_torch_ends_where_the_page_says(torch):
    for kind, expected in (("Adam", (9.6, 3.2)), ("AdamW", (2.0, 2.0))):
        target = torch.tensor([12.0, 4.0], dtype=torch.float64)
        theta = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        method = getattr(torch.optim, kind)([theta], lr=RATE, weight_decay=0.5)
        for k in range(6000):
            method.param_groups[0]["lr"] = RATE * 0.999 ** max(0, k - 2000)
            method.zero_grad()
            (theta - target).square().sum().backward()
            method.step()
        assert theta.tolist() == pytest.approx(expected, rel=0.01)
