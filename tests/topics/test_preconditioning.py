"""The page on preconditioning: each formula and each claim against another way to it.

The one rule: what the page says is computed here without the code that says it there.
"""

from typing import Any

import numpy as np
import pytest

from gdcore.datasets import clean, intercept_thread, two_variable_thread
from scripts.topics.preconditioning import TOPIC
from scripts.topics.preconditioning.data import Data, runs, thread
from tests.conftest import computed

A, b = two_variable_thread().A, two_variable_thread().b


@pytest.fixture(scope="module")
def data() -> Data:
    return computed("preconditioning")


@pytest.fixture(scope="module")
def numbers(data) -> dict[str, Any]:
    return {n.key: n.value for n in TOPIC.numbers(data)}


def kappa(G: Any) -> float:
    values = np.linalg.eigvalsh(G)
    return float(values[-1] / values[0])


def design(column: Any) -> Any:
    return np.stack([column, np.ones_like(column)], axis=1)


def test_condition_numbers_are_those_of_the_rescaled_column(numbers):
    x = intercept_thread().x
    columns = {
        "raw": x,
        "centered": x - x.mean(),
        "minmax": (x - x.min()) / np.ptp(x),
        "symmetric": 2 * (x - x.min()) / np.ptp(x) - 1,
        "standardized": (x - x.mean()) / x.std(),
    }
    for name, column in columns.items():
        expected = kappa(design(column).T @ design(column))
        assert numbers[f"{name}_condition_number"] == pytest.approx(expected)
    assert numbers["centered_condition_number"] == pytest.approx(x.var())


def test_steps_are_those_of_a_plain_loop(numbers):
    data = intercept_thread()
    for name, column in (("jacobi", None), ("minmax", data.x / 100)):
        X = design(data.x if column is None else column)
        if column is None:
            X = X / np.sqrt(np.sum(X**2, axis=0) * 2 / len(X))
        best = np.linalg.lstsq(X, data.y)[0]
        theta, k, far = np.zeros(2), 0, np.linalg.norm(X @ best)
        while np.linalg.norm(X @ (theta - best)) > 0.01 * far:
            gradient = 2 / len(X) * X.T @ (X @ theta - data.y)
            theta, k = theta - numbers[f"{name}_best_rate"] * gradient, k + 1
        assert k == numbers[f"{name}_steps"] == numbers[f"{name}_steps_counted"]


def test_predicted_and_counted_steps_agree(data):
    for system in data.systems.values():
        assert system.steps == system.steps_counted


def test_limits_are_two_over_the_largest_curvature(numbers):
    assert numbers["standardized_limit"] == pytest.approx(1)
    assert numbers["standardized_best_rate"] == pytest.approx(0.5)
    assert numbers["whitened_limit"] == pytest.approx(2)


def test_jacobi_leaves_what_the_correlation_says(data, numbers):
    for point in data.correlations.points.values():
        assert point.jacobi == pytest.approx(point.jacobi_predicted, rel=1e-9)
    assert numbers["years_jacobi"] == pytest.approx(
        4 * numbers["years_ratio"] ** 2, rel=1e-4
    )


def test_no_diagonal_beats_jacobi_in_two_variables(numbers):
    X = design(intercept_thread().x)
    H, least = X.T @ X, numbers["jacobi_condition_number"]
    d = np.sqrt(np.diag(H))
    for t in np.geomspace(0.1, 10, 41):
        scale = np.array([t, 1 / t]) / d
        assert kappa(scale[:, None] * H * scale) >= least - 1e-9


def test_one_path_computed_in_both_ways(numbers):
    assert numbers["same_path_gap"] < 1e-13
    assert numbers["newton_gap"] < 1e-11
    assert numbers["back_gap"] < 1e-12


def test_coefficients_map_back(numbers):
    data = intercept_thread()
    w, intercept = np.polyfit(data.x, data.y, 1)
    assert numbers["w"] == pytest.approx(w)
    assert numbers["b"] == pytest.approx(intercept)
    assert numbers["c"] == pytest.approx(data.y.mean())


def test_the_film_shows_each_run_once_and_relabels_it(data):
    x = clean().x / 10
    for run in data.film.runs.values():
        raw, standard = run.paths["raw"], run.paths["standardized"]
        lines = raw @ design(x).T
        again = standard @ design((x - x.mean()) / x.std()).T
        np.testing.assert_allclose(lines, again, rtol=1e-10)
        np.testing.assert_allclose(raw[0], runs.FILM_START, atol=1e-12)


def test_a_run_is_square_to_the_level_lines_in_its_own_picture_only(data):
    film = data.film
    for name, run in film.runs.items():
        for picture, H in film.hessians.items():
            path = run.paths[picture]
            gradient = H @ (path[0] - film.stars[picture])
            step = path[1] - path[0]
            cosine = -gradient @ step / np.linalg.norm(gradient) / np.linalg.norm(step)
            assert (cosine > 1 - 1e-9) == (name == picture)


def test_film_steps(numbers):
    steps = [
        numbers[f"film_{name}_steps"] for name in ("raw", "centered", "standardized")
    ]
    assert steps == [83, 5, 1]


