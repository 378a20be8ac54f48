"""The exercises: every number in their answers, measured on their own runs.

The one rule: what is run is what the explorer runs, by the same call.
"""

from scripts.drawing.declarations import Topic
from scripts.topics.exercises.data import compute
from scripts.topics.exercises.numbers import numbers

TOPIC = Topic(compute, numbers)
