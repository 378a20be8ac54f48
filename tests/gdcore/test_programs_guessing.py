"""Rows that nobody has seen: of a file, of a name, of a parameter without a value.

The one rule: nothing is said that depends on such rows; what does not, still is.
"""

import pytest

from gdcore.command import main
from gdcore.programs.reading import read
from gdcore.reports import answer

LOOP = """w = b = 0.0
for i in range({steps}):
    r = w * x + b - y
    w -= {rate} * np.mean(r * x)
    b -= {rate} * np.mean(r)
"""
SLOPE = """w = 0.0
for i in range({steps}):
    w -= {rate} * np.mean((w * x - y) * x)
"""
TORCH = """import torch

x, y = torch.tensor(x).float()[:, None], torch.tensor(y).float()[:, None]
model = torch.nn.Linear(1, 1)
opt = torch.optim.{method}(model.parameters(), lr={rate}, weight_decay=0.3)
for i in range({steps}):
    loss = ((model(x) - y) ** 2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
"""
FUNCTION = """def fit(x, y, lr, epochs):
    w = b = 0.0
    for i in range(epochs):
        r = w * x + b - y
        w -= lr * np.mean(r * x)
        b -= lr * np.mean(r)
    return w, b
"""
NUMPY = "import numpy as np\n"
SOURCES = {
    "loadtxt": 'data = np.loadtxt("data.csv", delimiter=",")\n'
    "x, y = data[:, 0], data[:, 1]\n",
    "genfromtxt": 'x, y = np.genfromtxt("data.csv", unpack=True)\n',
    "pandas": 'import pandas as pd\ndf = pd.read_csv("data.csv")\n'
    'x, y = df["x"].values, df["y"].values\n',
    "scikit-learn": "from sklearn.datasets import load_diabetes\n"
    "X, y = load_diabetes(return_X_y=True)\nx = X[:, 2]\n",
    "names": "",
}
OWN = """x = np.array([-3.0, -2, -1, 0, 1, 2, 3])
y = 2 * x + np.array([1, 1, 1, 1.1, 1, 1, 1])
"""
ROWS = "-3,-5\n-2,-3\n-1,-1\n0,1.1\n1,3\n2,5\n3,7\n"
RATES = [(50, 0.01), (1000, 0.0001), (1000, 0.8), (1000, 30)]


@pytest.mark.parametrize(("steps", "rate"), RATES)
@pytest.mark.parametrize("loop", [LOOP, SLOPE], ids=["line", "slope"])
@pytest.mark.parametrize("source", sorted(SOURCES))
def test_nothing_is_said_of_rows_that_nobody_has_seen(source, loop, steps, rate):
    code = NUMPY + SOURCES[source] + loop.format(steps=steps, rate=rate)
    assert read(code).faults == ()
    assert answer({"code": code}).headline == "Nothing wrong was found."


@pytest.mark.parametrize("method", ["SGD", "Adam"])
def test_nor_of_what_an_optimizer_does_with_them(method):
    code = NUMPY + SOURCES["loadtxt"] + TORCH
    assert read(code.format(steps=50, rate=0.001, method=method)).faults == ()


@pytest.mark.parametrize(("steps", "rate"), RATES[:3:2])
def test_rows_of_the_program_are_computed_with(steps, rate):
    reading = read(NUMPY + OWN + LOOP.format(steps=steps, rate=rate))
    kind = "too_few_steps" if rate < 0.1 else "rate_too_large"
    assert [fault.kind for fault in reading.faults] == [kind]


def test_parameters_without_a_value_are_no_facts():
    reading = read(NUMPY + FUNCTION)
    assert reading.faults == ()
    assert (reading.learning_rate, reading.steps, reading.data) == (None, None, None)
    called = read(NUMPY + OWN + FUNCTION + "fit(x, y, 0.1, 70)\n")
    assert (called.learning_rate, called.steps) == (0.1, 70)
    assert called.data is not None


def test_a_function_that_nobody_calls_leaves_the_rows_known():
    unused = "def show(x, y):\n    for a, c in zip(x, y):\n        print(a, c)\n"
    reading = read(NUMPY + unused + OWN + LOOP.format(steps=50, rate=0.01))
    assert [fault.kind for fault in reading.faults] == ["too_few_steps"]


def test_faults_that_need_no_rows_are_still_told():
    up = LOOP.format(steps=1000, rate=0.01).replace("-=", "+=")
    assert [f.kind for f in read(NUMPY + SOURCES["pandas"] + up).faults] == ["sign"]
    twice = LOOP.format(steps=1000, rate=0.1).replace(
        "np.mean(r", "1 / len(y) * np.mean(r"
    )
    fault, *_ = read(NUMPY + SOURCES["loadtxt"] + twice).faults
    assert fault.kind == "divided_twice"
    assert "by n twice: each step is n times" in fault.says
    column = LOOP.format(steps=1000, rate=0.01).replace("- y", "- y[:, None]")
    fault, *_ = read(NUMPY + SOURCES["loadtxt"] + column).faults
    assert fault.kind == "broadcast"
    assert "(n,) against (n, 1): broadcasting makes n × n" in fault.says


def test_rows_beside_code_that_reads_a_file_are_those_that_are_judged(tmp_path, capsys):
    code, rows = tmp_path / "p.py", tmp_path / "data.csv"
    source = NUMPY + SOURCES["loadtxt"] + LOOP.format(steps=1000, rate=0.01)
    code.write_text(source, encoding="utf-8")
    rows.write_text(ROWS, encoding="utf-8")
    main([str(rows), "--code", str(code)])
    told = capsys.readouterr().out
    assert "of the way is left" not in told
    assert "after 1,000 steps  error left: w under 0.0001 %, b 0.0043 %" in told
    assert told.startswith("Your learning rate 0.01 is only 2 % of the limit (0.5 ")
