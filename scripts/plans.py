"""What a topic's module says should stand in .build/: its numbers and its artifacts.

The one rule: an artifact's key tells all that its files depend on; what is not in the
files, the alt text and the link, can change without a stroke being drawn.
"""

import functools
import importlib
import math
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from scripts import cache, style, vendor
from scripts.files import digest, whole
from scripts.topic import PIXELS_PER_INCH, Animation, Figure, Number, Topic

DATA_PACKAGES = ("numpy", "scipy")
DRAWING_PACKAGES = ("matplotlib", "imageio-ffmpeg", "pillow")

Entry = dict[str, Any]  # as in JSON


class Plan(NamedTuple):
    """A topic's numbers by key, and its artifacts by name."""

    numbers: dict[str, Entry]
    artifacts: dict[str, Entry]


def make(root: Path, build: Path, name: str) -> Plan:
    """Plan a topic; its data are computed unless the cache holds them."""
    topic = load(name)
    data, data_digest = _data(root, build, name)
    numbers = _numbers(name, topic.numbers(data))
    values = {key: number["value"] for key, number in numbers.items()}
    artifacts = {
        artifact.name: {
            **_shape(name, artifact),
            "alt": _alt(artifact, values),
            "explorer": _link(artifact, data),
            "key": _key(root, artifact, data_digest),
        }
        for artifact in topic.artifacts
    }
    return Plan(numbers, artifacts)


def load(name: str) -> Topic:
    """The TOPIC of scripts/topics/<name>.py."""
    module = importlib.import_module(f"scripts.topics.{name}")
    topic = getattr(module, "TOPIC", None)
    if not isinstance(topic, Topic):
        raise ValueError(f"{module.__name__} has no TOPIC = Topic(...)")
    return topic


def cached_data(build: Path, name: str) -> Any:
    """The data of a topic that has been planned; a copy for each caller to spoil."""
    return pickle.loads(_data_file(build, name).read_bytes().partition(b"\n")[2])


def files(kind: str, topic: str, name: str) -> dict[str, str]:
    """Where an artifact's files stand below .build/, by what each is."""
    base = f"{kind}s/{topic}/{name}"
    themes = [theme.name for theme in style.THEMES]
    if kind == "figure":
        return {theme: f"{base}-{theme}.svg" for theme in themes}
    films = {theme: f"{base}-{theme}.mp4" for theme in themes}
    posters = {f"{theme}-poster": f"{base}-{theme}.png" for theme in themes}
    return {**films, **posters, "gif": f"{base}.gif"}


def computed(root: Path, build: Path, name: str) -> Any:
    """The data of a topic; computed, and kept, unless the cache holds them."""
    return _data(root, build, name)[0]


def _data(root: Path, build: Path, name: str) -> tuple[Any, str]:
    """The topic's data with its digest: from the cache if the code is the same."""
    topic = load(name)
    compute = topic.compute
    code = _sources(root).key(compute.__module__, compute.__name__)
    read = [cache.recorded_digest(root)] if topic.recorded else []
    key = digest(code, cache.versions(*DATA_PACKAGES), *read)
    path = _data_file(build, name)
    if path.is_file():
        with path.open("rb") as file:
            cached_key, data_digest = file.readline().decode().split()
        if cached_key == key:
            return cached_data(build, name), data_digest
    data = compute()
    data_digest = cache.value_digest(data)
    with whole(path) as temporary:
        temporary.write_bytes(f"{key} {data_digest}\n".encode() + pickle.dumps(data))
    return data, data_digest


def _data_file(build: Path, name: str) -> Path:
    return build / "cache/data" / f"{name}.pickle"


def _numbers(name: str, numbers: list[Number]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for number in numbers:
        if number.key in entries:
            raise ValueError(f"two numbers are named {number.key!r}")
        entries[number.key] = {
            "value": _plain(number),
            "unit": number.unit,
            "meaning": number.meaning,
            "module": f"scripts/topics/{name}.py",
        }
    return entries


def _plain(number: Number) -> bool | int | float | str | None:
    """A value that JSON can hold; what is not finite becomes "inf", "-inf" or "nan"."""
    scalar = getattr(number.value, "ndim", None) == 0  # one of numpy's
    value = number.value.item() if scalar else number.value
    if value is not None and not isinstance(value, int | float):
        raise TypeError(f"number {number.key!r} is a {type(value).__name__}")
    finite = value is None or math.isfinite(value)
    return value if finite else str(value)


def _shape(topic: str, artifact: Figure | Animation) -> Entry:
    kind = "figure" if isinstance(artifact, Figure) else "animation"
    width, height = (round(side * PIXELS_PER_INCH) for side in artifact.size)
    places = files(kind, topic, artifact.name)
    return {"kind": kind, "width": width, "height": height, "files": places}


def _alt(artifact: Figure | Animation, values: Entry) -> str:
    try:
        return artifact.alt.format(**values)
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise ValueError(f"alt text of {artifact.name!r}: {error!r}") from error


def _link(artifact: Figure | Animation, data: Any) -> str:
    """The fragment that opens the explorer at the artifact's own settings."""
    from scripts import links  # numpy comes with it

    try:
        return links.encode(artifact.explorer(data))
    except ValueError as error:
        raise ValueError(f"explorer of {artifact.name!r}: {error}") from error


def _key(root: Path, artifact: Figure | Animation, data_digest: str) -> str:
    """Digest of the code that draws, the data that is drawn and the versions."""
    shape = f"{artifact.name} {artifact.size} {artifact.rows} {artifact.columns}"
    if isinstance(artifact, Figure):
        code = _code(root, artifact.draw, "scripts.svg")
    else:
        code = _code(root, artifact.animate, "scripts.animation")
        shape += f" {artifact.frames} {artifact.fps}"
    return digest(
        code,
        shape,
        data_digest,
        cache.versions(*DRAWING_PACKAGES),
        vendor.font_version(root),
    )


def _code(root: Path, function: Callable[..., Any], renderer: str) -> str:
    sources = _sources(root)
    drawing = sources.key(function.__module__, function.__name__)
    return digest(drawing, sources.closure(renderer))


@functools.cache
def _sources(root: Path) -> cache.Sources:
    return cache.Sources(root)
