"""One figure or film as PNGs, in both themes: `python -m scripts.figure mse/slices`.

The one rule: it is drawn by the functions that the build calls, from the data that the
build has kept, at twice the page's size; nothing that the build made is touched.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scripts import ROOT
from scripts.drawing import style
from scripts.drawing.declarations import PIXELS_PER_INCH, Animation, Figure
from scripts.pipeline import plan
from scripts.pipeline.builder import topics
from scripts.pipeline.failures import Refusal, explain
from scripts.pipeline.snapshot import Snapshot

if TYPE_CHECKING:
    from PIL.Image import Image

SHARP = 2 * PIXELS_PER_INCH
BUILD = ROOT / ".build"
FOLDER = BUILD / "preview"
USAGE = "usage: make figure NAME=topic/figure, as in NAME=mse/slices"


def main(arguments: Sequence[str]) -> int:
    """Draw it, and say where it is and what its alternative text is; 1 if it fails."""
    topic, slash, name = "".join(arguments[:1]).partition("/")
    if len(arguments) != 1 or not slash:
        print(USAGE, file=sys.stderr)
        return 2
    topic = topic.replace("-", "_")
    try:
        for line in _drawn(topic, _declared(topic, name)):
            print(line)
    except Exception as error:  # the boundary to a topic's code: told in one line
        print(explain(error, ROOT), file=sys.stderr)
        return 1
    return 0


def _declared(topic: str, name: str) -> Figure:
    """The figure or film of that name.

    Raises:
        Refusal: If there is none; it says which there are.
    """
    known = topics(Snapshot.take(ROOT))
    if topic not in known:
        raise Refusal(f"there is no topic {topic!r}", f"there are {', '.join(known)}")
    figures = {figure.name: figure for figure in plan.load(topic).figures}
    if name not in figures:
        names = ", ".join(figures) or "none"
        raise Refusal(f"{topic} has no figure {name!r}", f"there are {names}")
    return figures[name]


def _drawn(topic: str, figure: Figure) -> Iterator[str]:
    """Where each PNG is, and the alternative text."""
    if not (fonts := BUILD / "fonts").is_dir():
        raise Refusal("the page's fonts are not made yet", "call make build once")
    style.use_fonts(fonts)
    data = plan.computed(ROOT, BUILD, topic)
    for theme in style.THEMES:
        for part, image in images(figure, figure.part(data), theme):
            path = FOLDER / topic / f"{figure.name}-{part}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            image.convert("RGB").save(path)
            yield path.relative_to(ROOT).as_posix()
    yield plan.alt_text(figure, plan.entries(topic, plan.load(topic).numbers(data)))


def images(
    figure: Figure, data: Any, theme: style.Theme
) -> Iterator[tuple[str, "Image"]]:
    """What a build draws of it in a theme, wide and narrow, by its part."""
    for end, shape in (("", figure), ("-narrow", figure.narrow)):
        for part, image in _pixels(shape, data, theme):
            yield f"{theme.name}{end}{part}", image


def _pixels(
    figure: Figure, data: Any, theme: style.Theme
) -> Iterator[tuple[str, "Image"]]:
    """A figure, or the poster, the middle and the last frame of a film."""
    from PIL import Image  # it and matplotlib take half of the time

    from scripts.drawing import svg
    from scripts.drawing.animation import Frames

    if isinstance(figure, Animation):
        frames = Frames(figure, data, theme, dpi=SHARP)
        chosen = (figure.poster, figure.frames // 2, figure.frames - 1)
        for frame, pixels in zip(chosen, frames.draw(chosen), strict=True):
            image = Image.frombytes("RGBA", frames.pixels, pixels)
            yield f"-{frame}", image
        return
    with svg.settings(theme):
        canvas, axes = svg.blank(figure, dpi=SHARP)
        figure.draw(axes, data, theme=theme)
        canvas.draw()
    size = canvas.get_width_height(physical=True)
    yield "", Image.frombytes("RGBA", size, canvas.buffer_rgba())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
