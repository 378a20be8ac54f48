"""Limits, rates and step counts, each beside what a run does.

The one rule: theory is not compared with theory; every formula meets a run.
"""

import numpy as np
import pytest

from gdcore.linesearch import Exact
from gdcore.optimizers import (
    LBFGS,
    Adam,
    Chebyshev,
    ConjugateGradient,
    GradientDescent,
    Momentum,
    Nesterov,
    SteepestDescent,
    SubgradientDescent,
)
from gdcore.problems import LeastSquares, Quadratic
from gdcore.runs import Status, run
from gdcore.spectral import (
    best_chebyshev,
    best_gradient_descent,
    best_momentum,
    best_nesterov,
    chebyshev_schedule,
    closed_form,
    closed_form_excess,
    learning_rate_limit,
    minimizer,
    rate,
    spectrum,
    steps_until,
)
from gdcore.spectral.closed_form import modes_of, transition
from tests.problems_for_tests import LINEAR, A, b, quadratics
from tests.problems_for_tests import TURNED as PROBLEM

KAPPA = 25.0
X0 = np.array([3.0, 1.0, -2.0])


def observed(method, steps: int = 150, problem=PROBLEM) -> float:
    """The error's factor per step over the last two thirds of a run."""
    path = run(problem, method, X0, max_steps=steps)
    errors = np.linalg.norm(path.x - minimizer(problem), axis=1)
    late = np.flatnonzero(errors > 1e-12)
    first, last = late[len(late) // 3], late[-1]
    return float((errors[last] / errors[first]) ** (1 / (last - first)))


def test_the_best_methods_have_the_rates_of_the_books():
    root = np.sqrt(KAPPA)
    books = {
        "best_descent": (KAPPA - 1) / (KAPPA + 1),
        "best_momentum": (root - 1) / (root + 1),
        "best_nesterov": 1 - 2 / np.sqrt(3 * KAPPA + 1),
        "best_chebyshev": (root - 1) / (root + 1),
    }
    for name, expected in books.items():
        loose = 1e-6 if name in ("best_momentum", "best_nesterov") else 1e-12
        assert rate(PROBLEM, LINEAR[name]) == pytest.approx(expected, abs=loose)
        # A double root's error is (1 + c k) rate^k: its factor settles slowly.
        assert observed(LINEAR[name]) == pytest.approx(expected, abs=0.025)
    assert spectrum(PROBLEM).condition_number == pytest.approx(KAPPA)


@pytest.mark.parametrize("name", ["descent", "descent_rates", "best_descent"])
def test_descent_shrinks_the_error_by_its_rate_to_many_digits(name):
    assert observed(LINEAR[name]) == pytest.approx(
        rate(PROBLEM, LINEAR[name]), rel=1e-6
    )


@pytest.mark.parametrize("name", ["momentum", "momentum_rates", "nesterov"])
def test_an_accelerated_error_shrinks_by_its_rate(name):
    assert observed(LINEAR[name]) == pytest.approx(
        rate(PROBLEM, LINEAR[name]), rel=0.02
    )


def test_the_best_parameters_are_the_books():
    mu, L = 0.2, 5.0
    assert best_gradient_descent(PROBLEM).learning_rate == pytest.approx(2 / 5.2)
    ball = best_momentum(PROBLEM)
    assert ball.learning_rate == pytest.approx(4 / (np.sqrt(L) + np.sqrt(mu)) ** 2)
    assert ball.beta == pytest.approx((4 / 6) ** 2)
    look = best_nesterov(PROBLEM)
    assert look.learning_rate == pytest.approx(4 / 15.2)
    assert look.beta == pytest.approx((np.sqrt(76) - 2) / (np.sqrt(76) + 2))
    sheet = best_chebyshev(PROBLEM)
    assert (sheet.lambda_min, sheet.lambda_max) == pytest.approx((mu, L))
    for method in (best_gradient_descent(PROBLEM), ball, look):
        assert type(method.learning_rate) is float


@pytest.mark.parametrize("best", [best_gradient_descent, best_momentum, best_nesterov])
def test_no_neighbor_of_the_best_parameters_is_better(best):
    method = best(PROBLEM)
    least = rate(PROBLEM, method)
    for factor in (0.98, 1.02):
        eta = method.learning_rate * factor
        betas = (
            [()]
            if best is best_gradient_descent
            else [(method.beta * g,) for g in (0.98, 1.0, 1.02)]
        )
        for beta in betas:
            assert rate(PROBLEM, type(method)(eta, *beta)) > least


@pytest.mark.parametrize("name", quadratics())
@pytest.mark.parametrize(
    "make", [GradientDescent, lambda r: Momentum(r, 0.8), lambda r: Nesterov(r, 0.8)]
)
def test_just_below_the_limit_a_run_converges_just_above_it_diverges(name, make):
    problem = quadratics()[name]
    limit = learning_rate_limit(problem, make(1.0))
    x_star = minimizer(problem)
    x0 = x_star + spectrum(problem).eigenvectors[:, -1]  # the steep direction alone
    for factor, grows in ((0.99, False), (1.01, True)):
        method = make(factor * limit)
        path = run(problem, method, x0, max_steps=1500)
        error = np.linalg.norm(path.x - x_star, axis=1)
        assert (error[-1] > 100) == grows
        assert (error[-1] < 0.01) != grows
        assert (path.status is Status.DIVERGED) == grows
        steep = rate(Quadratic(np.diag([spectrum(problem).lambda_max]), [0.0]), method)
        assert (steep > 1) == grows


def test_the_limits_are_the_books():
    L = 5.0
    assert learning_rate_limit(PROBLEM) == pytest.approx(2 / L)
    assert learning_rate_limit(PROBLEM, GradientDescent(9.0)) == pytest.approx(2 / L)
    assert learning_rate_limit(PROBLEM, Momentum(9.0, 0.9)) == pytest.approx(3.8 / L)
    expected = 3.8 / 2.8 / L
    assert learning_rate_limit(PROBLEM, Nesterov(9.0, 0.9)) == pytest.approx(expected)


def test_a_sum_has_a_limit_m_times_smaller():
    X, y = np.array([[1.0, 2.0], [3.0, 1.0], [2.0, 2.0]]), np.array([1.0, 2.0, 3.0])
    mean, total = LeastSquares(X, y), LeastSquares(X, y, "sum")
    assert learning_rate_limit(mean) == pytest.approx(3 * learning_rate_limit(total))


def test_kantorovich_holds_for_exact_steepest_descent():
    # Each exact step shrinks the excess by ((kappa - 1) / (kappa + 1))^2 at least.
    path = run(PROBLEM, SteepestDescent(Exact()), X0, max_steps=25)
    excess = path.value - PROBLEM.value(minimizer(PROBLEM))
    factor = ((KAPPA - 1) / (KAPPA + 1)) ** 2
    assert np.all(excess[1:] <= factor * excess[:-1] + 1e-13)


@pytest.mark.parametrize("beta", [0.8, 0.95])
def test_where_every_root_is_complex_the_heavy_ball_has_the_rate_root_beta(beta):
    method = Momentum(0.35, beta)
    assert rate(PROBLEM, method) == pytest.approx(np.sqrt(beta), rel=1e-12)
    # The error swings under an envelope: peaks a hundred steps apart tell its rate.
    path = run(PROBLEM, method, X0, max_steps=300)
    error = np.linalg.norm(path.x - minimizer(PROBLEM), axis=1)
    early, late = error[40:90].max(), error[140:190].max()
    assert (late / early) ** (1 / 100) == pytest.approx(np.sqrt(beta), rel=0.01)


@pytest.mark.parametrize("method", [GradientDescent, Momentum, Nesterov])
@pytest.mark.parametrize("name", quadratics())
def test_a_rate_is_the_largest_eigenvalue_of_a_step(method, name):
    problem, draw = quadratics()[name], np.random.RandomState(6)
    for share in draw.uniform(0.01, 1.2, 10):
        optimizer = method(share * learning_rate_limit(problem))
        step = transition(optimizer, modes_of(problem, optimizer).values)
        expected = np.abs(np.linalg.eigvals(step)).max()
        # A double root moves by the root of a rounding.
        assert rate(problem, optimizer) == pytest.approx(expected, rel=1e-7)


def test_the_rate_of_chebyshev_is_that_of_the_bounds_it_was_given():
    assert rate(PROBLEM, Chebyshev(0.1, 10.0)) == pytest.approx(9 / 11)


def test_the_rate_of_chebyshev_is_larger_where_the_bounds_leave_an_eigenvalue_out():
    for method in (Chebyshev(0.4, 5.0), Chebyshev(0.2, 4.0)):
        assert rate(PROBLEM, method) > rate(PROBLEM, best_chebyshev(PROBLEM))
        assert observed(method) == pytest.approx(rate(PROBLEM, method), rel=1e-3)


@pytest.mark.parametrize(
    "best", [best_gradient_descent, best_momentum, best_nesterov, best_chebyshev]
)
def test_nothing_is_best_in_a_flat_valley(best):
    X = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])
    with pytest.raises(ValueError, match="a direction without curvature"):
        best(LeastSquares(X, np.array([1.0, 2.0, 4.0])))


