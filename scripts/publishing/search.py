"""The index of the search is loaded when a reader opens the search, and not before.

The one rule: Material can wait already, for pages that are opened from a disk; its
script is told that each page is one of these.
"""

import re

from mkdocs.structure.files import Files

BUNDLE = re.compile(r"assets/javascripts/bundle\.\w+\.min\.js")
AT_ONCE = re.compile(
    r'[\w$]+\([\w$]+\(location\.protocol!=="file:"\),([\w$]+\("search"\))\)'
)
CHANGED = (
    "{place}: this version of Material loads the index of the search in another way; "
    "correct AT_ONCE in scripts/publishing/search.py"
)


def wait(files: Files) -> None:
    """Have Material's script wait.

    Raises:
        ValueError: If it does not load the index as it did.
    """
    for file in files:
        if BUNDLE.fullmatch(file.src_uri):
            file.content_string = waiting(file.content_string, file.src_uri)


def waiting(script: str, place: str) -> str:
    """Material's script, in which the toggle of the search alone starts the index."""
    text, times = AT_ONCE.subn(r"\1", script)
    if times != 1:
        raise ValueError(CHANGED.format(place=place))
    return text
