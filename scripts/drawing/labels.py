"""What is wrong with the words of a drawing: too small, cut by an edge, on each other.

The one rule: each word of a drawing can be read at the width of a phone's screen.
"""

from collections.abc import Iterator

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

SMALLEST = 9  # points: 11.6 pixels where a narrow drawing fills a screen of 390
EDGE = 1.0  # pixels that a letter's box may hang over, empty as its rim is
ASIDE, ABOVE = 3.0, 0.2  # of two boxes in common: pixels, and a share of the lower one


def faults(figure: Figure, renderer: RendererBase) -> list[str]:
    """What is wrong with the words of a figure, by the renderer that laid it out."""
    width, height = figure.bbox.size
    page = Bbox.from_bounds(-EDGE, -EDGE, width + 2 * EDGE, height + 2 * EDGE)
    # Of an annotation, the box of the letters, without the arrow.
    boxes = {t: Text.get_window_extent(t, renderer) for t in _shown(figure)}
    lines = []
    for i, (text, box) in enumerate(boxes.items()):
        words = repr(text.get_text())
        if float(text.get_fontsize()) < SMALLEST:
            lines.append(f"{words} is smaller than {SMALLEST} points")
        if not (page.contains(*box.min) and page.contains(*box.max)):
            lines.append(f"{words} is cut at the edge")
        lines += [
            f"{words} lies on {other.get_text()!r}"
            for other, place in [*boxes.items()][:i]
            if _collide(box, place)
        ]
    return lines


def _collide(one: Bbox, other: Bbox) -> bool:
    common = Bbox.intersection(one, other)
    least = ABOVE * min(one.height, other.height)
    return common is not None and common.width > ASIDE and common.height > least


def _shown(figure: Figure) -> list[Text]:
    """The texts that are drawn."""
    hidden = {text for ax in figure.axes for text in _hidden(ax)}
    texts = figure.findobj(lambda artist: isinstance(artist, Text))
    return [
        text
        for text in texts
        if isinstance(text, Text)
        and text.get_visible()
        and text.get_text().strip()
        and text not in hidden
    ]


def _hidden(ax: Axes) -> Iterator[Text]:
    """The texts of axes that are off, and of ticks outside of the view."""
    for axis in (ax.xaxis, ax.yaxis):
        seen = set(_in_view(axis)) if ax.axison else set()
        for text in axis.findobj(lambda artist: isinstance(artist, Text)):
            if isinstance(text, Text) and text not in seen:
                yield text


def _in_view(axis: Axis) -> Iterator[Text]:
    yield axis.label
    yield axis.offsetText
    low, high = sorted(axis.get_view_interval())
    for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
        if low <= tick.get_loc() <= high:
            yield tick.label1
