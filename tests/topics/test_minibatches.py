"""The page on minibatches: each formula against loops that share no line with it.

The one rule: a moment is checked by listing every batch, a floor by seeded runs.
"""

import itertools

import numpy as np
import pytest

from gdcore.datasets import clean, heavy_noise, intercept_thread
from gdcore.optimizers import DecayingSGD, MinibatchGradientDescent
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from scripts.topics import minibatches
from scripts.topics.minibatches import data as page
from scripts.topics.minibatches.data import runs
from tests.conftest import computed


@pytest.fixture(scope="module")
def data():
    return computed("minibatches")


@pytest.fixture(scope="module")
def number(data):
    return {entry.key: entry.value for entry in minibatches.TOPIC.numbers(data)}


@pytest.fixture(scope="module")
def problem():
    """`heavy_noise` with standardized x, by a formula of its own."""
    points = heavy_noise()
    z = (points.x - points.x.mean()) / points.x.std()
    return LeastSquares(np.stack([z, np.ones(100)], axis=1), points.y)


@pytest.fixture(scope="module")
def few():
    """Four rows of three columns: the recursion hangs on no shape."""
    draw = np.random.RandomState(5)
    return runs.rows(LeastSquares(draw.normal(size=(4, 3)), draw.normal(size=4)))


@pytest.mark.parametrize("batch", [1, 2])
def test_the_recursion_is_the_mean_over_every_batch(few, batch):
    rate, e = 0.07, np.array([0.3, -1.0, 0.5])
    ends = []
    for index in itertools.product(range(4), repeat=batch):
        x, s = few.X[list(index)], few.s[list(index)]
        ends.append(e - rate * 2 * x.T @ (x @ e + s) / batch)
    theory = runs.moments(few, batch)
    upper = np.triu_indices(3)
    first, second = theory.step(e, np.outer(e, e)[upper], rate)
    np.testing.assert_allclose(first, np.mean(ends, axis=0), rtol=1e-12)
    outer = np.mean([np.outer(end, end) for end in ends], axis=0)
    np.testing.assert_allclose(second, outer[upper], rtol=1e-12)
    trace = (few.H * outer).sum() / 2
    assert theory.gap(second) == pytest.approx(trace, rel=1e-12)
    full = (np.eye(3) - rate * few.H) @ e
    np.testing.assert_allclose(first, full, rtol=1e-12)


@pytest.mark.parametrize("batch", [1, 10])
def test_the_fixed_point_is_where_the_recursion_rests(data, batch):
    theory = runs.moments(data.rows, batch)
    gaps = theory.curve(runs.START, [0.1] * 400)
    assert gaps[-1] == pytest.approx(theory.floor(0.1), rel=1e-9)


@pytest.mark.parametrize("batch", [1, 10])
def test_at_the_limit_the_mean_square_begins_to_grow(data, batch):
    theory = runs.moments(data.rows, batch)
    limit = theory.limit()
    for factor, grows in ((0.97, False), (1.03, True)):
        gaps = theory.curve(runs.START, [factor * limit] * 2000)
        assert (gaps[-1] > 100 * gaps[0]) == grows
    assert theory.floor(0.999 * limit) > 100 * data.rows.least


def test_a_floor_that_is_called_predicted_is_measured_within_one_percent(data, number):
    for floors in data.floors.values():
        np.testing.assert_allclose(floors.measured, floors.predicted, rtol=0.01)
    assert number["floor_worst"] < 0.01
    for name in ("constant", "decaying"):
        predicted = number[f"decay_{name}_predicted"]
        assert number[f"decay_{name}"] == pytest.approx(predicted, rel=0.01)


def test_floors_on_runs_that_this_test_makes_itself(problem, number):
    draw, x, y = np.random.RandomState(7), problem.X, problem.y
    star = np.linalg.lstsq(x, y, rcond=None)[0]
    theta, gaps = np.tile(star, (3000, 1)), []
    least = np.mean((x @ star - y) ** 2)
    for k in range(250):
        i = draw.randint(100, size=3000)
        r = np.einsum("ij,ij->i", x[i], theta) - y[i]
        theta = theta - 0.1 * 2 * r[:, None] * x[i]
        if k >= 50:
            gaps.append((((x @ theta.T).T - y) ** 2).mean() / least - 1)
    assert np.mean(gaps) == pytest.approx(number["floor_predicted_1_0_1"], rel=0.03)


