"""Reading a program: mended, followed, judged, repaired. Nothing is executed.

The one rule: whatever is given, a Reading comes back; what is unsure is not said.
"""

import ast
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.programs import posted
from gdcore.programs.edits import Draft, diff
from gdcore.programs.facts import facts
from gdcore.programs.faults import NOT_UNDERSTOOD, checked
from gdcore.programs.language import language, low_level_tensorflow
from gdcore.programs.layout import syntax_error
from gdcore.programs.model_facts import Facts

LEVELS = frozenset(["return_in_loop", "update_in_row_loop"])
"""Kinds of fault that are told from the indentation."""
INSTEAD = (
    "Data, the learning rate and printed lines are judged without the code: paste what "
    "you have of them."
)
"""What to do where a program is not read."""
NESTED = 60
"""Brackets or blocks inside each other that are read."""


@dataclass(frozen=True)
class Fault:
    """What is wrong at a line, and the repair.

    Attributes:
        kind: One of faults.KINDS.
        line: In the mended source, from 1.
        says: What the line does, and what follows.
        fix: What to do, in words.
        diff: A unified diff that repairs the program, "" if none.
    """

    kind: str
    line: int
    says: str
    fix: str
    diff: str


@dataclass(frozen=True)
class Reading:
    """What was read of a program.

    Attributes:
        source: After mending of how it was posted.
        mended: What was mended, in words.
        problem: "" or why it cannot be read.
        faults: The most certain cause first.
        repaired: The source with the first faults mended, "" if nothing is to mend.
        data: {"X": rows, "y": values} where the program holds them as numbers.
        unnamed: Whether its steps follow a rule that is none of the methods.
    """

    source: str
    mended: tuple[str, ...] = ()
    problem: str = ""
    framework: str = ""
    method: str = ""
    learning_rate: float | None = None
    beta: float | None = None
    loss: str = ""
    steps: int | None = None
    precision: str = ""
    faults: tuple[Fault, ...] = ()
    repaired: str = ""
    data: dict[str, Any] | None = None
    unnamed: bool = False


def read(source: str) -> Reading:
    """What a posted program does and where it goes wrong, without running it."""
    if len(source) > posted.LONGEST:
        words = f"The text has {len(source):,} characters; {posted.LONGEST:,} are read."
        return Reading(source[: posted.LONGEST], problem=words)
    if not source.strip():
        return Reading(source, problem="There is no code.")
    if _nesting(source) > NESTED:
        return Reading(source, problem="The brackets are nested too deep to be read.")
    if syntax_error(source) and language(source) and not _python(source):
        return Reading(source, (), _unread(source, ""))
    text, mended = posted.mend(source)
    error = syntax_error(text)
    if error or (not mended and language(text) and not _python(text)):
        return Reading(source, mended, _unread(source, error))
    return _read(text, mended)


def _nesting(source: str) -> int:
    """The deepest brackets and blanks before a line, roughly."""
    depth = deepest = 0
    for letter in source:
        if letter in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in ")]}":
            depth = max(0, depth - 1)
    run = longest = 0
    for letter in source:
        run = run + 1 if letter in "-+~*/.," else 0 if not letter.isspace() else run
        longest = max(longest, run)
    return max(deepest, longest // 20)


def _python(text: str) -> bool:
    return any(
        w in text for w in ("import ", "def ", "range(", "print(", "np.", "torch")
    )


def _unread(source: str, error: str) -> str:
    found = language(source)
    if found:
        return f"This looks like {found}; only Python is read."
    return f"Python cannot read it: {error}."


def _read(text: str, mended: tuple[str, ...]) -> Reading:
    if low_level_tensorflow(text):
        words = "This is TensorFlow's low level, which is not read; Keras's models are."
        return Reading(text, mended, words, framework="tensorflow")
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return _understood(text, mended)
    except (RecursionError, *NOT_UNDERSTOOD):
        words = "The program could not be followed."
        return Reading(text, mended, words, framework="plain")


def _understood(text: str, mended: tuple[str, ...]) -> Reading:
    tree = ast.parse(text)
    found, run, verdict = checked(text, tree)
    if posted.PUT_BACK in mended:  # the levels are this package's own
        found = [draft for draft in found if draft.kind not in LEVELS]
    known = facts(tree, run, verdict)
    problem = ""
    if verdict.word == "none" and not found and not _trains(known, run.machine):
        problem = "No training loop was found."
    return _reading(text, mended, problem, found, known)


def _trains(known: Facts, m: Any) -> bool:
    return bool(known.method or m.noted("backward") or m.noted("fit") or m.rates)


def _reading(
    text: str, mended: tuple[str, ...], problem: str, found: list[Draft], known: Facts
) -> Reading:
    faults = tuple(
        Fault(d.kind, d.line, d.says, d.fix, diff(text, d.source) if d.source else "")
        for d in found
    )
    repaired = next((d.source for d in found if d.source), "")
    return Reading(
        text,
        mended,
        problem,
        known.framework,
        known.method,
        known.learning_rate,
        known.beta,
        known.loss,
        known.steps,
        known.precision,
        faults,
        repaired,
        known.data,
        known.unnamed,
    )
