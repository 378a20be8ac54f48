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

SQUARED = """import numpy as np

x = np.array([0.5, 1.0, 1.5, 2.0])
y = np.array([2.0, 2.9, 4.1, 5.0])
m = c = 0.0
for i in range(1000):
    p = m * x + c
    dm = (-2 / 4) * sum(x * (y - p) ** 2)
    dc = (-2 / 4) * sum((y - p) ** 2)
    print(np.mean((y - p) ** 2))
    m = m - 0.01 * dm
    c = c - 0.01 * dc
"""
YEARS = """import numpy as np

year = np.array([1995, 1998, 2001, 2004, 2007, 2010, 2013, 2016, 2019, 2022])
temp = np.array([14.3, 14.5, 14.4, 14.4, 14.5, 14.6, 14.5, 14.9, 14.9, 14.8])
m, c = 0.0, 0.0
L = {rate}
n = len(year)
for i in range(10000):
    pred = m * year + c
    dm = (-2 / n) * {total}(year * (temp - pred))
    dc = (-2 / n) * {total}(temp - pred)
    m -= L * dm
    c -= L * dc
"""
RETURN = """import numpy as np

def train(x, y, alpha=0.01, iters=1500):
    w = 0; b = 0
    hist = []
    for i in range(iters):
        r = w * x + b - y
        dw = (r * x).mean()
        db = r.mean()
        {w}
        {b}
        hist.append((r ** 2).mean() / 2)
        return w, b, hist

x = np.array([6.1, 5.5, 8.5, 7.0, 5.8, 8.3])
y = np.array([17.5, 9.1, 13.6, 11.8, 6.8, 11.8])
print(train(x, y))
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


def test_a_square_in_each_part_of_the_gradient_is_taken_off_both():
    reading = read(SQUARED)
    assert [(f.kind, f.line) for f in reading.faults] == [("squared_residual", 8)]
    right = SQUARED.replace("(y - p) ** 2)\n    d", "(y - p))\n    d")
    right = right.replace("(y - p) ** 2)\n    p", "(y - p))\n    p")
    assert reading.repaired == right


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


@pytest.mark.parametrize("rate", ["1e-7", "1e-8", "1e-9", "1e-12"])
@pytest.mark.parametrize("total", ["sum", "np.sum"])
def test_rounding_is_no_fault_where_x_is_a_year(rate, total):
    kinds = {fault.kind for fault in read(YEARS.format(rate=rate, total=total)).faults}
    assert kinds <= {"unscaled", "rate_too_small"}


def test_a_wrong_gradient_of_years_is_found_still():
    wrong = YEARS.replace("m -= L", "m += L").replace("c -= L", "c += L")
    faults = read(wrong.format(rate="1e-8", total="sum")).faults
    assert [fault.kind for fault in faults] == ["sign"]


@pytest.mark.parametrize(
    ("w", "b"),
    [
        ("w = w - alpha * dw", "b = b - alpha * db"),
        ("w -= alpha * dw", "b -= alpha * db"),
        ("w = w - alpha * (r * x).mean()", "b = b - alpha * r.mean()"),
    ],
)
def test_a_return_alone_leaves_the_loop(w, b):
    source = RETURN.format(w=w, b=b)
    reading = read(source)
    assert [fault.kind for fault in reading.faults] == ["return_in_loop"]
    assert reading.repaired == source.replace("        return", "    return")
