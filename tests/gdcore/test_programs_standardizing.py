"""Own code that learns from standardized x: the same line, in the reader's units.

The one rule: a changed program is run as it stands and held against the line that its
first form aims at; where the change is not certain there is none.
"""

import numpy as np
import pytest

from gdcore.programs.standardizing import standardized
from gdcore.reports.answering import answer
from tests.programs.repairs import shown
from tests.programs.right_programs import programs

X = [80.0, 95.0, 110.0, 130.0, 150.0]
Y = [162.0, 189.0, 221.0, 259.0, 301.0]
LINE = np.polyfit(X, Y, 1)
SCRIPT = f"""import numpy as np
x = np.array({X})
y = np.array({Y})
w, b = 0.0, 0.0
lr = 1e-3
for epoch in range(100):
    error = w * x + b - y
    w -= lr * 2 * (error * x).mean()
    b -= lr * 2 * error.mean()
"""
MATRIX = f"""import numpy as np
X = np.column_stack([np.ones(5), {X}])
y = np.array({Y})
theta = np.zeros(2)
alpha = 1e-6
for _ in range(200):
    theta = theta - alpha * X.T @ (X @ theta - y) / 5
b, w = theta
"""
TORCH = f"""import torch
x = torch.tensor({X}).reshape(-1, 1)
y = torch.tensor({Y}).reshape(-1, 1)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
for epoch in range(100):
    optimizer.zero_grad()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
w, b = model.weight.item(), model.bias.item()
"""
FUNCTION = f"""import numpy as np
def train(x, y, w, b, lr, epochs):
    for epoch in range(epochs):
        error = w * x + b - y
        w -= lr * 2 * (error * x).mean()
        b -= lr * 2 * error.mean()
    return w, b
w, b = train(np.array({X}), np.array({Y}), 0.0, 0.0, 1e-3, 100)
"""
UNCERTAIN = {
    "scaled": SCRIPT.replace("w, b = 0.0", "sigma = x.std()\nw, b = 0.0"),
    "endless": SCRIPT.replace("for epoch in range(100)", "while True").replace(
        "    error", "    if abs(w) > 1e9: raise SystemExit\n    error", 1
    ),
    "momentum": TORCH.replace("lr=1e-3", "lr=1e-3, momentum=0.9"),
    "two numbers": SCRIPT.replace("lr * 2 *", "1e-3 * 2 *"),
    "too few steps": SCRIPT.replace("range(100)", "range(2)"),
    "wrong": SCRIPT.replace("w -=", "w +="),
    "not python": "for epoch in range(100)\n    w -= lr",
    "empty": "",
}


@pytest.mark.parametrize("source", [SCRIPT, MATRIX, TORCH, FUNCTION])
def test_the_line_is_reached_in_the_units_of_x(source):
    changed = standardized(source)
    assert shown(changed, "[w, b]") == pytest.approx(LINE, rel=1e-4)


@pytest.mark.parametrize("name", UNCERTAIN)
def test_what_is_not_certain_is_not_changed(name):
    assert standardized(UNCERTAIN[name]) == ""


@pytest.mark.parametrize("name", ["np_while", "pt_manual_gradient", "pt_clip"])
def test_a_right_program_stays_right(name):
    program = programs()[name]
    changed = standardized(program.source)
    assert changed
    ends = [shown(source, program.found) for source in (changed, program.source)]
    assert program.near(*ends)


def test_the_report_shows_the_change_at_the_finding_and_at_the_remedy():
    report = answer({"code": SCRIPT})
    first = report.findings[0]
    assert first.kind == "rate_too_large"
    assert "+x_scaled = (x - x_mean) / x_std" in first.diff.splitlines()
    assert first.fix.endswith("standardize x in the loop and map the result back.")
    (remedy,) = (one for one in report.remedies if one.fix.name == "standardize")
    assert remedy.diff.splitlines()[3:] == first.diff.splitlines()[3:]
