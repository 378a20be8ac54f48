"""A reader's program against its own loss: right ones pass, wrong ones are named.

The one rule: each program runs whole, through `trace`, on data of several kinds.
"""

import numpy as np
import pytest

from gdcore import datasets
from gdcore.problems import line_fit
from gdcore.spectral import learning_rate_limit
from scripts import engine
from scripts.engine.finding import Fit
from scripts.engine.gradient_sample import Sample
from scripts.engine.numerals import number

LOSS = "def loss(x, y, w, b):\n    return {}\n"
GRAD = "def gradient(x, y, w, b):\n    r = w * x + b - y\n    return {}\n"
STEP = "def step(w, b, dw, db, lr):\n    return {}\n"
MSE = LOSS.format("np.mean((w * x + b - y) ** 2)")
HALF = LOSS.format("np.mean((w * x + b - y) ** 2) / 2")
SUM = LOSS.format("np.sum((w * x + b - y) ** 2)")
MAE = LOSS.format("np.mean(np.abs(w * x + b - y))")
G_MSE = GRAD.format("2 * np.mean(r * x), 2 * np.mean(r)")
G_HALF = GRAD.format("np.mean(r * x), np.mean(r)")
G_SUM = GRAD.format("2 * np.sum(r * x), 2 * np.sum(r)")
G_MAE = GRAD.format("np.mean(np.sign(r) * x), np.mean(np.sign(r))")
HUBER = (
    "def loss(x, y, w, b):\n"
    "    r = np.abs(w * x + b - y)\n"
    "    return np.mean(np.where(r < 2, r**2, 4 * r - 4))\n"
    "def gradient(x, y, w, b):\n"
    "    r = np.clip(w * x + b - y, -2, 2)\n"
    "    return 2 * np.mean(r * x), 2 * np.mean(r)\n"
)
SINGLE = (
    "x32, y32 = x.astype(np.float32), y.astype(np.float32)\n"
    "def residual(w, b):\n"
    "    return np.float32(w) * x32 + np.float32(b) - y32\n"
    "def loss(x, y, w, b):\n    return np.mean(residual(w, b) ** 2)\n"
    "def gradient(x, y, w, b):\n"
    "    r = residual(w, b)\n    return 2 * np.mean(r * x32), 2 * np.mean(r)\n"
)
RIDGE = MSE.replace("** 2)", "** 2) + 0.3 * w**2") + GRAD.format(
    "2 * np.mean(r * x) + 0.6 * w, 2 * np.mean(r)"
)
LOOPS = (
    "def loss(x, y, w, b):\n"
    "    return sum((w * p + b - q) ** 2 for p, q in zip(x, y)) / len(x)\n"
    "def gradient(x, y, w, b):\n"
    "    dw = db = 0\n"
    "    for p, q in zip(x, y):\n"
    "        dw += 2 * p * (w * p + b - q) / len(x)\n"
    "        db += 2 * (w * p + b - q) / len(x)\n"
    "    return dw, db\n"
)
MATRIX = (
    "A = np.c_[x, np.ones(len(x))]\n"
    "def loss(x, y, w, b):\n    return np.mean((A @ [w, b] - y) ** 2)\n"
    "def gradient(x, y, w, b):\n    return 2 * A.T @ (A @ [w, b] - y) / len(y)\n"
)
BATCHES = MSE + (
    "random = np.random.RandomState(0)\n"
    "def gradient(x, y, w, b):\n"
    "    i = random.randint(len(x), size=2)\n"
    "    r = w * x[i] + b - y[i]\n    return 2 * np.mean(r * x[i]), 2 * np.mean(r)\n"
)
CYCLE = MSE + (
    "k = -1\n"
    "def gradient(x, y, w, b):\n"
    "    global k\n    k = (k + 1) % len(x)\n"
    "    r = w * x[k] + b - y[k]\n    return 2 * r * x[k], 2 * r\n"
)
MOMENTUM = (
    "v = np.zeros(2)\n"
    "def step(w, b, dw, db, lr):\n"
    "    global v\n    v = 0.9 * v + np.array([dw, db])\n"
    "    return w - lr * v[0], b - lr * v[1]\n"
)
SIGNED = STEP.format("w - lr * np.sign(dw), b - lr * np.sign(db)")
LOGCOSH = LOSS.format("np.mean(np.log(np.cosh((w * x + b - y) / 50)))") + GRAD.format(
    "np.mean(np.tanh(r / 50) * x) / 50, np.mean(np.tanh(r / 50)) / 50"
)
OUTWARD = GRAD.format("-2 * np.mean(r * x), -2 * np.mean(r)")
UPHILL_STEP = STEP.format("w + lr * dw, b + lr * db")
RIGHT = {
    "mse": MSE + G_MSE,
    "half of both": HALF + G_HALF,
    "sum of both": SUM + G_SUM,
    "half sum": SUM.replace("2)", "2) / 2") + GRAD.format("np.sum(r * x), np.sum(r)"),
    "float32": SINGLE,
    "mae": MAE + G_MAE,
    "huber": HUBER,
    "ridge": RIDGE,
    "loops": LOOPS,
    "matrix": MATRIX,
    "random batches": BATCHES,
    "row by row": CYCLE,
    "momentum": MSE + G_MSE + MOMENTUM,
    "signed steps": MSE + G_MSE + SIGNED,
    "log cosh": LOGCOSH,
    "minus twice": MSE + OUTWARD + UPHILL_STEP,
    "gradient alone": G_MSE,
    "absolute gradient alone": G_MAE,
    "gradient without a loss of ours": HUBER[HUBER.index("def gradient") :],
    "loss alone": HUBER[: HUBER.index("def gradient")],
    "nothing": "",
    "standardized": "x = (x - x.mean()) / x.std()\n" + MSE + G_MSE,
    "it prints": MSE + G_MSE.replace("    return", "    print(w)\n    return"),
    "cubic": LOSS.format("np.mean(np.abs(w * x + b - y) ** 3)")
    + GRAD.format("3 * np.mean(r * abs(r) * x), 3 * np.mean(r * abs(r))"),
}
CONVENTIONS = {
    "half gradient": (MSE + G_HALF, "½ of", "2 times"),
    "double gradient": (HALF + G_MSE, "2 times", "½ of"),
    "sum gradient": (MSE + G_SUM, "n = ", "1/n = 1/"),
    "mean gradient of a sum": (SUM + G_MSE, "1/n = 1/", "n = "),
    "half gradient alone": (G_HALF, "½ of the mean squared error", "2 times"),
    "half mean of a sum": (SUM + G_HALF, "1/(2n) = 1/", "2n = "),
    "double sum": (HALF + G_SUM, "2n = ", "1/(2n) = 1/"),
    "half huber": (HUBER.replace("2 * np.mean", "np.mean"), "½ of", "2 times"),
    "three times": (MSE + GRAD.format("6*np.mean(r*x), 6*np.mean(r)"), "3 times", ""),
}
WRONG = {
    "sign": (MSE + OUTWARD, "sign"),
    "sign by y - line": (MSE + G_MSE.replace("w * x + b - y", "y - w * x - b"), "sign"),
    "sign of mae": (MAE + G_MAE.replace("np.sign(r)", "np.sign(-r)"), "sign"),
    "sign of huber": (HUBER.replace("2 * np.mean", "-2 * np.mean"), "sign"),
    "sign and half": (MSE + GRAD.format("-np.mean(r * x), -np.mean(r)"), "sign"),
    "sign alone": (OUTWARD, "sign"),
    "step uphill": (MSE + G_MSE + UPHILL_STEP, "step"),
    "swapped": (MSE + GRAD.format("2 * np.mean(r), 2 * np.mean(r * x)"), "swapped"),
    "swapped half": (MSE + GRAD.format("np.mean(r), np.mean(r * x)"), "swapped"),
    "swapped mae": (
        MAE + GRAD.format("np.mean(np.sign(r)), np.mean(np.sign(r) * x)"),
        "swapped",
    ),
    "swapped alone": (GRAD.format("2 * np.mean(r), 2 * np.mean(r * x)"), "swapped"),
    "no x": (MSE + GRAD.format("2 * np.mean(r), 2 * np.mean(r)"), "no x"),
    "no x in mae": (
        MAE + GRAD.format("np.mean(np.sign(r)), np.mean(np.sign(r))"),
        "no x",
    ),
    "x[1]": (MSE + GRAD.format("2 * np.mean(r * x[1]), 2 * np.mean(r)"), "one x"),
    "x[1] alone": (GRAD.format("2 * np.mean(r * x[1]), 2 * np.mean(r)"), "one x"),
    "x[-1]": (MSE + GRAD.format("2 * np.mean(r * x[-1]), 2 * np.mean(r)"), "one x"),
    "x[1] in the residual": (MSE + G_MSE.replace("w * x +", "w * x[1] +"), "one x"),
    "y[1] in the residual": (MSE + G_MSE.replace("- y", "- y[1]"), "one y"),
    "one row": (
        MSE
        + G_MSE.replace("w * x + b - y", "(w * x + b - y)[1]").replace(
            "* x)", "* x[1])"
        ),
        "one row",
    ),
    "mean of x": (
        MSE + GRAD.format("2 * np.mean(r) * x.mean(), 2 * np.mean(r)"),
        "mean x",
    ),
    "broadcast gradient": (MSE + G_MSE.replace("- y", "- y[:, None]"), "shape"),
    "broadcast of the line": (
        MSE + G_MSE.replace("    r =", "    x = x[:, None]\n    r ="),
        "shape",
    ),
    "broadcast against x": (MSE + G_MSE.replace("w * x", "w * x[:, None]"), "shape"),
    "broadcast gradient of mae": (MAE + G_MAE.replace("- y", "- y[:, None]"), "shape"),
    "broadcast loss": (MSE.replace("- y", "- y[:, None]") + G_MSE, "shape"),
    "broadcast loss alone": (MSE.replace("w * x", "w * x[:, None]"), "shape"),
    "broadcast mae": (MAE.replace("- y", "- y.reshape(-1, 1)"), "shape"),
    "broadcast both": (
        MSE.replace("- y", "- y[:, None]") + G_MSE.replace("- y", "- y[:, None]"),
        "shape",
    ),
    "broadcast gradient alone": (G_MSE.replace("- y", "- y[:, None]"), "shape"),
    "x twice": (MSE + GRAD.format("2 * np.mean(r * x), 2 * np.mean(r * x)"), "x twice"),
    "no b": (MSE + G_MSE.replace("+ b - y", "- y"), "no b"),
    "dw minus": (MSE + GRAD.format("-2*np.mean(r * x), 2*np.mean(r)"), "component"),
    "db sum": (MSE + GRAD.format("2 * np.mean(r * x), 2 * np.sum(r)"), "component"),
    "dw zero": (MSE + GRAD.format("0.0, 2 * np.mean(r)"), "component"),
    "dw squared": (MSE + GRAD.format("2*np.mean(r * x**2), 2*np.mean(r)"), "component"),
    "absolute residual": (MSE + G_MAE, "other"),
    "no residual": (MSE + GRAD.format("np.mean(x), 1.0"), "other"),
}
FOUR = {"name": "own", "x": [1.0, 2.0, 4.0, 3.5], "y": [1.0, 3.0, 2.0, 5.0]}
YEARS = {"name": "own", "x": [*range(2001, 2013)], "y": [3.1, 3.4, 3.3, 3.9] * 3}
TINY = {"name": "own", "x": [1e-3, 4e-3, 7e-3, 3e-3], "y": [2e4, 3e4, 5e4, 1e4]}
DATA = {"clean": {"name": "clean"}, "four": FOUR, "outliers": {"name": "outliers"}}
DATA |= {"tiny": TINY, "years": YEARS}


