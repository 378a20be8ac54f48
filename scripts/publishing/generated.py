"""What the site takes of .build/: brought up to date, listed, left alone meanwhile.

The one rule: what no record of the build names, whole and of its own bytes, is not
published; and while one build of the site reads the folder, no other one changes it.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.pipeline.builder import Builder
from scripts.pipeline.failures import explain
from scripts.pipeline.files import alone
from scripts.pipeline.manifest import Manifest

COMMAND = "python -m scripts.build"
PLACES = {  # below .build/ -> in the site
    "animations": "assets/animations",
    "data": "data",
    "diagnose": "assets/diagnose",
    "explorer": "assets/explorer",
    "figures": "assets/figures",
    "numbers.json": "numbers.json",
    "palette.css": "assets/palette.css",
    "runtime": "assets/runtime",
    "vendor": "assets/vendor",
}
_held = contextlib.ExitStack()


def hold(root: Path, modules: Sequence[str]) -> list[str]:
    """Keep other builds out of the folder and build what is stale; what failed."""
    release()
    try:
        _held.enter_context(alone(root / ".build/cache/lock"))
        return [] if Builder(root, modules).fresh() else _build(root)
    except OSError as error:
        return [str(explain(error, root))]


def release() -> None:
    """Let other builds use the folder again."""
    _held.close()


def _build(root: Path) -> list[str]:
    """Build in a process of its own; what failed, a line each."""
    with subprocess.Popen(
        [sys.executable, *COMMAND.split()[1:], "--for-site"],
        cwd=root,
        env={name: v for name, v in os.environ.items() if name != "PYTHONSAFEPATH"},
        stdin=subprocess.PIPE,  # it ends when this pipe does
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as builder:
        assert builder.stdout
        lines = builder.stdout.read().splitlines()
        code = builder.wait()
    return lines or ([f"{COMMAND} ended with code {code}"] if code else [])


def files(root: Path) -> Iterator[tuple[Path, str]]:
    """Each file of .build/ that is published, and its place in the site."""
    for file in sorted(Manifest(root / ".build").files()):
        folder, _, below = file.partition("/")
        if folder in PLACES:
            yield root / ".build" / file, f"{PLACES[folder]}/{below}".strip("/")