def test_the_floor_is_nearly_c_times_rate_over_batch(data, number):
    c = number["first_order"]
    for batch in (1, 10):
        floor = runs.moments(data.rows, batch).floor(1e-4) / data.rows.least
        assert floor == pytest.approx(c * 1e-4 / batch, rel=1e-3)
    one, ten = number["floor_predicted_1_0_02"], number["floor_predicted_10_0_2"]
    assert one / 2 < ten < 2 * one


def test_without_disagreement_the_floor_is_zero(data):
    silent = runs.rows(LeastSquares(data.rows.X, data.rows.X @ [2.0, 1.0]))
    assert runs.moments(silent, 1).floor(0.1) < 1e-20


def test_by_hand_two_targets(number):
    b, rate = 1.0, number["hand_rate"]
    for k, y in enumerate([2.0, 0.0, 0.0, 2.0], 1):
        assert number[f"hand_y_{k}"] == y
        assert number[f"hand_g_{k}"] == 2 * (b - y)
        b -= rate * 2 * (b - y)
        assert number[f"hand_b_{k}"] == b
    pair = runs.rows(LeastSquares(np.ones((2, 1)), [0.0, 2.0]))
    for key, eta in (("hand_floor", rate), ("hand_half", 0.5)):
        assert number[key] == pytest.approx(runs.moments(pair, 1).floor(eta), rel=1e-12)
    assert number["hand_least"] == pair.least == 1


def test_a_gradient_of_zero_is_a_mean_of_gradients_that_are_not(data, problem, number):
    r = 2 * problem.residual(data.rows.star)
    each = np.hypot(r * problem.X[:, 0], r)
    assert number["end_length"] == pytest.approx(each.mean())
    assert number["end_agreement"] == 0
    assert number["start_agreement"] > 0.7
    np.testing.assert_allclose(data.start.rows.mean(axis=0), data.start.mean)


@pytest.mark.parametrize("name", ["standardized", "thread"])
def test_limits_fall_from_all_rows_to_the_largest_row(data, problem, name):
    points = intercept_thread()
    X = problem.X if name == "standardized" else line_fit(points.x, points.y).X
    limits = data.limits[name]
    whole = 2 / np.linalg.eigvalsh(2 * X.T @ X / len(X))[-1]
    assert limits["whole"] == pytest.approx(whole, rel=1e-9)
    assert limits["row"] == pytest.approx(1 / (X**2).sum(axis=1).max())
    assert limits["row"] < limits["1"] < limits["10"] < limits["whole"]
    pairs = np.einsum("ni,nj->nij", X, X).reshape(len(X), -1)
    H = 2 * X.T @ X / len(X)
    A = np.kron(H, np.eye(2)) + np.kron(np.eye(2), H)
    B = 4 * pairs.T @ pairs / len(X)
    largest = np.abs(np.linalg.eigvals(np.linalg.pinv(A) @ B)).max()
    assert limits["1"] == pytest.approx(1 / largest, rel=1e-6)


def test_a_row_throws_its_residual_outward_beyond_its_own_limit():
    x, rate = np.array([3.0, 1.0]), 0.2
    theta = np.array([1.0, 2.0])
    after = theta - rate * 2 * (x @ theta) * x
    assert x @ after == pytest.approx((1 - 2 * rate * 10) * (x @ theta))


def test_shuffling_pays_only_where_the_memory_is_longer_than_an_epoch(data, number):
    shown = data.shuffled
    large, small = shown.at >= 0.1, shown.at <= 0.002
    np.testing.assert_allclose(shown.measured[large], shown.predicted[large], rtol=0.1)
    assert np.all(shown.measured[small] < shown.predicted[small] / 5)
    assert np.all(data.ends[small] < shown.predicted[small] / 50)
    assert number["shuffled_gain_0_001"] > 100


def test_shuffled_draws_hold_each_row_once_an_epoch():
    batches = runs.drawn(6, 2, 3, shuffled=True)
    for _ in range(2):
        epoch = np.concatenate([next(batches) for _ in range(3)])
        np.testing.assert_array_equal(np.sort(epoch, axis=0).T, [[*range(6)]] * 3)


