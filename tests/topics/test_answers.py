"""The answers' own runs: what front matter asks for is run as it says, or refused.

The one rule: each run is done over by a bare loop, or by least squares.
"""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from scripts.drawing.style import LIGHT
from scripts.engine.settings import complete
from scripts.topics import answers
from scripts.topics.answers import figures, written
from scripts.topics.answers.data import Followed, Runs, _runs
from scripts.topics.answers.figures import _lowest
from scripts.topics.explorer.data import _pictured
from scripts.topics.explorer.figures import _loss
from tests.conftest import computed

GOOD = {
    "data": {"x": "np.arange(6.0)", "y": "2 * x + 1"},
    "epochs": 400,
    "before": {"learning_rate": 0.5},
    "after": {"coordinates": "standardized", "learning_rate": 0.25},
}


@pytest.fixture(scope="module")
def data() -> dict[str, Runs]:
    return computed("answers")


def test_the_first_run_goes_wrong_and_the_second_arrives(data):
    assert data.keys() == written.answers().keys()
    for name, runs in data.items():
        before, after = runs.before, runs.after
        assert after.arrived is not None, name
        assert after.exploded is None, name
        late = before.arrived is None or before.arrived > 2 * after.arrived
        assert late or before.exploded, name


def bare_loop(rate: float, steps: int) -> list[float]:
    x = np.arange(6.0)
    y, w, b, losses = 2 * x + 1, 0.0, 0.0, []
    for _ in range(steps + 1):
        r = w * x + b - y
        losses.append(np.mean(r**2))
        w, b = w - rate * 2 * np.mean(r * x), b - rate * 2 * np.mean(r)
    return losses


def test_both_runs_are_those_of_a_bare_loop():
    runs = _runs(written._runs(GOOD))
    losses = bare_loop(0.5, 9)
    np.testing.assert_allclose(runs.before.loss[:10], losses, rtol=1e-9)
    assert runs.before.exploded
    assert runs.before.arrived is None
    assert runs.best == pytest.approx((2, 1))
    assert runs.after.last == pytest.approx((2, 1))
    z = (np.arange(6.0) - 2.5) / np.arange(6.0).std()
    assert z.std() == pytest.approx(1)
    share = 0.5 ** (2 * np.arange(20))  # a rate of a quarter halves both errors
    arrived = int(np.argmax(share <= 0.01))
    assert runs.after.arrived == arrived


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"epochs": None}, "epochs must be a whole number"),
        ({"data": {"x": "np.arange(6.0)", "y": "[1, 2]"}}, "as many"),
        ({"data": {"x": "arange(6)", "y": "x"}}, "name 'arange' is not defined"),
        ({"before": {"learning_rte": 1}}, "learning_rte"),
        ({"after": {"code": "explorer_default"}, "more": 1}, "'more' is no part of it"),
        ({"near": "1e-6"}, "near must be a share, written with a point, not '1e-6'"),
        ({"near": 1.5}, "near must be"),
    ],
)
def test_what_cannot_be_run_names_the_page_and_the_way(edit, said):
    with pytest.raises(ValueError, match=r"as in runs: \{data: NAME") as refused:
        written._answer("docs/answers/a.md", {"runs": {**GOOD, **edit}})
    assert str(refused.value).startswith("docs/answers/a.md: runs: ")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["# hi\n", "", "---\ntitle: x\n", "---\n- a list\n---\n", "---\n---\n# hi\n"],
)
def test_a_page_without_a_head_has_no_runs_and_is_blamed_elsewhere(text):
    assert written._head(text) == {}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_head_is_read_whatever_ends_its_lines(ending):
    text = "---\nruns:\n  epochs: 3\n---\n# hi\n---\n".replace("\n", ending)
    assert written._head(text) == {"runs": {"epochs": 3}}


def test_a_page_says_how_near_a_run_must_come():
    runs = _runs(written._runs({**GOOD, "near": 1e-6}))
    assert runs.near == 1e-6
    shares = 0.25 ** np.arange(20)  # of the loss, which goes with the square
    assert runs.after.arrived == int(np.argmax(shares <= 1e-6))
    errors = 0.5 ** np.arange(20)
    assert runs.after.needed["w"] == int(np.argmax(errors <= 0.01))


