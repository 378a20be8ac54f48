"""CI runs what the README promises, in the state in which the README leaves a machine.

The one rule: .ci/run is called, with a make and a Python that only say how they were
called.
"""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.test_setup import needs_make, read

FOREIGN = {"PYTHONPATH": "/x", "SITE_URL": "x", "VIRTUAL_ENV": "/x", "PIPER": "x"}
CLIENTS = {
    "PIP_INDEX_URL": "a b",
    "npm_config_registry": "x=y",
    "NPM_CONFIG_CACHE": "'",
    "https_proxy": "p",
    "NO_PROXY": "p",
    "SSL_CERT_FILE": "c",
    "NODE_EXTRA_CA_CERTS": "c",
    "REQUESTS_CA_BUNDLE": "c",
}
OWN = {"CI": "true", "HOME": "/nowhere"}
SPOKEN = """case "$*" in
  "test")
    echo "3 tests were skipped: PyTorch is missing. Get it by: pip"
    echo "1 test was skipped: that takes root"
    echo "=== 5 passed, 4 skipped in 9.1s (0:00:09) ===";;
  "-m pytest -m torch"*) echo "=== {torch} passed in 2.5s ===";;
esac
echo "$(basename "$0") $*" >> calls
env | cut -d= -f1 > "of-$(basename "$0")"
case "$*" in *"{broken}"*) exit 3;; esac"""


def _program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def _ci(
    folder: Path, *, torch: int = 3, broken: str = "nothing"
) -> subprocess.CompletedProcess[str]:
    """.ci/run in a folder whose make and Python say how they were called."""
    shutil.copytree(ROOT / ".ci", folder / ".ci", dirs_exist_ok=True)
    script = SPOKEN.format(torch=torch, broken=broken)
    for path in ("bin/make", ".venv/bin/python"):
        _program(folder / path, script)
    _program(folder / "bin/chromium", "")
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [folder / ".ci/run"],
        env={**FOREIGN, **OWN, "PATH": path},
        capture_output=True,
        text=True,
    )


@needs_make
def test_a_clean_environment_has_what_package_clients_need_alone():
    given = {**FOREIGN, **CLIENTS, **OWN, "PATH": os.environ["PATH"]}
    command = [ROOT / ".ci/clean", sys.executable, "-c"]
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    done = subprocess.run([*command, code], env=given, capture_output=True, text=True)
    found = {k: v for k, v in json.loads(done.stdout).items() if k[:3] != "LC_"}
    assert found == {**CLIENTS, **OWN, "PATH": os.environ["PATH"]}


@needs_make
def test_ci_runs_make_test_first_and_what_needs_torch_after_it(tmp_path):
    done = _ci(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert calls == [
        "python -",  # what .venv holds
        "make test",
        "python -m pip install torch==2.13.0",
        "python -m mypy",
        "python -m pytest -m torch -n 2 --dist loadgroup",
        "python -m scripts.arithmetic --tested default default Haswell no-dispatch",
    ]
    assert done.stdout.splitlines()[-1] == "8 passed, 0 failed"
    seen = (tmp_path / "of-make").read_text(encoding="utf-8").split()
    assert {"CI", "HOME", "PATH"} <= set(seen)
    assert not set(FOREIGN) & set(seen)


@needs_make
@pytest.mark.parametrize(
    "broken", ["test", "pip install", "mypy", "-m torch", "scripts.arithmetic"]
)
def test_ci_fails_where_one_of_its_rounds_fails(tmp_path, broken):
    done = _ci(tmp_path, broken=broken)
    assert done.returncode != 0
    assert re.fullmatch(r"[58] passed, 1 failed", done.stdout.splitlines()[-1])


@needs_make
def test_ci_fails_where_a_skipped_test_does_not_run_with_torch(tmp_path):
    done = _ci(tmp_path, torch=2)
    assert done.returncode != 0
    said, last = done.stdout.splitlines()[-2:]
    assert said == "3 tests were skipped without PyTorch, and 2 ran with it"
    assert last == "7 passed, 1 failed"


@needs_make
def test_ci_makes_a_venv_anew_that_holds_more_than_the_lock(tmp_path):
    """The check itself, on the packages of these tests and on a lock of nothing."""
    code = re.search(r"<< 'PYTHON'\n(.*?)PYTHON\n", read(".ci/run"), re.DOTALL)
    assert code

    def beyond(lock: str) -> list[str]:
        (tmp_path / "requirements.lock").write_text(lock, encoding="utf-8")
        command = [sys.executable, "-c", code[1]]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return done.stdout.split()

    assert not {"numpy", "pytest", "mkdocs-material"} & {
        *beyond(read("requirements.lock"))
    }
    without_numpy = read("requirements.lock").replace("\nnumpy==", "\nother==")
    assert "numpy" in beyond(without_numpy)


def test_the_workflow_runs_the_same_file_and_nothing_before_it():
    flow = yaml.safe_load(read(".github/workflows/site.yml"))
    steps = flow["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]
    assert flow["jobs"]["test"]["timeout-minutes"] <= 45
