"""The ways to an answer: said by its page in words that a question asks, or refused."""

import re

import pytest

from scripts.pages import ways
from scripts.pages.mistakes import Mistakes
from tests.conftest import ROOT

FILE = "docs/answers/page.md"
PAGE = '---\ntitle: A\nways: {nan: soon}\n---\n\n{{ repair("toy") }}\n'


@pytest.mark.parametrize(
    ("said", "line", "told"),
    [
        ("", 1, "`ways` what is seen, and when; write `ways: {nan: soon}`"),
        ("ways: nan", 3, "`ways` what is seen, and when; write `ways: {nan: soon}`"),
        ("ways: {none: soon}", 3, "'none', which no question asks; the words are nan,"),
        ("ways: {nan: never}", 3, "'never', which no question asks; the words are st"),
        ("ways: {nan: [soon]}", 3, "['soon'], which no question asks; the words are"),
    ],
)
def test_what_no_question_asks_is_refused_by_page_and_word(said, line, told):
    mistakes = Mistakes(ROOT)
    mistakes.note(*ways.mistakes(FILE, PAGE.replace("ways: {nan: soon}", said)))
    assert len(mistakes.lines) == 1
    assert mistakes.lines[0].startswith(f"{FILE}:{line}: ")
    assert told in mistakes.lines[0]


def test_a_page_that_says_it_is_right_and_every_word_has_an_answer():
    assert list(ways.mistakes(FILE, PAGE)) == []
    said = [one.ways for one in ways.listed(ROOT)]
    assert {seen for one in said for seen in one} == {*ways.SEEN}
    assert {when for one in said for when in one.values()} == {*ways.WHEN}


def test_an_answer_is_its_page_and_its_snippets(tmp_path):
    files = {
        "docs/answers/b.md": PAGE.replace("title: A", "title: B < C").replace(
            "toy", "b"
        ),
        "docs/answers/a.md": PAGE,
        "docs/answers/wrong.md": PAGE.replace("nan", "no"),
        "docs/snippets/toy_after_torch.py": "x = 1\n",
        "docs/snippets/toy_after_numpy.py": "x = 1\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = ways.listed(tmp_path)
    assert [(one.url, one.title) for one in found] == [
        ("answers/a/", "A"),
        ("answers/b/", "B < C"),
    ]
    assert [[kind.label for kind in one.kinds] for one in found] == [
        ["NumPy", "PyTorch"],
        [],
    ]
    said = ways.folds(found, 3, lambda address: f"../{address}")
    assert said.startswith("### NaN or inf {#see-nan .gd-fold data-search-exclude=''}")
    assert "In the first steps" in said
    assert re.findall('href="(.*?)"', said) == [
        "../answers/a/",
        "../answers/a/#__tabbed_1_1",
        "../answers/a/#__tabbed_1_2",
        "../answers/b/",
    ]
    assert "B &lt; C" in said
