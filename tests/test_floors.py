"""The shape of gdcore and scripts: what imports what, what is documented, how long.

The one rule: the source is read, not run; each limit names the file that breaks it.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

CORE = ROOT / "gdcore"
ENGINE = ROOT / "scripts/engine"
CORE_FILES = sorted(CORE.rglob("*.py"))
STRICT = [*CORE_FILES, *sorted(ENGINE.rglob("*.py"))]  # what runs in the browser
FILES = [*CORE_FILES, *sorted((ROOT / "scripts").rglob("*.py"))]
FLOORS = {  # a module imports from floors below its own, and from its own package
    "gdcore.validation": 0,
    "gdcore.algebra": 1,
    "gdcore.problems": 2,
    "gdcore.datasets": 2,
    "gdcore.linesearch": 3,
    "gdcore.optimizers": 4,
    "gdcore.runs": 5,
    "gdcore.spectral": 5,
    "gdcore.preconditioning": 6,
    "gdcore.diagnosis": 7,
    "gdcore": 8,
    "scripts": 0,  # how our modules are read; it imports none of them
    "scripts.engine": 10,
    "scripts.drawing": 11,
    "scripts.pipeline": 12,
    "scripts.reference_problems": 13,
    "scripts.exercises": 13,
    "scripts.topics": 14,
    "scripts.pages": 15,
    "scripts.explorer": 16,
    "scripts.publishing": 16,
    "scripts.new_topic": 17,
    "scripts.benchmark": 18,
    "scripts.arithmetic": 18,
    "scripts.build": 17,  # these are called from outside
    "scripts.figure": 18,
    "scripts.lock": 18,
    "scripts.mkdocs_hooks": 18,
    "scripts.run_notebooks": 18,
}
ALLOWED = {"numpy"} | set(sys.stdlib_module_names)
LONGEST_FILE, LONGEST_FUNCTION, WIDEST_LINE = 200, 40, 88
LONGEST_SCRIPT = 300
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module(path: Path) -> str:
    """The dotted name of a file of ours."""
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def floor(dotted: str) -> str:
    """What has a floor of its own: a module or package of gdcore or scripts."""
    parts = dotted.split(".")
    short = ".".join(parts[:2])
    return short if short in FLOORS else parts[0]


MODULES = {module(path): path for path in FILES}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Modules of ours, and packages of others, that a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno}: a relative import"
            assert node.module
            whole = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (one if one in MODULES else node.module for one in whole)


def ours(path: Path) -> set[str]:
    return {one for one in imported(path) if one in MODULES} - {module(path)}


def public(path: Path) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Classes and functions whose names do not begin with _, methods included."""
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef | Function) and node.name[0] != "_":
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, Function) and inner.name[0] != "_":
                        yield f"{node.name}.{inner.name}", inner


@pytest.mark.parametrize("path", STRICT, ids=name)
def test_nothing_is_imported_but_numpy_and_the_standard_library(path):
    tops = {module.split(".")[0] for module in imported(path)}
    assert tops <= ALLOWED | {"gdcore"} | (
        {"scripts"} if path not in CORE_FILES else set()
    )


@pytest.mark.parametrize("path", FILES, ids=name)
def test_imports_point_strictly_down(path):
    own = floor(module(path))
    for other in map(floor, ours(path)):
        assert other == own or FLOORS[other] < FLOORS[own], (
            f"{name(path)} is on floor {FLOORS[own]}, {other} on {FLOORS[other]}"
        )


def test_every_module_has_a_floor():
    assert {floor(one) for one in MODULES} == FLOORS.keys()
    alone = {one for one in FLOORS if one.count(".") == 1} | {"gdcore", "scripts"}
    assert {".".join(one.split(".")[:2]) for one in MODULES} == alone


def circle(needs: dict[str, set[str]]) -> set[str]:
    """The modules that cannot be put into an order, each behind what it needs."""
    left = dict(needs)
    while free := [one for one, others in left.items() if not others & left.keys()]:
        for one in free:
            del left[one]
    return set(left)


def test_no_modules_import_each_other():
    assert circle({one: ours(path) for one, path in MODULES.items()}) == set()


def test_a_circle_is_found():
    needs = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}, "e": set()}
    assert circle(needs) == {"a", "b", "c", "d"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_file_says_its_idea_and_its_one_rule(path):
    doc = ast.get_docstring(tree(path)) or ""
    assert "one rule: " in doc.lower()
    assert len(doc.splitlines()[0]) > 20


@pytest.mark.parametrize("path", STRICT, ids=name)
def test_every_public_name_has_a_docstring(path):
    bare = [label for label, node in public(path) if not ast.get_docstring(node)]
    assert not bare


@pytest.mark.parametrize("path", STRICT, ids=name)
def test_every_exported_name_exists_and_is_sorted(path):
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            exported = ast.literal_eval(node.value)
            package = ".".join(path.relative_to(ROOT).parent.parts)
            namespace: dict[str, object] = {}
            exec(f"from {package} import *", namespace)
            assert set(exported) == namespace.keys() - {"__builtins__"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_files_functions_and_lines_are_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= (LONGEST_FILE if path in STRICT else LONGEST_SCRIPT)
    assert max(map(len, lines), default=0) <= WIDEST_LINE
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            assert node.end_lineno is not None
            long = node.end_lineno - node.lineno + 1
            assert long <= LONGEST_FUNCTION, f"{node.name}: {long} lines"


@pytest.mark.parametrize("path", STRICT, ids=name)
def test_nothing_is_printed_warned_about_or_drawn_from_global_luck(path):
    text = path.read_text(encoding="utf-8")
    for word in ("print(", "warnings", "np.random.seed", "default_rng", "os.environ"):
        assert word not in text
