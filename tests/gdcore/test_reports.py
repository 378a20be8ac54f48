"""Reports on known cases: what they say is what a run, or a formula, says.

The one rule: each fault that FINDINGS names in its part D has a case here.
"""

import json
import math

import numpy as np
import pytest

from gdcore import diagnose, line_fit
from gdcore.diagnosis.condensed import condensed
from gdcore.optimizers import GradientDescent, Nesterov
from gdcore.reports import Report, answer
from gdcore.runs import run
from gdcore.spectral import line_eigenvalues, minimizer, spectrum

SEVEN = [98.0, 95.0, 92.0, 88.0, 85.0, 82.0, 79.0]
Y = [1.0, 3.0, 2.0, 5.0, 4.0, 6.0, 5.0]
STEPS = 300
"""Of runs that confirm, at most."""
FIVE = {"X": [[1.0], [2.0], [3.0], [4.0], [5.0]], "y": [2.0, 4.0, 5.0, 4.0, 5.0]}


def rows(x, y) -> dict:
    return {"X": [[float(v)] for v in x], "y": [float(v) for v in y]}


def ask(**question) -> Report:
    return answer(question, evaluations=STEPS)


def kinds(report: Report) -> list[str]:
    return [found.kind for found in report.findings]


def number(report: Report, name: str) -> float:
    (value,) = (n.value for n in report.numbers if n.name == name)
    return value


@pytest.mark.parametrize(
    ("loss", "share"),
    [("mean", 1.567), ("half mean", 0.784), ("sum", 10.97), ("half sum", 5.49)],
)
def test_the_convention_of_the_loss_decides_whether_a_rate_diverges(loss, share):
    report = ask(rows=rows(SEVEN, Y), learning_rate=2e-4, loss=loss)
    limit = 2 / spectrum(line_fit(SEVEN, Y)).lambda_max
    limit *= {"mean": 1, "half mean": 2, "sum": 1 / 7, "half sum": 2 / 7}[loss]
    assert number(report, "share of the limit") == pytest.approx(2e-4 / limit)
    assert 2e-4 / limit == pytest.approx(share, rel=5e-3)
    assert ("diverges" in kinds(report)) == (share > 1)
    if share > 1:
        growth = abs(1 - 2 * 2e-4 / limit) ** 2
        factor = float(report.headline.split("by a factor ")[1].split()[0])
        assert factor == pytest.approx(growth, rel=2e-3)
        assert "times the limit" in report.headline


def test_a_small_rate_is_called_small_although_standardizing_would_help():
    report = ask(rows=FIVE, learning_rate=1e-5)
    assert kinds(report)[0] == "too small"
    assert report.headline.startswith("Your learning rate 1e-05 is only 0.012 %")


def test_close_below_the_limit_the_advice_takes_fewer_steps():
    limit = number(ask(rows=rows(SEVEN, Y)), "limit")
    report = ask(rows=rows(SEVEN, Y), learning_rate=0.97 * limit)
    assert kinds(report) == ["unscaled", "slow", "oscillates"]
    assert report.headline.startswith("Your data are not scaled: the mean of x ")
    assert "is 13.75 times its standard deviation" in report.headline
    (yours,) = (row for row in report.forecasts if row.yours)
    assert all(r.fix.steps < max(yours.to_1) for r in report.remedies)


def test_what_diverges_on_unscaled_data_hears_of_the_scale_too():
    report = ask(rows=rows(SEVEN, Y), learning_rate=1e-3)
    assert kinds(report)[:2] == ["diverges", "unscaled"]
    assert "standardize x" in report.findings[0].fix


def test_large_x_has_a_limit_that_can_be_typed():
    x = np.linspace(22_000, 240_000, 24)
    report = ask(rows=rows(x, 9_000 - 0.02 * x))
    limit = number(report, "limit")
    assert limit == pytest.approx(2 / spectrum(line_fit(x, x)).lambda_max)
    assert (
        not ask(rows=rows(x, x), learning_rate=limit / 2)
        .findings[0]
        .kind.startswith("diverges")
    )


def test_methods_without_a_theory_have_measured_verdicts():
    for method in ("Adam", "RMSProp", "AdaGrad", "L-BFGS"):
        report = ask(rows=FIVE, method={"name": method}, learning_rate=0.05)
        (yours,) = (row for row in report.forecasts if row.yours)
        assert yours.counted in ("measured", "bound")
        assert yours.label.startswith(f"yours: {method}")
    absolute = ask(rows=FIVE, loss="absolute", learning_rate=0.5)
    assert kinds(absolute)[0] == "hovers"
    assert absolute.remedies


