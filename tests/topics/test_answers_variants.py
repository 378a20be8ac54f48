"""What the answers say in passing: each variant they name is run here.

The one rule: a digit that a page types in backticks is computed in this file.
"""

import importlib
import re
import warnings
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from scripts.pages import snippets
from scripts.pipeline import plan
from scripts.publishing import forum
from scripts.topics import answers
from tests.conftest import ROOT, computed

SNIPPETS = ROOT / "docs" / "snippets"
PAGES = sorted((ROOT / "docs/answers").glob("*.md"))
ALT = re.compile(
    r"starts at (\S+), and its lowest up to step [\d,]+ is (\S+)\. .* at step [\d,]+\."
)
REPAIR = re.compile(r'repair\("(\w+)"\)')
DROPPED_PRINT = re.compile(r"-(?:print|printf|console\.log)\(")


def page(name: str) -> str:
    """The text of a page with single spaces."""
    return " ".join((ROOT / f"docs/answers/{name}.md").read_text("utf-8").split())


def line(name: str, *edits: tuple[str, str]) -> dict[str, Any]:
    """What the names of a snippet are after it has run, with parts of it changed."""
    code = (SNIPPETS / f"{name}_numpy.py").read_text("utf-8")
    for old, new in edits:
        assert old in code
        code = code.replace(old, new)
    names: dict[str, Any] = {}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        exec(code, names)
    return names


def test_no_alternative_text_has_a_lowest_loss_above_its_first():
    values = answers.TOPIC.numbers(computed("answers"))
    entries = {number.key: {"value": number.value} for number in values}
    figures = answers.TOPIC.figures
    assert len(figures) == len(computed("answers"))
    for figure in figures:
        alt = plan.alt_text(figure, entries)
        first, lowest = ALT.search(alt).groups()
        assert float(lowest) <= float(first), alt
        assert not re.search(r"\b[01] steps\b|—|None", alt), alt


SHORT = ("np.mean(np.abs(y)) / 10", "0.1")
DOUBLE = ("np.mean(np.abs(y)) / 10", "np.mean(np.abs(y)) / 5")
LARGE = ("y = 3 * x + 4 + 30 * (x > 18)", "y = 1000 * (3 * x + 4 + 30 * (x > 18))")


@pytest.mark.parametrize("data", [(), (LARGE,)], ids=["own", "a thousandfold"])
def test_twice_the_first_rate_tells_whether_absolute_errors_have_arrived(data):
    def end(*edits):
        names = line("absolute_error_oscillates_after", *data, *edits)
        return np.array([names["w"], names["b"]])

    size, right = (1000 if data else 1), np.array([3, 4])
    for edit in ((), (DOUBLE,)):
        np.testing.assert_allclose(end(*edit), size * right, rtol=0.005)
    near = end((SHORT[0], "0.2")) - end(SHORT)
    assert np.abs(near).max() > 1


def test_a_quiet_loss_of_absolute_errors_is_no_proof():
    watched = (
        "    s = np.sign",
        "    loss = np.append(loss, np.mean(np.abs(w * x + b - y)))\n    s = np.sign",
    )
    began = ("w = b = 0.0", "w = b = 0.0\nloss = np.zeros(0)")
    last = line("absolute_error_oscillates_after", SHORT, began, watched)["loss"][-100:]
    assert last.min() > 30
    assert np.ptp(last) < 0.02
    assert "`0.1` stops on its way here, at a loss above `30`" in page(
        "absolute-error-oscillates"
    )


def test_a_single_row_scaled_by_its_own_deviation_is_nan():
    row = np.array([30.0])
    with np.errstate(invalid="ignore"):
        assert np.isnan((row - row.mean()) / row.std()).all()


def test_a_scaler_makes_a_single_row_zero(sklearn):
    scaler = importlib.import_module("sklearn.preprocessing").StandardScaler()
    assert scaler.fit_transform([[30.0]]) == [[0.0]]


def test_octaves_cost_falls_for_one_step():
    run = computed("answers")["octave-theta-differs"].before
    assert run.loss[1] == run.loss.min()
    assert (np.diff(run.loss[1:]) > 0).all()
    names = line("octave_theta_differs_before", ("range(1500)", "range(1)"))
    cost = np.mean((names["X"] @ names["theta"] - names["y"]) ** 2) / 2
    assert cost == pytest.approx(run.loss[1] / 2)


@pytest.mark.parametrize("columns", [None, 1, 3])
@pytest.mark.parametrize("target", [(6,), (6, 1)], ids=str)
def test_the_rows_that_are_whole_are_found_in_any_shape(columns, target):
    code = (SNIPPETS / "nan_at_step_zero_after_numpy.py").read_text("utf-8")
    mask = re.search(r"whole = .*\n.*\n", code)[0]
    x = np.arange(6.0 * (columns or 1)).reshape((6,) if columns is None else (6, -1))
    y = np.arange(6.0)
    x[1], y[4] = np.inf, np.nan
    names = {"np": np, "x": x, "y": y.reshape(target)}
    exec(mask, names)
    np.testing.assert_array_equal(names["x"], x[[0, 2, 3, 5]])
    assert names["y"].ravel().tolist() == [0, 2, 3, 5]


STANDARDIZED = ("y = 0.2 * x + 300", "y = 0.2 * x + 300\nx = (x - x.mean()) / x.std()")
CENTERED = ("y = 0.2 * x + 300", "y = 0.2 * x + 300\nmean = y.mean()\ny = y - mean")
FASTER = ("lr = 0.004", "lr = 0.1")


