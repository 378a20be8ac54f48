"""The parts of .build/ that belong to no topic, of whatever module they are.

The one rule: to list them takes no more than digests; to make one may take long. Their
modules are named by who builds: the pipeline asks each for its `parts`.
"""

import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts.pipeline.files import digest, json_bytes
from scripts.pipeline.manifest import Entry, Manifest, Part, placed
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot

# What figures.json tells of an artifact.
PUBLISHED = ("kind", "alt", "explorer", "width", "height", "narrow", "files")


def every(modules: Iterable[str], sources: Sources, build: Path) -> dict[str, Part]:
    """Each part of these modules by its name, with the module that makes it."""
    return {
        part.name: part._replace(module=module)
        for module in modules
        for part in importlib.import_module(module).parts(sources, build)
    }


def update(root: Path, build: Path, *names: str, modules: Iterable[str]) -> None:
    """Make these parts stand, for what needs no others of the build."""
    manifest = Manifest(build)
    sources = Sources(Snapshot.take(root), manifest.summaries)
    for name in names:
        part = every(modules, sources, build)[name]
        if not manifest.stands(name, part.key):
            manifest.record(name, part.key, placed(build, part.make()))
    manifest.save()


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
            # What an older build has planned may lack one, until it is planned anew.
            told = {what: artifact.get(what) for what in PUBLISHED}
            figures[f"{topic}.{name}"] = told
    files = {"numbers.json": numbers, "figures.json": figures}
    contents = {name: json_bytes(value) for name, value in files.items()}
    return Part("index", digest(*contents.values()), lambda: contents)
