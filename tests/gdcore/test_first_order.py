"""Descent, heavy ball and Nesterov: by hand, and step by step as torch.optim.SGD.

The one rule: 200 steps are compared one by one, live and against recorded values.
"""

from typing import Any

import numpy as np
import pytest

from gdcore.linesearch import Backtracking, Exact, Search, Trial
from gdcore.optimizers import (
    GradientDescent,
    Momentum,
    Nesterov,
    SteepestDescent,
)
from gdcore.problems import Quadratic
from gdcore.runs import Status, run
from scripts.reference_problems import tolerances
from scripts.reference_problems.cases import SAME_AS_TORCH, START, STEPS, line
from scripts.reference_problems.record import recorded, torch_paths
from tests.problems_for_tests import A, b

X0 = np.array([1.0, -1.0, 2.0])


@pytest.fixture(scope="module")
def live(torch) -> dict[str, Any]:
    return torch_paths(torch)


def assert_same_path(got: np.ndarray, expected: list[list[float]]) -> None:
    """Within the tolerance of it at every step, relative to the length of x."""
    assert got.shape == np.shape(expected) == (STEPS + 1, 2)
    gap = np.linalg.norm(got - expected, axis=1)
    length = np.linalg.norm(expected, axis=1)
    assert np.all(gap <= tolerances.TORCH_STEPS * length)


@pytest.mark.parametrize("name", SAME_AS_TORCH)
def test_every_step_is_the_recorded_one_of_torch(name):
    path = run(line(), SAME_AS_TORCH[name], START, max_steps=STEPS).x
    assert_same_path(path, recorded("torch_paths")[name])


@pytest.mark.parametrize("name", SAME_AS_TORCH)
def test_every_step_is_that_of_torch(name, live):
    path = run(line(), SAME_AS_TORCH[name], START, max_steps=STEPS).x
    assert_same_path(path, live[name])
    assert_same_path(np.array(recorded("torch_paths")[name]), live[name])


def test_every_recorded_path_is_compared():
    assert recorded("torch_paths").keys() == SAME_AS_TORCH.keys()


def test_three_steps_of_each_by_hand():
    # f = x^2 / 2 from 1: the gradient is x, and eta = 0.1, beta = 0.5.
    problem = Quadratic([[1.0]], [0.0])
    hand = {
        GradientDescent(0.1): [1, 0.9, 0.81, 0.729],
        Momentum(0.1, 0.5): [1, 0.9, 0.76, 0.614],  # v = 1, 1.4, 1.46
        Nesterov(0.1, 0.5): [1, 0.85, 0.6975, 0.559125],  # v = 1, 1.35, 1.3725
    }
    for method, path in hand.items():
        got = run(problem, method, [1.0], max_steps=3).x[:, 0]
        np.testing.assert_allclose(got, path, rtol=1e-14)


def test_a_rate_per_parameter_multiplies_each_component():
    rates = np.array([0.1, 0.2, 0.3])
    for kind in (GradientDescent, Momentum, Nesterov):
        path = run(Quadratic(A, b), kind(rates), X0, max_steps=1)
        scale = 1.9 if kind is Nesterov else 1
        np.testing.assert_allclose(path.x[1], X0 - scale * rates * (A @ X0 - b))
        np.testing.assert_array_equal(path.step_size, [[0, 0, 0], rates])


def test_nesterov_looks_at_the_gradient_where_his_second_sequence_stands():
    # His own form: p' = x - eta grad(x), then x' = p' + beta (p' - p).
    eta, beta, x, p = 0.15, 0.7, X0, X0
    path = run(Quadratic(A, b), Nesterov(eta, beta), X0, max_steps=20).x
    for row in path[1:]:
        last, p = p, x - eta * (A @ x - b)
        x = p + beta * (p - last)
        np.testing.assert_allclose(row, x, rtol=1e-12, atol=1e-12)


def test_steepest_descent_with_exact_steps_is_cauchys():
    path = run(Quadratic(A, b), SteepestDescent(Exact()), X0, max_steps=15)
    x = X0
    for k in range(15):
        g = A @ x - b
        t = (g @ g) / (g @ A @ g)
        x = x - t * g
        np.testing.assert_allclose(path.x[k + 1], x, rtol=1e-12, atol=1e-12)
        assert path.step_size[k + 1] == pytest.approx(t, rel=1e-8)
        assert abs((A @ x - b) @ g) < 1e-12  # each step ends where its valley turns


def test_a_search_that_evaluates_nothing_counts_nothing():
    dome = Quadratic([[-1.0]], [0.5])
    state = SteepestDescent(Exact()).init(dome, [1.0])
    state = SteepestDescent(Exact()).step(dome, state)
    assert (state.k, state.nfev, state.step_size, state.x[0]) == (1, 1, 0.0, 1.0)


def asked(search: Search, asked_for: list[float]) -> Search:
    """`search`, which notes the step that it was asked to try first."""

    def noting(problem: Any, start: Trial, direction: Any, first: float) -> Trial:
        asked_for.append(first)
        return search(problem, start, direction, first)

    return noting


def test_steepest_descent_begins_each_search_at_twice_the_last_step():
    firsts: list[float] = []
    method = SteepestDescent(asked(Backtracking(c1=0.3), firsts), first=0.7)
    path = run(Quadratic(A, b), method, X0, max_steps=6)
    assert firsts == [0.7, *(2 * path.step_size[1:-1])]
    assert np.all(np.diff(path.value) < 0)


def test_steepest_descent_never_swings_for_ever_whatever_the_curvature():
    # Each accepted t has 0.9 <= t L <= 1.8 once t has grown: a factor of 0.8 at most.
    draw = np.random.RandomState(0)
    for curvature in [1023.0, *10 ** draw.uniform(-6, 6, 300)]:
        bowl = Quadratic([[curvature]], [0.0])
        path = run(bowl, SteepestDescent(), [1.0], gtol=1e-8 * curvature, max_steps=110)
        assert path.status is Status.CONVERGED
        assert path.nfev[-1] < 220


def test_steepest_descent_starts_over_after_a_failed_search():
    firsts: list[float] = []

    def failing(problem: Any, start: Trial, direction: Any, first: float) -> Trial:
        firsts.append(first)
        return start._replace(nfev=4)

    method = SteepestDescent(failing, first=0.7)
    state = method.init(Quadratic(A, b), X0)
    for _ in range(2):
        state = method.step(Quadratic(A, b), state)
    assert firsts == [0.7, 0.7]
    assert (state.k, state.nfev, state.step_size) == (2, 9, 0.0)
    np.testing.assert_array_equal(state.x, X0)


def test_the_defaults_are_the_usual_ones():
    assert GradientDescent() == GradientDescent(0.1)
    assert Momentum() == Momentum(0.1, 0.9)
    assert Nesterov() == Nesterov(0.1, 0.9)
    assert SteepestDescent() == SteepestDescent(Backtracking(), 1.0)
