"""The engine: plain values in, frames out; and a clear answer to whatever comes in.

The one rule: a frame is compared with gdcore's own run, or with its closed form.
"""

import json
import math
from dataclasses import is_dataclass

import numpy as np
import pytest

from gdcore import datasets, optimizers
from gdcore.optimizers import (
    LBFGS,
    Adam,
    Averaged,
    Chebyshev,
    ConjugateGradient,
    GradientDescent,
    MinibatchGradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    SteepestDescent,
    SubgradientDescent,
)
from gdcore.preconditioning import Transformed, center, standardize
from gdcore.problems import LeastAbsolute, LeastSquares, line_design, line_fit
from gdcore.runs import run
from gdcore.spectral import (
    best_momentum,
    closed_form,
    closed_form_excess,
    eigen_errors,
    learning_rate_limit,
    minimizer,
    spectrum,
    steps_until,
)
from scripts import engine
from scripts.drawing.explorer_settings import optimizer as plain
from scripts.engine.condensed import MANY
from scripts.engine.recorded_run import MOST_STEPS, ROWS
from scripts.engine.settings import complete
from tests.conftest import ROOT

LINES = [*datasets.TEACHING, "intercept_thread"]
METHODS = [
    GradientDescent(2e-4),
    GradientDescent(np.array([2e-4, 0.3])),
    Momentum(1e-4, 0.8),
    Nesterov(1e-4, 0.8),
    Adam(0.05, 0.8, 0.99, 1e-7),
    RMSProp(0.02, 0.9, 1e-7),
    SubgradientDescent(1e-4, 0.3),
    Averaged(SubgradientDescent(1e-4, 0.3)),
    MinibatchGradientDescent(1e-4, 7, seed=3),
    SteepestDescent(first=0.3),
    ConjugateGradient(),
    LBFGS(history=3),
]
TAKEN = 30
START = [0.2, -1.0]


def asked(**settings):
    return engine.call("frame", settings)


def frame(**settings):
    made = asked(**settings)
    assert "error" not in made, made
    return made


def refused(**settings):
    return asked(**settings)["error"]["message"]


def problem_of(name, loss="mse", l2=0.0):
    if name == "two_variables":
        thread = datasets.two_variable_thread()
        return LeastSquares(thread.A, thread.b, "sum", l2)
    data = getattr(datasets, name)()
    if loss == "mae":
        return LeastAbsolute(line_design(data.x), data.y)
    return line_fit(data.x, data.y, l2=l2)


def names(method):
    return type(method).__name__


@pytest.mark.parametrize("data", [*LINES, "two_variables"])
@pytest.mark.parametrize("method", METHODS, ids=names)
def test_a_frame_is_the_run_of_gdcore(data, method):
    if data == "two_variables":
        if isinstance(method, MinibatchGradientDescent):
            method = MinibatchGradientDescent(1e-6, 1, seed=3)
        elif hasattr(method, "learning_rate"):
            method = type(method)(1e-6)
    problem = problem_of(data)
    seen = frame(
        data={"name": data},
        optimizer=plain(method),
        start=START,
        seed=3,
        epochs=4 if isinstance(method, MinibatchGradientDescent) else TAKEN,
    )
    expected = run(problem, method, START, max_steps=int(seen["k"][-1]))
    np.testing.assert_array_equal(seen["k"], np.arange(len(seen["k"])))
    np.testing.assert_array_equal(seen["x"], expected.x)
    np.testing.assert_array_equal(seen["z"], expected.x)
    np.testing.assert_array_equal(seen["loss"], expected.value)
    np.testing.assert_allclose(seen["grad"], problem.grad(expected.x), rtol=1e-12)
    if isinstance(method, MinibatchGradientDescent):
        assert seen["k"][-1] == 4 * seen["per_epoch"]
    elif not isinstance(method, ConjugateGradient | LBFGS):
        assert seen["k"][-1] == TAKEN


