"""Searches on curves whose accepted step and evaluations are known by hand.

The one rule: every number in here can be checked with a pencil.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.linesearch import Backtracking, Exact, StrongWolfe, Trial
from gdcore.optimizers import LBFGS
from gdcore.problems import LeastAbsolute, Quadratic, Rosenbrock
from gdcore.runs import Status, run
from tests.problems_for_tests import PROPERTY, A, Curve, b

AHEAD = np.array([1.0])
SEARCHES = [Backtracking(), StrongWolfe()]


def parabola() -> Curve:
    """t^2 - 2 t: slope -2 at 0, minimum -1 at 1."""
    return Curve(lambda t: t * t - 2 * t, lambda t: 2 * t - 2)


def origin(problem, x=(0.0,), direction=AHEAD) -> Trial:
    x = np.asarray(x, problem.dtype)
    grad = problem.grad(x)
    value = float(problem.value(x))
    if isinstance(problem, Curve):
        problem.seen.clear()
    return Trial(0.0, x, value, grad, float(grad @ direction), 0)


def searched(search, problem, first, direction=AHEAD, x=(0.0,)) -> Trial:
    return search(problem, origin(problem, x, direction), np.asarray(direction), first)


def test_backtracking_halves_until_the_decrease_is_enough():
    # Armijo with c1 = 0.5 asks t^2 - 2 t <= -t, that is t <= 1: met with equality.
    curve = parabola()
    found = searched(Backtracking(c1=0.5), curve, 4.0)
    assert curve.seen == [4, 2, 1]
    assert found == (1.0, 1.0, -1.0, 0.0, 0.0, 3)


def test_backtracking_by_another_factor_and_a_weaker_demand():
    # c1 = 0.1 asks t <= 1.8; 6, 2.4, 0.96.
    curve = parabola()
    found = searched(Backtracking(c1=0.1, shrink=0.4), curve, 6.0)
    assert curve.seen == pytest.approx([6, 2.4, 0.96])
    assert (found.step_size, found.nfev) == (pytest.approx(0.96), 3)
    assert found.slope == pytest.approx(2 * 0.96 - 2)


def test_backtracking_goes_along_the_direction_it_is_given():
    found = searched(Backtracking(c1=0.5), parabola(), 1.0, np.array([0.25]))
    assert (found.step_size, found.x[0], found.nfev) == (1.0, 0.25, 1)
    assert found.slope == pytest.approx(0.25 * (2 * 0.25 - 2))


def test_the_defaults_refuse_what_swings_and_little_else():
    assert Backtracking() == Backtracking(c1=0.1, shrink=0.5, max_trials=60)
    assert StrongWolfe() == StrongWolfe(c1=1e-4, c2=0.9, max_trials=30)
    # 1.8 is the largest t with t^2 - 2 t <= -0.1 (2 t).
    assert searched(Backtracking(), parabola(), 1.7999).nfev == 1
    assert searched(Backtracking(), parabola(), 1.8001).nfev == 2


@pytest.mark.parametrize(
    "search", [Backtracking(max_trials=7), StrongWolfe(max_trials=7)]
)
def test_uphill_nothing_is_found_and_the_start_comes_back(search):
    curve = parabola()
    begin = origin(curve, direction=-AHEAD)
    found = search(curve, begin, -AHEAD, 1.0)
    assert found == begin._replace(nfev=7)
    assert len(curve.seen) == 7


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("wall", [np.nan, np.inf])
def test_a_wall_of_nan_or_inf_is_kept_away_from(search, wall):
    # Defined up to 0.3 only: 1 and 0.5 fail, 0.25 is taken.
    curve = Curve(
        lambda t: t * t - 2 * t if t <= 0.3 else wall,
        lambda t: 2 * t - 2 if t <= 0.3 else wall,
    )
    found = searched(search, curve, 1.0)
    assert curve.seen == [1, 0.5, 0.25]
    assert (found.step_size, found.value, found.nfev) == (0.25, -0.4375, 3)


@pytest.mark.parametrize("search", SEARCHES)
def test_nothing_but_nan_is_a_failed_search(search):
    curve = Curve(lambda t: 0.0 if t == 0 else np.nan, lambda t: -1.0)
    found = searched(search, curve, 1.0)
    assert (found.step_size, found.x[0]) == (0, 0)
    assert found.nfev == search.max_trials == len(curve.seen)


def test_exact_takes_the_bottom_of_a_parabola_in_one_evaluation():
    found = searched(Exact(), Quadratic([[2.0]], [2.0]), 8.0)
    assert found == (1.0, 1.0, -1.0, 0.0, 0.0, 1)


def test_exact_uses_the_curvature_along_the_direction():
    problem, x, d = Quadratic(A, b), np.array([1.0, 2.0, -1.0]), np.array([1.0, -3, 2])
    found = searched(Exact(), problem, 1.0, d, x)
    t = -(d @ (A @ x - b)) / (d @ A @ d)
    assert found.step_size == pytest.approx(t, rel=1e-14)
    np.testing.assert_allclose(found.x, x + t * d, rtol=1e-14)
    assert found.slope == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("curvature", [0.0, -1.0])
def test_exact_stays_where_there_is_no_bottom(curvature):
    problem = Quadratic([[curvature]], [2.0])
    found = searched(Exact(), problem, 1.0)
    assert (found.step_size, found.nfev, found.x[0]) == (0.0, 0, 0.0)


def test_strong_wolfe_takes_a_first_step_that_will_do():
    curve = parabola()
    assert searched(StrongWolfe(), curve, 1.25).nfev == 1
    assert curve.seen == [1.25]


def test_strong_wolfe_asks_for_a_flat_enough_slope_on_both_sides():
    # |2 t - 2| <= 0.5 * 2 is met with equality at 0.5 and at 1.5.
    for t in (0.5, 1.5):
        assert searched(StrongWolfe(c2=0.5), parabola(), t).step_size == t
    for t in (0.49, 1.51):
        assert searched(StrongWolfe(c2=0.5), parabola(), t).step_size != t


def test_strong_wolfe_takes_a_decrease_that_is_just_enough():
    # c1 = 0.5 asks t^2 - 2 t <= -t, met with equality at 1.
    assert searched(StrongWolfe(c1=0.5), parabola(), 1.0).nfev == 1


def test_strong_wolfe_extends_at_most_fourfold():
    # From 0.01 the vanishing slope would be at 1; 0.05 and 0.21 are as far as it may.
    curve = parabola()
    found = searched(StrongWolfe(), curve, 0.01)
    assert curve.seen == pytest.approx([0.01, 0.05, 0.21])
    assert found.nfev == 3


def test_strong_wolfe_extends_to_where_the_slope_as_a_line_vanishes():
    # From 0.25 (slope -1.5) the line through both slopes vanishes at 1.
    curve = parabola()
    found = searched(StrongWolfe(c2=0.5), curve, 0.25)
    assert curve.seen == pytest.approx([0.25, 1.0])
    assert (found.nfev, found.slope) == (2, pytest.approx(0))


def test_strong_wolfe_extends_by_a_tenth_more_at_least_then_narrows():
    # At 0.85 the line vanishes 0.15 ahead, less than 1.1 times the last span 0.64;
    # 1.554 is worse than 0.85, and the cubic through both finds the bottom, 1.
    curve = parabola()
    found = searched(StrongWolfe(c2=0.1), curve, 0.01)
    assert curve.seen == pytest.approx([0.01, 0.05, 0.21, 0.85, 1.554, 1.0])
    assert (found.nfev, found.slope) == (6, pytest.approx(0, abs=1e-12))


def test_strong_wolfe_extends_fourfold_along_a_line_until_trials_run_out():
    curve = Curve(lambda t: -t, lambda t: -1.0)
    found = searched(StrongWolfe(max_trials=4), curve, 1.0)
    assert curve.seen == [1, 5, 21, 85]
    assert (found.step_size, found.nfev) == (0.0, 4)


def test_the_cubic_through_both_ends_finds_the_bottom_of_a_cubic():
    # t^3 - 3 t has its bottom at 1 and is back above 0 at 2; 1.8 is too steep.
    for first in (2.0, 1.6):
        curve = Curve(lambda t: t**3 - 3 * t, lambda t: 3 * t * t - 3)
        found = searched(StrongWolfe(c2=0.3), curve, first)
        assert curve.seen == pytest.approx([first, 1.0])
        assert found.value == pytest.approx(-2)


def test_a_bracket_is_turned_round_and_narrowed_from_either_side():
    # 1.6 is better than 0 and slopes up: it becomes the near end, 0 the far one.
    curve = Curve(lambda t: t**4 - 4 * t, lambda t: 4 * t**3 - 4)
    found = searched(StrongWolfe(c2=0.01), curve, 1.5)
    assert found.step_size == pytest.approx(1, abs=4e-3)
    assert min(curve.seen) > 0
    assert max(curve.seen) == 1.5
    assert found.nfev <= 5


def test_a_bracket_that_narrows_too_little_is_halved():
    # Before a cliff the cubic stays within 1e-4 of the near end; each such step, which
    # leaves more than 0.7 of the bracket, is followed by a halving.
    curve = Curve(lambda t: -t if t < 0.9 else 1e6, lambda t: -1.0 if t < 0.9 else 0.0)
    searched(StrongWolfe(max_trials=6), curve, 1.0)
    first = 1e-4
    second = (first + 1) / 2
    third = second + 1e-4 * (1 - second)
    assert curve.seen == pytest.approx(
        [1, first, second, third, (third + 1) / 2, 0.75007499250025], rel=1e-12
    )


def tabled(points) -> Curve:
    """A curve known at a few t as (value, slope); elsewhere its slope is -1."""

    def at(t):
        return points.get(round(float(t), 9), (0.0, -1.0))

    return Curve(lambda t: at(t)[0], lambda t: at(t)[1])


@pytest.mark.parametrize(("turn", "share"), [(0.6, 0.618034), (0.8, 0.5)])
def test_seven_tenths_of_the_bracket_is_too_much(turn, share):
    # The cubic t^2 (a t + c) - t through 0 and 1 turns at `turn`, where f is too high
    # again. That leaves 0.6 of the bracket, and the next cubic is used, or 0.8, and
    # the bracket is halved.
    a, c = {0.6: (10 / 27, 0.5), 0.8: (13 / 48, 0.3)}[turn]
    value = {0.6: -0.1, 0.8: -0.3}[turn]
    curve = tabled({1: (a + c - 1, 3 * a + 2 * c - 1), turn: (value, 1.0)})
    searched(StrongWolfe(c1=0.5, c2=0.6, max_trials=3), curve, 1.0)
    assert curve.seen == pytest.approx([1, turn, turn * share], rel=1e-6)


def test_the_cubic_is_kept_inside_the_bracket():
    # Through (0, 0, slope -1) and (1, -0.49, slope -0.1) its bottom would be at 1.2.
    curve = tabled({1: (-0.49, -0.1)})
    searched(StrongWolfe(c1=0.5, c2=0.6, max_trials=2), curve, 1.0)
    assert curve.seen == pytest.approx([1, 0.9999], rel=1e-12)


def test_a_longer_step_that_is_worse_than_the_last_makes_a_bracket():
    # Both have decrease enough and a slope downhill, but the way led over a hill.
    curve = tabled({1: (-1.0, -1.0), 5: (-0.9, -1.0)})
    searched(StrongWolfe(c2=0.5, max_trials=3), curve, 1.0)
    assert curve.seen[:2] == [1, 5]
    assert 1 < curve.seen[2] < 5


def test_a_bracket_of_no_width_ends_the_search():
    # Two kinks between which the cubic shrinks the bracket to one float.
    for seed in (54, 327):
        draw = np.random.RandomState(seed)
        m = draw.randint(3, 12)
        X = np.stack([draw.randn(m), np.ones(m)], axis=1)
        path = run(LeastAbsolute(X, draw.randn(m)), LBFGS(), [0, 0], max_steps=60)
        assert path.status in (Status.STALLED, Status.OUT_OF_STEPS)


@pytest.mark.parametrize(("ulps", "step_size"), [(7, 1e-7), (9, 0.0)])
def test_decrease_is_asked_for_up_to_rounding_only(ulps, step_size):
    # Near the bottom of 2^13 + t^2 the values tell nothing apart, the slopes do. Four
    # roundings of 2^13 are eight steps between the floats below it.
    curve = Curve(lambda t: 8192 + (t - 1e-7) ** 2, lambda t: 2 * (t - 1e-7))
    begin = origin(curve)._replace(value=8192 - ulps * 2.0**-40)
    assert StrongWolfe(c2=0.1)(curve, begin, AHEAD, 1e-7).step_size == step_size


def test_rounding_is_that_of_the_precision_of_x():
    curve = Curve(lambda t: 1e4 + (t - 1) ** 2, lambda t: 2 * (t - 1), dtype=np.float32)
    begin = origin(curve)._replace(value=1e4 - 1e-3)
    assert StrongWolfe(c2=0.1)(curve, begin, np.float32([1]), 1.0).step_size == 1.0


@PROPERTY
@given(
    st.floats(-2, 2), st.floats(-1, 3), st.floats(1e-3, 10), st.sampled_from([0.1, 0.9])
)
def test_what_strong_wolfe_accepts_meets_both_conditions(u, v, first, c2):
    problem, x = Rosenbrock(), np.array([u, v])
    grad = problem.grad(x)
    direction = -grad / np.linalg.norm(grad) if grad.any() else grad
    found = searched(StrongWolfe(c2=c2), problem, first, direction, x)
    slope = grad @ direction
    assert found.step_size > 0
    decrease = problem.value(x) + 1e-4 * found.step_size * slope
    assert found.value <= decrease * (1 + 1e-14) + 1e-12
    assert abs(found.grad @ direction) <= c2 * abs(slope)
    np.testing.assert_allclose(found.x, x + found.step_size * direction)
    np.testing.assert_allclose(found.grad, problem.grad(found.x))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Backtracking(c1=1.0), r"c1 must be in \[0, 1\), got 1.0"),
        (lambda: Backtracking(c1=-0.1), r"c1 must be in \[0, 1\), got -0.1"),
        (lambda: Backtracking(shrink=1.0), r"shrink must be in \[0, 1\), got 1.0"),
        (lambda: Backtracking(shrink=0.0), "shrink must be finite and above zero"),
        (lambda: Backtracking(shrink=np.nan), "shrink must be finite and above zero"),
        (
            lambda: Backtracking(max_trials=0),
            "max_trials must be an int of at least 1",
        ),
        (lambda: StrongWolfe(max_trials=0), "max_trials must be an int of at least 1"),
        (lambda: StrongWolfe(c1=0.0), "want 0 < c1 < c2 < 1, got c1=0.0, c2=0.9"),
        (lambda: StrongWolfe(c1=0.5, c2=0.5), "got c1=0.5, c2=0.5"),
        (lambda: StrongWolfe(c2=1.0), "got c1=0.0001, c2=1.0"),
        (lambda: StrongWolfe(c2=np.nan), "c2=nan"),
    ],
)
def test_bad_demands_are_refused(make, says):
    with pytest.raises(ValueError, match=says):
        make()
