"""What differs between two built sites: `python -m scripts.publishing.difference A B`.

The one rule: a page is compared as a reader has it, its text with alternative texts and
tooltips; every other file is compared byte for byte, and JSON told value by value.
Scripts and styles that readers do not see are one line.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

SHOWN = ("alt", "aria-label", "data-value", "placeholder", "title", "value")
UNSEEN = ("script", "style")
TEXT = (".html", ".json", ".xml", ".txt")
Renamed = Sequence[tuple[re.Pattern[str], str]]


class _Page(HTMLParser):
    """The words of a page in their order, and what else is read aloud or shown."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._unseen = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        self.lines += [
            f"{n}: {' '.join(v.split())}" for n, v in attrs if n in SHOWN and v
        ]

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen and data.strip():
            self.lines.append(" ".join(data.split()))


def differences(one: Path, other: Path, renamed: Renamed = ()) -> Iterator[str]:
    """A line for each difference of two sites; none if readers get the same.

    Args:
        one: A site.
        other: The site that it is compared with.
        renamed: What is to be replaced in the file names and lines of the first.
    """
    olds = {_renamed(name, renamed): path for name, path in _files(one).items()}
    news = _files(other)
    for name in sorted(olds.keys() | news.keys()):
        if name not in olds or name not in news:
            yield f"{name}: only in {one if name in olds else other}"
            continue
        old, new = olds[name].read_bytes(), news[name].read_bytes()
        if old != new and name.endswith(TEXT):
            before = [_renamed(line, renamed) for line in _lines(name, old.decode())]
            yield from (
                f"{name}: {it}" for it in _edits(before, _lines(name, new.decode()))
            )
        elif old != new:
            yield f"{name}: other bytes, {len(old):,} and {len(new):,}"


def _files(site: Path) -> dict[str, Path]:
    paths = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path for path in paths}


def _renamed(text: str, renamed: Renamed) -> str:
    for pattern, name in renamed:
        text = pattern.sub(name, text)
    return text


def _lines(name: str, text: str) -> list[str]:
    if name.endswith(".html"):
        return _Page(text).lines
    return [*_values(json.loads(text))] if name.endswith(".json") else text.splitlines()


def _values(value: Any, place: str = "") -> Iterator[str]:
    """Each plain value with the way to it; the items of a list are told by order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, f"{place}[]")
    else:
        yield f"{place}: {json.dumps(value, ensure_ascii=False)}"


def _edits(before: list[str], after: list[str]) -> Iterator[str]:
    """What is to be changed; one edit for all lines that are in another order."""
    counts = Counter(before), Counter(after)
    gone = [*(counts[0] - counts[1]).elements()]
    new = [*(counts[1] - counts[0]).elements()]
    if len(gone) == len(new):
        yield from (
            f"{old!r} is now {now!r}" for old, now in zip(gone, new, strict=True)
        )
    else:
        yield from (f"- {line}" for line in gone)
        yield from (f"+ {line}" for line in new)
    kept = [
        [line for line in lines if counts[0][line] == counts[1][line]]
        for lines in (before, after)
    ]
    if kept[0] != kept[1]:
        moved = sum(old != now for old, now in zip(*kept, strict=True))
        yield f"{moved} lines are in another order"


def _rename(text: str) -> tuple[re.Pattern[str], str]:
    old, sign, new = text.partition("=")
    try:
        pattern = re.compile(old)
        if sign:
            return pattern, new
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{old!r}: {error}") from error
    raise argparse.ArgumentTypeError(f"{text!r} has no =")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print each difference; 1 if there is one."""
    parser = argparse.ArgumentParser(prog="python -m scripts.publishing.difference")
    parser.add_argument("sites", nargs=2, type=Path, metavar="SITE")
    parser.add_argument(
        "--renamed",
        action="append",
        default=[],
        type=_rename,
        metavar="OLD=NEW",
        help="a regular expression in the first site, and what it is now",
    )
    options = parser.parse_args(arguments)
    one, other = options.sites
    for site in (one, other):
        if not site.is_dir():
            parser.error(f"{site} is no folder")
    lines = [*differences(one, other, options.renamed)]
    for line in lines:
        print(line)
    print(f"{len(lines)} differences", file=sys.stderr)
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