@pytest.mark.parametrize("data", LINES)
@pytest.mark.parametrize(
    "method",
    [m for m in METHODS if not isinstance(m, ConjugateGradient)],
    ids=names,
)
def test_absolute_errors_run_too(data, method):
    epochs = 2 if isinstance(method, MinibatchGradientDescent) else TAKEN
    seen = frame(
        data={"name": data}, loss="mae", optimizer=plain(method), seed=3, epochs=epochs
    )
    expected = run(
        problem_of(data, "mae"), method, [0, 0], max_steps=int(seen["k"][-1])
    )
    np.testing.assert_array_equal(seen["x"], expected.x)
    assert seen["predicted"] is None
    assert seen["modes"] is None
    assert seen["limit"] is None
    assert seen["steps"] == {"w": None, "b": None}


def test_chebyshev_takes_its_bounds_from_the_data_unless_they_are_given():
    for coordinates, change in (("raw", None), ("centered", center)):
        problem = problem_of("clean")
        known = Transformed(problem, change(problem)) if change else problem
        bounds = spectrum(known)
        seen = frame(optimizer={"name": "Chebyshev"}, coordinates=coordinates, epochs=9)
        method = Chebyshev(bounds.lambda_min, bounds.lambda_max)
        z0 = change(problem).to([0, 0]) if change else np.zeros(2)
        expected = closed_form(known, method, z0, np.arange(10))
        np.testing.assert_allclose(seen["z"], expected, rtol=1e-9, atol=1e-9)
    own = frame(
        optimizer={"name": "Chebyshev", "lambda_min": 0.5, "lambda_max": 2000}, epochs=9
    )
    expected = run(problem_of("clean"), Chebyshev(0.5, 2000), [0, 0], max_steps=9)
    np.testing.assert_array_equal(own["x"], expected.x)


@pytest.mark.parametrize(
    "method",
    [GradientDescent(3e-4), Momentum(2e-4, 0.7), Nesterov(2e-4, 0.7)],
    ids=names,
)
@pytest.mark.parametrize("steps", [40, ROWS + 1, 1_000_000])
def test_theory_stands_beside_the_run(method, steps):
    problem = problem_of("heavy_noise", l2=0.3)
    settings = {
        "data": {"name": "heavy_noise"},
        "l2": 0.3,
        "start": START,
        "optimizer": plain(method),
    }
    seen = frame(**settings, epochs=steps)
    k = seen["k"]
    assert k[-1] == steps or seen["status"] == "CONVERGED"
    assert len(k) <= ROWS + 1
    assert seen["iterated"] == (steps <= ROWS)
    exact = closed_form(problem, method, START, k)
    np.testing.assert_allclose(seen["x"], exact, rtol=1e-8, atol=1e-8)
    excess = closed_form_excess(problem, method, START, k)
    least = problem.value(minimizer(problem))
    np.testing.assert_allclose(seen["predicted"], least + excess, rtol=1e-12)
    first = eigen_errors(problem, START)
    for told in (seen["modes"]["left"], seen["modes"]["predicted"]):
        expected = eigen_errors(problem, exact) / first
        np.testing.assert_allclose(told, expected, rtol=1e-6, atol=1e-9)
    np.testing.assert_array_equal(
        seen["modes"]["eigenvalues"], spectrum(problem).eigenvalues
    )
    np.testing.assert_allclose(seen["optimum"], minimizer(problem))
    assert seen["best"] == pytest.approx(float(least))
    limit = learning_rate_limit(problem, method)
    assert seen["limit"] == pytest.approx(limit)
    assert seen["share"] == pytest.approx(method.learning_rate / limit)
    assert seen["condition_number"] == spectrum(problem).condition_number


