"""One call of esbuild, the program that joins and shortens the site's scripts.

The one rule: a script that it refuses fails the build, with esbuild's own message.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

FLAGS = (
    "--bundle",
    "--minify",
    "--target=es2022",
    "--log-level=warning",
    "--preserve-symlinks",  # names of chunks are digests of paths as well
)


def run(root: Path, entry: str, *flags: str) -> str:
    """Bundle the script at `entry`, below `root`; what esbuild wrote to its output."""
    command = [str(_program(root)), entry, *FLAGS, *flags]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"esbuild refuses {entry}:\n{done.stderr.strip()}")
    return done.stdout


def sources(folder: Path) -> Sequence[Path]:
    """The scripts below a folder, sorted."""
    return sorted(folder.rglob("*.js"))


def _program(root: Path) -> Path:
    """npm installs the program for this machine alone, as a package of its own."""
    packages = root / "node_modules/@esbuild"
    for name in ("*/bin/esbuild", "*/esbuild.exe"):
        for path in packages.glob(name):
            return path
    raise RuntimeError(
        f"No program for this machine stands in {packages}. Call make setup; if "
        "package-lock.json lacks it, call make lock on this machine."
    )