def test_under_absolute_errors_the_best_line_is_theirs():
    said = {
        "data": {"x": "np.arange(9.0)", "y": "2 * x + 1 + 50 * (x > 7)"},
        "epochs": 2000,
        "before": {"loss": "mae", "learning_rate": 0.1},
        "after": {
            "method": "SubgradientDescent",
            "loss": "mae",
            "coordinates": "standardized",
            "learning_rate": 3,
            "power": 0.75,
        },
    }
    runs = _runs(written._runs(said))
    assert runs.best == pytest.approx((2, 1))
    assert runs.least == pytest.approx(50 / 9)
    assert runs.after.last == pytest.approx((2, 1), abs=0.02)
    assert runs.before.needed == {"w": None, "b": None}


def test_a_loss_that_rises_again_stays_in_its_picture():
    runs = _runs(written._runs(GOOD))
    start = runs.before.loss[0]
    assert _lowest(runs, start) == pytest.approx(1e-9 * start)
    dips = np.array([start, 1e-12 * start, start])
    low = replace(runs, before=replace(runs.before, loss=dips))
    assert _lowest(low, start) < dips.min()
    dips[1] = 0
    assert _lowest(low, start) > 0


def test_a_program_stands_beside_the_method_that_is_right():
    said = {**GOOD, "before": {"code": "explorer_accumulated"}}
    answer = written._runs(said)
    assert "summed" in answer.opened["code"]
    assert answer.opened["optimizer"] == answer.after["optimizer"]
    assert answer.opened["compare"] is None
    assert answer.before == answer.opened
    assert complete(answer.opened) == answer.opened


def test_a_run_without_a_step_is_a_cross():
    runs = _runs(written._runs({**GOOD, "before": {"code": "explorer_missing_row"}}))
    assert runs.before.exploded == 0
    ax = Figure().subplots()
    figures.draw(ax, runs, theme=LIGHT)
    assert [len(line.get_xdata()) for line in ax.lines if line.get_marker() == "x"] == [
        1
    ]
    assert "before: NaN" in [text.get_text() for text in ax.texts]


def test_several_columns_are_features():
    columns = {"a": "np.arange(6.0)", "b": "a**2", "y": "a + b"}
    answer = written._runs({**GOOD, "data": columns, "after": {"learning_rate": 1e-3}})
    assert [name for name, _ in answer.opened["data"]["features"]] == ["a", "b"]
    assert len(_runs(answer).best) == 3


def test_a_number_that_no_run_has_is_none(data):
    numbers = {number.key: number.value for number in answers.TOPIC.numbers(data)}
    assert numbers["loss_is_nan_before_arrived"] is None
    assert numbers["loss_is_nan_before_exploded"] > 0
    assert isinstance(data["loss-is-nan"].after, Followed)


def test_a_loss_that_grows_says_its_factor_per_step():
    runs = {"a": _runs(written._runs(GOOD))}
    numbers = {number.key: number.value for number in answers.TOPIC.numbers(runs)}
    steep = 2 * numbers["a_before_share"] - 1
    assert numbers["a_before_growth"] == pytest.approx(steep**2)
    assert numbers["a_after_growth"] is None


def test_at_the_limit_of_its_row_an_update_turns_the_residual_around():
    runs = {"a": _runs(written._runs(GOOD))}
    numbers = {number.key: number.value for number in answers.TOPIC.numbers(runs)}
    x, rate = 5.0, numbers["a_x_row_limit"]
    w, b, y = 0.3, 0.2, 11.0
    r = w * x + b - y
    w, b = w - rate * 2 * r * x, b - rate * 2 * r
    assert w * x + b - y == pytest.approx(-r)


def test_the_explorers_picture_of_a_run_that_explodes_ends_where_it_leaves():
    steep = {**GOOD, "data": {"x": "1e3 * np.arange(6.0)", "z": "x % 7", "y": "x + z"}}
    opened = written._runs({**steep, "step": 1}).opened
    ax = Figure().subplots()
    _loss(ax, _pictured(opened), theme=LIGHT)
    dashed, shown, run = (line.get_ydata() for line in ax.lines)
    assert len(shown) == 1
    assert run[-1] <= 1e9 * run[0] or len(run) == 2
    assert np.isfinite(ax.get_ylim()).all()
    assert dashed[-1] < run[0]
