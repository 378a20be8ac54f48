"""What every method owes: pure steps, honest counts, the data's precision, refusals.

The one rule: each is tried on every optimizer in the table, none is left out.
"""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gdcore.optimizers
from gdcore.linesearch import Backtracking
from gdcore.optimizers import (
    LBFGS,
    AdaGrad,
    Adam,
    DecayingSGD,
    GradientDescent,
    MinibatchGradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    SteepestDescent,
    SubgradientDescent,
)
from gdcore.problems import LeastSquares, Quadratic
from gdcore.runs import run
from tests.problems_for_tests import OPTIMIZERS, PROPERTY, Counted, in_float32, line

X0 = np.array([0.5, -1.5])
RATED = [
    GradientDescent,
    Momentum,
    Nesterov,
    Adam,
    AdaGrad,
    RMSProp,
    SubgradientDescent,
]
SAMPLED = {"minibatch", "decaying_sgd", "averaged"}  # their gradients are elsewhere
FIXED = {k for k in OPTIMIZERS if not k.startswith(("steepest", "lbfgs"))}


def test_the_table_holds_every_optimizer():
    public = {
        name
        for name, kind in vars(gdcore.optimizers).items()
        if dataclasses.is_dataclass(kind)
    }
    assert {type(method).__name__ for method in OPTIMIZERS.values()} == public


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_step_changes_nothing_and_repeats(name):
    method, problem = OPTIMIZERS[name], line()
    state = method.init(problem, X0)
    for _ in range(4):
        before = repr(state)
        after, again = method.step(problem, state), method.step(problem, state)
        assert repr(state) == before
        assert repr(after) == repr(again)
        state = after


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_state_is_consistent_at_every_step(name):
    method, problem = OPTIMIZERS[name], line()
    state = method.init(problem, X0)
    np.testing.assert_array_equal(state.x, X0)
    assert (state.k, state.nfev, state.step_size) == (0, 1, 0.0)
    for k in range(1, 6):
        state = method.step(problem, state)
        assert state.k == k
        assert state.x.shape == state.grad.shape == (2,)
        assert state.whole == (name not in SAMPLED)
        if name not in SAMPLED:
            np.testing.assert_allclose(state.grad, problem.grad(state.x), rtol=1e-13)
        if state.value is not None:
            assert float(state.value) == pytest.approx(float(problem.value(state.x)))


@pytest.mark.parametrize("name", sorted(OPTIMIZERS.keys() - SAMPLED))
def test_nfev_is_the_number_of_points_evaluated(name):
    method, counted = OPTIMIZERS[name], Counted(line())
    state = method.init(counted, X0)
    steps = 2 if name == "conjugate_gradient" else 6  # which then is at the minimum
    for _ in range(steps):
        assert state.nfev == len(counted.points)
        state = method.step(counted, state)
    assert state.nfev == len(counted.points)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_method_descends(name):
    path = run(line(), OPTIMIZERS[name], X0, max_steps=60)
    assert path.value[-1] < 0.5 * path.value[0]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_float32_stays_float32(name):
    method, problem = OPTIMIZERS[name], in_float32()
    state = method.init(problem, X0)
    for _ in range(5):
        for array in (state.x, state.grad, *_arrays(state.memory)):
            assert array.dtype == np.float32
        state = method.step(problem, state)
    wide = run(line(), method, X0, max_steps=4)
    path = run(problem, method, X0, max_steps=4)
    assert path.x.dtype == path.grad.dtype == path.value.dtype == np.float32
    np.testing.assert_allclose(path.x, wide.x, rtol=2e-3, atol=2e-3)


def _arrays(memory):
    """The float arrays inside a memory, however deep."""
    if isinstance(memory, np.ndarray):
        return [memory] if memory.dtype.kind == "f" else []
    if isinstance(memory, tuple):
        return [array for part in memory for array in _arrays(part)]
    return []


