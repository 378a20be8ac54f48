"""Stop tests: a difference that is always zero is named, one that moves is not.

The one rule: each right loop has a broken twin beside it.
"""

import pytest

from gdcore.programs.reading import Reading, read
from gdcore.reports import answer

DATA = """import numpy as np

x = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
y = np.array([3.0, 5.0, 7.0, 9.0, 11.0])
X = np.c_[x, np.ones(5)]
"""
FUNCTION = """def cost(w, b):
    return np.mean((w * x + b - y) ** 2)
w = b = 0.0
"""
STEP = """    r = w * x + b - y
    w = w - 0.1 * np.mean(r * x)
    b = b - 0.1 * np.mean(r)
"""
CLASS = """class Model:
    def __init__(self):
        self.w = self.b = 0.0
    def loss(self):
        return np.mean((self.w * x + self.b - y) ** 2)
    def step(self):
        r = self.w * x + self.b - y
        self.w -= 0.1 * np.mean(r * x)
        self.b -= 0.1 * np.mean(r)
m = Model()
"""
SHARED = """w = b = 0.0
def loss():
    return np.mean((w * x + b - y) ** 2)
def step():
    global w, b
    r = w * x + b - y
    w -= 0.1 * np.mean(r * x)
    b -= 0.1 * np.mean(r)
"""
VECTOR = "theta = np.zeros(2)\ndef cost(t):\n    return np.mean((X @ t - y) ** 2)\n"
ALONG = "    theta -= 0.1 * X.T @ (X @ theta - y) / 5\n"
LISTS = """theta = [0.0, 0.0]
def cost(t):
    return sum((t[0] * a + t[1] - c) ** 2 for a, c in zip(x, y)) / 5
"""
BY_ROWS = """    r = [theta[0] * a + theta[1] - c for a, c in zip(x, y)]
    theta[0] -= 0.1 * sum(e * a for e, a in zip(r, x)) / 5
    theta[1] -= 0.1 * sum(r) / 5
"""
TORCH = """import torch

x = torch.linspace(-1, 1, 20)[:, None]
y = 2 * x + 1
model = torch.nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.1)
loss_fn = torch.nn.MSELoss()
"""
BACKWARD = """    loss = loss_fn(model(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
"""
LOOPS = {  # what stands first, what keeps a value, the step, the value at the test
    "names": (DATA + FUNCTION, "    old = cost(w, b)\n", STEP, "cost(w, b)"),
    "vector": (DATA + VECTOR, "    old = cost(theta)\n", ALONG, "cost(theta)"),
    "list": (DATA + LISTS, "    old = cost(theta)\n", BY_ROWS, "cost(theta)"),
    "object": (DATA + CLASS, "    old = m.loss()\n", "    m.step()\n", "m.loss()"),
    "global": (DATA + SHARED, "    old = loss()\n", "    step()\n", "loss()"),
    "torch": (TORCH, "    old = loss_fn(model(x), y)\n", BACKWARD,
              "loss_fn(model(x), y)"),
    "history": (DATA + FUNCTION + "J = []\n", "    J.append(cost(w, b))\n", STEP,
                "cost(w, b)"),
    "parameter": (DATA + FUNCTION, "    old = w\n",
                  STEP.replace("w = w -", "w -="), "w"),
}  # fmt: skip


def program(name: str, *, moves: bool) -> str:
    """A loop that keeps a value before its step, or after it, just before the test."""
    start, keep, step, now = LOOPS[name]
    old = "J[-1]" if name == "history" else "old"
    rows = keep + step if moves else step + keep
    test = f"    if abs({old} - {now}) < 1e-10:\n        break\n"
    return f"{start}for i in range(5000):\n{rows}{test}"


def kinds(reading: Reading) -> list[str]:
    return [fault.kind for fault in reading.faults]


@pytest.mark.parametrize("name", sorted(LOOPS))
def test_a_value_kept_before_the_step_is_another_one_at_the_test(name):
    assert "stop_test" not in kinds(read(program(name, moves=True)))


@pytest.mark.parametrize("name", sorted(LOOPS))
def test_a_value_kept_after_the_step_is_the_same_at_the_test(name):
    reading = read(program(name, moves=False))
    assert "stop_test" in kinds(reading)
    line = next(f.line for f in reading.faults if f.kind == "stop_test")
    assert reading.source.split("\n")[line - 1].startswith("    if abs(")


def test_another_name_of_an_array_moves_with_it():
    test = "    if np.abs(theta - old).max() < 1e-10:\n        break\n"
    loop = f"{DATA}{VECTOR}for i in range(5000):\n    old = theta\n{ALONG}{test}"
    assert "stop_test" in kinds(read(loop))
    copied = loop.replace("old = theta", "old = theta.copy()")
    assert "stop_test" not in kinds(read(copied))


def test_a_run_of_many_steps_refutes_that_the_loop_ends_at_once():
    asked = {"v": 1, "code": program("names", moves=False)}
    told = {
        steps: {one.kind for one in answer(asked, execution={"steps": steps}).findings}
        for steps in (1, 476)
    }
    assert "stop_test" in told[1]
    assert "stop_test" not in told[476]
