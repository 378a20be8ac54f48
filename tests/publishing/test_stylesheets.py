"""The sheets of a site become one, in their order, and still find what they load."""

import re

import pytest
import yaml

from scripts.publishing import stylesheets
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("place", "sheet", "moved"),
    [
        ("assets/vendor/a.css", "url(files/x.woff2)", "url(vendor/files/x.woff2)"),
        ("stylesheets/a.css", 'url("x.svg")', 'url("../stylesheets/x.svg")'),
        ("assets/a.css", "url('x.svg')", "url('x.svg')"),
        ("a.css", "url(../x.svg)", "url(../../x.svg)"),
        ("a.css", "url(data:image/png;base64,AA)", "url(data:image/png;base64,AA)"),
        ("a.css", "url(#mask) url(/x.svg)", "url(#mask) url(/x.svg)"),
    ],
)
def test_what_a_sheet_loads_is_found_from_the_new_place(place, sheet, moved):
    assert stylesheets.moved(sheet, place) == f"{moved}\n"


def test_the_one_sheet_has_them_all_in_their_order(site):
    one = stylesheets.joined(site)
    text = one.read_text(encoding="utf-8")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    block = re.search(r"^extra_css:\n((?:  - .+\n)+)", config, re.MULTILINE)
    assert block
    places = yaml.safe_load(block[1])
    materials = [
        path.relative_to(site).as_posix()
        for name in stylesheets.ORDER
        for path in site.glob(f"assets/stylesheets/{name}.*.css")
    ]
    assert len(materials) == 2
    firsts = []
    for place in [*materials, *places]:
        sheet = (site / place).read_text(encoding="utf-8")
        firsts.append(text.index(stylesheets.moved(sheet, place).rstrip()))
    assert firsts == sorted(firsts)
    html = (site / "index.html").read_text(encoding="utf-8")
    letters = html.count('katex/letters.css"')  # of its formulas
    assert letters == 1
    assert html.count('rel="stylesheet"') == 1 + letters
    assert "sourceMappingURL" not in text
    for name in re.findall(r"url\(['\"]?(?!data:|#)([^'\")]+)", text):
        assert one.parent.joinpath(name).is_file(), name
