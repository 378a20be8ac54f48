"""One call of esbuild, the program that joins and shortens the site's scripts.

The one rule: a script that it refuses fails the build, with esbuild's own message.
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path

from scripts.pipeline.failures import Refusal
from scripts.pipeline.files import TEMPORARY
from scripts.pipeline.snapshot import SCRIPTS, Snapshot

SCHEMA = "schema.json"
PACKAGE = {"type": "module", "imports": {"#schema": f"./{SCHEMA}"}}
FLAGS = (
    "--bundle",
    "--minify",
    "--target=es2022",
    "--log-level=warning",
    "--preserve-symlinks",  # names of chunks are digests of paths as well
    # It would read the tsconfig.json of the folders above, which no key tells of.
    '--tsconfig-raw={"compilerOptions": {"alwaysStrict": true}}',
)


def run(
    snapshot: Snapshot, entry: str, *flags: str, schema: bytes = b"{}"
) -> dict[str, bytes]:
    """Bundle a script of a snapshot; the content of each file that esbuild makes.

    It reads files, so it gets the snapshot's, laid below node_modules' own folder, and
    its own package.json, so that none of a folder above counts.

    Args:
        snapshot: The sources.
        entry: Place of the script.
        flags: For esbuild.
        schema: What "#schema" is.
    """
    program = _program(snapshot.root)
    place = snapshot.root / ".build/cache"
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=place) as folder:
        snapshot.lay(Path(folder), SCRIPTS)
        Path(folder, "package.json").write_text(json.dumps(PACKAGE), encoding="utf-8")
        Path(folder, SCHEMA).write_bytes(schema)
        command = [str(program), entry, *FLAGS, *flags, "--outdir=out"]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, encoding="utf-8"
        )
        if done.returncode:
            raise _refusal(entry, done.stderr)
        outputs = sorted((Path(folder) / "out").iterdir())
        return {path.name: path.read_bytes() for path in outputs}


def _program(root: Path) -> Path:
    """npm installs the program for this machine alone, as a package of its own."""
    packages = root / "node_modules/@esbuild"
    for name in ("*/bin/esbuild", "*/esbuild.exe"):
        for path in packages.glob(name):
            return path
    raise Refusal(
        "node_modules/@esbuild holds no program for this machine",
        "call make setup; if package-lock.json lacks it, make lock on this machine",
    )


def _refusal(entry: str, output: str) -> Refusal:
    """The first error that esbuild names, at its line."""
    error = re.search(r"\[ERROR\] (.+)\n\n\s+(\S+:\d+):\d+:", output)
    return Refusal(f"{error[2]}: {error[1]}" if error else f"{entry}:1: {output}")