def trace(code, **settings):
    answer = engine.call("trace", {"code": code, "epochs": 60, **settings})
    assert "error" not in answer, answer
    return answer["frame"]


def rated(rate):
    return {"name": "GradientDescent", "learning_rate": rate}


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", RIGHT)
def test_a_right_program_hears_of_no_fault(name, data):
    for rate in (1e-6, 0.01):
        found = trace(RIGHT[name], data=DATA[data], optimizer=rated(rate))["program"]
        # With residuals that are all large, Huber's gradient is that of absolutes.
        alone = "without a loss" in name and data != "tiny"
        names = ["unknown"] if alone else ["right"]
        names += ["factor"] if "without a loss" in name else []
        assert found is None or (found["name"] in names and not found["wrong"]), found


@pytest.mark.parametrize("name", ["random batches", "row by row", "nothing"])
def test_a_program_that_cannot_be_judged_hears_nothing(name):
    assert trace(RIGHT[name])["program"] is None


@pytest.mark.parametrize("start", [[0, 0], [0.5, -3.0]])
@pytest.mark.parametrize("data", ["clean", "four", "outliers", "tiny"])
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_program_is_named(name, data, start):
    code, fault = WRONG[name]
    seen = trace(code, data=DATA[data], start=start)
    found = seen["program"]
    assert (found["name"], found["wrong"]) == (fault, True), found
    assert seen["messages"][0] == found["says"]
    for words in seen["messages"]:
        assert "learning rate" not in words
        assert not words.startswith(("Over the last", "The second half"))


