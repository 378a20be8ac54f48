"""What tests share: the built site and the rule on what a machine may lack.

The one rule: in CI (CI=true) nothing is skipped but what needs PyTorch or another of
tests/extras.py, which have a round of their own there; elsewhere a skip says how to end
it.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from scripts.build import PARTS
from scripts.explorer import bundle
from scripts.pipeline import files, parts, plan
from scripts.pipeline.files import alone
from scripts.pipeline.manifest import Manifest
from scripts.pipeline.pool import THREADS
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import FOLDERS, Snapshot
from tests import extras
from tests.extras import (
    keras,
    octave,
    pytest_configure,
    pytest_terminal_summary,
    sklearn,
    torch,
)

__all__ = [  # of pytest
    "keras",
    "octave",
    "pytest_configure",
    "pytest_terminal_summary",
    "sklearn",
    "torch",
]

ROOT = Path(__file__).resolve().parent.parent
SITE_URL = "http://127.0.0.1/gd/"  # a folder, as on GitHub Pages; any port will do
REPOSITORY = {
    "REPO_URL": "https://github.com/owner/name",
    "EDIT_URI": "edit/main/docs/",
}
RUNTIME = ("runtime/python", "runtime/worker", "runtime/gdcore", "runtime/index")
# As in a build, before numpy is imported: threads of two workers wait for each other.
os.environ.update(dict.fromkeys(THREADS, "1"))
LONGEST_BUILD = 900  # seconds that one worker waits for the build of another


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """For few workers: long tests first, those that need the site last.

    The tests of a file stay together, so that its fixtures are made once.
    """
    for item in items:
        extras.mark(item)
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.name))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker("slow"):
        return 0
    return 1 + ("site" in item.fixturenames)


def missing(what: str, remedy: str) -> NoReturn:
    """Skip the test, or fail it in CI."""
    message = f"{what} is missing. {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def build_site(root: Path, folder: Path, **addresses: str) -> None:
    """`mkdocs build --strict` of the project at `root`, addresses and dates fixed."""
    fixed = {"SITE_URL": SITE_URL, "SOURCE_DATE_EPOCH": "0", **REPOSITORY, **addresses}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    run = subprocess.run(
        [*command, "--site-dir", str(folder)],
        cwd=root,
        env={**os.environ, **fixed, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    if run.returncode:
        raise RuntimeError(f"mkdocs build failed:\n{run.stdout}\n{run.stderr}")


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """`make(folder)` in the first worker that asks; the others wait for it."""
    claim, done = folder.with_suffix(".claim"), folder.with_suffix(".done")
    try:
        claim.mkdir(parents=True)
    except FileExistsError:
        _wait_for(done)
    else:
        try:
            make(folder)
            done.write_text("", encoding="utf-8")
        except BaseException as error:
            done.write_text(f"{error}\n", encoding="utf-8")
            raise
    if problem := done.read_text(encoding="utf-8"):
        pytest.fail(problem, pytrace=False)
    return folder


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + LONGEST_BUILD
    while not path.exists():
        if time.monotonic() > deadline:
            pytest.fail(f"another worker did not finish {path.stem} in time")
        time.sleep(0.2)


@pytest.fixture(scope="session")
def schema() -> Path:
    """The schema of the settings, where Node and tsc look for "#schema"."""
    path = ROOT / ".build" / bundle.SCHEMA
    files.write(path, bundle.schema())
    return path


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of the session share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def computed(name: str) -> Any:
    """The data of a topic, from the build's cache if its code is still the same."""
    return plan.computed(ROOT, ROOT / ".build", name)


@pytest.fixture(scope="session")
def site(shared: Path) -> Path:
    """The folder of the built site, one for all workers of the session."""
    return once(shared / "served" / "gd", lambda folder: build_site(ROOT, folder))


def stale(root: Path, build: Path) -> set[str]:
    """The parts of no topic that a build would make anew."""
    every = parts.every(PARTS, Sources(Snapshot.take(root)), build).values()
    manifest = Manifest(build)
    return {part.name for part in every if not manifest.stands(part.name, part.key)}


def copy_sources(folder: Path) -> Path:
    """A copy of all that a build is made of, to be edited."""
    Snapshot.take(ROOT).lay(folder, *FOLDERS)
    shutil.copy(ROOT / "package-lock.json", folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


@pytest.fixture(scope="session")
def python_for_browsers(shared: Path) -> Path:
    """A folder that holds the browser's Python, as `.build/` does."""
    return once(shared / "python", _copy_runtime)


def _copy_runtime(folder: Path) -> None:
    build = ROOT / ".build"
    with alone(build / "cache/lock"):
        parts.update(ROOT, build, *RUNTIME, modules=PARTS)
        shutil.copytree(build / "runtime", folder / "runtime")
        (folder / "cache").mkdir()
        shutil.copy(build / "cache/manifest", folder / "cache")