def test_the_steps_of_each_parameter_are_those_of_a_run():
    problem = line_fit([v for (v,) in FIVE["X"]], FIVE["y"])
    report = ask(rows=FIVE, learning_rate=0.05)
    (yours,) = (row for row in report.forecasts if row.yours)
    path = run(problem, GradientDescent(0.05), [0, 0], max_steps=1000)
    left = np.abs(path.x - minimizer(problem)) / np.abs(minimizer(problem))
    for counts, tolerance in ((yours.to_1, 0.01), (yours.to_001, 0.0001)):
        expected = [np.flatnonzero(part > tolerance)[-1] + 1 for part in left.T]
        assert counts == tuple(expected)
    assert yours.measured_1 == yours.to_1
    assert yours.confirmed


def test_moments_alone_give_the_spectrum_of_a_line():
    report = ask(moments={"n": 7, "mean": 88.0, "std": 6.2}, learning_rate=1e-4)
    assert report.eigenvalues == pytest.approx(line_eigenvalues(88.0, 6.2**2))
    assert report.parameters == ("flat direction", "steep direction")
    (yours,) = (row for row in report.forecasts if row.yours)
    for value, count in zip(report.eigenvalues, yours.to_1, strict=True):
        expected = math.log(100) / -math.log(abs(1 - 1e-4 * value))
        assert count == pytest.approx(expected, rel=1e-3, abs=1)
    summed = ask(moments={"n": 7, "mean": 88.0, "std": 6.2}, loss="half sum")
    assert summed.eigenvalues == pytest.approx(np.multiply(report.eigenvalues, 3.5))


def test_moments_of_both_are_as_good_as_the_rows():
    x, y = np.array(SEVEN), np.array(Y)
    moments = {
        "n": 7,
        "mean": x.mean(),
        "std": x.std(),
        "y_mean": y.mean(),
        "y_std": y.std(),
        "correlation": np.corrcoef(x, y)[0, 1],
    }
    few, all_ = ask(moments=moments), ask(rows=rows(x, y))
    for one, other in zip(few.forecasts, all_.forecasts, strict=True):
        if one.counted == "predicted":
            assert one.to_1 == pytest.approx(other.to_1, rel=1e-4, abs=1)


def test_a_matrix_has_no_intercept():
    A = [[1.0, 2.0], [3.0, 4.5]]
    report = ask(matrix={"A": A, "b": [1, 2]}, learning_rate=0.01)
    values = np.linalg.svd(A, compute_uv=False)[::-1] ** 2
    assert report.eigenvalues == pytest.approx(values)  # 2 / n is 1
    assert report.parameters == ("x1", "x2")


def test_without_a_rate_the_limit_and_the_best_are_told_and_no_verdict():
    report = ask(rows=FIVE)
    assert report.headline.startswith("A learning rate below 0.08452 converges")
    assert not set(kinds(report)) & {"diverges", "too small", "oscillates"}
    assert not any(row.yours for row in report.forecasts)
    assert ask(rows=FIVE, method={"name": "momentum"}).headline.startswith(
        "A learning rate below 0.1368"
    )


def test_at_a_given_beta_no_rate_is_called_the_best():
    half = ask(rows=FIVE, method={"name": "Nesterov", "beta": 0.9}).headline
    assert half.startswith("A learning rate below 0.05736 converges")
    assert "at half of that, 0.0286," in half
    line = line_fit([1.0, 2.0, 3.0, 4.0, 5.0], FIVE["y"])
    steps = [diagnose(line, Nesterov(rate, 0.9)) for rate in (0.0286, 0.05)]
    assert steps[1].steps_to_1_percent < steps[0].steps_to_1_percent  # it is not
    best = ask(rows=FIVE, method={"name": "Nesterov"}).headline
    assert "at the best one, 0.056," in best


def test_too_few_steps_are_told_with_what_they_leave():
    report = ask(rows=FIVE, learning_rate=0.05, steps=100)
    left = number(report, "after 100 steps")
    problem = line_fit([v for (v,) in FIVE["X"]], FIVE["y"])
    path = run(problem, GradientDescent(0.05), [0, 0], max_steps=100)
    shares = np.abs(path.x[-1] - minimizer(problem)) / np.abs(minimizer(problem))
    assert left == pytest.approx(shares.max())
    assert kinds(report)[0] == "too few steps"
    assert "after your 100 steps 16 % of the error of w is left" in report.headline
    assert "too few steps" not in kinds(ask(rows=FIVE, learning_rate=0.05, steps=270))


def test_float32_stops_where_its_floor_says():
    x = [float(v) for v in range(5, 25)]
    y = [2.0 * v + 70 for v in x]
    report = ask(rows=rows(x, y), learning_rate=2e-3, precision="float32")
    floor = number(report, "floor of float32")
    X = np.stack([x, np.ones(20)], 1).astype(np.float32)
    theta, target = np.zeros(2, np.float32), np.array(y, np.float32)
    for _ in range(30_000):
        before = theta
        theta = theta - np.float32(2e-3 * 2 / 20) * (X.T @ (X @ theta - target))
        if np.array_equal(before, theta):
            break
    assert np.array_equal(before, theta)
    assert floor / 2 < abs(theta[1] - 70) / 70 < 2 * floor
    small = ask(rows=rows(x, y), learning_rate=8e-6, precision="float32")
    assert number(small, "floor of float32") == pytest.approx(250 * floor)
    assert "rounding" in kinds(small)
    assert "rounding" not in kinds(ask(rows=rows(x, y), learning_rate=8e-6))


