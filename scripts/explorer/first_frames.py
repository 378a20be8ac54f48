"""What the explorer reads before there is Python: first frames, catalog, exercises,
and the states of the numbers in sentences that move it.

The one rule: what is drawn of settings is a frame, and `frames` makes it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.drawing.explorer_settings import Handle
from scripts.explorer.frames import Files, as_json, read
from scripts.pipeline import cache
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Part
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import SNIPPETS

FOLDER, HANDLE = "data/explorer", "handle-"
FRAMES = "scripts.explorer.frames"  # and all that it imports make a frame
DEFAULT_CODE = f"{SNIPPETS}/explorer_default.py"
NUMBERS = "numbers.json"


def parts(sources: Sources, build: Path) -> Iterator[Part]:
    """The files; texts of exercises hold numbers, so those stand before."""
    code = sources.snapshot.files.get(DEFAULT_CODE, b"")
    numbers = read(build / NUMBERS)
    closure = sources.closure(__name__, docstrings=True)  # the catalog shows them
    versions = digest(cache.versions("numpy", "scipy"), cache.processor())
    frames = digest(sources.closure(FRAMES, docstrings=True), versions)

    def explorer() -> dict[str, bytes]:
        files = Files(build, "cache/frames/presets.json", frames)
        return {**_texts(code, numbers), **_presets(files)}

    def handles() -> dict[str, bytes]:
        return _handles(Files(build, "cache/frames/handles.json", frames))

    key = digest(code, numbers, closure, versions)
    yield Part("explorer", key, explorer, after=("index",))
    yield Part("handles", digest(closure, versions), handles)


def _texts(code: bytes, numbers: bytes) -> dict[str, bytes]:
    from scripts.engine.catalog import catalog
    from scripts.exercises import published

    exercises = {"exercises": published(json.loads(numbers))}
    return {
        f"{FOLDER}/catalog.json": as_json({**catalog(), "code": code.decode()}),
        f"{FOLDER}/exercises.json": as_json(exercises),
    }


def _presets(files: Files) -> dict[str, bytes]:
    from scripts.topics.presets import presets

    for name, settings in presets().items():
        files.preset(f"{FOLDER}/{name}.json", settings)
    return files.all()


def _handles(files: Files) -> dict[str, bytes]:
    from scripts.topics.presets import handles

    index = {}
    for name, handle in handles().items():
        texts = _stated(handle)
        at = list(handle.states).index(handle.first)
        index[name] = {"label": handle.label, "at": at, "of": len(texts)}
        index[name]["text"] = texts[at][0]
        files.states(f"{FOLDER}/{HANDLE}{name}.json", texts)
    return {**files.all(), f"{FOLDER}/handles.json": as_json(index)}


def _stated(handle: Handle) -> list[tuple[str, dict[str, Any]]]:
    """The states of a number in a sentence: the text of a value, and its settings."""
    from scripts.drawing import numerals
    from scripts.engine.settings import complete

    return [
        (numerals.as_html(value, handle.form), complete(now))
        for value, now in handle.states.items()
    ]
