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


def test_the_workflow_names_no_repository_and_runs_once_for_each_push():
    text = read(".github/workflows/site.yml")
    flow = yaml.safe_load(text)
    assert "concurrency" in flow
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
