"""What does L2 do to a fit and to gradient descent? Ten rows, two columns, the thread.

The one rule: the topic's parts are put together here, and nothing is computed.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.ridge import figures
from scripts.topics.ridge.data import compute
from scripts.topics.ridge.numbers import numbers

TOPIC = Topic(compute, numbers, declared(figures))