@pytest.mark.parametrize("data", ["clean", "four", "outliers", "tiny"])
@pytest.mark.parametrize("name", CONVENTIONS)
def test_a_convention_is_told_and_is_no_fault(name, data):
    code, factor, inverse = CONVENTIONS[name]
    found = trace(code, data=DATA[data])["program"]
    assert (found["name"], found["wrong"]) == ("factor", False), found
    said, _, limit = found["says"].partition("That is fine")
    assert factor in said
    assert inverse in limit


@pytest.mark.parametrize(
    ("code", "loss", "step"),
    [
        (HALF + G_HALF, 0.5, 0.5),
        (SUM + G_SUM, 100, 100),
        (RIGHT["half sum"], 50, 50),
        (MSE + G_HALF, 1, 0.5),
        (HALF + G_MSE, 0.5, 1),
        (SUM + G_SUM + STEP.format("w - lr * dw / len(x), b - lr * db / 100"), 100, 1),
        (MSE + OUTWARD + UPHILL_STEP, 1, 1),
    ],
)
def test_the_limit_follows_the_convention(code, loss, step):
    seen = trace(code.replace("/ len(x)", "/ 100"), optimizer=rated(1e-4 / step))
    problem = line_fit(datasets.clean().x, datasets.clean().y)
    limit = learning_rate_limit(problem) / step
    assert seen["limit"] == pytest.approx(limit)
    assert seen["share"] == pytest.approx(1e-4 / step / limit)
    plain = engine.call("frame", {"epochs": 60, "optimizer": rated(1e-4)})
    assert seen["best"] == pytest.approx(loss * plain["best"])
    np.testing.assert_allclose(seen["predicted"], seen["loss"], rtol=1e-9)
    np.testing.assert_allclose(
        seen["surface"]["loss"], loss * plain["surface"]["loss"], rtol=1e-9
    )
    np.testing.assert_allclose(
        seen["modes"]["eigenvalues"], loss * plain["modes"]["eigenvalues"]
    )
    told = any(number(limit) in said for said in seen["messages"])
    assert told or (loss, step) == (1, 1)


