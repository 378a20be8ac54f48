"""The picture of a page in the box of a link: its title, and its figure drawn anew.

The one rule: nothing is cut and nothing is enlarged; a title that is long takes smaller
letters and more lines, and a figure the largest letters with which its words are whole.
"""

import functools
import io
import math
from typing import Any, NamedTuple

from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure as MatplotlibFigure
from matplotlib.lines import Line2D
from matplotlib.transforms import IdentityTransform
from PIL import Image

from scripts.drawing import labels, style, svg
from scripts.drawing.declarations import Animation, Data, Figure
from scripts.drawing.link_card import SIZE, Card

POINTS = 72  # an inch, and dots of the sheet: so pixels are points
STEP = 8  # pixels by which lines are tried narrower, until they are even
EDGE = 44  # pixels left free at each side; half of it above and below
WIDTH = SIZE[0] - 2 * EDGE
HEAD, GAP = 88, 22  # where the title begins; what is left free below it
NAME = 30  # pixels, as all sizes of letters here; a box of 400 shows a third of them
TITLES = ((58, 2), (50, 2), (44, 3), (36, 4))  # sizes with the lines that they may take
ALONE = ((84, 3), (68, 3), (52, 5), (44, 6))  # the same over words, without a figure
WORDS = ((36, 4), (30, 5))
LEADING = 1.2  # height of a line over the size of its letters
CUT = "…"
DPI = (180, 155, 130)  # nine points are sixteen pixels, and more
COLORS = 64  # a drawing holds few, and the smooth edges between them
MARK = ((2, 4), (7.2, 20), (12, 7.5), (15.4, 16), (17.8, 10.5))  # of the site's icon
BALL, STROKE, VIEW = (20.6, 13), 2.4, 24


class Lines(NamedTuple):
    """A text as it is set: its lines, and the size of its letters in pixels."""

    lines: list[str]
    size: int
    weight: str

    @property
    def height(self) -> int:
        """All lines together, in pixels."""
        return round(len(self.lines) * self.size * LEADING)


