"""Drawing a figure as SVG, and refusing one that breaks the house rules.

The one rule: the same data and code give the same bytes, on every run.
"""

import colorsys
import contextlib
import functools
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

import matplotlib
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure as MatplotlibFigure
from matplotlib.mathtext import MathTextParser
from matplotlib.textpath import text_to_path

from scripts.drawing import labels, style
from scripts.drawing.declarations import Animation, Data, Figure

MOST_HUES = 8
GRAY = 0.25  # HLS saturation times contrast below which a color counts as gray
SAME_HUE = 8.0  # degrees
POINTS = 72  # an inch: in these SVG is laid out, and so its words are measured in them
NO_METADATA = {"Date": None, "Creator": None}  # they differ from run to run
FORMULAS = text_to_path.mathtext_parser

# matplotlib keeps what it has parsed of fifty formulas, and for one renderer: a film
# has more, and its other drawings have them again.
_parsed = vars(MathTextParser)["_parse_cached"].__wrapped__
setattr(MathTextParser, "_parse_cached", functools.lru_cache(10_000)(_parsed))  # noqa: B010


def draw(figure: Figure, data: Data, *, salt: str) -> dict[str, str]:
    """The figure as SVG text, by the name of the theme.

    It is drawn once: a theme is nothing but colors, and they are replaced.

    Args:
        figure: What to draw.
        data: What its topic's compute() returned.
        salt: Seeds the ids within the files; any name that is the figure's own.

    Raises:
        ValueError: If it holds more than eight hues, or words that cannot be read.
    """
    with settings(style.LIGHT):
        matplotlib.rcParams["svg.hashsalt"] = salt
        canvas, axes = blank(figure, dpi=POINTS)
        figure.draw(axes, data, theme=style.LIGHT)
        content = rounded(_Canvas(canvas.figure).text())
    drawn = {theme.name: style.recolored(content, theme) for theme in style.THEMES}
    for one in drawn.values():
        _refuse_motley(one)
    return drawn


class _Canvas(FigureCanvasSVG):
    """One renderer for layout, strokes and checks, where print_figure makes several.

    A renderer measures each word once and parses each formula once, which takes about
    half of the time of a drawing.
    """

    def __init__(self, figure: MatplotlibFigure) -> None:
        super().__init__(figure)
        width, height = figure.get_size_inches() * POINTS
        self._text = io.StringIO()
        self._renderer = RendererSVG(
            width, height, self._text, image_dpi=POINTS, metadata=NO_METADATA
        )
        self._renderer._text2path = text_to_path  # with the formulas of other figures

    def get_renderer(self) -> RendererSVG:
        """Called by the layout of the figure, too."""
        return self._renderer

    def text(self) -> str:
        """The SVG, if all its words can be read; it is drawn by one call."""
        self.figure.draw(self._renderer)
        self._renderer.finalize()
        refuse_unreadable(self.figure, self._renderer)
        return self._text.getvalue()


def _refuse_motley(content: str) -> None:
    distinct = hues(content)
    if len(distinct) > MOST_HUES:
        raise ValueError(
            f"{len(distinct)} distinct hues ({', '.join(distinct)}); at most "
            f"{MOST_HUES} can be told apart: use the roles of the theme, "
            "and gray for the rest"
        )


def refuse_unreadable(figure: MatplotlibFigure, renderer: RendererBase) -> None:
    """Refuse a drawing with words that are small, cut, or on each other.

    Raises:
        ValueError: If there are any.
    """
    if faults := labels.faults(figure, renderer):
        inches, _ = figure.get_size_inches()
        raise ValueError(
            f"{inches:g} inches wide: {'; '.join(faults)}; move or shorten it, or give "
            "another height: narrow_height= is that of the drawing for phones"
        )


@contextlib.contextmanager
def settings(theme: style.Theme) -> Iterator[None]:
    """Matplotlib as the theme wants it, whatever the user's matplotlibrc says.

    A warning while drawing is an error: a missing glyph is a hole in a label.
    """
    rc: Any = style.rc(theme)
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(rc)
        yield


def blank(
    shape: Figure | Animation, *, dpi: float = 100.0
) -> tuple[FigureCanvasAgg, Any]:
    """An empty canvas and its axes: one Axes, or their array if there are several."""
    figure = MatplotlibFigure(figsize=shape.size, dpi=dpi, layout="constrained")
    return FigureCanvasAgg(figure), figure.subplots(shape.rows, shape.columns)


def hues(svg: str) -> list[str]:
    """One color of each distinct hue in an SVG; grays have none."""
    colors: dict[float, str] = {}
    for color in sorted(set(re.findall(r"#[0-9a-f]{6}\b", svg))):
        red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        if max(red, green, blue) - min(red, green, blue) < GRAY:
            continue
        hue = 360 * colorsys.rgb_to_hls(red, green, blue)[0]
        if not any(abs((hue - old + 180) % 360 - 180) < SAME_HUE for old in colors):
            colors[hue] = color
    return list(colors.values())


def rounded(svg: str) -> str:
    """Paths to a hundredth of a point: a third less to load, nothing less to see."""

    def shorter(path: re.Match[str]) -> str:
        return re.sub(r"-?\d+\.\d{3,}", lambda n: f"{float(n[0]):.2f}", path[0])

    return re.sub(r'(?<= d=")[^"]*', shorter, svg)