@pytest.mark.parametrize(
    ("edit", "least", "most", "said"),
    [
        (STANDARDIZED, 3e-6, 5e-6, "Standardized `x` alone sticks again, at `4e-06`"),
        (FASTER, 1e-8, 3e-8, "a rate of `0.1` at `2e-08`"),
        (CENTERED, 0, 1e-9, "the loss falls below `1e-9`"),
    ],
    ids=["standardized", "faster", "centered"],
)
def test_what_helps_in_float32_and_what_does_not(edit, least, most, said):
    names = line("loss_stuck_before", edit)
    loss = np.mean((names["w"] * names["x"] + names["b"] - names["y"]) ** 2)
    assert names["w"].dtype == loss.dtype == np.float32
    assert least <= loss < most
    assert said in page("loss-stuck")
    if edit == CENTERED:
        assert names["b"] + names["mean"] == pytest.approx(300, abs=1e-3)


ROWS = 6
GRADIENTS = {  # of the page's table: what the check prints
    "wrong sign": ("-2 * np.mean(r * x), -2 * np.mean(r)", (-1, -1)),
    "sum": ("2 * np.sum(r * x), 2 * np.sum(r)", (ROWS, ROWS)),
    "sum without the two": ("np.sum(r * x), np.sum(r)", (ROWS / 2, ROWS / 2)),
    "no two": ("np.mean(r * x), np.mean(r)", (0.5, 0.5)),
    "sum in dw": ("2 * np.sum(r * x), 2 * np.mean(r)", (ROWS, 1)),
    "sum in db": ("2 * np.mean(r * x), 2 * np.sum(r)", (1, ROWS)),
    "no x": ("2 * np.mean(r), 2 * np.mean(r)", (None, 1)),
    "x[1]": ("2 * np.mean(r * x[1]), 2 * np.mean(r)", (None, 1)),
    "shape": ("2 * np.mean(r * x[:, None]), 2 * np.mean(r)", (None, 1)),
    "swapped": ("2 * np.mean(r), 2 * np.mean(r * x)", (None, None)),
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_the_ratios_of_a_gradient_name_its_fault(name):
    wrong, ratios = GRADIENTS[name]
    own = "2 * np.mean(error * x), 2 * np.mean(error)"
    right = ("y - (w * x + b)", "w * x + b - y")
    edits = right, (own, re.sub(r"\br\b", "error", wrong))
    names = line("wrong_gradient_check", *edits)
    found = names["dw"] / names["right_dw"], names["db"] / names["right_db"]
    for ratio, expected in zip(found, ratios, strict=True):
        if expected is None:
            known = (-1, 0.5, 1, ROWS / 2, ROWS)
            assert not np.isclose(ratio, known, rtol=1e-3).any()
        else:
            assert ratio == pytest.approx(expected, rel=1e-6)


def test_ones_that_come_last_have_the_last_coefficient(sklearn):
    x = np.arange(6.0)
    model = importlib.import_module("sklearn.linear_model").SGDRegressor(
        alpha=0, learning_rate="constant", max_iter=20000, tol=None, random_state=0
    )
    model.fit(np.column_stack([x, np.ones(6)]), 3 * x + 4)
    np.testing.assert_allclose([*model.coef_, *model.intercept_], [3, 2, 2], rtol=1e-3)


@pytest.mark.parametrize("place", ["X", "y"])
def test_scikit_learn_says_where_the_nan_is(sklearn, place):
    rows = {"X": np.arange(4.0)[:, None], "y": np.arange(4.0)}
    rows[place][1] = np.nan
    model = importlib.import_module("sklearn.linear_model").LinearRegression()
    with pytest.raises(ValueError, match=f"Input {place} contains NaN"):
        model.fit(**rows)
    assert f'"Input {place} contains NaN"' in page("nan-at-step-zero")


def test_shapes_the_other_way_round_want_the_targets_flat():
    x, y = np.arange(5.0), np.arange(5.0)[:, None]
    assert (x - y).shape == (5, 5)
    assert (x - y[:, None]).shape == (5, 1, 5)
    assert (x - y.ravel()).shape == x.shape


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_repair_never_puts_lines_of_a_loop_behind_a_print(path):
    for name in REPAIR.findall(path.read_text("utf-8")):
        before, after = (
            snippets.found(SNIPPETS, f"{name}_{side}", lambda key, form: "1")
            for side in ("before", "after")
        )
        for kind, code in after.items():
            lines = snippets.difference(before[kind], code).split("\n")
            for old, new in pairwise(lines):
                odd = DROPPED_PRINT.match(old) and new.startswith("+ ")
                assert not odd, (kind.label, new)


def test_a_text_for_forums_has_the_formulas_of_its_page():
    text = (ROOT / "docs/answers/spreadsheet-by-hand.md").read_text("utf-8")
    more = forum.MORE.search(text)[1]
    assert more.count("SUMPRODUCT") == 3
    parts = forum.Parts("words", "picture", "source", more.strip())
    form, *_ = forum.FORMS
    made = forum.written(form, snippets.KINDS[-2], parts, "x = 1")
    assert made.startswith("words\n\nThe code stands for a sheet: ")
    assert made.index("SUMPRODUCT") < made.index("The repaired code, with NumPy:")
