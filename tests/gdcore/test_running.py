"""A posted program is run and watched, and what it learned is told.

The one rule: what an Execution says is held against the same computation made here.
"""

import json
import sys

import numpy as np
import pytest

from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastSquares
from gdcore.programs.recording import HEAD, ROWS
from gdcore.programs.running import run_program
from gdcore.runs import run

X = np.arange(20.0)
Y = 3 * X + 10 + np.sin(X)
DATA = "import numpy as np\nx = np.arange(20.0)\ny = 3 * x + 10 + np.sin(x)\n"
LINE = (
    DATA
    + """w = b = 0.0
lr = 0.002
for epoch in range(300):
    y_hat = w * x + b
    r = y_hat - y
    loss = np.mean(r ** 2)
    dw = 2 * np.mean(r * x)
    db = 2 * np.mean(r)
    w -= lr * dw
    b -= lr * db
print(w, b)
"""
)


def edited(*pairs: tuple[str, str]) -> str:
    text = LINE
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def kinds(execution) -> list[str]:
    return [remark["kind"] for remark in execution.remarks]


def descended(steps: int, rate: float) -> np.ndarray:
    problem = LeastSquares(np.column_stack([X, np.ones(20)]), Y)
    return run(problem, GradientDescent(rate), [0, 0], max_steps=steps).x


def test_a_line_is_followed_step_by_step():
    seen = run_program(LINE)
    assert seen.error is None
    assert seen.remarks == seen.warnings == ()
    assert (seen.steps, seen.line, seen.learning_rate) == (300, 6, 0.002)
    assert seen.loss == "mean"
    path = descended(300, 0.002)
    rows = seen.path["k"]
    assert rows[:HEAD] == [*range(HEAD)]
    assert rows[-1] == 300
    np.testing.assert_allclose(seen.path["theta"], path[rows], rtol=1e-9)
    assert seen.path["names"] == [*seen.parameters] == ["w", "b"]
    np.testing.assert_allclose([*seen.parameters.values()], path[-1], rtol=1e-9)
    printed = [float(part) for part in seen.printed.split()]
    np.testing.assert_allclose(printed, path[-1], rtol=1e-9)
    k, loss = seen.losses["k"], seen.losses["loss"]
    at = path[np.array(k, int) - 1]
    expected = ((at[:, :1] * X + at[:, 1:] - Y) ** 2).mean(axis=1)
    np.testing.assert_allclose(loss, expected, rtol=1e-9)
    assert seen.data["intercept"] is True
    assert seen.data["rows"] == 20
    np.testing.assert_allclose(np.ravel(seen.data["X"]), X)
    np.testing.assert_allclose(seen.data["y"], Y)


