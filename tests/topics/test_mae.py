"""The page on absolute error: every number that theory gives, and what figures claim.

The one rule: a minimum is checked by trying every pair of points,
a run by a plain loop written out here.
"""

import runpy
import warnings

import numpy as np
import pytest

from gdcore import datasets
from gdcore.problems import LeastAbsolute, line_design
from scripts.topics import mae
from scripts.topics.mae.data import lines, runs
from tests.conftest import ROOT, computed

NAMES = sorted(datasets.TEACHING)
SNIPPETS = ROOT / "docs" / "snippets"


@pytest.fixture(scope="module")
def data():
    return computed("mae")


@pytest.fixture(scope="module")
def number(data):
    return {entry.key: entry.value for entry in mae.TOPIC.numbers(data)}


@pytest.fixture(scope="module")
def scaled():
    """`outliers` with standardized x, by a formula of its own."""
    points = datasets.outliers()
    z = (points.x - points.x.mean()) / points.x.std()
    return LeastAbsolute(np.stack([z, np.ones(100)], axis=1), points.y)


def line_problem(name: str) -> LeastAbsolute:
    points = datasets.TEACHING[name]()
    return LeastAbsolute(line_design(points.x), points.y)


def by_pairs(problem: LeastAbsolute) -> tuple[np.ndarray, float]:
    """The best of all lines through two data points, and its loss."""
    x, y = problem.X[:, 0], problem.y
    i, j = np.triu_indices(len(x), 1)
    w = (y[j] - y[i]) / (x[j] - x[i])
    lines = np.stack([w, y[i] - w * x[i]], axis=1)
    loss = np.array([np.abs(line @ problem.X.T - y).mean() for line in lines])
    return lines[loss.argmin()], loss.min()


def descend(problem: LeastAbsolute, rates, steps: int) -> np.ndarray:
    """Iterates from (0, 0) at rates[k], by a loop of its own; (steps + 1, 2)."""
    path = [np.zeros(2)]
    for k in range(steps):
        signs = np.sign(problem.X @ path[-1] - problem.y)
        path.append(path[-1] - rates[k] * (signs[:, None] * problem.X).mean(axis=0))
    return np.array(path)


@pytest.mark.parametrize("name", NAMES)
def test_the_fit_is_the_best_line_through_two_points(data, number, name):
    best, loss = by_pairs(line_problem(name))
    fit = data.fits[name]
    np.testing.assert_allclose(fit.mae.theta, best, rtol=1e-10)
    assert number[f"optimum_w.{name}"] == fit.mae.theta[0]
    assert number[f"optimum_b.{name}"] == fit.mae.theta[1]
    assert fit.mae.error == pytest.approx(loss, rel=1e-12)
    assert fit.mae.error < fit.mse.error


@pytest.mark.parametrize("name", NAMES)
def test_the_line_touches_two_points_and_balances_the_rest(data, number, name):
    fit, problem = data.fits[name], line_problem(name)
    off = np.sort(np.abs(problem.residual(fit.mae.theta)))
    assert off[1] < 1e-13 * np.abs(problem.y).max() * 10
    assert off[2] > 1e-5
    assert number[f"above.{name}"] == number[f"below.{name}"] == 49
    assert np.median(fit.mae.residuals) == pytest.approx(0, abs=1e-13)
    assert fit.mse.residuals.mean() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_zero_is_an_inner_subgradient_so_the_line_is_the_only_best_one(data, name):
    fit, problem = data.fits[name], line_problem(name)
    signs = fit.signs.copy()
    signs[fit.on] = fit.multipliers
    np.testing.assert_allclose(signs @ problem.X, 0, atol=1e-9)
    assert np.abs(fit.multipliers).max() < 0.9
    assert fit.multipliers.sum() == pytest.approx(0, abs=1e-12)
    around = np.random.RandomState(0).normal(size=(500, 2)) * [1e-3, 1e-2]
    assert np.all(problem.value(fit.mae.theta + around) > fit.mae.error)


