"""How a run is recorded, and each of the four ways in which it ends.

The one rule: what `run` says is held against a plain loop over `step`.
"""

import itertools
import tracemalloc
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import runs
from gdcore.linesearch import Backtracking
from gdcore.optimizers import (
    LBFGS,
    Adam,
    Averaged,
    GradientDescent,
    MinibatchGradientDescent,
    Momentum,
    State,
    SteepestDescent,
    SubgradientDescent,
)
from gdcore.preconditioning import Transformed, standardize
from gdcore.problems import LeastAbsolute, LeastSquares, Problem, Quadratic, line_fit
from gdcore.problems.rows import BLOCK
from gdcore.runs import PATIENCE, Status, Trajectory, iterate, run
from tests.problems_for_tests import OPTIMIZERS, PROPERTY, A, Counted, Curve, b, line

X0 = np.array([0.5, -1.5])
PROBLEM = Quadratic(A, b)
START = np.array([1.0, -1.0, 2.0])
BOWL = Quadratic([[1.0]], [0.0])  # the gradient at x is x


def same(got: Trajectory, expected: Trajectory, rows: list[int]) -> None:
    for field in ("k", "x", "value", "grad", "step_size", "nfev"):
        np.testing.assert_array_equal(
            getattr(got, field), getattr(expected, field)[rows], err_msg=field
        )


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_run_holds_the_states_of_a_plain_loop(name):
    method, problem = OPTIMIZERS[name], line()
    path = run(problem, method, X0, max_steps=5)
    state = method.init(problem, X0)
    for row in range(len(path.k)):
        assert path.k[row] == state.k == row
        np.testing.assert_array_equal(path.x[row], state.x)
        np.testing.assert_array_equal(path.grad[row], state.grad)
        np.testing.assert_array_equal(path.nfev[row], state.nfev)
        assert path.value[row] == pytest.approx(float(problem.value(state.x)))
        if row:
            np.testing.assert_array_equal(path.step_size[row], state.step_size)
        state = method.step(problem, state)
    assert not np.any(path.step_size[0])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_k_keeps_each_kth_row_and_the_last(name):
    method = OPTIMIZERS[name]
    every = run(line(), method, X0, max_steps=7)
    thin = run(line(), method, X0, max_steps=7, every=3)
    if len(every.k) == 8:  # the others have converged before
        same(thin, every, [0, 3, 6, 7])


@PROPERTY
@given(st.integers(0, 12), st.integers(1, 15))
def test_the_rows_are_those_that_every_asks_for(max_steps, every):
    path = run(PROBLEM, Momentum(0.1), START, max_steps=max_steps, every=every)
    expected = sorted({*range(0, max_steps, every), max_steps})
    assert path.k.tolist() == expected
    assert path.nfev.tolist() == [k + 1 for k in expected]
    same(path, run(PROBLEM, Momentum(0.1), START, max_steps=max_steps), expected)


