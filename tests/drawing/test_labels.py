"""Words that cannot be read are told, and those that can are not."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from scripts.drawing import labels


@pytest.fixture
def canvas() -> FigureCanvasAgg:
    """Axes that fill the middle of four inches by three, at 100 pixels an inch."""
    canvas = FigureCanvasAgg(Figure(figsize=(4, 3), dpi=100))
    canvas.figure.add_axes((0.2, 0.2, 0.6, 0.6))
    return canvas


def faults(canvas: FigureCanvasAgg) -> list[str]:
    canvas.draw()
    return labels.faults(canvas.figure, canvas.get_renderer())


def test_ticks_labels_and_a_title_beside_each_other_are_no_fault(canvas):
    canvas.figure.axes[0].set(xlabel="step", ylabel="loss", title="A run")
    assert faults(canvas) == []


def test_words_over_the_edge_are_cut(canvas):
    canvas.figure.text(0.9, 0.5, "a long word")
    canvas.figure.text(0.9, 0.1, "in")
    assert faults(canvas) == ["'a long word' is cut at the edge"]


def test_two_words_on_each_other_are_told_once(canvas):
    canvas.figure.text(0.3, 0.5, "the first word")
    canvas.figure.text(0.4, 0.5, "the second")
    assert faults(canvas) == ["'the second' lies on 'the first word'"]


def test_an_arrow_may_cross_a_word_and_its_own_word_may_not(canvas):
    ax = canvas.figure.axes[0]
    ax.text(0.4, 0.5, "crossed")
    arrow = {"arrowstyle": "-"}
    ax.annotate("far", xy=(0.9, 0.5), xytext=(0.1, 0.5), arrowprops=arrow)
    assert faults(canvas) == []
    ax.annotate("near", xy=(0.9, 0.9), xytext=(0.45, 0.5), arrowprops=arrow)
    assert faults(canvas) == ["'near' lies on 'crossed'"]


def test_small_type_is_told(canvas):
    canvas.figure.text(0.3, 0.5, "tiny", fontsize=8.5)
    assert faults(canvas) == ["'tiny' is smaller than 9 points"]


def test_what_is_not_drawn_is_no_fault(canvas):
    ax = canvas.figure.axes[0]
    ax.set(xlim=(0.1, 0.9), xticks=(-2, 0.5, 3))
    ax.text(0.5, 0.5, "one")
    ax.text(0.5, 0.5, "other", visible=False)
    off = canvas.figure.add_axes((0, 0, 1, 1), xlabel="of no axes")
    off.set_axis_off()
    assert faults(canvas) == []
