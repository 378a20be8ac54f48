"""L-BFGS against the dense formula, conjugate gradients and scipy's L-BFGS-B.

The one rule: evaluation counts are recorded, and may fall but never rise.
"""

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given
from hypothesis import strategies as st

from gdcore.linesearch import Backtracking, Exact, StrongWolfe
from gdcore.optimizers import LBFGS, ConjugateGradient
from gdcore.optimizers.lbfgs import lbfgs_direction
from gdcore.problems import LeastSquares, Quadratic, Rosenbrock
from gdcore.runs import Status, run
from scripts.reference_problems import tolerances
from scripts.reference_problems.cases import searched
from scripts.reference_problems.record import GTOL, evaluations, recorded
from tests.problems_for_tests import PROPERTY, A, Counted, Curve, b

X0 = np.array([1.0, -1.0, 2.0])


def dense_inverse(pairs, n):
    """H_k as BFGS builds it, a product of n x n matrices: Nocedal-Wright (7.19)."""
    s, y = pairs[-1]
    H = np.eye(n) * (s @ y) / (y @ y)
    for s, y in pairs:
        rho = 1 / (y @ s)
        V = np.eye(n) - rho * np.outer(y, s)
        H = V.T @ H @ V + rho * np.outer(s, s)
    return H


@PROPERTY
@given(st.integers(1, 6), st.integers(1, 8), st.integers(0, 10_000))
def test_the_direction_is_that_of_the_dense_formula(n, kept, seed):
    draw = np.random.RandomState(seed)
    root = draw.randn(n, n)
    H = root @ root.T + np.eye(n)
    steps = draw.randn(kept, n)
    pairs = tuple((s, H @ s + 0.1 * draw.rand() * s) for s in steps)
    grad = draw.randn(n)
    expected = -dense_inverse(pairs, n) @ grad
    got = lbfgs_direction(grad, pairs)
    gap = np.linalg.norm(got - expected)
    assert gap <= tolerances.DENSE_DIRECTION * np.linalg.norm(expected)
    assert got @ grad < 0


def test_without_pairs_the_direction_is_steepest_descent():
    np.testing.assert_array_equal(lbfgs_direction(X0, ()), -X0)


def test_the_memory_holds_the_last_pairs_oldest_first():
    problem, method, states = Rosenbrock(), LBFGS(3), []
    state = method.init(problem, [-1.2, 1.0])
    for _ in range(6):
        states.append(state)
        state = method.step(problem, state)
    states.append(state)
    assert [len(s.memory) for s in states] == [0, 1, 2, 3, 3, 3, 3]
    for (s, y), before, after in zip(
        state.memory, states[-4:-1], states[-3:], strict=True
    ):
        np.testing.assert_array_equal(s, after.x - before.x)
        np.testing.assert_array_equal(y, after.grad - before.grad)


def test_the_whole_run_is_that_of_the_dense_formula():
    problem, search = Rosenbrock(), StrongWolfe()
    path = run(problem, LBFGS(4), [-1.2, 1.0], max_steps=12)
    for k in range(1, 12):
        past = range(max(k - 4, 0), k)
        s, y = np.diff(path.x, axis=0), np.diff(path.grad, axis=0)
        H = dense_inverse([(s[i], y[i]) for i in past], 2)
        t = path.x[k + 1] - path.x[k]
        expected = -path.step_size[k + 1] * H @ path.grad[k]
        np.testing.assert_allclose(t, expected, rtol=1e-8, atol=1e-12)
    assert search == LBFGS().search
    assert LBFGS().history == 10


def test_with_exact_steps_on_a_quadratic_it_is_conjugate_gradients():
    # Nazareth (1979): whatever the history, the iterates are the same.
    draw = np.random.RandomState(2)
    root = draw.randn(8, 5)
    wide = Quadratic(root.T @ root + 0.5 * np.eye(5), draw.randn(5))
    for problem, x0 in ((Quadratic(A, b), X0), (wide, np.ones(5))):
        expected = run(problem, ConjugateGradient(), x0, max_steps=len(x0)).x
        for history in (1, 10):
            method = LBFGS(history, Exact())
            got = run(problem, method, x0, max_steps=len(x0)).x
            tolerance = tolerances.KRYLOV
            np.testing.assert_allclose(got, expected, tolerance, tolerance)


