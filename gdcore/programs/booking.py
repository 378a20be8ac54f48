"""What the loops of a program store: under which names, and how often in a round.

The one rule: a store is booked with each loop around it, by the name it has there.
"""

from collections.abc import Iterable
from typing import Any

from gdcore.programs.machine import Loop, Machine
from gdcore.programs.values import Frame, Instance


def book(m: Machine, loop: Loop, name: str, how: str = "") -> None:
    """Books a store under the name that a loop has for it."""
    m.stores.setdefault(id(loop.node), {})[name] = m.line
    _count(m, loop, name, how)


def book_object(m: Machine, held: Any, attribute: str, *, part: str = "") -> None:
    """Books a store into an object under each name that it has outside."""
    for loop in m.loops:
        path = _path(loop.frame, held)
        _count(m, loop, id(held), part)
        if path:
            book(
                m,
                loop,
                f"{path}.{attribute}" if attribute else path,
                f"in {attribute} {part}",
            )


def book_call(m: Machine, held: Any) -> None:
    """Books a step of an object that stores nothing, as a scheduler's."""
    for loop in m.loops:
        _count(m, loop, id(held), "")


def _count(m: Machine, loop: Loop, what: Any, how: str) -> None:
    """Counts a store of the first round, by its line and the part that it changes."""
    if loop.rounds == 1:
        loop.writes[what, m.line, how] += 1


def updates(m: Machine, loop: int, names: Iterable[str] = ("@",)) -> int | None:
    """How often a round of a loop moves its parameters; None if that is not known.

    Args:
        m: What a run through the program knows.
        loop: The id of the loop's node.
        names: Of the parameters; those with an @ in front are leaves of the graph.
    """
    held = m.entered.get(loop)
    if held is None:
        return None
    names = [*names]
    leaves = [id(leaf) for leaf in m.leaves if any(n.startswith("@") for n in names)]
    wanted = {*names, *leaves}
    times = [n for (what, *_), n in held.writes.items() if what in wanted]
    last = [*m.entered][-1] == loop  # no other loop runs in its round
    return max(times, default=1) if held.whole or last else None


def _path(frame: Frame | None, held: Any) -> str:
    """The first name that an object has in a frame."""
    while frame is not None:
        for name, value in list(frame.names.items()):
            for path in _paths(name, value, held):
                return path
        frame = frame.around
    return ""


def _paths(name: str, value: Any, held: Any) -> list[str]:
    if value is held:
        return [name]
    if isinstance(value, Instance):
        return [f"{name}.{k}" for k, v in value.names.items() if v is held]
    return []
