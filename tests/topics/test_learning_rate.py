"""The page on the learning rate: its formulas beside runs, its tables by other code.

The one rule: a limit is asked of plain loops and of numpy's eigenvalues, written here.
"""

import numpy as np
import pytest

from gdcore.datasets import clean
from scripts import engine
from scripts.reference_problems import cases
from scripts.topics import learning_rate
from scripts.topics.learning_rate import explorer
from scripts.topics.learning_rate.data import runs, schedules
from tests.conftest import computed

CLEAN = clean()
DESIGN = np.stack([CLEAN.x, np.ones(100)], axis=1)
HESSIAN = 2 * DESIGN.T @ DESIGN / 100
LOW, HIGH = np.linalg.eigvalsh(HESSIAN)


@pytest.fixture(scope="module")
def data():
    return computed("learning_rate")


@pytest.fixture(scope="module")
def number(data):
    return {entry.key: entry.value for entry in learning_rate.TOPIC.numbers(data)}


def moves(H, rate: float, steps: int) -> np.ndarray:
    """Lengths of the moves on 1/2 e^T H e, from an error in every direction."""
    error = np.linalg.eigh(H)[1].sum(axis=1)
    lengths = []
    for _ in range(steps):
        move = rate * H @ error
        error = error - move
        lengths.append(np.sqrt(move @ move))
    return np.array(lengths)


def test_the_example_by_hand_is_that_of_fractions(number):
    for i, rate in enumerate((1 / 20, 1 / 10, 3 / 20, 1 / 5, 1 / 4)):
        assert number[f"hand.rate_{i}"] == pytest.approx(rate)
        assert number[f"hand.factor_{i}"] == pytest.approx(1 - 10 * rate, abs=1e-12)
        for k in range(5):
            w = 2 - 2 * (1 - 10 * rate) ** k
            assert number[f"hand.w_{i}_{k}"] == pytest.approx(w, abs=1e-12)
    assert number["hand.limit"] == pytest.approx(2 / number["hand.curvature"])
    assert number["hand.gradient"] == -20


@pytest.mark.parametrize("name", [*cases.lines(), "two_variables"])
def test_two_over_lambda_max_is_where_runs_begin_to_grow(data, name):
    thread = name == "two_variables"
    problem = cases.thread() if thread else cases.quadratics()[name]
    H = 2 * problem.X.T @ problem.X
    H = H if thread else H / len(problem.y)
    limit = 2 / np.linalg.eigvalsh(H)[-1]
    assert data.edges[name].predicted == pytest.approx(limit, rel=1e-9)
    assert data.edges[name].measured == pytest.approx(limit, rel=1e-7)
    below, above = (moves(H, share * limit, 400) for share in (0.999, 1.001))
    assert below[-1] < below[200]
    assert above[-1] > above[200]


def test_one_step_multiplies_each_error_by_one_minus_eta_lambda():
    problem, rate = cases.quadratics()["clean"], 0.001
    theta, best = np.array([1.0, -2.0]), np.linalg.lstsq(DESIGN, CLEAN.y)[0]
    after = runs.descended(problem, np.array([rate]), theta)[-1]
    vectors = np.linalg.eigh(HESSIAN)[1]
    factors = (vectors.T @ (after - best)) / (vectors.T @ (theta - best))
    np.testing.assert_allclose(factors, 1 - rate * np.array([LOW, HIGH]), rtol=1e-9)


def test_all_bisections_agree_to_one_part_in_ten_million(number):
    assert number["limit_off"] < 1e-7


def test_one_over_the_mean_of_x_squared_plus_one_is_the_best_constant_rate(data):
    """2 / (lambda_min + lambda_max), by trying rates around it."""
    for name, sample in cases.lines().items():
        rate = 1 / np.mean(sample.x**2 + 1)
        assert data.edges[name].trace == pytest.approx(rate, rel=1e-12)
        assert rate < data.edges[name].predicted
    best = 1 / np.mean(CLEAN.x**2 + 1)
    assert best == pytest.approx(2 / (LOW + HIGH), rel=1e-12)
    worst = [
        max(abs(1 - r * LOW), abs(1 - r * HIGH)) for r in best * np.r_[1, 0.99, 1.0001]
    ]
    assert worst[0] == min(worst)
    kappa = HIGH / LOW
    assert best * HIGH / 2 == pytest.approx(kappa / (kappa + 1), rel=1e-12)


def test_a_factor_in_front_of_the_loss_divides_the_limit(data):
    ways = {name: each.measured for name, each in data.conventions.items()}
    assert ways["half_mean"] == pytest.approx(2 * ways["mean"], rel=1e-7)
    assert ways["sum"] == pytest.approx(ways["mean"] / 100, rel=1e-7)
    assert ways["half_sum"] == pytest.approx(ways["mean"] / 50, rel=1e-7)


@pytest.mark.parametrize("count", cases.FEATURES)
def test_the_safe_rate_of_a_table_is_between_limit_over_p_and_the_limit(data, count):
    X, limits = cases.correlated(count).X, data.features[count]
    assert limits.trace == pytest.approx(1 / (X**2).sum(axis=1).mean(), rel=1e-12)
    assert limits.predicted / (count + 1) <= limits.trace * (1 + 1e-12)
    assert limits.trace < limits.measured
    assert limits.trace == pytest.approx(1 / (count + 1))


@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_k_inf_and_k_nan_predict_the_steps_that_a_loop_counts(data, kind):
    end = data.blow_up.ends[kind]
    assert (end.inf, end.nan) == (end.inf_predicted, end.nan_predicted)
    assert end.nan == pytest.approx(2 * end.inf, rel=0.01)


