"""One call of esbuild, the program that joins and shortens the site's scripts.

The one rule: a script that it refuses fails the build, with esbuild's own message.
"""

import subprocess
import tempfile
from pathlib import Path

from scripts.files import TEMPORARY
from scripts.snapshot import SCRIPTS, Snapshot

FLAGS = (
    "--bundle",
    "--minify",
    "--target=es2022",
    "--log-level=warning",
    "--preserve-symlinks",  # names of chunks are digests of paths as well
)


def run(snapshot: Snapshot, entry: str, *flags: str) -> dict[str, bytes]:
    """Bundle a script of a snapshot; the content of each file that esbuild makes.

    It reads files, so it gets the snapshot's, laid below node_modules' own folder.
    """
    program = _program(snapshot.root)
    place = snapshot.root / ".build/cache"
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=place) as folder:
        snapshot.lay(Path(folder), SCRIPTS)
        command = [str(program), entry, *FLAGS, *flags, "--outdir=out"]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, encoding="utf-8"
        )
        if done.returncode:
            raise RuntimeError(f"esbuild refuses {entry}:\n{done.stderr.strip()}")
        made = sorted((Path(folder) / "out").iterdir())
        return {path.name: path.read_bytes() for path in made}


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
