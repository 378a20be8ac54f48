"""After whatever befalls a build, the next one leaves what a clean one leaves."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import faults, toy
from tests.faults import (
    BUILD,
    DAMAGES,
    contents,
    copied,
    differences,
    kinds,
    orphans,
    unbuilt,
)
from tests.toy import Project, edit, interruptible

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
DATED = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1000000000"}
WAITS = "Another build is running; waiting for it.\n"


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = toy.made_site(shared, tmp_path_factory.mktemp("faults") / "project")
    assert said(project) == ""
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    return copied(built, tmp_path / "copy")


def start(project: Project, command: list[str] = MKDOCS, **variables: str):
    return subprocess.Popen(
        interruptible(command),
        cwd=project.root,
        env={**os.environ, **DATED, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def said(project: Project, *, code: int = 0, **variables: str) -> str:
    """What a build of the site says; never a traceback."""
    running = start(project, **variables)
    told = running.communicate()[0]
    assert "Traceback" not in told, told
    assert running.returncode == code, told
    return told.replace("\n\n", "\n")


def site(project: Project) -> dict[str, bytes]:
    folder = project.root / "site"
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def everything(project: Project) -> dict[str, bytes]:
    """What a build of the site leaves, in both folders."""
    return {**contents(project), **{f"site/{k}": v for k, v in site(project).items()}}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_of_any_kind_is_made_again(project, damage):
    before = everything(project)
    found = kinds(project)
    assert {"cache manifest", "cache/data .pickle"} <= found.keys()
    assert any(kind.startswith("cache/pages/katex ") for kind in found)
    assert len(found) > 12
    for path in found.values():
        DAMAGES[damage](path)
    assert said(project) == ""
    assert differences(everything(project), before) == ""


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_counts_as_none(project, damage):
    before = everything(project)
    DAMAGES[damage](project.build_folder / "cache/manifest")
    assert said(project) == ""
    assert differences(everything(project), before) == ""


@pytest.mark.parametrize("name", ["figures", ".build", "vendor/katex"])
def test_a_file_where_a_folder_should_be_gives_way(project, name):
    before = everything(project)
    folder = project.root / name if name[0] == "." else project.build_folder / name
    shutil.rmtree(folder)
    folder.write_text("in the way", encoding="utf-8")
    assert said(project) == ""
    assert differences(everything(project), before) == ""


def test_a_file_that_nobody_made_is_not_published(project):
    before, made = everything(project), contents(project)
    alien = project.build_folder / "figures/valley/alien.svg"
    alien.write_text("<svg/>", encoding="utf-8")
    assert said(project) == ""
    assert {f"site/{n}" for n in site(project)} == {
        n for n in before if n[:5] == "site/"
    }
    assert not (project.root / "site/assets/figures/valley/alien.svg").exists()
    edit(project.valley, 'marker="*"', 'marker="o"')
    said(project)
    assert not alien.exists()
    assert contents(project).keys() == made.keys()


def test_data_of_another_kernel_are_not_mixed_with_this_ones(project):
    edit(project.valley, "(path, loss, point, film)", "(path,)")  # not looked at
    data = project.build_folder / "cache/data/valley.pickle"
    date = data.stat().st_mtime_ns
    said(project, OPENBLAS_CORETYPE="Prescott")
    assert data.stat().st_mtime_ns > date, "computed by the other kernel"
    date = data.stat().st_mtime_ns
    said(project)
    assert data.stat().st_mtime_ns > date, "computed by this one again"


@pytest.mark.parametrize("seed", range(3))
def test_an_edit_during_a_build_is_the_next_ones(built, tmp_path, seed):
    assert faults.edited_underway(built, random.Random(seed), tmp_path) == ""


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_build_leaves_no_process_and_nothing_wrong(built, tmp_path, seed):
    assert faults.killed(built, random.Random(seed), tmp_path) == ""


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("gdcore/valley.py", "0.1 *", "0.2 *"),
        ("scripts/topics/valley/__init__.py", 'marker="*"', 'marker="o"'),
        ("scripts/topics/valley/__init__.py", "across the", "along  the"),
        ("scripts/pages/macros.py", "gd-number", "gd-reader"),
        ("scripts/pages/katex.mjs", "gd-slope", "gd-floor"),
    ],
)
def test_an_edit_of_equal_size_and_date_is_seen(project, tmp_path, file, old, new):
    path = project.root / file
    date = path.stat().st_mtime_ns
    assert len(old) == len(new)
    edit(path, old, new)
    os.utime(path, ns=(date, date))
    before = everything(project)
    said(project)
    found = everything(project)
    fresh = unbuilt(project, tmp_path / "fresh")
    said(fresh)
    assert differences(found, everything(fresh)) == ""
    assert differences(found, before) != "" or "slope" in old  # no slope in the toy


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_topic_that_is_half_saved_loses_nothing(project, share):
    before = everything(project)
    whole = project.valley.read_text(encoding="utf-8")
    project.valley.write_text(whole[: int(len(whole) * share)], encoding="utf-8")
    told = said(project, code=1).splitlines()
    assert told[0].startswith("scripts/topics/valley/__init__.py:")
    assert len(told) == 2
    assert (
        differences(
            contents(project), {k: v for k, v in before.items() if k[:5] != "site/"}
        )
        == ""
    )
    project.valley.write_text(whole, encoding="utf-8")
    dates = {p: p.stat().st_mtime_ns for p in project.build_folder.rglob("*.svg")}
    assert said(project) == ""
    assert dates == {p: p.stat().st_mtime_ns for p in dates}, "nothing is drawn again"


def test_two_builds_at_once_go_one_after_the_other(project):
    before = everything(project)
    shutil.rmtree(project.build_folder)
    running = [start(project) for _ in range(2)]
    told = [one.communicate()[0] for one in running]
    assert [one.returncode for one in running] == [0, 0], told
    assert sorted(told) == ["", WAITS]
    assert differences(everything(project), before) == ""


@pytest.fixture(scope="module")
def slow(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One that draws slowly, built from nothing by two workers."""
    project = unbuilt(built, tmp_path_factory.mktemp("slow") / "project")
    edit(project.root / "scripts/build.py", toy.ONE, toy.TWO)
    sleep = "    import time; time.sleep(0.3); ax.plot(*"
    edit(project.valley, "    ax.plot(*", sleep)
    assert said(project) == ""
    return project


