"""Every snippet runs as it stands, prints what it says and ends at known values.

The one rule: EXPECTED names every file of docs/snippets and the values at its end;
a print at the left margin says in its comment what it prints.
"""

import re
import runpy
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scripts import engine
from tests.conftest import ROOT

SNIPPETS = ROOT / "docs" / "snippets"
PRINT = re.compile(r"^print\(.*\)  # (?P<said>.+)$", re.MULTILINE)

# Values at the end of each snippet; floats to a relative 1e-5 unless they are exact.
EXPECTED: dict[str, dict[str, Any]] = {
    "intercept_answer_torch": {"w": 0.5, "b": 0.7},
    "intercept_fix_numpy": {"w": 0.5, "b": 0.7},
    "intercept_fix_torch": {"w": 0.5, "b": 0.7},
    "intercept_forecast_numpy": {
        "flat": 0.5074247,
        "steep": 6701.829,
        "epochs": 907556,
    },
    "intercept_forecast_torch": {
        "flat": 0.5074247,
        "steep": 6701.829,
        "epochs": 907556,
    },
    "intercept_remedies_numpy": {
        "centered": [0.547310, 0.831478],
        "standardized": [0.547310, 0.833879],
        "own_rates": [0.547310, 0.833879],
        "momentum": [0.547305, 0.833868],
        "exact": [0.547310, 0.833879],
    },
    "intercept_remedies_torch": {
        "centered": [0.547310, 0.831478],
        "standardized": [0.547310, 0.833879],
        "own_rates": [0.547310, 0.833879],
        "momentum": [0.547305, 0.833868],
        "adam": [0.547310, 0.833879],
        "lbfgs": [0.547310, 0.833879],
        "exact": [0.547310, 0.833879],
    },
    "intercept_thread_numpy": {"w": 0.559082, "b": 0.008764},
    "intercept_thread_torch": {"w": 0.559082, "b": 0.008764},
    "lbfgs_default_torch": {
        "plain": [99.910804, 1000],
        "scaled": [0.0, 6],
        "searched": [0.0, 12],
    },
    "lbfgs_descent_numpy": {"x": [1.2000337, -72.1824135], "evaluations": 31},
    "lbfgs_descent_torch": {"x": [1.2000337, -72.1824135], "evaluations": 12},
    "lbfgs_thread_torch": {"right": [14, 56679.4609375]},
    "mae_exact_numpy": {"w": 0.3307989404888, "b": 4.3934713806069},
    "mae_gradient_numpy": {"dw": -1.5, "db": -0.25},
    "mae_gradient_torch": {"dw": -1.5, "db": -0.25},
    "mae_train_numpy": {"w": 0.3307662191129, "b": 4.3940762488929},
    "mae_train_torch": {"w": 0.3307662191129, "b": 4.3940762488929},
    "ill_conditioning_check_numpy": {"limit": 1.603089e-05, "kappa": 3251961.8},
    "ill_conditioning_check_torch": {"limit": 1.603089e-05, "kappa": 3251961.8},
    "ill_conditioning_descent_numpy": {"loss": 99.895668},
    "ill_conditioning_descent_torch": {"loss": 99.895668},
    "ill_conditioning_exact_numpy": {"loss": 46.41431},
    "ill_conditioning_fix_numpy": {"x": [1.200034, -72.182414]},
    "ill_conditioning_fix_torch": {"x": [1.200034, -72.182414]},
    "ill_conditioning_lbfgs_torch": {"x": [1.200034, -72.182414]},
    "ill_conditioning_momentum_numpy": {"x": [1.200034, -72.182414]},
    "ill_conditioning_momentum_torch": {"x": [1.200034, -72.182414]},
    "mse_accumulate_torch": {"accumulated": -25.2},
    "mse_check_numpy": {"dw": -8.4, "db": 1.6},
    "mse_check_torch": {"dw": -8.4, "db": 1.6},
    "mse_features_numpy": {"dw": [1.593807, -2.150581, 3.340574], "db": 0.121917},
    "mse_features_torch": {"dw": [1.593807, -2.150581, 3.340574], "db": 0.121917},
    "mse_gradient_numpy": {"dw": -8.4, "db": 1.6},
    "mse_gradient_torch": {"loss": 14.0},
    "mse_shapes_numpy": {"r": [[6.0], [2.0], [2.0], [-1.0], [-5.0]]},
    "mse_shapes_torch": {"wrong": [0.0, 2.2], "right": [1.5, 0.7]},
    "mse_train_numpy": {"w": 1.5, "b": 0.7},
    "mse_train_torch": {"w": 1.5, "b": 0.7},
    "preconditioning_approximate_numpy": {"x": [1.2000337, -72.1824135]},
    "preconditioning_approximate_torch": {"x": [1.2000337, -72.1824135]},
    "preconditioning_features_numpy": {"b": 6.971555},
    "preconditioning_features_torch": {"w": [2.0, -0.3, 0.01], "b": 7.0},
    "preconditioning_fix_numpy": {"w": 0.5, "b": 0.7},
    "preconditioning_fix_torch": {"w": 0.5, "b": 0.7},
    "preconditioning_standardize_numpy": {"w": 0.5473101, "b": 0.8338793},
    "preconditioning_standardize_torch": {"w": 0.547310, "b": 0.833879},
    "preconditioning_two_rates_numpy": {"condition": 3695.6167291},
    "preconditioning_two_rates_torch": {"x": [1.20003, -72.1824]},
    "preconditioning_whiten_numpy": {"b": 7.7561507},
    "preconditioning_whiten_torch": {"b": 7.7561507},
    "two_variables_fixed_torch": {"x": [1.2000337, -72.1824135]},
}


