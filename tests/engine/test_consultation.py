"""The questions of "Diagnose my run" cross to the engine, and plain answers come back.

The one rule: an answer is that of gdcore, and every bad question is refused in words.
"""

import json

import numpy as np
import pytest

from gdcore.logs import read_log
from gdcore.programs.reading import read
from gdcore.programs.running import run_program
from gdcore.reports import answer
from scripts import engine
from scripts.engine import wire
from scripts.engine.consultation import plain

X = [[1.0], [2.0], [4.0], [7.0]]
Y = [3.0, 5.0, 9.0, 15.5]
QUESTION = {"v": 1, "rows": {"X": X, "y": Y}, "learning_rate": 0.02, "loss": "mean"}
CODE = """
import numpy as np
x = np.array([1.0, 2.0, 4.0, 7.0])
y = np.array([3.0, 5.0, 9.0, 15.5])
w = b = 0.0
lr = 0.02
for epoch in range(50):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)
    print(epoch, np.mean(r ** 2))
"""
LOG = "\n".join(f"step {k} loss {9 * 0.9**k:.6f}" for k in range(30))


def same(ours, theirs) -> bool:
    return json.dumps(ours, sort_keys=True) == json.dumps(theirs, sort_keys=True)


def test_a_report_is_that_of_gdcore():
    seen = engine.call("diagnose", {"question": QUESTION})
    assert "error" not in seen, seen
    assert same(seen, answer(QUESTION).as_dict())
    assert seen["headline"]


def test_rows_may_be_arrays():
    rows = {"X": np.array(X), "y": np.array(Y)}
    seen = engine.call("diagnose", {"question": {**QUESTION, "rows": rows}})
    assert same(seen, answer(QUESTION).as_dict())


def test_a_paste_is_read():
    seen = engine.call("read", {"code": CODE, "log": LOG})
    assert same(seen, {"code": plain(read(CODE)), "log": plain(read_log(LOG))})
    assert seen["code"]["learning_rate"] == 0.02
    assert len(seen["log"]["loss"]["values"]) == 30
    assert engine.call("read", {"code": " ", "log": None}) == {
        "code": None,
        "log": None,
    }


def test_code_is_run_and_its_run_enters_the_report():
    seen = engine.call("run_code", {"code": CODE, "seconds": 20})["execution"]
    assert same(seen, run_program(CODE).as_dict())
    assert seen["steps"] == 50
    question = {"v": 1, "code": CODE}
    report = engine.call("diagnose", {"question": question, "execution": seen})
    assert same(report, answer(question, execution=seen).as_dict())
    assert report["parameters"]


def test_code_that_never_ends_is_stopped_with_what_was_seen():
    seen = engine.call("run_code", {"code": "while True: pass", "seconds": 0.1})
    assert seen["execution"]["error"]["kind"] == "stopped"


BAD = [
    ("diagnose", None, "must have"),
    ("diagnose", [1], "must have"),
    ("diagnose", {"question": None}, ""),
    ("diagnose", {"question": {"v": 1}}, ""),
    ("diagnose", {"question": QUESTION, "execution": 3}, "execution"),
    ("diagnose", {"question": QUESTION, "more": 1}, "'more' is none of"),
    ("diagnose", {"question": {**QUESTION, "learning_rate": -1}}, "learning_rate"),
    ("diagnose", {"question": {**QUESTION, "rows": {"X": [[1], [2, 3]], "y": []}}}, ""),
    ("read", "text", "must have"),
    ("read", {"code": 3}, "code must be text"),
    ("read", {"log": ["a"]}, "log must be text"),
    ("run_code", {}, "paste one"),
    ("run_code", {"code": "  \n"}, "paste one"),
    ("run_code", {"code": b"x = 1"}, "code must be text"),
    ("run_code", {"code": "x = 1", "seconds": "soon"}, "seconds"),
    ("run_code", {"code": "x = 1", "seconds": -1}, "seconds"),
    ("run_code", {"code": "x = 1", "settings": {}}, "'settings' is none of"),
]


@pytest.mark.parametrize(("name", "argument", "words"), BAD)
def test_a_bad_question_is_refused_in_words(name, argument, words):
    message = engine.call(name, argument)["error"]["message"]
    assert words in message
    assert len(message) > 10
    assert "Error" not in message.split(":")[0]


@pytest.mark.parametrize(
    "code", ["\0", "(" * 9999, "x" * 300_000, "é = '\ud800'", "if"]
)
def test_text_of_any_kind_is_read_and_run(code):
    seen = engine.call("read", {"code": code, "log": code})
    assert seen.keys() == {"code", "log"}
    assert engine.call("run_code", {"code": code})["execution"]["error"]["says"]


def test_a_record_becomes_plain_values():
    seen = plain(read(CODE))
    assert json.loads(json.dumps(seen)) == seen
    assert plain({1: (2, [None, "a"])}) == {"1": [2, [None, "a"]]}


def test_the_answers_cross_the_wire():
    table, targets = np.array(X), np.array(Y)
    places = {"X": {"$": [0, [4, 1]]}, "y": {"$": [4, [4]]}}
    argument = json.dumps({"question": {**QUESTION, "rows": places}})
    block = np.concatenate([table.ravel(), targets]).tobytes()
    text, numbers = wire.ask("diagnose", argument, block)
    assert same(json.loads(text), answer(QUESTION).as_dict())
    assert len(numbers) == 0
    for name, asked in (("read", {"code": CODE}), ("run_code", {"code": CODE})):
        text, _ = wire.ask(name, json.dumps(asked))
        assert "error" not in json.loads(text)
