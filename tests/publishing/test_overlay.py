"""The overlay of mistakes: over any page, and never more than text."""

import re

import pytest

from scripts.drawing import style
from scripts.publishing import overlay

PAGE = b"<html><body><p>Good.</p></body></html>"
LINES = [
    "docs/a.md:3: the link <script>alert(1)</script> is bad; mend it",
    "site: it is full; free some space",
    "no place & no line",
]


def test_a_page_without_mistakes_is_sent_as_it_is():
    assert overlay.laid_over(PAGE, []) is PAGE


@pytest.mark.parametrize("page", [PAGE, b"<p>Good.</p>", b"", overlay.PLAIN.encode()])
def test_mistakes_are_laid_over_any_page(page):
    shown = overlay.laid_over(page, LINES).decode()
    start = page.decode().removesuffix("</body></html>")
    assert shown.startswith(start)
    assert shown.endswith(page.decode().removeprefix(start))
    assert 'role="alert"' in shown
    assert "stopped at 3 mistakes" in shown
    assert len(re.findall("<li>", shown)) == 3
    assert "stopped at a mistake<" in overlay.laid_over(page, LINES[:1]).decode()


def test_what_a_page_says_is_no_markup():
    shown = overlay.laid_over(PAGE, LINES).decode()
    assert "<script>alert" not in shown
    assert "<code>docs/a.md:3:</code> the link &lt;script&gt;alert" in shown
    assert "<code>site:</code> it is full; free some space" in shown
    assert "<li>no place &amp; no line</li>" in shown


def test_its_colors_are_those_of_the_house():
    shown = overlay.laid_over(PAGE, LINES).decode()
    known = {getattr(theme, role) for theme in style.THEMES for role in vars(theme)}
    found = set(re.findall(r"#[0-9a-fA-F]{6}\b", shown))
    assert found
    assert found <= {color for color in known if isinstance(color, str)}
