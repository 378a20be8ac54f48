"""The quantities of a frame at the edges: no share of nothing, none that is too large.

The one rule: a quantity is a plain number, or None where the run has none.
"""

import math

import pytest

from scripts.engine.api import call
from scripts.engine.quantities import DIRECT, MEASURED

LINE = {"name": "own", "x": [0.0, 1.0, 2.0], "y": [1.0, 3.0, 5.0]}  # 2 x + 1
FAR = {"name": "own", "x": [1e90, 2e90, 4e90], "y": [1.0, 3.0, 5.0]}


def quantities(**settings):
    answer = call("frame", settings)
    assert "error" not in answer, answer
    found = answer["quantities"]
    assert found.keys() == {*DIRECT, *MEASURED}
    for name, value in found.items():
        assert isinstance(value, str | bool | int | float | None), name
        assert not (isinstance(value, float) and math.isnan(value)), name
    return found


def test_a_run_that_starts_at_its_best_has_no_share_of_an_error():
    still = quantities(data=LINE, loss="mae", start=[2.0, 1.0], epochs=5)
    assert [still[name] for name in ("excess", "floor", "peak")] == [None] * 3
    assert (still["left_w"], still["left_b"]) == (None, None)
    assert (still["w"], still["b"]) == (2.0, 1.0)


@pytest.mark.parametrize("epochs", [1, 7, 2000])
def test_a_run_that_leaves_for_ever_has_numbers_or_none(epochs):
    rate = {"name": "GradientDescent", "learning_rate": 1000.0}
    gone = quantities(data=LINE, optimizer=rate, epochs=epochs)
    assert gone["excess"] is None or gone["excess"] > 1


def test_values_that_cannot_be_squared_are_left_out():
    assert quantities(data=FAR, epochs=3)["points"] == 3
