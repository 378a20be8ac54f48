"""The policy of a page: what a browser lets it load, and which scripts it lets run.

The one rule: a script runs if it is a file of the site, or stands in a page as the
build wrote it, which its digest shows. All pages have the same policy, with the digests
of all: after an instant navigation, that of the first page is still in force.
"""

import base64
import gzip
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

FRAME = "runtime/frame.js.gz"  # below .build/
CHARSET = '<meta charset="utf-8">'
"""After this the policy stands, and so before whatever it is about."""
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?P<says>[^>]*)>(?P<text>.*?)</script>", re.S
)
DATA = re.compile(r"type=\"?application/")  # JSON, which no browser runs
SOURCES = {
    "default-src": "'none'",
    "base-uri": "'self'",
    "connect-src": "'self'",
    "font-src": "'self' data:",
    "form-action": "'self'",
    "frame-src": "'none'",  # the frame of Python has no address; it can go to none
    "img-src": "'self' data: blob:",
    "media-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # KaTeX places letters by attributes
    "worker-src": "'self' blob:",
}
UNWATCHED = "'unsafe-inline'"
"""Under `mkdocs serve` the server writes scripts of its own into what it sends."""


def protect(site: Path, frame: str | None = None, *, served: bool = False) -> None:
    """Write the policy into each page of a site that has none yet.

    Args:
        site: The folder of the built site.
        frame: The script of the frame in which Python runs, if it is built.
        served: Whether for `mkdocs serve`.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    bare = {path: text for path, text in pages.items() if _is_bare(text)}
    scripts = {text for page in bare.values() for text in inline(page)}
    known = sorted(map(digest, scripts | ({frame} if frame else set())))
    meta = tags(["'self'", "'wasm-unsafe-eval'", *([UNWATCHED] if served else known)])
    for path, text in bare.items():
        path.write_text(text.replace(CHARSET, CHARSET + meta, 1), encoding="utf-8")


def frame_of(build: Path) -> str | None:
    """The script of the frame in which Python runs, if it is built."""
    packed = build / FRAME
    return gzip.decompress(packed.read_bytes()).decode() if packed.is_file() else None


def tags(scripts: Iterable[str], sources: dict[str, str] = SOURCES) -> str:
    """The policy with these sources of scripts, and what a link tells of this page."""
    policy = {**sources, "script-src": " ".join(scripts)}
    content = "; ".join(" ".join(item) for item in sorted(policy.items()))
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{content}">'
        '<meta name="referrer" content="same-origin">'
    )


def inline(page: str) -> list[str]:
    """The scripts that stand in a page."""
    found = INLINE.finditer(page)
    return [one["text"] for one in found if not DATA.search(one["says"])]


def digest(script: str) -> str:
    """A script as a policy names it."""
    value = base64.b64encode(hashlib.sha256(script.encode()).digest())
    return f"'sha256-{value.decode()}'"


def _is_bare(page: str) -> bool:
    return CHARSET in page and 'http-equiv="Content-Security-Policy"' not in page
