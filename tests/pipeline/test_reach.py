"""What code reaches: keys change with what can run, and a stamp with what is named.

The one rule: each case is a project of a few lines, so that what is left out is seen.
"""

import ast
import json
import re
from pathlib import Path

import pytest

from scripts.pipeline import reach
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot

TOPIC = '''"""A topic."""
import numpy as np
from gdcore import far, near as close
from scripts import draw as pieces

RATE = 0.1
low, high = 1, 2
TABLE = {}
TABLE["a"] = 3


def compute():
    """Docs."""
    return helper(RATE)


def helper(rate):
    return close.value(rate) + low


def other():
    return far.value()


def inside():
    from gdcore.deep import mend

    return mend()


class Box:
    """Held."""

    size = high


def boxed():
    return Box()
'''
FILES = {
    "scripts/__init__.py": "",
    "scripts/topic.py": TOPIC,
    "scripts/draw.py": "def line(): ...\n",
    "gdcore/__init__.py": "VERSION = 1\n",
    "gdcore/near.py": "from gdcore.deep import mend\n\ndef value(x): return mend(x)\n",
    "gdcore/far.py": "from gdcore import near\n\ndef value(): return near.value(1)\n",
    "gdcore/deep/__init__.py": "from gdcore.deep.base import mend\n",
    "gdcore/deep/base.py": "def mend(x=0):\n    return x\n",
}
NAMES = ("compute", "other", "inside", "boxed")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def keys(project: Path) -> dict[str, str]:
    """The key of each function of the topic."""
    sources = Sources(Snapshot.take(project))
    return {name: sources.key("scripts.topic", name) for name in NAMES}


def changed(project: Path, file: str, old: str, new: str) -> set[str]:
    """Which functions of the topic have another key after an edit."""
    before = keys(project)
    text = (project / file).read_text(encoding="utf-8")
    assert old in text
    (project / file).write_text(text.replace(old, new), encoding="utf-8")
    after = keys(project)
    return {name for name in NAMES if before[name] != after[name]}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scripts/topic.py", '"""A topic."""', '"""The topic."""\n# A comment.'),
        ("scripts/topic.py", '"""Docs."""', '"""More docs."""'),
        ("scripts/topic.py", '"""Held."""', ""),
        ("scripts/topic.py", "helper(rate):", "helper(rate: pieces.Line) -> far.X:"),
        ("scripts/topic.py", "close.value(rate) + low", "(close.value(rate)\n + low)"),
        ("gdcore/near.py", "def value(x): ", "def value(x):\n    # Why.\n    "),
        ("gdcore/__init__.py", "VERSION = 1", "VERSION = 2"),
        ("scripts/draw.py", "def line()", "def lines()"),
    ],
)
def test_what_cannot_matter_changes_no_key(project, file, old, new):
    assert changed(project, file, old, new) == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("scripts/topic.py", "helper(RATE)", "helper(-RATE)", {"compute"}),
        ("scripts/topic.py", "RATE = 0.1", "RATE = 0.2", {"compute"}),
        (
            "scripts/topic.py",
            "low, high = 1, 2",
            "low, high = 2, 2",
            {"compute", "boxed"},
        ),
        ("scripts/topic.py", "+ low", "- low", {"compute"}),
        ("scripts/topic.py", "size = high", "size = low", {"boxed"}),
        ("scripts/topic.py", "return far.value()", "return far.value", {"other"}),
        ("scripts/topic.py", 'TABLE["a"] = 3', 'TABLE["a"] = 4', set(NAMES)),
        ("gdcore/far.py", "near.value(1)", "near.value(2)", {"other"}),
        ("gdcore/near.py", "return mend(x)", "return mend(2)", {"compute", "other"}),
        ("gdcore/deep/base.py", "x=0", "x=1", {"compute", "other", "inside"}),
    ],
)
def test_what_is_within_reach_changes_the_key(project, file, old, new, expected):
    assert changed(project, file, old, new) == expected


HELD = """
from dataclasses import dataclass

from gdcore.near import value as near_value
from scripts.draw import line

UNIT = 2


@dataclass
class Run:
    name: "Name"
    first: line

    @property
    def doubled(self) -> "UNIT":
        return half(self.first) * UNIT

    def near(self):
        return near_value(self.first)


def half(x):
    return x / 2


class Name:
    text = "w"
