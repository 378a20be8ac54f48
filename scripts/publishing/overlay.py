"""The mistakes of a build, laid over the page that `mkdocs serve` shows.

The one rule: it stands in what is sent and in no file of the site; it brings its own
look and its own script, since the page beneath may have neither.
"""

import html
import re
from collections.abc import Sequence

from scripts.drawing import style

PLACE = re.compile(r"(?P<place>[^\s:;]+(?::\d+)?): (?P<rest>.*)", re.DOTALL)
PLAIN = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>The build has stopped</title></head><body></body></html>"
)
COLORS = "--paper: {paper}; --ink: {text}; --muted: {muted}; --wrong: {wrong};"
SHEET = """
#gd-mistakes { LIGHT }
@media (prefers-color-scheme: dark) { #gd-mistakes { DARK } }
[data-md-color-scheme=default] #gd-mistakes { LIGHT }
[data-md-color-scheme=slate] #gd-mistakes { DARK }
#gd-mistakes {
  position: fixed; inset: auto 0 0 0; z-index: 100; box-sizing: border-box;
  max-height: 70vh; max-height: 70dvh; overflow: auto; margin: 0; padding: 20px 24px;
  background: var(--paper); color: var(--ink); border-top: 4px solid var(--wrong);
  box-shadow: 0 0 40px rgb(0 0 0 / 35%); font: 16px/1.5 system-ui, sans-serif;
}
#gd-mistakes > div { max-width: 900px; margin: 0 auto; }
#gd-mistakes h2 { margin: 0; font: 600 18px/1.4 system-ui, sans-serif; color: inherit; }
#gd-mistakes p { margin: 4px 0 0; color: var(--muted); font-size: 15px; }
#gd-mistakes ol { margin: 14px 0 0; padding: 0; list-style: none; }
#gd-mistakes li {
  margin: 0 0 12px; padding: 0 0 0 12px; border-left: 2px solid var(--wrong);
  overflow-wrap: anywhere; font-size: 16px;
}
#gd-mistakes li:last-child { margin-bottom: 0; }
#gd-mistakes code {
  display: block; padding: 0; background: none; color: inherit;
  font: 600 14px/1.5 ui-monospace, Menlo, Consolas, monospace;
}
#gd-mistakes button {
  float: right; margin: 0 0 8px 16px; padding: 8px 14px; min-height: 40px;
  background: none; color: inherit; border: 1px solid var(--muted); border-radius: 6px;
  font: inherit; font-size: 15px; cursor: pointer;
}
#gd-mistakes button:focus-visible {
  outline: 3px solid var(--ink); outline-offset: 2px;
}
@media print { #gd-mistakes { display: none; } }
"""
# A screen reader announces what comes into an alert, not what was there from the start.
SCRIPT = """
(() => {
  const alert = document.getElementById("gd-mistakes");
  const inside = [...alert.childNodes];
  const close = () => { alert.remove(); removeEventListener("keydown", escape, true); };
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  alert.querySelector("button").addEventListener("click", close);
  addEventListener("keydown", escape, true);
  alert.replaceChildren();
  requestAnimationFrame(() => setTimeout(() => alert.replaceChildren(...inside), 50));
})();
"""


def laid_over(page: bytes, lines: Sequence[str]) -> bytes:
    """The page with these mistakes over it; without any, the page.

    Args:
        page: HTML as it was built.
        lines: The mistakes as the terminal shows them.
    """
    if not lines:
        return page
    head, end, tail = page.rpartition(b"</body>")
    if not end:
        head, tail = page, b""
    return head + _box(lines).encode() + end + tail


def _box(lines: Sequence[str]) -> str:
    count = "a mistake" if len(lines) == 1 else f"{len(lines)} mistakes"
    items = "".join(f"<li>{_item(line)}</li>" for line in lines)
    return (
        f"<style>{_sheet()}</style>"
        '<section id="gd-mistakes" role="alert"><div>'
        '<button type="button">Close (Esc)</button>'
        f"<h2>The build has stopped at {count}</h2>"
        "<p>Behind this is the last good page, if there was one. "
        "The next good save replaces it.</p>"
        f"<ol>{items}</ol></div></section><script>{SCRIPT}</script>"
    )


def _item(line: str) -> str:
    match = PLACE.fullmatch(line)
    if not match:
        return html.escape(line)
    place, rest = (html.escape(match[name]) for name in ("place", "rest"))
    return f"<code>{place}:</code> {rest}"


def _sheet() -> str:
    sheet = SHEET
    for name, theme in (("LIGHT", style.LIGHT), ("DARK", style.DARK)):
        sheet = sheet.replace(name, COLORS.format(**vars(theme)))
    return sheet
