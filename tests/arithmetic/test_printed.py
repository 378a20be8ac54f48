"""What readers see is what is compared: pages, alt texts, exercises, frames.

The one rule: nothing that a page shows as a number is missing from the lines.
"""

import json

import pytest

from scripts.arithmetic import printed
from scripts.exercises import EXERCISES
from scripts.pages.macros import load, render
from scripts.topics import presets
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def lines(site) -> dict[str, list[str]]:
    """The printed lines, from the data that the build of the site has left."""
    return printed.lines(ROOT, ROOT / ".build")


def test_every_page_is_there_with_its_macros_carried_out(lines):
    for path in (ROOT / "docs").rglob("*.md"):
        text = "\n".join(lines[path.relative_to(ROOT).as_posix()])
        assert len(text) > 100
        assert "{{ number(" not in text
        assert 'class="gd-number" value=' not in text
    assert any(
        "99.20282745361328" in line for line in lines["docs/reference/checked.md"]
    )


def test_numbers_are_those_of_the_built_pages(lines):
    macros = load(ROOT, ROOT / ".build", "topics/mae/")
    path = ROOT / "docs/topics/mae.md"
    built = printed.visible(render(path.read_text(encoding="utf-8"), macros))
    assert lines["docs/topics/mae.md"] == built.splitlines()


def test_every_alt_text_exercise_and_first_frame_is_there(lines):
    figures = json.loads((ROOT / ".build/figures.json").read_text(encoding="utf-8"))
    for key, figure in figures.items():
        assert lines[f"figures/{key}"] == [figure["alt"]]
    for exercise in EXERCISES:
        task, hint, answer = lines[f"exercises/{exercise.id}"]
        assert "[[" not in task + hint + answer
    for name, handle in presets.handles().items():
        said = lines[f"handles/handle-{name}"]
        assert sum(line.startswith("status: ") for line in said) == len(handle.states)
    for name in presets.presets():
        said = "\n".join(lines[f"explorer/{name}"])
        assert "status: " in said
        assert "condition_number: " in said