def test_a_round_bowl_takes_one_step():
    bowl = Quadratic(2.0 * np.eye(2), [1.0, 3.0])
    assert best_gradient_descent(bowl) == GradientDescent(0.5)
    ball = best_momentum(bowl)
    assert (ball.learning_rate, ball.beta) == (pytest.approx(0.5), 0.0)
    assert rate(bowl, GradientDescent(0.5)) == pytest.approx(0, abs=1e-15)
    path = run(bowl, best_gradient_descent(bowl), [5.0, -1.0], max_steps=1)
    np.testing.assert_allclose(path.x[-1], [0.5, 1.5])
    with pytest.raises(ValueError, match="Chebyshev needs two different curvatures"):
        best_chebyshev(bowl)


@pytest.mark.parametrize(
    "method", [Adam(), LBFGS(), ConjugateGradient(), SubgradientDescent()]
)
@pytest.mark.parametrize(
    "question",
    [
        rate,
        learning_rate_limit,
        lambda p, m: closed_form(p, m, np.zeros(3), 1),
        lambda p, m: steps_until(p, m, np.ones(3), tolerance=0.1),
    ],
)
def test_methods_without_a_theory_are_refused_in_one_sentence(question, method):
    name = type(method).__name__
    says = f"^optimizer {name} has no rate that theory predicts: run it instead$"
    with pytest.raises(ValueError, match=says):
        question(Quadratic(A, b), method)


