"""Each example of the page: the report names its cause, with its numbers.

The one rule: the numbers are computed here once more, from the singular values of the
question's own data; the cause was found on the page that explains it.
"""

import functools
import json

import numpy as np
import pytest

from gdcore import reports
from scripts.diagnosing import questions
from scripts.diagnosing.example import Example
from scripts.diagnosing.examples import examples, published
from scripts.pages import questions as page
from scripts.pages.examples import FILE

CASES = {example.name: example for example in examples()}
COUNTED = [example for example in CASES.values() if example.numbers]
WEIGHTS = {"mean": 2.0, "half mean": 1.0, "sum": 2.0, "half sum": 1.0}


def columns(question: dict) -> np.ndarray:
    """The matrix that the loss is of, with the ones of an intercept."""
    if question["matrix"]:
        return np.array(question["matrix"]["A"])
    if question["moments"]:
        n, mean, std = (question["moments"][key] for key in ("n", "mean", "std"))
        return np.array([[1.0, mean], [0.0, std]]) * np.sqrt(n)  # of the same products
    X = np.array(question["rows"]["X"])
    return np.column_stack([X, np.ones(len(X))])


def expected(question: dict) -> dict[str, float]:
    """Condition number of the Hessian, and two over its largest eigenvalue."""
    X = columns(question)
    sizes = np.linalg.svd(X, compute_uv=False)
    loss = question["loss"] or "mean"
    rows = question["moments"]["n"] if question["moments"] else len(X)
    largest = WEIGHTS[loss] * sizes[0] ** 2 / (1 if "sum" in loss else rows)
    return {
        "condition number": (sizes[0] / sizes[-1]) ** 2,
        "limit": 2 / largest,
    }


@functools.cache
def answered(name: str) -> dict:
    """The report on an example."""
    return reports.answer(CASES[name].question).as_dict()


@pytest.fixture(scope="module", params=CASES.values(), ids=CASES)
def reported(request: pytest.FixtureRequest) -> tuple[Example, dict]:
    return request.param, answered(request.param.name)


def test_the_report_names_the_cause(reported: tuple[Example, dict]) -> None:
    example, report = reported
    first = [finding["kind"] for finding in report["findings"]][:2]
    assert set(first) & set(example.says), report["headline"]


def test_the_report_has_the_numbers(reported: tuple[Example, dict]) -> None:
    example, report = reported
    found = {number["name"]: number["value"] for number in report["numbers"]}
    computed = expected(example.question) if example.numbers else {}
    for name in example.numbers:
        assert found[name] == pytest.approx(computed[name], rel=1e-4)


def test_no_headline_says_that_all_is_well(reported: tuple[Example, dict]) -> None:
    headline = reported[1]["headline"]
    assert not headline.startswith(("Nothing", "A learning rate below"))
    assert "broken" not in headline
    assert any(character.isdigit() for character in headline)


def test_what_arrives_is_what_the_steps_leave(reported: tuple[Example, dict]) -> None:
    example, report = reported
    name = f"after {example.question['steps'] or 0:,} steps"
    left = [one["value"] for one in report["numbers"] if one["name"] == name]
    yours = [row for row in report["steps"] if row["yours"]]
    if not (left and yours) or left[0] is None:
        return
    counts = zip(yours[0]["to_1"], yours[0]["open_1"], strict=True)
    known = all(
        count is not None and not more and count <= example.question["steps"]
        for count, more in counts
    )
    assert known == (left[0] <= 0.01)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("intercept-not-learned", ("1.321e+04 (1 with x st", "905,572", "1 step")),
        ("two-variables", ("3.252e+06", "1.2e+07 steps", "float32 rounding stops")),
        ("years-as-x", ("3.697e+10 (1 with x", "2.16e+11 steps", "after 1 step")),
        ("mean-of-a-scalar", ("9.1 times its limit",)),
    ],
)
def test_the_headline_has_the_fault_and_its_number(
    name: str, says: tuple[str, ...]
) -> None:
    report = answered(name)
    for words in says:
        assert words in report["headline"]


def test_the_code_and_the_data_speak_of_the_same_limit() -> None:
    numbers = {one["name"]: one for one in answered("mean-of-a-scalar")["numbers"]}
    assert numbers["share of the limit"]["value"] == pytest.approx(9.1, rel=1e-3)
    assert "sum of squares" in numbers["limit"]["text"]


def test_there_are_sixteen_and_more() -> None:
    assert len(CASES) == len(published()) >= 16
    assert len(COUNTED) >= 8


def test_each_says_where_it_was_asked() -> None:
    for example in CASES.values():
        assert len(example.where) > 4
        assert "http" not in example.where
        assert 10 < len(example.title) <= 80


def test_questions_are_plain_values() -> None:
    assert json.loads(json.dumps(published(), allow_nan=False)) == published()
    assert {len(example.question) for example in CASES.values()} == {11}


def test_the_file_of_the_page_holds_them() -> None:
    ((place, content),) = page.file().items()
    assert place == FILE
    assert [case["name"] for case in json.loads(content)] == list(CASES)


def test_what_is_no_part_of_a_question_is_refused() -> None:
    with pytest.raises(ValueError, match="'rate' is no part of a question"):
        questions.question({"rate": 0.1})


def test_code_is_shown_without_the_marks_of_tests() -> None:
    code = questions.code("scalar_mean_before_numpy")["code"]
    assert 'print(f"w {w:.3f}, b {b:.1f}")\n' in code
    assert "# your X" in code


def test_printed_lines_are_those_of_the_run() -> None:
    lines = questions.printed("theta-alternates", lines=3, every=2)["log"].split("\n")
    asked = questions.asked("theta-alternates")
    X, y = np.array(asked["rows"]["X"])[:, 0], np.array(asked["rows"]["y"])
    w = b = 0.0
    for _ in range(2):
        r = w * X + b - y
        w, b = w - 0.02 * np.mean(r * X), b - 0.02 * np.mean(r)
    assert lines[0] == f"epoch 0, loss {np.mean(y**2):.6g}"
    assert lines[1] == f"epoch 2, loss {np.mean((w * X + b - y) ** 2):.6g}"
    assert len(lines) == 4
