"""A real case: what was asked, where, its question, and what a report must name.

The one rule: the cause that must be named was found by another way than the report's.
"""

from dataclasses import dataclass
from typing import Any

from scripts.diagnosing.questions import Question

Kinds = tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """One case.

    Attributes:
        name: In links, such as "intercept-not-learned".
        title: In the asker's words.
        where: Where it was asked, as text.
        question: What the report is of.
        says: Kinds of finding, one of which must be among the first two.
        numbers: By the name of a number, what it must be.
    """

    name: str
    title: str
    where: str
    question: Question
    says: Kinds
    numbers: tuple[str, ...] = ()

    def published(self) -> dict[str, Any]:
        """What the page reads."""
        shown = ("name", "title", "where", "question")
        return {name: getattr(self, name) for name in shown}