def test_squares_are_turned_by_the_outliers_and_absolute_errors_are_not(data, number):
    points = datasets.outliers()
    squares = np.polyfit(points.x, points.y, 1)
    np.testing.assert_allclose(data.fits["outliers"].mse.theta, squares, rtol=1e-9)
    rest = np.polyfit(points.x[:-10], points.y[:-10], 1)
    assert abs(number["slope"] - rest[0]) < 0.03
    assert number["slope_mse"] > 1.8 * number["slope"]
    assert number["mean_rest.outliers"] > 2
    assert number["median_rest_mse.outliers"] < -1


def test_two_populations_absolute_errors_side_with_the_majority(number):
    assert abs(number["optimum_w.two_populations"] - 0.5) < 0.03
    assert number["optimum_w.two_populations"] > 0.45


def test_the_four_examples_by_hand(number):
    assert [number[f"toy.r{i}"] for i in (1, 2, 3, 4)] == [1, 0, -1, -25]
    assert number["toy.mae_w"] == (1 * 1 + 0 * 2 - 1 * 3 - 1 * 4) / 4
    assert number["toy.mae_b"] == (1 + 0 - 1 - 1) / 4
    assert number["toy.mse_w"] == 2 * (1 * 1 + 0 - 1 * 3 - 25 * 4) / 4
    assert number["toy.mse_b"] == 2 * (1 + 0 - 1 - 25) / 4
    assert number["toy.differences_w"] == pytest.approx(-1.5, abs=1e-9)
    assert number["toy.differences_b"] == pytest.approx(-0.25, abs=1e-9)
    for key in ("mae_w", "mae_b", "mse_w", "mse_b"):
        terms = [number[f"toy.{key}{i}"] for i in (1, 2, 3, 4)]
        assert number[f"toy.{key}"] == np.mean(terms)


@pytest.mark.parametrize("slope", [-1.0, -0.4, 0.0, 0.7, 1.0])
def test_every_slope_of_the_fan_supports_the_kink(slope):
    r = np.linspace(-2, 2, 101)
    assert np.all(np.abs(r) >= slope * r)
    assert not np.all(np.abs(r) >= 1.01 * r)


def test_autograd_takes_sign_0_to_be_0(torch):
    r = torch.zeros(1, requires_grad=True)
    r.abs().sum().backward()
    assert r.grad.item() == 0 == np.sign(0.0)


def test_the_surface_is_linear_between_creases_and_bends_on_them(scaled, data):
    star = data.surface.near["mae"].star
    direction = np.array([0.6, 0.8]) * 0.05
    t = np.linspace(0, 1, 4001)
    line = star + t[:, None] * direction
    signs = np.sign(scaled.residual(line))
    bends = np.abs(np.diff(scaled.value(line), 2))
    crossed = np.any(signs[2:] != signs[:-2], axis=1)
    assert crossed.sum() > 2
    assert bends[~crossed].max() < 1e-13
    loss = data.surface.near["mae"].loss
    assert np.unravel_index(loss.argmin(), loss.shape) == (80, 80)


def test_g_squared_bounds_every_subgradient_and_has_a_tighter_form(scaled, number):
    for problem, kind in ((line_problem("outliers"), "raw"), (scaled, "scaled")):
        anywhere = np.random.RandomState(1).normal(size=(2000, 2)) * [3, 30]
        longest = (problem.grad(anywhere) ** 2).sum(axis=-1).max()
        x = problem.X[:, 0]
        assert number[f"g_squared.{kind}"] == pytest.approx(np.abs(x).mean() ** 2 + 1)
        assert number[f"g_squared_loose.{kind}"] == pytest.approx((x**2).mean() + 1)
        assert longest <= number[f"g_squared.{kind}"]
        assert number[f"g_squared.{kind}"] < number[f"g_squared_loose.{kind}"]


@pytest.mark.parametrize("rate", [0.1, 0.01])
def test_the_bound_on_the_mean_gap_holds_at_every_step(data, number, rate):
    problem, steps = line_problem("outliers"), number["raw.steps"]
    star = data.fits["outliers"].mae.theta
    path = descend(problem, np.full(steps, rate), steps - 1)
    gap = problem.value(path) - problem.value(star)
    k = np.arange(1, steps + 1)
    size = np.abs(problem.X[:, 0]).mean() ** 2 + 1
    bound = star @ star / (2 * rate * k) + rate * size / 2
    mean = np.cumsum(gap) / k
    assert np.all(mean <= bound)
    assert np.all(np.minimum.accumulate(gap) <= mean + 1e-12)
    assert number[f"raw.band.{rate:g}"] == pytest.approx(rate * size / 2)
    assert number[f"raw.share.{rate:g}"] == pytest.approx(
        (mean / bound).max(), abs=0.01
    )