"""


@pytest.mark.parametrize(
    ("file", "old", "new", "counts"),
    [
        ("scripts/held.py", "* UNIT", "+ UNIT", True),
        ("scripts/held.py", "UNIT = 2", "UNIT = 3", True),
        ("scripts/held.py", "x / 2", "x / 4", True),
        ("gdcore/deep/base.py", "x=0", "x=1", True),
        ("scripts/held.py", '-> "UNIT"', "-> int", False),
        ("scripts/held.py", "first: line", "first: float", False),
        ("scripts/held.py", 'text = "w"', 'text = "b"', False),
        ("scripts/draw.py", "def line()", "def lines()", False),
    ],
)
def test_methods_count_with_what_they_call(project, file, old, new, counts):
    (project / "scripts/held.py").write_text(HELD, encoding="utf-8")

    def key() -> str:
        return Sources(Snapshot.take(project)).methods("scripts.held", "Run")

    before, text = key(), (project / file).read_text(encoding="utf-8")
    assert old in text
    (project / file).write_text(text.replace(old, new), encoding="utf-8")
    assert (key() != before) == counts


def test_a_class_without_methods_of_its_own_counts_for_nothing(project):
    (project / "scripts/held.py").write_text(HELD, encoding="utf-8")
    assert Sources(Snapshot.take(project)).methods("scripts.held", "Name") == ""


@pytest.mark.parametrize("place", ["docs/snippets/one.py", "docs/snippets"])
def test_what_a_module_reads_counts_with_its_code(project, place):
    text = f'READS = ("{place}",)\n\ndef value(x): return x\n'
    (project / "gdcore/near.py").write_text(text, encoding="utf-8")
    snippet = project / "docs/snippets/one.py"
    snippet.parent.mkdir(parents=True)
    snippet.write_text("x = 1", encoding="utf-8")
    everything = {"compute", "other"}  # of what imports it
    assert changed(project, "docs/snippets/one.py", "1", "2") == everything
    (project / "docs/snippets/other.py").write_text("x = 1", encoding="utf-8")
    neighbor = set() if place.endswith(".py") else everything
    assert changed(project, "docs/snippets/other.py", "1", "2") == neighbor


def test_a_new_line_that_runs_on_import_changes_every_key(project):
    new = "VALUES = []\nVALUES.append(1)\nRATE = 0.1"
    assert changed(project, "scripts/topic.py", "RATE = 0.1", new) == set(NAMES)


def test_a_star_import_is_taken_whole(project):
    (project / "scripts/topic.py").write_text(
        "from gdcore.near import *\n" + TOPIC, encoding="utf-8"
    )
    assert changed(project, "gdcore/near.py", "mend(x)", "mend(3)") == set(NAMES)


def test_a_function_that_is_not_at_the_top_level_is_refused(project):
    with pytest.raises(ValueError, match=r"no top-level definition named '<lambda>'"):
        Sources(Snapshot.take(project)).key("scripts.topic", "<lambda>")


def test_the_digest_of_a_snapshot_tells_any_edit_and_any_new_file(project):
    def digest() -> str:
        return Snapshot.take(project).digest()

    first = digest()
    assert digest() == first
    (project / "gdcore/new.py").write_text("", encoding="utf-8")
    second = digest()
    (project / "gdcore/new.py").write_text("# A comment.", encoding="utf-8")
    assert len({first, second, digest()}) == 3


def test_docstrings_count_where_readers_see_them(project):
    def closures() -> list[str]:
        sources = Sources(Snapshot.take(project))
        return [sources.closure("gdcore.near", docstrings=d) for d in (False, True)]

    code, text = closures()
    file = project / "gdcore/deep/base.py"
    text_before = file.read_text(encoding="utf-8")
    file.write_text(text_before.replace("    return", '    """Mends."""\n    return'))
    assert closures()[0] == code
    assert closures()[1] != text


def test_what_was_parsed_once_is_not_parsed_again(project, monkeypatch):
    first = Sources(Snapshot.take(project))
    expected = first.closure("scripts.topic")
    kept = json.loads(json.dumps(first.summaries))  # as the record of a build has it
    monkeypatch.setattr(reach, "Module", None)
    assert Sources(Snapshot.take(project)).closure("scripts.topic") == expected
    reach.PARSED.clear()
    assert Sources(Snapshot.take(project), kept).closure("scripts.topic") == expected
    with pytest.raises(TypeError):
        Sources(Snapshot.take(project)).closure("scripts.topic")


def test_what_other_code_has_kept_of_a_module_counts_for_nothing(project, monkeypatch):
    sources = Sources(Snapshot.take(project))
    expected = sources.closure("scripts.topic")
    spoiled = {key: ["", "", "", [], []] for key in sources.summaries}
    assert Sources(Snapshot.take(project), spoiled).closure("scripts.topic") != expected
    monkeypatch.setattr(reach, "read", lambda path: b"how it summarizes now")
    now = Sources(Snapshot.take(project), spoiled)
    assert now.closure("scripts.topic") == expected
    assert now.summaries.keys().isdisjoint(spoiled)


def test_a_relative_import_is_refused(project):
    (project / "gdcore/far.py").write_text("from . import near\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"line 1: from \. import near: write `from"):
        keys(project)


def test_a_text_below_a_constant_changes_no_key(project):
    new = 'RATE = 0.1\n"""The rate."""'
    assert changed(project, "scripts/topic.py", "RATE = 0.1", new) == set()


BOTH = """from gdcore.both.one import f
from gdcore.both.two import g
"""
LOW = """C = 3
D = 4

