"""The explorer's scripts as few small files: one to begin with, and lazy ones.

The one rule: what a page loads is made from docs/javascripts/explorer and the locked
packages, and is made again only when one of them changes.
"""

import tempfile
from pathlib import Path

from scripts import esbuild
from scripts.files import digest, prune, read_json, write, write_json

FOLDER = "explorer"
ENTRY = "docs/javascripts/explorer/explorer.js"
FLAGS = (
    "--splitting",
    "--format=esm",
    "--entry-names=[name]",
    "--chunk-names=[name]-[hash]",
)


def stale(root: Path, build: Path) -> bool:
    """Whether `update` has something to do."""
    record = read_json(_record(build)) or {}
    files = [build / FOLDER / name for name in record.get("files", [])]
    return record.get("key") != _key(root) or not all(map(Path.is_file, files))


def update(root: Path, build: Path) -> None:
    """Bundle the explorer, if a script or a package has changed."""
    if not stale(root, build):
        return
    with tempfile.TemporaryDirectory() as folder:
        esbuild.run(root, ENTRY, *FLAGS, f"--outdir={folder}")
        made = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
    for name, content in made.items():
        write(build / FOLDER / name, content)
    prune(build / FOLDER, [build / FOLDER / name for name in made])
    write_json(_record(build), {"key": _key(root), "files": sorted(made)})


def _record(build: Path) -> Path:
    return build / "cache/bundle.json"


def _key(root: Path) -> str:
    scripts = esbuild.sources((root / ENTRY).parent)
    makers = [Path(__file__), Path(esbuild.__file__), root / "package-lock.json"]
    names = [path.relative_to(root).as_posix() for path in scripts]
    return digest(*names, *(path.read_bytes() for path in [*makers, *scripts]))