def test_one_past_the_limit_of_its_convention_is_told_so():
    seen = trace(SUM + G_SUM, optimizer=rated(2e-5))
    assert seen["status"] == "DIVERGED"
    assert seen["share"] > 1
    assert any(f"uses {number(seen['share'])} times it" in m for m in seen["messages"])


def test_the_component_that_is_wrong_is_the_one_to_mend():
    assert trace(WRONG["dw zero"][0])["program"]["says"].endswith("mend dw.")
    code = MSE + GRAD.format("2 * np.mean(r * x), 0.0")
    assert trace(code)["program"]["says"].endswith("mend db.")


def test_a_right_gradient_is_told_beside_the_program_alone():
    seen = trace(MSE + G_MSE)
    assert seen["program"]["says"] not in seen["messages"]


def test_what_is_in_doubt_convicts_nobody():
    true = np.array([[1.0, 2.0], [-3.0, 1.0], [2.0, -1.0]])
    own = true + 0.02
    for doubt, agrees in ((0.0, False), (0.02, True)):
        fit = Fit(Sample(true, own, true, np.full((3, 2), doubt)))
        assert (fit.factor(true) is not None) == agrees


def test_the_check_prints_nothing_and_changes_no_run():
    talking = MSE + G_MSE.replace("    return", "    print('asked')\n    return")
    answer = engine.call("trace", {"code": talking, "epochs": 7})
    assert answer["printed"] == "asked\n" * 8
    quiet = trace(MSE + G_MSE, epochs=7)
    np.testing.assert_array_equal(answer["frame"]["x"], quiet["x"])


def test_a_fault_that_only_the_check_would_meet_is_not_told():
    code = MSE + G_MSE.replace("    r =", "    assert w <= 0.2\n    r =")
    seen = trace(code, epochs=3, optimizer=rated(1e-6))
    assert seen["program"]["name"] == "right"
