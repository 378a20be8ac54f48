"""A diagnosis as plain text, to paste into a forum.

The one rule: the headline comes first, and no line is longer than 80 characters.
"""

import textwrap
from collections.abc import Iterator
from typing import Any, NamedTuple

from gdcore.diagnosis.headline import headline
from gdcore.diagnosis.numbers import Number, numbers
from gdcore.diagnosis.table import table

WIDTH = 80
NAMES = 18
"""Characters that the names of numbers take."""


class Said(NamedTuple):
    """A finding in words."""

    label: str
    says: str
    fix: str


class Parts(NamedTuple):
    """What a report is made of, in the order in which it is read."""

    headline: str
    findings: tuple[Said, ...] = ()
    numbers: tuple[Number, ...] = ()
    names: tuple[str, ...] = ()
    forecasts: tuple[Any, ...] = ()
    fixes: tuple[Any, ...] = ()
    read: tuple[str, ...] = ()


def parts(diagnosis: Any) -> Parts:
    """Those of a Diagnosis."""
    said = (Said(v.finding.name, v.says, v.fix) for v in diagnosis.verdicts)
    names = diagnosis.asked.case.names if diagnosis.asked else ()
    return Parts(
        headline(diagnosis),
        tuple(said),
        tuple(numbers(diagnosis)),
        names,
        diagnosis.forecasts,
        diagnosis.fixes,
    )


def report(diagnosis: Any) -> str:
    """Headline, verdicts, numbers, steps, and ranked remedies."""
    return layout(parts(diagnosis))


def layout(of: Parts) -> str:
    """The parts as text; those that are empty are left out."""
    blocks = [
        _wrapped("", of.headline, 0),
        [*_findings(of.findings)],
        [*_numbers(of.numbers)],
        [*table(of.names, of.forecasts)],
        [*_fixes(of.fixes)],
        [*_read(of.read)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _findings(findings: tuple[Said, ...]) -> Iterator[str]:
    fixes = set[str]()
    for label, says, fix in findings:
        yield from _wrapped(f"{label}: " if label else "", says, 2)
        if fix and fix not in fixes:
            yield from _wrapped("  -> ", fix, 5)
        fixes.add(fix)


def _numbers(known: tuple[Number, ...]) -> Iterator[str]:
    for name, text, _ in known:
        yield from _wrapped(f"{name:<{NAMES}} ", text, NAMES + 1)


def _fixes(fixes: tuple[Any, ...]) -> Iterator[str]:
    if fixes:
        yield "What takes fewer steps to 1 % of the error:"
    for rank, fix in enumerate(fixes, 1):
        yield from _wrapped(f"{rank:>3}. ", f"{fix.name}, {fix.counted}: {fix.says}", 5)


def _read(lines: tuple[str, ...]) -> Iterator[str]:
    if lines:
        yield "How it was read:"
    for line in lines:
        yield from _wrapped("  - ", line, 4)


def _wrapped(label: str, text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=label,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )
