"""How a run ends where the gradient is a sample's, or near the ends of the numbers.

The one rule: what a status says is held against the whole loss's gradient, in float64.
"""

import numpy as np
import pytest

from gdcore.endings import FEW, ended
from gdcore.extremes import lengths, vanished
from gdcore.optimizers import (
    LBFGS,
    Adam,
    Averaged,
    DecayingSGD,
    GradientDescent,
    MinibatchGradientDescent,
    Momentum,
    SteepestDescent,
    SubgradientDescent,
)
from gdcore.preconditioning import Transformed, standardize
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Quadratic,
    Rosenbrock,
    line_fit,
)
from gdcore.runs import PATIENCE, Status, run
from gdcore.spectral import minimizer
from tests.problems_for_tests import line

FOUR = line_fit([0, 1, 2, 3], [1, 3, 5, 0])
TINY, HUGE = np.float32(1e-30), np.float32(1e30)


def test_a_row_that_fits_is_no_convergence():
    # (2, 1) runs through three of the four points; the whole gradient there is 42.
    path = run(
        FOUR, MinibatchGradientDescent(0.05, 1, seed=1), [2, 1], gtol=1e-9, max_steps=9
    )
    assert not path.grad[0].any()
    assert (path.status, path.k[-1]) == (Status.OUT_OF_STEPS, 9)
    exact = run(FOUR, MinibatchGradientDescent(0.05, 1, seed=1), [2, 1], max_steps=9)
    assert (exact.status, exact.k[-1]) == (Status.OUT_OF_STEPS, 9)


SAMPLED = [
    MinibatchGradientDescent(0.05, 1, 3),
    MinibatchGradientDescent(0.1, 3, 4),
    DecayingSGD(0.1, 2, 5, decay_rate=0.1),
    Averaged(MinibatchGradientDescent(0.1, 1, 6)),
    Averaged(SubgradientDescent(0.3)),
    Averaged(GradientDescent(0.2)),
    Averaged(Momentum(0.05, 0.5)),
    Averaged(Adam(0.3)),
]


@pytest.mark.parametrize("method", SAMPLED, ids=repr)
def test_of_2000_generated_runs_none_converges_falsely(method):
    """250 runs of each method, 25 side by side, from where rows and means fit."""
    draw, converged = np.random.RandomState(0), 0
    for case in range(10):
        x = draw.randint(-3, 4, 5) + np.arange(5) / 7
        y = x.round() + (draw.randint(-1, 2, 5) if case % 2 else 0)
        loss = LeastAbsolute if case % 5 == 4 else LeastSquares
        problem = loss(np.stack([x.round() + np.arange(5) % 2, np.ones(5)], 1), y)
        starts, gtol = draw.randint(-2, 3, (25, 2)), 10.0 ** draw.randint(-9, 1)
        path = run(problem, method, starts, gtol=gtol, max_steps=60)
        sizes = np.linalg.norm(problem.grad(path.x[-1]), axis=1)
        claimed = path.statuses == Status.CONVERGED
        np.testing.assert_array_equal(claimed, sizes <= gtol)
        converged += claimed.sum()
    assert converged > 0


def test_a_mean_goes_on_where_its_inner_search_has_ended():
    # LBFGS is at the minimum after two steps; the mean of its x comes nearer for ever.
    bowl = Quadratic([[1.0]], [0.0])
    path = run(bowl, Averaged(LBFGS()), [1.0], max_steps=200, gtol=0.01)
    assert path.status is Status.CONVERGED
    assert np.linalg.norm(bowl.grad(path.x[-1])) <= 0.01 < abs(path.x[-2, 0])


def test_the_end_is_judged_at_the_start_and_the_end_of_the_whole_loss():
    # The first batch fits, so its gradient is zero: any later one is more than 10^6.
    path = run(FOUR, MinibatchGradientDescent(0.01, 1, 1), [2, 1], max_steps=50)
    assert not path.grad[0].any()
    assert path.status is Status.OUT_OF_STEPS


@pytest.mark.parametrize(
    "problem",
    [
        line(),
        LeastSquares([[1.0, 1], [-1, 1], [1, -1], [-1, -1]], [1e8, 1e8, -1e8, -1e8]),
        LeastSquares([[1.0, 2.0], [3.0, 4.0]], [1 / 3, 1 / 7]),
        Quadratic([[2.0, 0.3], [0.3, 1.0]], [1 / 3, 0.1]),
        Transformed(line(), standardize(line())),
    ],
    ids=["line", "orthogonal", "fits", "quadratic", "transformed"],
)
def test_adam_from_the_minimizer_does_not_diverge(problem):
    start = minimizer(problem)
    for off in (0.0, 1e-15, 1e-12):
        path = run(problem, Adam(0.001), start * (1 + off), max_steps=50)
        assert path.status in {Status.OUT_OF_STEPS, Status.CONVERGED, Status.STALLED}
    # What is unstable still leaves, and is seen to.
    wild = run(problem, GradientDescent(1e3), start * (1 + 1e-12), max_steps=2000)
    assert wild.status is Status.DIVERGED


