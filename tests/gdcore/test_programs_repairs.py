"""Repairs that readers paste: they run, and they reach the right line.

The one rule: no repair is better than a wrong one; `python -m tests.programs.repairs`
runs all of them.
"""

import ast

import pytest

from gdcore.programs.checking import follows
from gdcore.programs.following import follow
from gdcore.programs.reading import read
from tests.programs.broken_programs import broken
from tests.programs.repairs import missed

REPAIRED = (
    "numpy_script:wrong_target",
    "numpy_script:parameters_reset",
    "numpy_standardized:target_not_scaled_back",
    "plain_points:wrong_index",
    "torch_sequential:optimizer_of_other_parameters",
)
IN_DOUBT = ("numpy_class:no_intercept", "numpy_standardized:unscaled")
MODEL = """import torch
import torch.nn as nn
import torch.nn.functional as F

x = torch.linspace(-1, 1, 20).unsqueeze(1)
y = 2 * x.squeeze() + 1
model = nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for i in range(200):
    loss = {loss}
    opt.zero_grad()
    loss.backward()
    opt.step()
"""
LOOP = """import numpy as np

x = np.linspace(0, 1, 9)
w = 0.0
for i in range(200):
    w -= 0.1 * np.mean((w * x - 2 * x) * x)
"""


def source_of(name: str):
    return next(one for one in broken() if one.name == name)


@pytest.mark.parametrize("name", REPAIRED)
def test_a_repaired_program_reaches_the_right_line(name):
    one = source_of(name)
    repaired = read(one.source).repaired
    assert repaired
    assert missed(one, repaired) == ""


def test_a_stale_residual_moves_into_the_loop_and_takes_no_function_along():
    repaired = read(source_of("torch_by_hand:residual_stale").source).repaired
    assert "    loss = mse(y_hat, y)\n    loss.backward()" in repaired
    assert "\ndef forward(x):\n    return w * x + b\n" in repaired


@pytest.mark.parametrize("name", IN_DOUBT)
def test_a_repair_that_would_not_reach_the_line_is_not_shown(name):
    reading = read(source_of(name).source)
    assert reading.faults[0].fix
    assert reading.faults[0].diff == ""
    assert reading.repaired == ""


@pytest.mark.parametrize("loss", ["nn.functional.mse_loss", "F.mse_loss"])
def test_the_target_is_reshaped_and_no_module(loss):
    reading = read(MODEL.format(loss=f"{loss}(model(x), y)"))
    assert f"{loss}(model(x), y.reshape(-1, 1))" in reading.repaired
    assert "broadcasting makes 20 × 20" in reading.faults[0].says


@pytest.mark.parametrize(
    "change",
    [
        ("np.mean(", "np.reshape_(-1, 1).mean("),
        ("(w * x - 2", "(w * x - nobody"),
        ("w * x - 2", "w.grad * x - 2"),
        ("np.linspace(0, 1, 9)", "np.linspace(0, 1, 9"),
        ("2 * x)", "np.zeros(3))"),
    ],
    ids=["attribute of a module", "name", "attribute", "syntax", "shape"],
)
def test_a_changed_program_with_an_error_does_not_follow(change):
    before = follow(ast.parse(LOOP))
    assert follows(LOOP, before)
    assert not follows(LOOP.replace(*change), before)
