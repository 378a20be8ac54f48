"""Rounds and rates: steps of batches are counted, and a rate that shrinks is summed.

The one rule: what is not the same in each round is not taken for what is.
"""

import numpy as np
import pytest

from gdcore.programs.reading import read

TORCH = """import torch
from torch.utils.data import DataLoader, TensorDataset
x = torch.tensor([[1.0], [2.0], [3.0], [4.0], [5.0]])
y = torch.tensor([[3.1], [4.9], [7.2], [8.8], [11.1]])
model = torch.nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.01)
loss_fn = torch.nn.MSELoss()
"""
PASS = """opt.zero_grad()
loss = loss_fn(model(xb), yb)
loss.backward()
opt.step()
"""
DATA = """import numpy as np
x = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
y = np.array([3.1, 4.9, 7.2, 8.8, 11.1])
w = b = 0.0
"""
STEP = """    e = w * x + b - y
    w -= lr * 2 * np.mean(e * x)
    b -= lr * 2 * np.mean(e)
"""


def indented(lines: str, blanks: int) -> str:
    return "".join(f"{' ' * blanks}{line}\n" for line in lines.splitlines())


def loader(batch: int, *, again: str = "", outside: str = "") -> str:
    """A loop over a DataLoader, with a line in each batch and one in each epoch."""
    head = f"loader = DataLoader(TensorDataset(x, y), batch_size={batch})\n"
    loop = "for epoch in range(100):\n    for xb, yb in loader:\n"
    inner = indented(PASS + again, 8)
    return TORCH + head + loop + inner + indented(outside, 4)


@pytest.mark.parametrize(("batch", "steps"), [(1, 500), (2, 300), (5, 100)])
def test_a_loader_makes_a_step_for_each_batch(batch, steps):
    reading = read(loader(batch))
    assert reading.steps == steps
    assert batch == 5 or reading.faults == ()


def test_the_rows_of_one_batch_are_not_the_data():
    assert read(loader(2)).data is None
    sliced = "for epoch in range(40):\n    for i in range(0, 4, 2):\n"
    code = TORCH + sliced + "        xb, yb = x[i:i + 2], y[i:i + 2]\n"
    reading = read(code + indented(PASS, 8))
    assert (reading.steps, reading.data, reading.faults) == (80, None, ())
    whole = TORCH + "xb, yb = x, y\nfor i in range(1200):\n" + indented(PASS, 4)
    assert np.allclose(read(whole).data["y"], [3.1, 4.9, 7.2, 8.8, 11.1])


def test_rows_by_hand_are_steps_and_sums_over_rows_are_one():
    rows = "    for i in range(len(x)):\n        e = w * x[i] + b - y[i]\n"
    each = "        w -= 0.02 * e * x[i]\n        b -= 0.02 * e\n"
    assert read(f"{DATA}for k in range(300):\n{rows}{each}").steps == 1500
    sums = "        gw += e * x[i] / 5\n        gb += e / 5\n"
    last = "    w -= 0.1 * gw\n    b -= 0.1 * gb\n"
    code = f"{DATA}for k in range(300):\n    gw = gb = 0.0\n{rows}{sums}{last}"
    assert read(code).steps == 300


def test_coordinates_are_no_steps():
    start = DATA + "X = np.c_[np.ones(5), x]\ntheta = np.zeros(2)\n"
    grad = "    g = X.T @ (X @ theta - y) / 5\n"
    each = "    for j in range(2):\n        theta[j] -= 0.1 * g[j]\n"
    assert read(f"{start}for k in range(700):\n{grad}{each}").steps == 700


K = np.arange(1111)
SCHEDULES = {  # lines before the loop, in it before and after the step, and its worth
    "times": ("lr = 0.02\n", "", "    lr = lr * 0.9\n", 10),
    "in place": ("lr = 0.02\n", "", "    lr *= 0.95\n", 20),
    "over": ("lr0 = 0.02\n", "    lr = lr0 / (1 + k)\n", "", np.sum(1 / (1 + K))),
    "root": (
        "lr0 = 0.01\n",
        "    lr = lr0 / np.sqrt(1 + 9 * k)\n",
        "",
        np.sum(1 / np.sqrt(1 + 9 * K)),
    ),
}


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_a_rate_that_shrinks_too_soon_is_summed(name):
    before, first, last, worth = SCHEDULES[name]
    reading = read(f"{DATA}{before}for k in range(1111):\n{first}{STEP}{last}")
    assert [f.kind for f in reading.faults] == ["decay_to_zero"]
    assert f"worth {worth:.3g} steps" in reading.faults[0].says
    assert read(reading.repaired).faults == ()
    assert reading.steps is None


