"""The site as it is built now, and a copy of the whole project to build elsewhere.

The one rule: what is measured is what the sources say now, whatever stands in `site/`.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from scripts.benchmark.rows import ROOT

MADE = {".git", ".venv", ".build", "site", "node_modules"}  # or found, but no source


@cache
def built_site() -> Path:
    """A folder with the built site, which goes when the program ends."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    mkdocs(ROOT, Path(folder.name))
    return Path(folder.name)


def mkdocs(project: Path, site: Path) -> None:
    """`mkdocs build` of a project into `site`."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir"]
    subprocess.run(
        [*command, str(site)],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )


def copied(folder: Path) -> Path:
    """All sources of the project in a new folder, with the installed node_modules."""

    def generated(where: str, names: list[str]) -> set[str]:
        return MADE & {*names} if Path(where) == ROOT else {"__pycache__"} & {*names}

    shutil.copytree(ROOT, folder, ignore=generated)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder
