"""Does Adam fix it? The thread's run, its spikes, and what removes them.

The one rule: the topic's parts are put together here, and nothing is computed.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.adam import figures
from scripts.topics.adam.data import compute
from scripts.topics.adam.numbers import numbers

TOPIC = Topic(compute, numbers, declared(figures))