def draw(card: Card, figure: Figure | None = None, data: Data | None = None) -> bytes:
    """The picture as a PNG.

    Raises:
        ValueError: If a letter of the card is in no font of the figures.
    """
    with svg.settings(style.LIGHT):
        sheet = MatplotlibFigure(
            figsize=(SIZE[0] / POINTS, SIZE[1] / POINTS), dpi=POINTS
        )
        canvas = FigureCanvasAgg(sheet)
        try:
            bottom = write(sheet, card, alone=figure is None)
            canvas.draw()
        except UserWarning as error:
            raise ValueError(
                f"no font has a letter of {card.title!r}: {error}"
            ) from None
        image = _image(canvas)
        if figure is not None and data is not None:
            room = (WIDTH, SIZE[1] - bottom - GAP - EDGE // 2)
            drawing = _image(fitted(figure, data, *room))
            left = (SIZE[0] - drawing.width) // 2
            image.paste(drawing, (left, bottom + GAP))
    return _png(image)


def write(sheet: MatplotlibFigure, card: Card, *, alone: bool) -> int:
    """Write name, title and, if it stands alone, words; where the last line ends."""
    if card.site != card.title:
        _mark(sheet)
        _put(sheet, Lines([card.site], NAME, "normal"), EDGE // 2 + 12, 60, "muted")
    title = wrapped(card.title, ALONE if alone else TITLES, "semibold")
    top = HEAD
    if alone:
        words = wrapped(card.words, WORDS, "normal")
        room = SIZE[1] - EDGE // 2 - HEAD - title.height - GAP - words.height
        top += room // 2
        _put(sheet, words, top + title.height + GAP, 0, "muted")
    _put(sheet, title, top, 0, "text")
    return top + title.height


def wrapped(text: str, sizes: tuple[tuple[int, int], ...], weight: str) -> Lines:
    """A text in the largest of these sizes in which it fits; else its beginning."""
    for size, most in sizes:
        lines = _lines(text, size, weight, WIDTH)
        if len(lines) <= most:
            return Lines(_even(text, size, weight, lines), size, weight)
    *kept, last = lines[:most]
    while last and _width(last + CUT, size, weight) > WIDTH:
        last = last[:-1]
    return Lines([*kept, last.rstrip() + CUT], size, weight)


def fitted(figure: Figure, data: Data, width: int, height: int) -> FigureCanvasAgg:
    """The figure drawn for this room, in the largest letters that leave words whole."""
    for dpi in DPI:
        try:
            canvas = _laid_out(figure, data, (width / dpi, height / dpi), dpi)
        except UserWarning:  # its axes have no room
            continue
        if not labels.faults(canvas.figure, canvas.get_renderer()):
            return canvas
    # As it stands on the page, where its words are whole.
    across, up = figure.size
    return _laid_out(figure, data, figure.size, min(width / across, height / up))


def _laid_out(
    figure: Figure, data: Data, size: tuple[float, float], dpi: float
) -> FigureCanvasAgg:
    sheet = MatplotlibFigure(figsize=size, dpi=dpi, layout="constrained")
    canvas = FigureCanvasAgg(sheet)
    canvas.get_renderer().mathtext_parser = svg.FORMULAS
    axes: Any = sheet.subplots(figure.rows, figure.columns)
    drawn = figure.draw(axes, data, theme=style.LIGHT)
    if isinstance(figure, Animation):
        drawn[1](figure.poster)
    canvas.draw()  # by the renderer that measures: each word is measured once
    sheet.set_layout_engine("none")
    return canvas


def _even(text: str, size: int, weight: str, lines: list[str]) -> list[str]:
    """As many lines, and no word alone on the last if others can be with it."""
    widest = max((_width(word, size, weight) for word in text.split()), default=0.0)
    for room in range(max(WIDTH // len(lines), math.ceil(widest)), WIDTH, STEP):
        if len(narrow := _lines(text, size, weight, room)) == len(lines):
            return narrow
    return lines


def _lines(text: str, size: int, weight: str, room: float) -> list[str]:
    """The text in lines of this width; a word that is wider is broken."""
    lines, used, space = [""], 0.0, _width(" ", size, weight)
    for word in text.split():
        if (width := _width(word, size, weight)) > room:
            pieces = _pieces(word, size, weight, room)
            lines += pieces if lines[-1] else []
            lines = lines if lines[-1] else pieces
            used = _width(lines[-1], size, weight)
        elif lines[-1] and used + space + width <= room:
            lines[-1] += f" {word}"
            used += space + width
        else:
            lines = [*lines, word] if lines[-1] else [word]
            used = width
    return lines


def _pieces(word: str, size: int, weight: str, room: float) -> list[str]:
    """A word in parts, none wider than the room."""
    parts, used = [""], 0.0
    for letter in word:
        width = _width(letter, size, weight)
        if parts[-1] and used + width > room:
            parts, used = [*parts, ""], 0.0
        parts[-1] += letter
        used += width
    return parts


@functools.cache
def _width(text: str, size: int, weight: str) -> float:
    """Of a line, in pixels."""
    font = font_manager.FontProperties(size=size, weight=weight)
    return float(_measure().get_text_width_height_descent(text, font, False)[0])


@functools.cache
def _measure() -> RendererAgg:
    return RendererAgg(*SIZE, POINTS)


def _put(
    sheet: MatplotlibFigure, text: Lines, top: int, indent: int, role: str
) -> None:
    """Write lines from a height downwards."""
    for i, line in enumerate(text.lines):
        middle = top + (i + 0.5) * text.size * LEADING
        sheet.text(
            (EDGE + indent) / SIZE[0],
            1 - middle / SIZE[1],
            line,
            size=text.size,
            weight=text.weight,
            color=getattr(style.LIGHT, role),
            va="center_baseline",
            parse_math=False,
        )


def _mark(sheet: MatplotlibFigure) -> None:
    """The site's icon before its name."""
    scale = NAME * 1.4 / VIEW
    top = EDGE // 2 + 12 + NAME * (LEADING - 1.4) / 2

    def line(*points: tuple[float, float]) -> Line2D:
        across = [EDGE + x * scale for x, _ in points]
        up = [SIZE[1] - top - y * scale for _, y in points]
        one = Line2D(across, up, color=style.LIGHT.run, linewidth=STROKE * scale)
        one.set_transform(IdentityTransform())
        sheet.add_artist(one)
        return one

    line(*MARK).set_solid_joinstyle("round")
    ball = line(BALL)
    ball.set_marker("o")
    ball.set_markersize(2 * STROKE * scale)
    ball.set_markeredgewidth(0)


def _image(canvas: FigureCanvasAgg) -> Image.Image:
    """What was drawn there."""
    size = canvas.get_width_height(physical=True)
    return Image.frombytes("RGBA", size, canvas.buffer_rgba()).convert("RGB")


def _png(image: Image.Image) -> bytes:
    """With few colors and no words about who made it: the same bytes each time."""
    method = Image.Quantize.FASTOCTREE
    small = image.quantize(COLORS, method=method, dither=Image.Dither.NONE)
    content = io.BytesIO()
    small.save(content, format="PNG")
    return content.getvalue()
