"""Is it rounding? What float32 does to a run, and what it does not do.

The one rule: the topic's parts are put together here, and nothing is computed.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.floats import figures
from scripts.topics.floats.data import compute
from scripts.topics.floats.numbers import numbers

TOPIC = Topic(compute, numbers, declared(figures))
