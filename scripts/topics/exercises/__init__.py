"""The exercises: every number in their answers, measured on their own runs.

The one rule: what is run is what the explorer runs, through the same door.
"""

from typing import Any

from scripts.drawing.declarations import Number, Topic
from scripts.engine.api import call
from scripts.exercises import EXERCISES
from scripts.exercises.quantities import quantity
from scripts.exercises.shape import Exercise, Settings


def compute() -> dict[str, Any]:
    """The measured quantities, by exercise and key; about two seconds."""
    return {exercise.id: measured(exercise) for exercise in EXERCISES}


def measured(exercise: Exercise) -> dict[str, Any]:
    """The measures of one exercise, each run made once."""
    names = {measure.run for measure in exercise.measures}
    answers = {name: answer(exercise.settings(name)) for name in sorted(names)}
    return {
        measure.key: quantity(measure.quantity, answers[measure.run])
        for measure in exercise.measures
    }


def answer(settings: Settings) -> dict[str, Any]:
    """What the explorer would draw of these settings.

    Raises:
        ValueError: If the bridge refuses them.
    """
    door = "trace" if settings.get("code") else "frame"
    given = call(door, settings)
    if "error" in given:
        raise ValueError(given["error"]["message"])
    return given["frame"] if door == "trace" else given


def numbers(data: Any) -> list[Number]:
    """`<exercise>.<key>` for each measure."""
    return [
        Number(
            f"{exercise.id}.{measure.key}",
            data[exercise.id][measure.key],
            measure.unit,
            f"Exercise “{exercise.title}”: {measure.meaning}",
        )
        for exercise in EXERCISES
        for measure in exercise.measures
    ]


TOPIC = Topic(compute=compute, numbers=numbers)
