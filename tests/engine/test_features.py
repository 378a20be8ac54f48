"""Several features: the run in all p parameters, and the plane that is drawn of it.

The one rule: what the frame says is held against numpy's lstsq and eigvalsh,
within a tolerance; no sign of an eigenvector is believed that was not set.
"""

import numpy as np
import pytest

from scripts import engine
from scripts.engine.condensed import MANY
from scripts.engine.features import signed

BATCHES = {"name": "MinibatchGradientDescent", "learning_rate": 1e-3, "batch_size": 4}
METHODS = [
    {"name": "GradientDescent", "learning_rate": 0.01},
    {"name": "Momentum", "learning_rate": 0.01, "beta": 0.5},
    {"name": "Adam", "learning_rate": 0.01},
    {"name": "LBFGS"},
    {"name": "ConjugateGradient"},
    {"name": "Chebyshev"},
    BATCHES,
]


def columns(p, n=40):
    """p - 1 features of different units, and y; no random numbers."""
    i = np.arange(n)
    F = np.stack([(3 + j) * np.sin((j + 1) * i + j) + 4 * j for j in range(p - 1)]).T
    return F, F @ np.arange(1.0, p) + 2 + np.cos(5 * i)


def data(F, y):
    features = [[f"f{j}", column.tolist()] for j, column in enumerate(F.T)]
    return {"name": "own", "features": features, "y": y.tolist()}


def asked(F, y, **settings):
    return engine.call("frame", {"data": data(F, y), **settings})


def frame(F, y, **settings):
    answer = asked(F, y, **settings)
    assert "error" not in answer, answer
    return answer


def with_ones(F):
    return np.column_stack([F, np.ones(len(F))])


def in_coordinates(F, name):
    center = 0 if name == "raw" else F.mean(axis=0)
    return with_ones((F - center) / (F.std(axis=0) if name == "standardized" else 1))


@pytest.mark.parametrize("p", [3, 5])
@pytest.mark.parametrize("coordinates", ["raw", "centered", "standardized"])
def test_best_and_eigenvalues_are_those_of_the_rows(p, coordinates):
    F, y = columns(p)
    shown = frame(F, y, coordinates=coordinates)
    best, *_ = np.linalg.lstsq(with_ones(F), y)
    features = shown["features"]
    np.testing.assert_allclose(features["best"], best, rtol=1e-9)
    X = in_coordinates(F, coordinates)
    values = np.linalg.eigvalsh(2 * X.T @ X / len(y))
    np.testing.assert_allclose(features["eigenvalues"], values, rtol=1e-9)
    assert shown["condition_number"] == pytest.approx(values[-1] / values[0], rel=1e-9)
    assert shown["limit"] == pytest.approx(2 / values[-1], rel=1e-9)
    assert features["names"] == [*(f"f{j}" for j in range(p - 1)), "intercept"]


