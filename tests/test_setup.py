"""What a fresh machine relies on: lock files, commands, the package, the workflow.

The one rule: what the README promises of the set-up is tried here.
"""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

import gdcore
from scripts.lock import without_addresses
from tests.conftest import ROOT

ADDRESS = re.compile(r"[a-z]+://|\bfile:|\.(?:com|org|io|net)/")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["requirements.lock", "package-lock.json", ".npmrc"])
def test_lock_files_hold_no_address_and_no_path(name):
    lines = [line for line in read(name).split("\n") if ADDRESS.search(line)]
    assert lines == []
    assert str(ROOT) not in read(name)


def test_every_python_requirement_is_pinned_with_hashes():
    blocks = re.split(r"\n(?=\S)", read("requirements.lock").strip())
    for block in blocks:
        assert re.match(r"[\w.-]+==[\w.]+", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]


def test_the_lock_holds_what_pyproject_asks_for():
    project = tomllib.loads(read("pyproject.toml"))
    groups = project["dependency-groups"]
    wanted = groups["site"] + groups["test"] + project["project"]["dependencies"]
    names = {re.split(r"[<>=~! ]", line)[0] for line in wanted}
    locked = set(re.findall(r"^([\w.-]+)==", read("requirements.lock"), re.MULTILINE))
    assert names <= locked


def test_the_node_lock_holds_what_package_json_asks_for():
    package, lock = json.loads(read("package.json")), read("package-lock.json")
    for name, version in {
        **package["dependencies"],
        **package["devDependencies"],
    }.items():
        entry = json.loads(lock)["packages"][f"node_modules/{name}"]
        assert entry["version"] == version
        assert entry["integrity"].startswith("sha512-")


def test_one_version_everywhere():
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert gdcore.__version__ == version
    assert yaml.safe_load(read("CITATION.cff"))["version"] == version
    assert f"## {version}" in read("CHANGELOG.md")


def test_addresses_are_stripped_at_every_depth():
    entry = {"a": {"resolved": "x", "b": {"funding": {"url": "y"}, "version": "1"}}}
    assert without_addresses(entry) == {"a": {"b": {"version": "1"}}}


@pytest.mark.slow
def test_the_wheel_holds_gdcore_alone_and_asks_for_numpy_alone(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("gdcore", "scripts", "docs", "tests"):
        shutil.copytree(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "."]
    built = subprocess.run(
        [*command, "--wheel-dir", str(tmp_path)],
        cwd=source,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next(tmp_path.glob("gdcore-*.whl"))) as wheel:
        names = wheel.namelist()
        metadata = next(name for name in names if name.endswith("METADATA"))
        asked = re.findall(
            r"^Requires-Dist: (.*)$", wheel.read(metadata).decode(), re.M
        )
    assert {name.split("/")[0].split("-")[0] for name in names} == {"gdcore"}
    assert "gdcore/py.typed" in names
    sources = {path.relative_to(ROOT).as_posix() for path in _python(ROOT / "gdcore")}
    assert sources <= set(names)
    assert asked == ["numpy>=2.0"]


def _python(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments], cwd=folder, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder with what `make setup` reads, and no environment yet."""
    for name in ("Makefile", "requirements.lock", "package-lock.json", "package.json"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copy(ROOT / ".npmrc", tmp_path)
    return tmp_path


def _python_that(folder: Path, script: str) -> str:
    fake = folder / "fake-python"
    fake.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    return f"PYTHON={fake}"


needs_make = pytest.mark.skipif(os.name == "nt", reason="Windows has plain commands")


@needs_make
def test_an_old_python_is_told_what_to_do(fresh):
    old = 'case "$1" in --version) echo Python 3.8.1;; *) exit 1;; esac'
    answer = _make(fresh, "serve", _python_that(fresh, old))
    assert answer.returncode != 0
    assert "needs Python 3.11 or newer" in answer.stderr
    assert "Python 3.8.1" in answer.stderr
    assert "make PYTHON=" in answer.stderr
    assert not (fresh / ".venv").exists()


@needs_make
def test_a_python_without_venv_is_told_what_to_do(fresh):
    bare = 'case "$2" in *venv*) exit 1;; *) exit 0;; esac'
    answer = _make(fresh, "test", _python_that(fresh, bare))
    assert answer.returncode != 0
    assert "apt-get install python3-venv" in answer.stderr


@needs_make
def test_no_python_is_told_what_to_do(fresh):
    answer = _make(fresh, "build", "PYTHON=no-such-python")
    assert answer.returncode != 0
    assert "Install Python 3.11" in answer.stderr


@needs_make
def test_help_names_every_command_and_needs_no_set_up(fresh):
    (line,) = re.findall(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)
    answer = _make(fresh, "help")
    assert answer.returncode == 0
    assert set(re.findall(r"^make (\w+) ", answer.stdout, re.M)) == {*line.split()} - {
        "help"
    }
    assert _make(fresh).stdout == answer.stdout
    assert not (fresh / ".venv").exists()


@needs_make
def test_a_set_up_that_stopped_halfway_is_completed(fresh):
    """The mark of a whole set-up comes last; without it, nothing is taken as done."""
    plan = _make(fresh, "--dry-run", "setup", f"PYTHON={sys.executable}").stdout
    assert plan.index("--require-hashes") < plan.index("touch .venv/.ready")
    (fresh / ".venv" / "bin").mkdir(parents=True)
    assert "--require-hashes" in _make(fresh, "--dry-run", "setup").stdout
    (fresh / ".venv" / ".ready").touch()
    assert "--require-hashes" not in _make(fresh, "--dry-run", "setup").stdout


# CI, with commands that only say how they were called.

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
  "test") echo "=== 5 passed, 3 skipped in 9.1s (0:00:09) ===";;
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
        "python -m scripts.arithmetic default Haswell no-dispatch",
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


def test_the_workflow_names_no_repository_and_asks_for_little():
    text = read(".github/workflows/site.yml")
    flow = yaml.safe_load(text)
    assert flow["permissions"] == {"contents": "read"}
    writers = {name for name, job in flow["jobs"].items() if "permissions" in job}
    assert writers == {"deploy"}
    assert "concurrency" in flow
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", name) for name in used)
    assert "github.repository" in text


def test_addresses_of_the_site_come_from_the_environment():
    text = read("mkdocs.yml")
    assert re.search(r"^site_url: !ENV \[SITE_URL, ", text, re.MULTILINE)
    assert re.search(r"^edit_uri: !ENV \[EDIT_URI, ", text, re.MULTILINE)
    assert re.search(r"^repo_url: !ENV \[REPO_URL, ", text, re.MULTILINE)
    assert "font: false" in text


def test_the_example_of_the_readme_prints_what_it_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.+?)```", readme, re.DOTALL)
    assert code
    said = code[1].strip().rpartition("# ")[2]
    command = [sys.executable, "-c", code[1]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == said