def h():
    from gdcore.both.one import B
    return B + C
"""
LOUD = '''"""Text."""
import sys

S = {}
S["x"] = 1

def k(): pass
'''
PACKAGE = {
    "__init__.py": "",
    "both/__init__.py": BOTH,
    "both/one.py": "A = 1\nB = 2\n\ndef f(): return A\n",
    "both/two.py": "from gdcore import low\n\ndef g(): return low.h()\n",
    "low.py": LOW,
    "star/__init__.py": re.sub("import .", "import *", BOTH),
    "loud.py": LOUD,
    "namesake/__init__.py": "from gdcore.namesake.same import same\n",
    "namesake/same.py": "E = 5\nF = 6\n\ndef same(): return E\n",
    "held.py": "from gdcore import low\n\ndef m(name): return getattr(low, name)\n",
}


@pytest.fixture
def package(tmp_path) -> Sources:
    for name, text in PACKAGE.items():
        path = tmp_path / "gdcore" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Sources(Snapshot.take(tmp_path))


def reached(package: Sources, *code: str) -> dict[str, list[str]]:
    """The first line of each statement that is reached."""
    definitions = package.definitions(code).items()
    return {
        module: [ast.unparse(node).split("\n")[0] for node in nodes]
        for module, nodes in definitions
    }


ONE = {"gdcore.both.one": ["A = 1", "def f():"]}
TWO = {
    "gdcore.both.one": ["B = 2"],
    "gdcore.both.two": ["def g():"],
    "gdcore.low": ["C = 3", "def h():"],
}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import numpy, gdcore", {}),
        ("from gdcore.both import f", ONE),  # a re-export, without its neighbor
        ("from gdcore.star import f", ONE),  # by a star
        ("from gdcore.both.one import f as other", ONE),
        ("from gdcore import both\nboth.f()", ONE),
        ("def late():\n    from gdcore.both import f", ONE),
        ("from gdcore.both import g", TWO),  # through a module, and inside a function
        (  # a function, and not the module whose name it has
            "from gdcore.namesake import same",
            {"gdcore.namesake.same": ["E = 5", "def same():"]},
        ),
        (
            "from gdcore.loud import k",
            {"gdcore.loud": ["S = {}", "S['x'] = 1", "def k():"]},
        ),
    ],
)
def test_a_name_brings_what_it_needs_and_no_neighbor(package, code, expected):
    assert reached(package, code) == expected


def test_a_module_that_is_handed_around_counts_whole(package):
    definitions = reached(package, "from gdcore.held import m")
    assert definitions["gdcore.low"] == ["C = 3", "D = 4", "def h():"]
    definitions = reached(package, "from gdcore import low\nvars(low)")
    assert definitions["gdcore.low"] == ["C = 3", "D = 4", "def h():"]


def test_several_cells_reach_what_each_does(package):
    definitions = reached(
        package, "from gdcore.both import f", "from gdcore.both import g"
    )
    assert definitions["gdcore.both.one"] == ["A = 1", "B = 2", "def f():"]


def test_a_cell_uses_what_another_one_imports(package):
    definitions = reached(package, "from gdcore import low", "low.h()")
    assert definitions["gdcore.low"] == ["C = 3", "def h():"]


@pytest.mark.parametrize(
    "code", ["from gdcore.both import *", "import gdcore.low", "from .low import h"]
)
def test_an_import_that_names_nothing_is_refused(package, code):
    with pytest.raises(
        ValueError, match=r"line 1: .*: write `from gdcore.module import"
    ):
        package.definitions([code])
