"""Programs of public threads, with the true cause of each.

The one rule: each is rebuilt from what is known of the thread: its data, its rate, its
fault. No line is copied, and where the thread's data are unknown they are ours.
"""

from dataclasses import dataclass
from functools import cache

from tests.programs.kinds import KINDS
from tests.programs.right_programs import HEAD, HERE


@dataclass(frozen=True)
class Thread:
    """A program as an asker has it, where it was asked, and what is wrong.

    `kinds` are the names of the cause that are true; the first is the best.
    """

    name: str
    where: str
    kinds: tuple[str, ...]
    source: str
    language: str = "python"


@cache
def threads() -> tuple[Thread, ...]:
    """All threads, in the order of `threads.txt`."""
    text = (HERE / "threads.txt").read_text("utf-8")
    return tuple(parsed(part) for part in f"\n{text}".split(f"\n{HEAD}")[1:])


def parsed(part: str) -> Thread:
    head, source = part.split("\n", 1)
    name, where, kinds, *rest = (field.strip() for field in head.split("|"))
    named = tuple(kind.strip() for kind in kinds.split(","))
    if unknown := set(named) - set(KINDS):
        raise ValueError(f"{name}: {min(unknown)} is not one of the kinds")
    options = dict(field.split("=", 1) for field in rest)
    return Thread(name, where, named, f"{source}\n", **options)
