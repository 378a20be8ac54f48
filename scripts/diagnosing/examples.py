"""The examples of the page that diagnoses a run: real cases, one click each.

The one rule: a name is used once, and it stays, because links hold it.
"""

from collections.abc import Sequence
from typing import Any

from scripts.diagnosing import of_code, of_data
from scripts.diagnosing.example import Example


def examples() -> Sequence[Example]:
    """All cases, in the order in which the page shows them."""
    return (*of_data.cases(), *of_code.cases())


def published() -> list[dict[str, Any]]:
    """The cases as plain values, for the page."""
    return [example.published() for example in examples()]
