"""Math is set once, in the colors of its roles, and a bad formula is reported."""

import json

import pytest

from scripts.pages import katex
from scripts.pages.katex import Formula, Setter
from tests.conftest import ROOT

INLINE = '<span class="arithmatex">\\({}\\)</span>'
DISPLAY = '<div class="arithmatex">\\[\n{}\n\\]</div>'


@pytest.fixture
def setter(tmp_path):
    return Setter(ROOT, tmp_path / "katex")


def shown(setter: Setter, page: str) -> str:
    setter.prepare([page])
    content, problems = setter.page(page)
    assert problems == []
    return content


def test_formulas_are_found_as_the_author_wrote_them():
    page = INLINE.format("a &lt; b") + "<p>\\(c\\)</p>" + DISPLAY.format("d &amp; e")
    assert katex.found(page) == [Formula("a < b", False), Formula("\nd & e\n", True)]


def test_a_formula_is_html_for_the_eye_and_mathml_for_the_ear(setter):
    page = shown(setter, f"<p>{INLINE.format('x^2')}</p>")
    assert page.count("<math ") == 1
    assert page.count('class="katex-html"') == 1
    assert "\\(" not in page
    assert 'class="katex-display"' in shown(setter, DISPLAY.format("x^2"))


def test_roles_have_their_colors_and_macros_their_meaning(setter):
    page = shown(setter, INLINE.format(r"\w + \b - \lr g^\T"))
    assert '<span class="enclosing gd-slope"><span class="mord mathnormal"' in page
    assert '<span class="enclosing gd-intercept">' in page
    assert "η" in page


def test_search_reads_a_formula_once_and_without_markup(setter):
    formulas = INLINE.format(r"\lambda_1 &lt; 2") + DISPLAY.format(r"\sqrt{\mu}")
    page = f"<p>See {formulas} <b>there</b>.</p>"
    setter.prepare([page])
    assert setter.text(page) == "<p>See λ1&lt;2μ <b>there</b>.</p>"
    bad = INLINE.format(r"\nonesuch")
    setter.prepare([bad])
    assert setter.text(bad) == r"\nonesuch"


def test_an_entry_of_the_contents_has_mathml_alone(setter):
    shown(setter, INLINE.format("a &lt; 1"))
    title = setter.title(r"The limit \(a &lt; 1\)")
    assert title.startswith("The limit <math ")
    assert "katex-html" not in title
    assert setter.title(r"Plain \(never seen\)") == r"Plain \(never seen\)"


REFUSED = [
    (r"\foo", r"Undefined control sequence: \foo"),
    (r"\frac{1}", "Unexpected end of input in a macro argument"),
    (r"x_1_2", "Double subscript"),
    (r"\text{a} \\ b^", "Expected group after '^'"),
]


@pytest.mark.parametrize(("tex", "reason"), REFUSED)
def test_a_bad_formula_is_reported_and_left_as_it_was(setter, tex, reason):
    page = INLINE.format(tex) + INLINE.format("x")
    setter.prepare([page])
    content, problems = setter.page(page)
    assert len(problems) == 1
    assert problems[0].tex == tex
    assert problems[0].reason.startswith(reason)
    assert " at " not in problems[0].reason
    assert content.startswith(INLINE.format(tex) + '<span class="arithmatex"><span')


def test_a_damaged_cache_counts_as_none(setter, tmp_path):
    first = shown(setter, INLINE.format("x^2"))
    cache = tmp_path / "katex"
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes().replace(b"katex-html", b"katex-HTML"))
    assert shown(Setter(ROOT, cache), INLINE.format("x^2")) == first


def test_a_known_formula_is_not_set_again(setter, tmp_path, monkeypatch):
    first = shown(setter, INLINE.format("x^2"))
    monkeypatch.setattr(katex, "_run", None)
    again = Setter(ROOT, tmp_path / "katex")
    assert shown(again, INLINE.format("x^2")) == first


def test_the_cache_drops_what_no_page_shows_and_what_another_version_set(
    setter, tmp_path, monkeypatch
):
    cache = tmp_path / "katex"
    shown(setter, INLINE.format("x^2"))
    shown(setter, INLINE.format("y^2"))
    (file,) = cache.iterdir()
    assert list(json.loads(file.read_bytes().partition(b"\n")[2])) == ["inline y^2"]
    script = katex.read(katex.SCRIPT)
    monkeypatch.setattr(katex, "read", lambda path: script + b"// newer")
    monkeypatch.setattr(katex, "_run", lambda formulas, root: [{"html": "new"}])
    assert shown(Setter(ROOT, cache), INLINE.format("y^2")).count("new") == 1


def test_a_node_that_does_not_run_is_named(setter, monkeypatch):
    monkeypatch.setattr(katex, "read", lambda path: b'throw new Error("no such thing")')
    with pytest.raises(RuntimeError, match="no such thing"):
        setter.prepare([INLINE.format("x")])
