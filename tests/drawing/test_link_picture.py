"""The picture of a link: whole words, the size that is promised, the same bytes."""

import io
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure as MatplotlibFigure
from PIL import Image

from scripts.drawing import link_picture, style, svg
from scripts.drawing.declarations import Animation, Figure
from scripts.drawing.link_card import SIZE, Card

pytestmark = pytest.mark.usefixtures("fonts")

ALT = "A curve that climbs from the left to the right of the figure."
SITE = "Gradient descent on linear regression"
LONG = "Momentum: why does a heavy ball cross the valley faster than its neighbors"
TITLES = {
    "short": "NaN",
    "the site's": SITE,
    "long": f"{LONG}, and which momentum should I take for mine?",
    "far too long": f"{LONG} " * 6,
    "one word": "gradient_descent_on_linear_regression" * 4,
    "math": "x, x² and x³ at η > 2/λ: |1 − ηλ| ≤ 1, costs $2 to $3",
    "markup": "</script><b>&amp;",
}


def curve(ax, data, *, theme):
    ax.plot(data["x"], data["x"] ** 2, color=theme.slope)
    ax.set(xlabel="x, dimensionless", ylabel="its square")


def crowded(ax, data, *, theme):
    """Words that have room in five inches of height, and in no less."""
    for i in range(22):
        ax.text(0.5, i, f"word {i}", color=theme.text)
    ax.set_ylim(0, 22)


def film(ax, data, *, theme):
    (line,) = ax.plot([], [], color=theme.run)
    ax.set(xlim=(0, 1), ylim=(0, 1))
    return [line], lambda frame: line.set_data([0, 1], [0, frame / 4])


CURVE = Figure("curve", curve, alt=ALT, explorer=dict)
CROWDED = Figure("crowded", crowded, alt=ALT, explorer=dict, size=(6.4, 5.0))
DATA = {"x": np.linspace(0, 1, 50)}


def picture(*given) -> Image.Image:
    return Image.open(io.BytesIO(link_picture.draw(*given)))


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_no_word_is_cut_and_none_lies_on_another(title, alone):
    words = "What is compared with what, how closely, and what it contradicts. " * 6
    with svg.settings(style.LIGHT):
        inches = [side / link_picture.POINTS for side in SIZE]
        sheet = MatplotlibFigure(figsize=inches, dpi=link_picture.POINTS)
        bottom = link_picture.write(sheet, Card(title, SITE, words), alone=alone)
        boxes = [text.get_window_extent() for text in sheet.texts]
    assert len(boxes) == len([text for text in sheet.texts if text.get_text()])
    for box in boxes:
        assert box.x0 >= 0
        assert box.x1 <= SIZE[0] - link_picture.EDGE / 2
        assert box.y0 >= 0
        assert box.y1 <= SIZE[1]
    heights = sorted((box.y0, box.y1) for box in boxes)
    for (_, below), (above, _) in pairwise(heights):
        assert below <= above + 1
    assert alone or bottom < SIZE[1] * 0.5, "the figure has the other half"


def test_only_what_is_far_too_long_loses_its_end():
    with svg.settings(style.LIGHT):
        for name, title in TITLES.items():
            lines = link_picture.wrapped(title, link_picture.TITLES, "semibold").lines
            whole = "".join(lines).replace(" ", "") == title.replace(" ", "")
            assert whole == (name != "far too long"), name
            assert whole or lines[-1].endswith(link_picture.CUT)


def test_lines_are_even_and_break_no_word_for_it():
    with svg.settings(style.LIGHT):
        for title in ("Scale the test input, the parameters, or both?", LONG):
            lines = link_picture.wrapped(title, link_picture.TITLES, "semibold").lines
            assert " ".join(lines) == title
            assert min(map(len, lines)) > 0.6 * max(map(len, lines))


def test_letters_can_be_read_in_a_box_of_400_pixels():
    least = [sizes[-1][0] for sizes in (link_picture.TITLES, link_picture.WORDS)]
    assert min(*least, link_picture.NAME) * 400 / SIZE[0] >= 10


def test_the_same_card_is_the_same_small_bytes():
    card = Card("A curve", SITE)
    first = link_picture.draw(card, CURVE, DATA)
    assert link_picture.draw(card, CURVE, DATA) == first
    image = Image.open(io.BytesIO(first))
    assert (image.size, image.format, image.info) == (SIZE, "PNG", {})
    assert len(first) < 60_000


def test_a_figure_is_drawn_in_the_largest_letters_that_leave_its_words_whole():
    with svg.settings(style.LIGHT):
        large = link_picture.fitted(CURVE, DATA, 1100, 380).figure
        assert (large.dpi, *large.bbox.size) == (link_picture.DPI[0], 1100, 380)
        own = link_picture.fitted(CROWDED, DATA, 1100, 380).figure
        assert tuple(own.get_size_inches()) == CROWDED.size
        assert own.bbox.height == pytest.approx(380)


def test_a_film_shows_the_frame_of_its_poster():
    def shown(poster: int) -> bytes:
        one = Animation("film", film, alt=ALT, explorer=dict, frames=5, poster=poster)
        return picture(Card("A film", SITE), one, DATA).tobytes()

    assert shown(4) != shown(1)


def test_a_letter_that_no_font_has_is_refused():
    with pytest.raises(ValueError, match="no font has a letter of '数'"):
        link_picture.draw(Card("数", SITE))