def test_iterate_goes_on_with_the_same_states():
    path = run(PROBLEM, Momentum(0.1), START, max_steps=9)
    for every in (1, 3):
        states = iterate(PROBLEM, Momentum(0.1), START, every=every)
        for state in itertools.islice(states, 9 // every + 1):
            np.testing.assert_array_equal(state.x, path.x[state.k])
            assert state.value == pytest.approx(path.value[state.k], rel=1e-14)
    next(states)
    assert next(states).k == 15
    each = iterate(PROBLEM, Momentum(0.1), START)
    assert [next(each).k for _ in range(3)] == [0, 1, 2]


def test_iterate_gives_the_value_of_a_mean_not_of_its_inner_run():
    for state in itertools.islice(iterate(PROBLEM, Averaged(LBFGS()), START), 4):
        assert float(state.value) == pytest.approx(float(PROBLEM.value(state.x)))


def test_a_run_converges_when_the_gradient_is_within_gtol():
    # x_k = 2^-k, exactly; so is the gradient.
    path = run(BOWL, GradientDescent(0.5), [1.0], gtol=2.0**-6)
    assert path.status is Status.CONVERGED
    assert path.k[-1] == 6
    assert run(BOWL, GradientDescent(0.5), [1.0], gtol=2.01**-6).k[-1] == 7
    length = run(PROBLEM, GradientDescent(0.2), START, gtol=1e-5)
    norms = np.linalg.norm(length.grad, axis=1)
    assert norms[-1] <= 1e-5 < norms[-2]


def test_a_run_that_starts_at_the_minimum_takes_no_step():
    path = run(BOWL, GradientDescent(0.5), [0.0])
    assert (path.status, path.k.tolist(), path.x.shape) == (0, [0], (1, 1))
    assert path.status is Status.CONVERGED
    assert path.step_size.shape == (1,)


def test_a_run_can_run_out_of_steps():
    path = run(PROBLEM, GradientDescent(0.01), START, max_steps=4)
    assert path.status is Status.OUT_OF_STEPS
    assert path.k.tolist() == [0, 1, 2, 3, 4]
    none = run(PROBLEM, GradientDescent(0.01), START, max_steps=0)
    assert (none.status, none.k.tolist()) == (Status.OUT_OF_STEPS, [0])


def test_a_run_diverges_to_the_end_of_the_numbers_and_stops():
    path = run(PROBLEM, GradientDescent(10.0), START, max_steps=5000)
    assert path.status is Status.DIVERGED
    assert path.k[-1] < 250
    assert path.value[-1] > 1e300


def test_a_gradient_a_million_times_its_first_is_divergence():
    # eta = 11 makes each gradient -10 times the last: 10^6 after six steps.
    six, seven = (run(BOWL, GradientDescent(11.0), [1.0], max_steps=k) for k in (6, 7))
    assert six.status is Status.OUT_OF_STEPS
    assert seven.status is Status.DIVERGED
    for times, status in ((9e5, Status.OUT_OF_STEPS), (1.1e6, Status.DIVERGED)):
        one = run(BOWL, GradientDescent(1 + times), [1.0], max_steps=1)
        assert one.status is status


def test_nan_is_divergence():
    cliff = Curve(
        lambda t: np.where(t > 0.5, t, np.nan), lambda t: 1.0 if t > 0.5 else np.nan
    )
    path = run(cliff, GradientDescent(0.3), [1.0], max_steps=50)
    assert path.status is Status.DIVERGED
    assert path.k[-1] == 2


def test_divergence_comes_before_a_generous_gtol():
    # The first starts within gtol; beside the other it goes on, to 10^8 times as much.
    path = run(BOWL, GradientDescent(11.0), [[1e-9], [1.0]], max_steps=8, gtol=0.2)
    assert path.grad[-1, 0] == pytest.approx(0.1)
    assert path.statuses.tolist() == [Status.DIVERGED, Status.DIVERGED]


@dataclass(frozen=True)
class Remembers:
    """Never moves; its memory counts down to zero, in steps of one."""

    start: int

    def init(self, problem: Problem, x0: Any) -> State:
        state = GradientDescent(1.0).init(problem, x0)
        return state._replace(memory=(np.array([float(self.start)]), 0.5))

    def step(self, problem: Problem, state: State) -> State:
        left = np.maximum(state.memory[0] - 1, 0)
        return state._replace(k=state.k + 1, step_size=1.0, memory=(left, 0.5))


@pytest.mark.parametrize(
    ("start", "end"), [(0, 9), (8, 9), (9, 19), (18, 19), (19, 29)]
)
def test_a_run_whose_memory_still_changes_is_no_stall(start, end):
    # Momentum and means can move x again after any rest, so they must rest as well.
    path = run(BOWL, Remembers(start), [1.0], max_steps=60)
    assert (path.status, path.k[-1]) == (Status.STALLED, end)


def test_one_parameter_at_rest_is_no_stall():
    bowl = Quadratic(np.diag([1.0, 2.0]), [0.0, 0.0])
    path = run(bowl, GradientDescent(0.01), [0.0, 1.0], max_steps=40)
    assert path.status is Status.OUT_OF_STEPS


def test_a_failed_search_is_a_stall_at_once():
    # A search of one trial fails at once; the run does not wait for PATIENCE.
    search = Backtracking(max_trials=1)
    path = run(BOWL, SteepestDescent(search, first=100.0), [1.0], max_steps=50)
    assert path.status is Status.STALLED
    assert path.k.tolist() == [0, 1]
    assert path.nfev.tolist() == [1, 2]


def test_a_run_whose_steps_are_all_rounded_away_is_a_stall():
    rates = GradientDescent(1e-20)
    path = run(BOWL, rates, [1.0], max_steps=500)
    assert path.status is Status.STALLED
    assert PATIENCE == 10
    assert path.k[-1] == 9
    assert run(BOWL, rates, [1.0], max_steps=8).status is Status.OUT_OF_STEPS


def test_a_stall_is_seen_later_in_a_run_too():
    # Subgradient steps cross the kink for a while, then are too small for float64.
    problem = LeastAbsolute([[1.0]], [0.3])
    path = run(problem, SubgradientDescent(1e-3, 8.0), [1.0], max_steps=5000)
    assert path.status is Status.STALLED
    assert 10 < path.k[-1] < 1000
    assert len({float(x) for x in path.x[-PATIENCE:, 0]}) == 1


@dataclass(frozen=True)
class MovesUntil:
    """Goes one further at each step up to the step `at`, then stays."""

    at: int

    def init(self, problem: Problem, x0: Any) -> State:
        return GradientDescent(1.0).init(problem, x0)

    def step(self, problem: Problem, state: State) -> State:
        moved = state.x + (state.k + 1 <= self.at)
        return state._replace(k=state.k + 1, x=moved, step_size=1.0)


@pytest.mark.parametrize(("at", "end"), [(10, 19), (11, 29), (19, 29), (20, 29)])
def test_a_move_within_the_last_ten_rows_is_no_stall(at, end):
    # Rows 10 to 19 are alike if the last move was step 10, not if it was step 11.
    path = run(BOWL, MovesUntil(at), [1.0], max_steps=60)
    assert (path.status, path.k[-1]) == (Status.STALLED, end)
    cut = run(BOWL, MovesUntil(at), [1.0], max_steps=at + 8)
    assert cut.status is Status.OUT_OF_STEPS


def test_side_by_side_each_run_has_its_own_end():
    rates = np.array([[1e-20], [0.5], [1.0], [11.0]])
    path = run(BOWL, GradientDescent(rates), [1.0], max_steps=60, gtol=1e-3)
    assert path.statuses.tolist() == [
        Status.STALLED,
        Status.CONVERGED,
        Status.CONVERGED,
        Status.DIVERGED,
    ]
    with pytest.raises(ValueError, match=r"4 runs side by side: see \.statuses"):
        path.status  # noqa: B018
    out = run(BOWL, GradientDescent(rates[1:2]), [1.0], max_steps=3)
    assert out.statuses.tolist() == [Status.OUT_OF_STEPS]


def test_a_run_goes_on_until_the_last_beside_it_has_ended():
    rates = np.array([[0.5], [0.25]])
    path = run(BOWL, GradientDescent(rates), [1.0], max_steps=500, gtol=1e-4)
    slow = run(BOWL, GradientDescent(0.25), [1.0], max_steps=500, gtol=1e-4)
    assert path.k[-1] == slow.k[-1] > 14
    both = run(BOWL, GradientDescent(np.array([[0.5], [1e-20]])), [1.0], gtol=1e-4)
    assert both.statuses.tolist() == [Status.CONVERGED, Status.STALLED]
    assert both.k[-1] == 19  # 2^-14 < 1e-4; the stall is looked for at each tenth row


def test_overflow_raises_no_warning_even_side_by_side():
    rates = np.array([[0.1], [50.0], [1e150]])
    path = run(PROBLEM, Adam(0.1), START, max_steps=3)
    assert path.status is Status.OUT_OF_STEPS
    wild = run(PROBLEM, GradientDescent(rates), START, max_steps=300)
    assert wild.statuses.tolist() == [3, 1, 1]
    for method in (Momentum(1e200), LBFGS(), SteepestDescent()):
        run(Quadratic(1e200 * A, 1e200 * b), method, 1e100 * START, max_steps=40)


def test_values_of_a_long_run_are_those_of_its_points():
    # Values are computed in pieces of 1024 rows.
    path = run(line(), GradientDescent(0.001), X0, max_steps=2500)
    assert path.value.shape == (2501,)
    np.testing.assert_allclose(path.value, line().value(path.x), rtol=1e-13)


def test_values_that_the_method_knows_are_not_computed_again():
    # One evaluation a step is LBFGS's own, at t = 1; state 0 and the end add none.
    counted = Counted(line())
    path = run(counted, LBFGS(), X0, max_steps=6)
    assert len(counted.values) == path.nfev[-1]
    searched = Counted(line())
    path = run(searched, SteepestDescent(), X0, max_steps=6)
    # The search asks for f at its start; only row 0 is not known when the run ends.
    assert len(searched.values) == path.nfev[-1] + 1
    assert path.value.dtype == np.float64
    np.testing.assert_allclose(path.value, line().value(path.x), rtol=1e-13)
    single = run(line(np.float32), LBFGS(), X0, max_steps=6)
    assert single.value.dtype == np.float32


def test_many_rows_are_taken_in_blocks_and_values_in_pieces():
    rows = 3 * BLOCK + 5
    draw = np.random.RandomState(3)
    X = np.stack([draw.randn(rows), np.ones(rows)], axis=1)
    for problem in (
        LeastSquares(X, draw.randn(rows), l2=0.2),
        LeastAbsolute(X, draw.randn(rows)),
    ):
        path = run(problem, GradientDescent(0.1), X0, max_steps=5)
        r = path.x @ problem.X.T - problem.y
        if isinstance(problem, LeastSquares):
            value = np.mean(r**2, axis=1) + 0.2 * path.x[:, 0] ** 2
            grad = 2 / rows * r @ problem.X + 0.4 * path.x * [1, 0]
        else:
            value, grad = np.mean(np.abs(r), axis=1), np.sign(r) @ problem.X / rows
        np.testing.assert_allclose(path.value, value, rtol=1e-12)
        np.testing.assert_allclose(path.grad, grad, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("changed", [False, True])
def test_a_long_run_on_many_rows_takes_the_memory_of_a_few(changed):
    rows, steps = 40_000, 60
    draw = np.random.RandomState(4)
    problem: Any = line_fit(draw.randn(rows), draw.randn(rows))
    problem = Transformed(problem, standardize(problem)) if changed else problem
    problem.grad(X0)  # what is kept for good
    tracemalloc.start()
    run(problem, GradientDescent(0.1), X0, max_steps=steps)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * rows * 12


def test_what_a_method_remembers_is_not_kept_for_each_record():
    problem = line_fit(np.arange(50_000.0), np.ones(50_000))
    tracemalloc.start()
    method = MinibatchGradientDescent(1e-12, 50_000)
    run(problem, method, X0, max_steps=60)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 50_000 * (PATIENCE + 15)


def test_rates_per_parameter_are_recorded_as_steps():
    rates = np.array([0.01, 0.1])
    path = run(line(), GradientDescent(rates), X0, max_steps=3)
    np.testing.assert_array_equal(path.step_size, [[0, 0], rates, rates, rates])
    many = run(line(), GradientDescent(rates[:, None]), X0, max_steps=3)
    assert many.step_size.shape == (4, 2, 1)


def test_a_minimum_norm_solution_is_where_descent_from_zero_ends():
    X = np.array([[1.0, 2.0, 3.0], [2.0, 1.0, -1.0]])  # fewer rows than parameters
    problem = LeastSquares(X, np.array([1.0, 2.0]))
    path = run(problem, GradientDescent(0.1), np.zeros(3), max_steps=3000, gtol=1e-13)
    np.testing.assert_allclose(path.x[-1], np.linalg.pinv(X) @ problem.y, rtol=1e-10)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"max_steps": -1}, "max_steps must be an int of at least 0, got -1"),
        ({"max_steps": np.nan}, "max_steps must be an int of at least 0, got nan"),
        ({"gtol": -1e-9}, "gtol must be finite and at least 0.0, got -1e-09"),
        ({"gtol": np.nan}, "gtol must be finite and at least 0.0, got nan"),
        ({"every": 0}, "every must be an int of at least 1, got 0"),
        ({"max_steps": 2.5}, "max_steps must be an int of at least 0, got 2.5"),
        ({"every": 1.5}, "every must be an int of at least 1, got 1.5"),
    ],
)
def test_bad_demands_are_refused(options, says):
    with pytest.raises(ValueError, match=says):
        run(PROBLEM, GradientDescent(0.1), START, **options)


