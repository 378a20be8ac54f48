"""Reports on runs in float32, and on runs that only a run can count.

The one rule: where rounding decides, the count is that of exact arithmetic, and the
floor at which the run stops stands beside it.
"""

import numpy as np
import pytest

from gdcore.datasets import intercept_thread, two_variable_thread
from gdcore.reports import answer

X = np.arange(5.0, 25.0)
ROWS = {"X": X[:, None].tolist(), "y": (2 * X + 70).tolist()}


def yours(report):
    (row,) = (row for row in report.forecasts if row.yours)
    return row


def floor(report) -> float:
    (value,) = (n.value for n in report.numbers if n.name == "floor of float32")
    return value


def test_the_intercept_thread_has_its_count_and_its_floor_in_float32():
    thread = intercept_thread()
    rows = {"X": np.reshape(thread.x, (-1, 1)), "y": thread.y}
    asked = {"rows": rows, "learning_rate": 1e-5, "loss": "mean", "steps": 100}
    narrow = answer({**asked, "precision": "float32"}, evaluations=100)
    wide = answer(asked, evaluations=100)
    assert yours(narrow).counted == "exact"
    assert yours(narrow).to_1 == pytest.approx(yours(wide).to_1, rel=1e-3)
    assert yours(narrow).to_1[1] == pytest.approx(905_572, rel=1e-3)
    # A run in float32, in C, is within 1 % for good after 911,566 steps, and stands
    # still from step 951,567 on, with 0.714 % of the error of b left.
    assert floor(narrow) == pytest.approx(0.00714, rel=0.1)
    assert "b after 905,572 steps, in exact arithmetic" in narrow.headline
    assert "stops the run at about 0.7 % of the error" in yours(narrow).note
    assert {"standardize", "momentum", "best learning rate"} <= {
        remedy.fix.name for remedy in narrow.remedies
    }


def test_a_floor_above_one_percent_stands_in_the_headline():
    system = two_variable_thread()
    asked = {
        "matrix": {"A": system.A, "b": system.b},
        "learning_rate": 1e-5,
        "loss": "sum",
        "steps": 1_000_000,
        "precision": "float32",
    }
    report = answer(asked, evaluations=100)
    assert report.headline.startswith("The condition number is 3.252e+06, so x1 ")
    assert "about 1.2e+07 steps, in exact arithmetic, but float32" in report.headline
    assert "rounding stops the run at about 14 % of the error" in report.headline
    short = next(one for one in report.findings if one.kind == "too few steps")
    assert "68 % of the error of x1 is left" in short.says
    assert "1.2e+07" not in short.fix  # it would not arrive


def test_a_count_in_float32_is_that_of_a_bare_loop():
    asked = {"rows": ROWS, "learning_rate": 5e-4, "precision": "float32"}
    row = yours(answer(asked, evaluations=50))
    assert row.counted == "exact"
    A = np.stack([X, np.ones(20)], 1).astype(np.float32)
    theta, y = np.zeros(2, np.float32), (2 * X + 70).astype(np.float32)
    rate, outside = np.float32(5e-4 * 2 / 20), np.zeros(2, int)
    for k in range(1, int(1.1 * max(row.to_1))):
        theta = theta - rate * (A.T @ (A @ theta - y))
        outside = np.where(np.abs(theta / [2, 70] - 1) > 0.01, k, outside)
    assert np.array(row.to_1) == pytest.approx(outside + 1, rel=0.1)


@pytest.mark.parametrize("steps", [300, 1400])
def test_what_a_run_of_adam_says_of_one_percent_is_what_its_steps_leave(steps):
    thread = intercept_thread()
    rows = {"X": np.reshape(thread.x, (-1, 1)), "y": thread.y}
    adam = {"name": "Adam"}
    for rate in (0.5,):
        asked = {"rows": rows, "method": adam, "learning_rate": rate, "steps": steps}
        report = answer(asked, evaluations=50)
        row = yours(report)
        (left,) = (
            n.value for n in report.numbers if n.name == f"after {steps:,} steps"
        )
        assert (left > 0.01) == any(row.open_1)


def test_a_count_of_a_run_says_how_long_the_run_was():
    thread = intercept_thread()
    rows = {"X": np.reshape(thread.x, (-1, 1)), "y": thread.y}
    asked = {"rows": rows, "method": {"name": "Adam"}, "learning_rate": 0.2}
    assert "in a run of 700 steps" in answer(asked, evaluations=700).headline
