"""The data file of the front page's live picture.

The one rule: the still picture, its script and the tests read this one file.
"""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from scripts import ROOT
from scripts.pages.hero import FILE
from scripts.pipeline import cache, plan
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Part
from scripts.pipeline.reach import Sources


def parts(sources: Sources, build: Path) -> Iterator[Part]:
    """One file: runs, scales and sentences; of the data of the topic `hero`."""
    code = sources.closure(__name__)
    key = digest(code, cache.versions("numpy", "scipy"), cache.processor())
    yield Part("hero", key, partial(file, build), after=("topic/hero",))


def file(build: Path) -> dict[str, bytes]:
    """Its place in `.build/`, and its bytes."""
    from scripts.topics.hero import picture

    value = picture.described(plan.computed(ROOT, build, "hero"))
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return {FILE: f"{text}\n".encode()}
