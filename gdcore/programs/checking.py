"""Whether a repaired program may be shown: it is read anew, as the first one was.

The one rule: a wrong repair is worse than none; what is in doubt is not shown.
"""

import ast

from gdcore.programs.following import Outcome, follow


def parsed(source: str) -> ast.Module | None:
    """The tree of a source, None if Python does not read it."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None


def runs(after: Outcome, before: Outcome) -> bool:
    """Whether a run ends without an error, and without a name that nobody knows.

    A name or attribute that the first program had as well is not the repair's doing.
    """
    known = after.machine.unknown <= before.machine.unknown
    ended = after.stopped in ("", "planned", before.stopped)
    return known and ended and after.error is None


def follows(source: str, before: Outcome) -> bool:
    """Whether the repaired source is read by Python, and runs."""
    tree = parsed(source)
    return tree is not None and runs(follow(tree), before)
