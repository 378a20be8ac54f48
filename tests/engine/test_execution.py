"""The reader's program: believed where it is right, and told where it is wrong.

The one rule: each fault names what was wanted, what came, and the line of the text.
"""

import numpy as np
import pytest

from gdcore import datasets
from gdcore.optimizers import GradientDescent, Momentum
from gdcore.preconditioning import standardize
from gdcore.problems import line_fit
from gdcore.programs.execution import MOST_PRINTED
from gdcore.runs import run
from scripts import engine
from scripts.engine.recorded_run import MOST_STEPS, ROWS

PROBLEM = line_fit(datasets.clean().x, datasets.clean().y)
MSE = "def loss(x, y, w, b):\n    return np.mean((w * x + b - y) ** 2)\n"


def trace(code, **settings):
    return engine.call("trace", {"code": code, **settings})


def frame(code, **settings):
    answer = trace(code, **settings)
    assert "error" not in answer, answer
    return answer["frame"]


def test_an_empty_program_is_gradient_descent_on_the_chosen_loss():
    for loss in ("mse", "mae"):
        plain = engine.call("frame", {"loss": loss})
        seen = frame("", loss=loss, coordinates="standardized", precision="float32")
        np.testing.assert_allclose(seen["x"], plain["x"], rtol=1e-12)
        assert seen["settings"]["coordinates"] == "standardized"


def test_a_loss_alone_is_differentiated():
    seen = frame(MSE, epochs=50)
    expected = run(PROBLEM, GradientDescent(5e-4), [0, 0], max_steps=50)
    np.testing.assert_allclose(seen["x"], expected.x, rtol=1e-6)
    np.testing.assert_allclose(seen["grad"], expected.grad, rtol=1e-6)


def test_a_step_of_the_readers_own_is_taken_and_theory_is_silent():
    code = (
        "v = np.zeros(2)\n"
        "def step(w, b, dw, db, lr):\n"
        "    global v\n"
        "    v = 0.9 * v + np.array([dw, db])\n"
        "    return w - lr * v[0], b - lr * v[1]\n"
    )
    seen = frame(code)
    expected = run(PROBLEM, Momentum(5e-4, 0.9), [0, 0], max_steps=500)
    np.testing.assert_allclose(seen["x"], expected.x, rtol=1e-9)
    for key in ("predicted", "limit", "share"):
        assert seen[key] is None
    assert seen["modes"]["predicted"] is None
    assert seen["steps"] == {"w": None, "b": None}
    np.testing.assert_allclose(seen["optimum"], engine.call("frame", {})["optimum"])


def test_a_loss_of_the_readers_own_has_its_own_surface_and_no_optimum():
    code = MSE.replace("** 2)", "** 2) + 3 * w**2")
    seen = frame(code, epochs=20)
    assert seen["optimum"] is seen["optimum_z"] is None
    assert seen["best"] is None
    assert seen["modes"] is None
    surface = seen["surface"]
    w, b = surface["u"][3], surface["v"][30]
    at = float(PROBLEM.value(np.array([w, b]))) + 3 * w**2
    assert surface["loss"][30, 3] == pytest.approx(at)
    assert seen["loss"][-1] == pytest.approx(
        float(PROBLEM.value(seen["x"][-1])) + 3 * seen["x"][-1, 0] ** 2
    )


def test_absolute_errors_are_recognized_whatever_was_chosen():
    code = "def loss(x, y, w, b):\n    return np.abs(w * x + b - y).mean()"
    seen = frame(code, epochs=5)
    plain = engine.call("frame", {"loss": "mae", "epochs": 5})
    assert seen["best"] == plain["best"]
    assert seen["limit"] is None


def test_the_program_may_change_its_data_rate_epochs_and_start():
    code = "x = (x - x.mean()) / x.std()\nlr = 0.1\nepochs = 40\nw, b = 1, 2.0\n"
    seen = frame(code)
    change = standardize(PROBLEM)
    scaled = line_fit(PROBLEM.X @ change.M[:, :1].ravel(), PROBLEM.y)
    expected = run(scaled, GradientDescent(0.1), [1, 2], max_steps=40)
    np.testing.assert_allclose(seen["x"], expected.x, rtol=1e-9)
    assert seen["limit"] == pytest.approx(1)
    assert seen["data"]["x"].mean() == pytest.approx(0, abs=1e-12)


def test_two_rates_are_given_as_an_array():
    rates = {"name": "GradientDescent", "learning_rate": [5e-4, 0.5]}
    plain = engine.call("frame", {"optimizer": rates, "epochs": 60})
    seen = frame("assert lr.shape == (2,)", optimizer=rates, epochs=60)
    np.testing.assert_allclose(seen["x"][:60], plain["x"][:60], rtol=1e-9)


def test_a_program_that_spoils_its_data_spoils_no_others():
    frame("def gradient(x, y, w, b):\n    x[0] = y[0] = 99\n    return 1, 1", epochs=3)
    np.testing.assert_array_equal(datasets.clean().x, PROBLEM.X[:, 0])


