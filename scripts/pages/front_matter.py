"""The lines above a page: YAML between two lines of three dashes.

The one rule: what MkDocs would print as text, or swallow, is refused instead.
"""

import functools
import re
from collections.abc import Iterator

import yaml

from scripts.pages import lines
from scripts.pages.mistakes import Mistake

OPENING = re.compile(r"-{3}[ \t]*\n")
WHOLE = re.compile(r"-{3}[ \t]*\n(?P<yaml>.*?)^(?:\.{3}|-{3})[ \t]*\n", re.M | re.S)
METADATA = re.compile(r" {0,3}[A-Za-z0-9_-]+:")  # MkDocs swallows such lines
READ = 512  # texts that are kept as they were read: each is asked for several times
END = "close it with a line of three dashes"
QUOTE = "put a value that holds a colon or begins with a mark in quotes"


def mistakes(file: str, text: str) -> Iterator[Mistake]:
    """What is wrong with the front matter of a page, at most one thing.

    Args:
        file: Its name in the message.
        text: The whole page.
    """
    if not OPENING.match(text):
        if METADATA.match(text):
            wrong = "the page begins like front matter, without a line of three dashes"
            yield Mistake(file, 1, wrong, "add one above and one below")
    elif not (match := WHOLE.match(text)):
        yield Mistake(file, 1, "the front matter has no end", END)
    else:
        yield from _of_yaml(file, match["yaml"])


@functools.lru_cache(READ)
def line_of(text: str, key: str) -> int:
    """The line of a key, or of the first macro in its value."""
    match = WHOLE.match(text)
    tree = yaml.compose(match["yaml"], Loader=yaml.SafeLoader) if match else None
    for head, value in tree.value if isinstance(tree, yaml.MappingNode) else ():
        if head.value == key:
            first, last = head.start_mark.line + 1, value.end_mark.line + 1
            below = text.split("\n")[first : last + 1]
            macros = (n for n, line in enumerate(below) if "{{" in line)
            return int(first + next(macros, 0) + 1)
    return 1


def _of_yaml(file: str, text: str) -> Iterator[Mistake]:
    for line, wrong, remedy in _faults(text):
        yield Mistake(file, line, wrong, remedy)


@functools.lru_cache(READ)
def _faults(text: str) -> list[tuple[int, str, str]]:
    """Line, fault and remedy."""
    try:
        data = yaml.load(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        line, reason = lines.of_yaml(error)
        return [(line + 1, f"the front matter is not YAML: {reason}", QUOTE)]
    if not isinstance(data, dict):
        wrong = "the front matter is not a list of keys and values"
        return [(2, wrong, "write `key: value`")]
    return [
        (line_of(f"---\n{text}---\n", key), f"the {key} is not text", QUOTE)
        for key in ("title", "description")
        if key in data and not isinstance(data[key], str)
    ]
