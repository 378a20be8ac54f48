"""The page on L-BFGS: PyTorch itself as the referee, and each claim on the data.

The one rule: what the page says is computed here without the code that says it there.
"""

import math
from typing import Any

import numpy as np
import pytest

from gdcore.datasets import heavy_noise, two_variable_thread
from gdcore.optimizers.lbfgs import lbfgs_direction
from gdcore.problems import LeastAbsolute, line_design
from scripts.topics import lbfgs
from scripts.topics.lbfgs.data import Data, kinks, thread
from scripts.topics.lbfgs.data.torch import thread_run
from tests.conftest import computed

A, b = two_variable_thread().A, two_variable_thread().b


@pytest.fixture(scope="module")
def data() -> Data:
    return computed("lbfgs")


@pytest.fixture(scope="module")
def numbers(data) -> dict[str, Any]:
    return {n.key: n.value for n in lbfgs.TOPIC.numbers(data)}


def live(torch, dtype: str, *, backward: bool, outer: int = 51) -> list[float]:
    """Losses of the thread's loop by torch.optim.LBFGS."""
    kind = getattr(torch, dtype)
    left, right = torch.tensor(A, dtype=kind), torch.tensor(b, dtype=kind)
    x = torch.zeros(2, dtype=kind, requires_grad=True)
    optimizer, losses = torch.optim.LBFGS([x], lr=1), []

    def forward() -> Any:
        losses.append(loss := (left @ x - right).pow(2).sum())
        return loss

    def closure() -> Any:
        if backward:
            optimizer.zero_grad()
        loss = forward()
        if backward:
            loss.backward()
        return loss

    for _ in range(outer):
        optimizer.zero_grad()
        forward().backward()
        optimizer.step(closure)
    return [loss.item() for loss in losses]


def test_without_a_search_float64_follows_torch(torch):
    losses = thread_run(thread.problem(), fresh=True, outer=51).losses
    np.testing.assert_allclose(losses, live(torch, "float64", backward=True), rtol=1e-9)


@pytest.mark.parametrize("backward", [True, False])
def test_float32_follows_torch_until_rounding_decides(torch, backward):
    problem = thread.problem(np.float32)
    losses = thread_run(problem, fresh=backward, outer=51).losses
    expected = live(torch, "float32", backward=backward)
    np.testing.assert_allclose(losses[:4], expected[:4], rtol=1e-4)
    assert max(losses) == pytest.approx(max(expected), rel=1e-4)
    assert losses[-1] < 1e-5
    assert expected[-1] < 1e-5


def test_evaluations_are_those_of_the_page(numbers):
    assert numbers["evaluations_right_closure"] == 14
    assert 350 < numbers["evaluations_thread_closure"] < 450
    assert numbers["largest_loss_thread_closure"] == pytest.approx(
        1.556187e11, rel=1e-4
    )
    assert numbers["end_evaluations_lbfgs"] == 14


def test_the_first_round_repeats_one_step(numbers):
    step = -2 * A.T @ b * -1
    assert numbers["repeated_step"] == pytest.approx(np.linalg.norm(step), rel=1e-6)
    x = step / np.abs(step).sum() + 19 * step
    top = np.sum((A @ x - b) ** 2)
    assert numbers["largest_loss_thread_closure"] == pytest.approx(top, rel=1e-5)


def test_the_overshoot_is_a_step_of_length_one(numbers):
    g = -2 * A.T @ b
    x = -g / np.abs(g).sum()
    assert numbers["overshoot"] == pytest.approx(np.sum((A @ x - b) ** 2))


def test_the_refused_product_is_the_flat_curvature_of_a_descent_step(numbers):
    values, vectors = np.linalg.eigh(2 * A.T @ A)
    step = vectors[:, 0] @ (2 * A.T @ b) / values[1]
    assert numbers["default_step"] == pytest.approx(abs(step), rel=2e-3)
    expected = values[0] * step**2
    assert numbers["default_product"] == pytest.approx(expected, rel=5e-3)
    assert numbers["default_product"] < 1e-10 < numbers["default_product_float32"]
    assert numbers["default_pairs"] == 2
    assert numbers["descent_loss"] == pytest.approx(
        numbers["descent_loss_predicted"], rel=1e-5
    )


def test_the_cliff_is_where_the_product_predicts(data, numbers):
    assert numbers["factor_measured"] == pytest.approx(
        numbers["factor_predicted"], rel=1e-6
    )
    cliff = data.defaults.cliff
    solved = np.isfinite(cliff.evaluations)
    assert np.array_equal(solved, cliff.factors > numbers["factor_predicted"])