def test_runs_side_by_side_step_as_gdcore_does(problem, data):
    order = np.random.RandomState([0, 0]).permutation(100)
    batches = iter(order.reshape(10, 10, 1))
    errors = runs.walk(data.rows, runs.START, [0.1] * 10, batches)
    mine = [e[:, 0] + data.rows.star for e in errors]
    theirs = run(problem, MinibatchGradientDescent(0.1, 10), runs.START, max_steps=10)
    np.testing.assert_allclose(mine, theirs.x[1:], rtol=1e-9)


def test_the_mean_of_single_row_runs_is_the_full_run_on_the_thread(number):
    whole, best = number["thread_whole"], number["thread_best"]
    assert number["thread_single"] == pytest.approx(whole, rel=0.01)
    assert whole < 0.05 * best


def test_decaying_and_averaging_fall_below_the_constant_floor(data, number):
    constant = number["decay_constant"]
    assert number["decay_decaying"] < constant / 50
    assert number["decay_averaged"] < number["decay_decaying"]
    assert number["jitter_largest"] > 5 * constant
    rates = runs.RATE / (1 + runs.DECAY * np.arange(3))
    method = runs.decaying(runs.DECAY)
    assert isinstance(method, DecayingSGD)
    path = run(line_fit([0, 1], [0, 1]), method, [0, 0], max_steps=3)
    np.testing.assert_allclose(path.step_size[1:], rates)


def test_a_rate_that_decays_too_fast_stops_short():
    """An error along lambda shrinks like k^(-c lambda), where c = eta_0 / d."""
    curvature, c = 0.1, 2.0
    k = np.arange(100_000)
    error = np.cumprod(1 - curvature * c / (20 + k))
    slope = np.log(error[-1] / error[999]) / np.log(len(k) / 1000)
    assert slope == pytest.approx(-c * curvature, rel=0.02)


def test_the_bad_row_throws_single_rows_and_clipping_holds_them(data, number):
    points, bad = clean(), data.bad
    assert bad.place[1] == pytest.approx(10 * points.y[page.BAD_ROW])
    assert number["bad_noise_share"] > 0.9
    assert number["bad_single"] > 50 * number["bad_before"]
    assert number["bad_clipped"] < number["bad_single"] / 50
    assert number["bad_clipped"] < number["bad_settled"] < number["bad_single"]
    assert len(bad.hits) == page.BAD_EPOCHS
    y = points.y.copy()
    y[page.BAD_ROW] = bad.place[1]
    z = (points.x - points.x.mean()) / points.x.std()
    path = run(
        LeastSquares(np.stack([z, np.ones(100)], axis=1), y),
        MinibatchGradientDescent(page.BAD_RATE, 1),
        runs.START,
        max_steps=100 * page.BAD_EPOCHS,
    )
    rest = np.delete(np.arange(100), page.BAD_ROW)
    X, t = np.stack([z, np.ones(100)], axis=1)[rest], points.y[rest]
    least = ((X @ np.linalg.lstsq(X, t, rcond=None)[0] - t) ** 2).mean()
    gaps = ((path.x @ X.T - t) ** 2).mean(axis=1) / least - 1
    np.testing.assert_allclose(bad.gaps["single"], gaps, rtol=1e-6, atol=1e-8)


def test_sgd_regressor_stops_by_an_absolute_tolerance(data, number):
    points = clean()
    z = (points.x - points.x.mean()) / points.x.std()
    assert np.all(np.diff(data.stops.epochs) <= 0)
    assert number["stop_epochs_0_001"] == number["stop_patience"] + 1
    assert number["stop_left_0_001"] > 0.15 > 0.01 > number["stop_left_1"]
    assert number["stop_epochs_patient"] == number["stop_epochs_1"]
    assert number["stop_left_patient"] == pytest.approx(number["stop_left_1"])
    w, b, epochs = page.sgd_regressor(z, points.y, tol=-np.inf)
    assert epochs == page.MAX_ITER, "without a tolerance nothing stops it"
    assert [w, b] == pytest.approx(np.polyfit(z, points.y, 1), rel=0.01)


def test_the_film_reads_the_same_rows_in_each_panel(data):
    read = runs.FILM_ROWS * runs.FILM_FRAMES
    assert {m: len(path) - 1 for m, path in data.film.items()} == {
        m: read // m for m in runs.BATCHES
    }
    for path in data.film.values():
        np.testing.assert_array_equal(path[0], runs.START)
