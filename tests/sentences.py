"""How long the sentences of the pages are: `python -m tests.sentences`.

The one rule: what a reader reads counts, in the built page; a formula is one word, and
code, tables, captions of controls and sources are none.
"""

import re
from html.parser import HTMLParser
from pathlib import Path
from statistics import median

from tests.markup import ROOT

MOST = 25  # words in the median of a page's longest tenth
READ = {"p", "li", "summary", "figcaption", "dd"}
PASSED_OVER = {"script", "style", "pre", "table", "nav", "header", "footer", "svg"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
END = re.compile(r"(?<=[.!?:])[”\"')]*\s+(?=[“\"'(]?[A-Z`])")
WORD = re.compile(r"[\w’'.,%−-]*\w[\w’'.,%−-]*")
SOURCES = re.compile(r'<h2[^>]* id="sources".*?(?=<h2|</article>)', re.DOTALL)


class _Text(HTMLParser):
    """The blocks of one page; `open` are the elements that are not closed yet."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.blocks: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        classes = (dict(attrs).get("class") or "").split()
        formula = "katex" in classes or "katex-display" in classes
        if formula and self.blocks and not self._passed_over():
            self.blocks[-1] += " Formula "
        self.open.append("FORMULA" if formula else tag)
        if tag in READ:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if READ & {*self.open} and not self._passed_over():
            self.blocks[-1] += data

    def _passed_over(self) -> bool:
        return bool({"FORMULA", *PASSED_OVER} & {*self.open})


def sentences(html: str) -> list[str]:
    """Of the article of a built page."""
    article = html[html.find("<article") : html.rfind("</article>")]
    blocks = _Text(SOURCES.sub("", article)).blocks
    parts = (END.split(" ".join(block.split())) for block in blocks)
    return [part for block in parts for part in block if len(words(part)) > 1]


def words(sentence: str) -> list[str]:
    """Numbers and formulas are words, too."""
    return WORD.findall(sentence)


def longest_tenth(html: str) -> list[str]:
    """The longest tenth of a page's sentences, one at least."""
    every = sorted(sentences(html), key=lambda one: len(words(one)))
    return every[-max(1, len(every) // 10) :]


def measured(site: Path) -> dict[str, float]:
    """Median words of the longest tenth, by page; without the API and notebooks."""
    pages = {}
    for path in sorted(site.rglob("index.html")):
        name = path.parent.relative_to(site).as_posix()
        html = path.read_text(encoding="utf-8")
        if not name.startswith(("reference/gdcore", "notebooks/")) and sentences(html):
            pages[name] = median(len(words(one)) for one in longest_tenth(html))
    return pages


def main() -> None:
    site = ROOT / "site"
    for name, length in measured(site).items():
        html = (site / name / "index.html").read_text(encoding="utf-8")
        longer = [one for one in sentences(html) if len(words(one)) > MOST]
        print(f"{length:5.1f} words, {len(longer):3} sentences above {MOST}: {name}")
        for one in longer:
            print(f"      {len(words(one)):3} {one}")


if __name__ == "__main__":
    main()
