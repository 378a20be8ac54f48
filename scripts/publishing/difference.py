"""What differs between two built sites: `python -m scripts.publishing.difference A B`.

The one rule: a page is compared as a reader has it, its text with alternative texts and
tooltips; every other file is compared byte for byte. Scripts and styles that readers do
not see are one line.
"""

import difflib
import sys
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

SHOWN = ("alt", "aria-label", "data-value", "placeholder", "title", "value")
UNSEEN = ("script", "style")


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


def differences(one: Path, other: Path) -> Iterator[str]:
    """A line for each difference of two sites; none if readers get the same."""
    names = {
        path.relative_to(root).as_posix()
        for root in (one, other)
        for path in root.rglob("*")
        if path.is_file()
    }
    for name in sorted(names):
        pair = one / name, other / name
        if not all(path.is_file() for path in pair):
            yield f"{name}: only in {one if pair[0].is_file() else other}"
        elif pair[0].read_bytes() != pair[1].read_bytes():
            yield from _changed(name, *(path.read_bytes() for path in pair))


def _changed(name: str, old: bytes, new: bytes) -> Iterator[str]:
    if not name.endswith((".html", ".json", ".xml", ".txt")):
        yield f"{name}: other bytes, {len(old):,} and {len(new):,}"
        return
    before, after = (_lines(name, content.decode()) for content in (old, new))
    for line in difflib.unified_diff(before, after, n=0, lineterm=""):
        if line.startswith(("+", "-")) and not line.startswith(("+++", "---")):
            yield f"{name}: {line}"


def _lines(name: str, text: str) -> list[str]:
    return _Page(text).lines if name.endswith(".html") else text.splitlines()


def main(arguments: Sequence[str]) -> int:
    """Print each difference; 1 if there is one."""
    if len(arguments) != 2:
        print("usage: python -m scripts.publishing.difference SITE OTHER_SITE")
        return 2
    lines = list(differences(*map(Path, arguments)))
    print(*lines, f"{len(lines)} differences", sep="\n")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
