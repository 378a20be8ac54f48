"""What a worker of the build does: plan a topic, or draw one part of an artifact.

The one rule: whatever goes wrong in a topic comes back as text that names the topic,
the figure, the file and the line; it never ends the build of the others.
"""

import functools
import os
import traceback
from pathlib import Path
from typing import Any, NamedTuple

from scripts import plans, style
from scripts.files import whole
from scripts.topic import Animation, Figure

PARTS = {"figure": ("light", "dark"), "animation": ("light", "dark", "gif")}
PIPELINE = (__file__, plans.__file__)  # what fails there is a topic's declaration


class Failure(NamedTuple):
    """What went wrong, for the reader of the build."""

    message: str


def start() -> None:
    """Prepare a worker: leave Ctrl-C to the build, and end when the build has ended."""
    import multiprocessing
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    build = multiprocessing.parent_process()
    assert build is not None

    def end_with_build() -> None:
        build.join()
        os._exit(1)

    threading.Thread(target=end_with_build, daemon=True).start()


def plan(root: Path, build: Path, name: str) -> plans.Plan | Failure:
    """The plan of a topic."""
    try:
        return plans.make(root, build, name)
    except Exception as error:  # the boundary to a topic's code: reported, not hidden
        return _failure(root, name, name, error)


def draw(
    root: Path, build: Path, name: str, artifact: str, part: str
) -> Failure | None:
    """Draw a theme of an artifact, or its GIF, from the data that the plan has left."""
    try:
        data = plans.cached_data(build, name)
        known = plans.load(name).artifacts
        _use_fonts(build)
        _draw(
            next(one for one in known if one.name == artifact), data, build, name, part
        )
    except Exception as error:  # the boundary to a topic's code: reported, not hidden
        return _failure(root, name, f"{name}/{artifact} ({part})", error)
    return None


def _draw(
    artifact: Figure | Animation, data: Any, build: Path, name: str, part: str
) -> None:
    from scripts import animation, svg

    theme = style.DARK if part == "dark" else style.LIGHT
    if isinstance(artifact, Figure):
        target = plans.files("figure", name, artifact.name)
        salt = f"{name}/{artifact.name}-{part}"
        with whole(build / target[part]) as path:
            path.write_text(
                svg.draw(artifact, data, theme, salt=salt), encoding="utf-8"
            )
        return
    target = plans.files("animation", name, artifact.name)
    if part == "gif":
        with whole(build / target["gif"]) as path:
            animation.gif(artifact, data, theme, path=path)
    else:
        mp4, poster = build / target[part], build / target[f"{part}-poster"]
        with whole(mp4) as new_mp4, whole(poster) as new_poster:
            animation.film(artifact, data, theme, mp4=new_mp4, poster=new_poster)


@functools.cache
def _use_fonts(build: Path) -> None:
    style.use_fonts(build / "fonts")


def _failure(root: Path, name: str, what: str, error: Exception) -> Failure:
    """`topic/figure (theme): file:line: error`, at the deepest line of the topic."""
    topic = root / "scripts/topics" / f"{name}.py"
    frames = traceback.extract_tb(error.__traceback__)
    calls = [frame[:2] for frame in frames if frame.filename not in PIPELINE]
    inside = [call for call in calls if Path(call[0]) == topic]
    file, line = (inside or calls or [(str(topic), 1)])[-1]
    if isinstance(error, SyntaxError) and error.filename:
        file, line = error.filename, error.lineno
    where = f"{file.removeprefix(f'{root}{os.sep}')}:{line}"
    return Failure(f"{what}: {where}: {type(error).__name__}: {error}")
