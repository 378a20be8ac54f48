"""What code reaches of the package: names decide, and nothing hides.

The one rule: each case is a package of a few lines, so that what is left out is seen.
"""

import ast

import pytest

from scripts.pipeline.reach import Package

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
FILES = {
    "__init__.py": "",
    "both/__init__.py": BOTH,
    "both/one.py": "A = 1\nB = 2\n\ndef f(): return A\n",
    "both/two.py": "from gdcore import low\n\ndef g(): return low.h()\n",
    "low.py": LOW,
    "loud.py": LOUD,
    "held.py": "from gdcore import low\n\ndef m(name): return getattr(low, name)\n",
}


@pytest.fixture
def package(tmp_path) -> Package:
    for name, text in FILES.items():
        path = tmp_path / "gdcore" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Package(tmp_path)


def reached(package: Package, *code: str) -> dict[str, list[str]]:
    """The first line of each statement that is reached."""
    found = package.reached(code).items()
    return {
        module: [ast.unparse(node).split("\n")[0] for node in nodes]
        for module, nodes in found
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
        ("from gdcore.both.one import f as other", ONE),
        ("from gdcore import both\nboth.f()", ONE),
        ("def late():\n    from gdcore.both import f", ONE),
        ("from gdcore.both import g", TWO),  # through a module, and inside a function
        (
            "from gdcore.loud import k",
            {"gdcore.loud": ["S = {}", "S['x'] = 1", "def k():"]},
        ),
    ],
)
def test_a_name_brings_what_it_needs_and_no_neighbor(package, code, expected):
    assert reached(package, code) == expected


def test_a_module_that_is_handed_around_counts_whole(package):
    found = reached(package, "from gdcore.held import m")
    assert found["gdcore.low"] == ["C = 3", "D = 4", "def h():"]
    found = reached(package, "from gdcore import low\nvars(low)")
    assert found["gdcore.low"] == ["C = 3", "D = 4", "def h():"]


def test_several_cells_reach_what_each_does(package):
    found = reached(package, "from gdcore.both import f", "from gdcore.both import g")
    assert found["gdcore.both.one"] == ["A = 1", "B = 2", "def f():"]


@pytest.mark.parametrize(
    "code", ["from gdcore.both import *", "import gdcore.low", "from .low import h"]
)
def test_an_import_that_names_nothing_is_refused(package, code):
    with pytest.raises(
        ValueError, match=r"line 1: .*: write `from gdcore.module import"
    ):
        package.reached([code])
