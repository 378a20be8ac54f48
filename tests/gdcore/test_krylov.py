"""Chebyshev against its polynomial, conjugate gradients against scipy.

The one rule: errors are compared in the eigen-directions, where both are scalars.
"""

import numpy as np
import pytest
import scipy.sparse.linalg
from numpy.polynomial.chebyshev import chebval

from gdcore.optimizers import Chebyshev, ConjugateGradient
from gdcore.problems import LeastAbsolute, LeastSquares, Quadratic, Rosenbrock
from gdcore.runs import Status, run
from gdcore.spectral import best_momentum
from scripts.reference_problems.tolerances import KRYLOV
from tests.problems_for_tests import A, X_two, b, line, quadratics, y_line

X0 = np.array([1.0, -1.0, 2.0])


def polynomial(k: int, u: np.ndarray) -> np.ndarray:
    """T_k(u), by its three-term recurrence."""
    return chebval(u, [0] * k + [1])


def test_each_error_is_the_chebyshev_polynomial():
    values, Q = np.linalg.eigh(A)
    x_star, (mu, L) = np.linalg.solve(A, b), (0.6, 5.0)  # not the eigenvalues' own
    path = run(Quadratic(A, b), Chebyshev(mu, L), X0, max_steps=40).x
    errors = (path - x_star) @ Q
    for k, error in enumerate(errors):
        factor = polynomial(k, (L + mu - 2 * values) / (L - mu))
        factor = factor / polynomial(k, np.array((L + mu) / (L - mu)))
        np.testing.assert_allclose(error, factor * errors[0], rtol=1e-9, atol=1e-12)


def test_no_error_exceeds_one_over_the_polynomial_at_the_edge():
    values = np.linalg.eigvalsh(A)
    mu, L = values[0], values[-1]
    path = run(Quadratic(A, b), Chebyshev(mu, L), X0, max_steps=25).x
    errors = np.linalg.norm(path - np.linalg.solve(A, b), axis=1)
    bound = [1 / polynomial(k, np.array((L + mu) / (L - mu))) for k in range(26)]
    assert np.all(errors <= np.array(bound) * errors[0] * (1 + 1e-9))


def test_the_coefficients_tend_to_those_of_the_best_heavy_ball():
    problem = Quadratic(A, b)
    values = np.linalg.eigvalsh(A)
    method, ball = Chebyshev(values[0], values[-1]), best_momentum(problem)
    state = method.init(problem, X0)
    for _ in range(30):
        last, state = state, method.step(problem, state)
    step, before = state.memory.uphill, last.memory.uphill
    np.testing.assert_allclose(
        step, ball.beta * before + ball.learning_rate * last.grad, rtol=1e-8, atol=1e-16
    )


@pytest.mark.parametrize("name", quadratics())
def test_conjugate_gradients_take_the_steps_of_scipy(name):
    problem = quadratics()[name]
    zero = np.zeros(problem.dim)
    H, right, seen = problem.hess(zero), -problem.grad(zero), [zero]
    scipy.sparse.linalg.cg(
        H, right, x0=zero, rtol=1e-13, callback=lambda x: seen.append(x.copy())
    )
    path = run(problem, ConjugateGradient(), zero, max_steps=len(seen) - 1).x
    np.testing.assert_allclose(path, seen, KRYLOV, KRYLOV)


def test_there_are_as_many_steps_as_distinct_eigenvalues():
    Q = np.linalg.qr(np.random.RandomState(1).randn(6, 6))[0]
    for distinct in ([2.0], [1.0, 7.0], [1.0, 4.0, 9.0]):
        values = np.resize(distinct, 6)
        H = Q @ np.diag(values) @ Q.T
        problem = Quadratic((H + H.T) / 2, np.arange(1.0, 7.0))
        path = run(problem, ConjugateGradient(), np.ones(6), max_steps=20, gtol=1e-11)
        assert path.status is Status.CONVERGED
        assert path.k[-1] == len(distinct)


def test_its_steps_are_conjugate():
    path = run(Quadratic(A, b), ConjugateGradient(), X0, max_steps=3).x
    s = np.diff(path, axis=0)
    off = s @ A @ s.T - np.diag(np.diag(s @ A @ s.T))
    np.testing.assert_allclose(off, 0, atol=1e-12)
    np.testing.assert_allclose(path[-1], np.linalg.solve(A, b), atol=1e-12)


def test_conjugate_gradients_never_go_uphill_again():
    # Past the minimum the gradient is rounding; steps taken from it must not grow.
    for seed in range(5):
        x0 = np.random.RandomState(seed).randn(2) * 10
        value = run(line(), ConjugateGradient(), x0, max_steps=200).value
        assert np.all(np.diff(value) <= 1e-12 * value[0])


def test_from_the_minimum_conjugate_gradients_stay_there():
    method, problem = ConjugateGradient(), Quadratic(np.diag([2.0, 4.0]), [2.0, 8.0])
    state = method.init(problem, [1.0, 2.0])
    for _ in range(3):
        state = method.step(problem, state)
        np.testing.assert_array_equal(state.x, [1.0, 2.0])


def test_runs_side_by_side_are_the_single_runs():
    problem = LeastSquares(X_two, y_line, l2=0.2)
    starts = np.array([X0, [0.0, 0.0, 0.0], [5.0, 1.0, -3.0]])
    for method in (ConjugateGradient(), Chebyshev(0.2, 40.0)):
        together = run(problem, method, starts, max_steps=5).x
        for i, x0 in enumerate(starts):
            alone = run(problem, method, x0, max_steps=5).x
            np.testing.assert_allclose(together[:, i], alone, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("problem", "x0"),
    [(Rosenbrock(), [0.0, 0.0]), (LeastAbsolute(X_two, y_line), X0)],
)
def test_what_is_not_quadratic_is_refused_by_conjugate_gradients(problem, x0):
    says = f"needs a quadratic, not {type(problem).__name__}; LBFGS takes any smooth"
    with pytest.raises(ValueError, match=says):
        ConjugateGradient().init(problem, x0)


def test_columns_of_zeros_are_refused_by_conjugate_gradients():
    for kind in (LeastSquares, LeastAbsolute):
        with pytest.raises(ValueError, match="X is all zeros"):
            ConjugateGradient().init(kind(np.zeros((3, 2)), np.ones(3)), [0, 0])


@pytest.mark.parametrize(
    ("lambda_min", "lambda_max", "says"),
    [
        (0.0, 1.0, "lambda_min must be finite and above zero, got 0.0"),
        (-1.0, 1.0, "lambda_min must be finite and above zero, got -1.0"),
        (1.0, np.inf, "lambda_max must be finite and above zero, got inf"),
        (1.0, np.nan, "lambda_max must be finite and above zero, got nan"),
        (2.0, 2.0, "want lambda_min < lambda_max, got Chebyshev"),
        (3.0, 2.0, "want lambda_min < lambda_max, got Chebyshev"),
    ],
)
def test_bad_bounds_are_refused(lambda_min, lambda_max, says):
    with pytest.raises(ValueError, match=says):
        Chebyshev(lambda_min, lambda_max)
