"""Shared drawing pieces use the roles of the theme, and leave their axes readable."""

import matplotlib.colors
import numpy as np
import pytest

from scripts.drawing import pieces, svg
from scripts.drawing.declarations import Figure
from scripts.drawing.style import LIGHT

ALT = "The run crosses the valley again and again on its way down."


@pytest.fixture
def ax():
    return svg.blank(Figure("figure", print, alt=ALT, explorer=dict))[1]


def color(artist) -> str:
    return matplotlib.colors.to_hex(artist.get_color()).upper()


def test_contours_are_a_gray_ramp_from_low_to_high(ax):
    x = np.linspace(-1, 1, 40)
    pieces.contours(ax, x, x, x**2 + 9 * x[:, None] ** 2, theme=LIGHT)
    (drawn,) = ax.collections
    grays = [matplotlib.colors.to_hex(c).upper() for c in drawn.get_edgecolor()]
    assert grays[0] == LIGHT.contours[0]
    assert grays[-1] == LIGHT.contours[-1]
    assert list(drawn.levels) == sorted(drawn.levels)
    assert drawn.levels[0] > 0


def test_a_run_is_solid_with_round_markers(ax):
    points = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])
    line = pieces.path(ax, points, theme=LIGHT)
    assert np.array_equal(line.get_xydata(), points)
    assert color(line) == LIGHT.run
    assert (line.get_linestyle(), line.get_marker()) == ("-", "o")
    assert pieces.path(ax, points, theme=LIGHT, dashes=pieces.DASHES[1]).is_dashed()


def test_the_optimum_is_a_star_with_its_label(ax):
    pieces.optimum(ax, (1.0, 2.0), theme=LIGHT, label="minimum")
    (star,), (label,) = ax.lines, ax.texts
    assert (star.get_marker(), color(star)) == ("*", LIGHT.optimum)
    assert (label.get_text(), label.xy, color(label)) == (
        "minimum",
        (1.0, 2.0),
        LIGHT.optimum,
    )


def test_a_direction_points_along_its_vector(ax):
    pieces.direction(ax, (1.0, 1.0), (2.0, -1.0), color=LIGHT.steep, label="steep")
    arrow, label = ax.texts
    assert tuple(arrow.xy) == tuple(label.xy) == (3.0, 0.0)
    assert arrow.arrow_patch is not None


def test_a_log_axis_is_labeled_at_powers_of_ten(ax):
    ax.plot([1, 2], [1e-6, 1e3])
    pieces.log_axis(ax, "y")
    ax.figure.canvas.draw()
    labels = [label.get_text() for label in ax.get_yticklabels() if label.get_text()]
    assert all("10^{" in label for label in labels)
    assert 2 <= len(labels) <= 9
    assert ax.get_xscale() == "linear"
    assert len(ax.yaxis.get_minorticklocs()) == 0


def test_both_axes_are_logarithmic_by_one_call(ax):
    pieces.log_axis(ax, "xy", numticks=4)
    assert ax.get_xscale() == ax.get_yscale() == "log"


def test_a_line_is_drawn_from_its_slope_and_intercept(ax):
    line = pieces.line(ax, (2.0, -1.0), (0, 3), color=LIGHT.optimum)
    assert line.get_xydata().tolist() == [[0, -1], [3, 5]]
    assert color(line) == LIGHT.optimum


def test_a_negative_number_has_a_true_minus_sign():
    assert pieces.minus(-30.2) == "−30"
    assert pieces.minus(2.5, "+.1f") == "+2.5"


def test_each_value_has_its_axes_and_the_rest_of_the_grid_is_empty():
    grid = Figure("figure", print, alt=ALT, explorer=dict, rows=2, columns=2)
    axes = svg.blank(grid)[1]
    met = [value for ax, value in pieces.panels(axes, "abc") if ax.axison]
    assert met == ["a", "b", "c"]
    assert [ax.axison for ax in axes.flat] == [True, True, True, False]


def test_beyond_the_limit_is_hatched_from_a_share_of_one_on(ax):
    pieces.beyond_limit(ax, 1.2, theme=LIGHT)
    assert [span.get_x() for span in ax.patches] == [1, 1]
    assert [span.get_width() for span in ax.patches] == pytest.approx([0.2, 0.2])
    assert ax.patches[1].get_hatch()
    (edge,) = ax.lines
    assert (list(edge.get_xdata()), color(edge)) == ([1, 1], LIGHT.wrong)
