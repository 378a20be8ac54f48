"""What the site was computed with, and what its notebooks were run with.

The one rule: every version is read from where it is installed, locked or recorded;
nothing of it depends on the day or the folder of the build.
"""

import json
import platform
import re
from importlib import metadata
from pathlib import Path
from typing import Any

from scripts.pages import notebook
from scripts.pipeline.snapshot import RECORDED

INSTALLED = ("numpy", "scipy", "matplotlib", "mkdocs", "mkdocs-material")
FROM_NPM = {"pyodide": "pyodide", "numpy": "@emscripten-forge/numpy", "katex": "katex"}


def files(root: Path) -> list[Path]:
    """The files that the two functions below read."""
    books = sorted((root / notebook.FOLDER).glob("*.ipynb"))
    return [root / RECORDED / "versions.json", root / "package-lock.json", *books]


def versions(root: Path) -> dict[str, dict[str, str]]:
    """Versions by where they count: the build, the recorded values, the browser."""
    record = json.loads((root / RECORDED / "versions.json").read_text("utf-8"))
    return {
        "build": {
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in INSTALLED},
        },
        "recorded": record,
        "browser": {"python": _python_of_browser(root), **_from_npm(root)},
    }


def _from_npm(root: Path) -> dict[str, str]:
    """What the lock file of npm holds, without the builds of a packager."""
    locked = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    return {
        name: locked[f"node_modules/{package}"]["version"].partition("-")[0]
        for name, package in FROM_NPM.items()
    }


def notebooks(root: Path) -> list[dict[str, Any]]:
    """Each committed notebook: its title, PyTorch's version, what is compared."""
    return [
        {
            "name": book.name,
            "title": book.title,
            "torch": book.stamp.get("torch", ""),
            **_compared(book),
        }
        for book in notebook.every(root)
    ]


def _compared(book: notebook.Notebook) -> dict[str, Any]:
    counts = {
        cell.id: len(book.numbers(cell.id))
        for cell in book.cells
        if cell.is_code and cell.tolerance is not None
    }
    return {"cells": len(counts), "numbers": sum(counts.values())}


def _python_of_browser(root: Path) -> str:
    """The Python that numpy was built for in the browser: py312 is 3.12."""
    locked = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    build = locked["node_modules/@emscripten-forge/numpy"]["version"]
    digits = re.findall(r"py(\d)(\d+)", build)[0]
    return ".".join(digits)
