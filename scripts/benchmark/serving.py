"""Measures what an author waits for: from a save to the page that shows it.

The one rule: it is a real `mkdocs serve` on a copy of the project, and the other side
is a whole `mkdocs build` of it with nothing changed.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.benchmark.rows import ROOT, Row, fastest, rounds
from scripts.benchmark.sites import built_site

PAGE = "topics/mse"
MODULE = "gdcore/linesearch.py"
ROUNDS = 5


def saved(quick: bool) -> list[Row]:
    """A saved sentence, and a comment in gdcore, each until the page is there."""
    built_site()
    times = rounds(ROUNDS, quick)
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        _copy(project)
        _build(project)
        build, _ = fastest(lambda: _build(project), lambda: None, rounds=times)
        with _serving(project) as page:
            page()
            sentence = min(_sentence(project, page, count) for count in range(times))
            comment = min(_comment(project, page, count) for count in range(times))
    figure = f"{sentence:.2f} s ({sentence / build:.2f} times a build, {build:.2f} s)"
    return [
        Row(
            "a saved sentence on the page",
            figure,
            "at most 1.2 times a build with nothing changed",
            sentence <= 1.2 * build,
        ),
        Row(
            "a saved comment in gdcore, until the page is built anew",
            f"{comment:.2f} s ({comment / sentence:.2f} times a sentence)",
            "at most 1.1 times a sentence",
            comment <= 1.1 * sentence,
        ),
    ]


def _copy(project: Path) -> None:
    for name in ("gdcore", "scripts", "docs", ".build"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("mkdocs.yml", "package-lock.json"):
        shutil.copy(ROOT / name, project)
    modules = project / "node_modules"
    modules.symlink_to(ROOT / "node_modules", target_is_directory=True)


def _build(project: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=project, env=_environment(), check=True)


def _sentence(project: Path, page: Callable[[], str], count: int) -> float:
    word = f"Saved{'x' * count}saved"
    source = project / f"docs/{PAGE}.md"
    with source.open("a", encoding="utf-8") as file:
        file.write(f"\n{word}.\n")
    return _until(lambda: word in page())


def _comment(project: Path, page: Callable[[], str], count: int) -> float:
    """The page itself stays as it was; its livereload script names the new build."""
    before = page().rpartition("livereload(")[2].partition(",")[0]
    with (project / MODULE).open("a", encoding="utf-8") as file:
        file.write(f"# a comment, number {count}\n")
    return _until(lambda: f"livereload({before}," not in page())


def _until(true: Callable[[], bool]) -> float:
    start = time.perf_counter()
    while not true():
        time.sleep(0.01)
    return time.perf_counter() - start


@contextmanager
def _serving(project: Path) -> Iterator[Callable[[], str]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/{PAGE}/"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr"]

    def page() -> str:
        while True:
            try:
                with urllib.request.urlopen(address, timeout=60) as answer:
                    return str(answer.read().decode())
            except urllib.error.URLError:  # it has not started yet
                time.sleep(0.1)

    server = subprocess.Popen(
        [*command, f"127.0.0.1:{port}"], cwd=project, env=_environment()
    )
    try:
        yield page
    finally:
        server.terminate()
        server.wait()


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
