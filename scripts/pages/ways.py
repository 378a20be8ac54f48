"""The way to an answer by three questions: what is seen, when, and in which framework.

The one rule: a page says in its front matter what its reader sees and when, in words
that stand here; the frameworks are those of its code. Nothing here names an answer.
"""

import functools
import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from scripts.pages import front_matter
from scripts.pages.mistakes import Mistake
from scripts.pages.snippets import KINDS, Kind
from scripts.pipeline.snapshot import ANSWERS, SNIPPETS

KEY = "ways"
SEEN = {  # what do you see?
    "nan": "NaN or inf",
    "grows": "The loss grows from step to step",
    "again": "The loss falls, then rises or swings",
    "crawls": "It falls, but far too slowly",
    "stuck": "It stands still, short of the best line",
    "wrong": "It ends, and the line or its numbers are wrong",
    "plan": "Nothing yet: I choose the rate, or when to stop",
}
WHEN = {  # when?
    "start": "Before the first step",
    "soon": "In the first steps",
    "late": "After many steps",
    "changed": "Since I changed data or code",
    "use": "When I use the result",
}
FOLDER = f"{Path(ANSWERS).name}/"  # the same in docs/ and in an address
EXAMPLE = f"write `{KEY}: {{nan: soon}}`, or several: `{{nan: soon, crawls: late}}`"
CODE = re.compile(r"\{\{ ?(?:repair|code)\(\"(\w+)\"\)")  # the first one of a page
TAB = "#__tabbed_1_"  # pymdownx.tabbed counts sets of tabs, and tabs, from one


class Listed(NamedTuple):
    """An answer: its address from the root, its question, {seen: when}, its code."""

    url: str
    title: str
    ways: dict[str, str]
    kinds: tuple[Kind, ...]


def mistakes(file: str, text: str) -> Iterator[Mistake]:
    """What is wrong with the ways to an answer, whose front matter can be read.

    Args:
        file: Its name in the message.
        text: The whole page.
    """
    line = front_matter.line_of(text, KEY)
    said = _head(text).get(KEY)
    if not said or not isinstance(said, dict):
        wrong = f"the front matter does not say in `{KEY}` what is seen, and when"
        yield Mistake(file, line, wrong, EXAMPLE)
        return
    for seen, when in said.items():
        if str(seen) not in SEEN:
            yield _unknown(file, line, seen, SEEN)
        if str(when) not in WHEN:  # a list, perhaps
            yield _unknown(file, line, when, WHEN)


def listed(root: Path) -> list[Listed]:
    """The answers, by the names of their files; those with mistakes are left out."""
    found = []
    for path in sorted((root / ANSWERS).glob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if any(front_matter.mistakes("", text)) or any(mistakes("", text)):
            continue
        head = _head(text)
        url = f"{FOLDER}{path.stem}/"
        kinds = kinds_of(root, text)
        found.append(Listed(url, str(head.get("title")), head[KEY], kinds))
    return found


def snippet_of(text: str) -> str:
    """The name of the first code of a page; empty if it has none."""
    match = CODE.search(text)
    return match[1] if match else ""


def kinds_of(root: Path, text: str) -> tuple[Kind, ...]:
    """The languages of the first code of a page, in the order of its tabs."""
    name = snippet_of(text)
    files = dict.fromkeys(KINDS, (name, f"{name}_after"))
    return tuple(
        kind
        for kind, stems in files.items()
        if any((root / SNIPPETS / f"{s}_{kind.ending}").is_file() for s in stems)
    )


def folds(answers: list[Listed], level: int, url: Callable[[str], str]) -> str:
    """A fold for each thing that can be seen; in it moments, answers, frameworks.

    Args:
        answers: What is offered.
        level: The rank of the headings.
        url: From an address at the root to one from the page.
    """
    parts = []
    for seen, words in SEEN.items():
        offered = [answer for answer in answers if seen in answer.ways]
        moments = "".join(
            f"<dt>{said}</dt>{''.join(_item(answer, url) for answer in chosen)}"
            for when, said in WHEN.items()
            if (chosen := [one for one in offered if one.ways[seen] == when])
        )
        if moments:
            marks = f"{{#see-{seen} .gd-fold data-search-exclude=''}}"
            heading = f"{'#' * level} {words} {marks}"
            parts.append(f'{heading}\n\n<dl class="gd-way">{moments}</dl>\n')
    return "\n".join(parts)


def _item(answer: Listed, url: Callable[[str], str]) -> str:
    title = html.escape(answer.title)
    there = url(answer.url)
    tabs = "".join(
        f' <a href="{there}{TAB}{i}" '
        f'aria-label="{kind.label}: {title}">{kind.label}</a>'
        for i, kind in enumerate(answer.kinds, 1)
    )
    code = f' <span class="gd-kinds">{tabs}</span>' if tabs else ""
    return f'<dd><a href="{there}">{title}</a>{code}</dd>'


def _unknown(file: str, line: int, word: Any, known: dict[str, str]) -> Mistake:
    wrong = f"`{KEY}` says {word!r}, which no question asks"
    return Mistake(file, line, wrong, f"the words are {', '.join(known)}")


@functools.lru_cache(front_matter.READ)
def _head(text: str) -> dict[str, Any]:
    match = front_matter.WHOLE.match(text)
    head = yaml.load(match["yaml"], Loader=yaml.SafeLoader) if match else None
    return head if isinstance(head, dict) else {}
