"""Adam, RMSProp and AdaGrad by hand: recognized by their steps, and told no fault.

The one rule: the data lie on one side of where the loop starts, so that the signs of
the gradients alone tell nothing.
"""

import pytest

from gdcore.programs.reading import read
from gdcore.reports import answer

DATA = """import numpy as np

x = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
y = np.array([3.0, 5.0, 7.0, 9.0, 11.0, 13.1])
"""
VECTOR = (
    DATA
    + """X = np.c_[x, np.ones(6)]
w = np.zeros(2)
G = m = v = 0
for t in range(1, 3001):
    g = 2 * X.T @ (X @ w - y) / 6
"""
)
SCALARS = (
    DATA
    + """w = b = 0.0
Gw = Gb = 0.0
for t in range(1, 3001):
    r = w * x + b - y
    dw = 2 * np.mean(r * x)
    db = 2 * np.mean(r)
    Gw += dw**2
    Gb += db**2
    w -= {lr} * dw / (np.sqrt(Gw) + 1e-8)
    b -= {lr} * db / (np.sqrt(Gb) + 1e-8)
"""
)
SLOPE = (
    DATA
    + """w = G = 0.0
for t in range(1, 3001):
    g = 2 * np.mean((w * x + 1 - y) * x)
    G += g**2
    w -= {lr} * g / (np.sqrt(G) + 1e-8)
"""
)
MOMENTS = """    m = 0.9 * m + (1 - 0.9) * g
    v = 0.999 * v + (1 - 0.999) * {square}
    w = w - {lr} * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
"""
MEANS = """    G = 0.9 * G + 0.1 * {square}
    w -= {lr} * g / (np.sqrt(G) + 1e-8)
"""
SUMS = """    G += {square}
    w -= {lr} * g / (np.sqrt(G) + 1e-8)
"""
SUMS_INSIDE = """    G = G + {square}
    w = w - {lr} / np.sqrt(G + 1e-8) * g
"""
BATCHES = """import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=64)
y = 3 * x + 1 + 0.1 * rng.normal(size=64)
X = np.c_[x, np.ones(64)]
w, m, v, t = np.zeros(2), np.zeros(2), np.zeros(2), 0
for epoch in range(200):
    order = rng.permutation(64)
    for s in range(0, 64, 16):
        k = order[s:s + 16]
        g = 2 * X[k].T @ (X[k] @ w - y[k]) / 16
        t += 1
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        w -= {lr} * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
"""
LOOPS = {
    "Adam": VECTOR + MOMENTS,
    "Adam in batches": BATCHES,
    "RMSProp": VECTOR + MEANS,
    "AdaGrad": VECTOR + SUMS,
    "AdaGrad inside": VECTOR + SUMS_INSIDE,
    "AdaGrad of two": SCALARS,
    "AdaGrad of a slope": SLOPE,
}
SQUARES = ("g**2", "g * g", "np.square(g)", "np.power(g, 2)")
OTHERS = {  # rules that are none of the methods of a question
    "sign": "    w -= lr * np.sign(g)\n",
    "clipped": "    w -= lr * np.clip(g, -1, 1)\n",
    "of one length": "    w -= lr * g / np.linalg.norm(g)\n",
    "Adam with decay": MOMENTS.replace("0.999", "0.99").replace(
        "1e-8)", "1e-8) - lr * 0.01 * w"
    ),
    "Adam without correction": """    m = 0.9 * m + 0.1 * g
    v = 0.99 * v + 0.01 * g**2
    w = w - lr * m / (np.sqrt(v) + 1e-8)
""",
}


@pytest.mark.parametrize(
    ("name", "square"),
    [
        (name, square)
        for name in sorted(LOOPS)
        for square in (SQUARES if "{square}" in LOOPS[name] else SQUARES[:1])
    ],
)
def test_an_adaptive_method_is_recognized_and_told_no_fault(name, square):
    reading = read(LOOPS[name].format(lr=0.05, square=square))
    assert reading.faults == ()
    assert (reading.method, reading.learning_rate) == (name.split()[0], 0.05)


@pytest.mark.parametrize("lr", [0.001, 0.01, 0.3, 1.0])
@pytest.mark.parametrize("name", ["Adam", "RMSProp", "AdaGrad"])
def test_no_rate_of_an_adaptive_method_has_the_limit_of_descent(name, lr):
    source = LOOPS[name].format(lr=lr, square="g**2")
    found = answer({"v": 1, "code": source}).findings
    assert {one.kind for one in found} <= {"unscaled", "slow", "hovers"}


@pytest.mark.parametrize("ran", [None, {"steps": 3000, "learning_rate": 5.0}])
@pytest.mark.parametrize("name", sorted(OTHERS))
def test_the_rate_of_another_rule_is_not_judged(name, ran):
    step = OTHERS[name].format(lr="lr", square="g**2")
    source = VECTOR.replace("G =", "lr = 5.0\nG =") + step
    report = answer({"v": 1, "code": source}, execution=ran)
    assert read(source).faults == ()
    assert {one.kind for one in report.findings} <= {"unscaled"}
    assert any("its rate is not judged" in words for words in report.read)


def test_a_rate_that_the_asker_gives_is_judged():
    source = VECTOR.replace("G =", "lr = 5.0\nG =") + OTHERS["sign"]
    report = answer({"v": 1, "code": source, "learning_rate": 5.0})
    assert "diverges" in {one.kind for one in report.findings}


def test_the_steps_of_batches_are_those_of_all_epochs():
    assert read(BATCHES.format(lr=0.05)).steps == 800


def test_absolute_errors_are_told_beside_adaptive_steps():
    step = "    w -= 0.1 * X.T @ np.sign(X @ w - y) / 6\n"
    kinds = [fault.kind for fault in read(VECTOR + step).faults]
    assert kinds == ["absolute_error"]


@pytest.mark.parametrize("name", ["Adam", "Adam in batches", "RMSProp", "AdaGrad"])
def test_an_adaptive_method_that_goes_up_is_told_its_sign(name):
    source = LOOPS[name].format(lr=0.05, square="g**2")
    up = source.replace("w -= ", "w += ").replace("w = w - ", "w = w + ")
    fault, *others = read(up).faults
    assert (fault.kind, others) == ("sign", [])
    assert up.split("\n")[fault.line - 1].startswith(("    w ", "        w "))
    assert fault.diff


@pytest.mark.parametrize("name", ["Adam", "RMSProp", "AdaGrad"])
def test_no_repair_turns_an_adaptive_method_into_descent(name):
    source = LOOPS[name].format(lr=0.05, square="g**2")
    assert read(source.replace("X @ w - y", "X @ w + y")).faults == ()
