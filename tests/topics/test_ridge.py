"""The page on ridge: each formula against the fit or the run that it speaks of.

The one rule: a fit is found here by the normal equations, in fractions where they are
exact, and a run by a plain loop written out here.
"""

from fractions import Fraction

import numpy as np
import pytest

from gdcore.datasets import intercept_thread
from scripts import engine
from scripts.topics.ridge import TOPIC, explorer
from scripts.topics.ridge import data as parts
from scripts.topics.ridge.data import columns, runs
from tests.conftest import computed

X, Y = runs.X, runs.Y


@pytest.fixture(scope="module")
def data():
    return computed("ridge")


@pytest.fixture(scope="module")
def number(data):
    return {entry.key: entry.value for entry in TOPIC.numbers(data)}


def solved(x, y, alpha, tied=0):
    """(w, b) of the normal equations, alpha on b as well if tied, in fractions."""
    x, y = ([Fraction(value) for value in values] for values in (x, y))
    n, alpha = len(x), Fraction(alpha)
    xx, xy = sum(a * a for a in x), sum(a * b for a, b in zip(x, y, strict=True))
    sx, sy = sum(x), sum(y)
    first, last = xx + n * alpha, n + n * alpha * tied
    below = first * last - sx * sx
    return np.array(
        [float((xy * last - sx * sy) / below), float((first * sy - sx * xy) / below)]
    )


def stepped(change, steps, p=2):
    """A run from zero: `change` makes the next theta of this one and k."""
    theta = np.zeros(p)
    for k in range(1, steps + 1):
        theta = change(theta, k)
    return theta


def data_gradient(theta):
    r = theta[0] * X + theta[1] - Y
    return 2 * np.array([np.mean(r * X), np.mean(r)])


def test_by_hand_three_points(number):
    """Whole numbers, as the page's table has them."""
    assert [number[f"three_r{i}"] for i in (1, 2, 3)] == pytest.approx([1, 1, -2])
    assert number["three_ridge_w"] == pytest.approx(9 / (6 + 3))
    assert number["three_ridge_b"] == pytest.approx(5 - 3)
    assert number["three_plain_w"] == pytest.approx(9 / 6)
    assert number["three_pull"] + number["three_penalty"] == pytest.approx(0, abs=1e-12)
    tied = solved([0, 3, 6], [1, 4, 10], 3, tied=1)
    assert [number["three_both_w"], number["three_both_b"]] == pytest.approx(tied)
    assert abs(number["three_both_mean"]) > 0.3


def test_share_v_over_v_plus_alpha_is_what_the_fit_keeps(data, number):
    for alpha, line in list(zip(runs.ALPHAS, data.path, strict=True))[::10]:
        np.testing.assert_allclose(line, solved(X, Y, alpha), rtol=1e-9)
        share = X.var() / (X.var() + alpha)
        assert line[0] == pytest.approx(share * number["plain_w"], rel=1e-9)
        assert line[1] == pytest.approx(Y.mean() - line[0] * X.mean(), rel=1e-9)
    assert number["share"] == pytest.approx(number["ridge_w"] / number["plain_w"])


def test_kappa_is_lambda_max_plus_2_alpha_over_lambda_min_plus_2_alpha(data, number):
    """The eigenvalues of a symmetric two by two, by trace and determinant."""
    design, _, _ = columns.rows()
    for alpha, kappa in zip(columns.SPOTS, data.pair.kappa, strict=True):
        a, b, c = (
            2 * np.mean(design[:, i] * design[:, j]) + 2 * alpha * (i == j)
            for i, j in ((0, 0), (0, 1), (1, 1))
        )
        high = (a + c) / 2 + np.hypot((a - c) / 2, b)
        assert kappa == pytest.approx(high / ((a * c - b * b) / high), rel=1e-6)
    low, high = data.pair.values
    predicted = (high + 2 * columns.SPOTS) / (low + 2 * columns.SPOTS)
    np.testing.assert_allclose(data.pair.kappa, predicted, rtol=1e-6)
    mean = (number["pair_lambda_max"] / 2 + 0.01) / (
        number["pair_lambda_min"] / 2 + 0.01
    )
    assert number["pair_kappa"] == pytest.approx(mean, rel=1e-6)  # of X^T X / n


def test_steps_of_the_rate_are_those_taken(data, number):
    predicted = data.pair.steps[::10]
    assert np.all(np.abs(data.pair.taken[1:] - predicted) <= 1)
    assert number["pair_steps_plain"] > 12 * number["pair_steps"]
    assert number["pair_error"] < number["pair_error_plain"] / 3


