"""The built site, read from its files: whole, closed, light and repeatable.

The one rule: no browser and no network; what needs them is in tests/browser.
"""

import filecmp
import gzip
import json
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from scripts.pipeline import links
from tests import sentences
from tests.conftest import ROOT, SITE_URL, build_site
from tests.markup import Markup, page_paths, pages, permalinks, target

HEAVIEST_PAGE = 90_000  # bytes of HTML, gzipped
HEAVIEST_PICTURE = 60_000  # bytes of the picture in the box of a link
MOST_DESCRIBED = 175  # characters; a page of results shows some 160
HEAVIEST_START = 420_000  # bytes before the first figure: HTML, CSS, scripts; gzipped
GENERATED = {".git", ".venv", ".build", "site", "node_modules"}
TEXT = {".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"}
LINK = re.compile(r"<a [^>]*href=[^>]*>(.*?)</a>", re.DOTALL)


@pytest.fixture(scope="module")
def markups(site: Path) -> dict[str, Markup]:
    return pages(site)


def test_every_page_of_docs_is_built_and_in_the_sitemap(site, markups):
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    listed = set(re.findall(r"<loc>(.*?)</loc>", sitemap))
    assert listed == {SITE_URL + page for page in page_paths()}
    dates = re.findall(r"<lastmod>(.*?)</lastmod>", sitemap)
    assert dates == ["1970-01-01"] * len(listed), "the date that the build was given"
    assert set(page_paths()) <= set(markups)


def test_internal_links_and_anchors_resolve(site, markups):
    broken = []
    for page, markup in markups.items():
        for link in markup.links + markup.loads:
            if (found := target(site, page, link)) is None:
                continue
            path, anchor = found
            if not path.is_file():
                broken.append(f"/{page} -> {link}: no such file")
            elif anchor and path.name == "index.html":
                other = markups[_address(site, path)]
                if not _leads_somewhere(site, anchor, other):
                    broken.append(f"/{page} -> {link}: no such anchor")
    assert not broken


def _leads_somewhere(site: Path, anchor: str, other: Markup) -> bool:
    """An anchor of the page, settings of the explorer, or one of Material's own."""
    if anchor.startswith("s="):
        return links.decode(anchor)[1] == ""
    if anchor.startswith("preset="):
        name = anchor.removeprefix("preset=")
        return (site / f"data/explorer/{name}.json").is_file()
    return anchor in other.ids or anchor.startswith("__")


def _address(site: Path, path: Path) -> str:
    folder = path.parent.relative_to(site.resolve()).as_posix()
    return "" if folder == "." else f"{folder}/"


def test_nothing_is_loaded_from_another_host(site, markups):
    outside = [
        f"/{page}: {load}"
        for page, markup in markups.items()
        for load in markup.loads
        if re.match(r"(https?:)?//", load)
    ]
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        pattern = r"(?:@import\s+|url\()[\"']?((?:https?:)?//[^\"')]+)"
        outside += [f"{sheet.name}: {address}" for address in re.findall(pattern, text)]
    assert not outside


def test_every_page_describes_itself_in_its_own_words(markups):
    said = {page: _metas(markups[page], "description") for page in page_paths()}
    assert {p: w for p, w in said.items() if len(w) != 1} == {}
    words = {page: one for page, (one,) in said.items()}
    long = {p: len(w) for p, w in words.items() if not 50 <= len(w) <= MOST_DESCRIBED}
    assert long == {}, "characters of the description"
    assert len(set(words.values())) == len(words)


def test_every_page_is_named_apart_and_after_the_site(site, markups):
    """As tabs, bookmarks and lists of results show it: no part of it twice."""
    titles = {page: markups[page].title for page in page_paths()}
    titles["404.html"] = Markup(site / "404.html").title
    name = titles[""]
    assert name
    for page, title in titles.items():
        parts = title.split(" - ")
        assert parts[-1] == name, page
        assert len(set(parts)) == len(parts), page
        assert len(parts) > 1 or page == "", page
    assert len(set(titles.values())) == len(titles)


def test_every_page_tells_its_own_address(markups):
    for page in page_paths():
        addresses = [href for rel, href in markups[page].rels if rel == "canonical"]
        assert addresses == _metas(markups[page], "og:url") == [SITE_URL + page]


def test_a_link_to_a_page_brings_a_picture_of_it(site, markups):
    shown = {page: _metas(markups[page], "og:image") for page in page_paths()}
    assert len({tuple(images) for images in shown.values()}) == len(shown)
    for page, (image,) in shown.items():
        path = site / image.removeprefix(SITE_URL)
        assert path.is_file(), page
        with Image.open(path) as picture:
            assert (picture.size, picture.info) == ((1200, 630), {}), page
        assert path.stat().st_size <= HEAVIEST_PICTURE, page
        metas = markups[page].metas
        assert (metas["og:image:width"], metas["og:image:height"]) == ("1200", "630")
        assert metas["twitter:card"] == "summary_large_image"
        assert metas["og:description"] == metas["description"]
        assert min(len(metas[f"og:{it}"]) for it in ("title", "image:alt")) > 2
    everywhere = {path.relative_to(site) for path in site.rglob("previews/**/*.png")}
    assert len(everywhere) == len(shown)


