"""The head of a page: what hostile words, and a missing address, do to it."""

import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

from scripts.publishing import head
from scripts.publishing.link_pictures import Picture

HOSTILE = '</script><script>alert("1")</script> & \'<!-- "'
ADDRESS = "https://example.org/gd/"
PICTURE = Picture("assets/previews/a/b.png", HOSTILE)


class Tags(HTMLParser):
    """The metas by name, and the text of each script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = given.get("property") or given["name"]
            assert name not in self.metas
            self.metas[name] = given["content"]
        else:
            assert (tag, given) == ("script", {"type": "application/ld+json"})

    def handle_data(self, data: str) -> None:
        self.scripts += [data] if data.strip() else []


def tags(*, address: str = ADDRESS, home: bool = False, picture: Any = PICTURE) -> Tags:
    config: Any = SimpleNamespace(
        site_url=address, site_name="Toy", site_description=""
    )
    url = address and (address if home else f"{address}a/b/")
    page: Any = SimpleNamespace(
        meta={"description": HOSTILE}, is_homepage=home, canonical_url=url or None
    )
    text = head.tags(page, HOSTILE, config, picture)
    assert not re.search('[<>"]', page.meta["description"]), "Material escapes nothing"
    return Tags(text)


def test_hostile_words_stay_words():
    found = tags()
    for name in ("og:title", "og:description", "og:image:alt"):
        assert found.metas[name] == HOSTILE
    (script,) = found.scripts
    assert not set("<>&") & set(script)
    article, crumbs = json.loads(script)["@graph"]
    assert article["@type"] == "TechArticle"
    assert (article["headline"], article["description"]) == (HOSTILE, HOSTILE)
    assert crumbs["itemListElement"][1]["name"] == HOSTILE


def test_addresses_are_absolute():
    found = tags()
    assert found.metas["og:url"] == f"{ADDRESS}a/b/"
    assert found.metas["og:image"] == f"{ADDRESS}assets/previews/a/b.png"
    assert found.metas["twitter:card"] == "summary_large_image"
    article, crumbs = json.loads(found.scripts[0])["@graph"]
    assert article["image"] == found.metas["og:image"]
    steps = crumbs["itemListElement"]
    assert [step["item"] for step in steps] == [ADDRESS, f"{ADDRESS}a/b/"]


def test_the_start_is_a_site_and_no_article():
    found = tags(home=True)
    assert found.metas["og:type"] == "website"
    assert json.loads(found.scripts[0])["@type"] == "WebSite"


def test_without_an_address_what_needs_one_is_left_out():
    found = tags(address="", picture=None)
    kept = {"og:title", "og:description", "og:type", "og:site_name", "twitter:card"}
    assert found.metas.keys() == kept
    assert found.metas["twitter:card"] == "summary"
    assert found.scripts == []
