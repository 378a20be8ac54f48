"""Rates: gamma is the momentum beside another one, and rows take back what one does.

The one rule: what a program is told of its rate, its run bears out.
"""

import contextlib
import io
import random

import numpy as np
import pytest

from gdcore.programs.reading import read

DATA = """import numpy as np
x = np.array([1.0, 2.0, 3.0, 4.0])
y = np.array([3.0, 5.0, 7.0, 9.0])
"""
HEAVY = (
    DATA
    + """w = b = vw = vb = 0.0
gamma = 0.9
{rate}
for i in range(500):
    e = w * x + b - y
    vw = gamma * vw + {eta} * np.mean(e * x)
    vb = gamma * vb + {eta} * np.mean(e)
    w -= vw
    b -= vb
"""
)
AHEAD = (
    DATA
    + """X = np.c_[np.ones(4), x]
theta = v = np.zeros(2)
gamma, eta = 0.9, 0.1
for t in range(300):
    g = X.T.dot(X.dot(theta + gamma * v) - y) / 4
    v = gamma * v - eta * g
    theta = theta + v
"""
)
ALONE = (
    DATA
    + """w = b = 0.0
gamma = {rate}
for i in range(3000):
    e = w * x + b - y
    w -= gamma * np.mean(e * x)
    b -= gamma * np.mean(e)
"""
)
ROWS = """import random
random.seed(1)
data = [(x, 4 * x + 7) for x in range(1, 21)]
w = b = 0.0
lr = {rate}
for epoch in range(200):
{order}
    for x, y in data:
        err = w * x + b - y
        w -= lr * err * x
        b -= lr * err
"""
ORDERS = ("    random.shuffle(data)", "    data.sort()", "    data.reverse()")


@pytest.mark.parametrize("name", ["eta", "step_size"])
def test_gamma_is_the_momentum_beside_another_rate(name):
    reading = read(HEAVY.format(rate=f"{name} = 0.01", eta=name))
    assert (reading.learning_rate, reading.beta) == (0.01, 0.9)
    assert reading.method == "momentum"
    assert not reading.faults


def test_gamma_is_no_rate_where_it_keeps_the_old_velocity():
    reading = read(HEAVY.format(rate="", eta="0.01"))
    assert (reading.learning_rate, reading.method) == (0.01, "momentum")
    assert not reading.faults


def test_gamma_is_the_momentum_of_a_look_ahead():
    assert read(AHEAD).learning_rate == 0.1


def test_gamma_alone_is_the_learning_rate():
    reading = read(ALONE.format(rate=0.1))
    assert (reading.learning_rate, reading.method) == (0.1, "gradient descent")
    assert not reading.faults
    beyond = read(ALONE.format(rate=0.5))
    assert [f.kind for f in beyond.faults] == ["rate_too_large"]
    assert "gamma = 0.1" in beyond.repaired


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("rate", "diverges"), [(0.01, False), (0.03, True)])
def test_rows_diverge_where_their_run_does(rate, diverges, order):
    """0.01 is twice the limit of the steepest row alone, and the others repair it."""
    code = ROWS.format(rate=rate, order=order)
    assert _arrives(code) != diverges
    faults = [f for f in read(code).faults if f.kind == "rate_too_large"]
    assert bool(faults) == diverges
    assert all("the steepest row" in f.says for f in faults)
    assert not diverges or _arrives(read(code).repaired)


def _arrives(code: str) -> bool:
    """Whether a run of these lines ends near w = 4."""
    state = random.getstate()
    names: dict[str, float] = {}
    with contextlib.suppress(OverflowError), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "rows", "exec"), names)
    random.setstate(state)
    return bool(np.isclose(names["w"], 4, atol=0.5))
