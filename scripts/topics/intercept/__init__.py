"""Why is the bias gradient small and the intercept not learned? The forum run.

The one rule: the topic's parts are put together here, and nothing is computed.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.intercept.data import compute
from scripts.topics.intercept.figures import geometry, remedies, thread
from scripts.topics.intercept.numbers import numbers

TOPIC = Topic(compute, numbers, declared(thread, geometry, remedies))