@pytest.mark.parametrize("kind", RATED)
@pytest.mark.parametrize(
    "rate", [np.float64(0.01), np.array([0.01, 0.02]), np.array([[0.01], [0.02]]), 1]
)
def test_a_rate_does_not_widen_float32(kind, rate):
    path = run(in_float32(), kind(rate), X0, max_steps=3)
    assert path.x.dtype == np.float32


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_no_hyperparameter_of_numpy_widens_float32(name):
    method = OPTIMIZERS[name]
    given = {
        field.name: np.float64(getattr(method, field.name))
        for field in dataclasses.fields(method)
        if isinstance(getattr(method, field.name), float)
    }
    widened = dataclasses.replace(method, **given)
    path = run(in_float32(), widened, X0, max_steps=3)
    assert path.x.dtype == path.grad.dtype == np.float32
    plain = run(in_float32(), method, X0, max_steps=3)
    np.testing.assert_array_equal(path.x, plain.x)


def test_no_search_of_numpy_widens_float32():
    method = SteepestDescent(Backtracking(np.float64(0.1), np.float64(0.4)))
    path = run(in_float32(), method, X0, max_steps=3)
    assert path.x.dtype == np.float32


@pytest.mark.parametrize("kind", RATED)
def test_a_batch_of_rates_is_the_single_runs(kind):
    rates = [0.001, 0.004, 0.013]
    together = run(line(), kind(np.array(rates)[:, None]), X0, max_steps=25)
    assert together.x.shape == (26, 3, 2)
    assert together.value.shape == (26, 3)
    for i, rate in enumerate(rates):
        alone = run(line(), kind(rate), X0, max_steps=25)
        np.testing.assert_allclose(together.x[:, i], alone.x, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(together.value[:, i], alone.value, rtol=1e-10)
        np.testing.assert_allclose(
            together.grad[:, i], alone.grad, rtol=1e-9, atol=1e-9
        )


@PROPERTY
@given(st.sampled_from(sorted(FIXED)), st.lists(st.integers(1, 3), max_size=2))
def test_many_starts_at_once_are_the_single_runs(name, leading):
    starts = np.random.RandomState(5).randn(*leading, 2)
    method = OPTIMIZERS[name]
    together = run(line(), method, starts, max_steps=4).x
    assert together.shape == (5, *leading, 2)
    for place in np.ndindex(*leading):
        alone = run(line(), method, starts[place], max_steps=4).x
        np.testing.assert_allclose(
            together[(slice(None), *place)], alone, rtol=1e-9, atol=1e-11
        )


@pytest.mark.parametrize("method", [SteepestDescent(), LBFGS()])
def test_searches_take_one_run_at_a_time(method):
    says = r"this method runs one start at a time, got x0 \(3, 2\)"
    with pytest.raises(ValueError, match=says):
        method.init(line(), np.ones((3, 2)))


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize(
    ("x0", "says"),
    [
        ([0.0], r"x0 has shape \(1,\), but the problem has 2 parameters"),
        ([0.0, 1.0, 2.0], r"x0 has shape \(3,\), but the problem has 2 parameters"),
        (0.0, r"x0 has shape \(\), but the problem has 2 parameters"),
        ([], r"x0 has shape \(0,\), but the problem has 2 parameters"),
        ([0.0, np.nan], r"x0\[1\] is nan: 1 of 2 values are not finite"),
        ([[0.0, 1.0], [np.inf, 1.0]], r"x0\[1, 0\] is inf: 1 of 4"),
        ([[0.0, 1.0], [2.0]], "x0 is ragged: row 1 has 1 values, row 0 has 2"),
        (["a", "b"], "x0 must hold real numbers, not dtype <U1"),
        (None, "x0 must hold real numbers, not dtype object"),
    ],
)
def test_a_bad_start_is_refused(name, x0, says):
    with pytest.raises(ValueError, match=says):
        OPTIMIZERS[name].init(line(), x0)


def test_the_start_is_a_copy():
    x0 = np.array([0.5, -1.5])
    state = GradientDescent(0.1).init(line(), x0)
    x0[0] = 9.0
    assert state.x[0] == 0.5


@pytest.mark.parametrize("kind", RATED)
@pytest.mark.parametrize("rate", [0.0, -0.1, np.nan, np.inf, [0.1, 0.0], [0.1, np.nan]])
def test_a_rate_that_is_not_above_zero_is_refused(kind, rate):
    with pytest.raises(ValueError, match="learning_rate must be finite and above zero"):
        kind(rate)


def test_a_first_step_that_is_not_above_zero_is_refused():
    for first in (0.0, -1.0, np.nan, np.inf):
        says = f"first must be finite and above zero, got {first}"
        with pytest.raises(ValueError, match=says):
            SteepestDescent(first=first)


@pytest.mark.parametrize("kind", [Momentum, Nesterov])
@pytest.mark.parametrize("beta", [1.0, -0.1, 1.5, np.nan])
def test_a_beta_outside_zero_to_one_is_refused(kind, beta):
    with pytest.raises(ValueError, match=rf"beta must be in \[0, 1\), got {beta}"):
        kind(0.1, beta)


@pytest.mark.parametrize("kind", RATED)
@pytest.mark.parametrize("shape", [(3,), (2, 3), (1, 2, 3)])
def test_rates_that_fit_neither_runs_nor_parameters_are_refused(kind, shape):
    says = (
        r"learning_rate has shape \(.*\): want a number, \(2,\) for one per parameter"
    )
    with pytest.raises(ValueError, match=says):
        kind(np.full(shape, 0.1)).init(line(), X0)


def test_rates_are_not_taken_for_parameters_of_a_single_one():
    with pytest.raises(ValueError, match=r"shape \(3,\): want a number, \(1,\)"):
        GradientDescent(np.array([0.1, 0.2, 0.3])).init(
            Quadratic([[2.0]], [1.0]), [0.0]
        )


def test_starts_and_rates_that_do_not_fit_each_other_are_refused():
    rates = np.full((3, 1), 0.1)
    with pytest.raises(ValueError, match=r"shape \(3, 1\): want a number"):
        GradientDescent(rates).init(line(), np.ones((4, 2)))


def test_a_rate_per_parameter_and_run_is_both():
    rates = np.array([[0.01, 0.1], [0.02, 0.05]])
    problem = LeastSquares(line().X, line().y)
    together = run(problem, GradientDescent(rates), X0, max_steps=7).x
    for i in range(2):
        alone = run(problem, GradientDescent(rates[i]), X0, max_steps=7).x
        np.testing.assert_allclose(together[:, i], alone, rtol=1e-12)


ALL_RATED = [*RATED, MinibatchGradientDescent, DecayingSGD]


@pytest.mark.parametrize("kind", ALL_RATED)
def test_rates_are_a_copy_that_nobody_can_write_to(kind):
    rates = np.array([0.01, 0.1])
    method = kind(rates)
    rates[0] = 7.0
    assert method.learning_rate.tolist() == [0.01, 0.1]
    with pytest.raises(ValueError, match="read-only"):
        method.learning_rate[0] = 7.0
    assert type(kind(np.float32(0.5)).learning_rate) is float
    assert type(kind(1).learning_rate) is float


@pytest.mark.parametrize("kind", ALL_RATED)
def test_methods_are_equal_by_their_values(kind):
    rates = [[0.01], [0.1]]
    same, other = (kind(rates), kind(np.array(rates))), kind([[0.01], [0.2]])
    assert same[0] == same[1]
    assert hash(same[0]) == hash(same[1])
    flat, single = kind([0.01, 0.1]), kind(0.01)
    assert len({*same, other, flat, single, kind(0.01)}) == 4
    assert same[0] != other
    assert flat != same[0]
    assert single != "0.01"
    assert single == kind(0.01)
    assert len({kind(0.1) for kind in ALL_RATED}) == len(ALL_RATED)
    other_field = dataclasses.fields(kind)[-1]
    if other_field.name != "learning_rate":
        changed = 3 if type(other_field.default) is int else 0.25
        assert dataclasses.replace(flat, **{other_field.name: changed}) != flat
