"""What Material's own files would have a reader or a build wait for, and need not.

The one rule: each change names the place that it changes, and a version of Material
without that place is refused, not passed over.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.structure.files import Files
from mkdocs.theme import Theme


@dataclass(frozen=True)
class Change:
    """A file, what stands in it once, what takes its place, and what both are about."""

    file: re.Pattern[str]
    before: re.Pattern[str]
    after: str
    about: str


BUNDLE = re.compile(r"assets/javascripts/bundle\.\w+\.min\.js")
PALETTE = re.compile(r"assets/stylesheets/palette\.\w+\.min\.css")
CHANGES = (
    # It can wait already, for pages opened from a disk: each page counts as one.
    Change(
        BUNDLE,
        re.compile(
            r'[\w$]+\([\w$]+\(location\.protocol!=="file:"\),([\w$]+\("search"\))\)'
        ),
        r"\1",
        "loads the index of the search before a reader opens the search",
    ),
    # The build has framed the tables: to take them out and lay them again takes long.
    Change(
        BUNDLE,
        re.compile(re.escape('("table:not([class])",')),
        '("table:not([class],.md-typeset__table>*)",',
        "frames the tables of a page",
    ),
    # Each change of this tag has all elements styled anew; our sheet says what it says.
    Change(
        BUNDLE,
        re.compile(
            r'([\w$]+\("meta",\{name:"color-scheme"\}\);)'
            r"document\.head\.appendChild\([\w$]+\);"
        ),
        r"\1",
        "tells the browser the color scheme",
    ),
    # A sheet whose address is written anew is read anew, with its letters; so a page
    # opened by script has to know a sheet by its address below the site.
    Change(
        BUNDLE,
        re.compile(
            r'(\([\w$]+\)\{for\(let [\w$]+ of [\w$]+\("\[href\])(, \[src\]",[\w$]+\))'
        ),
        r"\1:not([rel=stylesheet])\2",
        "makes addresses absolute",
    ),
    Change(
        BUNDLE,
        re.compile(r"([\w$]+)\.set\(([\w$]+)\.outerHTML,\2\)"),
        r'\1.set(\2.rel==="stylesheet"?\2.getAttribute("href")'
        r'.replace(/^[.\\/]+/,""):\2.outerHTML,\2)',
        "compares the heads of two pages",
    ),
    # A rule about all elements has all of them styled anew, three times at each start.
    Change(
        PALETTE,
        re.compile(
            r"\[data-md-color-switching\] \*,\[data-md-color-switching\] :after,"
            r"\[data-md-color-switching\] :before\{transition-duration:0s!important\}"
        ),
        "",
        "has no element fade as its color changes",
    ),
)
CHANGED = (
    "{place}: this version of Material {about} in another way; "
    "correct CHANGES in scripts/publishing/material.py"
)


class Shown(jinja2.FileSystemLoader):
    """The templates of a theme; it lists those that can be files of a site.

    MkDocs asks for all, fourteen thousand icons too, and takes none below a folder
    whose name begins with a dot.
    """

    def list_templates(self) -> list[str]:
        found = set()
        for place in self.searchpath:
            for folder, folders, names in os.walk(place, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                below = Path(folder).relative_to(place)
                found |= {(below / name).as_posix() for name in names}
        return sorted(found)


def lighten(theme: Theme) -> None:
    """Have a theme list no icons."""
    whole = theme.get_env

    def shown() -> jinja2.Environment:
        env = whole()
        env.loader = Shown(theme.dirs)
        return env

    changed: Any = theme
    changed.get_env = shown


def mend(files: Files) -> None:
    """Change Material's files among these.

    Raises:
        ValueError: If one is not as it was.
    """
    for file in files:
        if BUNDLE.fullmatch(file.src_uri) or PALETTE.fullmatch(file.src_uri):
            file.content_string = mended(file.content_string, file.src_uri)


def mended(text: str, place: str) -> str:
    """A file of Material with its changes."""
    for change in CHANGES:
        if change.file.fullmatch(place):
            text, times = change.before.subn(change.after, text)
            if times != 1:
                raise ValueError(CHANGED.format(place=place, about=change.about))
    return text
