"""A worker of the build: one job after another, until the build closes its pipe.

The one rule: whatever goes wrong in a job comes back as a failure that names the file
and the line; it never ends the build of the others. A worker whose build has ended,
even by being killed, ends at once, with the programs that it has started.
"""

import contextlib
import functools
import gc
import os
import pickle
import re
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

from scripts import ROOT
from scripts.drawing import style
from scripts.drawing.declarations import Animation, Figure
from scripts.drawing.link_card import Card
from scripts.pipeline import parts, vendor
from scripts.pipeline import plan as planning
from scripts.pipeline.failures import Place, explain
from scripts.pipeline.files import digest, whole, write
from scripts.pipeline.manifest import Manifest, Written, placed
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot

BUILD = ROOT / ".build"
RARELY = 20_000, 20, 50  # a drawing makes many objects that lie in no circle
THEMES = {theme.name: theme for theme in style.THEMES}


def load(name: str) -> None:
    """Import a topic and all that it imports: a mistake there shows at once."""
    planning.load(name)


def plan(name: str, cached: planning.Data | None) -> planning.Plan:
    """The plan of a topic; its data are computed unless those of the cache will do."""
    return planning.make(_sources(), BUILD, name, cached)


def draw(name: str, artifact: str, part: str, data: planning.Data) -> Written:
    """Draw a part of an artifact from the data that the plan has left."""
    _use_fonts()
    drawn = _artifact(name, artifact)
    places = planning.files(drawn.kind, name, artifact, part)
    paths = [BUILD / place for place in places.values()]
    values = drawn.part(planning.cached_data(BUILD, data))
    shape = drawn.narrow if part.endswith("narrow") else drawn
    if not isinstance(shape, Animation):
        _draw_figure(shape, values, f"{name}/{artifact}-{part}", *paths)
    elif part == "gif":
        _draw_gif(shape, values, *paths)
    else:
        _draw_film(shape, values, part.partition("-")[0], *paths)
    return {place: digest((BUILD / place).read_bytes()) for place in places.values()}


def picture(
    page: str, topic: str, artifact: str, card: Card, data: planning.Data | None
) -> bytes:
    """The picture for links to a page: with its figure, if it names one."""
    from scripts.drawing import link_picture

    _use_fonts()
    if data is None:
        return link_picture.draw(card)
    figure = _artifact(topic, artifact)
    values = figure.part(planning.cached_data(BUILD, data))
    return link_picture.draw(card, figure, values)


def make(name: str, module: str) -> tuple[str, Written]:
    """Make a part that belongs to no topic; its key and its files."""
    part = parts.every([module], _sources(), BUILD)[name]
    return part.key, placed(BUILD, part.make())


def install() -> None:
    """Install what package-lock.json names."""
    vendor.install(ROOT)


JOBS: dict[str, Callable[..., Any]] = {
    "load": load,
    "plan": plan,
    "draw": draw,
    "picture": picture,
    "make": make,
    "install": install,
}


def _draw_figure(figure: Figure, data: Any, salt: str, *paths: Path) -> None:
    from scripts.drawing import svg

    drawn = svg.draw(figure, data, salt=salt)
    for path, text in zip(paths, drawn.values(), strict=True):
        write(path, text)


def _draw_gif(film: Animation, data: Any, path: Path) -> None:
    from scripts.drawing import animation

    with whole(path) as temporary:
        animation.gif(film, data, style.LIGHT, path=temporary)


def _draw_film(film: Animation, data: Any, theme: str, *paths: Path) -> None:
    from scripts.drawing import animation

    with whole(paths[0]) as mp4, whole(paths[1]) as poster:
        animation.film(film, data, THEMES[theme], mp4=mp4, poster=poster)


def _artifact(name: str, artifact: str) -> Figure:
    return next(one for one in planning.load(name).figures if one.name == artifact)


@functools.cache
def _sources() -> Sources:
    return Sources(Snapshot.take(ROOT), Manifest(BUILD).summaries)


@functools.cache
def _use_fonts() -> None:
    style.use_fonts(BUILD / "fonts")


def _done(job: tuple[str, ...], details: tuple[Any, ...]) -> Any:
    what, *names = job
    try:
        return JOBS[what](*names, *details)
    except Exception as error:  # the boundary to a topic's code: reported, not hidden
        place = _otherwise(what, names, error)
        return explain(error, ROOT, "/".join(names), otherwise=place)


def _otherwise(what: str, names: list[str], error: Exception) -> Place | None:
    """Where to look if the error went through no line of ours."""
    if what == "draw":
        code = _artifact(*names[:2]).draw.__code__
        file = Path(code.co_filename)
        return Place(file.relative_to(ROOT).as_posix(), code.co_firstlineno)
    if what == "picture":
        return Place(f"docs/{names[0]}", 1)
    if what in ("load", "plan"):
        return _declared(names[0], getattr(error, "declared", ""))
    return None


def _declared(topic: str, name: str) -> Place:
    """The line of a topic's folder that declares a name, or the whole TOPIC."""
    folder = f"scripts/topics/{topic}"
    files = _sources().snapshot.below(folder, ".py")
    function = re.escape(name.replace("-", "_"))
    key = rf'\w\(\s*"{re.escape(name)}"'
    declarations = (rf"(?m)^def {function}\(", key, r"(?m)^TOPIC\b")
    for pattern in declarations:
        for file, content in files.items():
            text = content.decode()
            if declared := re.search(pattern, text):
                return Place(file, text.count("\n", 0, declared.start()) + 1)
    return Place(f"{folder}/__init__.py", 1)


def _read_jobs(pipe: BinaryIO, jobs: SimpleQueue[Any]) -> None:
    try:
        while True:
            jobs.put(pickle.load(pipe))
    except (EOFError, OSError, pickle.UnpicklingError):
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)  # the programs that a job has started, too
        os._exit(1)


def main() -> None:
    """Do what the build writes to the pipe, and answer on the other one."""
    gc.set_threshold(*RARELY)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a topic prints is no answer
    jobs: SimpleQueue[Any] = SimpleQueue()
    reader = threading.Thread(
        target=_read_jobs, args=(sys.stdin.buffer, jobs), daemon=True
    )
    reader.start()
    with contextlib.suppress(OSError):  # the build has ended
        while True:
            pickle.dump(_done(*jobs.get()), answers)
            answers.flush()
    os._exit(1)


if __name__ == "__main__":
    main()
