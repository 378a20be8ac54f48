"""One style sheet in the place of many: a page shows no word before it has them all.

The one rule: rules keep their order, and what they load is found from the new place.
What no page of the site has, such as a blog's parts, is left out, and so are comments.
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
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENTED = re.compile(r"\s*\n\s*")
RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
EMPTY = re.compile(r"@(?:media|supports)[^{}]*\{\s*\}")
APART = re.compile(r",(?![^(]*\))")  # of selectors, but not within :is(a,b)
EITHER = re.compile(r":[\w-]+\([^()]*\)")  # such as :is(a,b) and :not(a): no condition
PICTURE = re.compile(r"(--[\w-]+):url\((?:\"[^\"]*\"|[^)]*)\);?")
UNUSED = (  # of Material's parts, and of what Markdown could have; as classes
    *("critic", "emojione", "footnote", "gemojione", "grid", "keys", "linenodiv"),
    *("linenos", "linenotable", "md-annotation", "md-author", "md-banner"),
    *("md-consent", "md-draft", "md-feedback", "md-meta", "md-pagination", "md-path"),
    *("md-pin", "md-post", "md-profile", "md-select", "md-social", "md-status"),
    *("md-tabs", "md-tag", "md-tags", "md-version", "mermaid", "task-list-control"),
    *("task-list-indicator", "task-list-item", "twemoji"),
)
NOWHERE = re.compile(rf"\.(?:{'|'.join(UNUSED)})(?![a-z])|\[dir=rtl\]")


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
        text = lean(text)
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

    return LOADED.sub(rebased, sheet).rstrip() + "\n"


def lean(sheet: str) -> str:
    """A sheet without comments, and without what is for parts that no page has."""
    text = INDENTED.sub("\n", COMMENT.sub("", sheet)).lstrip()
    text = EMPTY.sub("", RULE.sub(_kept, text))
    asked = set(re.findall(r"var\((--[\w-]+)", text))
    return PICTURE.sub(lambda it: it[0] if it[1] in asked else "", text)


def _kept(rule: re.Match[str]) -> str:
    """A rule for those of its elements that a page may have; nothing if for none."""
    every = APART.split(rule[1])
    chosen = [one for one in every if not NOWHERE.search(EITHER.sub("", one))]
    return f"{','.join(chosen)}{{{rule[2]}}}" if chosen else ""
