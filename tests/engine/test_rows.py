"""The rows of a run: which steps are recorded, and that they are those of the run.

The one rule: a row is held against the run that records every step.
"""

import numpy as np
import pytest

from scripts import engine
from scripts.engine.recorded_run import FIRST, told

THREAD = {"data": {"name": "two_variables"}, "epochs": 1_000_000}
SLOW = {"name": "GradientDescent", "learning_rate": 1e-5}


@pytest.mark.parametrize("steps", [1, 7, 500, 501, 2000, 12345, 10**6, 10**9])
@pytest.mark.parametrize("rows", [5, 500, 2000])
def test_the_first_and_the_last_steps_are_told_and_not_too_many(steps, rows):
    k = told(steps, rows)
    assert (k[0], k[-1]) == (0, steps)
    assert len(k) <= rows + 1
    assert (np.diff(k) > 0).all()
    first = min(steps, FIRST, rows if steps <= rows else rows // 4)
    assert k[: first + 1].tolist() == list(range(first + 1))


def test_a_million_steps_hold_the_first_hundred_and_every_decade():
    k = engine.call("frame", THREAD | {"optimizer": SLOW})["k"]
    assert k[:101].tolist() == list(range(101))
    counts, _ = np.histogram(np.log10(k[1:]), bins=range(7))
    assert counts.min() >= 9


@pytest.mark.parametrize("coordinates", ["raw", "centered", "standardized"])
def test_the_start_is_the_start(coordinates):
    long = {"coordinates": coordinates, "start": [0.1, 0.7], "epochs": 10**6}
    assert engine.call("frame", long)["x"][0].tolist() == [0.1, 0.7]
    frame = engine.call("frame", THREAD | {"optimizer": SLOW})
    assert frame["x"][0].tolist() == [0, 0]


@pytest.mark.parametrize("name", ["Adam", "MinibatchGradientDescent"])
def test_rows_of_a_long_run_are_those_of_every_step(name):
    method = {"name": name, "learning_rate": 1e-4}
    settings = {"optimizer": method, "epochs": 3000}
    long = engine.call("frame", settings)
    short = engine.call("frame", settings | {"epochs": 150})
    assert long["k"][:101].tolist() == list(range(101))
    shared = np.intersect1d(long["k"], short["k"])
    assert len(shared) > 100
    for key in ("x", "loss", "grad"):
        rows = [frame[key][np.isin(frame["k"], shared)] for frame in (long, short)]
        np.testing.assert_array_equal(*rows)
