"""The HTML of figures and films: both themes, wide and narrow.

The one rule: a reader's window and scheme choose, without script, and load one alone.
"""

from collections.abc import Callable
from typing import Any

from scripts.pages.markup import attribute, size

PHONE = "screen and (max-width: 44.9844em)"  # as in page.css
THEMES = ("light", "dark")
Address = Callable[[str], str]  # from a file of the build to its link


def still(figure: dict[str, Any], url: Address) -> str:
    """The images of a figure."""
    files, narrow = figure["files"], size(figure["narrow"])
    return "".join(
        f'<picture class="gd-only-{theme}"><source media="{PHONE}" '
        f'srcset="{url(files[f"{theme}-narrow"])}" {narrow}>'
        f'<img src="{url(files[theme])}" {size(figure)} loading="lazy" '
        f'alt="{attribute(figure["alt"])}"></picture>'
        for theme in THEMES
    )


def film(film: dict[str, Any], url: Address) -> str:
    """The posters of a film, each a link to it; videos.js puts the film there."""
    files, widths = film["files"], {"wide": ("", film)}
    widths["narrow"] = ("-narrow", film["narrow"])
    return "".join(
        f'<a class="gd-film gd-only-{theme} gd-only-{width}" {_ratio(shown)} '
        f'href="{url(files[f"{theme}{part}"])}">'
        f'<img src="{url(files[f"{theme}{part}-poster"])}" {size(shown)} '
        f'loading="lazy" alt="{attribute(film["alt"])}"></a>'
        for theme in THEMES
        for width, (part, shown) in widths.items()
    )


def framed(key: str, media: str, caption: str) -> str:
    """A picture with its caption, under the anchor of its name."""
    anchor = key.rpartition(".")[2]
    return (
        f'<figure id="figure-{anchor}" markdown>\n<div class="gd-media">{media}</div>\n'
        f'<figcaption markdown="span">{caption.strip()}</figcaption>\n</figure>'
    )


def _ratio(film: dict[str, Any]) -> str:
    """What the stylesheet makes the box of, with its strip for the controls."""
    return f'style="--gd-width: {film["width"]}; --gd-height: {film["height"]}"'
