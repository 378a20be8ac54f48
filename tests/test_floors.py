"""The shape of gdcore: what imports what, what is documented, how long things are.

The one rule: the source is read, not run; each limit names the file that breaks it.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path(__file__).resolve().parent.parent / "gdcore"
FILES = sorted(CORE.rglob("*.py"))
FLOORS = {  # a module imports from floors below its own, and from its own package
    "checks": 0,
    "algebra": 1,
    "problems": 2,
    "datasets": 2,
    "linesearch": 3,
    "optimizers": 4,
    "runs": 5,
    "spectral": 5,
    "preconditioning": 6,
    "diagnosis": 7,
    "bridge": 8,
}
ALLOWED = {"numpy"} | set(sys.stdlib_module_names)
LONGEST_FILE, LONGEST_FUNCTION, WIDEST_LINE = 200, 40, 88
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return path.relative_to(CORE).as_posix()


def floor(path: Path) -> str:
    """The module or package of gdcore that a file belongs to."""
    return path.relative_to(CORE).parts[0].removesuffix(".py")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Dotted names that a file imports; `from gdcore import x` is gdcore.x."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno}: a relative import"
            assert node.module
            if node.module == "gdcore":
                yield from (f"gdcore.{alias.name}" for alias in node.names)
            else:
                yield node.module


def public(path: Path) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Classes and functions whose names do not begin with _, methods included."""
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef | Function) and node.name[0] != "_":
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, Function) and inner.name[0] != "_":
                        yield f"{node.name}.{inner.name}", inner


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_is_imported_but_numpy_and_the_standard_library(path):
    tops = {module.split(".")[0] for module in imported(path)}
    assert tops <= ALLOWED | {"gdcore"}


@pytest.mark.parametrize(
    "path", [f for f in FILES if f.parent != CORE or f.stem[0] != "_"], ids=name
)
def test_imports_point_strictly_down(path):
    own = floor(path)
    for module in imported(path):
        if module.startswith("gdcore."):
            other = module.split(".")[1]
            assert other == own or FLOORS[other] < FLOORS[own], (
                f"{name(path)} is on floor {FLOORS[own]}, {module} on {FLOORS[other]}"
            )


def test_every_module_has_a_floor():
    assert {floor(path) for path in FILES} - {"__init__"} == FLOORS.keys()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_imports_within_a_package_make_no_circle(path):
    package = floor(path)
    inner = {f.stem: set() for f in FILES if floor(f) == package}
    for file in FILES:
        if floor(file) == package:
            prefix = f"gdcore.{package}."
            inner[file.stem] = {
                m.removeprefix(prefix) for m in imported(file) if m.startswith(prefix)
            }
    while leaves := [stem for stem, needs in inner.items() if not needs & inner.keys()]:
        for stem in leaves:
            del inner[stem]
    assert not inner, f"in {package} these import each other: {sorted(inner)}"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_file_says_its_idea_and_its_one_rule(path):
    doc = ast.get_docstring(tree(path)) or ""
    assert "One rule: " in doc
    assert len(doc.splitlines()[0]) > 20


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_public_name_has_a_docstring(path):
    bare = [label for label, node in public(path) if not ast.get_docstring(node)]
    assert not bare


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_exported_name_exists_and_is_sorted(path):
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            exported = ast.literal_eval(node.value)
            module = ".".join(("gdcore", *path.relative_to(CORE).parent.parts))
            namespace: dict[str, object] = {}
            exec(f"from {module} import *", namespace)
            assert set(exported) == namespace.keys() - {"__builtins__"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_files_functions_and_lines_are_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_FILE
    assert max(map(len, lines), default=0) <= WIDEST_LINE
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            assert node.end_lineno is not None
            long = node.end_lineno - node.lineno + 1
            assert long <= LONGEST_FUNCTION, f"{node.name}: {long} lines"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_is_printed_warned_about_or_drawn_from_global_luck(path):
    text = path.read_text(encoding="utf-8")
    for word in ("print(", "warnings", "np.random.seed", "default_rng", "os.environ"):
        assert word not in text
