"""What MkDocs itself complains of, as mistakes with file and line.

The one rule: a complaint that is known becomes a mistake, and MkDocs' own line of it is
dropped; one that is not known passes as it is.
"""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts.pages import lines
from scripts.pages.mistakes import Mistake, Mistakes, shown

CONFIG = "mkdocs.yml"
NAV = "add it to `nav`, or name it in `not_in_nav` or `exclude_docs`"
LOGGERS = (  # a filter sees what is logged by its own logger alone
    "mkdocs.commands.build",
    "mkdocs.config",
    "mkdocs.plugin.redirects",
    "mkdocs.structure.files",
    "mkdocs.structure.nav",
    "mkdocs.structure.pages",
)
Found = Iterator[Mistake]


def passes(record: logging.LogRecord, mistakes: Mistakes) -> bool:
    """Whether MkDocs may say this itself; what is a mistake is noted instead."""
    if record.levelno < logging.WARNING:
        return True
    message = record.getMessage()
    for pattern, of in KNOWN:
        if match := pattern.match(message):
            mistakes.note(*of(match, mistakes))
            return False
    return True


def listen(keeper: logging.Filter) -> None:
    """Have every complaint pass through `keeper`, under `--quiet` too."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.filters.insert(0, keeper)  # before MkDocs drops what it said before
        if logger.getEffectiveLevel() > logging.WARNING:
            logger.setLevel(logging.WARNING)


def source_of(page: str, root: Path) -> Path:
    """The file that a page is made of: in docs/, or written by the build."""
    for folder in (root / "docs", root / ".build/pages"):
        if (folder / page).is_file():
            return folder / page
    return root / "docs" / page


def _of_link(match: re.Match[str], mistakes: Mistakes) -> Found:
    page, link = match["page"], match["link"]
    mistakes.met[page, link] += 1
    source = source_of(page, mistakes.root)
    line = lines.of_link(lines.text(source), link, mistakes.met[page, link])
    hint = re.search(r"Did you mean '(.*)'\?", match["why"])
    remedy = f"did you mean {hint[1]}?" if hint else "correct it or take it out"
    file = shown(source, mistakes.root)
    yield Mistake(file, line, f"the link {link} {_why(match)}", remedy)


def _why(match: re.Match[str]) -> str:
    if "such anchor" in match["why"] or "contain an anchor" in match["why"]:
        return "leads to a heading that is not there"
    if match["kind"] == "an absolute":
        return "is absolute, and would break under another address"
    return "leads to no page or file"


def _of_nav(match: re.Match[str], mistakes: Mistakes) -> Found:
    wrong = f"`nav` names {match['page']}, which is not in docs/"
    remedy = "correct its path, or write that page"
    yield Mistake(CONFIG, _entry(mistakes, match["page"], "nav"), wrong, remedy)


def _of_omitted(match: re.Match[str], mistakes: Mistakes) -> Found:
    for page in match["pages"].split("\n  - "):
        file = shown(source_of(page, mistakes.root), mistakes.root)
        yield Mistake(file, 1, f"`nav` in {CONFIG} does not name this page", NAV)


def _of_conflict(match: re.Match[str], mistakes: Mistakes) -> Found:
    wrong = f"it has the same address as docs/{match['other']}"
    yield Mistake(f"docs/{match['page']}", 1, wrong, "rename or delete one of the two")


def _of_redirect(match: re.Match[str], mistakes: Mistakes) -> Found:
    wrong = f"a redirect leads to {match['page']}, which is not in docs/"
    line = _entry(mistakes, match["page"], "plugins")
    yield Mistake(CONFIG, line, wrong, "correct its path")


def _of_value(match: re.Match[str], mistakes: Mistakes) -> Found:
    """A value of mkdocs.yml: at the word that the reason quotes, or at its key."""
    reason = match["why"].strip().removesuffix(".")
    named = re.findall(r"['\"]([^'\"]+)['\"]", reason)
    entries = (_entry(mistakes, name, match["key"]) for name in named)
    head = _entry(mistakes, match["key"])
    line = next((line for line in entries if line not in (1, head)), head)
    yield Mistake(CONFIG, line, f"`{match['key']}`: {reason}", "correct it")


def _of_page(match: re.Match[str], mistakes: Mistakes) -> Found:
    """The page at which a build ended; the mistake itself is said by its error."""
    mistakes.page = shown(source_of(match["page"], mistakes.root), mistakes.root)
    yield from ()


def _entry(mistakes: Mistakes, name: str, key: str = "") -> int:
    return lines.of_entry(lines.text(mistakes.root / CONFIG), name, key)


KNOWN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Mistakes], Found]], ...]
KNOWN = tuple(
    (re.compile(pattern, re.DOTALL), of)
    for pattern, of in (
        (
            r"Doc file '(?P<page>.*?)' contains (?P<kind>an?.*?) link "
            r"'(?P<link>.*?)',(?P<why>.*)",
            _of_link,
        ),
        (r"An? (?:reference|absolute path) to '(?P<page>.*?)' is included", _of_nav),
        (r"The following pages exist .*?\n  - (?P<pages>.*)", _of_omitted),
        (r"Excluding '(?P<page>.*?)' .* conflicts with '(?P<other>.*?)'", _of_conflict),
        (r"Redirect target '(?P<page>.*?)' does not exist", _of_redirect),
        (r"Config value '(?P<key>.*?)': (?P<why>.*)", _of_value),
        (r"Error (?:reading|building) page '(?P<page>.*?)'", _of_page),
    )
)