def test_a_schedule_has_no_limit_of_its_rate():
    with pytest.raises(ValueError, match="Chebyshev has no single learning rate"):
        learning_rate_limit(Quadratic(A, b), Chebyshev(0.1, 9.0))


@pytest.mark.parametrize(("low", "high"), [(0.9, 8.0), (0.4, 5.0)])
def test_an_eigenvalue_beyond_chebyshevs_bounds_sets_the_rate(low, high):
    problem, method = Quadratic(np.diag([0.5, 6.0]), [1.0, 1.0]), Chebyshev(low, high)
    early, late = closed_form_excess(problem, method, [0.0, 0.0], [200, 300])
    assert rate(problem, method) == pytest.approx((late / early) ** (1 / 200))


@pytest.mark.parametrize("steps", [1, 2, 16, 128])
def test_chebyshevs_schedule_ends_where_his_method_does(steps):
    rates, x = chebyshev_schedule(PROBLEM, steps), np.array([3.0, -1.0, 2.0])
    ended = run(PROBLEM, best_chebyshev(PROBLEM), x, max_steps=steps).x[-1]
    largest = start = np.abs(PROBLEM.grad(x)).max()
    for learning_rate in rates:
        x = x - learning_rate * PROBLEM.grad(x)
        largest = max(largest, np.abs(PROBLEM.grad(x)).max())
    assert rates.shape == (steps,)
    np.testing.assert_allclose(x, ended, rtol=0, atol=1e-9)
    assert largest < 100 * start, "in this order nothing grows on the way"


def test_chebyshevs_schedule_holds_one_over_the_roots_of_his_polynomial():
    low, high = spectrum(PROBLEM).lambda_min, spectrum(PROBLEM).lambda_max
    roots = np.polynomial.chebyshev.chebroots([0] * 16 + [1])
    expected = 1 / ((high + low) / 2 + (high - low) / 2 * roots)
    rates = chebyshev_schedule(PROBLEM, 16)
    np.testing.assert_allclose(np.sort(rates), np.sort(expected), rtol=1e-9)


@pytest.mark.parametrize("steps", [3, 100])
def test_chebyshevs_schedule_has_a_power_of_two_of_steps(steps):
    with pytest.raises(ValueError, match=f"steps must be a power of two, got {steps}"):
        chebyshev_schedule(PROBLEM, steps)


@pytest.mark.parametrize("steps", [0, -4, 4.0, True])
def test_chebyshevs_schedule_has_a_whole_number_of_steps(steps):
    with pytest.raises(ValueError, match="steps must be an int of at least 1"):
        chebyshev_schedule(PROBLEM, steps)
