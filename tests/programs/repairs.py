"""How many repairs reach the right line: `python -m tests.programs.repairs [NAME…]`.

The one rule: a repaired program is run as any other, and held against the line of its
right form; PyTorch's programs run with the stand-in.
"""

import sys
from collections.abc import Iterator

import numpy as np

from gdcore.programs.reading import read
from gdcore.programs.running import run_program
from tests.programs import broken_programs, running
from tests.programs.broken_programs import Broken

TOLD = "@found"
SHOWS = """
print()
print("{told}", *[float(number) for number in {found}])
"""


def by_hand(one: Broken) -> bool:
    """Whether a program needs no framework: NumPy or plain Python."""
    return not running.framework(one.source)


def missed(one: Broken, repaired: str) -> str:
    """What a repaired program does instead of reaching the line; "" if it does."""
    if by_hand(one):
        known = Broken(one.name, one.kind, one.line, repaired, one.base, one.watch)
        return broken_programs.misbehavior(known)
    found = one.watch or one.base.found
    truth = shown(one.base.source, found)
    reached = shown(repaired, found)
    if isinstance(reached, str) or isinstance(truth, str):
        return str(reached)
    return "" if one.base.near(reached, truth) else f"{reached} instead of {truth}"


def shown(source: str, found: str) -> np.ndarray | str:
    """The numbers that a run with the stand-in has at its end, or why it has none."""
    source = source + SHOWS.format(told=TOLD, found=found.replace("numpy.", "np."))
    ended = run_program(source, seconds=60)
    rows = [r for r in ended.printed.splitlines() if r.startswith(TOLD)]
    if not rows:
        return str(ended.error and ended.error["says"])
    return np.array([float(number) for number in rows[-1].split()[1:]])


def repairs() -> Iterator[tuple[Broken, str]]:
    """Each broken program that is repaired, and its repaired form."""
    for one in broken_programs.broken():
        repaired = read(one.source).repaired
        if repaired:
            yield one, repaired


def main(wanted: list[str]) -> int:
    given = good = 0
    for one, repaired in repairs():
        if wanted and not any(word in one.name for word in wanted):
            continue
        if running.framework(one.source) not in ("", "torch"):
            continue
        given += 1
        words = missed(one, repaired)
        good += not words
        if words:
            print(f"{one.name:45} {' '.join(words.split())[:120]}", flush=True)
    print(f"{given} repaired, {good} reach the line")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
