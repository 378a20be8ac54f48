"""What a topic's module says should stand in .build/: its numbers and its artifacts.

The one rule: an artifact's key tells all that its files depend on; what is not in the
files, the alt text and the link, can change without a stroke being drawn.
"""

import importlib
import math
import pickle
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from scripts.drawing import numerals, style
from scripts.drawing.declarations import (
    PIXELS_PER_INCH,
    Animation,
    Figure,
    Number,
    Topic,
)
from scripts.drawing.typed_numbers import in_alternatives, in_meanings
from scripts.pipeline import cache, vendor
from scripts.pipeline.failures import Refusal
from scripts.pipeline.files import digest, whole
from scripts.pipeline.manifest import Entry, Manifest, Written
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot
from scripts.pipeline.values import classes, value_digest

DATA_PACKAGES = ("numpy", "scipy")
DRAWING_PACKAGES = ("matplotlib", "imageio-ffmpeg", "pillow", "fonttools")
FONT_FILES = "scripts.drawing.font_files"
DATA = "cache/data"  # below .build/
THEMES = tuple(theme.name for theme in style.THEMES)
DRAWN = (*THEMES, *(f"{theme}-narrow" for theme in THEMES))
# Each is drawn by itself; a figure in all themes at once.
PARTS = {"figure": ("wide", "narrow"), "animation": (*DRAWN, "gif")}


class DeclarationError(ValueError):
    """A topic declares what cannot be.

    Attributes:
        declared: The name of what is declared so.
    """

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.declared = name


class Data(NamedTuple):
    """A topic's data in the cache: what they were made of, their value, their file."""

    key: str
    value: str
    files: Written


class Plan(NamedTuple):
    """A topic's numbers by key, its artifacts by name, and its data."""

    numbers: dict[str, Entry]
    artifacts: dict[str, Entry]
    data: Data


def make(sources: Sources, build: Path, name: str, cached: Data | None = None) -> Plan:
    """Plan a topic; its data are computed unless `cached` are of the same key."""
    topic = load(name)
    _refuse_typed(sources.snapshot.below(f"scripts/topics/{name}", ".py"))
    values, data = _data(sources, build, name, cached)
    numbers = entries(name, topic.numbers(values))
    artifacts = {
        artifact.name: {
            **_shape(name, artifact),
            "alt": alt_text(artifact, numbers),
            "explorer": _link(artifact, values),
            "key": _key(sources, artifact, values, _value(artifact, values, data)),
        }
        for artifact in topic.figures
    }
    return Plan(numbers, artifacts, data)


def _refuse_typed(files: Mapping[str, bytes]) -> None:
    """Refuse a number that is typed into a meaning or an alternative text."""
    for file, content in files.items():
        source = content.decode()
        for line, text in (*in_meanings(source), *in_alternatives(source)):
            raise Refusal(f"{file}:{line}: the number {text} is typed", "compute it")


def load(name: str) -> Topic:
    """The TOPIC of scripts/topics/<name>."""
    module = importlib.import_module(f"scripts.topics.{name}")
    topic = getattr(module, "TOPIC", None)
    if not isinstance(topic, Topic):
        raise ValueError(f"{module.__name__} has no TOPIC = Topic(...)")
    return topic


def cached_data(build: Path, data: Data) -> Any:
    """The data of a topic that has been planned; a copy for each caller to spoil.

    Raises:
        ValueError: If the file is not the one that was recorded.
    """
    ((file, expected),) = data.files.items()
    content = (build / file).read_bytes()
    if digest(content) != expected:
        raise ValueError(f".build/{file} was changed by another program; build again")
    return pickle.loads(content)


def differences(
    name: str, old: Entry, plan: Plan, undrawn: Collection[str]
) -> Iterator[str]:
    """What a build would make anew of a topic.

    Args:
        name: The topic.
        old: The numbers and artifacts of the last build.
        plan: Those of this one.
        undrawn: The artifacts that do not stand as planned.
    """
    yield from (f"{name}/{artifact}" for artifact in undrawn)
    if old["numbers"] != plan.numbers:
        yield f"{name} (numbers)"
    for artifact in plan.artifacts.keys() - undrawn:
        was, will_be = old["artifacts"].get(artifact, {}), plan.artifacts[artifact]
        for what, label in (("alt", "alt text"), ("explorer", "explorer")):
            if was.get(what) != will_be[what]:
                yield f"{name}/{artifact} ({label})"
    for artifact in old["artifacts"].keys() - plan.artifacts.keys():
        yield f"{name}/{artifact} (no longer declared)"


def recorded(manifest: Manifest, name: str) -> Data | None:
    """What the record says of a topic's data; None if they do not stand."""
    entry = manifest.entry(f"data/{name}")
    return Data(entry["key"], entry["facts"], entry["files"]) if entry else None


def computed(root: Path, build: Path, name: str) -> Any:
    """The data of a topic, from the cache of the last build if the code is the same."""
    manifest = Manifest(build)
    data = recorded(manifest, name)
    sources = Sources(Snapshot.take(root), manifest.summaries)
    if data and data.key == _data_key(sources, name):
        return cached_data(build, data)
    return load(name).compute()


