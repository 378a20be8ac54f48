"""What can befall a build, tried out: `python -m tests.faults files|edits|kills [N]`.

The one rule: after each fault, the next build leaves what a clean build of the same
sources leaves, to the last byte, or says in one line what to do. `test_faults.py` runs
a few of each on the toy project; the command runs many, `files` on the whole one.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests import toy
from tests.conftest import ROOT, copy_sources
from tests.toy import Project

BUILD = [sys.executable, "-m", "scripts.build", "--jobs", "2"]
UNLIKE = ("cache/lock", "cache/manifest")  # they tell of the build itself
LONGEST = 120  # seconds that a build may take
ENDED = 3.0  # seconds after which nothing of a killed build may be left
COLD = 3.0  # seconds that a toy is built from nothing in, or about
NUMBERS = ("0.1 *", "0.15 *", "0.2 *")  # rates of the toy run
LABELS = ('"w, dimensionless"', '"slope, dimensionless"')
MARKERS = ('marker="*"', 'marker="o"')


def flip(path: Path) -> None:
    """Change one bit, and neither size nor date."""
    date = path.stat().st_mtime_ns
    data = bytearray(path.read_bytes())
    place = random.randrange(len(data)) if data else 0
    data[place : place + 1] = bytes([(data[place] if data else 0) ^ 1])
    path.write_bytes(bytes(data))
    os.utime(path, ns=(date, date))


def to_folder(path: Path) -> None:
    """Put a folder, with a file in it, where a file was."""
    path.unlink()
    path.mkdir()
    (path / "something").touch()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "empty": lambda path: os.truncate(path, 0),
    "half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "one bit": flip,
    "gone": Path.unlink,
    "folder": to_folder,
}


def contents(project: Project) -> dict[str, bytes]:
    """All that a build leaves, by its place."""
    folder = project.build_folder
    found = (path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): path for path in found}
    return {n: p.read_bytes() for n, p in sorted(files.items()) if n not in UNLIKE}


def made(project: Project) -> dict[str, bytes]:
    """The same without what only a build of the site makes."""
    files = contents(project).items()
    return {n: c for n, c in files if not n.startswith("cache/pages/")}


def kinds(project: Project) -> dict[str, Path]:
    """One file of each kind: of each folder and each end of a name."""
    folder = project.build_folder
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            place = path.relative_to(folder)
            found[f"{place.parent} {path.suffix or path.name}"] = path
    return found


def copied(project: Project, folder: Path) -> Project:
    """A copy to spoil, with the dates of its files."""
    shutil.copytree(project.root, folder, symlinks=True)
    return Project(folder)


def unbuilt(project: Project, folder: Path) -> Project:
    """A copy of the sources, with nothing of what was built of them."""
    copy = copied(project, folder)
    shutil.rmtree(copy.build_folder, ignore_errors=True)
    return copy


def clean(project: Project, folder: Path) -> dict[str, bytes]:
    """What a build from nothing leaves of these sources."""
    copy = unbuilt(project, folder)
    built(copy)
    return contents(copy)


def built(project: Project) -> str:
    """Build; what it said. A traceback, or more than a line, is no answer."""
    done = project.build()
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr
    return done.stderr


def edit(project: Project, draw: random.Random) -> Callable[[], None]:
    """Change a source as an author would; what takes it back, dates included."""
    choices = (
        (project.gdcore, NUMBERS),
        (project.valley, LABELS),
        (project.valley, MARKERS),
    )
    path, texts = draw.choice(choices)
    before, date = path.read_text(encoding="utf-8"), path.stat().st_mtime_ns
    old = next(text for text in texts if text in before)
    new = draw.choice([text for text in texts if text != old])
    path.write_text(before.replace(old, new), encoding="utf-8")

    def undo() -> None:
        path.write_text(before, encoding="utf-8")
        os.utime(path, ns=(date, date))

    return undo


def edited_underway(project: Project, draw: random.Random, folder: Path) -> str:
    """An edit at some moment of a cold build, kept or undone; what came out wrong."""
    copy = unbuilt(project, folder / "copy")
    running = subprocess.Popen(BUILD, cwd=copy.root, stderr=subprocess.DEVNULL)
    time.sleep(draw.uniform(0, COLD))
    undo = edit(copy, draw)
    time.sleep(draw.uniform(0, 2))
    if undone := draw.random() < 0.5:
        undo()
    running.wait(LONGEST)
    built(copy)
    expected = made(project) if undone else clean(copy, folder / "clean")
    return differences(contents(copy), expected)


def killed(project: Project, draw: random.Random, folder: Path) -> str:
    """A build that is killed at some moment; what came out wrong of the next one."""
    copy = unbuilt(project, folder / "copy")
    running = subprocess.Popen(BUILD, cwd=copy.root, stderr=subprocess.DEVNULL)
    time.sleep(draw.uniform(0, COLD))
    running.send_signal(signal.SIGKILL)
    running.wait()
    if left := orphans(copy.root):
        return f"processes {left} go on"
    built(copy)
    return differences(contents(copy), made(project))


def orphans(folder: Path) -> list[int]:
    """Processes that work in a folder some seconds after their build was killed."""
    deadline = time.monotonic() + ENDED
    while (left := [*_working_in(folder)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _working_in(folder: Path) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            place = process.joinpath("cwd").resolve(strict=True)
        except OSError:
            continue
        if place == folder or folder in place.parents:
            yield int(process.name)


def differences(found: dict[str, bytes], expected: dict[str, bytes]) -> str:
    """The places that differ, with their bytes, as one text; empty if none do."""
    places = sorted(found.keys() | expected.keys())
    return ", ".join(
        f"{p} ({len(found.get(p, b''))} bytes for {len(expected.get(p, b''))})"
        for p in places
        if found.get(p) != expected.get(p)
    )


def whole_project(folder: Path) -> Project:
    """A copy of the project itself with what was built of it."""
    project = Project(copy_sources(folder))
    shutil.copytree(ROOT / ".build", project.build_folder)
    for cache in ("katex", "pages"):  # a build of the site makes them, not this one
        path = project.build_folder / "cache" / cache
        path.unlink() if path.is_file() else shutil.rmtree(path, ignore_errors=True)
    built(project)
    return project


def try_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Each kind of file of the whole project, with each damage."""
    project = whole_project(folder / "project")
    expected = contents(project)
    for what, damage in DAMAGES.items():
        for kind, path in kinds(project).items():
            damage(path)
            built(project)
            yield f"{what}: {kind}", differences(contents(project), expected)


def try_toy(
    trial: Callable[[Project, random.Random, Path], str], folder: Path, times: int
) -> Iterator[tuple[str, str]]:
    """One trial many times, at moments that differ."""
    project = toy.make(folder / "project")
    built(project)
    for number in range(times):
        place = folder / str(number)
        place.mkdir()
        yield f"{trial.__name__} {number}", trial(project, random.Random(number), place)
        shutil.rmtree(place)


def main(name: str, times: str = "20") -> int:
    """Run the trials of a name; 1 if one came out wrong."""
    wrong = tried = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        trials = {
            "files": lambda: try_files(folder),
            "edits": lambda: try_toy(edited_underway, folder, int(times)),
            "kills": lambda: try_toy(killed, folder, int(times)),
        }
        for what, found in trials[name]():
            tried += 1
            wrong += bool(found)
            print(f"{'WRONG' if found else 'ok'}  {what}  {found[:200]}", flush=True)
    print(f"{name}: {tried} tried, {wrong} wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
