"""How well a reader of programs does on the corpora: `python -m tests.programs.scores`.

The one rule: a fault counts as named if the first finding has its kind or a name that
says the same; any finding on a right program is a false alarm.
"""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.programs import broken_programs, posted, right_programs, threads

Read = Callable[[str], Any]
EVERY = 7  # of the pairs of way and program, where only a share is taken


def unnamed(read: Read) -> Iterator[str]:
    """The broken programs whose first finding is not their fault."""
    for one in broken_programs.broken():
        kinds = kinds_of(read(one.source))
        if not kinds or kinds[0] not in one.kinds:
            yield f"{one.name}, line {one.line}: {one.kind}, read as {kinds}"


def false_alarms(read: Read) -> Iterator[str]:
    """The right programs with a finding, or that are not read at all."""
    for name, program in right_programs.programs().items():
        reading = read(program.source)
        found = [f"{fault.kind}, line {fault.line}" for fault in reading.faults]
        if found or reading.problem:
            yield f"{name}: {found} {reading.problem}"


def unsolved(read: Read) -> Iterator[str]:
    """The threads whose cause is not named first."""
    for thread in threads.threads():
        reading = read(thread.source)
        kinds = kinds_of(reading)
        if not kinds or kinds[0] not in thread.kinds:
            yield f"{thread.name} ({thread.kinds[0]}): {kinds} {reading.problem}"


def misread(read: Read, every: int = EVERY) -> Iterator[str]:
    """The posts that are not read as the program that they were made of."""
    for way, program in pairs()[::every]:
        reading = read(way.post(program.source))
        if not posted.same(reading.source, way.kept(program.source)):
            yield f"{way.name} of {program.name}: {reading.problem}"


def pairs() -> list[tuple[posted.Way, right_programs.Program]]:
    """Every way of posting with every right program that it fits."""
    return [
        (way, program)
        for way in posted.WAYS
        for program in right_programs.programs().values()
        if way.fits(program.source)
    ]


def kinds_of(reading: Any) -> list[str]:
    return [fault.kind for fault in reading.faults]


def main() -> int:
    from gdcore.programs.reading import read

    every = int(sys.argv[1]) if len(sys.argv) > 1 else EVERY
    parts = (
        ("faults named first", unnamed(read), len(broken_programs.broken())),
        ("right, no alarm", false_alarms(read), len(right_programs.programs())),
        ("threads named", unsolved(read), len(threads.threads())),
        ("posts read", misread(read, every), len(pairs()[::every])),
    )
    for title, missed, total in parts:
        began = time.perf_counter()
        failures = list(missed)
        print(*failures, sep="\n")
        seconds = time.perf_counter() - began
        print(f"== {title}: {total - len(failures)} of {total}, {seconds:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
