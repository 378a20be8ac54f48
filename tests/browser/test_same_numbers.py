"""The browser's Python and this one take the same steps, to 1e-12 of the path so far.

The one rule: settings at which rounding is not amplified: rates well below the limit,
searches only as far as they still move, x standardized for squares and raw for absolute
errors (whose signs, all alike at first, would leave of the slope's gradient a rounding
error, which Adam would make a step of).
"""

import json

import numpy as np
import pytest

from scripts import engine
from tests.browser.conftest import window
from tests.browser.test_runtime import PLAIN, array
from tests.conftest import ROOT

CATALOG = engine.call("catalog", {})
SETS = [entry["name"] for entry in CATALOG["datasets"]]
METHODS = [entry["name"] for entry in CATALOG["optimizers"]]
SAME = 1e-12
SEARCHED = ("LBFGS", "SteepestDescent", "ConjugateGradient")  # they end in a few steps
CURVED = ("Chebyshev", "ConjugateGradient")  # refuse the absolute error
CODE = (ROOT / "docs/snippets/explorer_default.py").read_text(encoding="utf-8")


def method_of(name: str, pair: bool) -> dict:
    """A method at a rate that suits the data."""
    fields = next(m["fields"] for m in CATALOG["optimizers"] if m["name"] == name)
    rate = {"learning_rate": 1e-6 if pair else 0.05}
    known = {field["name"] for field in fields}
    found = {"name": name, **{k: v for k, v in rate.items() if k in known}}
    if "batch_size" in known:
        found["batch_size"] = 1 if pair else 7
    if name == "Chebyshev" and not pair:
        found |= {"lambda_min": 1.5, "lambda_max": 2.5}
    return found


def asked(data: str, name: str, loss: str) -> dict:
    pair = data == "two_variables"
    batches = name in ("MinibatchGradientDescent", "DecayingSGD")
    return {
        "data": {"name": data},
        "loss": loss,
        "optimizer": method_of(name, pair),
        "coordinates": "raw" if pair or loss == "mae" else "standardized",
        "start": [0.3, -2.0],
        "seed": 5,
        "epochs": 2 if name in SEARCHED else 4 if batches else 60,
    }


SETTINGS = [
    asked(data, name, loss)
    for data in SETS
    for name in METHODS
    for loss in ("mse", "mae")
    if loss == "mse" or (data != "two_variables" and name not in CURVED)
]
LONG = {
    "data": {"name": "intercept_thread"},
    "optimizer": {"name": "GradientDescent", "learning_rate": 1e-5},
    "epochs": 1_000_000,
}


@pytest.fixture(scope="module")
def answers(browser, lab):
    """What the browser makes of all settings, in one page, by one worker."""
    with window(browser) as context:
        page = context.new_page()
        assert lab.start(page) == ""
        texts = page.evaluate(
            f"""async ([all, traced]) => {{
                const frames = all.map((one) => runtime.call("frame", one));
                frames.push(runtime.run(traced, {{seconds: 30}}));
                return (await Promise.all(frames)).map({PLAIN});
            }}""",
            [[*SETTINGS, LONG], {"code": CODE, "epochs": 200}],
        )
    return [json.loads(text) for text in texts]


def apart(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Largest distance of two rows, as a share of the longest row until then.

    A row that comes close to the origin has no digits of its own: it is the difference
    of longer ones, and bears their rounding.
    """
    ours, theirs = (np.atleast_2d(a.T).T for a in (ours, theirs))
    gap = np.linalg.norm(theirs - ours, axis=1)
    return float(np.max(gap / np.maximum.accumulate(np.linalg.norm(ours, axis=1))))


def test_every_method_takes_the_same_steps_on_every_dataset(answers):
    worst = {}
    for setting, there in zip(SETTINGS, answers, strict=False):
        here = engine.call("frame", setting)
        assert "error" not in here, (setting, here)
        assert here["status"] == there["status"], setting
        for key in ("k", "x", "z"):
            gap = apart(here[key][1:], array(there[key])[1:])
            worst[gap] = (key, setting)
        # A loss that ends at zero has no digits of its own: it is a share of the first.
        gap = np.abs(array(there["loss"]) - here["loss"]).max() / here["loss"][0]
        worst[gap] = ("loss", setting)
    assert max(worst) <= SAME, worst[max(worst)]
    assert len(SETTINGS) > len(SETS) * len(METHODS)


def test_theory_says_the_same(answers):
    for setting, there in zip(SETTINGS, answers, strict=False):
        here = engine.call("frame", setting)
        for key in ("steps", "messages", "names"):
            assert here[key] == there[key], setting
        for key in ("limit", "share", "best", "condition_number"):
            if here[key] is None:
                assert there[key] is None, (key, setting)
            else:
                assert there[key] == pytest.approx(here[key], rel=1e-9), (key, setting)


def test_a_million_epochs_are_the_same(answers):
    here, there = engine.call("frame", LONG), answers[-2]
    assert here["steps"] == there["steps"]
    np.testing.assert_array_equal(array(there["k"]), here["k"])
    # A power of k multiplies the relative rounding of its base by k.
    assert apart(here["x"][1:], array(there["x"])[1:]) <= 1e-9


def test_the_readers_program_takes_the_same_steps(answers):
    here = engine.call("trace", {"code": CODE, "epochs": 200})["frame"]
    there = answers[-1]["frame"]
    assert apart(here["x"][1:], array(there["x"])[1:]) <= SAME
    assert apart(here["loss"], array(there["loss"])) <= SAME
