"""What is said of the run of a reader's program.

The one rule: a fault comes first, and no rate is blamed beside it.
"""

from collections.abc import Iterator
from typing import Any

from scripts.engine.finding import Finding, times
from scripts.engine.measured import Tries, measured
from scripts.engine.numerals import number
from scripts.engine.program_check import NAMES
from scripts.engine.recognition import Recognized

NOT_FINITE = "The loss or its gradient is not a finite number at the start."
TRIES = Tries(rate=True, larger=False, batches=False, coordinates=False)


def program_messages(
    frame: dict[str, Any],
    finding: Finding | None,
    known: Recognized | None,
    descent: bool,
) -> list[str]:
    """Short sentences, the most urgent first.

    Args:
        frame: The frame; its messages are those of the known loss.
        finding: What the check of the program came to.
        known: The loss, if it is a known one.
        descent: Whether the run is plain gradient descent on it.
    """
    return [
        *_of_program(frame, finding, known),
        *_of_run(frame, finding, known, descent),
    ]


def _of_program(
    frame: dict[str, Any], finding: Finding | None, known: Recognized | None
) -> Iterator[str]:
    if finding and finding.name != "right":
        yield finding.says
    n = len(frame["data"]["y"])
    if known and known.loss != 1:
        name = NAMES[type(known.setup.exact)]
        yield f"The loss is {times(known.loss, n)} the {name}."
    if known and frame["limit"] is not None and {known.loss, known.step} != {1}:
        limit, share = number(frame["limit"]), number(frame["share"])
        words = f"times it: use less than {limit}" if frame["share"] >= 1 else "of it"
        yield (
            f"The limit of this program's learning rate is {limit}, and the run uses "
            f"{share} {words}."
        )


def _of_run(
    frame: dict[str, Any],
    finding: Finding | None,
    known: Recognized | None,
    descent: bool,
) -> Iterator[str]:
    wrong = finding is not None and finding.wrong
    if frame["status"] == "DIVERGED" and len(frame["k"]) == 1:
        yield NOT_FINITE
    elif descent and known and known.step == 1 and not wrong:
        yield from frame["messages"]
    else:
        tries = TRIES._replace(rate=not wrong and not (frame["share"] or 0) >= 1)
        yield from measured(frame, "your program", tries)[: 1 if wrong else None]
