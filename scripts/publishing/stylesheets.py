"""One style sheet in the place of many: a page shows no word before it has them all.

The one rule: rules keep their order, and what they load is found from the new place.
"""

import posixpath
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

PLACE = "assets/site.css"
LOADED = re.compile(r"url\((['\"]?)(?!data:|https?:|[/#])([^'\")]+)\1\)")


def join(files: Files, config: MkDocsConfig) -> None:
    """Put the sheets of `extra_css` into one; those of plugins, made later, stay."""
    sheets = {place: files.get_file_from_path(place) for place in config.extra_css}
    ours = {place: file for place, file in sheets.items() if file}
    if ours:
        text = "".join(moved(file.content_string, at) for at, file in ours.items())
        files.append(File.generated(config, PLACE, content=text))
        others = [place for place in config.extra_css if place not in ours]
        config.extra_css = [PLACE, *others]


def moved(sheet: str, place: str) -> str:
    """A sheet that stood at `place`, for the place of the one."""
    folder, target = posixpath.dirname(place), posixpath.dirname(PLACE)

    def rebased(match: re.Match[str]) -> str:
        path = posixpath.join(folder, match[2])
        return f"url({match[1]}{posixpath.relpath(path, target)}{match[1]})"

    return LOADED.sub(rebased, sheet).rstrip() + "\n"
