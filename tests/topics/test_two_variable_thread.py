"""The forum's two-variable problem: a million float32 steps of all seven rates.

The one rule: the numbers that the thread printed are the oracle of the float32 run,
the closed form is that of the float64 run.
"""

import numpy as np
import pytest

from gdcore.optimizers import GradientDescent
from gdcore.runs import Status, Trajectory, run
from gdcore.spectral import closed_form, closed_form_excess, learning_rate_limit
from scripts.reference_problems import cases
from scripts.reference_problems.tolerances import CLOSED_FORM, FLOAT32_THREAD
from scripts.topics.ill_conditioning.data.thread import RATES

PRINTED = {1e-7: 99.20282745361328, 1e-6: 92.60104370117188, 1e-5: 46.44608688354492}

# Both workers would take the million steps if these tests were dealt out.
pytestmark = pytest.mark.xdist_group("thread")


def descent(dtype: type, steps: int, every: int) -> Trajectory:
    method = GradientDescent(np.array(RATES)[:, None])
    return run(cases.thread(dtype), method, [0.0, 0.0], max_steps=steps, every=every)


@pytest.fixture(scope="session")
def million() -> Trajectory:
    """All seven rates at once, in float32, a row for each 10,000 steps."""
    return descent(np.float32, 1_000_000, 10_000)


@pytest.mark.parametrize("rate", PRINTED)
def test_a_million_float32_steps_end_where_the_thread_says(million, rate):
    got = million.value[-1, RATES.index(rate)]
    assert million.k[-1] == 1_000_000
    assert million.value.dtype == np.float32
    assert got == pytest.approx(PRINTED[rate], rel=FLOAT32_THREAD)


def test_the_three_largest_rates_diverge(million):
    assert (
        million.statuses.tolist() == [Status.OUT_OF_STEPS] * 4 + [Status.DIVERGED] * 3
    )
    limit = learning_rate_limit(cases.thread())
    assert 1.603e-5 < limit < 1.604e-5


def test_no_run_of_the_thread_leaves_the_other_runs_alone(million):
    # A rate's million steps are the same beside others that overflow: each sum of two
    # products is taken in one order, however many runs there are (test_algebra).
    alone = run(
        cases.thread(np.float32), GradientDescent(1e-5), [0.0, 0.0], max_steps=20_000
    )
    np.testing.assert_array_equal(million.x[2, 2], alone.x[-1])


def test_float64_steps_are_the_closed_form():
    path = descent(np.float64, 50_000, 5_000)
    for i, rate in enumerate(RATES[:4]):
        exact = closed_form(cases.thread(), GradientDescent(rate), [0, 0], path.k)
        np.testing.assert_allclose(path.x[:, i], exact, CLOSED_FORM, CLOSED_FORM)


def test_in_exact_arithmetic_less_is_left_at_the_edge_of_stability():
    losses = {
        rate: float(
            closed_form_excess(cases.thread(), GradientDescent(rate), [0, 0], 1_000_000)
        )
        for rate in RATES
    }
    for rate, printed in PRINTED.items():
        assert losses[rate] == pytest.approx(printed, rel=1e-3)
    assert losses[1e-7] > losses[1e-6] > losses[1e-5] > losses[1.603e-5] > 0
    assert losses[1.61e-5] == np.inf
