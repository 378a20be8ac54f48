"""The page on rounding: each formula beside a run, a count or an exact fraction.

The one rule: what is tested is done over by other arithmetic: whole numbers, fractions,
or one scalar at a time.
"""

from fractions import Fraction

import numpy as np
import pytest

from gdcore.datasets import intercept_thread
from gdcore.problems import line_fit
from gdcore.spectral import learning_rate_limit, spectrum
from scripts import engine
from scripts.topics import floats
from scripts.topics.floats import explorer
from scripts.topics.floats.data import formats, runs, sums
from scripts.topics.floats.data.formats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64
from tests.conftest import computed


@pytest.fixture(scope="module")
def data():
    return computed("floats")


@pytest.fixture(scope="module")
def number(data):
    return {entry.key: entry.value for entry in floats.TOPIC.numbers(data)}


@pytest.fixture(scope="module")
def thread_low():
    sample = intercept_thread()
    return spectrum(line_fit(sample.x, sample.y)).lambda_min


@pytest.mark.parametrize("theta", [0.3, 1.0, 2.5, 300.0, 6e4])
def test_an_update_below_half_an_ulp_is_lost(theta):
    for kept in (FLOAT16, FLOAT32):
        start, ulp = kept.of(theta), kept.spacing(float(kept.of(theta)))
        assert start + kept.of(0.49 * ulp) == start
        assert start + kept.of(0.51 * ulp) == np.nextafter(start, kept.of(np.inf))


@pytest.mark.parametrize("kept", [FLOAT16, FLOAT32, FLOAT64])
def test_ulp_is_a_power_of_two_below_theta(kept):
    for theta in (0.3, 1.0, 1.99, 2.0, 255.0, 256.0, -300.0):
        assert kept.spacing(theta) == abs(float(np.spacing(kept.dtype(theta))))


def test_bfloat16_keeps_eight_bits_and_rounds_ties_to_even():
    values = np.random.RandomState(0).normal(size=2000).astype(np.float32) * 100
    values = np.append(values, np.float32([257.0, 259.0, 1 + 2**-8, 1 + 3 * 2**-8]))
    mantissa, exponent = np.frexp(values.astype(float))
    nearest = np.ldexp(np.rint(mantissa * 2**8), exponent - 8)
    np.testing.assert_array_equal(BFLOAT16.of(values), nearest)
    assert BFLOAT16.spacing(300.0) == 2.0


def test_a_run_rounds_each_operation_as_scalars_do():
    x, y, rate, f = [1.0, 2.0, 4.0], [0.1, 0.7, 2.3], 0.03, np.float32
    w, b, scale = f(0), f(0), f(-2 * rate / 3)
    for _ in range(50):
        r = [f(f(f(f(xi) * w) + b) - f(yi)) for xi, yi in zip(x, y, strict=True)]
        rx = [f(ri * f(xi)) for ri, xi in zip(r, x, strict=True)]
        w, b = (
            f(at + f(scale * f(f(t[0] + t[2]) + t[1]))) for at, t in ((w, rx), (b, r))
        )
    problem = line_fit(np.array(x), np.array(y))
    path = formats.descended(problem, rate, steps=50, every=50)
    assert path[-1, :, 0].tolist() == [float(w), float(b)]


def test_delta_is_ulp_over_two_eta_lambda_min_on_the_intercept_thread(data, number):
    thread = data.thread
    np.testing.assert_allclose(thread.measured, thread.predicted, rtol=0.02)
    assert number["thread.off"] < 0.02
    np.testing.assert_allclose(thread.predicted * runs.RATES, 5.873e-8, rtol=1e-3)


def test_the_loss_at_rest_is_half_lambda_min_delta_squared(data, thread_low):
    rule = thread_low * data.thread.measured**2 / 2
    np.testing.assert_allclose(data.thread.excess, rule, rtol=0.02)