PROGRAMS = ("explorer_accumulated", "explorer_default", "explorer_rosenbrock")


def traced(name: str, **settings: Any) -> dict[str, Any]:
    """The frame of one of the explorer's programs, as its readers see it."""
    code = (SNIPPETS / f"{name}.py").read_text(encoding="utf-8")
    answer = engine.call("trace", {**settings, "code": code})
    assert "error" not in answer, answer
    return answer["frame"]


def names(ending: str = "") -> list[str]:
    """Of the snippets that stand alone; the explorer gives the others their names."""
    every = sorted(path.stem for path in SNIPPETS.glob(f"*{ending}.py"))
    return [name for name in every if name not in PROGRAMS]


def value(result: Any) -> np.ndarray:
    """A number, list, array or tensor as an array."""
    return np.asarray(result.detach() if hasattr(result, "detach") else result)


def ran(path: Path) -> dict[str, Any]:
    """The snippet's names after it ran; PyTorch's own warnings are not ours.

    A precision that it sets for all tensors is put back, as another one may need it.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"torch\.")
        try:
            return runpy.run_path(str(path))
        finally:
            if torch := sys.modules.get("torch"):
                torch.set_default_dtype(torch.float32)


def ends_where_its_page_says(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = SNIPPETS / f"{name}.py"
    end = ran(path)
    for variable, expected in EXPECTED[name].items():
        found = value(end[variable])
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
    said = [match["said"] for match in PRINT.finditer(path.read_text("utf-8"))]
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in printed if line in said] == said


def test_every_snippet_is_listed():
    assert names() == sorted(EXPECTED)
    assert names() == sorted(names("_numpy") + names("_torch"))


@pytest.mark.parametrize("name", names("_numpy"))
def test_a_snippet_ends_where_its_page_says(name, capsys):
    ends_where_its_page_says(name, capsys)


@pytest.mark.parametrize("name", names("_torch"))
def test_a_snippet_of_torch_ends_where_its_page_says(name, capsys, torch):
    ends_where_its_page_says(name, capsys)


def test_the_explorers_own_program_is_gradient_descent():
    own, plain = traced("explorer_default"), engine.call("frame", {})
    np.testing.assert_allclose(own["x"], plain["x"], rtol=1e-12)
    np.testing.assert_allclose(own["loss"], plain["loss"], rtol=1e-12)


def test_the_explorers_program_without_zero_grad_never_settles():
    loss = traced("explorer_accumulated", epochs=500)["loss"]
    assert loss[-100:].max() > 10 * loss[-100:].min()


def test_the_explorers_program_on_rosenbrock_reaches_its_minimum():
    frame = traced("explorer_rosenbrock", start=[-1.2, 1.0], epochs=60)
    assert frame["status"] == "CONVERGED"
    np.testing.assert_allclose(frame["x"][-1], [1, 1], rtol=1e-6)