def test_share_kept_of_each_direction(data):
    """The two directions of two standardized columns are their sum and difference."""
    plain, ridge = data.pair.spots[[0, columns.AT]]
    flat, steep = (
        (ridge[0] + sign * ridge[1]) / (plain[0] + sign * plain[1]) for sign in (-1, 1)
    )
    (low, high), alpha = data.pair.values, columns.SPOTS[columns.AT]
    assert flat == pytest.approx(low / (low + 2 * alpha), rel=1e-6)
    assert steep == pytest.approx(high / (high + 2 * alpha), rel=1e-6)


def test_a_free_intercept_stays_slow_and_a_penalized_one_gets_wrong(data, number):
    assert number["thread_free1"] > 0.99 * number["thread_free0"]
    assert number["thread_tied1"] < number["thread_tied0"] / 4
    sample = intercept_thread()
    for i, alpha in enumerate(parts.THREAD_ALPHAS):
        for tied, name in enumerate(("free", "tied")):
            line = solved(sample.x, sample.y, alpha, tied)
            assert data.thread[bool(tied)][i] == pytest.approx(line, rel=1e-7)
            assert number[f"thread_{name}_b{i}"] == data.thread[bool(tied)][i, 1]
    assert number["thread_tied_b1"] < 0.3 * number["thread_tied_b0"]


def test_a_lift_of_y_moves_the_free_line_and_bends_the_penalized_one(data):
    free, tied = data.shifted[False], data.shifted[True]
    np.testing.assert_allclose(free, free[[0, 0, 0]], rtol=1e-8)
    assert np.all(np.diff(tied[:, 0]) > 0.5)


def test_the_same_alpha_in_other_units(number):
    for name in parts.UNITS:
        formula = number[f"scale_{name}"]
        assert number[f"scale_{name}_measured"] == pytest.approx(formula, rel=1e-9)
    standard = (X - X.mean()) / X.std()
    kept = solved(standard, Y, 1)[0] / solved(standard, Y, 0)[0]
    assert kept == pytest.approx(number["scale_standardized"])


def test_closed_form_one_more_row_and_weight_decay_are_one(data, number):
    line = solved(X, Y, 1)
    for name in ("closed", "rows", "descent"):
        way = [number[f"ways_{name}_w"], number[f"ways_{name}_b"]]
        assert way == pytest.approx(line, rel=1e-9)
    path, d = [np.zeros(2)], np.array([1, 0])
    for _ in range(runs.STEPS):  # l2 in the gradient
        g = data_gradient(path[-1]) + 2 * d * path[-1]
        path.append(path[-1] - runs.GD_RATE * g)
    np.testing.assert_allclose(data.runs.paths["descent"], path, atol=1e-12)


def test_where_momentum_ends_with_l2_and_with_decay(number):
    def step(theta, k):
        nonlocal v
        v = 0.9 * v + data_gradient(theta)
        return theta - 0.01 * 2 * np.array([theta[0], 0]) - 0.01 * v

    v = np.zeros(2)
    end = stepped(step, 800)
    assert end == pytest.approx(solved(X, Y, Fraction(1, 10)), rel=1e-6)
    assert number["decays_momentum_decay"] == pytest.approx(end[0], rel=1e-5)
    assert number["decays_tenth"] == pytest.approx(end[0], rel=1e-6)
    assert number["decays_momentum"] == pytest.approx(number["ridge_w"], rel=1e-5)
    assert number["decays_adam"] == pytest.approx(number["ridge_w"], abs=5e-4)


def test_adamw_ends_at_least_squares_or_at_the_wall(data, number):
    alphas, found = runs.ALPHAS[runs.BOX], data.runs
    far = np.abs(np.log(alphas / number["decays_corner"])) > 0.3
    np.testing.assert_allclose(found.adamw[far], found.wall[far], rtol=0.02)
    assert np.all(found.adamw <= 1 / (2 * alphas) + 1e-9)
    assert number["decays_adamw"] == pytest.approx(number["decays_wall"], rel=0.01)
    inside = alphas < 0.5
    assert np.all(found.adamw[inside] > data.path[runs.BOX, 0][inside])


def test_adamw_shrinks_with_single_rows():
    """What the page's note says beside its full gradients."""
    draw, late = np.random.RandomState(0), []
    m, s = np.zeros(2), np.zeros(2)

    def step(theta, k):
        nonlocal m, s
        i = draw.randint(len(X))
        g = 2 * (theta[0] * X[i] + theta[1] - Y[i]) * np.array([X[i], 1])
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
        up = m / (1 - 0.9**k) / (np.sqrt(s / (1 - 0.999**k)) + 1e-8)
        late.append(theta[0])
        return theta - 0.002 * (up + 2 * 0.2 * np.array([theta[0], 0]))

    stepped(step, 15_000)
    assert 0.3 < np.mean(late[5000:]) < 0.5  # least squares has 0.63