@pytest.mark.parametrize("name", searched())
def test_it_needs_no_more_evaluations_than_scipy(name):
    problem, x0 = searched()[name]
    counted = Counted(problem)
    path = run(problem, LBFGS(), x0, gtol=GTOL)
    theirs = scipy.optimize.minimize(
        counted.value,
        x0,
        jac=counted.grad,
        method="L-BFGS-B",
        options={"gtol": GTOL, "ftol": 0.0, "maxfun": 10_000, "maxiter": 10_000},
    )
    assert path.status is Status.CONVERGED
    assert theirs.nfev == len(counted.points)
    assert path.nfev[-1] <= tolerances.MORE_THAN_SCIPY * theirs.nfev
    np.testing.assert_allclose(path.x[-1], theirs.x, rtol=1e-6, atol=1e-6)


def test_the_recorded_evaluations_never_rise():
    kept, now = recorded("evaluations"), evaluations()
    assert now.keys() == kept.keys(), (
        "other problems: python -m scripts.reference_problems.record"
    )
    for name, count in now.items():
        assert count <= kept[name], f"{name}: {count} evaluations, {kept[name]} before"
    assert kept.keys() == searched().keys()


def test_the_first_step_is_no_longer_than_one():
    steep = Quadratic(100 * A, 100 * b)
    state = LBFGS().init(steep, X0)
    curve = Counted(steep)
    LBFGS().step(curve, state)
    tried = np.frombuffer(curve.points[0])
    assert np.linalg.norm(tried - X0) == pytest.approx(1)
    flat = Quadratic(0.01 * A, 0.01 * b)
    state, curve = LBFGS().init(flat, X0), Counted(flat)
    LBFGS().step(curve, state)
    np.testing.assert_allclose(np.frombuffer(curve.points[0]), X0 - state.grad)


def test_a_failed_search_drops_the_pairs_and_stays():
    calls = []

    def failing(problem, start, direction, first):
        calls.append((direction, first))
        if len(calls) == 3:
            return start._replace(nfev=5)
        return StrongWolfe()(problem, start, direction, first)

    method, problem = LBFGS(5, failing), Rosenbrock()
    states = [method.init(problem, [-1.2, 1.0])]
    for _ in range(4):
        states.append(method.step(problem, states[-1]))
    assert [len(s.memory) for s in states] == [0, 1, 2, 0, 1]
    np.testing.assert_array_equal(states[3].x, states[2].x)
    assert states[3].nfev == states[2].nfev + 5
    direction, first = calls[3]
    np.testing.assert_array_equal(direction, -states[3].grad)
    assert first == pytest.approx(1 / np.linalg.norm(direction))
    assert calls[1][1] == calls[2][1] == 1.0


def test_a_pair_of_negative_curvature_is_not_kept():
    dome = Curve(lambda t: -(t**2) / 2, lambda t: -t)
    state = LBFGS(search=Backtracking()).init(dome, [1.0])
    for _ in range(3):
        state = LBFGS(search=Backtracking()).step(dome, state)
        assert state.memory == ()
        assert state.step_size > 0


def test_pairs_are_kept_however_steep_the_problem():
    # y^T y is 1e8 times s^T y here: in float32 a bound in y alone would drop them all.
    x = np.linspace(0, 1000, 50)
    X = np.stack([x, np.ones(50)], axis=1).astype(np.float32)
    problem = LeastSquares(X, (0.3 * x + 5).astype(np.float32), "sum")
    path = run(problem, LBFGS(), [0, 0], max_steps=15)
    assert path.x.dtype == np.float32
    np.testing.assert_allclose(path.x[-1], [0.3, 5], rtol=1e-4)


def test_at_the_minimum_it_stays():
    problem = Quadratic(np.diag([2.0, 4.0]), [2.0, 8.0])
    state = LBFGS().step(problem, LBFGS().init(problem, [1.0, 2.0]))
    np.testing.assert_array_equal(state.x, [1.0, 2.0])
    assert run(problem, LBFGS(), [1.0, 2.0]).status is Status.CONVERGED


def test_it_goes_on_to_the_rounding_of_a_large_minimum():
    problem = searched()["outliers"][0]
    shifted = LeastSquares(problem.X, problem.y + 1e3 * (problem.y > 20))
    path = run(shifted, LBFGS(), [0, 0], gtol=1e-6, max_steps=100)
    assert path.status is Status.CONVERGED
    assert path.value[-1] > 1e4


@pytest.mark.parametrize("history", [0, -1, np.nan, np.inf])
def test_a_bad_history_is_refused(history):
    says = f"history must be an int of at least 1, got {history}"
    with pytest.raises(ValueError, match=says):
        LBFGS(history)
