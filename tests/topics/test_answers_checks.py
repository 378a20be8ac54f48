"""The checks of the answers: each runs behind the repaired program as it stands.

The one rule: program and check share one namespace, and the check tells the repaired
program from the one before it.
"""

import io
import re
import subprocess
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.test_snippets import NODE

Names = dict[str, Any]
SNIPPETS = ROOT / "docs/snippets"
PAGES = sorted((ROOT / "docs/answers").glob("*.md"))
CHECK = re.compile(r"\*\*Check:\*\*(.*?)\n\n", re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
SHOWN = re.compile(r'(?:repair|code)\("(\w+)"\)')
WORDS = {  # names of things; the last one is Octave
    *("J", "J_history", "step", "tol", "SLOPE", "INTERCEPT", "1.0000"),
    *("x", "y", "cost", "X' * (X * theta - y)"),
}
FLAT = re.compile(r"`(np\.polyfit\([^`]*ravel\(\), 1\))`")


def text(name: str) -> str:
    return (ROOT / f"docs/answers/{name}.md").read_text("utf-8")


def checks(name: str) -> list[str]:
    """The code of a page's check that a reader can run in Python."""
    found = CODE.findall(CHECK.search(text(name))[1])
    return [code for code in found if code not in WORDS]


def program(name: str, part: str, kind: str = "numpy") -> str:
    """The first program of a page, before or after its repair."""
    shown = SHOWN.search(text(name))[1]
    paths = (SNIPPETS / f"{shown}{end}_{kind}.py" for end in (f"_{part}", ""))
    return next(path for path in paths if path.is_file()).read_text("utf-8")


def ran(code: str, asked: list[str]) -> tuple[Names, list[Any]]:
    """What a program and the checks behind it leave, and what the checks are."""
    lines = [f"checked.append({each})" for each in asked]
    names: Names = {"checked": []}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        with redirect_stdout(io.StringIO()):
            exec("\n".join([code, "import numpy as np", *lines]), names)
    return names, names["checked"]


def line(names: Names) -> list[float]:
    """The slope and the intercept, whatever the program calls them."""
    slope = names["w"] if "w" in names else names["theta"][0]
    return [float(slope), float(names.get("b", names.get("c")))]


def agrees(names: Names, found: np.ndarray) -> bool:
    return np.allclose(found, line(names), rtol=1e-5)


def cubic(names: Names, found: np.ndarray) -> bool:
    return np.allclose(found, [*names["w"][::-1], names["b"]], rtol=0.01)


def solved(names: Names, lstsq: Callable[..., Any], raw: np.ndarray) -> bool:
    best = lstsq(np.column_stack([raw, np.ones(len(raw))]), names["y"], rcond=None)[0]
    return np.allclose(best, [*names["w"], names["b"]], rtol=1e-6)


def same_shape(names: Names, shape: tuple[int, ...]) -> bool:
    return shape == (names["w"] * names["x"] + names["b"]).shape


CHECKS: dict[str, Callable[..., bool]] = {
    "celsius-to-fahrenheit": agrees,
    "differs-from-the-normal-equation": lambda names, small, large: (
        np.abs(small) < 1e-6 * np.abs(large)
    ).all(),
    "does-shuffling-fix-the-bias": agrees,
    "how-many-epochs": agrees,
    "intercept-half": agrees,
    "intercept-not-learnt": agrees,
    "nan-at-step-zero": lambda names, whole: whole,
    "polynomial-features": cubic,
    "predicts-the-mean": same_shape,
    "printed-cost-rises": lambda names, cost: np.isclose(names["cost"], cost),
    "row-by-row-explodes": lambda names, below: below,
    "several-features-nan": solved,
    "slope-has-the-wrong-sign": lambda names, found: (
        np.sign(found) == np.sign(line(names))
    ).all(),
    "theta-alternates": agrees,
    "undo-feature-scaling": agrees,
    "why-not-the-closed-form": lambda names, gradient: (
        np.abs(gradient) < 1e-9 * np.abs(names["X"].T @ names["y"])
    ).all(),
    "works-to-25-fails-at-26": agrees,
    "x-times-100": agrees,
    "years-as-x": agrees,
}
OF_SCIKIT_LEARN = {"sgdregressor-wrong-coefficients"}


def test_every_check_that_is_code_is_run():
    asked = {path.stem for path in PAGES if checks(path.stem)}
    assert asked == CHECKS.keys() | OF_SCIKIT_LEARN


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_holds_behind_the_repaired_program(name):
    names, found = ran(program(name, "after"), checks(name))
    assert CHECKS[name](names, *found)


@pytest.mark.parametrize("name", sorted(CHECKS.keys() - {"intercept-not-learnt"}))
def test_a_check_does_not_hold_behind_the_program_before(name):
    try:
        names, found = ran(program(name, "before"), checks(name))
    except NameError:  # it asks for what the repair alone has
        return
    assert not CHECKS[name](names, *found)


def test_the_score_of_a_pipeline_is_near_one_on_raw_x(sklearn):
    (name,) = OF_SCIKIT_LEARN
    (check,) = checks(name)
    for part, model, least, most in (
        ("after", "model", 0.999, 1),
        ("before", "line", -np.inf, 0),  # it has no pipeline yet
    ):
        code = program(name, part, "sklearn")
        _, (score,) = ran(code, [check.replace("model", model)])
        assert least < score <= most


def test_several_columns_are_mapped_back_and_solved_as_the_page_says():
    page = text("several-features-nan")
    (raw,) = re.findall(r"`(raw = .*?)`", page)
    (best,) = re.findall(r"`(np\.linalg\.lstsq\(.*?\)\[0\])`", page)
    code = program("several-features-nan", "after")
    names, (found,) = ran(f"{code}\n{raw}", [best])
    np.testing.assert_allclose(found, [*names["w"], names["b"]], rtol=1e-6)


def test_the_check_of_powers_lists_the_highest_first():
    assert "highest power first: `x**3`, `x**2`, `x`, one" in text(
        "polynomial-features"
    )
    _, (found,) = ran(
        program("polynomial-features", "after"), checks("polynomial-features")
    )
    np.testing.assert_allclose(found, [0.1, -1, 2, 3], rtol=1e-6)


@pytest.mark.parametrize("name", [p.stem for p in PAGES if FLAT.search(text(p.stem))])
def test_a_check_that_is_flattened_holds_in_pytorch(name, torch):
    kind = torch.get_default_dtype()
    names, (found,) = ran(program(name, "after", "torch"), FLAT.findall(text(name)))
    assert torch.get_default_dtype() == kind
    np.testing.assert_allclose(found, line(names), rtol=1e-3)


def test_the_gradient_at_the_solution_is_near_zero_in_pytorch(torch):
    name, kind = "why-not-the-closed-form", torch.get_default_dtype()
    try:
        names, (gradient,) = ran(program(name, "after", "torch"), checks(name))
    finally:
        torch.set_default_dtype(kind)
    assert gradient.abs().max() < 1e-9 * (names["X"].T @ names["y"]).abs().max()


def test_a_constant_x_cannot_be_scaled_and_the_page_says_so():
    code = (SNIPPETS / "javascript_by_hand_after_javascript.js").read_text("utf-8")
    assert code.startswith("let x = ")
    said = " ".join(text("javascript-by-hand").split())
    for begin, error in (("let", ""), ("const", "Assignment to constant variable")):
        changed = code.replace("let x", f"{begin} x", 1)
        done = subprocess.run(
            [*NODE, "-"], input=changed, capture_output=True, text=True
        )
        assert (done.returncode == 0) == (not error)
        assert error in done.stderr
        assert error in said


def test_half_of_the_formula_is_what_the_code_takes():
    page = text("one-rate-two-datasets")
    (rate,) = re.findall(r"\*\*Fix:\*\* take `(.*?)`", page)
    code = program("one-rate-two-datasets", "after")
    assert f"lr = {rate.replace('mean', 'np.mean')}" in code
    x = np.linspace(50, 60, 20)
    taken = eval(rate, {"mean": np.mean, "x": x})
    X = np.column_stack([x, np.ones_like(x)])
    steepest = 2 * np.linalg.norm(X, 2) ** 2 / len(x)
    assert taken * steepest <= 1 < 1.9 < 2 * taken * steepest < 2
    (several,) = re.findall(r"\*\*Several columns:\*\* `(.*?)`", page)
    assert eval(several, {"X": X}) == pytest.approx(taken)
