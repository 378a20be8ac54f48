"""A posted log without what is no number of the run, in lines.

The one rule: a bar that counts batches is read when it is full, and counts no steps.
"""

import re
import unicodedata
from typing import NamedTuple

from gdcore.logs.cuts import cut

MOST_CHARACTERS = 400_000
MOST_LINES = 3_000
"""Of a longer log, as many lines are read from its start and its end, half each."""
MARKS = str.maketrans(
    {"−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'"}
    | {"‖": "|", "\ufeff": "", "\u200b": "", "：": ":", "，": ",", "＝": "="}
)
LONGEST = 2_000
"""Characters of a line from which on stretches without a digit are cut."""
STRETCH = re.compile(r"(?<!\D)\D{400,}(?!\D)")
IDEOGRAPHS = re.compile(r"(?<=[\u3040-\u9fff])(?=\d)|(?<=\d)(?=[\u3040-\u9fff])")
LINE_END = re.compile(r"[\n\r]")
IDEOGRAPH = re.compile(r"[\u3040-\u9fff]")
BREAKS = re.compile(r"[\r\x08\x0b\x0c\u2028]+")
BAR = re.compile(
    r"(?<![\w.])(\d+)/(\d+)(?=(?:,? {0,2}\[? {0,2}(?:={2,}|=?>|━|─|█|\.{5,}))"
    r"| {0,2}\[[^\]\n\d]{0,20}[<,])"
)
"""The counter of a progress bar, i/n, beside its bar or its times."""
DRAWN = re.compile(r"\d/\d")
STEPS = re.compile(r"\b(?:epoch|step|iter\w{0,6})\b\D{0,12}\d", re.IGNORECASE)


class Cleaned(NamedTuple):
    """Lines with nothing in them but names and numbers.

    Attributes:
        lines: In order; empty ones are left out.
        updates: n of the bars "n/n" inside an epoch, else 1.
        notes: What was left out that one might miss.
    """

    lines: list[str]
    updates: int
    notes: list[str]


def cleaned(text: str) -> Cleaned:
    """The log without clocks, progress bars, wrappers of tensors, and prompts."""
    notes = []
    if len(text) > MOST_CHARACTERS:
        text = _ends(text)
        notes.append("of a log above 400 kB the first and last 200 kB are read")
    text = BREAKS.sub("\n", unicodedata.normalize("NFC", text.translate(MARKS)))
    if IDEOGRAPH.search(text):
        text = IDEOGRAPHS.sub(" ", text)
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    if max(map(len, lines), default=0) > LONGEST:
        lines = [shortened(line) for line in lines]
        notes.append(f"of words beyond {LONGEST:,} characters the ends are read")
    if len(lines) > MOST_LINES:
        half = MOST_LINES // 2
        notes.append(f"of {len(lines):,} lines the first and last {half:,} are read")
        lines = [*lines[:half], "...", *lines[-half:]]
    lines = [line for line in cut("\n".join(lines)).split("\n") if line.strip()]
    lines, updates = _without_bars(lines)
    if updates > 1:
        notes.append(f"an epoch is {updates} steps, by its progress bar")
    return Cleaned(lines, updates, notes)


def _ends(text: str) -> str:
    """Both ends of a text, without the lines that the cut would break."""
    half = MOST_CHARACTERS // 2
    first, last = text[:half], text[-half:]
    end, start = max(first.rfind("\n"), first.rfind("\r")), LINE_END.search(last)
    if end > 0 and start:
        first, last = first[:end], last[start.end() :]
    return f"{first}\n...\n{last}"


def shortened(line: str) -> str:
    """A long line whose stretches without a digit are cut to their ends."""
    if len(line) <= LONGEST:
        return line
    return STRETCH.sub(lambda match: f"{match[0][:150]} {match[0][-150:]}", line)


def _without_bars(lines: list[str]) -> tuple[list[str], int]:
    """Bars that count epochs are steps; of those that count batches the last full one
    of an epoch is read.
    """
    found = [BAR.search(line) if DRAWN.search(line) else None for line in lines]
    if not any(found):
        return lines, 1
    inner = any(STEPS.search(line) for line in lines)
    kept, totals, drawn = [], set(), False
    own: re.Match[str] | None = None
    for line, bar in zip(lines, found, strict=True):
        if bar is None:
            kept.append(line)
        elif not inner:
            kept.append(f"step {bar[1]} {line[: bar.start()]} {line[bar.end() :]}")
        elif bar[1] == bar[2]:
            totals.add(int(bar[2]))
            own = STEPS.search(line)
            if drawn and not own:
                kept.pop()
            kept.append(f"{line[: bar.start()]} {line[bar.end() :]}")
        drawn = bool(bar and not own and (drawn or bar[1] == bar[2]))
    return kept, totals.pop() if len(totals) == 1 else 1
