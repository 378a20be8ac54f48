"""The shape of the house: what imports what, what is documented, how long things are.

The one rule: the source is read, not run; each limit names the file that breaks it.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

FLOORS = (  # from the bottom; a module imports from below, or from its own room
    "scripts",
    "gdcore.validation gdcore.kinds",
    "gdcore.algebra",
    "gdcore.problems gdcore.datasets",
    "gdcore.linesearch gdcore.extremes",
    "gdcore.optimizers",
    "gdcore.endings gdcore.growth",
    "gdcore.runs gdcore.spectral",
    "gdcore.preconditioning",
    "gdcore.diagnosis",
    "gdcore.tensors gdcore.logs",
    "gdcore.programs",
    "gdcore.reports",
    "gdcore.command",
    "gdcore gdcore.__main__",
    "scripts.engine",
    "scripts.drawing",
    "scripts.pipeline",
    "scripts.reference_problems",
    "scripts.exercises",
    "scripts.topics",
    "scripts.diagnosing",
    "scripts.pages",
    "scripts.explorer scripts.publishing",
    "scripts.benchmark scripts.arithmetic",
    "scripts.build scripts.figure scripts.lock scripts.new_topic "
    "scripts.mkdocs_hooks scripts.run_notebooks",
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms.split()}
SMALL = ("gdcore", "scripts.engine")  # what a reader reads, and a browser loads
LONGEST, LONGEST_SMALL, LONGEST_FUNCTION = 300, 200, 40
KEYED = ("scripts.engine", "scripts.drawing", "scripts.exercises", "scripts.topics")
UNREPEATABLE = ("print", "warnings", "np.random.seed", "default_rng", "os.environ")
SPEAKS = {  # rooms that must, and of what they may speak
    "gdcore.command": {"print"},  # the command line
    "gdcore.tensors": {"warnings"},  # warns of what torch warns
    "gdcore.programs": {"warnings"},  # keeps what a reader's program warns of
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


class House:
    """The modules below a folder, each with its text, its syntax tree and its nodes."""

    def __init__(self, root: Path) -> None:
        paths = [*(root / "gdcore").rglob("*.py"), *(root / "scripts").rglob("*.py")]
        self.texts = {
            ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(
                ".__init__"
            ): path.read_text(encoding="utf-8")
            for path in sorted(paths)
        }
        self.trees = {name: ast.parse(text) for name, text in self.texts.items()}
        self.nodes = {name: [*ast.walk(tree)] for name, tree in self.trees.items()}
        self.imports = {name: set(self._imported(name)) for name in self.trees}

    def _imported(self, name: str) -> Iterator[str]:
        """Dotted names of modules; `from gdcore import runs` is gdcore.runs."""
        for node in self.nodes[name]:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                for alias in node.names:
                    inner = f"{module}.{alias.name}"
                    yield inner if inner in self.texts else module

    def faults(self) -> list[str]:
        """A line for each rule that a module breaks."""
        rules = (arrows, foreign, documentation, lengths, repeatability, reading)
        found = [
            fault for rule in rules for name in self.texts for fault in rule(self, name)
        ]
        return found + cycles(self)


def room_of(name: str) -> str:
    return ".".join(name.split(".")[:2])


def small(name: str) -> bool:
    return name.startswith(SMALL)


def arrows(house: House, name: str) -> Iterator[str]:
    if room_of(name) not in FLOOR:
        yield f"{name}: {room_of(name)} stands on no floor"
        return
    others = sorted(house.imports[name])
    yield from (f"{name}: a relative import" for other in others if other[0] == ".")
    above = [room for room in FLOOR if FLOOR[room] >= FLOOR[room_of(name)]]
    for other in others:
        if room_of(other) in above and room_of(other) != room_of(name):
            yield f"{name} imports {other}, which stands no floor below"


def foreign(house: House, name: str) -> Iterator[str]:
    if name.partition(".")[0] == "gdcore":
        allowed = {"gdcore", "numpy"} | set(sys.stdlib_module_names)
        tops = {other.partition(".")[0] for other in house.imports[name]}
        yield from (f"{name} imports {top}" for top in sorted(tops - allowed - {""}))


def cycles(house: House) -> list[str]:
    rest = {name: set(others) for name, others in house.imports.items()}
    while leaves := [name for name, others in rest.items() if not others & rest.keys()]:
        for name in leaves:
            del rest[name]
    return [f"these import each other: {', '.join(sorted(rest))}"] if rest else []


def documentation(house: House, name: str) -> Iterator[str]:
    first, _, rest = (ast.get_docstring(house.trees[name]) or "").partition("\n\n")
    if not name.endswith(".__main__") and not (
        len(first) > 20 and rest.startswith("The one rule: ")
    ):
        yield f"{name} does not say its idea, and then its one rule"
    if name.partition(".")[0] == "gdcore":
        for label, node in public(house.trees[name]):
            if not ast.get_docstring(node):
                yield f"{name}.{label} has no docstring"


def public(tree: ast.Module) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Classes and functions whose names do not begin with _, methods included."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | Function) and node.name[0] != "_":
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, Function) and inner.name[0] != "_":
                        yield f"{node.name}.{inner.name}", inner


def lengths(house: House, name: str) -> Iterator[str]:
    longest = LONGEST_SMALL if small(name) else LONGEST
    lines = len(house.texts[name].splitlines())
    if lines > longest:
        yield f"{name} has {lines} lines, {longest} at most"
    for node in house.nodes[name]:
        if isinstance(node, Function):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                most = f"{LONGEST_FUNCTION} at most"
                yield f"{name}.{node.name} has {lines} lines, {most}"


def repeatability(house: House, name: str) -> Iterator[str]:
    """Nothing of gdcore is printed, warned about or drawn from global luck."""
    if name.partition(".")[0] == "gdcore":
        names = {
            node.id if isinstance(node, ast.Name) else ast.unparse(node)
            for node in house.nodes[name]
            if isinstance(node, ast.Name | ast.Attribute)
        }
        said = names | {name.rpartition(".")[2] for name in names}
        free = SPEAKS.get(room_of(name), set())
        yield from (
            f"{name} says {word}" for word in UNREPEATABLE if word in said - free
        )


def reading(house: House, name: str) -> Iterator[str]:
    """What is computed hangs on no file that its key does not hold."""
    text = house.texts[name]
    if room_of(name) in KEYED:
        if "read_text(" in text or "read_bytes(" in text:
            yield f"{name} reads a file in a way of its own; scripts.read reads it"
        if "from scripts import read\n" in text and "\nREADS = (" not in text:
            yield f"{name} reads a file that no READS names"


@pytest.fixture(scope="module")
def house() -> House:
    """This one; its files are read and parsed once."""
    return House(ROOT)


def test_the_house_stands(house):
    assert {room_of(name) for name in house.texts} == FLOOR.keys()
    assert house.faults() == []


GOOD = '"""A module of some length.\n\nThe one rule: there is one.\n"""\n'
RUNS, ENGINE, PAGES = "gdcore/runs", "scripts/engine/a", "scripts/pages/a"


@pytest.mark.parametrize(
    ("place", "text", "fault"),
    [
        (RUNS, "from gdcore import diagnosis", "imports gdcore.diagnosis, which"),
        (RUNS, "from gdcore.spectral import rate", "imports gdcore.spectral, which"),
        (RUNS, "import numpy, sys\nfrom gdcore import algebra", None),
        (RUNS, "import scripts", "imports scripts"),
        (RUNS, "import scipy.linalg", "imports scipy"),
        (RUNS, "from . import spectral", "a relative import"),
        (RUNS, "def run(): ...", "run has no docstring"),
        (RUNS, "print(1)", "says print"),
        (RUNS, "import numpy as np\nnp.random.default_rng()", "says default_rng"),
        (RUNS, "import os\nos.environ.get('A')", "says os.environ"),
        (RUNS, "TEXT = 'print(1)'", None),
        (RUNS, "\n" * 200, "has 205 lines, 200 at most"),
        ("gdcore/other", "", "gdcore.other stands on no floor"),
        (ENGINE, "import scripts.drawing.b", "imports scripts.drawing.b, which"),
        (ENGINE, "\n" * 200, "has 205 lines, 200 at most"),
        (ENGINE, 'Path("a").read_text()', "reads a file in a way of its own"),
        (ENGINE, "from scripts import read", "reads a file that no READS names"),
        (ENGINE, 'from scripts import read\n\nREADS = ("a",)', None),
        (PAGES, "\n" * 200, None),
        (PAGES, "\n" * 300, "has 305 lines, 300 at most"),
        (PAGES, "import gdcore, scripts.engine, sys, yaml", None),
        (PAGES, "from scripts import explorer", "imports scripts.explorer, which"),
        (
            PAGES,
            "def late():\n    import scripts.build",
            "imports scripts.build, which",
        ),
        (
            PAGES,
            "import scripts.pages.b",
            "import each other: scripts.pages.a, scripts",
        ),
        (PAGES, "def f():\n" + "    f()\n" * 40, "f has 41 lines, 40 at most"),
        ("scripts/other/a", "", "scripts.other stands on no floor"),
    ],
)
def test_each_rule_can_be_broken(tmp_path, place, text, fault):
    files = {
        "gdcore/algebra": "",
        "gdcore/spectral": "",
        "gdcore/diagnosis": "",
        "scripts/drawing/b": "",
        "scripts/explorer/__init__": "",
        "scripts/pages/b": "import scripts.pages.a",
        "scripts/build": "",
        place: text,
    }
    for name, body in files.items():
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{GOOD}{body}\n", encoding="utf-8")
    faults = House(tmp_path).faults()
    assert len(faults) == (fault is not None)
    assert (fault or "") in "".join(faults)


def test_a_module_without_its_rule_is_named(tmp_path):
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/build.py").write_text('"""Builds.\n\nOne rule: none."""\n')
    assert House(tmp_path).faults() == [
        "scripts.build does not say its idea, and then its one rule"
    ]


def test_every_exported_name_exists(house):
    for name, tree in house.trees.items():
        for node in tree.body:
            if (
                isinstance(node, ast.Assign)
                and ast.unparse(node.targets[0]) == "__all__"
            ):
                namespace: dict[str, object] = {}
                exec(f"from {name} import *", namespace)
                assert set(ast.literal_eval(node.value)) == namespace.keys() - {
                    "__builtins__"
                }
