"""Minibatches that cover each epoch, subgradient steps within their bound, means.

The one rule: where a method promises a bound, the run is held to that bound.
"""

import copy

import numpy as np
import pytest
from scipy.optimize import linprog

from gdcore.optimizers import (
    LBFGS,
    Averaged,
    DecayingSGD,
    GradientDescent,
    MinibatchGradientDescent,
    Momentum,
    SubgradientDescent,
)
from gdcore.problems import LeastAbsolute, LeastSquares, Quadratic
from gdcore.runs import run
from tests.problems_for_tests import A, X_two, b, line, x_line, y_line

X = np.stack([x_line, np.ones(7)], axis=1)
X0 = np.array([0.5, -1.0])


class Watched(LeastSquares):
    """Least squares that notes which rows it is asked for."""

    def rows(self, index):
        SEEN.append(np.array(index))
        return super().rows(index)


SEEN: list[np.ndarray] = []


def batches(method: MinibatchGradientDescent, steps: int) -> list[np.ndarray]:
    SEEN.clear()
    problem = Watched(X, y_line, l2=0.3)
    state = method.init(problem, X0)
    for _ in range(steps):
        state = method.step(problem, state)
    return list(SEEN)


@pytest.mark.parametrize(
    ("size", "per_epoch"), [(1, 7), (2, 4), (3, 3), (5, 2), (7, 1)]
)
def test_an_epoch_covers_every_row_once(size, per_epoch):
    seen = batches(MinibatchGradientDescent(0.01, size, 4), 3 * per_epoch - 1)
    assert len(seen) == 3 * per_epoch
    orders = []
    for epoch in range(3):
        own = seen[epoch * per_epoch : (epoch + 1) * per_epoch]
        assert [len(batch) for batch in own[:-1]] == [size] * (per_epoch - 1)
        orders.append(np.concatenate(own))
        np.testing.assert_array_equal(np.sort(orders[-1]), np.arange(7))
    assert not np.array_equal(orders[0], orders[1])
    assert not np.array_equal(orders[1], orders[2])


def test_each_step_is_along_the_gradient_of_its_own_batch():
    method, problem, x = MinibatchGradientDescent(0.02, 3, 5), line(), X0
    path = run(problem, method, X0, max_steps=8)
    for k, index in enumerate(batches(method, 7)):
        part = LeastSquares(X[index], y_line[index], l2=0.3)
        np.testing.assert_allclose(path.grad[k], part.grad(x), rtol=1e-12)
        x = x - 0.02 * part.grad(x)
        np.testing.assert_allclose(path.x[k + 1], x, rtol=1e-12)


def test_a_decaying_rate_is_that_of_the_formula_on_the_same_batches():
    method, x = DecayingSGD(0.02, 3, 5, decay_rate=0.3, power=0.7), X0
    path = run(line(), method, X0, max_steps=20).x
    for k, index in enumerate(batches(MinibatchGradientDescent(0.02, 3, 5), 20)[:20]):
        r = x_line[index] * x[0] + y_line[index] * -1 + x[1]
        ridge = 2 * 0.3 * x[0]
        g = [2 * np.mean(r * x_line[index]) + ridge, 2 * np.mean(r)]
        x = x - 0.02 / (1 + 0.3 * k) ** 0.7 * np.array(g)
        np.testing.assert_allclose(path[k + 1], x, rtol=1e-11)
    plain = run(line(), MinibatchGradientDescent(0.01, 3, 5), X0, max_steps=9).x
    constant = DecayingSGD(0.01, 3, 5, decay_rate=0.0)
    np.testing.assert_array_equal(run(line(), constant, X0, max_steps=9).x, plain)


def test_a_decaying_rate_leaves_the_band_of_the_constant_one():
    problem = line()
    exact = np.linalg.solve(problem.hess(X0), problem.hess(X0) @ X0 - problem.grad(X0))
    ends = []
    for method in (
        MinibatchGradientDescent(0.02, 1, 2),
        DecayingSGD(0.02, 1, 2, decay_rate=0.002, power=1.0),
    ):
        x = run(problem, method, X0, max_steps=20_000).x[-2000:]
        ends.append(np.linalg.norm(x - exact, axis=1).max())
    assert ends[1] < 0.1 * ends[0]


