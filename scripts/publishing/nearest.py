"""The pages by their words, for the page that stands where no page is.

The one rule: it is what the pages say of themselves; docs/javascripts/nearest.js
compares an address with it.
"""

import json
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

PLACE = "data/pages.json"


def add(files: Files, config: MkDocsConfig) -> None:
    """Address, title and words of askers of each page, as JSON."""
    pages = (file.page for file in files.documentation_pages() if file.page)
    rows = sorted([page.url, _title(page), _words(page)] for page in pages)
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    files.append(File.generated(config, PLACE, content=text))


def _title(page: Page) -> str:
    return str(page.meta.get("title") or page.title or "")


def _words(page: Page) -> str:
    """Each word of the tags once."""
    said = " ".join(map(str, page.meta.get("tags") or ())).lower()
    return " ".join(sorted(set(re.findall(r"[a-z][a-z0-9]+", said))))
