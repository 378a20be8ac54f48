"""What the explorer reads before there is Python: first frames, catalog, exercises,
and the states of the numbers in sentences that move it.

The one rule: a first frame is made by the function that makes all later ones.
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.drawing.explorer_settings import Handle
from scripts.pipeline import cache
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Part
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import SNIPPETS

FOLDER, HANDLE = "data/explorer", "handle-"
ROWS = 500  # of a first frame; the browser's own have more
HANDLE_ROWS = 100  # of a state, of which a number has many
DIGITS, SURFACE_DIGITS = 9, 4  # significant; a surface is only looked at
DEFAULT_CODE = f"{SNIPPETS}/explorer_default.py"
NUMBERS = "numbers.json"


def parts(sources: Sources, build: Path) -> Iterator[Part]:
    """The files; texts of exercises hold numbers, so those stand before."""
    code = sources.snapshot.files.get(DEFAULT_CODE, b"")
    numbers = _read(build / NUMBERS)
    closure = sources.closure(__name__, docstrings=True)  # the catalog shows them
    versions = cache.versions("numpy", "scipy")
    key = digest(code, numbers, closure, versions, cache.processor())
    yield Part("explorer", key, lambda: dict(_files(code, numbers)), after=("index",))
    yield Part("handles", digest(closure, versions, cache.processor()), _handle_files)


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _files(code: bytes, numbers: bytes) -> Iterator[tuple[str, bytes]]:
    for name, value in _values(code.decode(), json.loads(numbers)):
        yield f"{FOLDER}/{name}.json", _json(value)


def _json(value: Any) -> bytes:
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return f"{text}\n".encode()


def _handle_files() -> dict[str, bytes]:
    from scripts.topics.presets import handles

    files, index = {}, {}
    for name, handle in handles().items():
        made = states(handle)
        at = list(handle.states).index(handle.first)
        shown = {"at": at, "of": len(made), "text": made[at]["text"]}
        index[name] = {"label": handle.label, **shown}
        files[f"{FOLDER}/{HANDLE}{name}.json"] = _json({"states": made})
    return {**files, f"{FOLDER}/handles.json": _json(index)}


def _values(code: str, numbers: Any) -> Iterator[tuple[str, Any]]:
    from scripts.engine.catalog import catalog
    from scripts.exercises import published
    from scripts.topics.presets import presets

    yield "catalog", {**catalog(), "code": code}
    yield "exercises", {"exercises": published(numbers)}
    for name, settings in presets().items():
        yield name, first_frame(settings)


def states(handle: Handle) -> list[dict[str, Any]]:
    """The states of a number in a sentence: presets, each with the text of a value."""
    from scripts.drawing import numerals

    return [
        {"text": numerals.as_html(value, handle.form), **first_frame(now, HANDLE_ROWS)}
        for value, now in handle.states.items()
    ]


def first_frame(settings: dict[str, Any], rows: int = ROWS) -> dict[str, Any]:
    """A preset as the explorer reads it: {"settings", "frame", "other"?}."""
    from scripts.engine.settings import complete, second

    whole = complete(settings)
    rows = rows // 2 if whole["compare"] else rows  # two runs weigh as much as one
    frames = {"frame": _frame(whole, rows)}
    if whole["compare"] is not None:
        frames["other"] = _frame(second(whole), rows)
    return {"settings": whole, **frames}


def _frame(settings: dict[str, Any], rows: int) -> dict[str, Any]:
    from scripts.engine.frame import frame

    return {
        key: _rounded(value, SURFACE_DIGITS if key == "surface" else DIGITS)
        for key, value in frame(settings, rows=rows).items()
    }


def _rounded(value: Any, digits: int) -> Any:
    """Arrays as lists, numbers with so many significant digits."""
    import numpy as np

    from scripts.engine.wire import plain

    form = f".{digits}g"

    def array(values: Any) -> Any:
        if values.dtype.kind != "f":
            return values.tolist()
        short = np.empty(values.size, object)
        flat = values.ravel().tolist()
        short[:] = [number(one) if math.isfinite(one) else None for one in flat]
        return short.reshape(values.shape).tolist()

    def number(value: float) -> float | int:
        short = float(format(value, form))
        return int(short) if short.is_integer() and abs(short) < 1e15 else short

    return plain(value, array, number)