def test_a_batch_of_all_rows_is_gradient_descent():
    rates = np.array([0.01, 0.2])
    full = run(line(), MinibatchGradientDescent(rates, 7, 3), X0, max_steps=20)
    plain = run(line(), GradientDescent(rates), X0, max_steps=20)
    np.testing.assert_allclose(full.x, plain.x, rtol=1e-13, atol=1e-13)


def test_the_same_seed_replays_and_another_does_not():
    first, again, other = (
        run(line(), MinibatchGradientDescent(0.01, 2, seed), X0, max_steps=9).x
        for seed in (8, 8, 9)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert MinibatchGradientDescent() == MinibatchGradientDescent(0.1, 10, 0)


def test_the_largest_seed_shuffles():
    method = MinibatchGradientDescent(0.01, 2, 2**32 - 1)
    assert np.isfinite(run(line(), method, X0, max_steps=9).x).all()


def test_the_shuffle_is_a_function_of_seed_and_epoch_alone():
    seen = batches(MinibatchGradientDescent(0.01, 4, 6), 3)
    for epoch in range(2):
        order = np.random.RandomState([6, epoch]).permutation(7)
        np.testing.assert_array_equal(seen[2 * epoch], order[:4])
        np.testing.assert_array_equal(seen[2 * epoch + 1], order[4:])


def test_many_rates_run_on_the_same_batches():
    rates = np.array([[0.01], [0.02], [0.05]])
    together = run(line(), MinibatchGradientDescent(rates, 2, 1), X0, max_steps=12).x
    for i, rate in enumerate((0.01, 0.02, 0.05)):
        alone = run(line(), MinibatchGradientDescent(rate, 2, 1), X0, max_steps=12).x
        np.testing.assert_allclose(together[:, i], alone, rtol=1e-12)


@pytest.mark.parametrize(
    ("attempt", "says"),
    [
        (
            lambda: DecayingSGD(decay_rate=-1.0),
            "decay_rate must be finite and at least 0.0",
        ),
        (lambda: DecayingSGD(power=np.nan), "power must be finite and at least 0.0"),
        (
            lambda: MinibatchGradientDescent(0.0),
            "learning_rate must be finite and above",
        ),
        (
            lambda: MinibatchGradientDescent(batch_size=0),
            "batch_size must be an int of at least 1",
        ),
        (
            lambda: MinibatchGradientDescent(seed=-1),
            "seed must be an int of at least 0",
        ),
        (lambda: MinibatchGradientDescent(seed=2**32), r"seed must be below 2\*\*32"),
        (lambda: DecayingSGD(seed=10**400), r"seed must be below 2\*\*32"),
        (
            lambda: MinibatchGradientDescent(0.1, 8).init(line(), X0),
            "batch_size 8 is above the 7 rows",
        ),
        (
            lambda: MinibatchGradientDescent(0.1, 1).init(Quadratic(A, b), [0, 0, 0]),
            "Quadratic has no rows to sample",
        ),
        (
            lambda: SubgradientDescent(-0.1),
            "learning_rate must be finite and above zero",
        ),
        (
            lambda: SubgradientDescent(power=-0.5),
            "power must be finite and at least 0.0",
        ),
        (lambda: SubgradientDescent(power=np.nan), "power must be finite and at least"),
    ],
)
def test_what_cannot_be_sampled_is_refused(attempt, says):
    with pytest.raises(ValueError, match=says):
        attempt()


@pytest.mark.parametrize("power", [0, 0.5, 1, 0.75])
def test_subgradient_steps_shrink_as_a_power_of_k(power):
    problem = LeastAbsolute(X, y_line)
    path = run(problem, SubgradientDescent(0.3, power), X0, max_steps=6)
    expected = [0.3 / (k + 1) ** power for k in range(6)]
    np.testing.assert_allclose(path.step_size[1:], expected, rtol=1e-13)
    for k in range(6):
        step = expected[k] * problem.grad(path.x[k])
        np.testing.assert_allclose(path.x[k + 1], path.x[k] - step, rtol=1e-13)
    assert SubgradientDescent() == SubgradientDescent(0.1, 0.5)


def test_a_rate_per_parameter_shrinks_too():
    rates, problem = np.array([0.1, 0.4]), LeastAbsolute(X, y_line)
    path = run(problem, SubgradientDescent(rates, 0.5), X0, max_steps=3)
    np.testing.assert_allclose(path.step_size[3], rates / np.sqrt(3), rtol=1e-13)


def absolute_optimum(problem: LeastAbsolute) -> tuple[np.ndarray, float]:
    """(x*, f*) of the mean absolute error, by linear programming."""
    m, n = problem.X.shape
    rows = np.block([[problem.X, -np.eye(m)], [-problem.X, -np.eye(m)]])
    cost = np.concatenate([np.zeros(n), np.full(m, 1 / m)])
    limits = [(None, None)] * n + [(0, None)] * m
    right = np.concatenate([problem.y, -problem.y])
    found = linprog(cost, A_ub=rows, b_ub=right, bounds=limits)
    return found.x[:n], found.fun


def test_no_point_is_below_the_linear_programs_optimum_and_it_is_reached():
    problem = LeastAbsolute(X_two, y_line)
    x_star, least = absolute_optimum(problem)
    assert float(problem.value(x_star)) == pytest.approx(least, rel=1e-12)
    path = run(problem, SubgradientDescent(1.0, 0.5), [0, 0, 0], max_steps=20_000)
    assert least <= path.value.min() < least + 2e-2
    assert np.all(path.value >= least - 1e-12)


@pytest.mark.parametrize("power", [0.0, 0.5])
def test_subgradient_descent_keeps_within_its_bound(power):
    """(R^2 + G^2 sum eta_i^2) / (2 sum eta_i): Shor (1985); Boyd, EE364b notes."""
    problem = LeastAbsolute(X, y_line)
    x_star, least = absolute_optimum(problem)
    steps = 0.05 / np.arange(1, 3001) ** power
    R2, G2 = np.sum((X0 - x_star) ** 2), np.mean(np.abs(x_line)) ** 2 + 1
    bound = (R2 + G2 * np.cumsum(steps**2)) / (2 * np.cumsum(steps))
    path = run(problem, SubgradientDescent(0.05, power), X0, max_steps=2999)
    best = np.minimum.accumulate(path.value) - least
    assert np.all(np.linalg.norm(path.grad, axis=1) ** 2 <= G2)
    assert np.all(best <= bound)


def test_the_mean_of_subgradient_steps_keeps_within_the_same_bound():
    problem, eta = LeastAbsolute(X, y_line), 0.05
    x_star, least = absolute_optimum(problem)
    R2, G2 = np.sum((X0 - x_star) ** 2), np.mean(np.abs(x_line)) ** 2 + 1
    mean = run(problem, Averaged(SubgradientDescent(eta, 0.0)), X0, max_steps=3000)
    bound = R2 / (2 * eta * np.arange(1, 3002)) + eta * G2 / 2
    assert np.all(mean.value - least <= bound)
    last = run(problem, SubgradientDescent(eta, 0.0), X0, max_steps=3000)
    assert np.ptp(mean.value[-500:]) < 0.1 * np.ptp(last.value[-500:])


@pytest.mark.parametrize(
    "inner",
    [Momentum(0.01, 0.5), SubgradientDescent(0.02), MinibatchGradientDescent(0.01, 2)],
)
def test_averaged_is_the_mean_of_where_the_inner_method_was(inner):
    problem = line()
    plain = run(problem, inner, X0, max_steps=30)
    mean = run(problem, Averaged(inner), X0, max_steps=30)
    counts = np.arange(1, 32)[:, None]
    np.testing.assert_allclose(mean.x, np.cumsum(plain.x, 0) / counts, rtol=1e-12)
    np.testing.assert_allclose(mean.value, [problem.value(x) for x in mean.x])
    np.testing.assert_array_equal(mean.grad, plain.grad)
    np.testing.assert_array_equal(mean.step_size, plain.step_size)
    np.testing.assert_array_equal(mean.nfev, plain.nfev)
    np.testing.assert_array_equal(mean.k, plain.k)


def test_the_value_of_a_mean_is_not_the_inner_methods():
    method, problem = Averaged(LBFGS()), line()
    state = method.step(problem, method.init(problem, X0))
    assert state.value is None


@pytest.mark.parametrize(
    "kind", [GradientDescent, MinibatchGradientDescent, DecayingSGD, SubgradientDescent]
)
def test_the_rates_of_a_copy_cannot_be_changed(kind):
    method = kind(np.array([0.1, 0.2]))
    other = copy.deepcopy(method)
    assert other == method
    with pytest.raises(ValueError, match="read-only"):
        other.learning_rate[0] = 1.0
