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
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.extras import EXTRAS
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
TOOLS = (  # that .ci/run and what it calls need
    *("awk", "basename", "bash", "cat", "cp", "cut", "dirname", "env", "id"),
    *("mktemp", "rm", "sed", "sh", "tee"),
)
SPOKEN = """case "$*" in
  "test")
    echo "3 tests were skipped: PyTorch is missing. Get it by: pip"
    echo "1 test was skipped: Octave is missing. Get it by: apt-get"
    echo "1 test was skipped: that takes root"
    echo "=== 5 passed, 5 skipped in 9.1s (0:00:09) ===";;
  "-m pytest -m torch"*) echo "=== {ran} passed in 2.5s ===";;
  *"install -y --no-install-recommends octave") cp bin/awk bin/octave-cli;;
esac
echo "$(basename "$0") $*" >> calls
env | cut -d= -f1 > "of-$(basename "$0")"
case "$*" in *"{broken}"*) exit 3;; esac"""


def _program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def _ci(
    folder: Path,
    *,
    ran: int = 4,
    broken: str = "nothing",
    octave: bool = False,
    browsers: Sequence[str] = ("chromium-headless-shell",),
) -> subprocess.CompletedProcess[str]:
    """.ci/run in a folder whose make, Python and apt-get say how they were called."""
    shutil.copytree(ROOT / ".ci", folder / ".ci", dirs_exist_ok=True)
    script = SPOKEN.format(ran=ran, broken=broken)
    for path in ("bin/make", "bin/apt-get", ".venv/bin/python"):
        _program(folder / path, script)
    _program(folder / "bin/sudo", 'exec "$@"')
    for browser in browsers:
        _program(folder / "bin" / browser, "")
    if octave:
        _program(folder / "bin/octave-cli", "")
    for name in TOOLS:
        (folder / "bin" / name).symlink_to(shutil.which(name) or name)
    path = str(folder / "bin")  # and no Octave of this machine
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
def test_ci_runs_make_test_first_and_what_needs_more_after_it(tmp_path):
    done = _ci(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert calls == [
        "python -",  # what .venv holds
        "make test",
        "python -m pip install --no-compile "
        "torch==2.13.0 scikit-learn==1.9.1 keras==3.15.1",
        "apt-get update",
        "apt-get install -y --no-install-recommends octave",
        "python -m mypy",
        f"python -m pytest -m {' or '.join(EXTRAS)} -n 2 --dist loadgroup "
        "--no-loadscope-reorder",
        "python -m scripts.arithmetic --tested default default Haswell+no-dispatch",
    ]
    assert done.stdout.splitlines()[-1] == "9 passed, 0 failed"
    seen = (tmp_path / "of-make").read_text(encoding="utf-8").split()
    assert {"CI", "HOME", "PATH"} <= set(seen)
    assert not set(FOREIGN) & set(seen)


@needs_make
@pytest.mark.parametrize(
    "broken",
    ["test", "pip install", "octave", "mypy", "-m torch", "scripts.arithmetic"],
)
def test_ci_fails_where_one_of_its_rounds_fails(tmp_path, broken):
    done = _ci(tmp_path, broken=broken)
    assert done.returncode != 0
    assert re.fullmatch(r"[59] passed, 1 failed", done.stdout.splitlines()[-1])


@needs_make
def test_ci_fails_where_a_skipped_test_does_not_run_later(tmp_path):
    done = _ci(tmp_path, ran=3)
    assert done.returncode != 0
    said, last = done.stdout.splitlines()[-2:]
    words = "tests were skipped for what is not in the lock, and 3 ran with it"
    assert said == f"4 {words}"
    assert last == "8 passed, 1 failed"


@needs_make
def test_ci_leaves_octave_to_the_first_round_where_it_is(tmp_path):
    _ci(tmp_path, octave=True)
    calls = (tmp_path / "calls").read_text(encoding="utf-8")
    assert "apt-get" not in calls
    assert "-m torch or sklearn or keras -n 2" in calls


SHELL, BROWSER = "chromium-headless-shell", "chromium"


@needs_make
@pytest.mark.parametrize(
    ("here", "no_package", "installed"),
    [
        ([SHELL], "none", []),
        ([], "none", [SHELL]),
        ([BROWSER], "none", [SHELL]),
        ([], SHELL, [SHELL, BROWSER]),
        (["google-chrome"], SHELL, [SHELL]),
    ],
)
def test_ci_takes_the_shell_or_the_browser_that_can_be_had(
    tmp_path, here, no_package, installed
):
    done = _ci(tmp_path, octave=True, browsers=here, broken=no_package, ran=3)
    calls = (tmp_path / "calls").read_text(encoding="utf-8")
    assert re.findall(r"apt-get install -y (.*)", calls) == installed
    assert "make test" in calls, done.stderr


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