def test_a_column_that_float32_cannot_tell_apart_is_named():
    x = 1.7e9 + np.arange(10.0)
    report = ask(rows=rows(x, np.arange(10)), precision="float32", learning_rate=1e-19)
    assert any("one and the same number" in line for line in report.read)
    assert "flat" in kinds(report)


def test_columns_that_depend_on_each_other_are_told():
    X = [[v, 2 * v, w] for v, w in zip(SEVEN, Y, strict=True)]
    report = ask(rows={"X": X, "y": Y, "names": ["a", "b", "c"]}, learning_rate=1e-5)
    assert "flat" in kinds(report)
    assert report.parameters == ("a", "b", "c", "b")


def test_the_report_of_a_diagnosis_is_that_of_the_question():
    text = str(ask(rows=FIVE, learning_rate=1e-5))
    problem = line_fit([v for (v,) in FIVE["X"]], FIVE["y"])
    told = str(diagnose(problem, 1e-5, evaluations=STEPS))
    assert text.startswith(told)
    assert text[len(told) :].startswith("\n\nHow it was read:")


def test_values_are_plain_and_hold_the_same():
    report = ask(rows=FIVE, learning_rate=0.2, steps=10, loss="sum")
    values = json.loads(json.dumps(report.as_dict(), allow_nan=False))
    assert values["headline"] == report.headline
    assert values["text"] == str(report)
    assert values["wrong"] is True
    assert values["steps"][0]["to_1"] == [None, None]
    assert values["findings"][0]["link"].startswith("topics/learning-rate/#")
    assert {"numpy", "torch"} == values["fixes"][0]["lines"].keys()
    assert max(map(len, values["text"].splitlines())) <= 80


def test_paths_begin_at_the_start_and_have_few_points():
    values = ask(rows=rows(SEVEN, Y), learning_rate=1e-4).as_dict()["paths"]
    for path in values.values():
        assert len(path["k"]) == len(path["loss"]) == len(path["theta"]) <= 200
        assert path["k"][0] == 0
        assert path["theta"][0] == [0, 0]
        assert path["loss"][-1] <= 1e-3 * path["loss"][0]
    problem = line_fit(SEVEN, Y)
    first = problem.value(np.zeros(2)) - problem.value(minimizer(problem))
    assert values["before"]["loss"][0] == pytest.approx(first)


def test_a_diverging_path_ends_before_it_overflows():
    before = ask(rows=FIVE, learning_rate=3.0).as_dict()["paths"]["before"]
    assert before["loss"][-1] > 1e6 * before["loss"][0]
    assert all(math.isfinite(loss) for loss in before["loss"])


def test_few_rows_stand_for_many():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(6000, 3)) * [1, 10, 100] + [5, 0, 700]
    y = X @ [1.0, 2.0, 3.0] + rng.normal(size=6000)
    few_X, few_y = condensed(X, y)
    assert len(few_y) == 5
    for theta in rng.normal(size=(3, 3)):
        full = np.mean((X @ theta + 1.5 - y) ** 2)
        assert np.mean((few_X @ theta + 1.5 - few_y) ** 2) == pytest.approx(full)
    many = ask(rows={"X": X, "y": y}, learning_rate=1e-6, loss="sum")
    values = np.linalg.svd(np.column_stack([X, np.ones(6000)]), compute_uv=False)
    assert many.eigenvalues == pytest.approx(2 * values[::-1] ** 2)
    assert "all 6,000" in " ".join(many.read)
    X[:, 2] = X[:, 0]
    assert len(condensed(X, y)[1]) == 6000


@pytest.mark.parametrize("line", [0, -1, None, 7])
def test_no_finding_names_line_zero(line):
    remark = {"kind": "stalled", "says": "the sum over n is missing", "line": line}
    error = {"type": "ValueError", "message": "no such column", "line": line}
    told = answer({"code": "x = 1"}, execution={"error": error, "remarks": [remark]})
    lines = {one.line for one in told.findings if one.source == "run"}
    assert lines == {7 if line == 7 else None}
    assert "Line 0" not in told.headline


def test_a_program_that_is_not_read_says_what_is_judged_without_it():
    code = "const x = [1, 2];\nlet w = 0;\nfor (let i = 0; i < 9; i++) {\n  w -= 1;\n}"
    (found,) = ask(code=code).findings
    assert found.says == "This looks like JavaScript; only Python is read."
    assert "printed lines are judged without the code" in found.fix
