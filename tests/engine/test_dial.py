"""The rate dial counts what runs do, says nothing of what does not arrive, and refuses.

The one rule: each count is held against a run of the explorer's own engine.
"""

import numpy as np
import pytest

from scripts.engine import call
from scripts.engine.dial import LONGEST, POINTS, dial
from scripts.engine.settings import complete


def curves(**settings):
    answer = dial(complete(settings))
    return {curve["coordinates"]: curve for curve in answer["curves"]}


@pytest.mark.parametrize("name", ["GradientDescent", "Momentum", "Nesterov"])
@pytest.mark.parametrize("coordinates", ["raw", "centered", "standardized"])
def test_a_count_is_that_of_the_run_at_its_rate(name: str, coordinates: str):
    curve = curves(optimizer={"name": name})[coordinates]
    for spot in (3, 12, 20, 27):
        frame = call(
            "frame",
            {
                "optimizer": {
                    "name": name,
                    "learning_rate": float(curve["rate"][spot]),
                },
                "coordinates": coordinates,
            },
        )
        assert frame["share"] == pytest.approx(curve["share"][spot], rel=1e-6)
        assert curve["steps"][spot] == max(frame["steps"].values())


def test_the_three_coordinates_lie_above_each_other():
    """The condition numbers are 3,010, 200 and 1."""
    by_name = curves(data={"name": "clean"})
    raw, centered, standardized = (
        by_name[name]["steps"] for name in ("raw", "centered", "standardized")
    )
    assert (raw[:20] > 5 * centered[:20]).all()
    assert (centered[:20] > 50 * standardized[:20]).all()
    assert standardized.min() == 1


def test_the_curve_of_a_rate_is_its_loss():
    curve = curves()["standardized"]
    assert curve["k"].shape == curve["left"].shape == (len(curve["rate"]), POINTS)
    eta, k, left = curve["rate"][5], curve["k"][5], curve["left"][5]
    assert left == pytest.approx((1 - 2 * eta) ** (2 * k), rel=1e-6)


@pytest.mark.parametrize(
    "settings",
    [
        {"optimizer": {"name": "Adam"}},
        {"optimizer": {"name": "MinibatchGradientDescent"}},
        {"loss": "mae", "optimizer": {"name": "SubgradientDescent"}},
        {"loss": "mae", "optimizer": {"name": "Averaged"}},
    ],
    ids=["Adam", "minibatches", "subgradients", "averaged"],
)
def test_where_no_formula_counts_a_run_does(settings):
    answer = dial(complete(settings))
    assert answer["limited"] == ("Minibatch" in settings["optimizer"]["name"])
    steps = np.concatenate([curve["steps"] for curve in answer["curves"]])
    counted = steps[np.isfinite(steps)]
    assert len(counted)
    assert (counted < LONGEST).all()


def test_several_features_count_until_every_coefficient_has_arrived():
    columns = {"a": [1, 2, 4, 3, 5, 8], "b": [2, 1, 5, 9, 4, 3]}
    own = {"name": "own", "features": [*columns.items()], "y": [3, 4, 9, 9, 11, 14]}
    curve = curves(data=own)["standardized"]
    spot = 15
    run = call(
        "frame",
        {
            "data": own,
            "coordinates": "standardized",
            "optimizer": {
                "name": "GradientDescent",
                "learning_rate": float(curve["rate"][spot]),
            },
            "epochs": 200,
        },
    )["features"]
    error = np.abs(run["coefficients"] - run["best"])
    outside = np.flatnonzero((error > 0.01 * error[0]).any(axis=1))
    assert curve["steps"][spot] == outside[-1] + 1


def test_features_that_depend_on_each_other_have_no_count():
    own = {
        "name": "own",
        "features": [["a", [1, 2, 4]], ["b", [2, 4, 8]]],
        "y": [3, 4, 9],
    }
    for curve in curves(data=own).values():
        assert np.isnan(curve["steps"]).all()


def test_two_variables_have_one_curve_and_own_data_three():
    assert set(curves(data={"name": "two_variables"})) == {"raw"}
    own = {"name": "own", "x": [24000, 92000, 240000], "y": [1, 5, 4]}
    assert set(curves(data=own)) == {"raw", "centered", "standardized"}


@pytest.mark.parametrize(
    ("optimizer", "says"),
    [
        ({"name": "LBFGS"}, "There is no learning rate to turn: L-BFGS has none."),
        (
            {"name": "GradientDescent", "learning_rate": [0.1, 0.2]},
            "Give both parameters one rate: the dial turns one alone.",
        ),
    ],
)
def test_a_method_without_one_rate_is_refused(optimizer, says):
    assert call("dial", {"optimizer": optimizer})["error"]["message"] == says