@pytest.mark.parametrize("p", [3, 5])
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method["name"])
def test_the_path_is_the_run_seen_along_two_directions(p, method):
    F, y = columns(p)
    how = {"coordinates": "standardized", "optimizer": method, "epochs": 60}
    shown = frame(F, y, start=[0.5, -1], **how)
    X, features = in_coordinates(F, "standardized"), shown["features"]
    values, vectors = np.linalg.eigh(2 * X.T @ X / len(y))
    assert np.diff(values).min() > 1e-3, "the directions would hang on rounding"
    directions = signed(vectors[:, [0, -1]])
    w, b = features["coefficients"][:, :-1], features["coefficients"][:, -1]
    z = np.column_stack([w * F.std(axis=0), b + w @ F.mean(axis=0)])
    np.testing.assert_allclose(shown["z"], z @ directions, rtol=1e-8, atol=1e-8)
    plane = features["coefficients"] @ features["plane"].T
    np.testing.assert_allclose(shown["z"], plane, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(z[0], directions @ [0.5, -1], atol=1e-12)
    losses = np.mean((with_ones(F) @ features["coefficients"].T - y[:, None]) ** 2, 0)
    np.testing.assert_allclose(shown["loss"], losses, rtol=1e-8)
    gradients = 2 / len(y) * (z @ X.T - y) @ X @ directions
    np.testing.assert_allclose(shown["grad"], gradients, rtol=1e-6, atol=1e-7)


def test_gradient_descent_is_that_of_numpy():
    F, y = columns(5)
    rate = {"name": "GradientDescent", "learning_rate": 1e-3}
    shown = frame(F, y, optimizer=rate, epochs=30)
    X, theta = with_ones(F), np.zeros(5)
    for _ in range(30):
        theta = theta - 1e-3 * 2 / len(y) * X.T @ (X @ theta - y)
    np.testing.assert_allclose(shown["features"]["coefficients"][-1], theta, rtol=1e-9)
    np.testing.assert_allclose(shown["predicted"], shown["loss"], rtol=1e-9)
    np.testing.assert_allclose(
        shown["modes"]["left"], shown["modes"]["predicted"], rtol=1e-7
    )


def test_the_surface_is_the_loss_over_the_plane_through_the_optimum():
    F, y = columns(3)
    shown = frame(F, y, coordinates="centered")
    X, surface = in_coordinates(F, "centered"), shown["surface"]
    _, vectors = np.linalg.eigh(X.T @ X)
    optimum, *_ = np.linalg.lstsq(X, y)
    i, j = 5, 50
    place = np.array([surface["u"][i], surface["v"][j]]) - shown["optimum_z"]
    at = optimum + signed(vectors[:, [0, -1]]) @ place
    loss = np.mean((X @ at - y) ** 2)
    assert surface["loss"][j, i] == pytest.approx(loss, rel=1e-9)


def test_signs_do_not_hang_on_what_came_out():
    vectors = np.array([[-0.6, 1e-9, 0.5], [0.6, -1, -0.5 - 1e-9]])
    fixed = signed(vectors)
    np.testing.assert_array_equal(fixed, signed(-vectors))
    np.testing.assert_array_equal(np.sign(fixed), [[1, -1, 1], [-1, 1, -1]])


def test_columns_that_depend_on_each_other_are_said_and_have_no_best():
    F, y = columns(4)
    shown = frame(np.column_stack([F, F[:, 0] + F[:, 1]]), y)
    assert shown["features"]["eigenvalues"][0] == 0
    assert shown["condition_number"] is None
    assert "the flat direction has no best value" in shown["messages"][0]
    assert np.isnan(shown["modes"]["left"][:, 0]).all()
    assert np.isfinite(shown["modes"]["left"][:, 1]).all()
    assert shown["z"][0, 0] == shown["optimum_z"][0]
    adam = frame(np.column_stack([F, 2 * F[:, 0]]), y, optimizer=METHODS[2])
    assert "the flat direction has no best value" in adam["messages"][0]
    assert not any("flat direction's error" in words for words in adam["messages"])


def test_more_coefficients_than_rows_are_said():
    F, y = columns(5, n=4)
    shown = frame(F, y)
    assert shown["messages"][0].startswith("There are 5 coefficients and only 4 rows")
    assert "no best value" in shown["messages"][1]


def test_a_run_past_the_limit_is_told_so_first():
    F, y = columns(4)
    shown = frame(F, y, optimizer={"name": "GradientDescent", "learning_rate": 1.0})
    assert shown["status"] == "DIVERGED"
    assert "times the limit" in shown["messages"][0]
    flat = frame(
        np.column_stack([F, F[:, 0]]),
        y,
        optimizer={"name": "GradientDescent", "learning_rate": 1.0},
    )
    assert "times the limit" in flat["messages"][0]
    assert any("no best value" in words for words in flat["messages"])


def test_unscaled_features_are_told_to_be_standardized():
    F, y = columns(4)
    shown = frame(F * [1000, 1, 1], y, optimizer=METHODS[0] | {"learning_rate": 1e-8})
    assert any("tandardize x" in words for words in shown["messages"])
    assert "in the flat direction after" in " ".join(shown["messages"])


@pytest.mark.parametrize("coordinates", ["raw", "standardized"])
def test_many_rows_have_the_loss_of_few(coordinates):
    F, y = columns(5, n=MANY + 500)
    few = frame(F, y, coordinates=coordinates, epochs=300)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scripts.engine.condensed.MANY", 10**6)
        many = frame(F, y, coordinates=coordinates, epochs=300)
    for key in ("k", "z", "loss", "optimum", "grad"):
        np.testing.assert_allclose(few[key], many[key], rtol=1e-7, atol=1e-8)
    assert few["data"]["X"].shape == F.shape
    zero = frame(np.column_stack([F, F[:, 0] - F[:, 1]]), y, coordinates=coordinates)
    assert zero["features"]["eigenvalues"][0] == 0


REFUSED = {
    "the feature f1 is the same in every row": {"flat": True},
    "two learning rates are for": {
        "optimizer": {"name": "GradientDescent", "learning_rate": [0.1, 0.2]}
    },
    "choose the squared error for several features": {"loss": "mae"},
    "a ridge on several features weighs": {"l2": 1, "coordinates": "standardized"},
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_cannot_be_is_refused_in_words(message):
    F, y = columns(4)
    how = {**REFUSED[message]}
    if how.pop("flat", False):
        F[:, 1] = 7
    if how.get("loss") == "mae":
        how["optimizer"] = {"name": "SubgradientDescent", "learning_rate": 0.1}
    assert message in asked(F, y, **how)["error"]["message"]


def test_chebyshev_has_no_range_where_a_direction_is_flat():
    F, y = columns(4)
    both = np.column_stack([F, F[:, 0]])
    answer = asked(both, y, optimizer={"name": "Chebyshev"})
    assert "a direction has no curvature" in answer["error"]["message"]


def test_a_program_is_told_to_choose_one_x():
    F, y = columns(4)
    answer = engine.call("trace", {"data": data(F, y), "code": "pass"})
    assert "choose one column for x" in answer["error"]["message"]


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"y": [1, 2]}, "data must have one of x, features"),
        ({"x": [1, 2], "features": [["a", [1, 2]]] * 2, "y": [1, 2]}, "must have one"),
        ({"features": [["a", [1, 2]]], "y": [1, 2]}, "must be a list of 2 to 20"),
        ({"features": [["a", [1, 2]]] * 21, "y": [1, 2]}, "must be a list of 2 to 20"),
        (
            {"features": [["a", [1, 2]], ["b", [1]]], "y": [1, 2]},
            "value 2 of data.feat",
        ),
        (
            {"features": [["a", [1, 2]], ["b", [1, 2, 3]]], "y": [1, 2]},
            "data must have as many features as y",
        ),
        ({"features": [["a" * 121, [1, 2]]] * 2, "y": [1, 2]}, "at most 120 bytes"),
    ],
)
def test_features_of_no_shape_are_refused(own, message):
    answer = engine.call("frame", {"data": {"name": "own", **own}})
    assert message in answer["error"]["message"]
