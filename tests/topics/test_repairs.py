"""The repairs of the answers on data near that of the page: the advice works there too.

The one rule: a program is that of the page but for the lines that a reader changes, and
least squares on the raw data says what is right.
"""

import re
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT


def text(place: str) -> str:
    return (ROOT / "docs" / place).read_text("utf-8")


def run(name: str, *edits: tuple[str, str]) -> dict[str, Any]:
    """The names that a repaired program leaves, some of its lines changed."""
    code = text(f"snippets/{name}_after_numpy.py")
    for pattern, new in edits:
        code, changed = re.subn(
            pattern, lambda _, new=new: new, code, count=1, flags=re.M
        )
        assert changed == 1, pattern
    with np.errstate(all="raise", under="ignore"):
        exec(compile(code, name, "exec"), found := {})
    return found


def x_is(expression: str) -> tuple[str, str]:
    return r"^x = [^#\n]*", f"x = {expression}"


def repeated(times: int) -> tuple[str, str]:
    return r"range\([\d_]+\)", f"range({times})"


FACTOR = r"x \* 100"
ROUND = 1e-6  # relative to the largest parameter
LINES = [
    ("celsius_to_fahrenheit",),
    ("celsius_to_fahrenheit", x_is("np.linspace(0, 40, 30)")),
    ("differs_from_the_normal_equation", repeated(400)),
    ("theta_alternates",),
    ("theta_alternates", x_is("np.linspace(50, 85, 71)")),
    ("theta_alternates", x_is("np.linspace(1, 100, 71)")),
    ("theta_alternates", x_is("np.linspace(-170, 180, 71)")),
    ("works_to_25_fails_at_26", repeated(260)),
    ("works_to_25_fails_at_26", x_is("np.arange(2000.0)"), repeated(260)),
    ("x_times_100", repeated(100)),
    ("x_times_100", (FACTOR, "x * 1e6"), repeated(100)),
    ("years_as_x",),
    ("years_as_x", x_is("np.arange(1900.0, 2021)")),
    ("years_as_x", x_is("np.r_[np.arange(1000.0, 2021), np.nan]")),
]


@pytest.mark.parametrize(("name", "edits"), [(name, e) for name, *e in LINES])
def test_after_a_repair_polyfit_on_the_raw_data_agrees(name, edits):
    """The Check of the page, at the end of its program."""
    page = text(f"answers/{name.replace('_', '-')}.md")
    assert "np.polyfit" in page or name.startswith("differs")
    found = run(name, *edits)
    x = found["x"]
    if name == "years_as_x":  # it stands for the years in their own units
        x = x * found["deviation"] + found["mean"]
    slope, intercept = np.polyfit(x, found["y"], 1)
    fitted = found["w"], found.get("b", found.get("c"))
    size = max(abs(slope), abs(intercept))
    np.testing.assert_allclose(fitted, [slope, intercept], atol=ROUND * size)


@pytest.mark.parametrize("page", ["theta-alternates"])
@pytest.mark.parametrize("x", [np.arange(10.0), np.linspace(50, 60, 20)])
def test_on_raw_x_no_line_overshoots_at_the_rate_of_the_page(page, x):
    (formula,) = re.findall(r"`(0\.5 / mean\(.*?\))`", text(f"answers/{page}.md"))
    rate = eval(formula, {"mean": np.mean, "x": x})
    steepest = 2 * np.linalg.norm(np.stack([x, np.ones_like(x)]), 2) ** 2 / len(x)
    assert 0.25 < rate * steepest <= 1


def descended(X, y, *, rate: float, steps: int) -> tuple[np.ndarray, list[float]]:
    theta, losses = np.zeros(X.shape[1]), []
    for _ in range(steps):
        r = X @ theta - y
        losses.append(np.mean(r**2))
        theta = theta - rate * 2 * X.T @ r / len(y)
    return theta, losses


def test_on_centered_years_the_formula_of_the_page_gives_a_rate_that_arrives():
    (formula,) = re.findall(r"`(1 / np\.mean.*?)`", text("answers/years-as-x.md"))
    x = np.arange(1900.0, 2021.0)
    y = 3 * x - 5900
    x = x - x.mean()
    rate = eval(formula, {"np": np, "x": x})
    X = np.column_stack([x, np.ones_like(x)])
    (w, b), losses = descended(X, y, rate=rate, steps=20_000)
    assert (np.diff(losses) <= 1e-12 * losses[0]).all()
    np.testing.assert_allclose([w, b - w * 1960], [3, -5900], rtol=1e-6)
    with np.errstate(all="ignore"):
        lost, _ = descended(X, y, rate=0.002, steps=20_000)
    assert not np.isfinite(lost).any()