def test_leaving_one_out_by_the_hat_matrix(data, number):
    """Really without each row, and the diagonal of the matrix itself."""
    n = len(X)
    for alpha, actual in zip(parts.LEFT_OUT, data.choice.left_out, strict=True):
        held = Fraction(float(alpha)) * n / (n - 1)
        lines = [solved(np.delete(X, i), np.delete(Y, i), held) for i in range(n)]
        errors = [w * X[i] + b - Y[i] for i, (w, b) in enumerate(lines)]
        assert actual == pytest.approx(np.mean(np.square(errors)), rel=1e-9)
    np.testing.assert_allclose(data.choice.formula[::25], data.choice.left_out)
    best = data.choice.best
    design = np.stack([X, np.ones(n)], axis=1)
    inverse = np.linalg.inv(design.T @ design + n * best * np.diag([1, 0]))
    hat = np.diag(design @ inverse @ design.T)
    np.testing.assert_allclose(data.choice.hat, hat, rtol=1e-9)
    for alpha in (0.5, 2.0, 4.7, 20.0):
        lines = [solved(np.delete(X, i), np.delete(Y, i), alpha) for i in range(n)]
        kept = np.mean([(w * X[i] + b - Y[i]) ** 2 for i, (w, b) in enumerate(lines)])
        at = np.interp(np.log(alpha), np.log(parts.FINE), data.choice.formula)
        assert abs(kept / at - 1) <= number["choice_held"] + 1e-4
    assert 1 < number["choice_freedom"] < 2
    assert number["choice_best_error"] < number["choice_first_error"]
    assert np.all(np.diff(data.choice.training) > 0)


def test_soft_thresholding_is_the_minimum_of_one_coefficient(data):
    grid = np.linspace(-3, 3, 6001)
    for z in (-1.7, -0.3, 0.2, 0.9):
        lasso = grid[((grid - z) ** 2 + np.abs(grid)).argmin()]
        assert columns.soft(np.array(z), 0.5) == pytest.approx(lasso, abs=1e-3)
        ridge = grid[((grid - z) ** 2 + grid**2).argmin()]
        assert z / 2 == pytest.approx(ridge, abs=1e-3)


def test_lasso_sits_in_the_corner_and_ridge_does_not(data, number):
    assert number["lasso_lasso_2"] == 0.0 < 0.3 < number["lasso_ridge_2"]
    plane = np.stack(np.meshgrid(*[np.linspace(-1, 2, 301)] * 2), axis=-1)
    for weight, size, best in (
        (columns.LASSO_ALPHA, np.abs(plane), data.lasso.theta["lasso"]),
        (columns.RIDGE_ALPHA, plane**2, data.lasso.theta["ridge"]),
    ):
        value = columns.excess(plane) + weight * size.sum(axis=-1)
        at = np.unravel_index(value.argmin(), value.shape)
        assert plane[at] == pytest.approx(best, abs=0.011)


def test_conventions_of_other_programs():
    """Each program's own objective has its minimum where this page's has."""
    w, b = solved(X, Y, 1)
    r = w * X + b - Y
    pulls = {  # d/dw of the loss of the data, and of the penalty at w
        "sum": (2 * np.sum(r * X), 2 * len(X) * w),
        "half the mean": (np.mean(r * X), w),
        "weight_decay": (2 * np.mean(r * X), 2 * w),
    }
    for fit, penalty in pulls.values():
        assert fit + penalty == pytest.approx(0, abs=1e-9)


def test_a_lifted_point_moves_ridge_by_its_share_too(number):
    lifted = Y + 20 * (np.arange(len(Y)) == len(Y) - 1)
    plain, ridge = (solved(X, lifted, a)[0] - solved(X, Y, a)[0] for a in (0, 1))
    assert ridge / plain == pytest.approx(number["share"])


@pytest.mark.parametrize("name", sorted(explorer.HANDLES))
def test_each_state_of_a_handle_shows_its_end(name):
    for settings in explorer.HANDLES[name].states.values():
        assert settings["step"] == settings["epochs"]
        x, y = settings["data"]["x"], settings["data"]["y"]
        frame = engine.call("frame", settings)
        best = solved(x, y, settings["l2"])
        np.testing.assert_allclose(frame["x"][-1], best, rtol=0.01, atol=0.01)