@pytest.mark.parametrize(
    ("data", "method"),
    [
        ("clean", GradientDescent(5e-4)),
        ("clean", GradientDescent(1.2e-3)),
        ("clean", Momentum(5e-4, 0.9)),
        ("outliers", best_momentum(problem_of("outliers"))),
        ("two_populations", Nesterov(3e-4, 0.95)),
        ("two_populations", Momentum(3e-4, 0.9999)),
        ("two_variables", Momentum(1e-5, 0.9)),
        ("two_variables", best_momentum(problem_of("two_variables"))),
        ("intercept_thread", GradientDescent(1e-4)),
    ],
)
def test_steps_to_one_percent_are_those_of_the_eigen_view(data, method):
    problem = problem_of(data)
    seen = frame(data={"name": data}, optimizer=plain(method), epochs=2)
    for i, name in enumerate("wb"):
        expected = steps_until(
            problem,
            method,
            np.zeros(2),
            tolerance=0.01,
            measure=lambda error, i=i: np.abs(error[:, i]),
        )
        assert seen["steps"][name] == expected


def test_steps_are_of_the_raw_parameters_in_all_coordinates():
    seen = frame(
        coordinates="centered",
        start=START,
        optimizer={"name": "GradientDescent", "learning_rate": [0.001, 0.01]},
        epochs=2000,
    )
    left = np.abs((seen["x"] - seen["optimum"]) / (seen["x"][0] - seen["optimum"]))
    for i, name in enumerate("wb"):
        assert seen["steps"][name] == np.flatnonzero(left[:, i] > 0.01)[-1] + 1
    assert seen["steps"]["w"] != seen["steps"]["b"]


def test_steps_are_none_where_there_are_none():
    assert frame(
        optimizer={"name": "GradientDescent", "learning_rate": 0.01}, epochs=2
    )["steps"] == {"w": None, "b": None}
    problem = problem_of("clean")
    there = minimizer(problem).tolist()
    there[0] += 1
    assert frame(start=there, epochs=2)["steps"]["b"] is None


@pytest.mark.parametrize("name", ["centered", "standardized"])
@pytest.mark.parametrize("loss", ["mse", "mae"])
def test_coordinates_are_those_of_the_change_of_variables(name, loss):
    problem = problem_of("outliers", loss)
    change = {"centered": center, "standardized": standardize}[name](problem)
    seen = frame(
        data={"name": "outliers"},
        loss=loss,
        coordinates=name,
        start=START,
        optimizer={"name": "Momentum", "learning_rate": 0.003, "beta": 0.5},
        epochs=TAKEN,
    )
    expected = run(
        Transformed(problem, change),
        Momentum(0.003, 0.5),
        change.to(START),
        max_steps=TAKEN,
    )
    np.testing.assert_allclose(seen["z"], expected.x, rtol=1e-11)
    np.testing.assert_allclose(seen["x"], change.back(expected.x), rtol=1e-11)
    np.testing.assert_allclose(seen["loss"], expected.value, rtol=1e-11)
    raw = seen["map"]["matrix"] @ seen["z"][5] + seen["map"]["offset"]
    np.testing.assert_allclose(seen["x"][5], raw, rtol=1e-12)
    np.testing.assert_allclose(
        change.back(seen["optimum_z"]), seen["optimum"], rtol=1e-12
    )
    np.testing.assert_allclose(seen["grad"], problem.grad(seen["x"]), rtol=1e-9)


def test_a_ridge_is_the_same_in_all_coordinates():
    optima, losses = [], []
    for coordinates in ("raw", "centered", "standardized"):
        seen = frame(l2=2.0, coordinates=coordinates, start=START, epochs=2)
        optima.append(seen["optimum"])
        losses.append(seen["loss"][0])
    np.testing.assert_allclose(optima, [optima[0]] * 3, rtol=1e-9)
    np.testing.assert_allclose(losses, [losses[0]] * 3, rtol=1e-12)
    problem = problem_of("clean", l2=2.0)
    np.testing.assert_allclose(optima[0], minimizer(problem), rtol=1e-9)


def test_float32_is_run_in_float32_and_judged_in_float64():
    data = datasets.clean()
    single = line_fit(data.x.astype(np.float32), data.y.astype(np.float32))
    seen = frame(precision="float32", epochs=300)
    expected = run(single, GradientDescent(5e-4), [0, 0], max_steps=300)
    assert expected.x.dtype == np.float32
    np.testing.assert_array_equal(seen["x"], expected.x)
    assert seen["x"].dtype == np.float64
    np.testing.assert_array_equal(seen["optimum"], minimizer(problem_of("clean")))
    gap = np.abs(seen["loss"] / seen["predicted"] - 1)
    assert 1e-9 < gap.max() < 1e-4


