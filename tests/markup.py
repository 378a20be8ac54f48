"""The built site as data: its pages, their addresses, anchors and links.

The one rule: it reads the files of `site/` alone, and knows nothing of how they came.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scripts.publishing import reference

ROOT = Path(__file__).resolve().parent.parent
ADDRESSED = {"h2", "h3", "h4", "h5", "h6", "figure"}
LOADS = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("video", "src"),
    ("video", "poster"),
    ("source", "src"),
    ("audio", "src"),
    ("iframe", "src"),
    ("object", "data"),
    ("embed", "src"),
}
NOT_LOADED = {  # values of link rel
    "alternate",
    "canonical",
    "edit",
    "expect",
    "next",
    "prev",
}


@dataclass
class Markup(HTMLParser):
    """One page: `ids`, `anchors` that can be linked to, `links`, `loads`, its head.

    Of a meta that stands twice `metas` has the last, and `every_meta` both.
    """

    path: Path
    ids: set[str] = field(default_factory=set)
    anchors: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    every_meta: list[tuple[str, str]] = field(default_factory=list)
    rels: list[tuple[str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)  # JSON-LD
    title: str = ""
    _in: str = ""  # what is read: "data", "title" or neither
    refreshes: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if name := given.get("id"):
            self.ids.add(name)
            if tag in ADDRESSED:
                self.anchors.append(name)
        if tag == "meta":
            name = given.get("name") or given.get("property", "")
            self.metas[name] = given.get("content", "")
            self.every_meta.append((name, given.get("content", "")))
            self.refreshes |= given.get("http-equiv", "") == "refresh"
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link":
            self.rels.append((given.get("rel", ""), given.get("href", "")))
        is_data = given.get("type") == "application/ld+json"
        self._in = "data" if is_data else "title" if self._names(tag) else ""
        if tag == "link" and given.get("rel") in NOT_LOADED:
            return
        self.loads += [
            given[key] for name, key in LOADS if name == tag and key in given
        ]

    def handle_data(self, data: str) -> None:
        if self._in == "data":
            self.data.append(data)
        elif self._in == "title":
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def _names(self, tag: str) -> bool:
        """Whether this is the title of the page, and not of a picture in it."""
        return tag == "title" and not self.title


def page_paths() -> list[str]:
    """Addresses of all pages, those of docs/ and the generated ones, from the root."""
    docs = ROOT / "docs"
    files = (path for kind in ("*.md", "*.ipynb") for path in docs.rglob(kind))
    sources = sorted(path.relative_to(docs) for path in files)
    shown = [path for path in sources if not any(p[0] == "." for p in path.parts)]
    generated = [Path("reference", "gdcore", name) for name in reference.MODULES]
    return sorted(address(path.with_suffix("")) for path in [*shown, *generated])


def address(page: Path) -> str:
    """`topics/mse` is served at `topics/mse/`, `index` at its folder."""
    parts = page.parts[:-1] if page.name == "index" else page.parts
    return "".join(f"{part}/" for part in parts)


def pages(site: Path) -> dict[str, Markup]:
    """Every HTML page of the built site by its address; 404.html is none."""
    return {
        address(path.relative_to(site).with_suffix("")): Markup(path)
        for path in sorted(site.rglob("*.html"))
        if path.name == "index.html"
    }


def permalinks(site: Path) -> list[str]:
    """Every public address: pages, redirects, the anchors of headings and figures."""
    found = []
    for page, markup in pages(site).items():
        found += [f"/{page}", *(f"/{page}#{name}" for name in markup.anchors)]
    return sorted(found)


def target(site: Path, page: str, link: str) -> tuple[Path, str] | None:
    """File and anchor that a link of a page leads to; None if it leaves the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    here = site / page
    path = (here / unquote(parts.path)).resolve() if parts.path else here.resolve()
    if path.is_dir():
        path /= "index.html"
    return path, unquote(parts.fragment)