FORMS = {
    "functions": """
def cost(A, y, theta):
    return np.sum((A @ theta - y) ** 2) / (2 * len(y))
def gradientDescent(A, y, theta, alpha, iterations):
    J_history = []
    for i in range(iterations):
        theta = theta - alpha / len(y) * (A.T @ (A @ theta - y))
        J_history.append(cost(A, y, theta))
    return theta, J_history
theta, J = gradientDescent(np.c_[np.ones(20), x], y, np.zeros(2), 0.004, 300)
""",
    "a class": """
class Regression:
    def __init__(self):
        self.w, self.b = np.zeros(1), 0.0
    def fit(self, X, y, lr=0.004, n_iters=300):
        for _ in range(n_iters):
            error = X @ self.w + self.b - y
            self.w -= lr * X.T @ error / len(y)
            self.b -= lr * error.mean()
model = Regression()
model.fit(x.reshape(-1, 1), y)
""",
    "plain lists": """
xs, ys = x.tolist(), y.tolist()
m = c = 0
L = 0.004
for i in range(300):
    dm = dc = 0
    for a, t in zip(xs, ys):
        dm += (m * a + c - t) * a
        dc += m * a + c - t
    m = m - L * dm / len(xs)
    c = c - L * dc / len(xs)
""",
    "a function of one step": """
def step(w, b, alpha):
    e = w * x + b - y
    return w - alpha * (e * x).mean(), b - alpha * e.mean()
theta0, theta1, alpha = 0.0, 0.0, 0.004
for _ in range(300):
    theta1, theta0 = step(theta1, theta0, alpha)
""",
    "until it converges": """
w, b, lr, previous = 0.0, 0.0, 0.004, np.inf
count = 0
while True:
    e = w * x + b - y
    w, b = w - lr * (e @ x) / 20, b - lr * e.sum() / 20
    count += 1
    if count == 300:
        break
""",
    "a sweep of rates": """
for rate in (0.001, 0.002, 0.004):
    w, b = 0.0, 0.0
    for epoch in range(300):
        e = w * x + b - y
        w, b = w - rate * (e @ x) / 20, b - rate * e.sum() / 20
""",
    "matrices and a dict": """
A = np.c_[x, np.ones((20, 1))]
params = {"theta": np.zeros((2, 1))}
eta = 0.004
for epoch in range(300):
    params["theta"] -= eta / 20 * A.T.dot(A.dot(params["theta"]) - y[:, None])
""",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_line_is_followed_in_any_form(form):
    seen = run_program(DATA + FORMS[form])
    assert seen.error is None
    assert seen.remarks == ()
    assert seen.steps == 300
    assert seen.learning_rate == 0.004
    assert seen.loss == "half mean"
    assert seen.data["rows"] == 20
    assert seen.data["intercept"] is True
    found = sorted(seen.parameters.values())
    np.testing.assert_allclose(found, sorted(descended(300, 0.002)[-1]), rtol=1e-9)


@pytest.mark.parametrize(
    ("slope", "intercept", "loss"),
    [
        ("2 * np.mean(r * x)", "2 * np.mean(r)", "mean"),
        ("np.mean(r * x)", "np.mean(r)", "half mean"),
        ("np.sum(r * x)", "np.sum(r)", "half sum"),
        ("2 * np.sum(r * x)", "2 * np.sum(r)", "sum"),
        ("0.7 * np.mean(r * x)", "0.7 * np.mean(r)", ""),
    ],
)
def test_the_convention_of_a_gradient_is_told(slope, intercept, loss):
    code = edited(
        ("2 * np.mean(r * x)", slope), ("2 * np.mean(r)", intercept), ("0.002", "1e-5")
    )
    seen = run_program(code)
    assert seen.loss == loss
    assert seen.remarks == ()


MISTAKES = {
    "sign": [("r = y_hat - y", "r = y - y_hat")],
    "one_sign": [("b -= lr * db", "b += lr * db")],
    "swapped": [("w -= lr * dw", "w -= lr * db"), ("b -= lr * db", "b -= lr * dw")],
    "factor_x_missing": [("np.mean(r * x)", "np.mean(r)")],
    "x_twice": [("2 * np.mean(r)\n", "2 * np.mean(r * x)\n")],
    "no_intercept": [("r = y_hat - y", "r = w * x - y")],
    "mean_of_x": [("np.mean(r * x)", "np.mean(r) * np.mean(x)")],
    "broadcast": [("r = y_hat - y", "r = y_hat - y[:, None]")],
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_in_the_steps_is_named(kind):
    seen = run_program(edited(*MISTAKES[kind]))
    assert kinds(seen)[0] == kind
    assert seen.remarks[0]["line"] == 6
    assert seen.loss == ""


RIGHT = {
    "momentum": [("w -= lr * dw", "v = 0.9 * globals().get('v', 0) + dw; w -= lr * v")],
    "two rates": [("b -= lr * db", "b -= 100 * lr * db")],
    "one row at a time": [("r = y_hat - y", "i = epoch % 20; r = (y_hat - y)[[i]]")],
    "a rate that decays": [("w -= lr * dw", "lr *= 0.99; w -= lr * dw")],
    "an l2 term": [("w -= lr * dw", "w -= lr * (dw + 0.1 * w)")],
    "absolute errors": [("np.mean(r ** 2)", "np.mean(abs(r)); r = np.sign(r)")],
    "the intercept after the slope": [
        ("    db = 2 * np.mean(r)\n    w -= lr * dw\n", "    w -= lr * dw\n"),
        ("b -= lr * db", "b -= lr * 2 * np.mean(w * x + b - y)"),
    ],
    "a square table beside it": [("y_hat = w", "K = np.outer(x, x); y_hat = w")],
}


@pytest.mark.parametrize("kind", RIGHT)
def test_a_right_program_of_another_kind_hears_nothing(kind):
    factor = "(r * (x if len(r) > 1 else x[[i]]))"
    seen = run_program(edited(*RIGHT[kind]).replace("(r * x)", factor))
    assert seen.error is None
    assert seen.remarks == ()


def test_a_run_that_diverges_is_told_with_its_step():
    seen = run_program(edited(("0.002", "0.5"), ("range(300)", "range(2000)")))
    assert kinds(seen) == ["diverges"]
    assert seen.parameters == {"w": None, "b": None}
    assert json.dumps(seen.as_dict(), allow_nan=False)


def test_a_number_that_is_none_is_found_in_the_data():
    seen = run_program(edited(("w = b = 0.0", "y[3] = np.nan\nw = b = 0.0")))
    assert kinds(seen)[0] == "nan_in_data"
    assert "y holds 1" in seen.remarks[0]["says"]
    assert "row 3" in seen.remarks[0]["says"]


def test_a_long_run_leaves_few_rows_and_its_end():
    seen = run_program(edited(("range(300)", "range(20_000)")))
    assert seen.steps == 20_000
    assert len(seen.path["k"]) <= ROWS + 1
    assert seen.path["k"][-1] == 20_000
    assert len(seen.losses["k"]) <= ROWS + 1


TORCH = """
import torch
import torch.nn as nn
x = torch.arange(20.0).unsqueeze(1)
y = 3 * x + 10 + torch.sin(x)
model = nn.Linear(1, 1)
nn.init.zeros_(model.weight)
nn.init.zeros_(model.bias)
criterion = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.002)
for epoch in range(300):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
print(model.weight.item(), model.bias.item())
"""


def test_torch_is_a_stand_in_for_the_time_of_the_run():
    before = {name for name in sys.modules if name.partition(".")[0] == "torch"}
    seen = run_program(TORCH)
    assert seen.error is None
    assert {n for n in sys.modules if n.partition(".")[0] == "torch"} == before
    assert seen.path["names"] == ["model.weight", "model.bias"]
    assert (seen.method, seen.learning_rate) == ("gradient descent", 0.002)
    assert (seen.steps, seen.loss) == (300, "mean")
    rows = np.array(seen.path["k"])
    path = descended(300, 0.002)[rows]
    np.testing.assert_allclose(seen.path["theta"], path, rtol=1e-4, atol=1e-4)
    assert len(seen.losses["loss"]) == 300
    assert seen.data["rows"] == 20


def test_tensors_updated_by_hand_are_parameters():
    seen = run_program(
        "import torch\nx = torch.arange(20.0)\ny = 3 * x + 10 + torch.sin(x)\n"
        "w, b = (torch.zeros(1, requires_grad=True) for _ in range(2))\n"
        "for i in range(50):\n    loss = ((w * x + b - y) ** 2).mean()\n"
        "    loss.backward()\n    with torch.no_grad():\n"
        "        w -= 0.002 * w.grad\n        b -= 0.002 * b.grad\n"
        "        w.grad.zero_()\n        b.grad.zero_()\n"
    )
    assert seen.error is None
    assert seen.path["names"] == ["w", "b"]
    found = [*seen.parameters.values()]
    np.testing.assert_allclose(found, descended(50, 0.002)[-1], rtol=1e-3)