def test_points_that_were_moved_count():
    data = datasets.clean()
    x, y = data.x.copy(), data.y.copy()
    x[3], y[3] = 40.0, -7.0
    seen = frame(data={"name": "clean", "moved": [[3, 40, -7]]}, epochs=5)
    expected = run(line_fit(x, y), GradientDescent(5e-4), [0, 0], max_steps=5)
    np.testing.assert_array_equal(seen["x"], expected.x)
    np.testing.assert_array_equal(seen["data"]["x"], x)
    np.testing.assert_array_equal(datasets.clean().x, data.x)


def test_own_points_are_run():
    own = {"name": "own", "x": [1, 2, 4], "y": [1, 3, 2]}
    seen = frame(data=own, epochs=5, optimizer={"name": "SteepestDescent"})
    expected = run(line_fit(own["x"], own["y"]), SteepestDescent(), [0, 0], max_steps=5)
    np.testing.assert_array_equal(seen["x"], expected.x)


def test_a_second_setting_is_run_beside_the_first():
    both = frame(compare={"loss": "mae", "coordinates": "standardized"}, epochs=20)
    alone = frame(loss="mae", coordinates="standardized", epochs=20)
    np.testing.assert_array_equal(both["other"]["x"], alone["x"])
    np.testing.assert_array_equal(both["x"], frame(epochs=20)["x"])
    assert both["other"]["settings"]["compare"] is None


def test_a_run_that_diverges_ends_at_its_last_finite_row():
    for epochs in (500, 1_000_000):
        seen = frame(
            optimizer={"name": "GradientDescent", "learning_rate": 2e-3}, epochs=epochs
        )
        assert seen["status"] == "DIVERGED"
        assert seen["k"][-1] < epochs or epochs == 500
        for key in ("x", "z", "loss", "grad", "predicted"):
            assert np.isfinite(seen[key]).all(), key
        assert "times the limit" in seen["messages"][0]
        surface = seen["surface"]
        assert np.isfinite(surface["loss"]).all()
        assert surface["u"][0] <= 0 <= surface["u"][-1]
        assert np.abs(surface["u"]).max() < 10
        assert seen["share"] > 1


def test_a_run_that_has_arrived_ends_there():
    seen = frame(
        coordinates="standardized",
        optimizer={"name": "GradientDescent", "learning_rate": 0.5},
    )
    assert seen["status"] == "CONVERGED"
    assert len(seen["k"]) <= 3
    assert frame(optimizer={"name": "LBFGS"})["status"] == "CONVERGED"
    for epochs in (1500, 100_000):  # taken, and by the closed form
        seen = frame(
            coordinates="standardized",
            optimizer={"name": "GradientDescent", "learning_rate": 0.0045},
            epochs=epochs,
        )
        arrived = epochs > 1500
        assert seen["status"] == ("CONVERGED" if arrived else "OUT_OF_STEPS")
        size = np.linalg.norm(seen["grad"][[0, -1]], axis=1)
        assert (size[1] <= 1e-9 * size[0]) == arrived


def test_a_search_that_finds_no_step_has_stalled_and_says_so():
    noisy = {"data": {"name": "heavy_noise"}, "loss": "mae"}
    stalled = 0
    for start in np.random.RandomState(0).uniform(-5, 5, (12, 2)).tolist():
        seen = frame(**noisy, optimizer={"name": "LBFGS"}, start=start)
        left = (seen["loss"] - seen["best"])[[0, -1]]
        # Where a kinked run stops is chance; what is said of it is not.
        stands = left[1] > 1e-6 * left[0]
        assert seen["status"] == ("STALLED" if stands else "CONVERGED")
        assert any("stands still" in said for said in seen["messages"]) == stands
        stalled += stands
    assert stalled > 6


