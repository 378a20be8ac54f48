"""Figures are the same bytes on every run, and keep to the house's hues."""

import dataclasses
import re
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest

from scripts.drawing import style, svg
from scripts.drawing.declarations import Figure
from scripts.drawing.ramp import ramp
from scripts.drawing.style import DARK

pytestmark = pytest.mark.usefixtures("fonts")

NAMED_BY_COLOR = re.compile(r"\b[a-z][0-9a-f]{10}\b")
ALT = "A curve that climbs from the left to the right of the figure."


def draw_curve(ax, data, *, theme):
    ax.plot(data["x"], data["x"] ** 2, color=theme.slope, clip_on=True)
    ax.set_xlabel("$x$, dimensionless")


def draw_wheel(ax, data, *, theme):
    for i in range(data["hues"]):
        ax.axhline(i, color=matplotlib.colors.hsv_to_rgb((i / 12, 1, 0.8)))


CURVE = Figure("curve", draw_curve, alt=ALT, explorer=dict)
WHEEL = Figure("wheel", draw_wheel, alt=ALT, explorer=dict)
DATA = {"x": np.linspace(0, 1, 400)}


def test_the_same_figure_is_the_same_bytes():
    first = svg.draw(CURVE, DATA, salt="a")["light"]
    assert svg.draw(CURVE, DATA, salt="a")["light"] == first


def draw_every_color(ax, data, *, theme):
    roles = [getattr(theme, role) for role in style.ROLES]
    for i, color in enumerate((*roles, *theme.contours, *ramp(theme.name))):
        ax.axhline(i, color=color)
    ax.set_title("words")


def test_a_theme_is_nothing_but_colors(monkeypatch):
    every = Figure("every", draw_every_color, alt=ALT, explorer=dict)
    monkeypatch.setattr(svg, "MOST_HUES", 99)
    replaced = svg.draw(every, DATA, salt="a")["dark"]
    monkeypatch.setattr(style, "LIGHT", DARK)
    monkeypatch.setattr(style, "THEMES", (DARK,))
    monkeypatch.setattr(style, "recolored", lambda content, theme: content)
    drawn = svg.draw(every, DATA, salt="a")["dark"]
    assert NAMED_BY_COLOR.sub("id", drawn) == NAMED_BY_COLOR.sub("id", replaced)


def test_a_color_with_two_meanings_in_another_theme_is_refused():
    dark = dataclasses.replace(DARK, text="#FFFFFF")  # light has it of `run`, too
    with pytest.raises(ValueError, match=r"#1f2430 has two meanings"):
        style.recolored("<svg/>", dark)


def test_a_file_tells_neither_its_date_nor_its_maker():
    text = svg.draw(CURVE, DATA, salt="a")["light"]
    assert ElementTree.fromstring(text).get("width") == "460.8pt"
    assert "dc:date" not in text
    assert "atplotlib" not in text.split("-->")[1]


def test_the_users_own_settings_do_not_matter():
    first = svg.draw(CURVE, DATA, salt="a")["light"]
    with matplotlib.rc_context({"lines.linewidth": 9, "axes.grid": True}):
        assert svg.draw(CURVE, DATA, salt="a")["light"] == first
        assert matplotlib.rcParams["lines.linewidth"] == 9


def test_letters_are_paths_so_no_font_is_needed_to_read_them():
    assert "<text" not in svg.draw(CURVE, DATA, salt="a")["light"]


def test_eight_hues_are_drawn_and_a_ninth_is_refused():
    drawn = svg.draw(WHEEL, {"hues": 8}, salt="a")["light"]
    assert len(svg.hues(drawn)) == 8
    with pytest.raises(ValueError, match="9 distinct hues"):
        svg.draw(WHEEL, {"hues": 9}, salt="a")


def test_grays_and_shades_of_one_hue_do_not_add_up():
    grays = "#667085 #1f2430 #e4e7ec #98a2b3"
    assert svg.hues(grays) == []
    assert svg.hues(f"{grays} #1b76d2 #1b74d0 #7cb0e6") == ["#1b74d0"]
    assert len(svg.hues("#d70d0d #d70d17")) == 1, "hue is a circle"


@pytest.mark.parametrize(("rows", "columns", "shape"), [(1, 2, (2,)), (2, 2, (2, 2))])
def test_several_axes_come_as_their_array(rows, columns, shape):
    figure = Figure(
        "grid", draw_curve, alt=ALT, explorer=dict, rows=rows, columns=columns
    )
    assert svg.blank(figure)[1].shape == shape
