"""The datasets of points as CSV files, in full precision.

The one rule: a file holds what the code returns, to the last bit, and nothing else.
"""

from collections.abc import Iterator
from pathlib import Path

from scripts.pipeline import cache
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Part
from scripts.pipeline.reach import Sources


def parts(sources: Sources, _build: Path) -> Iterator[Part]:
    """One part: x and y of every dataset."""
    code = sources.closure("gdcore.datasets", __name__)
    key = digest(code, cache.versions("numpy"), cache.processor())
    yield Part("datasets", key, lambda: dict(_files()))


def _files() -> Iterator[tuple[str, bytes]]:
    from gdcore import datasets

    for dataset in (*datasets.TEACHING.values(), datasets.intercept_thread):
        points = dataset()
        rows = zip(points.x.tolist(), points.y.tolist(), strict=True)
        text = "x,y\n" + "".join(f"{x!r},{y!r}\n" for x, y in rows)
        yield f"data/{dataset.__name__}.csv", text.encode()
