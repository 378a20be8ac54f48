"""The exercises of the explorer, as data: one list for its panel and for their page.

The one rule: each has a rule that its own answer passes and its start does not; a test
runs both through the page's own checker.
"""

from collections.abc import Mapping
from typing import Any

from scripts.exercises.data import DATA
from scripts.exercises.first import FIRST
from scripts.exercises.methods import METHODS
from scripts.exercises.own_code import OWN_CODE
from scripts.exercises.searches import SEARCHES
from scripts.exercises.shape import Exercise

EXERCISES: tuple[Exercise, ...] = (*FIRST, *METHODS, *SEARCHES, *DATA, *OWN_CODE)


def published(numbers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What exercises.json holds: plain values, with the numbers in the texts.

    Args:
        numbers: The contents of numbers.json: key -> {"value": ...}.
    """

    def number(key: str) -> Any:
        return numbers[key]["value"]

    return [
        {
            "id": exercise.id,
            "title": exercise.title,
            "task": exercise.plain(exercise.task, number),
            "hint": exercise.plain(exercise.hint, number),
            "answer": exercise.plain(exercise.answer, number),
            "code": exercise.code,
            "preset": exercise.settings("preset"),
            "solution": exercise.settings("solution"),
            "check": exercise.rule(number),
        }
        for exercise in EXERCISES
    ]


def named(name: str) -> Exercise:
    """The exercise of that id.

    Raises:
        ValueError: If there is none.
    """
    for exercise in EXERCISES:
        if exercise.id == name:
            return exercise
    known = ", ".join(exercise.id for exercise in EXERCISES)
    raise ValueError(f"there is no exercise {name!r}; there are {known}")
