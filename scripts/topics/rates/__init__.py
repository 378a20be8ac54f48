"""The reference page of rates and limits: what theory says beside what a run does.

The one rule: no number of one side comes from the other.
"""

from scripts.drawing.declarations import Topic
from scripts.topics.rates.data import compute
from scripts.topics.rates.numbers import numbers

TOPIC = Topic(compute, numbers)
