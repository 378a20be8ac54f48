"""Momentum: what a memory of the last steps is worth, and where it ends.

The one rule: the topic's parts are put together here, and nothing is computed.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.momentum import figures
from scripts.topics.momentum.data import compute
from scripts.topics.momentum.numbers import numbers

TOPIC = Topic(compute, numbers, declared(figures))
