"""The file of the examples that the page of the diagnosis shows and opens.

The one rule: it holds what the examples are, and nothing of what a report says of them.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from scripts.pages.examples import FILE
from scripts.pipeline import cache
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Part
from scripts.pipeline.reach import Sources


def parts(sources: Sources, _build: Path) -> Iterator[Part]:
    """One file: a list of cases, each with its question."""
    code = sources.closure("scripts.diagnosing.examples", __name__)
    key = digest(code, cache.versions("numpy"), cache.processor())
    yield Part("examples", key, file)


def file() -> dict[str, bytes]:
    """Its place in `.build/`, and its bytes."""
    from scripts.diagnosing.examples import published

    text = json.dumps(published(), separators=(",", ":"), allow_nan=False)
    return {FILE: f"{text}\n".encode()}
