"""What is no number of the run, as patterns: clocks, wrappers, prompts, units.

The one rule: no pattern can backtrack far, and none is run that the text does not need.
"""

import re
from collections.abc import Iterable

SAMPLE = 4000
"""Characters of the start, middle and end in which what stands on each line is seen."""
KEYWORDS = ("requires_grad", "grad_fn", "dtype", "device", "shape")
DAYS = "mon|tue|wed|thu|fri|sat|sun"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".replace(" ", "|")
NAMED: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("\x1b",), r"\x1b\[[0-9;?]*[a-z]", ""),
    (("```",), r"^```.*$", ""),
    ((">>>", "\n..."), r"^[ \t]{0,8}(?:>>>|\.\.\.(?= )) .*$", ""),
    (("\n>", "> "), r"^[ \t]{0,8}(?:> ?){1,9}", ""),
    (("in [", "out["), r"^(?:out|in) ?\[\d*\]:", ""),
    (
        ("improve", "saving model", "total params"),
        r"^.*(?:improved from|did not improve|saving model|total params).*$",
        "",
    ),
    (
        KEYWORDS,
        rf",? {{0,2}}\b(?:{'|'.join(KEYWORDS)})="
        r"(?:<[^>\n]{0,60}>|\([^)\n]{0,60}\)|'[^'\n]{0,40}'|[\w.:]{1,40})",
        "",
    ),
    (
        ("<tf.",),
        r"<tf\.(?:tensor|variable)[^>\n=]{0,60}(?:numpy=([^>\n]{0,40}))?>",
        r"\1",
    ),
    ((".py:",), r"[\w/\\.-]{1,80}\.py:\d+", " "),
    (("lineno",), r"\blineno ?\d+", " "),
    (("?it/s", "eta:"), r"\?it/s|\beta: *", " "),
    (("%",), r"(?<![\w.])\d+(?:\.\d+)? ?%(?:\|[^|\n]{0,200}\|)?", " "),
)
"""Words of which one must stand in the text, in lower case; pattern; what instead."""
SEEN: tuple[tuple[str, str], ...] = (
    (r"^[iwef]\d{4} \d\d:\d\d[^\]\n]{0,80}\]", ""),
    (r"(?<![\w.])\d{4}[-/]\d\d?[-/]\d\d?(?:t(?=\d))?", " "),
    (r"(?<![\w.])\d\d?[./]\d\d?[./]\d{4}(?![\w.])", " "),
    (
        rf"\b(?:(?:{DAYS}),? +)?(?:{MONTHS})[a-z]{{0,6}} +\d\d? +"
        r"(?=\d\d:\d\d)",
        " ",
    ),
    (r"(?<![\w.:])\d{1,3}:\d\d(?::\d\d(?:[.,]\d+)?z?)?(?![\d:.]|\w)", " "),
    (
        r"(?<![\w.])\d+(?:\.\d+)?(?:e[-+]?\d+)?(?:(?:[mµun]?s|h|min|it|ex|samples)"
        r"(?:/\w{1,20})?| (?:sec\w{0,4}|ms)\b(?:/\w{1,20})?)(?!\w)",
        " ",
    ),
    (r"(?<=[\w.])\[(\d{1,3})\](?=\s{0,4}[:=])", r"_\1"),
    (r"(?<=\w)\((\d{1,3})\)(?=\s{0,4}[:=])", r"_\1"),
    (
        r"\b(epoche?|época|epoca|ep|step|iter|itr|iteration|schritt)[#_ ]{0,4}(\d+)"
        r"(?=\D)",
        r"\1 \2",
    ),
    (r"(?<=[^\W\d_]{2})(?=\d+\.\d)", " "),
)
"""Patterns of what stands on each line, if at all, and what stands there instead."""


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE | re.IGNORECASE)


BY_NAME = tuple((words, _compiled(pattern), by) for words, pattern, by in NAMED)
BY_SIGHT = tuple((_compiled(pattern), by) for pattern, by in SEEN)
WRAPPED = re.compile(
    r"\b(?:tensor|array|np\.float\d\d|numpy\.float\d\d|Array|Variable|float|item)"
    r"\(\s{0,9}([^()]{0,200}?),?\s{0,9}\)"
)
OPENED = re.compile(r"\b(?:tensor|array|Array)\(")


def cut(text: str) -> str:
    """The text without all that the patterns know."""
    low = text.lower()
    for words, pattern, by in BY_NAME:
        if any(word in low for word in words):
            text = pattern.sub(by, text)
    sample = _sample(text)
    for pattern, by in BY_SIGHT:
        if pattern.search(sample):
            text = pattern.sub(by, text)
    if "(" in text:
        for _ in range(2):
            text = WRAPPED.sub(r"\1", text)
        text = OPENED.sub("", text)
    return text


def _sample(text: str) -> str:
    middle = len(text) // 2
    pieces: Iterable[str] = (
        text[:SAMPLE],
        text[middle : middle + SAMPLE],
        text[-SAMPLE:],
    )
    return "\n".join(pieces)