def test_a_missing_date_is_dropped_before_it_is_a_number():
    page = text("answers/years-as-x.md")
    names = {"np": np, "y": np.array([1.0, 2, 3])}
    names["dates"] = np.array(["1960-05-01", "NaT", "1970-05-01"], "datetime64[s]")
    assert np.isfinite(names["dates"].astype("datetime64[D]").astype(float)).all()
    for start in ("days = ", "keep = ", "x, y = "):
        (line,) = re.findall(rf"`({start}[^`]*)`", page)
        exec(line, names)
    np.testing.assert_array_equal(names["x"], [-3532, 120])
    np.testing.assert_array_equal(names["y"], [1, 3])


def standardized(columns: np.ndarray) -> np.ndarray:
    """Each column, and the ones."""
    Z = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    return np.column_stack([Z, np.ones(len(Z))])


@pytest.mark.parametrize("degree", [3, 4, 5, 6])
def test_the_repair_of_powers_falls_at_every_degree_and_does_not_explode(degree):
    powers = ", ".join(f"x**{k}" for k in range(1, degree + 1))
    columns = (r"np\.column_stack\(.*\)", f"np.column_stack([{powers}])")
    found = run(
        "polynomial_features", columns, (r"np\.zeros\(3\)", f"np.zeros({degree})")
    )
    assert found["lr"] == pytest.approx(1 / (1 + degree))
    assert np.mean(found["r"] ** 2) < 1e-2 * found["y"].var()


@pytest.mark.parametrize("degree", [4, 5])
def test_from_degree_four_on_powers_of_standardized_x_arrive_and_others_do_not(degree):
    x = np.linspace(0, 10, 50)
    y = 0.1 * x**3 - x**2 + 2 * x + 3 + 5 * np.cos(x)
    best = np.polynomial.Polynomial.fit(x, y, degree)(x)
    left = []
    for column in (x, (x - x.mean()) / x.std()):
        X = standardized(np.stack([column**k for k in range(1, degree + 1)], axis=1))
        theta, _ = descended(X, y, rate=1 / (1 + degree), steps=20_000)
        left.append(np.abs(X @ theta - best).max())
    assert left[0] > 1e-2 > 1e-6 > left[1]


@pytest.mark.parametrize("columns", [2, 25])
def test_the_rate_for_several_columns_is_safe_and_lstsq_is_the_check(columns):
    rng = np.random.default_rng(0)
    X = 1000 * (rng.normal(size=(40, 1)) + 0.1 * rng.normal(size=(40, columns)))
    y = X.sum(axis=1) + rng.normal(size=40)
    rate = 1 / (1 + columns)
    for half in (0.5, 1):
        _, losses = descended(standardized(X), y, rate=half * rate, steps=200)
        assert (np.diff(losses) <= 1e-12 * losses[0]).all()
    if columns == 25:
        with np.errstate(all="ignore"):
            _, losses = descended(standardized(X), y, rate=0.05, steps=200)
        assert losses[-1] > losses[0]
    found = run("several_features_nan")
    raw = found["X"] * found["deviation"] + found["mean"]
    raw = np.column_stack([raw, np.ones(len(raw))])
    best = np.linalg.lstsq(raw, found["y"])[0]
    np.testing.assert_allclose([*found["w"], found["b"]], best, rtol=1e-6)


def test_a_gradient_below_a_millionth_tells_a_run_that_arrived_from_one_that_did_not():
    page = text("answers/differs-from-the-normal-equation.md")
    small, large = re.findall(r"`(X\.T @ .*?)`", page)
    name = "differs_from_the_normal_equation"
    for edits, arrived in (
        ([repeated(400)], True),
        ([repeated(400), ("alpha = 0.1", "alpha = 0.01")], False),
    ):
        found = run(name, *edits)
        share = np.abs(eval(small, found)) / np.abs(eval(large, found))
        assert (share < 1e-6).all() == arrived
