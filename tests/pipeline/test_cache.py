"""Keys change with code that can run and with data, and with nothing else."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from scripts.pipeline import cache
from scripts.pipeline.cache import Sources
from scripts.pipeline.snapshot import Snapshot
from scripts.pipeline.values import value_digest
from tests.conftest import ROOT

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
    "gdcore/far.py": "from . import near\n\ndef value():\n    return near.value(1)\n",
    "gdcore/deep/__init__.py": "from .base import mend\n",
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
    def found() -> str:
        return Snapshot.take(project).digest()

    first = found()
    assert found() == first
    (project / "gdcore/new.py").write_text("", encoding="utf-8")
    second = found()
    (project / "gdcore/new.py").write_text("# A comment.", encoding="utf-8")
    assert len({first, second, found()}) == 3


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
    monkeypatch.setattr(cache, "Module", None)
    assert Sources(Snapshot.take(project), kept).closure("scripts.topic") == expected


def test_the_key_of_data_names_the_processor_and_its_kernels():
    def seen(**variables: str) -> str:
        code = "from scripts.pipeline import cache; print(cache.processor())"
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    chosen = [
        {},
        {"OPENBLAS_CORETYPE": "Prescott"},
        {"OPENBLAS_CORETYPE": "Haswell"},
        {"NPY_DISABLE_CPU_FEATURES": "AVX2"},
    ]
    assert len({seen(**one) for one in chosen}) == len(chosen)
    assert seen() == seen()


def test_versions_name_python_and_the_packages():
    assert cache.versions("numpy") == f"{cache.versions()}, numpy {np.__version__}"


class Pair(NamedTuple):
    left: float
    right: float


@dataclass(frozen=True)
class Line:
    slope: float


class Status(Enum):
    CONVERGED = 1
    DIVERGED = 2


VALUES = [
    None,
    True,
    1,
    1.0,
    float("nan"),
    "1",
    b"1",
    [1],
    (1,),
    Pair(1, 2),
    Pair(2, 1),
    Line(1.0),
    Line(2.0),
    Status.CONVERGED,
    Status.DIVERGED,
    {"a": 1},
    {"b": 1},
    {"a": {"b": 1}},
    [[1], [2]],
    [[1, 2]],
    np.zeros(2),
    np.zeros(2, dtype=np.float32),
    np.zeros((2, 1)),
    np.float64(1),
]


def test_different_values_have_different_digests():
    digests = [value_digest(value) for value in VALUES]
    assert len(set(digests)) == len(VALUES)


def test_equal_values_have_equal_digests():
    grid = np.arange(6.0).reshape(2, 3)
    assert value_digest({"a": grid.T.copy()}) == value_digest({"a": grid.T})
    assert value_digest("ab" * 2) == value_digest("abab")


@pytest.mark.parametrize("bad", [len, object(), np.array([None]), {1, 2}])
def test_what_is_not_plain_is_refused_with_its_place(bad):
    with pytest.raises(TypeError, match=r"data\['runs'\]\[1\] is a"):
        value_digest({"runs": [1, bad]})