@pytest.mark.parametrize(
    ("scale", "start", "status", "says"),
    [
        (1e15, [1e10, 0], "OVERFLOWED", "first gradient is beyond the numbers"),
        (1e-30, [0, 0], "UNDERFLOWED", "below the smallest number"),
    ],
)
def test_the_ends_of_float32_are_named(scale, start, status, says):
    data = {"name": "own", "x": [scale, 2 * scale, 4 * scale], "y": [-1e-30, 0, 1e-30]}
    seen = frame(data=data, start=start, precision="float32", epochs=90)
    assert seen["status"] == status
    assert any(says in sentence for sentence in seen["messages"])
    assert seen["k"] == [0]


def test_a_constant_step_on_absolute_errors_is_explained():
    assert any("band" in said for said in frame(loss="mae", epochs=9)["messages"])
    shrinking = {"name": "SubgradientDescent", "learning_rate": 0.01, "power": 0.5}
    seen = frame(loss="mae", epochs=9, optimizer=shrinking)["messages"]
    assert not any("band" in said for said in seen)


def test_a_long_run_is_thinned_and_one_that_circles_is_not_taken_for_stalled():
    circling = {"name": "SubgradientDescent", "learning_rate": 0.1, "power": 0}
    seen = frame(
        data={"name": "outliers"}, loss="mae", optimizer=circling, epochs=20_000
    )
    assert seen["status"] == "OUT_OF_STEPS"
    assert seen["k"][-1] == 20_000
    assert len(seen["k"]) <= ROWS + 1
    method = SubgradientDescent(0.1, 0.0)
    problem = problem_of("outliers", "mae")
    expected = run(problem, method, [0, 0], max_steps=20_000)
    np.testing.assert_array_equal(seen["x"], expected.x[seen["k"]])


def test_steps_that_have_to_be_taken_are_taken_up_to_a_limit():
    seen = frame(
        precision="float32", coordinates="standardized", epochs=1_000_000, loss="mae"
    )
    assert seen["k"][-1] <= MOST_STEPS
    if seen["k"][-1] == MOST_STEPS:
        assert any(f"{MOST_STEPS:,}" in said for said in seen["messages"])


def test_the_surface_holds_start_optimum_and_path():
    for settings in ({}, {"coordinates": "standardized"}, {"loss": "mae"}):
        seen = frame(**settings, start=[-2, 9])
        surface = seen["surface"]
        for point in (*seen["z"], seen["optimum_z"]):
            assert surface["u"][0] < point[0] < surface["u"][-1]
            assert surface["v"][0] < point[1] < surface["v"][-1]
        i, j = 7, 50
        at = seen["map"]["matrix"] @ [surface["u"][j], surface["v"][i]]
        value = problem_of("clean", settings.get("loss", "mse")).value(at)
        assert surface["loss"][i, j] == pytest.approx(float(value))


def test_many_rows_have_the_loss_of_three():
    """The frame of many rows, once over three and once over all."""
    i = np.arange(MANY + 500)
    x, y = np.sin(i) * 5 + 3, np.cos(3 * i) + 2 * np.sin(i)
    own = {"data": {"name": "own", "x": x.tolist(), "y": y.tolist()}}
    for more in ({}, {"coordinates": "standardized"}, {"l2": 0.1}, {"epochs": 5000}):
        few = frame(**own, **more)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("scripts.engine.condensed.MANY", 10**6)
            many = frame(**own, **more)
        for key in ("k", "x", "loss", "optimum", "grad"):
            np.testing.assert_allclose(few[key], many[key], rtol=1e-8, atol=1e-9)
        assert few["limit"] == pytest.approx(many["limit"], rel=1e-10)
        assert len(few["data"]["x"]) == len(x)


