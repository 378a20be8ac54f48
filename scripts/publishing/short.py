"""Short addresses of the answers, `/a/NAME/`, for where an address is read and typed.

The one rule: each answer has one, unasked; what follows `?` and `#` is kept.
"""

import html
import posixpath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from scripts.pages.ways import FOLDER
from scripts.publishing import policy

SHORT = "a/"
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">{policy}
<title>{title}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<script>{script}</script>
<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript>
</head>
<body><p>This is the short address of <a href="{url}">{title}</a>.</p></body>
</html>
"""
SCRIPT = 'location.replace("{url}" + location.search + location.hash)'


def address(url: str) -> str:
    """The short address of an answer: `a/NAME/` of `answers/NAME/`."""
    return f"{SHORT}{url.removeprefix(FOLDER)}"


def add(files: Files, config: MkDocsConfig) -> None:
    """A page at the short address of each answer, which leads to it."""
    for file in files.documentation_pages():
        if file.src_uri.startswith(FOLDER):
            place = f"{address(file.url)}index.html"
            content = _page(file.url, config.site_url or "")
            files.append(File.generated(config, place, content=content))


def _page(url: str, site_url: str) -> str:
    there = f"{posixpath.relpath(url, address(url))}/"
    name = posixpath.basename(url.rstrip("/")).replace("-", " ")
    whole = f"{site_url}{url}" if site_url else there
    script = SCRIPT.format(url=there)
    return PAGE.format(
        policy=policy.tags([policy.digest(script)], {"default-src": "'none'"}),
        title=html.escape(name),
        canonical=whole,
        script=script,
        url=there,
    )