def test_two_loops_are_the_dense_update():
    draws = np.random.RandomState(1)
    root = draws.normal(size=(5, 5))
    steps = draws.normal(size=(3, 5))
    pairs = tuple((s, (root @ root.T + np.eye(5)) @ s) for s in steps)
    s, y = pairs[-1]
    H = (s @ y) / (y @ y) * np.eye(5)
    for s, y in pairs:
        V = np.eye(5) - np.outer(y, s) / (y @ s)
        H = V.T @ H @ V + np.outer(s, s) / (y @ s)
        np.testing.assert_allclose(H @ y, s, atol=1e-12)
    g = draws.normal(size=5)
    np.testing.assert_allclose(lbfgs_direction(g, pairs), -H @ g, rtol=1e-9)


def test_exact_search_takes_the_steps_of_conjugate_gradients(data, numbers):
    assert numbers["cg_gap"] < 1e-15
    assert numbers["evaluations_exact"] == numbers["evaluations_cg"] == 3
    assert data.conjugate.apart[20][5] < 1e-14
    assert numbers["apart_twenty_20"] > 1e-6


def test_the_searches_end_where_their_conditions_say(data):
    searches = data.searches
    for name, trials in (("backtracking", 3), ("wolfe", 2)):
        search = searches.by_name[name]
        assert len(search.tried) == trials
        at = int(np.argmin(np.abs(searches.t - search.t)))
        assert searches.enough[at]
    assert searches.by_name["wolfe"].slope_share <= 0.5


def test_methods_stand_in_the_order_of_the_table(numbers):
    order = ("gd", "momentum", "backtracking", "lbfgs", "cg")
    counts = [numbers[f"evaluations_{name}"] for name in order]
    assert counts == sorted(counts, reverse=True)
    kappa = np.linalg.cond(A) ** 2
    predicted = math.log(0.01) / math.log((kappa - 1) / (kappa + 1))
    assert numbers["evaluations_gd"] == pytest.approx(predicted, abs=2)


def test_momentum_is_counted_on_the_root_of_the_loss_as_all_others(numbers):
    """By a plain loop; on the parameters the count would be 5,986."""
    low, high = np.sqrt(2) * np.linalg.svd(A, compute_uv=False)[::-1]
    rate, beta = (2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2
    x, v, last = np.zeros(2), np.zeros(2), 0
    for k in range(12_000):
        r = A @ x - b
        last = k if r @ r > 1e-4 * (b @ b) else last
        v = beta * v + 2 * A.T @ r
        x = x - rate * v
    evaluations = last + 2  # the step after it, and the start
    assert evaluations == pytest.approx(9327, abs=1)
    assert numbers["evaluations_momentum"] == pytest.approx(evaluations, abs=1)


def test_rosenbrock_stands_in_the_order_of_the_figure(numbers):
    order = ("gd", "momentum", "backtracking", "lbfgs")
    counts = [numbers[f"rosenbrock_{name}"] for name in order]
    assert counts == sorted(counts, reverse=True)


def test_noise_turns_the_curvature_as_the_normal_law_says(data, numbers):
    noise = data.noise
    np.testing.assert_allclose(noise.share, noise.predicted, atol=0.02)
    assert noise.one_batch == 0
    ends = [numbers[f"batch_{name}"] for name in ("one", "two", "sgd", "full")]
    assert ends == sorted(ends, reverse=True)


def test_no_step_on_the_kinked_loss_is_flat_enough(data):
    shares = data.kinks.ray.shares
    assert not np.any(np.abs(shares) <= 0.9)
    points = heavy_noise()
    f = LeastAbsolute(line_design(points.x), points.y)
    for start in np.random.RandomState(5).uniform(-5, 5, (25, 2)):
        before, after = kinks.stuck(f, start)
        # 30 step sizes, or as many as narrow the bracket to a single float.
        assert 1 < after.nfev - before.nfev <= 30
        shares = kinks.ray(f, before).shares
        assert not np.any(np.abs(shares) <= 0.9)


def test_runs_on_the_kinked_loss_stop_above_the_least(numbers):
    points = heavy_noise()
    best = min(
        np.abs(points.y - w * points.x - (points.y[i] - w * points.x[i])).mean()
        for i in range(len(points.x))
        for j in range(i)
        for w in [(points.y[j] - points.y[i]) / (points.x[j] - points.x[i])]
    )
    assert numbers["mae_least"] == pytest.approx(best)
    assert numbers["mae_value"] > 1.0001 * best
    assert 1e-5 < numbers["mae_typical"] < 1e-2 < numbers["mae_most"]
    # On a piecewise linear loss a subgradient takes few lengths, none of them small.
    assert numbers["mae_flattest"] > 1e-3
    assert numbers["mae_runs"] == 100
