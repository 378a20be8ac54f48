"""One style sheet in the place of many: a page shows no word before it has them all.

The one rule: rules keep their order, and what they load is found from the new place.
"""

import hashlib
import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

FOLDER = "assets"
ORDER = ("main", "palette")  # as Material's page loads its own
PLACE = FOLDER + "/site.{}.css"  # by its content, so it may be kept for ever
MATERIALS = [re.compile(rf"assets/stylesheets/{n}\.\w+\.min\.css") for n in ORDER]
LOADED = re.compile(r"url\((['\"]?)(?!data:|https?:|[/#])([^'\")]+)\1\)")
SOURCE = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def join(files: Files, config: MkDocsConfig) -> None:
    """Put Material's sheets and those of `extra_css` into one, which takes their place.

    Sheets of plugins, which are made later, stay.
    """
    places = [
        file.src_uri
        for one in MATERIALS
        for file in files
        if one.fullmatch(file.src_uri)
    ]
    sheets = {
        place: files.get_file_from_path(place) for place in [*places, *config.extra_css]
    }
    ours = {place: file for place, file in sheets.items() if file}
    if ours:
        text = "".join(moved(file.content_string, at) for at, file in ours.items())
        place = PLACE.format(hashlib.sha256(text.encode()).hexdigest()[:8])
        files.append(File.generated(config, place, content=text))
        others = [place for place in config.extra_css if place not in ours]
        config.extra_css = [place, *others]


def joined(site: Path) -> Path:
    """The one sheet of a built site."""
    (sheet,) = site.glob(PLACE.format("*"))
    return sheet


def moved(sheet: str, place: str) -> str:
    """A sheet that stood at `place`, for the place of the one."""
    folder = posixpath.dirname(place)

    def rebased(match: re.Match[str]) -> str:
        path = posixpath.join(folder, match[2])
        return f"url({match[1]}{posixpath.relpath(path, FOLDER)}{match[1]})"

    return LOADED.sub(rebased, SOURCE.sub("", sheet)).rstrip() + "\n"
