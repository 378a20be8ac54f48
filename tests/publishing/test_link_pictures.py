"""Which figure a link's picture shows, and when it is drawn again."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from scripts.pages.mistakes import Mistakes
from scripts.pipeline.kept import Kept
from scripts.publishing import link_pictures
from scripts.publishing.link_pictures import Pictures, titled
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("site")  # the build stands

NAMED = "---\ntitle: Toy\npicture: {}\n---\nText.\n"
CONTENT = (
    '<img src="../assets/figures/explorer/start-light.svg">'
    '<figure id="figure-own"><img src="../assets/notebooks/a/own-light.svg"></figure>'
    '<figure id="figure-slices"><img src="../assets/figures/mse/slices-light.svg">'
    '</figure><figure id="figure-b"><img src="../assets/figures/mse/b-light.svg">'
)


def page(content: str = "", **meta: str) -> Any:
    text = NAMED.format(meta.get("picture", ""))
    file = SimpleNamespace(src_uri="toy/page.md", content_string=text)
    meta.setdefault("description", "What it is about.")
    return SimpleNamespace(file=file, meta=meta, content=content, title="In the nav")


@pytest.fixture
def draw(tmp_path: Path):
    def drawn(one: Any) -> tuple[Pictures, list[tuple[str, bytes]]]:
        pictures = Pictures(ROOT, ROOT / ".build", Mistakes(ROOT))
        pictures._kept = Kept(tmp_path)
        pages = {one.file.src_uri: titled(one)}
        return pictures, list(pictures.draw(pages, "The site"))

    return drawn


def test_a_page_shows_its_first_figure_before_the_picture_of_the_explorer(draw):
    pictures, [(place, content)] = draw(page(CONTENT, title="Toy"))
    assert place == "assets/previews/toy/page.png"
    assert Image.open(io.BytesIO(content)).size == (1200, 630)
    slices = pictures._figures["mse.slices"]
    assert pictures.made["toy/page.md"].alt == slices["alt"]


@pytest.mark.parametrize(
    ("content", "meta", "figure"),
    [
        (CONTENT, {}, "mse.slices"),
        (CONTENT[:60], {}, "explorer.start"),
        (CONTENT, {"picture": "explorer.start"}, "explorer.start"),
        ("<p>Words.</p>", {}, ""),
        (CONTENT.replace("mse", "gone"), {}, ""),
    ],
)
def test_the_figure_is_the_one_that_is_named_or_comes_first(content, meta, figure):
    pictures = Pictures(ROOT, ROOT / ".build", Mistakes(ROOT))
    assert pictures._figure(page(content, **meta)) == figure


def test_a_figure_that_is_none_is_told_with_its_line(capsys):
    pictures = Pictures(ROOT, ROOT / ".build", Mistakes(ROOT))
    pictures._figure(page(picture="mse.slizes"))
    told = capsys.readouterr().err
    assert told.startswith("docs/toy/page.md:3: picture names 'mse.slizes'")
    assert told.endswith("; name one of figures.json, such as mse.slices\n")


def test_only_a_changed_picture_is_drawn_again(draw, monkeypatch):
    _, first = draw(page("<h1>One</h1>"))
    with monkeypatch.context() as patched:
        patched.setattr(link_pictures, "working", None)  # no worker can start
        assert draw(page("<h1>One</h1>\n<p>Other words.</p>"))[1] == first
    assert draw(page("<h1>Two</h1>"))[1] != first
    assert draw(page("<h1>One</h1>", description="Other words."))[1] != first


def test_what_is_drawn_of_sources_that_changed_meanwhile_is_not_kept(draw, monkeypatch):
    monkeypatch.setattr(Pictures, "_settled", False)
    _, first = draw(page("<h1>One</h1>"))
    monkeypatch.setattr(link_pictures, "working", None)
    with pytest.raises(TypeError):
        draw(page("<h1>One</h1>"))
    assert len(first) == 1


def test_a_picture_that_cannot_be_drawn_names_its_page(draw, capsys):
    assert draw(page(title="数"))[1] == []
    told = capsys.readouterr().err
    assert told.startswith(
        "docs/toy/page.md:1: ValueError: no font has a letter of '数'"
    )


@pytest.mark.parametrize(
    ("content", "meta", "title"),
    [
        ("<h1>A &lt; <em>b</em><a class='x'> c</a></h1>", {}, "A < b c"),
        ('<h1 id="a">A<a class="headerlink" href="#a">#</a></h1>', {}, "A"),
        ("<h1>Heading</h1>", {"title": "Front matter"}, "Front matter"),
        ("", {}, "In the nav"),
    ],
)
def test_the_title_is_that_of_the_page(content, meta, title):
    assert titled(page(content, **meta)).title == title
