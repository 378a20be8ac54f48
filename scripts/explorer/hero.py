"""The data file of the front page's live picture.

The one rule: the still picture, its script and the tests read this one file.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from scripts.pages.hero import FILE
from scripts.pipeline import cache
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Part
from scripts.pipeline.reach import Sources


def parts(sources: Sources, _build: Path) -> Iterator[Part]:
    """One file: runs, scales and sentences."""
    code = sources.closure(__name__)
    key = digest(code, cache.versions("numpy", "scipy"), cache.processor())
    yield Part("hero", key, file)


def file() -> dict[str, bytes]:
    """Its place in `.build/`, and its bytes."""
    from scripts.topics.hero import data, picture

    value = picture.described(data.compute())
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return {FILE: f"{text}\n".encode()}
