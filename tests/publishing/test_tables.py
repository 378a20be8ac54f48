"""Wide tables carry their roles and labels; narrow ones are left as they are."""

import re

import markdown
import pytest

from scripts.publishing import tables
from tests.pages.test_macros import Elements

WIDE = """
|  | steps | `loss` at <data title="t">5</data> |
| --- | ---: | --- |
| plain | 7 | [a](b) |
| best | 8 |  |
"""
NARROW = """
| method | steps |
| --- | --- |
| plain | 7 |
"""


@pytest.fixture
def wide() -> str:
    html = tables.cards(markdown.markdown(WIDE, extensions=["tables"]))
    return tables.without_empty_headers(html)


def test_each_part_says_what_it_is(wide):
    elements = Elements(wide)
    roles = {
        tag: {attributes.get("role") for attributes in elements.of(tag)}
        for tag in ("table", "thead", "tbody", "tr", "th", "td")
    }
    assert roles == {
        "table": {"table"},
        "thead": {"rowgroup"},
        "tbody": {"rowgroup"},
        "tr": {"row"},
        "th": {"columnheader"},
        "td": {"cell"},
    }
    assert len(elements.of("th")) == 2, "an empty corner is no header"


def test_each_cell_repeats_its_header_for_eyes_alone(wide):
    labels = re.findall(r'<td role="cell"[^>]*>(<span.*?</span>)?', wide)[1:]
    marks = '<span class="gd-label" data-search-exclude aria-hidden="true">'
    row = ["", f"{marks}steps</span>", f"{marks}<code>loss</code> at 5</span>"]
    assert labels == [*row, *row[:2], ""]  # a cell with nothing in it needs no label
    assert wide.count("<data") == 1


def test_what_stands_in_a_cell_and_its_alignment_stay(wide):
    assert re.search(r'<td role="cell" style="text-align: right;">.*7</td>', wide)
    assert '<a href="b">a</a></td>' in wide


def test_two_columns_fit_on_any_screen():
    html = markdown.markdown(NARROW, extensions=["tables"])
    assert tables.cards(html) == html


def test_a_table_without_a_class_is_framed_and_another_is_left():
    framed = tables.framed('<table role="table"><tr></tr></table>')
    assert framed == (
        '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'
        '<table role="table"><tr></tr></table></div></div>'
    )
    named = '<table class="gd-d-steps"><tr></tr></table>'
    assert tables.framed(named) == named
