"""The runs of the exercises, and what is measured on them.

The one rule: a run is asked for as the explorer asks for it, and made once.
"""

from typing import Any

from scripts.engine.api import call
from scripts.exercises import EXERCISES
from scripts.exercises.shape import Exercise, Settings

Data = dict[str, dict[str, Any]]
"""The measured values, by exercise and key."""


def compute() -> Data:
    """All that is measured; about two seconds."""
    return {exercise.id: measured(exercise) for exercise in EXERCISES}


def measured(exercise: Exercise) -> dict[str, Any]:
    """The measures of one exercise, each run made once."""
    names = {measure.run for measure in exercise.measures}
    answers = {name: answer(exercise.settings(name)) for name in sorted(names)}
    return {
        measure.key: measure.of(answers[measure.run]) for measure in exercise.measures
    }


def answer(settings: Settings) -> dict[str, Any]:
    """What the explorer would draw of these settings.

    Raises:
        ValueError: If the engine refuses them.
    """
    question = "trace" if settings.get("code") else "frame"
    reply = call(question, settings)
    if "error" in reply:
        raise ValueError(reply["error"]["message"])
    return reply["frame"] if question == "trace" else reply