def test_the_example_stops_at_the_floor_in_float32_and_float16(data):
    for name in ("float32", "float16"):
        loss = data.example.loss[name]
        assert loss[-1] == loss[-1000 // runs.EVERY]
        assert loss[-1] == pytest.approx(data.example.floor[name], rel=0.05)
    double = data.example.loss["float64"]
    assert np.all(np.diff(double) < 0)
    assert double[-1] < 1e-9 * data.example.loss["float32"][-1]


def test_bfloat16_stops_at_a_power_of_two():
    problem = line_fit(runs.X, runs.Y)
    path = formats.descended(problem, runs.RATE, steps=800, every=400, kept=BFLOAT16)
    assert path[1, 1, 0] == path[2, 1, 0] == 128


def test_float32_stands_still_when_its_update_is_half_a_spacing(data):
    thread = data.thread
    at_rest = thread.k >= thread.still
    assert np.all(thread.update[at_rest] < 0.5)
    assert np.all(thread.update[~at_rest][1:] > 0.5)
    assert len(set(thread.distance[at_rest, 0])) == 1
    assert thread.floor == pytest.approx(thread.distance[-1, 0], rel=0.02)


def test_a_compensated_update_goes_on_as_float64_does(data):
    plain, kahan, double = data.thread.distance[-1]
    assert kahan == pytest.approx(double, rel=0.01)
    assert plain > 5 * kahan


def test_the_two_variable_thread_stops_at_powers_of_two(data):
    for rule, rest, _ in data.pair:
        assert rest == pytest.approx(rule, rel=1e-4)
        assert rest == 2.0 ** round(np.log2(rest))


def test_one_pass_loses_u_times_the_mean_square_over_the_variance(data):
    found = data.variances
    ratio = found.one_pass / found.predicted
    assert np.all(ratio < 5)
    assert 0.2 < np.median(ratio) < 3
    assert np.all(found.two_pass < 1e-5)
    assert found.far != pytest.approx(1, abs=0.5)


def test_both_formulas_of_the_variance_agree_in_float64():
    x = np.array([3.0, 5.0, 10.0])
    exact = Fraction(26, 3)
    for way in (sums.one_pass, sums.two_pass):
        assert float(way(x)) == pytest.approx(float(exact), rel=1e-14)


def test_mapping_back_is_no_better_than_a_spacing_of_the_product(data, number):
    (_, intercept), (w, b) = data.back, sums.BACK_LINE
    spacing = number["back.spacing"]
    assert spacing == float(np.spacing(np.float32(w * sums.BACK_MEAN)))
    assert 0.05 * b < abs(intercept - b) < 2 * spacing
    assert intercept % spacing == 0


def test_sums_stay_below_their_worst_cases(data):
    in_turn, ascending, pairwise, kahan = data.orders.values()
    n = sums.SIZES
    assert np.all(in_turn < n - 1)
    assert np.all(ascending < n - 1)
    assert np.all(pairwise < np.log2(n))
    assert np.all(kahan < 2)
    assert pairwise[-1] < 1 < ascending[-1] < in_turn[-1]


def test_halves_of_halves_add_every_term_once():
    for n in range(1, 40):
        assert formats.halved(2.0 ** np.arange(n)) == 2.0**n - 1


def test_rows_turned_round_do_not_move_the_floor(number):
    assert number["example.turned"] < 0.02


def test_the_run_by_hand_keeps_three_digits(data):
    for rate, rows in zip(runs.HAND_RATES, data.hand, strict=True):
        theta = 100
        for place, update in rows:
            assert place == theta
            assert update == float(Fraction(rate) * 2 * (104 - theta))
            theta = round(theta + Fraction(rate) * 2 * (104 - theta))
    assert data.hand[0][-1][0] == 100
    assert data.hand[1][-1][0] == 102


def test_a_wrong_gradient_ends_at_the_variance_of_y_in_both(data):
    for loss in data.broadcast.values():
        assert loss == pytest.approx(runs.Y.var(), rel=2e-3)


def test_inf_comes_when_growth_per_step_says(data):
    for measured, rule in data.example.overflow.values():
        assert abs(measured - rule) <= 1


@pytest.mark.parametrize(("kind", "kept"), [("float32", "f4"), ("float64", "f8")])
def test_a_printed_mean_of_squares_is_inf_a_dozen_steps_earlier(data, kind, kept):
    """As the reader's own loop: the squares are added before they are divided."""
    x, y = (values.astype(kept) for values in (runs.X, runs.Y))
    rate = x.dtype.type(runs.PAST_LIMIT * learning_rate_limit(line_fit(runs.X, runs.Y)))
    w = b = x.dtype.type(0)
    step = 0
    with np.errstate(over="ignore"):
        while np.isfinite(np.mean((w * x + b - y) ** 2)):
            r = w * x + b - y
            w, b = w - rate * 2 * np.mean(r * x), b - rate * 2 * np.mean(r)
            step += 1
    assert 11 <= data.example.overflow[kind][0] - step <= 13


def test_float64_loses_the_determinant_of_unix_time(data):
    times = range(sums.CLOCK, sums.CLOCK + sums.SECONDS)
    exact = len(times) * sum(t * t for t in times) - sum(times) ** 2
    raw, centered = map(sums.determinant, data.clocks)
    assert centered == exact
    assert raw == 0


def test_in_another_order_it_is_two_million_or_minus_two_million(data):
    def determinant(x):
        total = np.cumsum(x)[-1]  # one after the other
        return len(x) * np.cumsum(x * x)[-1] - total**2

    times = data.clocks[0]
    thirds = np.concatenate([times[first::3] for first in range(3)])
    assert determinant(times[::-1]) == 2**21 == -determinant(thirds)


def test_below_a_power_of_two_a_quarter_of_the_gap_counts():
    one, gap = np.float32(1), np.spacing(np.float32(1))
    assert one + np.float32(0.49) * gap == one
    assert one - np.float32(0.24) * gap == one
    assert one - np.float32(0.26) * gap < one


def end(settings) -> float:
    return engine.call("frame", settings)["loss"][-1]


def test_the_sentences_hold_at_every_value():
    rate, level, distance = (
        [end(state) for state in explorer.HANDLES[name].states.values()]
        for name in ("rate", "level", "distance")
    )
    assert np.all(np.diff(rate) < 0)
    assert np.all(np.diff(level) < 0)
    assert np.ptp(distance) < 0.05 * distance[0]
    early, *_, late = explorer.HANDLES["steps"].states.values()
    frame = engine.call("frame", early)
    assert frame["loss"][-1] == pytest.approx(frame["other"]["loss"][-1], rel=1e-3)
    frame = engine.call("frame", late)
    assert frame["loss"][-1] > 1e6 * frame["other"]["loss"][-1]
