"""Classes and functions of one session.

The one rule: what needs the session finds it on its class, or as its first argument.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from gdcore.tensors.session import Session

C = TypeVar("C", bound=type)
Names = dict[str, Any]


def bound(session: Session, kind: C, parents: Iterable[type], extra: Names) -> C:
    """The class as one of this session."""
    content = {"session": session, "__module__": "torch", **extra}
    made: Any = type(kind)(kind.__name__, (kind, *parents), content)
    return made  # type: ignore[no-any-return]


def family(
    session: Session, kinds: Iterable[type], made: dict[type, type]
) -> dict[type, type]:
    """Classes of this session that inherit from each other as their models do."""
    made = dict(made)
    for kind in kinds:
        parents = [made[base] for base in kind.__bases__ if base in made]
        made[kind] = bound(session, kind, parents, {})
    return made


def with_session(session: Session, functions: dict[str, Callable[..., Any]]) -> Names:
    """The functions, with the session as their first argument."""
    return {name: partial(f, session) for name, f in functions.items()}