def test_a_constant_rate_keeps_its_steps():
    reading = read(f"{DATA}lr = 0.02\nfor k in range(1111):\n{STEP}")
    assert (reading.steps, reading.faults) == (1111, ())


@pytest.mark.parametrize("when", ["k % 2", "(k + 1) % 50 == 0", "k > 30"])
def test_a_rate_that_changes_in_another_way_is_not_judged(when):
    late = f"    if {when}:\n        lr = lr * 0.5\n"
    reading = read(f"{DATA}lr = 0.01\nfor k in range(500):\n{STEP}{late}")
    assert (reading.steps, reading.faults) == (None, ())


@pytest.mark.parametrize(
    ("scheduler", "worth"),
    [
        ("ExponentialLR(opt, gamma=0.9)", 10),
        ("ExponentialLR(opt, 0.9)", 10),
        ("StepLR(opt, step_size=10, gamma=0.1)", 11.1),
        ("StepLR(opt, 10)", 11.1),
    ],
)
def test_a_scheduler_is_summed(scheduler, worth):
    made = f"sched = torch.optim.lr_scheduler.{scheduler}\nxb, yb = x, y\n"
    loop = "for k in range(1200):\n" + indented(PASS + "sched.step()\n", 4)
    fault = read(TORCH + made + loop).faults[0]
    assert fault.kind == "decay_to_zero"
    assert f"worth {worth:.3g} steps" in fault.says


def test_a_schedule_of_batches_is_not_one_of_epochs():
    made = "sched = torch.optim.lr_scheduler.ExponentialLR(opt, 0.9)\n"
    for words in ({"again": "sched.step()\n"}, {"outside": "sched.step()\n"}):
        code = loader(2, **words).replace("loader =", f"{made}loader =", 1)
        assert (read(code).steps, read(code).faults) == (None, ())


LEAVES = """import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0])
y = torch.tensor([3.1, 4.9, 7.2, 8.8, 11.1])
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
vw = vb = 0.0
for k in range(700):
    loss = ((w * x + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
{step}
    w.grad.zero_()
    b.grad.zero_()
"""


@pytest.mark.parametrize(
    ("step", "rate", "beta"),
    [
        ("{p}.data -= 0.02 * {p}.grad", 0.02, None),
        ("{p} -= 0.02 * {p}.grad", 0.02, None),
        ("{p} -= 2 * 0.02 * {p}.grad", 0.04, None),
        ("{p}.data.sub_(0.02 * {p}.grad)", 0.02, None),
        ("{p} -= {p}.grad / 50", 0.02, None),
        ("v{p} = 0.8 * v{p} + 0.02 * {p}.grad; {p} -= v{p}", 0.02, 0.8),
        ("v{p} = 0.8 * v{p} + {p}.grad; {p} -= 0.02 * v{p}", 0.02, 0.8),
    ],
)
def test_a_number_in_a_step_by_hand_is_the_rate(step, rate, beta):
    lines = "".join(indented(step.format(p=p), 8) for p in "wb")
    reading = read(LEAVES.format(step=lines))
    assert reading.learning_rate == pytest.approx(rate, rel=1e-4)
    assert reading.beta == (None if beta is None else pytest.approx(beta, abs=1e-3))
    assert (reading.loss, reading.faults) == ("mean", ())


def test_a_rate_in_the_velocity_is_the_rate():
    keep = "    vw = gamma * vw + 0.01 * 2 * np.mean(e * x)\n    w -= vw\n"
    both = keep + keep.replace("vw", "vb").replace("w -=", "b -=").replace("e * x", "e")
    head = f"{DATA}vw = vb = 0.0\ngamma = 0.9\nfor k in range(500):\n"
    reading = read(f"{head}    e = w * x + b - y\n{both}")
    assert (reading.learning_rate, reading.beta) == (0.01, pytest.approx(0.9, abs=1e-3))
    assert (reading.loss, reading.faults) == ("mean", ())


def test_batches_in_a_function_are_steps_of_each_call():
    inner = "def train(loader):\n    for xb, yb in loader:\n" + indented(PASS, 8)
    made = "loader = DataLoader(TensorDataset(x, y), batch_size=2)\n"
    code = f"{TORCH}{inner}{made}for epoch in range(100):\n    train(loader)\n"
    assert read(code).steps == 300


def test_an_attribute_that_is_changed_in_place_is_changed_once():
    lines = DATA + "class Model:\n    def __init__(self):\n"
    lines += "        self.theta = np.zeros(2)\n    def fit(self, X):\n"
    lines += "        for k in range(900):\n            r = X @ self.theta - y\n"
    lines += "            self.theta -= 0.1 * X.T @ r / 5\n"
    reading = read(lines + "Model().fit(np.c_[np.ones(5), x])\n")
    assert reading.steps == 900
