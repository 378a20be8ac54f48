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
    lasts = []
    for place in [*materials, *places]:
        sheet = (site / place).read_text(encoding="utf-8")
        lasts.append(text.index(stylesheets.lean(sheet).rstrip()[-100:]))
    assert lasts == sorted(lasts)
    assert "/*" not in text
    for name in re.findall(r"url\(['\"]?(?!data:|#)([^'\")]+)", text):
        assert one.parent.joinpath(name).is_file(), name


@pytest.mark.parametrize(
    ("page", "others"),
    [
        ("index.html", ["stylesheets/below"]),
        ("topics/mse/index.html", ["katex/letters", "inter/italic"]),
        (
            "diagnose/index.html",
            ["katex/letters", "inter/italic", "stylesheets/diagnose"],
        ),
        ("404.html", []),
    ],
)
def test_a_page_has_the_one_sheet_and_those_of_its_own(site, page, others):
    html = (site / page).read_text(encoding="utf-8")
    first, *rest = re.findall(r'<link rel="stylesheet" href="([^"]+)\.css"', html)
    assert first.endswith(stylesheets.joined(site).stem)
    assert ["/".join(link.split("/")[-2:]) for link in rest] == others


@pytest.mark.parametrize(
    ("sheet", "lean"),
    [
        ("a { b: c } /* d\n */\n\n  e { f: g }\n", "a { b: c }\ne { f: g }\n"),
        (".md-tag{a:b}.md-tabs__list{a:b}.md-table{a:b}", ".md-table{a:b}"),
        (".md-version,.x:is(.y,.z),[dir=rtl] .x{a:b}", ".x:is(.y,.z){a:b}"),
        (
            "p:not(.md-tag){a:b}:is(.md-tag,p) b{a:b}.md-tag:not(.x){a:b}",
            "p:not(.md-tag){a:b}:is(.md-tag,p) b{a:b}",
        ),
        ("@media print{.md-post{a:b}}@media x{p{a:b}}", "@media x{p{a:b}}"),
        (
            ':root{--x-y:url("data:,{};");--z:url(z.svg);--c:1}p{mask:var(--z)}',
            ":root{--z:url(z.svg);--c:1}p{mask:var(--z)}",
        ),
        ("@font-face{src:url(data:a;b,c)}", "@font-face{src:url(data:a;b,c)}"),
    ],
)
def test_what_no_page_has_is_left_out(sheet, lean):
    assert stylesheets.lean(sheet) == lean


def test_no_page_has_what_is_left_out(site):
    names = "|".join(stylesheets.UNUSED)
    word = re.compile(rf'class="(?:[^"]* )?((?:{names})(?:[_-]+[\w-]+)?)[ "]')
    pages = [*site.rglob("*.html")]
    assert len(pages) > 100
    for page in pages:
        found = word.search(page.read_text(encoding="utf-8"))
        assert not found, (
            f"{page.relative_to(site)} has {found[1]!r}, which has no style: take it "
            "out of UNUSED in scripts/publishing/stylesheets.py"
        )
        assert 'dir="rtl"' not in page.read_text(encoding="utf-8")