def test_fifty_epochs_at_one_hundredth(data, numbers):
    assert numbers["share_after_50_epochs"] == pytest.approx(0.98**50)
    assert numbers["loss_share_after_50_epochs"] == pytest.approx(0.98**100)
    epochs = numbers["epochs_to_1_percent_at_0.01_standardized"]
    assert epochs == int(np.ceil(np.log(0.01) / np.log(0.98))) == 228
    assert (1 - 2 * numbers["rate_for_claim"]) ** 50 == pytest.approx(0.01)
    assert numbers["one_step_gap"] < 1e-12
    assert numbers["epochs_gap"] < 1e-12


def test_three_points_standardized_by_hand(numbers):
    sd = np.sqrt(2 / 3)
    assert numbers["three.z_2"] == pytest.approx(1 / sd) == -numbers["three.z_0"]
    u, c = (5 - 1) / sd / 3, (1 + 3 + 5) / 3
    assert [numbers["three.u"], numbers["three.c"]] == pytest.approx([u, c])
    assert [numbers["three.w"], numbers["three.b"]] == pytest.approx([2, -1])
    T, v = 1 + 14 / 3, 2 / 3
    high = T + np.sqrt(T**2 - 4 * v)
    condition = high**2 / (4 * v)
    rho = (condition - 1) / (condition + 1)
    assert numbers["three.steps"] == np.ceil(np.log(0.01) / np.log(rho))


def test_the_condition_number_is_that_of_the_error_against_a():
    E = np.random.RandomState(3).normal(size=(2, 2))
    B = A + 0.01 * E
    C = A @ np.linalg.inv(B)
    expected = np.linalg.cond(np.eye(2) + 0.01 * E @ np.linalg.inv(A)) ** 2
    assert kappa(2 * C.T @ C) == pytest.approx(expected, rel=1e-6)
    assert thread.conditions_with(A, B) == pytest.approx(expected, rel=1e-6)


def test_the_worst_error_in_norm_is_the_worst(numbers):
    """The formula is reached by one E, and exceeded by none of many."""
    draws = np.random.RandomState(4)
    kappa_a = np.linalg.cond(A)
    for share in (0.1, 0.5, 0.9):
        error = share / kappa_a
        worst = ((1 + error) / (1 - error * kappa_a)) ** 2
        reached = thread.conditions_with(
            A, A + error * np.linalg.norm(A, 2) * thread.worst_direction(A)
        )
        assert reached == pytest.approx(worst, rel=1e-6)
        angles = draws.uniform(0, 2 * np.pi, (20000, 2))
        spread = np.stack([np.ones(20000), draws.uniform(-1, 1, 20000)], axis=-1)
        spread[::2, 1] = -1
        U, V = (_rotations(angles[:, i]) for i in (0, 1))
        E = error * np.linalg.norm(A, 2) * (U * spread[:, None, :] @ V)
        assert thread.conditions_with(A, A + E).max() <= worst * (1 + 1e-6)
    assert numbers["norm_singular"] == pytest.approx(1 / kappa_a)


def _rotations(angle: Any) -> Any:
    rows = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    return np.moveaxis(np.array(rows), -1, 0)


def test_the_worst_error_of_the_entries_is_the_worst(data, numbers):
    draws = np.random.RandomState(5)
    approximations = data.approximations
    for k in (0, 10, 20, 30):
        error = approximations.errors[k]
        worst = approximations.entries.condition.worst[k]
        inside = A * (1 + error * draws.uniform(-1, 1, (20000, 2, 2)))
        assert thread.conditions_with(A, inside).max() <= worst
    error = numbers["entries_singular"]
    B = A * (1 + error * np.array([[-1, 1], [1, -1]]))
    assert abs(np.linalg.det(B)) < 1e-12 * abs(np.linalg.det(A)) * 1e3


def test_beyond_the_threshold_the_median_grows_with_the_square(data, numbers):
    for error in ("1e-02", "1e-01"):
        predicted = (float(error) * np.linalg.cond(A)) ** 2
        median = numbers[f"norm_condition_median_{error}"]
        assert median == pytest.approx(predicted, rel=0.2)
    assert numbers["norm_condition_median_1e+00"] > numbers["thread_raw_condition"]


def test_quantiles_are_in_order(data):
    for kind in (data.approximations.entries, data.approximations.norm):
        for bands in (kind.condition, kind.steps):
            order = [bands.low, bands.median, bands.high]
            assert np.all(np.diff(order, axis=0) >= 0)


def test_rounding_a_to_two_digits(numbers):
    B = np.array([[-250, -4.2], [-4.2, -0.21]])
    C = A @ np.linalg.inv(B)
    assert numbers["rounded_2_condition"] == pytest.approx(kappa(C.T @ C), rel=1e-9)
    for digits in (1, 2, 3):
        steps = numbers[f"rounded_{digits}_steps"]
        assert numbers[f"rounded_{digits}_steps_counted"] == steps
    assert numbers["rounded_2_error_norm"] > numbers["norm_singular"]


def test_what_people_get_wrong(numbers):
    same = numbers["condition_number_with_y_standardized"]
    assert same == numbers["raw_condition_number"]
    assert numbers["test_error_own_scale"] > 5 * numbers["test_error"]
    assert numbers["fit_gap"] < 1e-12
    assert numbers["ridge_slope_standardized"] < 0.6 * numbers["ridge_slope_raw"]
    assert numbers["minmax_condition_number"] > numbers["jacobi_condition_number"]
    assert numbers["torch_sd_condition_number"] == pytest.approx(100 / 99)
    rho = numbers["parabola_correlation"]
    expected = (1 + rho) / (1 - rho)
    assert numbers["parabola_standardized"] == pytest.approx(expected, rel=1e-9)