@pytest.mark.parametrize(
    ("x0", "says"),
    [
        (np.zeros((0, 2)), r"x0 has shape \(0, 2\), no start at all: give at least"),
        ([np.inf, 0.0], r"x0\[0\] is inf: 1 of 2 values are not finite; repair them$"),
    ],
)
def test_bad_starts_are_refused(x0, says):
    with pytest.raises(ValueError, match=says):
        run(line(), GradientDescent(0.1), x0)


@pytest.mark.parametrize("every", [0, -1, 1.5])
def test_iterate_would_not_stand_still_for_ever(every):
    says = f"every must be an int of at least 1, got {every}"
    with pytest.raises(ValueError, match=says):
        next(iterate(PROBLEM, GradientDescent(0.1), START, every=every))


def test_the_numbers_of_a_status_are_a_promise():
    assert [s.name for s in runs.Status] == [
        "CONVERGED",
        "DIVERGED",
        "STALLED",
        "OUT_OF_STEPS",
        "OVERFLOWED",
        "UNDERFLOWED",
    ]
    assert [int(s) for s in runs.Status] == [0, 1, 2, 3, 4, 5]


def test_adam_standing_still_while_its_means_decay_is_no_stall():
    # x has not moved for fifty steps, but what Adam divides by is still shrinking.
    path = run(BOWL, Adam(1e-20), [1.0], max_steps=50)
    assert np.all(path.x == path.x[0])
    assert path.status is Status.OUT_OF_STEPS