def test_a_long_program_is_thinned():
    seen = frame("def gradient(x, y, w, b):\n    return 1.0, w", epochs=5000)
    assert len(seen["k"]) <= ROWS + 2
    assert seen["k"][-1] == 5000
    assert seen["k"][1] > 1


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("lr = 0.01", 1),
        ("def step(w, b, dw, db, lr):\n    return w * 1e200 + 1, b", 2),
        ("def step(w, b, dw, db, lr):\n    return float('nan'), b", 1),
        ("def gradient(x, y, w, b):\n    return np.log(-1.0), 0", 1),
    ],
)
def test_numbers_without_end_are_a_divergence(code, last):
    seen = frame(code)
    assert seen["status"] == "DIVERGED"
    assert seen["messages"]
    assert len(seen["k"]) >= last
    for key in ("x", "loss"):
        assert np.isfinite(seen[key]).all()


FAULTS = {
    "a =": ("SyntaxError", 1),
    "a = 1\nb = = 2": ("SyntaxError", 2),
    "def loss(x, y, w, b):\nreturn 1": ("IndentationError", 2),
    "\x00": ("null bytes", None),
    "a = 1\n\n1 / 0": ("ZeroDivisionError: division by zero", 3),
    "import sys\nsys.exit(3)": ("your code called exit", 2),
    "raise SystemExit": ("your code called exit", 1),
    "n = 1\nn = input('n?')": ("nobody can answer input()", 2),
    "def f():\n    return f()\nf()": ("RecursionError", 2),
    "raise KeyboardInterrupt": ("KeyboardInterrupt", 1),
    "import nothing_of_this_name": ("ModuleNotFoundError", 1),
    "import json\njson.loads('{')": ("JSONDecodeError", 2),
    "loss = 3": ("loss must be a function, not 3", None),
    "def loss(x, y, w, b):\n    return (w * x + b - y) ** 2": (
        "loss must return one number, got an array of shape (100,)",
        1,
    ),
    "\ndef gradient(x, y, w, b):\n    r = w * x + b - y\n    return r * x, r": (
        "gradient must return two numbers, (dw, db), got 2 values with arrays",
        2,
    ),
    "def gradient(x, y, w, b):\n    return 1, 2, 3": ("got (1, 2, 3)", 1),
    "def gradient(x, y, w, b):\n    return 1": ("two numbers, (dw, db), got 1", 1),
    "def gradient(x, y, w, b):\n    return 'ab'": ("got 'ab'", 1),
    "def gradient(x, y, w, b):\n    pass": ("got nothing: is there a return?", 1),
    "def gradient(x, y, w):\n    return 1, 1": ("TypeError", None),
    "def step(w, b, dw, db, lr):\n    w -= dw": ("step must return two numbers", 1),
    "def gradient(x, y, w, b):\n    if w > 0:\n        raise KeyError('late')\n"
    "    return -1, 1": ("KeyError: 'late'", 3),
    "x = x[:3]": ("X has 3 rows but y has 100", None),
    "x = 0 * x": ("x is constant", None),
    "y = y * np.nan": ("100 of 100 values are not finite", None),
    "x = [1, [2]]": ("x is ragged", None),
    "w = 'a'": ("w and b must be two numbers, got ('a', 0)", None),
    "del b": ("b is gone after your code", None),
    "lr = None": ("lr must hold real numbers", None),
    "lr = -1": ("lr must be finite and above zero", None),
    "epochs = 10**9": (f"epochs must be a whole number from 1 to {MOST_STEPS:,}", None),
    "class A:\n    def __float__(self):\n        raise RuntimeError('no')\n"
    "def gradient(x, y, w, b):\n    return A(), A()": ("RuntimeError: no", 3),
}


@pytest.mark.parametrize("code", FAULTS, ids=lambda code: repr(code)[:30])
def test_a_fault_is_told_with_its_line(code):
    message, line = FAULTS[code]
    answer = trace(code)
    assert message in answer["error"]["message"]
    assert answer["error"]["line"] == line
    assert "printed" in answer


def test_what_was_printed_comes_along_even_with_a_fault():
    assert trace("print('a', 1)\n1 / 0")["printed"] == "a 1\n"
    code = "import sys\nprint('warned', file=sys.stderr)"
    assert trace(code, epochs=2)["printed"] == "warned\n"


def test_a_flood_of_output_is_cut(capsys):
    printed = trace("for i in range(10_000):\n    print('x' * 99)", epochs=2)["printed"]
    assert len(printed) < MOST_PRINTED + 100
    assert printed.endswith("… more was printed than is shown\n")
    assert printed.count("…") == 1
    assert capsys.readouterr() == ("", "")


def test_no_program_is_refused_and_so_are_data_without_points():
    assert "there is no program" in trace(None)["error"]["message"]
    message = trace("", data={"name": "two_variables"})["error"]["message"]
    assert "points x, y" in message


def test_warnings_of_numpy_do_not_stop_a_program():
    assert frame("a = np.float64(1) / 0\nnp.log(-1)", epochs=2)["k"][-1] == 2