def test_structured_data_say_what_a_page_is(markups):
    for page in page_paths():
        (text,) = markups[page].data
        found = json.loads(text)
        assert found["@context"] == "https://schema.org"
        described = found.get("@graph", [found])[0]
        assert described["@type"] == ("TechArticle" if page else "WebSite")
        assert described["url"] == SITE_URL + page
        assert described["description"] == markups[page].metas["description"]


def _metas(markup: Markup, name: str) -> list[str]:
    return [content for one, content in markup.every_meta if one == name]


def test_numbers_are_published(site):
    numbers = json.loads((site / "numbers.json").read_text(encoding="utf-8"))
    assert numbers
    for key, entry in numbers.items():
        assert set(entry) == {"value", "unit", "meaning", "module"}, key
        assert entry["unit"], key
        assert len(entry["meaning"].split()) > 1, key
        assert (ROOT / entry["module"] / "__init__.py").is_file(), key


def test_pages_are_light(site, markups):
    heavy = {}
    for page, markup in markups.items():
        html = len(gzip.compress(markup.path.read_bytes()))
        early = {target(site, page, load) for load in markup.loads} - {None}
        paths = [path for path, _ in early if path.suffix in (".css", ".js")]
        start = html + sum(len(gzip.compress(path.read_bytes())) for path in paths)
        if html > HEAVIEST_PAGE or start > HEAVIEST_START:
            heavy[page] = (html, start)
    assert not heavy


def test_no_file_names_the_machine_that_built_it(site):
    names = (str(ROOT), str(Path.home()) + "/")
    telling = [
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.suffix in TEXT
        and any(name in path.read_text(encoding="utf-8") for name in names)
    ]
    assert not telling


def test_sentences_are_short(site):
    long = {name: n for name, n in sentences.measured(site).items() if n > 25}
    assert long == {}, "python -m tests.sentences names them"
    text = "One two. Three four, 6.5 per cent! <span class='katex'>x</span> is `y`."
    parts = sentences.sentences(f"<article><p>{text}</p><pre>No word.</pre></article>")
    assert [len(sentences.words(part)) for part in parts] == [2, 5, 3]


def test_the_words_of_a_link_say_where_it_leads(site):
    """These words, Lighthouse and who hears the links alone can tell nothing from."""
    vague = re.compile(
        r"(click |right )?(here|this)|go|start|information|learn more"
        r"|((read|see) )?more( info| information)?"
    )
    found = {
        path.relative_to(site).as_posix(): words
        for path in site.rglob("*.html")
        for inside in LINK.findall(path.read_text(encoding="utf-8"))
        if vague.fullmatch(words := re.sub(r"<[^>]*>", "", inside).strip().lower())
    }
    assert found == {}


def test_addresses_are_kept(site, markups):
    lines = (ROOT / "tests" / "permalinks.txt").read_text(encoding="utf-8").split("\n")
    promised = [line for line in lines if line and not line.startswith("#")]
    standing = set(permalinks(site))
    every = {f"/{page}#{name}" for page, one in markups.items() for name in one.ids}
    redirected = {f"/{page}" for page, markup in markups.items() if markup.refreshes}
    gone = [
        line
        for line in promised
        if line not in standing | every and line.split("#")[0] not in redirected
    ]
    assert not gone, "public addresses are gone: keep the {#id}, or add a redirect"
    assert sorted(standing - set(promised)) == [], "new addresses: make permalinks"
    assert promised == sorted(set(promised))


def test_headings_have_addresses_that_outlive_their_words():
    code = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
    bare = [
        f"{path.name}: {heading}"
        for path in sorted((ROOT / "docs").rglob("*.md"))
        for heading in re.findall(
            r"^#{2,6} .*$", code.sub("", path.read_text("utf-8")), re.MULTILINE
        )
        if not re.search(r"\{#[\w.-]+( \.gd-fold)?\}$", heading)
    ]
    assert not bare, "give each heading an {#id}: its address is a promise"


@pytest.mark.slow
@pytest.mark.xdist_group("cold build")
def test_a_cold_build_elsewhere_gives_the_same_bytes(site, tmp_path):
    """Another folder, nothing cached: every file of `site/` is the same."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=_generated)
    (copy / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    build_site(copy, tmp_path / "cold")
    names = _files(site)
    assert _files(tmp_path / "cold") == names
    _, differing, unread = filecmp.cmpfiles(
        site, tmp_path / "cold", names, shallow=False
    )
    assert (differing, unread) == ([], [])


def _generated(folder: str, names: list[str]) -> set[str]:
    caches = {name for name in names if name.endswith("_cache") or name[:2] == "__"}
    caches -= {"__init__.py", "__main__.py"}
    return caches | GENERATED & set(names) if Path(folder) == ROOT else caches


def _files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    )
