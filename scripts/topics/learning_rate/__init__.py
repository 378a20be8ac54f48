"""The page on the learning rate: how large it may be, and what happens beyond.

The one rule: the topic's parts are put together here, and nothing is computed.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.learning_rate import figures
from scripts.topics.learning_rate.data import compute
from scripts.topics.learning_rate.numbers import numbers

TOPIC = Topic(compute, numbers, declared(figures))
