"""Penalties: one that moves the intercept too is told, others are a choice.

The one rule: each penalty that is told has a twin that is none, or too small.
"""

import pytest

from gdcore.programs.reading import read

NUMPY = """import numpy as np
x = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
y = np.array([3.1, 4.9, 7.2, 8.8, 11.1])
w = b = 0.0
lam = {lam}
for k in range(3000):
    e = w * x + b - y
    loss = np.mean(e ** 2) + lam * {penalty}
    dw = 2 * np.mean(e * x) + 2 * lam * w
    db = 2 * np.mean(e){of_b}
    w -= 0.05 * dw
    b -= 0.05 * db
"""
TORCH = """import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0])
y = torch.tensor([3.1, 4.9, 7.2, 8.8, 11.1])
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
lam = {lam}
for k in range(3000):
    loss = ((w * x + b - y) ** 2).mean() + lam * {penalty}.sum()
    loss.backward()
    with torch.no_grad():
        w -= 0.03 * w.grad
        b -= 0.03 * b.grad
        w.grad.zero_()
        b.grad.zero_()
"""
MODEL = """import torch
x = torch.tensor([[1.0], [2.0], [3.0], [4.0], [5.0]])
y = torch.tensor([[3.1], [4.9], [7.2], [8.8], [11.1]])
model = torch.nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.05, weight_decay={lam})
for k in range(3000):
    opt.zero_grad()
    torch.nn.functional.mse_loss(model(x), y).backward()
    opt.step()
"""


def program(base: str, lam: str, *, intercept: bool = True) -> str:
    of_b = " + 2 * lam * b" if intercept else ""
    penalty = "(w ** 2 + b ** 2)" if intercept else "(w ** 2)"
    return base.format(lam=lam, penalty=penalty, of_b=of_b)


@pytest.mark.parametrize("base", [NUMPY, TORCH])
def test_a_penalty_on_the_intercept_too_is_told(base):
    reading = read(program(base, "0.3"))
    assert [f.kind for f in reading.faults] == ["weight_decay"]
    assert "the intercept too" in reading.faults[0].says
    assert "lam = 0.0" in reading.repaired
    assert read(reading.repaired).faults == ()


@pytest.mark.parametrize("base", [NUMPY, TORCH])
@pytest.mark.parametrize("lam", ["0.0", "0.0001"])
def test_a_penalty_that_moves_nothing_is_not_told(base, lam):
    assert read(program(base, lam)).faults == ()


@pytest.mark.parametrize("base", [NUMPY, TORCH])
def test_a_penalty_on_the_slope_is_a_choice(base):
    assert read(program(base, "0.3", intercept=False)).faults == ()


@pytest.mark.parametrize("lam", ["1", "0.5"])
def test_a_whole_number_is_a_weight_decay_as_well(lam):
    assert [f.kind for f in read(MODEL.format(lam=lam)).faults] == ["weight_decay"]
    assert read(MODEL.format(lam="0")).faults == ()
