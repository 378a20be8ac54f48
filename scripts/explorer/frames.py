"""Frames that stand ready in the build, each made once for its code and settings.

The one rule: a frame is made by the function that makes all later ones; a file of them
is taken from the last build only while its code, its settings and its bytes are those
that were noted with it.
"""

import json
import math
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from scripts.pipeline.files import digest, json_bytes, read_json

ROWS = 500  # of a first frame; the browser's own have more
STATE_ROWS = 100  # of a state, of which a number has many
DIGITS, SURFACE_DIGITS = 9, 4  # significant; a surface is only looked at

Settings = dict[str, Any]


class Files:
    """The files of one part, and the note that lets the next build take them again.

    Args:
        build: Where the last build has left its files.
        note: The place of its note there.
        code: Digest of this module and of all that it imports.
    """

    def __init__(self, build: Path, note: str, code: str) -> None:
        self._build, self._note, self._code = build, note, code
        noted = read_json(build / note)
        self._noted: dict[str, Any] = noted if isinstance(noted, dict) else {}
        self._made: dict[str, bytes] = {}
        self._notes: dict[str, list[str]] = {}

    def preset(self, place: str, settings: Settings) -> None:
        """Add the first frame of these settings."""
        from scripts.engine.settings import complete

        self._add(place, complete(settings), partial(first_frame, settings))

    def states(self, place: str, texts: Sequence[tuple[str, Settings]]) -> None:
        """Add the states of a number in a sentence, each by its text and settings."""
        self._add(place, texts, partial(_states, texts))

    def _add(self, place: str, of: Any, make: Callable[[], Any]) -> None:
        key = digest(self._code, json.dumps(of))
        content = read(self._build / place)
        if self._noted.get(place) != [key, digest(content)]:
            content = as_json(make())
        self._made[place], self._notes[place] = content, [key, digest(content)]

    def all(self) -> dict[str, bytes]:
        """The files with the note."""
        return {**self._made, self._note: json_bytes(self._notes)}


def read(path: Path) -> bytes:
    """A file's bytes; none if there is no such file."""
    return path.read_bytes() if path.is_file() else b""


def as_json(value: Any) -> bytes:
    """A value as the explorer reads it."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return f"{text}\n".encode()


def first_frame(settings: Settings, rows: int = ROWS) -> dict[str, Any]:
    """A preset as the explorer reads it: {"settings", "frame", "other"?}."""
    from scripts.engine.settings import complete, second

    whole = complete(settings)
    rows = rows // 2 if whole["compare"] else rows  # two runs weigh as much as one
    frames = {"frame": _frame(whole, rows)}
    if whole["compare"] is not None:
        frames["other"] = _frame(second(whole), rows)
    return {"settings": whole, **frames}


def _states(texts: Sequence[tuple[str, Settings]]) -> dict[str, Any]:
    """Each as a preset is, with its text."""
    made = [{"text": text, **first_frame(now, STATE_ROWS)} for text, now in texts]
    return {"states": made}


def _frame(settings: Settings, rows: int) -> dict[str, Any]:
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
