"""The scripts of the pages as few small files: one of every page, and lazy ones.

The one rule: what a page loads is made from docs/javascripts, the schema of settings
and the locked packages, and is made again only when one of them changes. What several
pages have, they share.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from scripts.pipeline import esbuild
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Part
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import SCRIPTS, Snapshot

FOLDER = "explorer"
SCHEMA = "data/explorer/schema.json"  # "#schema" in package.json, for Node and tsc
ENTRY = f"{SCRIPTS}/explorer/explorer.js"
DIAGNOSE = f"{SCRIPTS}/diagnose/diagnose.js"
SITE = f"{SCRIPTS}/site.js"
FLAGS = (
    "--splitting",
    "--format=esm",
    "--entry-names=[name]",
    "--chunk-names=[name]-[hash]",
)


def parts(sources: Sources, build: Path) -> Iterator[Part]:
    """The bundle."""
    snapshot = sources.snapshot
    scripts = snapshot.digest(SCRIPTS)
    key = digest(scripts, snapshot.lock, sources.closure(__name__))
    yield Part("bundle", key, lambda: _bundle(snapshot))


def _bundle(snapshot: Snapshot) -> dict[str, bytes]:
    described = schema()
    scripts = esbuild.run(snapshot, SITE, ENTRY, DIAGNOSE, *FLAGS, schema=described)
    bundled = {f"{FOLDER}/{name}": content for name, content in scripts.items()}
    return {SCHEMA: described, **bundled}


def schema() -> bytes:
    """What Python says of the settings, as the scripts import it."""
    from scripts.engine.settings import described

    return f"{json.dumps(described(), separators=(',', ':'))}\n".encode()
