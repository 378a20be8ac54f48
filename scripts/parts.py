"""The parts of .build/ that belong to no topic, of whatever module they are.

The one rule: to list them takes no more than digests; to make one may take long.
"""

from collections.abc import Mapping
from pathlib import Path

from scripts import bundle, explorer, reference, runtime, style, vendor
from scripts.cache import Sources
from scripts.files import digest, json_bytes
from scripts.manifest import Entry, Manifest, Part, placed
from scripts.snapshot import Snapshot

# What figures.json tells of an artifact.
PUBLISHED = ("kind", "alt", "explorer", "width", "height", "files")
MODULES = (runtime, vendor, bundle, reference, explorer)  # what takes longest first


def every(sources: Sources, build: Path) -> dict[str, Part]:
    """Each part by its name."""
    found = [palette()]
    for module in MODULES:
        found += module.parts(sources, build)
    return {part.name: part for part in found}


def update(root: Path, build: Path, *names: str) -> None:
    """Make these parts stand, for what needs no others of the build."""
    sources = Sources(Snapshot.take(root))
    manifest = Manifest(build)
    for name in names:
        part = every(sources, build)[name]
        if not manifest.stands(name, part.key):
            manifest.record(name, part.key, placed(build, part.make()))
    manifest.save()


def palette() -> Part:
    """The colors of the pages, as the figures have them."""
    css = style.css().encode()
    return Part("palette.css", digest(css), lambda: {"palette.css": css})


def index(facts: Mapping[str, Entry]) -> Part:
    """numbers.json and figures.json: what pages may show, from what is planned.

    Args:
        facts: The numbers and artifacts of each topic.
    """
    numbers, figures = {}, {}
    for topic, planned in facts.items():
        for key, number in planned["numbers"].items():
            numbers[f"{topic}.{key}"] = number
        for name, artifact in planned["artifacts"].items():
            figures[f"{topic}.{name}"] = {what: artifact[what] for what in PUBLISHED}
    files = {"numbers.json": numbers, "figures.json": figures}
    made = {name: json_bytes(value) for name, value in files.items()}
    return Part("index", digest(*made.values()), lambda: made)
