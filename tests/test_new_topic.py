"""`make topic` writes a topic that builds, and is tested, and lint has nothing to say.

The one rule: the slow test does on a copy of the project what an author does; nothing
here knows what the topic is about.
"""

import difflib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.benchmark.sites import copied
from scripts.new_topic import NAV, PERMALINKS, PRESETS, __main__, topic
from tests.conftest import ROOT, build_site, copy_sources

LISTS = (PRESETS, NAV, PERMALINKS)
NAME, PAGE = "ridge_path", "docs/topics/ridge-path.md"
LONGEST = "a_name_of_20_letters"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """The files that list the topics, and two topics in halves."""
    for place in (*LISTS, "pyproject.toml"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / place, tmp_path / place)
    (tmp_path / "scripts/topics/half").mkdir()
    (tmp_path / "docs/topics").mkdir(parents=True, exist_ok=True)
    (tmp_path / "docs/topics/other-half.md").write_text("", encoding="utf-8")
    (tmp_path / "docs/answers").mkdir()
    (tmp_path / "docs/answers/some-answer.md").write_text("", encoding="utf-8")
    monkeypatch.setattr(__main__, "ROOT", tmp_path)
    return tmp_path


def texts(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("scripts", "docs", "tests")
        for path in (root / folder).rglob("*")
        if path.is_file()
    } | {NAV: (root / NAV).read_text(encoding="utf-8")}


def test_it_writes_seven_files_and_adds_lines_to_three(project, capsys):
    before = texts(project)
    assert __main__.main([NAME]) == 0
    after = texts(project)
    new = after.keys() - before.keys()
    names = ("__init__", "data", "explorer", "figures", "numbers")
    own = {f"scripts/topics/{NAME}/{name}.py" for name in names}
    assert new == own | {PAGE, f"tests/topics/test_{NAME}.py"}
    assert {place for place in before if after[place] != before[place]} == {*LISTS}
    assert capsys.readouterr().out.split()[:10] == [*topic(ROOT, NAME)]
    for place in LISTS:
        old, now = (text[place].splitlines() for text in (before, after))
        edits = [*difflib.ndiff(old, now)]
        assert not [line for line in edits if line.startswith(("-", "?"))]
        assert any("ridge" in line for line in edits if line.startswith("+"))
    assert "      - Ridge path: topics/ridge-path.md\n" in after[NAV]
    assert f'    "ridge-path": {NAME}.PAGE,\n' in after[PRESETS]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Ridge", "'Ridge' is no name for a topic: write two to twenty small letters"),
        ("ridge-path", "'ridge-path' is no name for a topic: .* as in NAME=ridge_path"),
        ("../mse", "'../mse' is no name for a topic"),
        ("lambda", "'lambda' is no name for a topic"),
        ("x", "'x' is no name for a topic"),
        (f"{LONGEST}s", "is no name for a topic"),
        ("half", "scripts/topics/half is there already: choose another name"),
        ("other_half", "docs/topics/other-half.md is there already: choose another"),
        ("start", "scripts/topics/presets.py uses 'start' already: choose another"),
        ("a_", "'a_' is no name for a topic"),
        ("two__words", "'two__words' is no name for a topic"),
        ("catalog", "the site has a file named 'catalog': choose another name"),
        ("index", "the site has a file named 'index'"),
        ("exercise_own_rates", "the site has a file named 'exercise_own_rates'"),
        ("some_answer", "docs/answers/some-answer.md is there already: choose another"),
        ("beside", "scripts/topics/presets.py uses 'beside' already"),
    ],
)
def test_what_cannot_be_a_new_topic_is_refused_and_nothing_is_changed(
    project, capsys, name, message
):
    before = texts(project)
    assert __main__.main([name]) == 1
    assert re.search(message, capsys.readouterr().err)
    assert texts(project) == before


@pytest.mark.parametrize("arguments", [[], [""], ["one", "two"]])
def test_without_a_name_it_says_how_to_call_it(project, capsys, arguments):
    assert __main__.main(arguments) == 2
    assert capsys.readouterr().err == f"{__main__.USAGE}\n"


@pytest.mark.parametrize("name", ["ab", LONGEST])
def test_lint_has_nothing_to_say(project, name):
    copy_sources(project)  # ruff looks which modules are ours
    assert __main__.main([name]) == 0
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "scripts/topics", "tests"],
            cwd=project,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_answers_in_sixty_words_and_has_the_order_of_a_page():
    text = topic(ROOT, NAME)[PAGE]
    (answer,) = re.findall(r'<div class="gd-answer" markdown>(.*?)</div>', text, re.S)
    assert len(re.sub(r"\{\{.*?\}\}", "number", answer).split()) <= 60
    assert re.findall(r"\{#([\w-]+)[ }]", text, re.MULTILINE) == [
        *("picture", "why", "derivation", "code", "try-it", "mistakes", "sources")
    ]
    assert not re.search("NAME|SLUG|WORDS", "".join(topic(ROOT, NAME).values()))


@pytest.mark.slow
def test_it_builds_and_its_test_and_mypy_pass(site, tmp_path):
    """In a copy that has built what stood before; `site` is asked for to be built."""
    root = copied(tmp_path / "project")
    shutil.copytree(ROOT / ".build", root / ".build")
    for call in (
        ["scripts.new_topic", NAME],
        ["pytest", "-q", "-n0", f"tests/topics/test_{NAME}.py"],
        ["mypy", f"scripts/topics/{NAME}"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *call], cwd=root, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    build_site(root, tmp_path / "built")
    page = (tmp_path / "built/topics/ridge-path/index.html").read_text("utf-8")
    promised = (root / PERMALINKS).read_text("utf-8").split()
    for line in promised:
        if line.startswith("/topics/ridge-path/#"):
            assert f'id="{line.partition("#")[2]}"' in page
    assert 'class="gd-number"' in page
    assert (tmp_path / "built/data/explorer/ridge-path.json").is_file()
