"""Captions name lines by their label or dash, and panels by their title or number.

The one rule: no color, for the scheme changes it; no side, for a phone stacks panels.
"""

import re

import pytest

from scripts.pipeline import plan
from scripts.pipeline.builder import topics
from scripts.pipeline.snapshot import Snapshot
from tests.conftest import ROOT

CALL = re.compile(r"\{% call \w+\(.*?%\}(.*?)\{% endcall %\}", re.DOTALL)
COLORS = (
    "black|blue|brown|gold|gray|green|grey|orange|pink|purple|red|violet|white|yellow"
)
FORBIDDEN = re.compile(
    rf"\b(?i:{COLORS})\b|\b(Left|Right)[:,]|\b[Oo]n the (left|right)\b"
)
CAPTIONS = {
    f"{path.relative_to(ROOT)} {number}": caption
    for path in sorted((ROOT / "docs").rglob("*.md"))
    for number, caption in enumerate(CALL.findall(path.read_text(encoding="utf-8")))
}


@pytest.mark.parametrize("name", CAPTIONS)
def test_a_caption_names_neither_a_color_nor_a_side(name):
    assert not FORBIDDEN.search(CAPTIONS[name])


@pytest.mark.parametrize("topic", topics(Snapshot.take(ROOT)))
def test_an_alternative_text_names_neither(topic):
    for figure in plan.load(topic).figures:
        assert not FORBIDDEN.search(figure.alt), figure.name


def test_there_are_captions_and_what_is_forbidden_is_found():
    assert len(CAPTIONS) > 40
    for text in (
        "Left: the data",
        "on the right, lines",
        "Red: the worst",
        "blue dots",
    ):
        assert FORBIDDEN.search(text)
    assert not FORBIDDEN.search("It looks right, and falls to the left: slowly")