def begun(project: Project, command: list[str]):
    """A build from nothing that has begun to draw."""
    running = start(project, command)
    deadline = time.monotonic() + faults.LONGEST
    while not [*project.build_folder.rglob("*.svg")] and time.monotonic() < deadline:
        time.sleep(0.02)
    return running


@pytest.mark.parametrize("command", [BUILD, MKDOCS], ids=["build", "mkdocs"])
def test_nothing_goes_on_when_the_parent_alone_is_killed(slow, tmp_path, command):
    project = unbuilt(slow, tmp_path / "copy")
    running = begun(project, command)
    running.kill()
    assert orphans(project.root) == []
    assert "Traceback" not in running.communicate()[0]
    said(project)
    assert differences(contents(project), contents(slow)) == ""


@pytest.mark.parametrize("command", [BUILD, MKDOCS], ids=["build", "mkdocs"])
def test_ctrl_c_is_one_line_and_ends_all(slow, tmp_path, command):
    project = unbuilt(slow, tmp_path / "copy")
    running = begun(project, command)
    os.killpg(running.pid, signal.SIGINT)
    told = running.communicate()[0].split("\n")
    assert running.returncode not in (0, None)
    stopped = {"Stopped. The next build goes on from here.", "Aborted!"}
    assert 1 <= len([*filter(None, told)]) <= 2
    assert {*filter(None, told)} <= stopped
    assert orphans(project.root) == []
    said(project)
    assert differences(contents(project), contents(slow)) == ""


@contextlib.contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """An empty disk of its own for a folder; only root can have one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if (
        not shutil.which("mount")
        or subprocess.run(mount, capture_output=True).returncode
    ):
        pytest.skip(
            "a disk of its own cannot be mounted here: that takes root on Linux"
        )
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def remount(folder: Path, option: str) -> None:
    """Change the disk, and leave what is on it."""
    command = ["mount", "-o", f"remount,{option}", str(folder)]
    subprocess.run(command, check=True)


@pytest.mark.parametrize("size", ["16k", "400k", "1440k"])
def test_a_full_disk_is_one_line_that_says_what_to_do(project, size):
    before = contents(project)
    with mounted(project.build_folder, size):
        told = said(project, code=1).splitlines()
        assert "nothing can be written: No space left on device" in told[0]
        assert told[0].endswith("; free some space, then build again")
        assert len(told) == 2
        remount(project.build_folder, "size=64m")
        said(project)
        assert differences(contents(project), before) == ""


def test_a_disk_that_is_read_only_is_one_line_too(built, project):
    with mounted(project.build_folder, "64m"):
        shutil.copytree(built.build_folder, project.build_folder, dirs_exist_ok=True)
        edit(project.valley, 'marker="*"', 'marker="o"')
        remount(project.build_folder, "ro")
        told = said(project, code=1).splitlines()
        assert told[0].startswith("nothing can be written: Read-only file system")
        assert "make the disk writable" in told[0]
        assert len(told) == 2