def test_floors_of_raw_runs_fall_with_the_rate_and_stay_in_the_band(number):
    floors = [number[f"raw.floor.{rate}"] for rate in ("0.1", "0.01", "0.001")]
    bands = [number[f"raw.band.{rate}"] for rate in ("0.1", "0.01", "0.001")]
    assert floors == sorted(floors, reverse=True)
    assert all(floor < band for floor, band in zip(floors, bands, strict=True))
    assert floors[0] > 0.85 * bands[0]


def test_the_floor_is_half_the_rate_times_the_mean_square_subgradient(data):
    floor = data.floor
    small = floor.rates <= 0.0101
    measured, predicted = floor.measured, floor.predicted
    np.testing.assert_allclose(measured[small], predicted[small], rtol=5e-4)
    assert np.all(measured <= predicted * 1.001)
    assert np.all(predicted < floor.worst / 50)
    np.testing.assert_allclose(
        measured[small] / floor.rates[small],
        measured[0] / floor.rates[0],
        rtol=5e-4,
    )


def test_adam_oscillates_more_at_every_rate(data, number):
    floor = data.floor
    assert np.all(floor.adam > 3 * floor.measured)
    power = np.polyfit(np.log(floor.rates), np.log(floor.adam), 1)[0]
    assert power == pytest.approx(1, abs=0.05)
    assert number["floor.adam_step.0.01"] > 4 * number["floor.step.0.01"]