REFUSED = {
    "epochs must be a whole number from 1 to 1,000,000": {"epochs": 0},
    "epochs must be a whole number from 1 to": {"epochs": 2.5},
    "epochs must be a whole number from 1": {"epochs": None},
    "epochs must be a whole number from": {"epochs": True},
    "settings has no lr; it has v, data": {"lr": 1},
    "v must be 1, the version known here": {"v": 7},
    "data.name must be one of clean": {"data": {"name": "iris"}},
    "data has no x; it has name, moved": {"data": {"name": "clean", "x": [1]}},
    "value 2 of data.y must be a number, at most 10¹⁰⁰ in size": {
        "data": {"name": "own", "x": [1, 2], "y": [1, None]}
    },
    "value 1 of data.x must be a number": {
        "data": {"name": "own", "x": [math.nan, 2], "y": [1, 2]}
    },
    "data must have as many x as y": {
        "data": {"name": "own", "x": [1, 2, 3], "y": [1, 2]}
    },
    "data.x must be a list of 2 to 100,000 numbers": {
        "data": {"name": "own", "x": [1] * 100_001, "y": [1] * 100_001}
    },
    "the absolute error is followed over at most 5,000 rows, and there are 5,001": {
        "data": {"name": "own", "x": [*range(5001)], "y": [*range(5001)]},
        "loss": "mae",
        "optimizer": {"name": "SubgradientDescent"},
    },
    "x is constant (3 in all 2 rows)": {
        "data": {"name": "own", "x": [3, 3], "y": [1, 2]}
    },
    "data.moved names row 100, but there are 100": {
        "data": {"name": "clean", "moved": [[100, 1, 1]]}
    },
    "value 1 of data.moved must be [row, x, y]": {
        "data": {"name": "clean", "moved": [[1]]}
    },
    "loss must be one of mse, mae": {"loss": "huber"},
    "the ridge weight α must be a number >= 0": {"l2": -1},
    "a ridge goes with the squared error": {"l2": 1, "loss": "mae"},
    "the start must be a list of two numbers": {"start": [1]},
    "value 1 of the start must be a number": {"start": ["a", 1]},
    "seed must be a whole number": {"seed": -1},
    "coordinates must be one of": {"coordinates": "polar"},
    "precision must be one of": {"precision": "float16"},
    "show.residuals must be true or false": {"show": {"residuals": 1}},
    "compare has no epochs": {"compare": {"epochs": 1}},
    "compare.loss must be one of": {"compare": {"loss": 3}},
    "code must be a text of at most 20,000 bytes": {"code": "#" * 20_001},
    "code must be a text of at most 20,000 bytes, or null": {"code": 5},
    "optimizer.name must be one of": {"optimizer": {"name": "Newton"}},
    "optimizer has no momentum; it has name, learning_rate, beta1": {
        "optimizer": {"name": "Adam", "momentum": 1}
    },
    "optimizer.beta must be a number from 0 to 0.9999": {
        "optimizer": {"name": "Momentum", "beta": 1}
    },
    "optimizer.learning_rate must be a number from 10⁻²⁰ to 1,000, or a list of 2": {
        "optimizer": {"name": "GradientDescent", "learning_rate": 0}
    },
    "optimizer.learning_rate must be a number from": {
        "optimizer": {"name": "GradientDescent", "learning_rate": [1, 1, 1]}
    },
    "history must be a whole number": {"optimizer": {"name": "LBFGS", "history": 1.5}},
    "search must be one of": {"optimizer": {"name": "LBFGS", "search": "Golden"}},
    "batch_size 101 is above the 100 rows": {
        "optimizer": {"name": "MinibatchGradientDescent", "batch_size": 101}
    },
    "want lambda_min < lambda_max": {
        "optimizer": {"name": "Chebyshev", "lambda_min": 3, "lambda_max": 2}
    },
    "all curvatures are equal here": {
        "optimizer": {"name": "Chebyshev"},
        "coordinates": "standardized",
    },
    "ConjugateGradient needs a quadratic loss": {
        "optimizer": {"name": "ConjugateGradient"},
        "loss": "mae",
    },
    "Chebyshev needs a quadratic loss": {
        "optimizer": {"name": "Chebyshev"},
        "loss": "mae",
    },
    "the exact step needs a quadratic loss": {
        "optimizer": {"name": "LBFGS", "search": "Exact"},
        "loss": "mae",
    },
    "the two-variable thread minimizes |Ax - b|^2": {
        "data": {"name": "two_variables"},
        "loss": "mae",
    },
    "the two-variable thread has no intercept": {
        "data": {"name": "two_variables"},
        "coordinates": "centered",
    },
}


