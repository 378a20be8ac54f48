"""What computes, draws and writes the site; gdcore below it is maths alone.

The one rule: the code that runs is the code whose digest was taken. Our modules are
compiled from the bytes of their files at each start (a tenth of a second for all) and
never from a .pyc: one of equal size and date may hold another text. What a process has
read of a source is what it goes on with, and a build hands that to its workers.
"""

import contextlib
import importlib.machinery as machinery
import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

LOCAL = ("gdcore", "scripts")  # the packages whose code is ours
ROOT = Path(__file__).resolve().parent.parent
HANDED = "GD_SOURCES"  # the file in which a build hands its sources to its workers
_read: dict[str, bytes] = {}


def read(path: str) -> bytes:
    """A source by its path below the project, as this process has first read it."""
    if path not in _read:
        _read[path] = (ROOT / path).read_bytes()
    return _read[path]


def handed() -> dict[str, bytes] | None:
    """The sources of the build that this process works for; None if for none."""
    return _read if HANDED in os.environ else None


def refresh() -> list[str]:
    """Read sources anew, for a process that outlives a build.

    Returns:
        What has changed of the code that this process runs. Its modules are imported
        anew when they are next asked for.
    """
    before = dict(_read)
    _read.clear()
    loaded = {_place(module) for module in sys.modules.values()} & before.keys()
    changed = sorted(path for path in loaded if _now(path) != before[path])
    if changed:
        _unload()
    return changed


def _now(path: str) -> bytes | None:
    try:
        return read(path)
    except OSError:
        return None


def _unload() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] in LOCAL]:
        package, _, child = name.rpartition(".")
        if name != __name__:
            del sys.modules[name]
        if package == __name__:
            vars(sys.modules[__name__]).pop(child, None)


def _place(module: ModuleType) -> str:
    return _below(getattr(module, "__file__", None) or "")


def _below(path: str) -> str:
    """A path below the project, with slashes; empty if it is elsewhere."""
    place = Path(path)
    return place.relative_to(ROOT).as_posix() if place.is_relative_to(ROOT) else ""


class _Loader(machinery.SourceFileLoader):
    """Compiles the bytes that `read` gives."""

    def path_stats(self, path: str) -> dict[str, float]:
        raise OSError(f"{path}: no .pyc is read or written")

    def get_data(self, path: str) -> bytes:
        return read(_below(path))


class _Finder:
    """Finds our modules as Python does, and has them compiled from their bytes."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> machinery.ModuleSpec | None:
        if name.partition(".")[0] not in LOCAL:
            return None
        spec = machinery.PathFinder.find_spec(name, path, target)
        if spec and spec.origin and spec.has_location and _below(spec.origin):
            spec.loader = _Loader(name, spec.origin)
            spec.cached = None
        return spec


if HANDED in os.environ:
    _read.update(pickle.loads(Path(os.environ[HANDED]).read_bytes()))
if _Finder not in sys.meta_path:
    sys.meta_path.insert(0, _Finder)
with contextlib.suppress(OSError):  # the .pyc of this very file
    os.unlink(__spec__.cached or "")
