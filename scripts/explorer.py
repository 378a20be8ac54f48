"""What the explorer reads before there is Python: first frames, catalog, exercises.

The one rule: a first frame is made by the function that makes all later ones.
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.files import digest, prune, read_json, write, write_json

FOLDER = "data/explorer"
ROWS = 500  # of a first frame; the browser's own have more
DIGITS, SURFACE_DIGITS = 9, 4  # significant; a surface is only looked at
DEFAULT_CODE = "docs/snippets/explorer_default.py"
SOURCES = ("gdcore", "scripts/exercises", "scripts/topics")
MODULES = ("explorer", "opened", "presets", "numerals")


def stale(root: Path, build: Path) -> bool:
    """Whether something that the files are made of has changed, or one is missing."""
    record = read_json(_record(build)) or {}
    if record.get("key") != _key(root, build):
        return True
    return not all((build / FOLDER / name).is_file() for name in record["files"])


def update(root: Path, build: Path) -> None:
    """Write the files anew, if something has changed."""
    if not stale(root, build):
        return
    made = dict(_files(root, build))
    for name, value in made.items():
        text = json.dumps(value, separators=(",", ":"), allow_nan=False)
        write(build / FOLDER / name, text + "\n")
    prune(build / FOLDER, [build / FOLDER / name for name in made])
    write_json(_record(build), {"key": _key(root, build), "files": sorted(made)})


def _files(root: Path, build: Path) -> Iterator[tuple[str, Any]]:
    from gdcore.bridge.catalog import catalog
    from scripts.exercises import published
    from scripts.presets import presets

    code = (root / DEFAULT_CODE).read_text(encoding="utf-8")
    yield "catalog.json", {**catalog(), "code": code}
    numbers = read_json(build / "numbers.json") or {}
    yield "exercises.json", {"exercises": published(numbers)}
    for name, settings in presets().items():
        yield f"{name}.json", first_frame(settings)


def first_frame(settings: dict[str, Any]) -> dict[str, Any]:
    """A preset as the explorer reads it: {"settings", "frame", "other"?}."""
    from gdcore.bridge.frame import frame
    from gdcore.bridge.settings import complete, second

    whole = complete(settings)
    made = {"settings": whole, "frame": frame(whole, rows=ROWS)}
    if whole["compare"] is not None:
        made["other"] = frame(second(whole), rows=ROWS)
    return {key: made[key] if key == "settings" else _plain(made[key]) for key in made}


def _plain(value: Any, digits: int = DIGITS) -> Any:
    """What JSON can hold: arrays as lists, NaN as null, numbers as long as need be."""
    if isinstance(value, dict):
        return {
            key: _plain(inner, SURFACE_DIGITS if key == "surface" else digits)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [_plain(inner, digits) for inner in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist(), digits)
    if isinstance(value, float):
        return _short(value, digits)
    return value


def _short(value: float, digits: int) -> float | int | None:
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.{digits}g}")
    whole = abs(rounded) < 1e15 and rounded == int(rounded)
    return int(rounded) if whole else rounded


def _record(build: Path) -> Path:
    return build / "cache/explorer.json"


def _key(root: Path, build: Path) -> str:
    folders = (sorted((root / folder).rglob("*.py")) for folder in SOURCES)
    modules = [root / f"scripts/{name}.py" for name in MODULES]
    others = [root / DEFAULT_CODE, build / "numbers.json"]
    paths = [*(path for folder in folders for path in folder), *modules, *others]
    return digest(*(path.read_bytes() for path in paths if path.is_file()))