@pytest.mark.parametrize("message", REFUSED, ids=lambda text: text[:40])
def test_what_cannot_be_meant_is_refused(message):
    assert message in refused(**REFUSED[message])


@pytest.mark.parametrize("argument", [None, 3, "clean", [1], {1: 2}, {"data": None}])
@pytest.mark.parametrize("name", ["frame", "trace"])
def test_no_argument_raises(name, argument):
    answer = engine.call(name, argument)
    assert answer["error"]["message"]
    assert answer["error"]["line"] is None


def test_an_unknown_question_is_answered():
    message = engine.call("frames", {})["error"]["message"]
    assert message.startswith("no question is called 'frames'")


def test_a_fault_of_ours_is_an_answer_too(monkeypatch):
    from scripts.engine import api

    monkeypatch.setitem(api.QUESTIONS, "catalog", lambda argument: 1 / 0)
    answer = engine.call("catalog", {})
    assert answer["error"]["message"] == "ZeroDivisionError: division by zero"


def test_the_catalog_lists_every_dataset_and_every_optimizer():
    listed = engine.call("catalog", {})
    json.dumps(listed, allow_nan=False)
    kinds = {name for name, kind in vars(optimizers).items() if is_dataclass(kind)}
    assert {one["name"] for one in listed["optimizers"]} == kinds
    assert [one["name"] for one in listed["datasets"]] == [*LINES, "two_variables"]
    for one in listed["optimizers"]:
        fields = {field["name"]: field["default"] for field in one["fields"]}
        whole = complete({"optimizer": {"name": one["name"]}})["optimizer"]
        assert whole == {"name": one["name"], **fields}
        for field in one["fields"]:
            if field["kind"] == "choice":
                assert field["default"] in field["choices"]
            elif field["default"] is not None:
                assert field["least"] <= field["default"] <= field["most"]


def test_the_settings_of_a_frame_are_complete_and_answer_the_same():
    seen = frame(epochs=7)
    assert seen["settings"] == complete({"epochs": 7})
    again = frame(**seen["settings"])
    np.testing.assert_array_equal(seen["x"], again["x"])


def test_the_code_of_a_link_is_not_run_by_a_frame():
    assert frame(code="raise SystemExit")["status"] == "OUT_OF_STEPS"


def test_the_program_at_first_is_plain_gradient_descent():
    code = (ROOT / "docs/snippets/explorer_default.py").read_text(encoding="utf-8")
    answer = engine.call("trace", {"code": code})
    seen, plain_run = answer["frame"], frame()
    assert answer["printed"] == ""
    for key in ("k", "x", "loss", "grad", "predicted"):
        np.testing.assert_allclose(seen[key], plain_run[key], rtol=1e-9)
    assert seen["limit"] == plain_run["limit"]
    assert seen["steps"] == plain_run["steps"]
    assert set(seen) == set(plain_run)


@pytest.mark.parametrize("loss", ["mse", "mae"])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e5])
def test_the_best_loss_of_points_on_a_line_is_zero_and_no_rounding(loss, scale):
    x = np.linspace(-3, 49, 40)
    y = scale * (3 * x + 4)
    data = {"name": "own", "x": x.tolist(), "y": y.tolist()}
    method = optimizers.SubgradientDescent(1e-3) if loss == "mae" else Adam(0.1)
    asked = {"data": data, "loss": loss, "optimizer": plain(method)}
    assert engine.call("frame", asked)["best"] == 0
    data["y"][7] += 1e-6 * scale  # what is there, if ever so little, is told
    assert engine.call("frame", asked)["best"] > 0
