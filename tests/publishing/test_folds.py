"""Folds hold whole sections and keep their headings; the rest stays as it is."""

import pytest

from scripts.publishing import folds

PAGE = """<h1>Page</h1>
<h2 id="a" class="gd-fold">First</h2>
<p>one</p>
<h3 id="b">Within</h3>
<p>two</p>
<h2 id="c">Second</h2>
<p>three</p>
<h3 class="gd-fold" id="d">Third</h3>
<p>four</p>
"""


def test_a_fold_reaches_to_the_next_heading_of_its_rank():
    assert folds.folded(PAGE).split("\n") == [
        "<h1>Page</h1>",
        '<details class="gd-fold">',
        '<summary><h2 id="a" class="gd-fold">First</h2></summary>',
        "<p>one</p>",
        '<h3 id="b">Within</h3>',
        "<p>two</p>",
        "</details>",
        '<h2 id="c">Second</h2>',
        "<p>three</p>",
        '<details class="gd-fold">',
        '<summary><h3 class="gd-fold" id="d">Third</h3></summary>',
        "<p>four</p>",
        "</details>",
        "",
    ]


@pytest.mark.parametrize("other", ["", 'class="gd-folds"', 'id="gd-fold"'])
def test_what_does_not_ask_for_it_is_left_alone(other):
    plain = PAGE.replace('class="gd-fold"', other)
    assert folds.folded(plain) == plain


def test_the_button_of_a_fold_holds_no_link():
    link = '<a class="headerlink" href="#a" title="Permanent link">#</a>'
    linked = PAGE.replace("First</h2>", f"First{link}</h2>")
    assert folds.folded(linked) == folds.folded(PAGE)


def test_a_fold_within_a_fold_is_part_of_it():
    inner = PAGE.replace('<h3 id="b">', '<h3 id="b" class="gd-fold">')
    assert folds.folded(inner).count("<details") == 2
