"""The numbers of the exercises.

The one rule: `<exercise>.<key>` for each measure, in the words of the exercise.
"""

from scripts.drawing.declarations import Number
from scripts.exercises import EXERCISES
from scripts.topics.exercises.data import Data


def numbers(data: Data) -> list[Number]:
    """One for each measure."""
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
