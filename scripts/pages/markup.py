"""Pieces of HTML that macros are made of, and the entry that a macro names.

The one rule: what stands in an attribute means nothing to Markdown.
"""

import difflib
import re
from typing import Any

from scripts.pages.jinja import PageError


def attribute(text: str) -> str:
    """Text as an attribute's value in Markdown: no character of it means anything."""
    return re.sub(r"[^\w\s.,:;/()=-]", lambda match: f"&#{ord(match[0])};", text)


def named_entry(entries: dict[str, Any], key: str, kind: str) -> dict[str, Any]:
    """The entry of a key; or a word on which one was meant."""
    if key not in entries:
        close = difflib.get_close_matches(str(key), entries, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(close)}?" if close else "compute it first"
        raise PageError(f"there is no {kind} {key!r}; {hint}")
    return entries[key]


def size(figure: dict[str, Any]) -> str:
    """Its sides, so that nothing moves when it comes."""
    return f'width="{figure["width"]}" height="{figure["height"]}"'
