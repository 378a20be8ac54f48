"""A mistake is told once, at the line where it can be mended."""

import errno
from pathlib import Path

import pytest

from scripts.pipeline.failures import Failure, Place, Refusal, explain, lines

CALLS = "from gdcore.b import f\n\ndef compute():\n    return f()\n"
CODE = {
    "scripts/topics/a/__init__.py": CALLS,
    "scripts/topics/c/__init__.py": CALLS,
    "gdcore/b.py": "import json\n\ndef f():\n    return json.loads('{')\n",
    "scripts/drawing/svg.py": "def draw(function):\n    return function()\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in CODE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(project: Path, topic: str) -> BaseException:
    """The error of a topic's compute, called by the builder."""
    known: dict = {}
    for name in (
        "gdcore/b.py",
        f"scripts/topics/{topic}/__init__.py",
        "scripts/drawing/svg.py",
    ):
        code = (project / name).read_text(encoding="utf-8")
        code = code.replace("from gdcore.b import f\n", "\n")
        exec(compile(code, str(project / name), "exec"), known)
    with pytest.raises(ValueError, match="Expecting") as caught:
        known["draw"](known["compute"])
    return caught.value


def test_the_deepest_line_of_ours_is_named_and_who_asked(project):
    message = str(explain(run(project, "a"), project, "a"))
    assert message.startswith("gdcore/b.py:4: JSONDecodeError: Expecting property name")
    assert message.endswith(", asked by scripts/topics/a/__init__.py:4 (a); correct it")


def test_what_many_parts_met_is_told_once(project):
    found = [explain(run(project, name), project, name) for name in "acac"]
    (message,) = lines(found)
    assert message.startswith("gdcore/b.py:4: JSONDecodeError")
    assert message.endswith("char 1) (a, c); correct it")
    many = [Failure("x", part) for part in "gfedcba"]
    assert lines(many) == ["x (a, b, c, 4 more); correct it"]


def test_two_mistakes_of_one_kind_are_two(project):
    two = [Failure("KeyError: 1", "a", place=f"scripts/a.py:{line}") for line in (1, 2)]
    assert len(lines(two)) == 2


def test_a_name_that_many_import_in_vain_is_one_mistake():
    text = "ImportError: cannot import name 'run' from 'gdcore.runs' (gdcore/runs.py)"
    found = [Failure(text, part, place=f"scripts/{part}.py:3") for part in "bac"]
    (message,) = lines(found)
    assert message == f"scripts/a.py:3: {text}, and 2 more lines (a, b, c); correct it"


def test_without_a_line_of_ours_the_place_is_what_the_caller_knows(project):
    place = Place("scripts/topics/a/__init__.py", 7)
    message = str(explain(KeyError("way"), project, "a/figure", otherwise=place))
    assert message == f"{place}: KeyError: 'way' (a/figure); correct it"
    assert str(explain(KeyError(), project)) == "KeyError; correct it"


def test_no_path_of_the_machine_is_told(project):
    error = ImportError(
        f"cannot import name 'f' from 'gdcore.b' ({project}/gdcore/b.py)"
    )
    assert str(project) not in str(explain(error, project))


@pytest.mark.parametrize(
    ("number", "remedy"),
    [(errno.ENOSPC, "free some space"), (errno.EROFS, "make the disk writable")],
)
def test_a_disk_that_takes_nothing_is_told_what_to_do(project, number, remedy):
    error = OSError(number, "why", "/somewhere/cache/manifest")
    message = str(explain(error, project, "part"))
    assert message.startswith("nothing can be written: why (cache); ")
    assert remedy in message


def test_what_another_program_refuses_has_its_own_place_and_remedy(project):
    error = Refusal("docs/a.js:2: Expected", "call make setup")
    assert str(explain(error, project)) == "docs/a.js:2: Expected; call make setup"