def test_adam_from_rosenbrocks_minimum_does_not_diverge():
    path = run(Rosenbrock(), Adam(0.001), [1.0, 1.0 + 1e-15], max_steps=50)
    assert path.status is Status.OUT_OF_STEPS


def test_an_absolute_loss_that_starts_on_its_kink_does_not_diverge():
    problem = LeastAbsolute([[1.0], [2.0]], [1.0, 2.0])
    path = run(problem, MinibatchGradientDescent(0.1, 1), [[1.0], [3.0]], max_steps=20)
    assert Status.DIVERGED not in path.statuses


def test_milliseconds_in_float32_go_on_and_are_judged():
    t = np.float32(1.7e12) + np.arange(8, dtype=np.float32) * np.float32(1e8)
    problem = line_fit(t, np.arange(8, dtype=np.float32))
    # The gradient is finite, although its square is not.
    with np.errstate(over="ignore"):
        assert not np.isfinite(problem.grad(np.ones(2, np.float32)) ** 2).all()
    small = run(problem, GradientDescent(1e-26), [1, 1], max_steps=5)
    assert (small.status, small.k[-1]) == (Status.OUT_OF_STEPS, 5)
    wild = run(problem, GradientDescent(0.1), [1, 1])
    assert wild.status is Status.DIVERGED
    assert wild.k[-1] >= 1


@pytest.mark.parametrize("method", [GradientDescent(0.1), Adam(), SteepestDescent()])
def test_an_overflow_at_the_start_is_named(method):
    ones = np.ones(2, np.float32)
    problem = LeastSquares(HUGE * np.diag(ones), ones)
    path = run(problem, method, [1e9, 1e9])
    assert (path.status, path.k[-1]) == (Status.OVERFLOWED, 0)
    double = run(Quadratic([[1e300]], [0.0]), method, [1e300])
    assert (double.status, double.k[-1]) == (Status.OVERFLOWED, 0)


def test_runs_that_have_all_left_the_numbers_end():
    rates = np.array([[60.0], [600.0]])
    path = run(Quadratic([[1.0]], [0.0]), GradientDescent(rates), [1.0], max_steps=900)
    assert path.statuses.tolist() == [Status.DIVERGED, Status.DIVERGED]
    assert path.k[-1] < 180  # 59^174 is beyond 10^308


def test_what_alternates_is_not_stuck():
    # |x| alternates between two points for ever, at eta = 2 / L exactly.
    path = run(Quadratic([[1.0]], [0.0]), GradientDescent(2.0), [1.0], max_steps=60)
    assert (path.status, path.k[-1]) == (Status.OUT_OF_STEPS, 60)


def test_beside_an_overflow_the_others_go_on():
    problem = Quadratic([[1e300]], [0.0])
    path = run(problem, GradientDescent(1e-301), [[1e300], [1.0]], max_steps=5)
    assert path.statuses.tolist() == [Status.OVERFLOWED, Status.OUT_OF_STEPS]


@pytest.mark.parametrize("parameters", [2, FEW, FEW + 1])
@pytest.mark.parametrize("runs", [(), (1,), (3,)])
@pytest.mark.parametrize("size", [1e-30, 1e30])
def test_squares_beyond_float32_end_no_run(parameters, runs, size):
    eye, zero = np.eye(parameters, dtype=np.float32), np.zeros(parameters, np.float32)
    start = np.full((*runs, parameters), size)
    path = run(Quadratic(eye, zero), GradientDescent(0.1), start, max_steps=3)
    assert np.all(path.statuses == Status.OUT_OF_STEPS)
    assert path.k[-1] == 3
    length = size * np.sqrt(parameters)
    near = run(Quadratic(eye, zero), GradientDescent(0.1), start, gtol=0.75 * length)
    assert np.all(near.statuses == Status.CONVERGED)
    assert near.k[-1] == 3  # 0.9^3 = 0.729


def test_a_square_that_underflows_is_no_convergence():
    tiny = np.float32(1e-12) * np.eye(2, dtype=np.float32)
    problem = LeastSquares(tiny, np.full(2, 1e-12, np.float32))
    path = run(problem, GradientDescent(0.1), [0, 0], max_steps=5)
    assert path.grad[0].all()
    assert path.status is Status.OUT_OF_STEPS
    # gtol * gtol underflows as well; the length of the gradient is 1e-200.
    bowl, small = Quadratic([[1.0]], [0.0]), 1e-200
    near = run(bowl, GradientDescent(0.1), [small], gtol=2e-200)
    far = run(bowl, GradientDescent(0.1), [small], gtol=0.5e-200)
    assert (near.status, near.k[-1]) == (Status.CONVERGED, 0)
    assert far.status is Status.CONVERGED
    assert far.k[-1] == 7  # 0.9^7 = 0.478


