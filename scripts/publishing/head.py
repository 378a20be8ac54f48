"""What the head of a page says to those who link to it: words, picture, address.

The one rule: addresses are absolute, from `site_url`; without one, whatever needs an
address is left out.
"""

import html
import json
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from scripts.drawing.link_card import SIZE
from scripts.publishing.link_pictures import Picture

WITHOUT_ADDRESS = (
    "site_url is empty, so pages have no canonical address and links to them no "
    "picture; set SITE_URL to the address of the site."
)


def tags(page: Page, title: str, config: MkDocsConfig, picture: Picture | None) -> str:
    """Open Graph, a card for Twitter, and structured data.

    Material writes the description and escapes nothing: so it is escaped here.
    """
    description = str(page.meta.get("description") or config.site_description or "")
    page.meta["description"] = html.escape(description)
    image = urljoin(config.site_url or "", picture.place) if picture else ""
    graph = {
        "og:title": title,
        "og:description": description,
        "og:type": "website" if page.is_homepage else "article",
        "og:site_name": config.site_name,
        "og:url": page.canonical_url or "",
    }
    if picture:
        width, height = map(str, SIZE)
        graph |= {"og:image": image, "og:image:width": width}
        graph |= {"og:image:height": height, "og:image:alt": picture.alt}
    lines = [_meta("property", *item) for item in graph.items() if item[1]]
    card = "summary_large_image" if picture else "summary"
    lines.append(_meta("name", "twitter:card", card))
    if page.canonical_url:
        data = structured(page, title, description, config, image)
        lines.append(f'<script type="application/ld+json">{script(data)}</script>')
    return "\n  ".join(lines)


def structured(
    page: Page, title: str, description: str, config: MkDocsConfig, image: str
) -> dict[str, Any]:
    """The page in the words of schema.org, and the way to it from the start."""
    home = {"@type": "WebSite", "name": config.site_name, "url": config.site_url}
    if page.is_homepage:
        return {"@context": "https://schema.org", **home, "description": description}
    article = {
        "@type": "TechArticle",
        "headline": title,
        "description": description,
        "url": page.canonical_url,
        "inLanguage": "en",
        "isPartOf": home,
        **({"image": image} if image else {}),
    }
    way = [(config.site_name, config.site_url), (title, page.canonical_url)]
    steps = [
        {"@type": "ListItem", "position": i, "name": name, "item": address}
        for i, (name, address) in enumerate(way, 1)
    ]
    crumbs = {"@type": "BreadcrumbList", "itemListElement": steps}
    return {"@context": "https://schema.org", "@graph": [article, crumbs]}


def script(value: Any) -> str:
    """JSON that no page takes for markup, whatever its texts hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{html.escape(content)}">'