def test_the_run_past_the_limit_swings_diverges_and_ends(data, number):
    run, k = data.blow_up, np.arange(runs.READ_AT, 1900)
    away = run.w[:13] - run.best
    assert np.all(away[1:] * away[:-1] < 0)
    np.testing.assert_allclose(run.loss[k + 1] / run.loss[k], run.factor**2, rtol=1e-4)
    at = number["inf_float64"]
    assert np.isinf(run.loss[at])
    assert np.isfinite(run.w[at])
    assert np.isfinite(run.loss[at - 1])


def test_two_losses_in_a_row_tell_the_limit_two_eta_over_one_plus_q(number):
    assert number["past_limit"] == pytest.approx(2 / HIGH, rel=1e-5)
    q = (number["past_loss_1"] / number["past_loss_0"]) ** 0.5
    assert number["past_limit"] == pytest.approx(2 * number["past_rate"] / (1 + q))


def test_the_film_turns_where_the_rate_passes_the_limit(data, number):
    assert number["film_turn"] == pytest.approx(1, abs=1.01 / runs.FRAMES * 0.12)
    lowest = int(np.argmin(data.film.loss))
    assert np.all(np.diff(data.film.loss[: lowest + 1]) < 0)
    assert np.all(np.diff(data.film.loss[lowest:]) > 0)
    away = data.film.w
    assert np.all(away[1:] * away[:-1] < 0)


def test_one_update_multiplies_the_rows_residual_by_one_minus_two_eta_x2_plus_1():
    x, y, rate = 7.0, 3.0, 0.004
    ((w, b),) = runs._updates(np.array([0.5, -1.0]), [(x, y)], rate)
    before, after = 0.5 * x - 1 - y, w * x + b - y
    assert after == pytest.approx((1 - 2 * rate * (x**2 + 1)) * before)


@pytest.mark.parametrize("name", ["clean", "far"])
def test_the_limit_row_by_row_is_where_an_epoch_has_an_eigenvalue_of_one(data, name):
    x = CLEAN.x if name == "clean" else runs.far()[0]
    order = np.random.RandomState(runs.ORDER_SEED).permutation(100)
    rows = np.stack([x, np.ones(100)], axis=1)[order]
    limits = data.rows[name]
    radius = []
    for rate in limits.measured * np.array([0.99, 1.01]):
        epoch = np.eye(2)
        for row in rows:
            epoch = epoch - 2 * rate * np.outer(row, row @ epoch)
        radius.append(np.abs(np.linalg.eigvals(epoch)).max())
    assert radius[0] < 1 < radius[1]
    assert limits.row == pytest.approx(1 / (x**2 + 1).max())
    assert limits.row < limits.measured < limits.batch


def test_below_one_over_the_largest_row_no_update_lengthens_an_error():
    rate = 1 / (CLEAN.x**2 + 1).max()
    for row in DESIGN:
        step = np.eye(2) - 2 * rate * np.outer(row, row)
        assert np.abs(np.linalg.eigvalsh(step)).max() <= 1 + 1e-12


def test_the_far_row_throws_farther_than_the_others_bring_home(data, number):
    assert number["rows_jump"] == pytest.approx(2 * number["rows_share"] - 1, rel=0.01)
    assert number["rows_jump"] * number["rows_home"] > 1
    assert data.thrown.single[-1] > 1000 * data.thrown.full[-1]


def test_each_dial_is_lowest_at_its_best_rate(data):
    for each in data.dials.values():
        lowest = each.share[each.steps.argmin()]
        kappa = each.condition
        assert each.best == pytest.approx(kappa / (kappa + 1), rel=1e-9)
        assert lowest == pytest.approx(each.best, abs=0.02)
    assert data.dials["standardized"].steps.min() == 1


def test_what_schedules_buy(data, number):
    courses = data.courses
    assert courses["nearly"].steps < courses["best"].steps < courses["half"].steps
    assert courses["decaying"].steps is None is courses["root"].steps
    assert 0.85 < courses["warm"].steps / courses["best"].steps < 0.95
    assert courses["root"].peak > 10
    assert courses["backtracking"].price > courses["best"].price
    assert courses["exact"].steps < 10
    assert 0.8 < courses["exact_worst"].steps / courses["best"].steps < 1
    assert courses["chebyshev"].steps < schedules.CHEBYSHEV
    assert courses["chebyshev"].highest > 1000
    assert number["course_best_steps"] > 30 * number["course_cycle"]


@pytest.mark.parametrize("name", explorer.HANDLES)
def test_each_handle_goes_past_the_limit_and_its_sentence_begins_below(name):
    handle = explorer.HANDLES[name]
    grows = {}
    for value, state in handle.states.items():
        frame = engine.call("frame", state)
        size = np.hypot(*np.transpose(frame["grad"]))
        grows[value] = size[-1] > size[-2]
        over = state["optimizer"]["learning_rate"] > frame["limit"]
        assert grows[value] == over, value
    assert not grows[handle.first]
    assert 1 < sum(grows.values()) < len(grows) - 1


def test_a_summed_loss_takes_the_steps_of_the_mean_at_n_times_the_rate():
    state = explorer.HANDLES["rows"].states[explorer.FIRST_ROWS]
    x, y = (np.array(state["data"][key]) for key in "xy")
    theta = np.zeros(2)
    for _ in range(state["epochs"]):
        r = theta[0] * x + theta[1] - y
        theta = theta - explorer.SUM_RATE * 2 * np.array([r @ x, r.sum()])
    end = engine.call("frame", state)["x"][-1]
    np.testing.assert_allclose(end, theta, rtol=1e-9)