def test_shrinking_steps_keep_falling_below_their_bound(scaled, data, number):
    steps = number["decay.steps"]
    eta = 1 / np.sqrt(np.arange(1, steps + 2))
    star, _ = by_pairs(scaled)
    path = descend(scaled, eta, steps)
    gap = scaled.value(path) - scaled.value(star)
    size = np.abs(scaled.X[:, 0]).mean() ** 2 + 1
    bound = (star @ star + size * np.cumsum(eta**2)) / (2 * np.cumsum(eta))
    assert np.all(np.minimum.accumulate(gap) <= bound)
    assert number["decay.share"] == pytest.approx(
        (np.minimum.accumulate(gap) / bound).max(), rel=1e-3
    )
    half = scaled.value(path[steps // 2 :].mean(axis=0)) - scaled.value(star)
    assert number["decay.shrinking_half"] == pytest.approx(half, rel=1e-4)
    whole = scaled.value(path.mean(axis=0)) - scaled.value(star)
    assert number["decay.whole"] == pytest.approx(whole, rel=1e-4)
    assert half < number["decay.shrinking"] < number["decay.constant_half"] / 50
    assert number["decay.constant_half"] < number["decay.constant"]
    assert whole > 100 * half
    assert (2 * np.sqrt(steps + 2) - 2) < eta.sum()  # the steps add up without end


def test_the_average_of_a_constant_step_levels_off(data):
    k, gap = data.decay.curves["constant_half"].T
    late = gap[k > 1000]
    assert late.max() < 1.1 * late.min()


def test_halving_reaches_rounding_or_stops_short(data, number):
    assert 1000 < number["decay.halved_steps"] < 2000
    travel = 0.05 * 2 * number["decay.every"]
    assert travel * np.sqrt(number["g_squared.scaled"]) < number["decay.distance"]
    assert number["decay.halved_short"] > 1
    assert data.decay.curves["halved"][-1, 1] < 1e-12


def test_windows_keep_the_mean():
    gap = np.random.RandomState(0).rand(1000)
    k, mean = runs.windows(gap).T
    lengths = np.empty(len(k))
    start = 0.0
    for i, middle in enumerate(k):  # a window from start + 1 on has this middle
        lengths[i] = 2 * (middle - start) - 1
        start += lengths[i]
    assert start == len(gap)
    assert mean @ lengths == pytest.approx(gap.sum())


def test_lifting_points_above_the_line_moves_nothing(data, number):
    assert number["lifted_slope"] == pytest.approx(number["slope"], rel=1e-12)
    assert number["lifted_slope_mse"] > 3
    lifted = data.leverage.lifted
    np.testing.assert_allclose(lifted[:, 0], lifted[0, 0], rtol=1e-9)
    assert np.all(np.diff(lifted[:, 1]) > 0)


def test_a_point_far_in_x_catches_the_line_no_later_than_theory_says(data, number):
    points = datasets.clean()
    middle = np.median(points.x)
    bound = middle + np.abs(points.x - middle).sum()
    assert number["capture_bound"] == pytest.approx(bound)
    assert 0.99 * bound < number["capture"] <= bound
    for x, caught in ((number["capture"] - 1, False), (bound + 1, True)):
        problem = lines.with_point(points, x, data.leverage.y)
        best, _ = by_pairs(problem)
        assert (abs(problem.residual(best)[-1]) < 1e-9) == caught
    assert abs(number["leverage.moved"]) < 1e-4
    assert number["units.slope"] < 0.1 * number["leverage.slope"]
    assert number["units.slope"] < number["units.slope_mse"]


def test_sign_of_zero_matters_only_where_zeros_are_hit_and_never_to_the_bound(number):
    assert number["zero.outliers.hits"] == 0 == number["zero.outliers.apart"]
    assert number["zero.whole.hits"] > 0
    assert number["zero.whole.apart"] > 0
    for name in ("outliers", "whole"):
        for sign in ("minus", "zero", "plus"):
            assert 0 <= number[f"zero.{name}.{sign}"] <= number[f"zero.{name}.bound"]


def test_the_gradient_printed_at_the_optimum_is_not_zero(data, number):
    fit, problem = data.fits["outliers"], line_problem("outliers")
    signs = np.sign(problem.residual(fit.mae.theta))
    signs[fit.on] = 0
    printed = signs @ problem.X / 100
    assert number["subgradient_w"] == pytest.approx(printed[0])
    assert number["subgradient_b"] == printed[1] == 0
    assert abs(printed[0]) > 0.05


def test_the_exercises(scaled, number):
    assert number["hop.gap"] == pytest.approx(number["hop.bound"], rel=1e-12)
    y = datasets.outliers().y
    assert number["median.run"] == pytest.approx(np.median(y), abs=0.05)
    assert number["median.exact"] == np.median(y) != y.mean() == number["median.mean"]
    star, least = by_pairs(scaled)
    path = descend(scaled, np.full(1000, number["target.rate"]), 1000)
    reached = scaled.value(path) - least <= number["target.gap"]
    assert number["target.taken"] == np.argmax(reached) > 0
    size = number["g_squared.scaled"]
    k, eta = number["target.promised"], number["target.gap"] / size
    promise = star @ star / (2 * eta * k) + eta * size / 2
    assert promise == pytest.approx(number["target.gap"])
    assert number["target.taken"] < number["target.promised"] / 1000


def test_the_film_ends_at_both_optima(data):
    fit = data.fits["outliers"]
    for name, best in (("mse", fit.mse), ("mae", fit.mae)):
        np.testing.assert_allclose(data.film[name][-1], best.theta, atol=0.02)
        assert data.film[name].shape == (120, 2)


def test_loops_by_hand_and_in_torch_end_at_the_same_parameters(torch, number):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"torch\.")
        by_hand, by_torch = (
            runpy.run_path(str(SNIPPETS / f"mae_train_{kind}.py"))
            for kind in ("numpy", "torch")
        )
    for key in ("w", "b"):
        assert by_hand[key] == pytest.approx(by_torch[key], rel=1e-12)
        assert by_hand[key] == pytest.approx(number[f"train.{key}"], rel=1e-12)


def test_three_targets_have_the_best_constants_that_the_page_says(number):
    """By trying every constant on a fine grid."""
    for last, ending in ((number["three.y3"], ""), (number["three.high"], "_moved")):
        y = np.array([number["three.y1"], number["three.y2"], last])
        grid = np.arange(0, 100, 1 / 64)
        r = grid[:, None] - y
        squares = grid[(r**2).sum(axis=1).argmin()]
        absolute = grid[np.abs(r).sum(axis=1).argmin()]
        assert number[f"three.mean{ending}"] == pytest.approx(squares, abs=1 / 64)
        assert number[f"three.median{ending}"] == absolute