def files(kind: str, topic: str, name: str, part: str) -> dict[str, str]:
    """Where a part of an artifact stands below .build/, by what each file is."""
    base = f"{kind}s/{topic}/{name}"
    if kind == "figure":
        end = "-narrow" if part == "narrow" else ""
        return {f"{theme}{end}": f"{base}-{theme}{end}.svg" for theme in THEMES}
    if part == "gif":
        return {part: f"{base}.gif"}
    return {part: f"{base}-{part}.mp4", f"{part}-poster": f"{base}-{part}.png"}


def _data(
    sources: Sources, build: Path, name: str, cached: Data | None
) -> tuple[Any, Data]:
    """The topic's data, with what they were made of."""
    key = _data_key(sources, name)
    if cached and cached.key == key:
        return cached_data(build, cached), cached
    values = load(name).compute()
    value, content = value_digest(values), pickle.dumps(values)
    file = f"{DATA}/{name}.pickle"
    with whole(build / file) as temporary:
        temporary.write_bytes(content)
    # As a reader of the cache gets them: pictures never hang on where they come from.
    return pickle.loads(content), Data(key, value, {file: digest(content)})


def _data_key(sources: Sources, name: str) -> str:
    topic = load(name)
    code = sources.key(topic.compute.__module__, topic.compute.__name__)
    return digest(code, cache.versions(*DATA_PACKAGES), cache.processor())


def entries(topic: str, numbers: list[Number]) -> dict[str, Entry]:
    """What numbers.json holds of a topic's numbers, by key."""
    by_key: dict[str, Entry] = {}
    for number in numbers:
        if number.key in by_key:
            raise DeclarationError(number.key, f"two numbers are named {number.key!r}")
        by_key[number.key] = {
            "value": _value_of(number),
            "unit": number.unit,
            "meaning": number.meaning,
            "module": f"scripts/topics/{topic}",
        }
    return by_key


def _value_of(number: Number) -> bool | int | float | str | None:
    """A value that JSON can hold; what is not finite becomes "inf", "-inf" or "nan"."""
    scalar = getattr(number.value, "ndim", None) == 0  # one of numpy's
    value = number.value.item() if scalar else number.value
    if value is not None and not isinstance(value, int | float):
        text = f"number {number.key!r} is a {type(value).__name__}, not a number"
        raise DeclarationError(number.key, text)
    finite = value is None or math.isfinite(value)
    return value if finite else str(value)


def _shape(topic: str, artifact: Figure) -> Entry:
    kind = artifact.kind
    places = [files(kind, topic, artifact.name, part) for part in PARTS[kind]]
    together = {what: file for place in places for what, file in place.items()}
    narrow = _pixels(artifact.narrow)
    return {"kind": kind, **_pixels(artifact), "narrow": narrow, "files": together}


def _pixels(artifact: Figure) -> dict[str, int]:
    width, height = (round(side * PIXELS_PER_INCH) for side in artifact.size)
    return {"width": width, "height": height}


def alt_text(artifact: Figure, numbers: dict[str, Entry]) -> str:
    """The alternative text of an artifact, with its topic's numbers in it."""
    values = {key: number["value"] for key, number in numbers.items()}
    try:
        return numerals.Filled().format(artifact.alt, **values)
    except KeyError as error:
        raise DeclarationError(
            artifact.name,
            f"the alt text of {artifact.name!r} names {error}, which numbers() lacks",
        ) from None
    except (ValueError, IndexError, TypeError) as error:
        text = f"the alt text of {artifact.name!r}: {error}"
        raise DeclarationError(artifact.name, text) from None


def _link(artifact: Figure, data: Any) -> str:
    """The fragment that opens the explorer at the artifact's own settings."""
    from scripts.pipeline import links  # numpy comes with it

    try:
        return links.encode(artifact.explorer(data))
    except ValueError as error:
        text = f"explorer= of {artifact.name!r}: {error}"
        raise DeclarationError(artifact.name, text) from error


def _value(artifact: Figure, values: Any, data: Data) -> str:
    """Digest of what is drawn."""
    if not artifact.of:
        return data.value
    return value_digest(artifact.part(values))


def _methods(sources: Sources, drawn: Any) -> str:
    """Digest of what runs when a drawing calls methods of its data."""
    names = {(one.__module__, one.__qualname__) for one in classes(drawn)}
    local = sorted(name for name in names if sources.place(name[0]))
    return digest(*(sources.methods(*name) for name in local))


def _key(sources: Sources, artifact: Figure, values: Any, data: str) -> str:
    """Digest of the code that draws, the data that is drawn and the versions."""
    methods = _methods(sources, artifact.part(values))
    code = sources.key(artifact.draw.__module__, artifact.draw.__name__)
    renderer = "animation" if isinstance(artifact, Animation) else "svg"
    closure = sources.closure(f"scripts.drawing.{renderer}")
    pins = drawing_pins(sources)
    return digest(code, methods, closure, artifact.shape, data, pins)


def drawing_pins(sources: Sources) -> str:
    """What a picture depends on, beside its code and its data."""
    versions = cache.versions(*DRAWING_PACKAGES, *DATA_PACKAGES)
    font = vendor.font_version(sources.snapshot), sources.closure(FONT_FILES)
    return digest(versions, cache.processor(), *font)
