"""The walks of CONTRIBUTING.md lead where they say, on a copy of the project.

The one rule: the text is what is followed; nothing here knows what a walk adds. To call
their commands as well takes long: `python -m tests.walks`.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.benchmark.sites import copied
from scripts.explorer import bundle
from tests.conftest import ROOT
from tests.walks import Edit, Walk, every, walks

WALKS = every()
PYTHON = ".venv/bin/python "
each = pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.name)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A copy of the sources; the walks go one after the other, as a day's work does."""
    return copied(tmp_path_factory.mktemp("walks") / "project")


def test_there_is_a_walk_for_each_thing_that_is_added():
    assert [walk.name for walk in WALKS] == [
        "a number",
        "a figure",
        "a film",
        "a topic",
        "an answer",
        "the preset of a page",
        "an exercise",
        "a dataset",
        "an optimizer",
    ]
    assert all(walk.edits and walk.commands for walk in WALKS)


@each
def test_every_line_to_change_is_found_once(walk: Walk, project: Path):
    for edit in walk.edits:
        edit.apply(project)


@each
def test_every_command_names_what_is_there(walk: Walk):
    """A target of make; or a module and files, of the project or made by the walk."""
    made = {edit.path for edit in walk.edits} | {
        f"tests/topics/test_{name}.py"
        for command in walk.commands
        for name in re.findall(r"make topic NAME=(\w+)", command)
    }
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in walk.commands:
        first, *rest = shlex.split(command)
        if first == "make":
            assert f"\n{rest[0]}:" in targets
            continue
        assert f"{first} " == PYTHON
        named = [word for word in rest if word.startswith("tests/")]
        assert [f for f in named if f not in made and not (ROOT / f).is_file()] == []


def walked(project: Path, *names: str) -> Path:
    """A copy with these walks done; what the site's own build has drawn is there."""
    copied(project)
    shutil.copytree(ROOT / ".build", project / ".build", symlinks=True)
    for edit in (edit for walk in WALKS if walk.name in names for edit in walk.edits):
        edit.apply(project)
    return project


def called(project: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


MATHS = ("a dataset", "an optimizer")  # a change below all topics: they are made anew


@pytest.mark.slow
def test_after_the_walks_the_site_is_built(site: Path, tmp_path: Path):
    """All in one copy, built once."""
    others = [walk for walk in WALKS if walk.name not in MATHS]
    project = walked(tmp_path / "project", *(walk.name for walk in others))
    for line in (line for walk in others for line in walk.commands):
        if "make topic" in line:
            called(project, "scripts.new_topic", line.partition("=")[2])
    called(project, "mkdocs", "build", "--strict", "--quiet")
    page = (project / "site/topics/mse/index.html").read_text(encoding="utf-8")
    for shown in ("figure-residuals", "figure-shrinking"):
        assert f'id="{shown}"' in page
    for place in ("topics/three-points", "answers/sum-for-mean"):
        assert (project / "site" / place / "index.html").is_file()
    exercises = (project / "site/exercises/index.html").read_text(encoding="utf-8")
    assert 'id="ten-steps"' in exercises


@pytest.mark.slow
def test_after_the_walks_through_the_maths_a_topic_and_the_explorer_are_built(
    site: Path, tmp_path: Path
):
    project = walked(tmp_path / "project", *MATHS)
    called(project, "scripts.build", "rates")
    schema = (project / ".build" / bundle.SCHEMA).read_text(encoding="utf-8")
    assert '"SignDescent"' in schema
    assert (project / ".build/data/step.csv").is_file()


# The reader of the walks.

TEXT = """### Walk: one

In `a.txt`, here:

```diff
 first
-second
+2
```

New file `b/c.txt`:

```text2
whole
```

```console
make build
```

## Another part

In `z.txt`:
"""


def test_a_walk_is_read_and_done(tmp_path):
    (walk,) = walks(TEXT)
    assert (walk.name, [*walk.commands]) == ("one", ["make build"])
    (tmp_path / "a.txt").write_text("first\nsecond\nthird\n", encoding="utf-8")
    for edit in walk.edits:
        edit.apply(tmp_path)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "first\n2\nthird\n"
    assert (tmp_path / "b/c.txt").read_text(encoding="utf-8") == "whole\n"


@pytest.mark.parametrize("text", ["", "first\n", "first\nsecond\nfirst\nsecond\n"])
def test_a_line_that_is_not_found_once_is_an_error(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt has [02] times:\nfirst\nsecond"):
        walks(TEXT)[0].edits[0].apply(tmp_path)


def test_a_new_file_that_stands_already_is_an_error(tmp_path):
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt has 0 times"):
        Edit("a.txt", "", "new\n").apply(tmp_path)