@pytest.mark.parametrize("method", [GradientDescent(0.1), Adam(), SteepestDescent()])
@pytest.mark.parametrize(
    "problem",
    [
        LeastSquares(TINY * np.eye(2, dtype=np.float32), [TINY, TINY]),
        LeastSquares(TINY * np.eye(2, dtype=np.float32), [TINY, TINY], l2=0.1),
        LeastSquares(1e-200 * np.eye(2), [1e-200, 1e-200]),
    ],
    ids=["float32", "ridge", "float64"],
)
def test_a_gradient_that_underflows_is_named(problem, method):
    path = run(problem, method, [0, 0])
    assert not path.grad.any()
    assert (path.status, path.k[-1]) == (Status.UNDERFLOWED, 0)
    generous = run(problem, method, [0, 0], gtol=1e-9)
    assert generous.status is Status.CONVERGED


def test_one_column_that_underflows_is_named_beside_one_that_converges():
    X = np.array([[1e-200, 0.0], [0.0, 1.0]])
    path = run(LeastSquares(X, [1e-200, 1.0]), GradientDescent(0.5), [0, 0])
    assert path.status is Status.UNDERFLOWED
    assert path.x[-1].tolist() == [0.0, 1.0]


def test_zero_is_zero_where_nothing_is_lost():
    cases = (
        (LeastSquares([[1.0, 0.0], [0.0, 1e-200]], [1.0, 0.0]), [1.0, 0.0]),
        (LeastSquares([[1e-200]], [3e-200]), [3.0]),
        (Quadratic([[1e-300]], [1e-300]), [1.0]),
        (LeastAbsolute([[1e-300], [1e-300]], [0.0, 1e-300]), [0.5]),
    )
    for problem, start in cases:
        assert run(problem, GradientDescent(0.1), start).status is Status.CONVERGED
    # A product below the smallest number is lost in A x as well.
    lost = run(Quadratic([[1e-200]], [0.0]), GradientDescent(0.1), [1e-200])
    assert lost.status is Status.UNDERFLOWED


def test_a_descent_to_the_smallest_numbers_has_converged():
    path = run(Quadratic([[0.5]], [0.0]), GradientDescent(1.0), [1.0], max_steps=1200)
    assert path.status is Status.CONVERGED


def test_lengths_hold_where_squares_do_not():
    big, small = np.float64(3e300), np.float64(4e-320)
    vectors = np.array([[big, big / 3 * 4], [small, 0.0], [0.0, 0.0], [3.0, 4.0]])
    expected = [5e300, small, 0.0, 5.0]
    np.testing.assert_allclose(lengths(vectors), expected, rtol=1e-15)
    assert lengths(np.array([np.inf, 1.0])) == np.inf
    assert np.isnan(lengths(np.array([np.nan, 1.0])))
    assert lengths(np.array([3e30, 4e30], np.float32)) == pytest.approx(5e30)


def test_underflow_is_told_of_components_that_are_zero_alone():
    problem = LeastSquares(1e-200 * np.eye(2), [1e-200, 0.0])
    grad = problem.grad(np.zeros(2))
    assert vanished(problem, np.zeros(2), grad).tolist() == [True, False]
    assert not vanished(problem, np.zeros(2), np.ones(2)).any()


def test_the_dear_tests_are_rare(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "gdcore.endings.lengths", lambda v: asked.append(v) or lengths(v)
    )
    run(line(), GradientDescent(0.01), [0.5, -1.0], max_steps=40)
    assert asked == []
    run(line(), MinibatchGradientDescent(0.01, 1), [0.5, -1.0], max_steps=40)
    assert asked == []
    run(line(), MinibatchGradientDescent(0.01, 1), [0.5, -1.0], max_steps=4, gtol=1e-9)
    assert len(asked) == 4


def test_a_record_is_looked_at_when_it_is_the_last_of_ten(monkeypatch):
    counts = []

    def noting(problem, recent, count, gtol):
        counts.append((count, len(recent)))
        return ended(problem, recent, count, gtol)

    monkeypatch.setattr("gdcore.runs.ended", noting)
    run(line(), GradientDescent(0.01), [0.5, -1.0], max_steps=12)
    assert counts == [(i + 1, min(i + 1, PATIENCE)) for i in range(12)]
